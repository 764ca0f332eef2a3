"""What readers found, opened for a gathering or a desk, and shut again with it.

Rule: what was read of an answer that was taken back is gone before anything is opened:
it is neither counted nor learned from. What does not open is left out, since answers
must be gathered all the same; the log says that something is wrong with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors.gathered import BrokenReadingError
from bot.logs import log
from bot.store.records import CodingRow
from bot.themes.codings import Chosen, Coding, Marked, standing
from bot.themes.readings import Example
from bot.vault.reader import ReaderKeys

TABLE = "training"


class Shelf(Protocol):
    """Where what readers found rests."""

    async def codings(self, round_id: str) -> list[CodingRow]:
        """Return what readers found in the texts of a round."""

    async def forget(self, round_id: str, rows: Sequence[bytes]) -> None:
        """Delete all that was read from these rows."""


class Erased(Protocol):
    """Where it is known which rows were taken back."""

    async def erased(self, round_id: str) -> list[int]:
        """Return the rows of a round that were taken back."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One coding with where it rests, but for its round."""

    answer: bytes
    question: str
    reader: bytes
    coding: Coding


class Ledger(Erased, Protocol):
    """What is needed of the vault's own database."""

    @property
    def shelf(self) -> Shelf:
        """Return the readers' tables."""


async def read_texts(
    store: Erased, ledger: Ledger, round_id: str, seeds: Mapping[str, bytes]
) -> dict[tuple[bytes, str], Coding]:
    """Return what readers found in a round, without what was taken back by now."""
    keys = ReaderKeys(seeds[round_id], round_id)
    await forget_taken_back(ledger.shelf, (store, ledger), round_id, keys)
    return by_text(await opened(ledger.shelf, round_id, keys))


async def forget_taken_back(
    shelf: Shelf, knowing: Iterable[Erased], round_id: str, keys: ReaderKeys
) -> None:
    """Forget what was read of answers that were taken back, as far as anybody knows."""
    ids = {id_ for one in knowing for id_ in await one.erased(round_id)}
    await shelf.forget(round_id, [keys.row(id_) for id_ in ids])


async def opened(shelf: Shelf, round_id: str, keys: ReaderKeys) -> list[Coded]:
    """Return every coding of a round that opens in its place."""
    found: list[Coded] = []
    for row in await shelf.codings(round_id):
        try:
            found.append(_opened(row, keys))
        except BrokenReadingError:
            log.warning("some_codings_unreadable")
    return found


def _opened(row: CodingRow, keys: ReaderKeys) -> Coded:
    plain = keys.open(row.sealed, TABLE, row.answer, row.question, row.reader)
    return Coded(row.answer, row.question, row.reader, Coding.from_bytes(plain))


def sealed(it: Coded, round_id: str, row: int, keys: ReaderKeys) -> CodingRow:
    """Return a coding as it rests; `row` is the id of the answer's sealed row."""
    content = it.coding.to_bytes()
    return CodingRow(
        answer=it.answer,
        question=it.question,
        reader=it.reader,
        round=round_id,
        row=keys.row(row),
        sealed=keys.seal(content, TABLE, it.answer, it.question, it.reader),
    )


def by_text(codings: Iterable[Coded]) -> dict[tuple[bytes, str], Coding]:
    """Return the coding that counts of each text, by answer mark and question."""
    texts: dict[tuple[bytes, str], list[Coding]] = {}
    for one in codings:
        texts.setdefault((one.answer, one.question), []).append(one.coding)
    found = {text: standing(several) for text, several in texts.items()}
    return {text: coding for text, coding in found.items() if coding is not None}


def marked(texts: Mapping[tuple[bytes, str], Coding]) -> Marked:
    """Return what is counted of codings: codes alone, by answer and question."""
    found: dict[bytes, dict[str, tuple[Chosen, ...]]] = {}
    for (answer, question), coding in texts.items():
        found.setdefault(answer, {})[question] = coding.codes
    return found


def examples(texts: Mapping[tuple[bytes, str], Coding]) -> list[Example]:
    """Return what the coder may learn from, in an order that no clock gave."""
    return [texts[text].example for text in sorted(texts)]
