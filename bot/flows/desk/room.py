"""The desk in a chat: what happens when an admin or a reader writes or taps there.

A press or a message becomes rows and an answer. Rule: the rows and the update are
committed together before anything is answered, and by then everybody who is served
reads the new text. What comes again changes nothing, and shows where one stands.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation.events import Other, Sent, Tapped, Wrote
from bot.flows.desk import files, moves, voices
from bot.flows.desk.asking import take_words
from bot.flows.desk.cards import about
from bot.flows.desk.library import Library
from bot.flows.desk.places import PRESS, Press, Spot, pressed, read_spot
from bot.flows.desk.sitting import Answer, Call, Sitting
from bot.flows.doors import Arrival, FileDoor, Gone, Outgoing
from bot.flows.staff import TRANSLATORS, HostKey, invitation, read_contact
from bot.logs import log
from bot.store.records import ActRow, StaffRow, TextWork, Work
from bot.weeks import monday_of, week_of
from bot.words.exchange import MOST_BYTES
from bot.words.phrases import Msg, Phrase
from bot.words.proposals import Hand
from bot.words.standing import Standing
from bot.words.writing import unturned


class Store(Protocol):
    """What the desk needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing; False if the update was seen before."""

    async def seen(self, update: int) -> bool:
        """Tell whether an update was committed."""

    async def desk(self, staff: int) -> str:
        """Return where a member is at the desk."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""


COMMANDS = frozenset({"/translate", "/export"})


class Texts(Protocol):
    """Where the texts of this moment come from."""

    async def library(self) -> Library:
        """Return all texts as they are now."""

    async def refresh(self) -> None:
        """Let everybody who is served read what rests by now."""


