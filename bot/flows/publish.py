"""What happens with a released digest: it reaches its readers, at least once each.

On its pool's fixed day a message for each reader is written down, then sent by day,
then again until it arrives. The outbox rests in the database before anything is sent,
so a crash repeats a message rather than losing it; the digest's visible number shows a
repeat for what it is (`data.md`). Rule: what is sent is made from released tables, and
from what was answered to them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.archive import Archive, Pooled, archive_of
from bot.flows.doors import Gone, Later
from bot.flows.drawing import Draw, drawing, prepared
from bot.flows.parcels import parcel
from bot.flows.planning import LOST_DAYS, last_day, plan
from bot.flows.post import Parcel, Post
from bot.flows.pulls import actions_of
from bot.flows.schedule import calendar_of, pools_of_all
from bot.flows.staff import Contact, HostKey, Says, designers_of, read_contact
from bot.logs import log
from bot.reports.digest import Helps, no_help
from bot.reports.papers import NO_TEXTS
from bot.store.records import (
    DigestRow,
    OutboxRow,
    StaffRow,
)
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import Digest
from bot.weeks import DAY, Week

MOST_IN_FILES = 12
"""So many digests of a pool, the newest, are in the files of a message."""
MOST_TRIES = 40
"""After this many tries, about ten days, a designer's message is given up."""
FIRST_WAIT, LONGEST_WAIT = 60, 6 * 3600
"""Seconds between two tries: doubled each time, up to a quarter of a day."""
FAR = 2**62
"""Later than any message is due."""
LATE_DAYS = 3
"""Days from which a message is late."""


class Store(Pooled, Protocol):
    """What sending needs of the database."""

    async def due(self, now: int) -> list[OutboxRow]:
        """Return what is to be sent by now."""

    async def plan(self, due: Sequence[OutboxRow]) -> int:
        """Record messages to be sent, once."""

    async def planned(self, leaves: int) -> list[OutboxRow]:
        """Return the messages of the fixed days from one on."""

    async def mark(self, it: OutboxRow) -> None:
        """Write what became of one message."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def last_restore(self) -> Week | None:
        """Return the latest week in which an older copy was put back."""


Days = tuple[tuple[str, int], ...]
"""Each pool's fixed day that began last."""


