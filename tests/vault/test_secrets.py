"""The host's secrets: made once, read by us alone, and a pepper can be destroyed."""

import os
import stat
from pathlib import Path

import pytest

from bot.errors.keys import (
    DamagedSecretError,
    MissingSecretError,
    OpenFolderError,
    SecretExistsError,
)
from bot.vault import secrets
from bot.vault.resting import pepper_id
from bot.vault.secrets import HostSecrets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of fresh secrets."""
    place = tmp_path / "home" / "secrets"
    secrets.make(place)
    return place


def test_what_is_made_is_read(folder: Path) -> None:
    """Three different secrets of 32 bytes are there, and no round yet."""
    found = HostSecrets.read(folder)
    drawn = {found.host_key, found.receipt_salt, found.receipt_pepper}
    assert [len(secret) for secret in drawn] == [32] * 3
    assert found.peppers == {}
    assert HostSecrets.read(folder) == found


def test_only_we_can_read_them(folder: Path) -> None:
    """The folder is 0700 and each file 0600."""
    secrets.new_pepper(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_is_left_beside_them(folder: Path) -> None:
    """Making them leaves the folder and nothing else."""
    assert list(folder.parent.iterdir()) == [folder]


def test_they_are_never_made_twice(folder: Path) -> None:
    """A second making is refused and changes nothing."""
    before = HostSecrets.read(folder)
    with pytest.raises(SecretExistsError):
        secrets.make(folder)
    assert HostSecrets.read(folder) == before


def test_a_rounds_pepper_is_found_by_its_id(folder: Path) -> None:
    """A new pepper is read by the id that it was given."""
    first, second = secrets.new_pepper(folder), secrets.new_pepper(folder)
    peppers = HostSecrets.read(folder).peppers
    assert {first, second} == set(peppers)
    assert all(pepper_id(pepper) == id_ for id_, pepper in peppers.items())


def test_a_destroyed_pepper_is_gone(folder: Path) -> None:
    """After a round its pepper is nowhere, nor what a crash left of it."""
    first, second = secrets.new_pepper(folder), secrets.new_pepper(folder)
    (folder / f".pepper-{first.hex()}-left").write_bytes(bytes(32))
    secrets.destroy_pepper(folder, first)
    secrets.destroy_pepper(folder, first)
    assert set(HostSecrets.read(folder).peppers) == {second}
    assert not [path for path in folder.iterdir() if first.hex() in path.name]


@pytest.mark.parametrize("mode", [0o701, 0o704, 0o710, 0o740, 0o755, 0o777])
def test_an_open_folder_is_refused(folder: Path, mode: int) -> None:
    """Where others can look in, nothing is read or drawn, and the remedy is said."""
    folder.chmod(mode)
    for act in (HostSecrets.read, secrets.new_pepper):
        with pytest.raises(OpenFolderError, match=r"chmod -R go= /.*secrets$"):
            act(folder)


def test_the_remedy_can_be_pasted() -> None:
    """A path with a space or a quote is quoted for the shell."""
    assert str(OpenFolderError(Path("/my home"))).endswith("go= '/my home'")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize(("mode", "user"), [(0o700, 65534), (0o500, 1)])
def test_a_strangers_folder_is_refused(folder: Path, mode: int, user: int) -> None:
    """A folder that belongs to somebody else is not ours to trust."""
    folder.chmod(mode)
    os.chown(folder, user, user)
    with pytest.raises(OpenFolderError):
        HostSecrets.read(folder)


def test_credentials_are_read(folder: Path) -> None:
    """The read-only folder of a service manager serves as well."""
    before = HostSecrets.read(folder)
    for path in folder.iterdir():
        path.chmod(0o400)
    folder.chmod(0o500)
    assert HostSecrets.read(folder) == before
    folder.chmod(0o700)


@pytest.mark.parametrize("name", ["host-key", "receipt-salt", "receipt-pepper"])
def test_a_missing_secret_is_named(folder: Path, name: str) -> None:
    """The error names the file that is to be put back; none is drawn in its place."""
    (folder / name).unlink()
    with pytest.raises(MissingSecretError, match=name):
        HostSecrets.read(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Where there is no folder, the error names it."""
    with pytest.raises(MissingSecretError, match="nowhere"):
        HostSecrets.read(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33)])
def test_a_secret_of_another_size_is_named(folder: Path, content: bytes) -> None:
    """A truncated secret is refused, not stretched."""
    (folder / "host-key").write_bytes(content)
    with pytest.raises(DamagedSecretError, match="host-key"):
        HostSecrets.read(folder)


def test_a_pepper_that_is_not_its_own_is_named(folder: Path) -> None:
    """A pepper under another round's name is refused: voices would be doubled."""
    id_ = secrets.new_pepper(folder)
    (folder / f"pepper-{id_.hex()}").write_bytes(bytes(32))
    with pytest.raises(DamagedSecretError, match="pepper-"):
        HostSecrets.read(folder)


def test_they_do_not_show(folder: Path) -> None:
    """Printing them tells nothing."""
    assert repr(HostSecrets.read(folder)) == "HostSecrets()"
