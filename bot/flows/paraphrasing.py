"""What readers wrote about released groups, as it rests, and the signed part of it.

Rule: only what a second reader signed may leave, and a coordinator still decides on it
(`gathering.md` P10).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors.gathered import BrokenReadingError
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
