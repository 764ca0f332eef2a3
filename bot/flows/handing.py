"""What happens when a batch closed: its digest is recorded, with the day it leaves on.

The vault's side knows a batch first; handing over is repeated until the serving side
has it, and changes nothing the second time. Rule: when a digest leaves follows from
the moment it is recorded and from its pool's calendar, never from what is in it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.schedule import calendar_of
from bot.store.records import BatchRow, DigestRow
from bot.themes.gathering import Digest
from bot.weeks import Week

Leaves = Callable[[str], int]
"""Says on which day a pool's digest leaves that is recorded now."""
ANY_DAY = 0
"""The day of what has left already, as far as anybody can know."""


class Releases(Protocol):
    """Where released digests are recorded."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def release(self, digests: Sequence[DigestRow]) -> int:
        """Record digests, once."""

    async def last_restore(self) -> Week | None:
        """Return the latest week in which an older copy was put back."""


def leaving(deployment: Deployment, at: float) -> Leaves:
    """Return what says when a digest leaves that is recorded at a moment."""
    return lambda pool: calendar_of(pool, deployment).leaves(at)


async def hand_over(
    store: Releases, batches: Sequence[BatchRow], leaves: Leaves
) -> tuple[DigestRow, ...]:
    """Hand over the batches that the serving side does not have yet.

    What closed before an older copy was put back may have been sent by then: it is
    there to be pulled, and is not sent as new again.
    """
    known = {row.batch for row in await store.digests()}
    new = [batch for batch in batches if batch.id not in known]
    if not new:
        return ()
    since = await store.last_restore()
    rows = tuple(
        digest_row(b, leaves(b.pool) if since is None or b.week > since else ANY_DAY)
        for b in new
    )
    await store.release(rows)
    return rows


def digest_row(batch: BatchRow, leaves: int) -> DigestRow:
    """Return a batch as it rests where it is served, with the day it may be read."""
    months = "/".join(Digest.from_bytes(batch.table).months)
    return DigestRow(
        batch.id,
        batch.pool,
        batch.leaf,
        months,
        batch.size_band,
        batch.table,
        leaves,
    )
