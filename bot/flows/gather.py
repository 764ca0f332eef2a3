"""One tick of the vault: from sealed rows to released digests, in the order of data.md.

`flows.passes` reads the envelopes, `themes.pools` decides from counts which batches
close, `themes.gathering` makes their digests; this module puts the steps in order, for
each round by itself, since batches never mix rounds.

Rule: a tick is written to the vault's ledger in one transaction, and only then handed
over; a crash between the two is healed by the next run. No count leaves this module:
progress is a share of the work, and trouble is told as "some", never how much.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from bot.deployment import Deployment
from bot.errors.gathered import CodeGoneError, OldLedgerError
from bot.flows.bench import bench
from bot.flows.handing import Leaves, Releases, hand_over
from bot.flows.passes import Heard, Marks, Passes, Progress, Rows
from bot.flows.reading import Task
from bot.questions import Form
from bot.store.records import BatchRow, DigestRow, Round, Work
from bot.themes.blur import Bits
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.coding import Coder
from bot.themes.codings import Marked
from bot.themes.gathering import LOWEST_K, Digest, Leaf, tell
from bot.themes.pools import (
    LAST_TICK,
    Cell,
    Places,
    Policy,
    gathered,
    may_be_told,
)
from bot.vault.keys import marker, subkey
from bot.vault.opening import Opener
from bot.weeks import Week


class Store(Rows, Releases, Protocol):
    """What gathering needs of the serving database."""

    async def last_tick(self) -> Week | None:
        """Return the latest week that is known to have been gathered."""

    async def ticked(self, week: Week) -> None:
        """Note that a week was gathered."""

    async def erased(self, round_id: str) -> list[int]:
        """Return the rows of a round that were taken back."""

    async def commit(self, work: Work) -> bool:
        """Return once the work is durable."""


class Ledger(Marks, Protocol):
    """What gathering needs of the vault's own database."""

    async def last_tick(self) -> Week | None:
        """Return the latest week that had its tick."""

    async def batches(self) -> list[BatchRow]:
        """Return every batch that closed."""

    async def erased(self, round_id: str) -> list[int]:
        """Return the rows of a round that are known to have been taken back."""

    async def add_erased(self, round_id: str, ids: Sequence[int]) -> None:
        """Learn which rows of a round were taken back."""

    async def promise(self, round_id: str, k: int) -> int:
        """Learn how many people a mix is said to need; return the most ever said."""

    async def commit_tick(
        self,
        week: Week,
        batches: Sequence[BatchRow],
        ledger: Iterable[tuple[bytes, str]],
        appearances: Iterable[tuple[bytes, Week, str]],
    ) -> bool:
        """Write a tick whole; False if its week is over."""


@dataclass(frozen=True, slots=True)
class RoundKey:
    """A round, the seed that opens it (32 bytes), and what readers gave its answers."""

    round: Round
    seed: bytes = field(repr=False)
    read: Marked = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """What closed of one round: a row for each leaf, and everybody who is told."""

    rows: Mapping[Cell, BatchRow]
    heard: Heard

    def marks(self) -> Iterator[tuple[BatchRow, bytes, bytes]]:
        """Yield each person's batch, the answer's mark and the voice's."""
        for number, answer, voice in self.heard.told:
            row = self.rows.get(self.heard.cells[number])
            if row is not None:
                yield row, answer, voice


@dataclass(frozen=True, slots=True)
class Tick:
    """What is the same for every round of one tick."""

    store: Store
    ledger: Ledger
    deployment: Deployment
    places: Places
    week: Week
    coder: Coder
    processes: int
    bits: Bits = secrets.randbits
    codebook: Codebook = SHIPPED

    async def close(
        self, key: RoundKey, past: Sequence[BatchRow], progress: Progress
    ) -> Closed:
        """Return what closes of one round now; `past` are its earlier batches.

        A pool of which people deleted answers meanwhile, so that a leaf fell under k,
        waits for the next tick.
        """
        task, policy = self.task(key), await self._policy(key.round)
        length = key.round.closes_week - key.round.opens_week
        may = partial(may_be_told, now=self.week, round_weeks=length)
        async with bench(task, self.processes) as workers:
            passes = Passes(self.store, self.ledger, task, workers, progress)
            crowd = await passes.survey(key.round.id)
            await passes.choose(crowd, may, self.bits)
            waiting = Counter(map(passes.group, crowd))
            enough = self._enough(policy, key, past)
            cells = gathered(waiting, self.places, policy, enough)
            people = sum(waiting[group] for group in cells)
            heard = await passes.tally(crowd, cells, people)
        short = {c.pool for c in heard.cells if heard.people[c] < policy.k}
        rows = {
            cell: self._batch(key.round, cell, heard, past)
            for cell in heard.cells
            if cell.pool not in short
        }
        return Closed(rows, heard)

    async def _policy(self, round_: Round) -> Policy:
        """Return the threshold of a round: a lower one holds from the next one on."""
        own = Policy(self.deployment.k)
        said = await self.ledger.promise(round_.id, _said(round_, own.k, self.week))
        return Policy(max(own.k, said))

    def task(self, key: RoundKey) -> Task:
        """Return all that a worker is told of one round."""
        pools = self.places.pools
        return Task(
            opener=partial(Opener, key.seed, key.round.id),
            marker=partial(marker, subkey(key.seed, "ledger")),
            coder=self.coder,
            pepper=key.round.pepper_id,
            week=self.week,
            last=self.week >= key.round.closes_week + LAST_TICK,
            pools=pools,
            languages=self.deployment.languages,
            forms=self.deployment.forms,
            asked={pool: self._asked(pool) for pool in pools},
            read=key.read,
            codebook=self.codebook,
        )

    def _asked(self, pool: str) -> tuple[Form, ...]:
        """Return the forms that the people of a pool are asked, each once."""
        named = {form.name: form for form in self.deployment.forms}
        asked = dict.fromkeys(p.form for p in self.places.members(pool))
        return tuple(named[form] for form in asked) or (self.deployment.form_of(pool),)

    def _enough(
        self, policy: Policy, key: RoundKey, past: Sequence[BatchRow]
    ) -> Mapping[str, int]:
        """Return how many different people each pool needs to close now."""
        secret = subkey(key.seed, "extra")
        closed = Counter(pool for pool, _ in {(b.pool, b.week) for b in past})
        return {
            pool: policy.enough(
                secret,
                pool,
                closed[pool],
                sum(p.expected_people for p in self.places.members(pool)),
            )
            for pool in self.places.pools
        }

    def _batch(
        self, round_: Round, cell: Cell, heard: Heard, past: Sequence[BatchRow]
    ) -> BatchRow:
        """Make a leaf's digest; its months begin where its pool closed before."""
        first = max(
            (b.week for b in past if b.pool == cell.pool), default=round_.opens_week
        )
        people, counts = heard.people[cell], heard.counts[cell]
        leaf = Leaf(*cell, first, self.week, people, counts)
        drawn = self.bits(128).to_bytes(16, "big")
        digest = tell(leaf, self._asked(cell.pool), drawn, self.bits, self.codebook)
        return BatchRow(
            id=digest.batch,
            round=round_.id,
            pool=digest.pool,
            leaf=digest.leaf,
            week=self.week,
            size_band=digest.size_band,
            table=digest.to_bytes(),
        )


