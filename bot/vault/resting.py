"""How what the serving side holds rests: talks, staff contacts, and a person's voice.

Rule: no Telegram id reaches the disk, only keyed digests of it, each under a key of
its own that is not in the database. A talk's key lives in memory (`ram`) and for a
day or two: after that, nobody can open the talk or tell whose it was.

What an adversary learns from the rows: how many talks ran on a day, and their size
out of four. With the host key as well: who the staff are.
"""

import hashlib
import hmac
import secrets
from collections.abc import Container
from pathlib import Path
from typing import Self

from bot.errors.keys import SecretExistsError
from bot.errors.sealed import ContactError
from bot.store.records import TalkRow
from bot.vault import ram
from bot.vault.box import Box
from bot.vault.derive import derive
from bot.vault.files import delete, write_new
from bot.weeks import DAY

KEY_SIZE = 32
TALK_SIZES = tuple(1024 * size for size in (2, 8, 24, 64))
CONTACT_SIZES = (128, 512)
_EPOCHS_KEPT = 2
_EPOCHS_AHEAD = 7
"""Days by which a clock may have run ahead: set right, it costs nobody a talk."""
_SUFFIX = ".talk"


def _digest(key: bytes, person: int) -> bytes:
    """Return 16 bytes that stand for an account, to those who hold the key."""
    return hmac.digest(key, person.to_bytes(8, signed=True), "sha256")[:16]


def voice(pepper: bytes, person: int) -> bytes:
    """Return the voice of an account in the round of this pepper; only ever sealed."""
    return _digest(pepper, person)


def pepper_id(pepper: bytes) -> bytes:
    """Return the 8 bytes that name a pepper without telling it."""
    return hashlib.sha256(b"sotto pepper 1" + pepper).digest()[:8]


class HostKey:
    """Keeps staff contacts: a keyed slot for each, and a box that opens only there."""

    __slots__ = ("_box", "_place_key", "_slot_key")

    def __init__(self, key: bytes) -> None:
        self._slot_key = derive(key, "host/slot/1")
        self._place_key = derive(key, "host/place/1")
        self._box = Box(derive(key, "host/contact/1"), CONTACT_SIZES)

    def slot(self, person: int) -> bytes:
        """Return the account's slot, 16 bytes."""
        return _digest(self._slot_key, person)

    def place(self, address: str) -> bytes:
        """Return the slot of a channel, an address or a hook: no account's, ever."""
        return hmac.digest(self._place_key, address.encode(), "sha256")[:16]

    def seal(self, slot: bytes, contact: bytes) -> bytes:
        """Seal a contact to its slot."""
        return self._box.seal(contact, slot)

    def open(self, slot: bytes, sealed: bytes) -> bytes:
        """Open a contact; raise where it is not of this key and slot."""
        contact = self._box.open(sealed, slot)
        if contact is None:
            raise ContactError
        return contact


class _TalkKey:
    """One day's key: where its talks rest, and the box that opens only there."""

    __slots__ = ("_box", "_epoch", "_slot_key")

    def __init__(self, epoch: int, key: bytes) -> None:
        self._epoch = epoch
        self._slot_key = derive(key, "talk/slot/1")
        self._box = Box(derive(key, "talk/state/1"), TALK_SIZES)

    def slot(self, person: int) -> bytes:
        return _digest(self._slot_key, person)

    def seal(self, person: int, state: bytes) -> TalkRow:
        slot = self.slot(person)
        return TalkRow(slot, self._epoch, self._box.seal(state, slot))

    def open(self, row: TalkRow) -> bytes | None:
        return self._box.open(row.state, row.slot)


def _file(folder: Path, epoch: int) -> Path:
    return folder / f"{epoch}{_SUFFIX}"


def _read(path: Path) -> _TalkKey:
    return _TalkKey(int(path.stem), path.read_bytes())


def oldest_epoch(now: float) -> int:
    """Return the earliest epoch whose talks may still be opened: yesterday's."""
    return int(now) // DAY - _EPOCHS_KEPT + 1


class TalkKeys:
    """The keys of the running talks, by epoch (whole days since 1970, UTC).

    With a folder in memory, keys outlive the process but not the machine; with None,
    a restart ends the talks that run.
    """

    __slots__ = ("_keys", "_today", "folder")

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._today: int | None = None
        self._keys: dict[int, _TalkKey] = {}
        for path in folder.glob(f"*{_SUFFIX}") if folder else ():
            self._keys[int(path.stem)] = _read(path)

    @classmethod
    def in_memory_or_tmpfs(cls, home: Path) -> Self:
        """Return the talk keys of the deployment at `home`."""
        return cls(ram.folder_for(home, ram.places()))

    def slots(self, person: int, now: float) -> tuple[tuple[int, bytes], ...]:
        """Return (epoch, slot) of today's key, then of the others, newest first."""
        today = self.rotate(now)
        order = sorted(self._keys, key=lambda epoch: (epoch != today, -epoch))
        return tuple((epoch, self._keys[epoch].slot(person)) for epoch in order)

    def seal(self, person: int, state: bytes, now: float) -> TalkRow:
        """Seal a state under today's key."""
        return self._keys[self.rotate(now)].seal(person, state)

    def open(self, row: TalkRow) -> bytes | None:
        """Return the state, or None where no key opens it."""
        key = self._keys.get(row.epoch)
        return None if key is None else key.open(row)

    def rotate(self, now: float) -> int:
        """Make today's key if there is none, destroy those past; return the epoch."""
        today = int(now) // DAY
        if today != self._today:
            self._today = today
            if today not in self._keys:
                self._keys[today] = self._new(today)
            self._destroy_but(range(oldest_epoch(now), today + _EPOCHS_AHEAD + 1))
        return today

    def _new(self, epoch: int) -> _TalkKey:
        key = secrets.token_bytes(KEY_SIZE)
        if self.folder is None:
            return _TalkKey(epoch, key)
        path = _file(self.folder, epoch)
        try:
            write_new(path, key)
        except SecretExistsError:
            return _read(path)  # another process of this deployment was first
        except OSError:
            pass  # a full tmpfs: this day's key lives in the process alone
        return _TalkKey(epoch, key)

    def _destroy_but(self, kept: Container[int]) -> None:
        """Keep these epochs' keys and no other, in memory and in the folder."""
        self._keys = {e: key for e, key in self._keys.items() if e in kept}
        if self.folder is not None:
            files = {_file(self.folder, epoch) for epoch in self._keys}
            for path in set(self.folder.glob(f"*{_SUFFIX}*")) - files:
                delete(path)
