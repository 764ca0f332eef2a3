"""Where a key may lie without reaching a disk: a private folder in a tmpfs.

Rule: it is checked, not believed. A folder counts only if the kernel says that it is
a memory file system, it is ours, and nobody else can enter; else there is none and
keys live in the process alone.

What an adversary learns from the disk: nothing, unless memory is swapped to it; swap
must be off or encrypted, for this folder as for the process itself.
"""

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bot.weeks import DAY

LIFE = 2 * DAY
"""Seconds that a talk's key lives at most: its own day and the next."""
_MOUNTS = Path("/proc/self/mounts")
_KINDS = frozenset({"tmpfs", "ramfs"})


def places(user: int | None = None) -> tuple[Path, ...]:
    """Return where Linux offers memory as a folder, the more private ones first.

    `/run/sotto` is the service's own under systemd (`RuntimeDirectory=`).
    """
    user = os.geteuid() if user is None else user
    shared = Path("/dev/shm")  # noqa: S108 (checked)
    return Path(f"/run/user/{user}"), Path("/run/sotto"), shared


def folder_for(home: Path, among: Sequence[Path]) -> Path | None:
    """Return (made if need be) the memory folder of a deployment, or None.

    It is named by its home: two deployments never share, or rotate, each other's keys.
    Those of a deployment that has not run for two days are destroyed on the way.
    """
    ours = _ours(os.geteuid())
    for place in among:
        folder = place / (ours + _name(home))
        if is_memory(place) and _made(folder):
            for other in set(place.glob(ours + "*")) - {folder}:
                _destroy_if_left(other)
            return folder
    return None


def folders_of(home: Path) -> Iterator[Path]:
    """Yield where the folder of a deployment would be for whoever owns its home."""
    user = home.stat().st_uid
    for place in places(user):
        yield place / (_ours(user) + _name(home))


def _ours(user: int) -> str:
    return f"sotto-{user}-"


def _name(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return False
    return _is_private(folder.lstat())


def _is_private(found: os.stat_result) -> bool:
    """Tell whether this is a folder of ours that nobody else can enter, no link."""
    mine = found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return mine and stat.S_ISDIR(found.st_mode)


def _destroy_if_left(folder: Path) -> None:
    """Delete a folder in which no key was made for longer than a key lives."""
    with suppress(FileNotFoundError):  # another process was first
        found = folder.lstat()
        if _is_private(found) and time.time() - found.st_mtime > LIFE:
            shutil.rmtree(folder, ignore_errors=True)


def is_memory(path: Path) -> bool:
    """Tell whether a path lies in a memory file system, by the kernel's own list."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return kind_of(path.resolve(), mounts) in _KINDS


def kind_of(path: Path, mounts: str) -> str:
    """Return the kind of file system a path lies in, given the kernel's list.

    The deepest mount point counts; of two at the same point, the later one.
    """
    found, depth = "", 0
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        at = Path(point.replace("\\040", " "))
        if path.is_relative_to(at) and len(at.parts) >= depth:
            found, depth = kind, len(at.parts)
    return found
