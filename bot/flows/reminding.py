"""What is told of dates: designers before one, coordinators once it is over.

Each gets one message a week of each pool where something is due or late, however often
this is asked; where no coordinator is, or none is reached, admins get it. Rule: what is
told was decided or released; nobody's silence about anything else is told of, and a
message that reached nobody is tried again.
"""

from collections.abc import Iterator, Sequence
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

    @property
    def instead(self) -> bool:
        """Whether it is for when nobody else was reached."""
        return self.member.role == "admin"


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
        reached: set[tuple[str, str]] = set()
        for call in calls(released, staff):
            about = call.kind, call.pool
            if call.instead and about in reached:
                continue
            if call.need in told or await self._reach(call, week):
                reached.add(about)

    async def _reach(self, call: Call, week: Week) -> bool:
        message = partial(self._message, call, week)
        taken = await tell(self.door, self.host, call.member, message)
        if taken:
            await self.store.tell(call.need, week)
        return taken

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
    """Yield who is to be told what at the archive's moment, admins last."""
    where, week = released.deployment, released.week
    for pool in dict.fromkeys(row.pool for row in released.rows):
        if not calendar_of(pool, where).is_awake(released.at):
            continue
        every = released.matters(pool)
        mine = [m for m in staff if pool in pools_of(m, where)]
        over = tuple(late(every, week))
        asked = (one for one in every if one.state is State.ASKED and one not in over)
        is_late = "late", Msg("remind.late"), over
        is_asked = "asked", Msg("remind.asked"), tuple(asked)
        for role, (kind, says, matters) in (
            ("designer", ("due", Msg("remind.due"), tuple(soon(every, week)))),
            ("coordinator", is_late),
            ("coordinator", is_asked),
            ("admin", is_late),
            ("admin", is_asked),
        ):
            members = [m for m in mine if matters and m.role == role]
            yield from (Call(kind, says, pool, m, matters) for m in members)
