"""What goes between a server and its vault, as values and as files.

    keys     the vault's dated list of public keys        vault -> server, signed
    carried  a copy of the database with a manifest       server -> vault, sealed
    release  the batches that closed                      vault -> server, signed

Rule: what is read here came over a stick or a wire; it is used only after its seal or
signature was checked.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from bot.errors import DamagedParcelError, NoSuchFileError, OutFileError
from bot.settings import Settings
from bot.store.records import BatchRow, Round
from bot.weeks import DAY, Week

LEFT_BEHIND = (
    *("talk", "seen", "staff", "invite", "outbox"),
    *("act", "code", "digest", "restored"),
)
"""The tables whose rows the vault has no use for."""
_PLACE = ".carried-"
_LENGTH_SIZE = 4


class Keys(msgspec.Struct, frozen=True, array_like=True):
    """The rounds of a vault; it knows no peppers."""

    rounds: tuple[tuple[str, bytes, int, int], ...]

    @classmethod
    def of(cls, rounds: list[Round]) -> "Keys":
        """Return the list as it is carried."""
        dated = ((r.id, r.public_key, r.opens_week, r.closes_week) for r in rounds)
        return cls(tuple(dated))

    def to_rounds(self) -> list[Round]:
        """Return the rounds, without peppers."""
        return [
            Round(id_, key, b"", Week(opens), Week(closes))
            for id_, key, opens, closes in self.rounds
        ]


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What the vault must know of the server's settings, and the week of the copy."""

    week: int
    k: int
    languages: tuple[str, ...]
    reader_in_programme: bool

    def over(self, settings: Settings) -> Settings:
        """Return the vault's settings with the server's; the higher threshold holds."""
        return msgspec.structs.replace(
            settings,
            k=max(settings.k, self.k),
            languages=self.languages,
            show_drafts=True,
            reader_in_programme=self.reader_in_programme,
        )


class Release(msgspec.Struct, frozen=True, array_like=True):
    """Every batch that the vault has closed, and the week in which this was written."""

    week: int
    batches: tuple[tuple[str, str, str, str, int, str, bytes], ...]

    @classmethod
    def of(cls, week: Week, batches: list[BatchRow]) -> "Release":
        """Return the batches as they are carried."""
        return cls(
            week,
            tuple(
                (b.id, b.round, b.pool, b.leaf, b.week, b.size_band, b.table)
                for b in batches
            ),
        )

    def to_batches(self) -> list[BatchRow]:
        """Return the batches."""
        return [
            BatchRow(id_, round_, pool, leaf, Week(week), band, table)
            for id_, round_, pool, leaf, week, band, table in self.batches
        ]


pack = msgspec.msgpack.encode


def add_manifest(copy: Path, manifest: Manifest) -> None:
    """Put the manifest behind the copy of the database, and its length behind it."""
    text = pack(manifest)
    with copy.open("ab") as file:
        file.write(text + len(text).to_bytes(_LENGTH_SIZE))


def take_manifest(copy: Path) -> Manifest:
    """Take the manifest off again, which leaves the database."""
    with copy.open("r+b") as file:
        end = file.seek(0, os.SEEK_END) - _LENGTH_SIZE
        file.seek(max(end, 0))
        start = end - int.from_bytes(file.read())
        if start < 0:
            raise DamagedParcelError
        file.seek(start)
        text = file.read(end - start)
        file.truncate(start)
    try:
        return msgspec.msgpack.decode(text, type=Manifest)
    except msgspec.MsgspecError:
        raise DamagedParcelError from None


@contextmanager
def place_in(folder: Path) -> Iterator[Path]:
    """Give a folder of its own for a copy; it goes, with what a crash left before."""
    clear_copies(folder, time.time())
    with tempfile.TemporaryDirectory(prefix=_PLACE, dir=folder) as place:
        yield Path(place) / "carried.db"


def clear_copies(folder: Path, at: float) -> None:
    """Take away copies of an earlier day, in which nobody can be at work any more.

    They hold what people may have taken back since.
    """
    for left in folder.glob(f"{_PLACE}*"):
        if left.stat().st_mtime < at - DAY:
            shutil.rmtree(left)


def read(path: Path) -> bytes:
    """Return what a file holds; raise `NoSuchFileError` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        raise NoSuchFileError(path) from None


def write_over(path: Path, first: bytes, write: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all, over an older one that begins with `first`.

    Last week's file on the same stick gives way; whatever else is there stays.
    """
    refuse_over(path, first)
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def refuse_over(path: Path, first: bytes) -> None:
    """Raise `OutFileError` where a file is that does not begin with `first`."""
    if not path.exists():
        return
    with path.open("rb") as file:
        if file.read(len(first)) != first:
            raise OutFileError(path)
