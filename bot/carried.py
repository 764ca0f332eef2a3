"""What goes between a server and its vault, as values and as files.

    keys     the vault's dated list of public keys        vault -> server, signed
    carried  a copy of the database with a manifest       server -> vault, sealed
    release  the batches that closed                      vault -> server, signed

Rule: what is read here came over a stick or a wire; it is used only after its seal or
signature was checked.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from bot.errors.carried import DamagedParcelError, NoSuchFileError, OutFileError
from bot.settings import Settings
from bot.store.records import BatchRow, ParaphraseRow, QuoteRow, Round
from bot.weeks import Week

LEFT_BEHIND = (
    *("talk", "seen", "staff", "invite", "outbox"),
    *("act", "code", "digest", "restored", "told"),
    *("wording", "signature", "voice", "desk", "announced"),
    *("decision", "paraphrase", "quote", "look"),
)
"""The tables whose rows the vault has no use for."""
Dated = Annotated[int, Meta(ge=-9999, le=9999)]
"""A week of some year that a calendar can name; who wrote it is not known yet."""
_PLACE = ".carried-"
_LENGTH_SIZE = 4


class Keys(msgspec.Struct, frozen=True, array_like=True):
    """The rounds of a vault; it knows no peppers."""

    rounds: tuple[tuple[str, bytes, Dated, Dated], ...]

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

    week: Dated
    k: int
    languages: tuple[str, ...]
    reader_in_programme: bool
    duty_to_act: bool = False
    numbers_from: date | None = None
    quotes: bool = False

    def over(self, settings: Settings) -> Settings:
        """Return the vault's settings with the server's; the higher threshold holds."""
        return msgspec.structs.replace(
            settings,
            k=max(settings.k, self.k),
            languages=self.languages,
            show_drafts=True,
            reader_in_programme=self.reader_in_programme,
            duty_to_act=self.duty_to_act,
            numbers_from=self.numbers_from,
            quotes=self.quotes,
        )


class Release(msgspec.Struct, frozen=True, array_like=True):
    """Every batch that the vault has closed, and the week in which this was written.

    `paraphrases` are those that two readers signed, as (batch, entry, language, words),
    `quotes` likewise, as (batch, entry, words, language); an older vault's release has
    none.
    """

    week: Dated
    batches: tuple[tuple[str, str, str, str, Dated, str, bytes], ...]
    paraphrases: tuple[tuple[str, str, str, str], ...] = ()
    quotes: tuple[tuple[str, str, str, str], ...] = ()

    @classmethod
    def of(
        cls,
        week: Week,
        batches: list[BatchRow],
        signed: Sequence[ParaphraseRow] = (),
        lent: Sequence[QuoteRow] = (),
    ) -> "Release":
        """Return the batches, and what was signed of them, as they are carried."""
        return cls(
            week,
            tuple(
                (b.id, b.round, b.pool, b.leaf, b.week, b.size_band, b.table)
                for b in batches
            ),
            tuple((p.batch, p.entry, p.language, p.words) for p in signed),
            tuple((q.batch, q.entry, q.words, q.language) for q in lent),
        )

    def to_batches(self) -> list[BatchRow]:
        """Return the batches."""
        return [
            BatchRow(id_, round_, pool, leaf, Week(week), band, table)
            for id_, round_, pool, leaf, week, band, table in self.batches
        ]

    def to_paraphrases(self) -> list[ParaphraseRow]:
        """Return the paraphrases of batches that are in the release."""
        here = {batch[0] for batch in self.batches}
        rows = [ParaphraseRow(*one) for one in self.paraphrases]
        return [row for row in rows if row.batch in here]

    def to_quotes(self) -> list[QuoteRow]:
        """Return the quotes of batches that are in the release."""
        here = {batch[0] for batch in self.batches}
        rows = [QuoteRow(*one) for one in self.quotes]
        return [row for row in rows if row.batch in here]


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
    sweep(folder)
    with tempfile.TemporaryDirectory(prefix=_PLACE, dir=folder) as place:
        lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Path(place) / "carried.db"
        finally:
            os.close(lock)


def sweep(folder: Path) -> None:
    """Delete the copies that a crash left in a folder.

    They hold what people may have taken back since.
    """
    for left in folder.glob(f"{_PLACE}*"):
        _sweep(left)


def _sweep(left: Path) -> None:
    """Delete the folder of a copy unless a process that lives holds its lock."""
    with suppress(OSError):  # held, gone by now, or somebody else's
        lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left)
        finally:
            os.close(lock)


def read(path: Path) -> bytes:
    """Return what a file holds; raise `NoSuchFileError` if it cannot be read."""
    with opened(path) as file:
        return file.read()


def opened(path: Path) -> BinaryIO:
    """Open a file to be read; what is no file (a pipe would wait for ever) is none."""
    try:
        if path.is_file():
            return path.open("rb")
    except OSError:
        pass
    raise NoSuchFileError(path)


def write_over(path: Path, first: bytes, write: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all, over an older one that begins with `first`.

    Last week's file on the same stick gives way; whatever else is there stays. In a
    folder that others write to, nothing is written through a link of theirs.
    """
    refuse_over(path, first)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with fresh.open("xb") as file:
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
    with opened(path) as file:
        if file.read(len(first)) != first:
            raise OutFileError(path)
