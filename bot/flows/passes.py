"""The two passes of a tick over the envelopes of one round.

The first opens all of them and keeps 28 bytes of each answer that is ready and untold;
then one answer of each voice is drawn, a few voices at a time. From counts follows
which pools close. The second opens the members of closing batches again and counts what
they say. Rule: what is held between the passes says who waits where, by marks; what was
said is only ever counted.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from bot.flows.bench import CHUNK, Bench
from bot.flows.crowd import MARK_SIZE, RECORD_SIZE, Crowd, Record, Told, packed, pieces
from bot.flows.reading import Member, Reader, Row, Task
from bot.logs import log
from bot.themes.blur import Bits, below
from bot.themes.gathering import Fact
from bot.themes.pools import Cell, Group
from bot.weeks import Week

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""
_ROW_IDS = 2**63
"""Row ids are drawn evenly below this: where a walk is tells how far it is."""


class Rows(Protocol):
    """Where the envelopes rest."""

    def sealed(self, round_id: str, size: int) -> AsyncIterator[list[Row]]:
        """Walk a round's rows by id, `size` at a time."""

    async def envelopes(self, ids: Sequence[int]) -> list[Row]:
        """Return those rows that still exist."""


class Marks(Protocol):
    """What the vault remembers of earlier ticks."""

    async def told_among(self, marks: Sequence[bytes]) -> set[bytes]:
        """Return the marks of answers that were told."""

    async def appearances_among(
        self, marks: Sequence[bytes]
    ) -> dict[bytes, tuple[Week, ...]]:
        """Return the weeks in which voices were told."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What closing leaves say: counts by leaf, how many people, and who they are.

    `told` names a leaf by its place among `cells`.
    """

    cells: tuple[Cell, ...]
    counts: Mapping[Cell, Counter[Fact]]
    people: Counter[Cell]
    told: Told


@dataclass(frozen=True, slots=True)
class Passes:
    """What both passes need; `workers` open envelopes as `task` says."""

    rows: Rows
    marks: Marks
    task: Task
    workers: Bench
    progress: Progress

    async def survey(self, round_id: str) -> Crowd:
        """Return everybody who is ready and untold. Half of the work."""
        crowd, unreadable = Crowd(), False
        async for survey in self.workers.each(Reader.survey, self._walk(round_id)):
            unreadable |= survey.unreadable
            marks = list(pieces(survey.marks, MARK_SIZE))
            told = await self.marks.told_among(marks)
            for mark, record in zip(
                marks, pieces(survey.records, RECORD_SIZE), strict=True
            ):
                if mark not in told:
                    crowd.add(record)
        if unreadable:
            log.warning("some_envelopes_unreadable")
        return crowd

    async def _walk(self, round_id: str) -> AsyncIterator[list[Row]]:
        async for chunk in self.rows.sealed(round_id, CHUNK):
            yield chunk
            self.progress(chunk[-1][0] / _ROW_IDS / 2)

    async def choose(
        self, crowd: Crowd, may: Callable[[Sequence[Week]], bool], bits: Bits
    ) -> None:
        """Leave one answer of each voice that may be told now, drawn at random."""
        kept = bytearray(len(crowd))
        for voices in crowd.by_voice():
            weeks = await self.marks.appearances_among(list(voices))
            for voice, places in voices.items():
                if may(weeks.get(voice, ())):
                    kept[places[below(len(places), bits)]] = True
        crowd.keep(kept)

    def group(self, record: Record) -> Group:
        """Return what the policy knows of a waiting answer."""
        task = self.task
        known = record.language < len(task.languages)
        language = task.languages[record.language] if known else ""
        return Group(task.pools[record.pool], record.stage, language)

    async def tally(
        self, crowd: Crowd, cells: Mapping[Group, Cell], people: int
    ) -> Heard:
        """Return what the closing leaves say.

        `people` is how many members all of them have. The crowd is gone after it.
        """
        leaves = tuple(sorted({*cells.values()}))
        number = {cell: place for place, cell in enumerate(leaves)}
        heard = Heard(leaves, {cell: Counter() for cell in leaves}, Counter(), Told())
        members = (
            (cells[group], record)
            for record in crowd.drain()
            if (group := self.group(record)) in cells
        )
        chunks = self._members(members, people)
        async for part in self.workers.each(Reader.tally, chunks):
            for cell, tally in part.items():
                heard.counts[cell].update(tally.counts)
                heard.people[cell] += len(tally.told)
                for answer, voice in tally.told:
                    heard.told.add(number[cell], answer, voice)
        return heard

    async def _members(
        self, members: Iterator[tuple[Cell, Record]], people: int
    ) -> AsyncIterator[list[Member]]:
        """Fetch the members' envelopes; one who deleted the answer is not there."""
        met = 0
        while chunk := {
            record.row: (c, packed(record)) for c, record in islice(members, CHUNK)
        }:
            rows = await self.rows.envelopes(list(chunk))
            yield [(*chunk[row], envelope) for row, envelope in rows]
            met += len(chunk)
            self.progress((1 + met / people) / 2)