@dataclass(slots=True)
class Desk:
    """Answers admins and readers about texts.

    `link` makes a link of an invitation's payload.
    """

    store: Store
    door: FileDoor
    host: HostKey
    every: Texts
    link: Callable[[str], Awaitable[str]]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def takes(self, arrival: Arrival, member: StaffRow, tongue: str) -> bool:
        """Answer what is meant for the desk; False leaves it to the staff room."""
        if member.role not in TRANSLATORS:
            return False
        async with self._turn:  # two people at one text come one after the other
            sitting = await self._sit(arrival, member, tongue)
            if await self.store.seen(arrival.update):
                answer = _again(sitting)
            elif (taken := await self._take(arrival, sitting)) is None:
                return False
            else:
                answer = taken
                work = Work(update=arrival.update, texts=answer.texts)
                await self.store.commit(work)
                if answer.texts.shows:
                    await self.every.refresh()
        await self._show(arrival, answer)
        if answer.call is not None:
            await self._tell_others(sitting, answer.call)
        return True

    async def _sit(self, arrival: Arrival, member: StaffRow, tongue: str) -> Sitting:
        library = await self.every.library()
        spot = read_spot(await self.store.desk(member.id))
        week = week_of(arrival.event.at)
        hand = Hand(str(member.id), week, alone=library.alone)
        return Sitting(library, member, tongue, spot, hand)

    async def _take(self, arrival: Arrival, sitting: Sitting) -> Answer | None:
        match arrival.event:
            case Tapped(choice=choice) if choice.startswith(PRESS):
                press = pressed(choice)
                return moves.follow(sitting, press or Press("home"))
            case Wrote(text=text) if text.startswith("/"):
                return await self._commanded(sitting, text)
            case Wrote(text=text):
                return take_words(sitting, text)
            case Sent(other=Other.VOICE) if arrival.file:
                return voices.keep(sitting, arrival.file)
            case Sent(other=Other.FILE) if arrival.file:
                content = await self.door.fetch(arrival.file, MOST_BYTES)
                return await asyncio.to_thread(files.take, sitting, content)
            case _:
                return None

    async def _commanded(self, sitting: Sitting, text: str) -> Answer | None:
        """Obey `/translate [language [words]]`, `/translate invite`, `/export`."""
        command, *rest = unturned(text).split(maxsplit=2)
        if command not in COMMANDS:
            return None
        if rest[:1] == ["invite"] and sitting.member.role == "admin":
            return await self._invite(sitting, "".join(rest[1:]))
        if not rest:
            return moves.home(sitting)
        code = rest[0]
        if not sitting.may(code):
            return sitting.told(Msg("desk.no_language"), code=code[:16])
        if command == "/export":
            return await asyncio.to_thread(files.give, sitting, code, "po")
        return _opened(sitting, code, "".join(rest[1:]))

    async def _invite(self, sitting: Sitting, code: str) -> Answer:
        """Make a link by which one native reader sees and signs one language."""
        if not sitting.may(code):
            return sitting.told(Msg("desk.no_language"), code=code[:16])
        row, payload = invitation("reader", sitting.hand.week, language=code)
        said = sitting.say(
            Msg("desk.invite"),
            name=sitting.library.shelf(code).language.name,
            date=monday_of(row.ends_week),
            link=await self.link(payload),
        )
        act = ActRow(sitting.hand.who, f"staff invite reader {code}", sitting.hand.week)
        texts = TextWork(invites=(row,), acts=(act,))
        return Answer((Outgoing(said),), texts)

    async def _show(self, arrival: Arrival, answer: Answer) -> None:
        """Change the pressed message into the first answer, and send the others."""
        shows = list(answer.shows)
        if arrival.press is not None:
            await self.door.answer(arrival.press, answer.alert)
        live = None if answer.anew else arrival.live
        alone = shows[0] if len(shows) == 1 else None
        if live and alone and await self.door.edit(arrival.chat, live, alone):
            shows.clear()
        for one in shows:
            await self.door.send(arrival.chat, one)
        if answer.file is not None:
            await self.door.give(arrival.chat, *answer.file)

    async def _tell_others(self, sitting: Sitting, call: Call) -> None:
        """Tell everybody else of a language that a text waits for their eyes."""
        standing = sitting.library.found(call.language, call.id)
        if standing is not None:
            await self.tell(standing, Msg("desk.news_waiting"), 1, sitting.member.id)

    async def tell(
        self, standing: Standing, says: Msg, count: int, but: int = 0
    ) -> bool:
        """Tell a language's people of texts, with a button that opens the first.

        Its readers are told, and admins where there is none; tell whether anybody was.
        """
        code = standing.language.code
        every = [m for m in await self.store.staff() if m.id != but]
        people = [m for m in every if m.role == "reader" and m.language == code]
        admins = [m for m in every if m.role == "admin"]
        library = await self.every.library()
        told = [
            await self._call(m, library, standing, says, count)
            for m in people or admins
        ]
        return any(told)

    async def _call(
        self,
        member: StaffRow,
        library: Library,
        standing: Standing,
        says: Msg,
        count: int,
    ) -> bool:
        contact = read_contact(self.host, member)
        values = (("count", count), ("name", standing.language.name))
        text = library.words.say(contact.language, Phrase(says, values, count))
        label = library.words.say(contact.language, Phrase(Msg("desk.button_open")))
        stands = library.found(standing.language.code, standing.id) or standing
        press = about(stands, "card").data()
        try:
            await self.door.send(contact.chat, Outgoing(text, (((label, press),),)))
        except Gone:
            return False
        except Exception as failed:  # noqa: BLE001 (one who cannot be reached keeps no other from knowing; it is logged)
            log.warning("alert_not_sent", error=type(failed).__name__)
            return False
        return True


def _again(sitting: Sitting) -> Answer:
    """Show where a member stands, for an update that comes again."""
    code, id_ = sitting.spot.language, sitting.spot.id
    if not code or not sitting.may(code):
        return moves.home(sitting)
    standing = sitting.library.found(code, id_) if id_ else None
    if standing is None:
        return moves.language(sitting, code)
    return Answer((sitting.cards.card(standing),))


def _opened(sitting: Sitting, code: str, query: str) -> Answer | None:
    """Open a language, or search it at once."""
    if not query:
        return moves.language(sitting, code)
    spot = Spot(language=code, asks="find")
    return take_words(replace(sitting, spot=spot), query)
