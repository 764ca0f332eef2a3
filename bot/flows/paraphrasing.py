"""What readers wrote about released groups, and how the signed part of it leaves.

Rule: only what a second reader signed is ever offered, and a coordinator still decides
on it (`gathering.md` P10). Offering it again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.errors import BrokenReadingError
from bot.logs import log
from bot.store.records import ParaphraseRow, WrittenRow
from bot.themes.paraphrases import Paraphrase
from bot.vault.reader import ReaderKeys

TABLE = "paraphrase"
WRITTEN, SIGNED = "written", "signed"


class Shelf(Protocol):
    """Where paraphrases rest in the vault."""

    async def written(self) -> list[WrittenRow]:
        """Return every paraphrase of the rounds whose key lives."""


@runtime_checkable
class Offers(Protocol):
    """What takes paraphrases for a coordinator to decide on."""

    async def offer_paraphrases(self, rows: Sequence[ParaphraseRow]) -> None:
        """Take those that are new; what was decided stays decided."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a paraphrase is of: an entry of a batch's list, in a language of staff."""

    batch: str
    entry: str
    language: str


def sealed(it: Paraphrase, theme: Theme, round_id: str, keys: ReaderKeys) -> WrittenRow:
    """Return a paraphrase as it rests in the vault."""
    place = (theme.batch, theme.entry, theme.language)
    state = SIGNED if it.signer else WRITTEN
    return WrittenRow(
        *place, round_id, state, keys.seal(it.to_bytes(), TABLE, state, *place)
    )


def opened(row: WrittenRow, keys: ReaderKeys) -> Paraphrase:
    """Return a paraphrase; raise where it does not open in its place and state."""
    place = (row.batch, row.entry, row.language)
    return Paraphrase.from_bytes(keys.open(row.sealed, TABLE, row.state, *place))


async def signed(shelf: Shelf, seeds: Mapping[str, bytes]) -> list[ParaphraseRow]:
    """Return what may leave of the rounds whose seeds are here."""
    rows = [r for r in await shelf.written() if r.state == SIGNED and r.round in seeds]
    found: list[ParaphraseRow] = []
    for row in rows:
        try:
            it = opened(row, ReaderKeys(seeds[row.round], row.round))
        except BrokenReadingError:
            log.warning("some_paraphrases_unreadable")
            continue
        found.append(ParaphraseRow(row.batch, row.entry, row.language, it.words))
    return found


async def offer(store: object, rows: Sequence[ParaphraseRow]) -> None:
    """Offer signed paraphrases where there is somebody to decide on them."""
    if rows and isinstance(store, Offers):
        await store.offer_paraphrases(rows)