async def gather(  # noqa: PLR0913 (each comes from another room)
    store: Store,
    ledger: Ledger,
    keys: Sequence[RoundKey],
    *,
    deployment: Deployment,
    week: Week,
    coder: Coder,
    leaves: Leaves,
    processes: int,
    progress: Progress,
    bits: Bits = secrets.randbits,
    codebook: Codebook = SHIPPED,
) -> tuple[DigestRow, ...]:
    """Gather the answers that are ready in `week` and return what was released.

    A second run, or one of an earlier week, only hands over what a crash kept back.
    Raise `OldLedgerError` where the ledger lacks a week that was gathered with it, and
    `CodeGoneError` where the codebook lacks a code that was told.
    """
    last, policy = await ledger.last_tick(), Policy(deployment.k)
    check_newest(await store.last_tick(), last, keys)
    for key in keys:
        await _take_back(store, ledger, key.round.id)
        await ledger.promise(key.round.id, _said(key.round, policy.k, week))
    past = await ledger.batches()
    _check_codes(codebook, past)
    healed = await hand_over(store, past, leaves)
    if last is not None and week <= last:
        await store.ticked(last)
        return healed
    places = Places(deployment.programmes)
    tick = Tick(
        store, ledger, deployment, places, week, coder, processes, bits, codebook
    )
    closed: list[Closed] = []
    for number, key in enumerate(keys):
        own = [batch for batch in past if batch.round == key.round.id]
        part = partial(_part, progress, number, len(keys))
        closed.append(await tick.close(key, own, part))
    rows = [row for one in closed for row in one.rows.values()]
    rows.sort(key=lambda row: row.id)
    committed = await ledger.commit_tick(
        week,
        rows,
        ((answer, row.id) for one in closed for row, answer, _ in one.marks()),
        ((voice, week, row.round) for one in closed for row, _, voice in one.marks()),
    )
    progress(1.0)
    if not committed:
        return healed
    released = await hand_over(store, rows, leaves)
    await store.ticked(week)
    return healed + released


async def _take_back(store: Store, ledger: Ledger, round_id: str) -> None:
    """Learn what was taken back; what an older copy brought in again goes again."""
    await ledger.add_erased(round_id, await store.erased(round_id))
    await store.commit(Work(erase=tuple(await ledger.erased(round_id))))


def _said(round_: Round, k: int, week: Week) -> int:
    """Return how many people those who answer in a week are told that a mix needs."""
    return k if round_.opens_week <= week < round_.closes_week else LOWEST_K


def check_newest(
    gathered: Week | None, last: Week | None, keys: Sequence[RoundKey]
) -> None:
    """Refuse a ledger that is older than what was told: it would tell that again.

    `gathered` is the last week that the serving side knows of, `last` the ledger's.
    What was gathered before these rounds opened was none of theirs, and is a lost
    ledger's.
    """
    begun = min((key.round.opens_week for key in keys), default=None)
    if gathered is None or begun is None or gathered <= begun:
        return
    if last is None or gathered > last:
        raise OldLedgerError


def _check_codes(codebook: Codebook, past: Sequence[BatchRow]) -> None:
    """Refuse a codebook from which a code was taken that a released batch told."""
    told = (Digest.from_bytes(row.table).table for row in past)
    listed = {entry for table in told for (_, entry), _ in table}
    if gone := codebook.gone(listed):
        raise CodeGoneError(gone)


def _part(progress: Progress, number: int, parts: int, fraction: float) -> None:
    """Tell the share of the whole work, from the share of one round's."""
    progress((number + fraction) / parts)
