"""A key's folder is believed only where the kernel says it is memory, and ours."""

import os
import stat
from pathlib import Path

import pytest

from bot.vault import ram
from bot.vault.resting import TalkKeys
from bot.weeks import DAY

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw,nosuid 0 0
tmpfs /memory tmpfs rw,nosuid,nodev 0 0
/dev/sda2 /run/disk xfs rw 0 0
tmpfs /mnt/two\\040words tmpfs rw 0 0
tmpfs /covered tmpfs rw 0 0
/dev/sda3 /covered ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/sotto", "ext4"),
        ("/run/user/1000/sotto", "tmpfs"),
        ("/memory", "tmpfs"),
        ("/memory-card", "ext4"),
        ("/run/disk/sotto", "xfs"),
        ("/mnt/two words/x", "tmpfs"),
        ("/covered/x", "ext4"),
    ],
)
def test_the_deepest_and_latest_mount_counts(path: str, kind: str) -> None:
    """A path is of the file system that is mounted closest above it, and last."""
    assert ram.kind_of(Path(path), MOUNTS) == kind


def memory() -> Path:
    """Return a memory folder of this machine, or skip."""
    for place in ram.places():
        if ram.is_memory(place) and os.access(place, os.W_OK):
            return place
    pytest.skip("this machine offers no memory as a folder")


def test_a_folder_on_a_disk_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel names a disk, there is no folder and none is made."""
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
    monkeypatch.setattr(ram, "_MOUNTS", mounts)
    assert ram.folder_for(tmp_path, [tmp_path]) is None
    assert list(tmp_path.iterdir()) == [mounts]


def test_without_the_kernels_word_nothing_is_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system without such a list keys live in the process."""
    monkeypatch.setattr(ram, "_MOUNTS", tmp_path / "none")
    assert ram.folder_for(tmp_path, [tmp_path]) is None
    assert TalkKeys.in_memory_or_tmpfs(tmp_path).folder is None


@pytest.fixture
def believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a place that the kernel is said to hold in memory."""
    mounts = tmp_path / "mounts"
    mounts.write_text("tmpfs / tmpfs rw 0 0\n")
    monkeypatch.setattr(ram, "_MOUNTS", mounts)
    place = tmp_path / "memory"
    place.mkdir()
    return place


def test_a_folder_is_made_private(believed: Path, tmp_path: Path) -> None:
    """Nobody else can enter the folder, and the same home finds it again."""
    folder = ram.folder_for(tmp_path, [believed])
    assert folder is not None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert ram.folder_for(tmp_path, [believed]) == folder


def test_two_homes_have_two_folders(believed: Path, tmp_path: Path) -> None:
    """One deployment never rotates the keys of another."""
    homes = (tmp_path / "a", tmp_path / "b")
    assert len({ram.folder_for(home, [believed]) for home in homes}) == 2


def test_an_open_folder_is_not_taken(believed: Path, tmp_path: Path) -> None:
    """A folder that somebody prepared for others to read is passed over."""
    folder = ram.folder_for(tmp_path, [believed])
    assert folder is not None
    folder.chmod(0o755)
    assert ram.folder_for(tmp_path, [believed]) is None


def test_a_link_is_not_taken(believed: Path, tmp_path: Path) -> None:
    """A link that somebody laid in the folder's place is passed over."""
    folder = ram.folder_for(tmp_path, [believed])
    assert folder is not None
    folder.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    folder.symlink_to(elsewhere)
    assert ram.folder_for(tmp_path, [believed]) is None


def test_the_next_place_is_tried(believed: Path, tmp_path: Path) -> None:
    """Where the first place is missing, the second one serves."""
    folder = ram.folder_for(tmp_path, [tmp_path / "missing", believed])
    assert folder is not None
    assert folder.parent == believed


@pytest.mark.parametrize(("days", "left_over"), [(1.9, 1), (2.1, 0)])
def test_keys_left_by_another_deployment_are_destroyed(
    believed: Path, tmp_path: Path, days: float, left_over: int
) -> None:
    """What made no key for two days does not run: its keys are past their life."""
    left = ram.folder_for(tmp_path / "left", [believed])
    assert left is not None
    (left / "20000.talk").write_bytes(bytes(32))
    then = left.stat().st_mtime - days * DAY
    os.utime(left, (then, then))
    ram.folder_for(tmp_path, [believed])
    assert left_over == len(list(left.glob("*")))


def test_our_own_keys_are_left_to_rotation(believed: Path, tmp_path: Path) -> None:
    """A deployment that starts after a week finds its folder as it was."""
    folder = ram.folder_for(tmp_path, [believed])
    assert folder is not None
    os.utime(folder, (0, 0))
    assert ram.folder_for(tmp_path, [believed]) == folder
    assert folder.exists()


def test_what_is_not_ours_is_not_destroyed(believed: Path, tmp_path: Path) -> None:
    """A link in a folder's place leads nothing to be deleted."""
    kept = tmp_path / "kept"
    kept.mkdir()
    os.utime(kept, (0, 0))
    (believed / f"sotto-{os.geteuid()}-link").symlink_to(kept)
    ram.folder_for(tmp_path, [believed])
    assert kept.exists()


def test_real_memory_is_taken(tmp_path: Path) -> None:
    """On this machine's own memory folder a deployment finds its place."""
    place = memory()
    folder = ram.folder_for(tmp_path, [place])
    assert folder is not None
    folder.rmdir()
