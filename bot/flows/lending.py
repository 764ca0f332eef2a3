"""Words whose author agreed to exactly these, as they rest, and the signed of them.

Rule: a quote is one person's. It rests beside the mark of her sealed row and goes with
it; only what a second reader signed may leave, and a coordinator still decides on it
(`gathering.md` P10).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from bot.errors.gathered import BrokenReadingError
from bot.flows.paraphrasing import SIGNED, WRITTEN
from bot.logs import log
from bot.store.records import LentRow, QuoteRow
from bot.vault.reader import ReaderKeys

TABLE = "quote"


class Shelf(Protocol):
    """Where quotes rest in the vault."""

    async def lent(self) -> list[LentRow]:
        """Return every quote of the rounds whose key lives."""


class Lent(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed: the words, where she said them, and who let them out."""

    words: str
    language: str
    question: str
    writer: bytes
    signer: bytes = b""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quote rests: below which entry of which batch, of whom, in which row."""

    batch: str
    entry: str
    person: bytes
    row: bytes


def sealed(it: Lent, spot: Spot, round_id: str, keys: ReaderKeys) -> LentRow:
    """Return a quote as it rests in the vault."""
    state = SIGNED if it.signer else WRITTEN
    place = (spot.person, spot.batch, spot.entry)
    content = keys.seal(msgspec.msgpack.encode(it), TABLE, state, *place, spot.row)
    return LentRow(*place, round_id, spot.row, state, content)


def opened(row: LentRow, keys: ReaderKeys) -> Lent:
    """Return a quote; raise where it does not open in its place and state."""
    place = (row.state, row.person, row.batch, row.entry, row.row)
    content = keys.open(row.sealed, TABLE, *place)
    try:
        return msgspec.msgpack.decode(content, type=Lent)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    raise BrokenReadingError


async def signed(shelf: Shelf, seeds: Mapping[str, bytes]) -> list[QuoteRow]:
    """Return what may leave of the rounds whose seeds are here."""
    rows = [r for r in await shelf.lent() if r.state == SIGNED and r.round in seeds]
    found: list[QuoteRow] = []
    for row in rows:
        try:
            it = opened(row, ReaderKeys(seeds[row.round], row.round))
        except BrokenReadingError:
            log.warning("some_quotes_unreadable")
            continue
        found.append(QuoteRow(row.batch, row.entry, it.words, it.language))
    return found
