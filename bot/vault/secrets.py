"""The host's secrets: 32 random bytes to a file, in a folder that only we can enter.

    host-key, receipt-salt, receipt-pepper, pepper-<id> (one a round)

The same names serve as systemd credentials (`LoadCredentialEncrypted=`), where the
folder is the service manager's. Rule: the folder stands outside data and backups; with
a round's private key, a pepper tells who said what.

Whoever reads it can name the staff and test whether a known account's voice is a
given one; answers stay closed.
"""

import os
import secrets
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Self

from bot.errors.keys import (
    DamagedSecretError,
    MissingSecretError,
    OpenFolderError,
    SecretExistsError,
)
from bot.vault.files import delete, sync_folder, write_new
from bot.vault.resting import pepper_id

SIZE = 32
_HOST_KEY, _SALT, _PEPPER = "host-key", "receipt-salt", "receipt-pepper"
_ROUND = "pepper-"


@dataclass(frozen=True, slots=True)
class HostSecrets:
    """Every secret of the serving side; `peppers` are the rounds', by pepper id."""

    host_key: bytes = field(repr=False)
    receipt_salt: bytes = field(repr=False)
    receipt_pepper: bytes = field(repr=False)
    peppers: Mapping[bytes, bytes] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the secrets; raise where one is missing, damaged, or others can look."""
        _check_private(folder)
        return cls(
            _read(folder / _HOST_KEY),
            _read(folder / _SALT),
            _read(folder / _PEPPER),
            MappingProxyType(
                dict(_read_pepper(path) for path in folder.glob(f"{_ROUND}*"))
            ),
        )


def make(folder: Path) -> None:
    """Draw a deployment's secrets into a new folder, all of them or none."""
    if folder.exists():
        raise SecretExistsError(folder)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        fresh = Path(place) / folder.name
        fresh.mkdir(mode=0o700)
        for name in (_HOST_KEY, _SALT, _PEPPER):
            write_new(fresh / name, secrets.token_bytes(SIZE))
        fresh.rename(folder)
    sync_folder(folder.parent)


def copy(source: Path, folder: Path, used: Collection[bytes]) -> None:
    """Copy a deployment's secrets into a new folder, and the peppers that are `used`.

    A pepper of no round would never be destroyed.
    """
    peppers = (id_ for id_ in HostSecrets.read(source).peppers if id_ in used)
    names = [_HOST_KEY, _SALT, _PEPPER, *(f"{_ROUND}{id_.hex()}" for id_ in peppers)]
    folder.mkdir(mode=0o700)
    for name in names:
        write_new(folder / name, (source / name).read_bytes())


def new_pepper(folder: Path) -> bytes:
    """Draw a round's pepper into the folder and return its id."""
    _check_private(folder)
    pepper = secrets.token_bytes(SIZE)
    id_ = pepper_id(pepper)
    write_new(_pepper_file(folder, id_), pepper)
    return id_


def destroy_pepper(folder: Path, pepper_id: bytes) -> None:
    """Delete a round's pepper: from now on no voice can be tied to an account."""
    delete(_pepper_file(folder, pepper_id))


def _pepper_file(folder: Path, id_: bytes) -> Path:
    return folder / f"{_ROUND}{id_.hex()}"


def _read_pepper(path: Path) -> tuple[bytes, bytes]:
    pepper = _read(path)
    id_ = pepper_id(pepper)
    if path.name != _ROUND + id_.hex():
        raise DamagedSecretError(path)
    return id_, pepper


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise MissingSecretError(path) from None
    if len(content) != SIZE:
        raise DamagedSecretError(path)
    return content


def _check_private(folder: Path) -> None:
    """Refuse a folder that others can enter.

    A folder of systemd's belongs to root and shows our access to it as the group's
    (that is how an access list looks), so there only the rest of the world counts.
    """
    try:
        found = folder.stat()
    except OSError:
        raise MissingSecretError(folder) from None
    mine = found.st_uid == os.geteuid()
    others = 0o077 if mine else 0o027
    if found.st_mode & others or not (mine or found.st_uid == 0):
        raise OpenFolderError(folder)