@dataclass(slots=True)
class Publisher:
    """Plans each fixed day, and sends what is due, in each reader's language.

    `posts` returns the way to a reader; `helps`, `book` and `texts` are what advisers
    approved for a theme, and what the codes mean; `drawing` opens what draws pictures.
    """

    store: Store
    host: HostKey
    posts: Callable[[Contact], Post]
    words: Says
    deployment: Deployment
    helps: Helps = no_help
    book: Codebook = SHIPPED
    texts: CodeTexts = NO_TEXTS
    drawing: Callable[[], AbstractAsyncContextManager[Draw]] = drawing
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    _pools: dict[str, str] = field(default_factory=dict)
    _done: tuple[Days, frozenset[tuple[int, str, str]]] | None = None

    async def publish(self, now: int) -> None:
        """Send everything due at `now` (seconds); what fails waits for its next try.

        One at a time: two that overlap would both send what is still due.
        """
        async with self._alone:
            await self._plan(now)
            await self._send_due(now)

    async def _plan(self, now: int) -> None:
        """Plan the fixed days that began, once for the same days and readers."""
        staff = await self.store.staff()
        pools = pools_of_all(self.deployment)
        calendars = {pool: calendar_of(pool, self.deployment) for pool in pools}
        days = tuple((p, it.last_fixed(now)) for p, it in calendars.items())
        seen = days, frozenset((m.id, m.role, m.programme) for m in staff)
        if seen == self._done:
            return
        rows, restored = await self.store.digests(), await self._restored()
        before = await self.store.planned(min((day for _, day in days)) - LOST_DAYS)
        due = [
            message
            for pool in dict.fromkeys(row.pool for row in rows)
            for message in plan(
                [row for row in rows if row.pool == pool],
                before,
                designers_of(pool, staff, self.deployment),
                calendar_of(pool, self.deployment),
                now,
                restored,
            )
        ]
        if due:
            await self.store.plan(due)
        self._done = seen

    async def _restored(self) -> int:
        """Return the last day on which a lost database may have sent something."""
        return last_day(await self.store.last_restore())

    async def _send_due(self, now: int) -> None:
        """Send what is due, as far as it is day where its readers are."""
        due = await self.store.due(now)
        if any(item.digest not in self._pools for item in due):
            self._pools = {row.batch: row.pool for row in await self.store.digests()}
        awake = [item for item in due if self._is_awake(item, now)]
        if not awake:
            return
        pools = {self._pools.get(item.digest, "") for item in awake}
        released = await archive_of(
            sorted(pools), self.store, self.deployment, now, self.helps
        )
        planned, restored = await self.store.planned(0), await self._restored()
        packed = partial(packed_from, released, self.words, self.book, self.texts)
        async with self.drawing() as draw:
            round_ = _Round(released, planned, restored, partial(packed, draw))
            for item in awake:
                if (became := await self._deliver(item, round_)) is not None:
                    await self._mark(item, became[0], now, became[1])

    def _is_awake(self, item: OutboxRow, now: int) -> bool:
        """Tell whether it is day for a message; what is of no digest goes any time."""
        pool = self._pools.get(item.digest)
        return pool is None or calendar_of(pool, self.deployment).is_awake(now)

    async def _deliver(
        self, item: OutboxRow, round_: "_Round"
    ) -> tuple[str, int] | None:
        """Return what became of one message, and how long to wait at least.

        None, which leaves it as it is, where a clock gone back says that its digest
        has not left yet.
        """
        row = round_.archive.row(item.digest)
        if row is None:
            return None if item.digest in self._pools else ("given_up", 0)
        member = await self._designer(item.staff, row.pool)
        if member is None:
            return "given_up", 0
        return await self._send(item, row, member, round_)

    async def _designer(self, id_: int, pool: str) -> StaffRow | None:
        """Return a member who may have this pool's digests this very moment."""
        staff = await self.store.staff()
        if id_ not in designers_of(pool, staff, self.deployment):
            return None
        return next(member for member in staff if member.id == id_)

    async def _send(
        self, item: OutboxRow, row: DigestRow, member: StaffRow, round_: "_Round"
    ) -> tuple[str, int]:
        """Return what became of it, and how long the platform asks to wait."""
        try:
            contact = read_contact(self.host, member)
            one = await round_.parcel(item, row, contact.language)
            await self.posts(contact).deliver(contact, one)
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
        done = replace(item, state=state, tries=tries, next_try=now + wait)
        await self.store.mark(done)


@dataclass(slots=True)
class _Round:
    """One round of sending: each parcel is made once for all readers of a language."""

    archive: Archive
    planned: Sequence[OutboxRow]
    restored: int
    packed: Callable[[DigestRow, str, bool], Awaitable[Parcel]]
    _made: dict[tuple[str, str, bool], Parcel] = field(default_factory=dict)

    async def parcel(self, item: OutboxRow, row: DigestRow, language: str) -> Parcel:
        """Return the parcel of a message; raise where the digest cannot be read."""
        again = self._again(item, row)
        key = row.batch, language, again
        if key not in self._made:
            self._made[key] = await self.packed(row, language, again)
        return replace(self._made[key], turn=item.leaves)

    def _again(self, item: OutboxRow, row: DigestRow) -> bool:
        """Tell whether a digest went on an earlier fixed day, or may have gone."""
        went = any(
            m.digest == item.digest and m.leaves < item.leaves for m in self.planned
        )
        return went or row.leaves <= max(self.restored, 0) < item.leaves


async def packed_from(  # noqa: PLR0913, PLR0917 (from what, in which words, which one)
    released: Archive,
    words: Says,
    book: Codebook,
    texts: CodeTexts,
    draw: Draw,
    row: DigestRow,
    language: str,
    again: bool,  # noqa: FBT001 (the last of a call that is built in steps)
) -> Parcel:
    """Return a digest's parcel with its picture and papers."""
    digest = Digest.from_bytes(row.table)
    told = released.newest_until(digest, MOST_IN_FILES)
    made = partial(parcel, digest, released, words, language, again=again)
    picture, files = await prepared(
        told,
        actions_of(released.matters(digest.pool), released.week),
        words,
        language,
        released.deployment,
        draw=draw,
        book=book,
        texts=texts,
        of=digest,
        quotes=released.quoted(told),
    )
    return replace(await asyncio.to_thread(made), picture=picture, papers=files)


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
