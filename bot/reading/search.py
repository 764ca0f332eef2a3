"""The first look through the vault: where free texts lie, and what was told of them.

Rule: of each answer only its place and its mark are kept. A text that came this week
is not read before the next one, so that no reader learns when it came; one that waits
longer than the coming gathering is not read yet.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bot.errors.sealed import EnvelopeError
from bot.flows.bench import CHUNK
from bot.flows.passes import Progress, Rows
from bot.flows.reading import Row
from bot.questions import Form, Kind
from bot.reading.ways import Piece
from bot.responses import Response
from bot.store.records import Round
from bot.vault.opening import Opener
from bot.vault.reader import ReaderKeys
from bot.weeks import Week

_ROW_IDS = 2**63
"""Row ids are drawn evenly below this: where a walk is tells how far it is."""


class Told(Protocol):
    """What the vault remembers of the answers that were told."""

    async def batches_among(self, marks: Sequence[bytes]) -> dict[bytes, str]:
        """Return the batch of each of these that was told."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What opens one round: its envelopes, and what readers wrote in it."""

    round: Round
    opener: Opener = field(repr=False)
    keys: ReaderKeys = field(repr=False)

    @classmethod
    def of(cls, round_: Round, seed: bytes) -> "Shelf":
        """Return the shelf of a round."""
        return cls(round_, Opener(seed, round_.id), ReaderKeys(seed, round_.id))

    def open(self, envelope: bytes) -> Response | None:
        """Return the response; None if it is broken, forged, or of another pepper."""
        try:
            response = self.opener.open(envelope)
        except EnvelopeError:
            return None
        return response if response.pepper == self.round.pepper_id else None


class Member(NamedTuple):
    """One answer of a batch that was told: its round and its sealed row."""

    round: str
    row: int


@dataclass(frozen=True, slots=True)
class Found:
    """Texts that wait to be read, and the members of every batch that was told."""

    pieces: list[Piece] = field(default_factory=list)
    members: dict[str, list[Member]] = field(default_factory=dict)


def texts(form: Form, response: Response) -> dict[str, str]:
    """Return the free texts of a response by question, as its form asks for them."""
    free = {q.id for q in form.questions if q.kind is Kind.FREE}
    said = {a.question: a.text for a in reversed(response.answers)}
    return {
        question: text for question, text in said.items() if text and question in free
    }


@dataclass(frozen=True, slots=True)
class Search:
    """One walk through the rounds; `forms` are those that are asked now, by name."""

    rows: Rows
    told: Told
    forms: Mapping[str, Form]
    week: Week

    async def walk(self, shelves: Sequence[Shelf], progress: Progress) -> Found:
        """Return where the texts of these rounds lie."""
        found = Found()
        for number, shelf in enumerate(shelves):
            async for rows in self.rows.sealed(shelf.round.id, CHUNK):
                opened = await asyncio.to_thread(self._open, shelf, rows)
                await self._sort(shelf, opened, found)
                progress((number + rows[-1][0] / _ROW_IDS) / len(shelves))
        progress(1.0)
        return found

    def _open(
        self, shelf: Shelf, rows: Sequence[Row]
    ) -> list[tuple[int, bytes, list[Piece]]]:
        """Return row, mark and pieces of every answer that opens."""
        return [
            (row, shelf.keys.answer(it.answer_id), [*self._pieces(shelf, row, it)])
            for row, envelope in rows
            if (it := shelf.open(envelope)) is not None and it.form in self.forms
        ]

    def _pieces(self, shelf: Shelf, row: int, it: Response) -> Iterator[Piece]:
        """Yield the texts of a response that the coming gathering may take."""
        if it.sent_week >= self.week or it.ready_week > self.week + 1:
            return
        answer = shelf.keys.answer(it.answer_id)
        for question in texts(self.forms[it.form], it):
            doubled = shelf.keys.doubled(answer, question)
            yield Piece(shelf.round.id, row, answer, question, it.language, doubled)

    async def _sort(
        self,
        shelf: Shelf,
        opened: Sequence[tuple[int, bytes, list[Piece]]],
        found: Found,
    ) -> None:
        told = await self.told.batches_among([mark for _, mark, _ in opened])
        for row, mark, pieces in opened:
            if mark in told:
                member = Member(shelf.round.id, row)
                found.members.setdefault(told[mark], []).append(member)
            else:
                found.pieces.extend(pieces)
