"""The two passes of a tick over the envelopes of one round.

The first opens all of them and keeps 28 bytes of each answer that is ready and untold,
sorted into buckets by voice, so that one answer of each voice can be drawn bucket by
bucket. From counts follows which pools close. The second opens the members of closing
batches again and counts what they say. Rule: what is held between the passes says who
waits where, by marks; what was said is only ever counted.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from bot.flows.bench import CHUNK, Bench
from bot.flows.reading import (
    MARK_SIZE,
    RECORD_SIZE,
    Member,
    Reader,
    Record,
    Row,
    Tally,
    Task,
    packed,
    unpacked,
)
from bot.logs import log
from bot.themes.blur import Bits, below
from bot.themes.pools import Cell, Group
from bot.weeks import Week

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""
_BUCKETS = 256
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


class Crowd:
    """Ready answers, packed, in buckets by the first byte of their voice's mark."""

    def __init__(self) -> None:
        self.buckets = [bytearray() for _ in range(_BUCKETS)]

    def __iter__(self) -> Iterator[Record]:
        return (record for bucket in self.buckets for record in unpacked(bucket))

    def drain(self) -> Iterator[Record]:
        """Yield everybody, forgetting each bucket after its last."""
        for bucket in self.buckets:
            yield from unpacked(bucket)
            bucket.clear()

    def add(self, record: bytes) -> None:
        """Take in a packed record."""
        self.buckets[record[0]] += record


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
            marks = list(_pieces(survey.marks, MARK_SIZE))
            told = await self.marks.told_among(marks)
            for mark, record in zip(
                marks, _pieces(survey.records, RECORD_SIZE), strict=True
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
        for bucket in filter(None, crowd.buckets):
            voices: dict[bytes, list[Record]] = {}
            for record in unpacked(bucket):
                voices.setdefault(record.voice, []).append(record)
            weeks = await self.marks.appearances_among(list(voices))
            bucket[:] = b"".join(
                packed(records[below(len(records), bits)])
                for voice, records in voices.items()
                if may(weeks.get(voice, ()))
            )

    def group(self, record: Record) -> Group:
        """Return what the policy knows of a waiting answer."""
        task = self.task
        known = record.language < len(task.languages)
        language = task.languages[record.language] if known else ""
        return Group(task.pools[record.pool], record.stage, language)

    async def tally(
        self, crowd: Crowd, cells: dict[Group, Cell], people: int
    ) -> dict[Cell, Tally]:
        """Return what each closing leaf says, and the marks of who said it.

        `people` is how many members all the cells have. The crowd is gone after it.
        """
        found = {
            cell: Tally(Counter(), bytearray()) for cell in sorted({*cells.values()})
        }
        members = (
            (cells[group], record)
            for record in crowd.drain()
            if (group := self.group(record)) in cells
        )
        async for part in self.workers.each(
            Reader.tally, self._members(members, people)
        ):
            for cell, tally in part.items():
                found[cell].counts.update(tally.counts)
                found[cell].told.extend(tally.told)
        return found

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


def _pieces(packed_: bytes, size: int) -> Iterator[bytes]:
    """Yield equal pieces of what lies packed."""
    return (packed_[start : start + size] for start in range(0, len(packed_), size))
