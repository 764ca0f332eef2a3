"""What happens when a designer answers a theme: it is planned, refused, or put off.

A theme's history is only added to, and every step has a number: two taps on the same
button, or by two people, are one step, and the second shows how it stands now. Rule:
what is answered and the update rest together before anything is said; who may answer
is asked anew each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from bot.conversation.events import Tapped, Wrote
from bot.deployment import Deployment
from bot.flows.archive import Archive, Pooled, archive_of, opened
from bot.flows.deciding import (
    BACK,
    QUESTIONS,
    TAKEN,
    VERBS,
    Step,
    act_of,
    choices,
    pressed_step,
    question,
    sits,
    written_step,
)
from bot.flows.doors import Arrival, Door, Outgoing, Tap
from bot.flows.parcels import theme_button
from bot.flows.presses import OPEN, Press, pressed
from bot.flows.schedule import answer_week
from bot.flows.staff import pools_of
from bot.reports.fitting import Line, fitted
from bot.reports.matters import Matter, Release, asks, matter
from bot.reports.names import Says, number, place, say
from bot.reports.promised import matter_line
from bot.store.records import StaffRow, Work
from bot.weeks import Week
from bot.words.phrases import Msg

COMMAND = "/decisions"
READERS = frozenset({"designer", "coordinator", "admin"})
MOST_LISTED = 20
"""Buttons of the list: what waits longest."""


class Store(Pooled, Protocol):
    """What answering needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing; False if the update was seen before."""

    async def seen(self, update: int) -> bool:
        """Tell whether an update was committed."""

    async def desk(self, staff: int) -> str:
        """Return what a member was asked for."""


@dataclass(slots=True)
class Decisions:
    """Answers designers about themes; coordinators and admins may look."""

    store: Store
    door: Door
    words: Says
    deployment: Deployment

    async def takes(self, arrival: Arrival, member: StaffRow, tongue: str) -> bool:
        """Answer what is meant for it; False leaves it to the staff room."""
        if member.role not in READERS:
            return False
        asked = await self._asked(member)
        match arrival.event:
            case Wrote(text=text) if text.split(maxsplit=1)[:1] == [COMMAND]:
                await self._list(arrival, member, tongue)
            case Tapped(choice=choice) if (it := pressed(choice)) and it.verb in VERBS:
                await self._taken(arrival, member, tongue, it)
            case Wrote(text=text) if asked and not text.startswith("/"):
                return await self._taken(arrival, member, tongue, asked)
            case _:
                if asked:  # whoever turns to something else is asked no more
                    await self.store.commit(Work(texts=sits(member, None)))
                return False
        return True

    async def _asked(self, member: StaffRow) -> Press | None:
        """Return what a designer's next message is taken for, if it is for anything."""
        if member.role != "designer":
            return None
        return pressed(await self.store.desk(member.id))

    async def _taken(
        self, arrival: Arrival, member: StaffRow, tongue: str, press: Press
    ) -> bool:
        """Answer a press, or a message that was asked for; False if it was not."""
        released = await self._released(arrival, member)
        one = self._matter(released, press)
        if one is None or (member.role != "designer" and press.verb != OPEN):
            await self._refuse(arrival, tongue)
            return True
        if await self.store.seen(arrival.update):
            step = Step()
        elif isinstance(arrival.event, Wrote):
            if press.verb == TAKEN:
                return False
            step = written_step(one, press, member, arrival.event)
        else:
            step = pressed_step(one, press, member, arrival.event.at)
        await self._carry_out(arrival, member, tongue, press, step)
        return True

    async def _carry_out(
        self,
        arrival: Arrival,
        member: StaffRow,
        tongue: str,
        press: Press,
        step: Step,
    ) -> None:
        """Write a step down, then show how the theme stands by then."""
        decided = () if step.decision is None else (step.decision,)
        texts = None
        if member.role == "designer":
            acts = tuple(act_of(one, member) for one in decided)
            texts = replace(sits(member, step.asks), acts=acts)
        await self.store.commit(Work(arrival.update, decisions=decided, texts=texts))
        released = await self._released(arrival, member)
        one = self._matter(released, press)
        if one is None:
            await self._refuse(arrival, tongue)
            return
        taken = step.decision is None or step.decision in released.decisions
        alert = step.alert if taken else Msg("matter.stale")
        then = step.then if taken else BACK
        shown = self._card(one, tongue, released.week, then, may=member.role)
        await self._show(arrival, tongue, shown, alert, anew=press.verb == OPEN)

    async def _released(self, arrival: Arrival, member: StaffRow) -> Archive:
        """Return what a member may read at the moment of an update."""
        pools = pools_of(member, self.deployment)
        return await archive_of(pools, self.store, self.deployment, arrival.event.at)

    def _matter(self, released: Archive, press: Press) -> Matter | None:
        """Return the theme of a press, if it is one that asks for an answer."""
        row = released.row(press.batch)
        if row is None or not row.leaves:
            return None
        for digest, _ in opened([row]):
            if press.index in asks(digest):
                release = Release(digest, answer_week(row.leaves))
                return matter(release, press.index, released.decisions)
        return None

    async def _list(self, arrival: Arrival, member: StaffRow, tongue: str) -> None:
        """Show what becomes of every theme that a member may read of.

        A designer who was asked for a reason and looks here is asked no more.
        """
        texts = sits(member, None) if member.role == "designer" else None
        await self.store.commit(Work(arrival.update, texts=texts))
        released = await self._released(arrival, member)
        sections, waiting = [], []
        for pool in pools_of(member, self.deployment):
            found = released.matters(pool)
            waiting += [one for one in found if one.waits()]
            if found:
                where = self.words.say(tongue, place(pool, self.deployment))
                lines = self._lines(found, tongue, released.week)
                sections.append((Line(where), *lines))
        if not sections:
            none = self.words.say(tongue, say(Msg("matter.none")))
            await self._send(arrival, Outgoing(none))
            return
        head = (Line(self.words.say(tongue, say(Msg("matter.head")))),)
        rows = self._buttons(waiting, tongue) if member.role == "designer" else ()
        await self._send(arrival, Outgoing(fitted([head, *sections]), tuple(rows)))

    def _lines(
        self, found: tuple[Matter, ...], tongue: str, week: Week
    ) -> Iterator[Line]:
        for one in found:
            said = self.words.say(tongue, matter_line(one, self.deployment, week))
            yield Line(said, rank=1 if one.waits() else 2)

    def _buttons(self, waiting: list[Matter], tongue: str) -> Iterator[tuple[Tap, ...]]:
        for one in waiting[:MOST_LISTED]:
            yield (theme_button(one, self.words, tongue, self.deployment),)

    def _card(
        self, one: Matter, tongue: str, week: Week, then: str, *, may: str
    ) -> Outgoing:
        """Return one theme, how it stands, and what can be done about it."""
        where = say(
            Msg("matter.where"),
            place=place(one.digest.pool, self.deployment),
            number=number(one.digest),
        )
        phrases = [where, matter_line(one, self.deployment, week)]
        phrases += [question(then)] if then in QUESTIONS else []
        text = "\n\n".join(self.words.say(tongue, phrase) for phrase in phrases)
        if may != "designer":
            return Outgoing(text)
        rows = tuple(
            ((self.words.say(tongue, say(label)), press.data()),)
            for label, press in choices(one, then)
        )
        return Outgoing(text, rows)

    async def _show(
        self,
        arrival: Arrival,
        tongue: str,
        shown: Outgoing,
        alert: Msg | None,
        *,
        anew: bool,
    ) -> None:
        """Change the pressed card, or send a new one below a digest."""
        if arrival.press is not None:
            box = "" if alert is None else self.words.say(tongue, say(alert))
            await self.door.answer(arrival.press, box)
        live = None if anew else arrival.live
        if live is None or not await self.door.edit(arrival.chat, live, shown):
            await self.door.send(arrival.chat, shown)

    async def _refuse(self, arrival: Arrival, tongue: str) -> None:
        await self.store.commit(Work(update=arrival.update))
        said = self.words.say(tongue, say(Msg("staff.not_allowed")))
        await self._send(arrival, Outgoing(said))

    async def _send(self, arrival: Arrival, message: Outgoing) -> None:
        if arrival.press is not None:
            await self.door.answer(arrival.press)
        await self.door.send(arrival.chat, message)
