"""A quarter's numbers of the whole network: who is counted, and that it is told once.

The answers are those that a released batch told in the quarter; of each voice one is
drawn. They are opened again in the readers' memory, and only counts come out, which
are blurred before anything is written. Rule: the numbers rest in the vault's ledger
before anybody sees them, and whoever asks again is given those.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Protocol

from bot.deployment import NETWORK
from bot.errors.gathered import FewPeopleError, NoQuarterError
from bot.flows.bench import CHUNK, bench
from bot.flows.gather import RoundKey, Tick, check_newest
from bot.flows.noise import blurred
from bot.flows.passes import Rows
from bot.flows.reading import Reader, Row, Sent
from bot.store.records import BatchRow
from bot.themes.blur import Bits, below
from bot.themes.gathering import Fact
from bot.themes.numbers import (
    EPSILON,
    LEAST,
    Numbers,
    Quarter,
    counted,
    moved,
    quarters,
    told,
)
from bot.weeks import Week


class Store(Rows, Protocol):
    """What numbers need of the serving database."""

    async def last_tick(self) -> Week | None:
        """Return the latest week that is known to have been gathered."""


class Ledger(Protocol):
    """What numbers need of the vault's own database."""

    async def last_tick(self) -> Week | None:
        """Return the latest week that had its tick."""

    async def batches(self) -> list[BatchRow]:
        """Return every batch that closed."""

    async def batches_among(self, marks: Sequence[bytes]) -> dict[bytes, str]:
        """Return the batch of each of the answers' marks that was told."""

    async def numbers(self, round_id: str, quarter: int) -> bytes | None:
        """Return the numbers that were told of a round's quarter, if they were."""

    async def keep_numbers(self, round_id: str, quarter: int, table: bytes) -> bytes:
        """Keep a quarter's numbers, once; return those that were kept first."""


async def numbers(
    store: Store, ledger: Ledger, tick: Tick, keys: Sequence[RoundKey], since: Week
) -> Numbers:
    """Return the numbers of the newest quarter that is over, made now or before.

    Only what was sent in the week `since` or later is counted: people were told so
    from then on. Raise `NoQuarterError` where none is over whose key is here,
    `FewPeopleError` where too few people would be counted.
    """
    last = await ledger.last_tick()
    check_newest(await store.last_tick(), last, keys)
    key, quarter = _newest(keys, last)
    kept = await ledger.numbers(quarter.round, quarter.number)
    if kept is None:
        made = await _made(store, ledger, tick, key, quarter, since)
        kept = await ledger.keep_numbers(quarter.round, quarter.number, made.to_bytes())
    return Numbers.from_bytes(kept)


def _newest(keys: Sequence[RoundKey], last: Week | None) -> tuple[RoundKey, Quarter]:
    """Return the quarter that ended last, of which every tick is done."""
    over = [
        (quarter.last, key, quarter)
        for key in keys
        for quarter in quarters(
            key.round.id, key.round.opens_week, key.round.closes_week
        )
        if last is not None and quarter.last <= last
    ]
    if not over:
        raise NoQuarterError
    _, key, quarter = max(over, key=lambda one: one[0])
    return key, quarter


async def _made(  # noqa: PLR0913, PLR0917 (from where, of whom, since when)
    store: Store,
    ledger: Ledger,
    tick: Tick,
    key: RoundKey,
    quarter: Quarter,
    since: Week,
) -> Numbers:
    """Count and blur; raise `FewPeopleError` where too few would be counted."""
    task = tick.task(key)
    forms = task.asked[NETWORK]
    async with bench(task, tick.processes) as workers:
        walk = store.sealed(key.round.id, CHUNK)
        sent = workers.each(partial(Reader.sent, since=since), walk)
        rows = await _drawn(sent, ledger, quarter, tick.bits)
        chunks = _envelopes(store, rows)
        counts = Counter[Fact]()
        people = 0
        async for part, size in workers.each(Reader.singles, chunks):
            counts.update(part)
            people += size
    if people < LEAST or not counted(forms):
        raise FewPeopleError(LEAST)
    exact = [counts[fact] for fact in counted(forms)]
    noisy = await asyncio.to_thread(blurred, exact, moved(forms), EPSILON)
    return told(quarter, people, noisy, forms)


async def _drawn(
    sent: AsyncIterator[Sequence[Sent]], ledger: Ledger, quarter: Quarter, bits: Bits
) -> list[int]:
    """Return the row of one answer of each voice that was told in the quarter.

    Of several, each is as likely: the second takes the first one's place every second
    time, the third every third.
    """
    batches = {
        row.id
        for row in await ledger.batches()
        if row.round == quarter.round and row.week in quarter
    }
    met: Counter[bytes] = Counter()
    drawn: dict[bytes, int] = {}
    async for chunk in sent:
        told_in = await ledger.batches_among([one.answer for one in chunk])
        for one in chunk:
            if told_in.get(one.answer) in batches:
                met[one.voice] += 1
                if not below(met[one.voice], bits):
                    drawn[one.voice] = one.row
    return sorted(drawn.values())


async def _envelopes(store: Rows, rows: Sequence[int]) -> AsyncIterator[list[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield await store.envelopes(rows[start : start + CHUNK])
