"""The two passes of a tick over the envelopes of one round.

The first opens all of them and keeps 44 bytes of each answer that is ready and untold;
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

from bot.flows.bench import CHUNK, READ, Bench
from bot.flows.crowd import Crowd, Record, Told, packed, unpacked
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
        crowd, unreadable, unknown = Crowd(), False, False
        async for survey in self.workers.each(Reader.survey, self._walk(round_id)):
            unreadable |= survey.unreadable
            unknown |= survey.unknown
            ready = list(unpacked(survey.records))
            told = await self.marks.told_among([record.answer for record in ready])
            for record in ready:
                if record.answer not in told:
                    crowd.add(packed(record))
        if unreadable:
            log.warning("some_envelopes_unreadable")
        if unknown:
            log.warning("some_answers_wait_for_newer_forms")
        return crowd

    async def _walk(self, round_id: str) -> AsyncIterator[list[Row]]:
        async for chunk in self.rows.sealed(round_id, CHUNK):
            yield chunk
            self.progress(chunk[-1][0] / _ROW_IDS / 2)

    async def choose(
        self, crowd: Crowd, may: Callable[[Sequence[Week]], bool], bits: Bits
    ) -> None:
        """Leave one answer of each voice that may be told now, drawn at random.

        What two voices claim is nobody's, whoever forged it: told, it would be refused
        by the ledger, and the whole tick with it.
        """
        kept, forged = bytearray(len(crowd)), set(crowd.claimed())
        for voices in crowd.by_voice():
            weeks = await self.marks.appearances_among(list(voices))
            for voice, places in voices.items():
                own = [place for place in places if place not in forged]
                if own and may(weeks.get(voice, ())):
                    kept[own[below(len(own), bits)]] = True
        crowd.keep(kept)

    def group(self, record: Record) -> Group:
        """Return what the policy knows of a waiting answer."""
        task = self.task
        pool = _named(task.pools, record.pool)
        return Group(pool, record.stage, _named(task.languages, record.language))

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
            record.row: (c, packed(record)) for c, record in islice(members, READ)
        }:
            rows = await self.rows.envelopes(list(chunk))
            yield [(*chunk[row], envelope) for row, envelope in rows]
            met += len(chunk)
            self.progress((1 + met / people) / 2)


def _named(names: Sequence[str], place: int) -> str:
    """Return a name by its place; "" for what is not known here now."""
    return names[place] if place < len(names) else ""
