"""What is told of dates: designers before one, coordinators once it is over.

Each gets one message a week of each pool where something is due or late, however often
this is asked. Rule: what is told was decided or released; nobody's silence about
anything else is told of, and a message that reached nobody is tried again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.archive import Archive, archive
from bot.flows.archive import Store as Released
from bot.flows.doors import Door, Outgoing
from bot.flows.parcels import theme_button
from bot.flows.schedule import calendar_of
from bot.flows.staff import HostKey, pools_of
from bot.flows.telling import tell
from bot.reports.fitting import Line, fitted
from bot.reports.matters import Matter, State, late, soon
from bot.reports.names import Says, place, say
from bot.reports.promised import SHOWN, matter_line
from bot.store.records import StaffRow
from bot.weeks import Week, week_of
from bot.words.phrases import Msg


class Store(Released, Protocol):
    """What reminding needs of the database."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def told(self, week: Week) -> frozenset[str]:
        """Return what was told in this week."""

    async def tell(self, need: str, week: Week) -> None:
        """Note that something was told."""


@dataclass(frozen=True, slots=True)
class Call:
    """One message to one member about some matters of a pool."""

    kind: str
    says: Msg
    pool: str
    member: StaffRow
    matters: tuple[Matter, ...]

    @property
    def need(self) -> str:
        """What stands for having told it."""
        return f"{self.kind} {self.pool} {self.member.id}"


@dataclass(slots=True)
class Reminder:
    """Reminds designers of dates, and tells coordinators what is late."""

    store: Store
    host: HostKey
    door: Door
    words: Says
    deployment: Deployment

    async def remind(self, now: float) -> None:
        """Tell what was not told this week, as far as it is day for a pool."""
        week, staff = week_of(now), await self.store.staff()
        released = await archive(self.store, self.deployment, now)
        told = await self.store.told(week)
        for call in calls(released, staff):
            if call.need in told:
                continue
            message = partial(self._message, call, week)
            if await tell(self.door, self.host, call.member, message):
                await self.store.tell(call.need, week)

    def _message(self, call: Call, week: Week, tongue: str) -> Outgoing:
        where = place(call.pool, self.deployment)
        head = self.words.say(tongue, say(call.says, place=where))
        lines = tuple(
            Line(self.words.say(tongue, matter_line(one, self.deployment, week)), 1)
            for one in call.matters
        )
        rows = tuple(
            (theme_button(one, self.words, tongue, self.deployment),)
            for one in call.matters[:SHOWN]
            if call.member.role == "designer"
        )
        return Outgoing(fitted([(Line(head),), lines]), rows)


def calls(released: Archive, staff: Sequence[StaffRow]) -> Iterator[Call]:
    """Yield who is to be told what at the archive's moment."""
    where, week = released.deployment, released.week
    for pool in dict.fromkeys(row.pool for row in released.rows):
        if not calendar_of(pool, where).is_awake(released.at):
            continue
        every = released.matters(pool)
        mine = [m for m in staff if pool in pools_of(m, where)]
        designers = (m for m in mine if m.role == "designer")
        yield from _to(designers, "due", Msg("remind.due"), pool, soon(every, week))
        heads = [m for m in mine if m.role == "coordinator"] or [
            m for m in mine if m.role == "admin"
        ]
        over = [*late(every, week)]
        asked = [one for one in every if one.state is State.ASKED and one not in over]
        yield from _to(heads, "late", Msg("remind.late"), pool, over)
        yield from _to(heads, "asked", Msg("remind.asked"), pool, asked)


def _to(
    members: Iterable[StaffRow],
    kind: str,
    says: Msg,
    pool: str,
    found: Iterable[Matter],
) -> Iterator[Call]:
    matters = tuple(found)
    if matters:
        yield from (Call(kind, says, pool, member, matters) for member in members)
