"""What happens with a released digest: it reaches its designers, at least once each.

The outbox rests in the database before anything is sent, so a crash repeats a
message rather than losing it; the digest's visible number shows a repeat for what it
is (`data.md`). Rule: what is sent is made from released tables and nothing else.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.doors import Door, Gone, Later, Outgoing
from bot.flows.staff import HostKey, Says, designers_of, read_contact
from bot.logs import log
from bot.reports.digest import digest_text
from bot.store.records import BatchRow, DigestRow, OutboxRow, StaffRow
from bot.themes.gathering import Digest
from bot.weeks import DAY, Week, week_begins, week_of

MOST_TRIES = 40
"""After this many tries, about ten days, a designer's message is given up."""
FIRST_WAIT, LONGEST_WAIT = 60, 6 * 3600
"""Seconds between two tries: doubled each time, up to a quarter of a day."""
FAR = 2**62
"""Later than any message is due."""
LATE_DAYS, LOST_DAYS = 3, 28
"""Days from which a message is late, and for which one that was given up is told."""


class Store(Protocol):
    """What sending needs of the database."""

    async def due(self, now: int) -> list[OutboxRow]:
        """Return what is to be sent by now."""

    async def mark(
        self, digest: str, staff: int, state: str, tries: int, next_try: int
    ) -> None:
        """Write what became of one message."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""


Due = Callable[[list[DigestRow]], list[OutboxRow]]
"""Says to whom released digests are to be sent."""


class Releases(Protocol):
    """Where released digests are recorded."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def release(
        self, digests: Sequence[DigestRow], due: Sequence[OutboxRow]
    ) -> int:
        """Record digests and their messages, once."""

    async def last_restore(self) -> Week | None:
        """Return the latest week in which an older copy was put back."""


def digest_day(pool: str, deployment: Deployment, at: int) -> int:
    """Return the moment from which a pool's digest goes out: its fixed weekday.

    That day's first minute in UTC (seconds since 1970), today or the next time it
    comes after `at`, so that a digest never leaves on another day (`gathering.md` P7).
    """
    programme = deployment.programme(pool)
    week = week_of(at)
    day = week_begins(week) + (programme.digest_day if programme else 0) * DAY
    return day if at < day + DAY else day + 7 * DAY


@dataclass(slots=True)
class Publisher:
    """Sends what is due through the door, in each designer's language."""

    store: Store
    host: HostKey
    door: Door
    words: Says
    deployment: Deployment
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def publish(self, now: int) -> None:
        """Send everything due at `now` (seconds); what fails waits for its next try.

        One at a time: two that overlap would both send what is still due.
        """
        async with self._alone:
            due = await self.store.due(now)
            if not due:
                return
            rows = {row.batch: row for row in await self.store.digests()}
            for item in due:
                state, pause = await self._deliver(item, rows)
                await self._mark(item, state, now, pause)

    async def _deliver(
        self, item: OutboxRow, rows: dict[str, DigestRow]
    ) -> tuple[str, int]:
        """Return what became of one message, and how long to wait at least."""
        row = rows.get(item.digest)
        if row is None:
            return "given_up", 0
        member = await self._designer(item.staff, row.pool)
        return ("given_up", 0) if member is None else await self._send(row, member)

    async def _designer(self, id_: int, pool: str) -> StaffRow | None:
        """Return a member who may have this pool's digests this very moment."""
        staff = await self.store.staff()
        if id_ not in designers_of(pool, staff, self.deployment):
            return None
        return next(member for member in staff if member.id == id_)

    async def _send(self, row: DigestRow, member: StaffRow) -> tuple[str, int]:
        """Return what became of it, and how long the platform asks to wait."""
        try:
            contact = read_contact(self.host, member)
            digest = Digest.from_bytes(row.table)
            text = digest_text(digest, self.words, contact.language, self.deployment)
            await self.door.send(contact.chat, Outgoing(text))
        except Gone:
            return "given_up", 0
        except Later as asked:
            return "due", ceil(asked.seconds)
        except Exception as failed:  # noqa: BLE001 (what fails is tried again, and stops no other)
            log.warning("digest_not_sent", error=type(failed).__name__)
            return "due", 0
        return "sent", 0

    async def _mark(
        self, item: OutboxRow, state: str, now: int, pause: int = 0
    ) -> None:
        tries = item.tries + 1
        if state == "due" and tries >= MOST_TRIES:
            state = "given_up"
        wait = max(_wait(tries), pause)
        await self.store.mark(item.digest, item.staff, state, tries, now + wait)


def _wait(tries: int) -> int:
    """Return the seconds until the next try after so many."""
    return min(FIRST_WAIT << min(tries - 1, 10), LONGEST_WAIT)


def waited_days(due: Sequence[OutboxRow], now: int) -> int | None:
    """Return for how many days, at least, the oldest message has been due; or None.

    A row knows its next try only; the pauses between its tries lead back to the first.
    """
    firsts = [row.next_try - sum(map(_wait, range(1, row.tries + 1))) for row in due]
    past = [now - first for first in firsts if first <= now]
    return max(past) // DAY if past else None


def stuck(  # noqa: PLR0913, PLR0917 (what waits, what is lost, and for whom)
    due: Sequence[OutboxRow],
    given_up: Sequence[OutboxRow],
    released: Sequence[DigestRow],
    staff: Sequence[StaffRow],
    deployment: Deployment,
    now: int,
) -> bool:
    """Tell whether a message is late, or was given up though its reader is still here.

    One that was given up is told of for four weeks: its reader can ask for /themes.
    """
    if (waited_days(due, now) or 0) >= LATE_DAYS:
        return True
    pools = {row.batch: row.pool for row in released}
    return any(
        row.staff in designers_of(pools.get(row.digest, ""), staff, deployment)
        for row in given_up
        if row.next_try > now - LOST_DAYS * DAY
    )


def outbox(
    rows: Sequence[DigestRow],
    designers: Callable[[str], Sequence[int]],
    deployment: Deployment,
    at: int,
) -> list[OutboxRow]:
    """Return one message due for each designer of each digest released at `at`."""
    return [
        OutboxRow(row.batch, staff, "due", 0, digest_day(row.pool, deployment, at))
        for row in rows
        for staff in designers(row.pool)
    ]


async def messages(store: Store, deployment: Deployment, at: int) -> Due:
    """Return what says, of digests released at `at`, to whom each is due and when."""
    staff = await store.staff()
    designers = partial(designers_of, staff=staff, deployment=deployment)
    return lambda rows: outbox(rows, designers, deployment, at)


async def hand_over(
    store: Releases, batches: Sequence[BatchRow], due: Due
) -> tuple[DigestRow, ...]:
    """Hand over the batches that the serving side does not have yet.

    What closed before an older copy was put back may have been sent by then: it is
    there to be pulled, and is not sent again.
    """
    known = {row.batch for row in await store.digests()}
    new = {_digest_row(b): b.week for b in batches if b.id not in known}
    if new:
        since = await store.last_restore()
        unsent = [row for row, week in new.items() if since is None or week > since]
        await store.release([*new], due(unsent))
    return tuple(new)


def _digest_row(batch: BatchRow) -> DigestRow:
    months = "/".join(Digest.from_bytes(batch.table).months)
    return DigestRow(
        batch.id, batch.pool, batch.leaf, months, batch.size_band, batch.table
    )
