"""The desk in a chat: what happens when an admin or a reader writes or taps there.

A press or a message becomes rows and an answer. Rule: the rows and the update are
committed together before anything is answered, and by then everybody who is served
reads the new text. What comes again changes nothing, and shows where one stands.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation.events import Called, Other, Sent, Started, Tapped, Wrote
from bot.flows.desk import files, moves, voices
from bot.flows.desk.asking import ask_back, ask_why, form, found, take_words
from bot.flows.desk.cards import about
from bot.flows.desk.library import Library
from bot.flows.desk.places import PRESS, Press, pressed, read_spot
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


@dataclass(frozen=True, slots=True)
class News:
    """What people are told of, and the verb of the button that opens it."""

    says: Msg
    opens: str


WAITING = News(Msg("desk.news_waiting"), "wait")
NEW = News(Msg("desk.news_new"), "new")
COMMANDS = frozenset({"/translate", "/export"})
MOST_SOUND = 1024**2
"""Bytes of a recording: whoever hears it may pay for each."""
MOST_CODE = 16
"""Letters that are repeated of what somebody takes for a language."""


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
        content = await self._fetched(arrival)
        async with self._turn:  # two people at one text come one after the other
            seen = await self.store.seen(arrival.update)
            sitting = await self._sit(arrival, member, tongue)
            if not _meant(arrival, sitting, seen=seen):
                await self._left(arrival, sitting)
                return False
            if seen:
                answer = await asyncio.to_thread(again, sitting)
            else:
                answer = await self._take(arrival, sitting, content)
                work = Work(update=arrival.update, texts=answer.texts)
                await self.store.commit(work)
                if answer.texts.shows:
                    await self.every.refresh()
        try:
            await self._show(arrival, answer)
        finally:  # the others are told even if whoever calls them cannot be answered
            if answer.call is not None:
                await self._tell_others(sitting, answer.call)
        return True

    async def _left(self, arrival: Arrival, sitting: Sitting) -> None:
        """Ask for nothing more once somebody turns to another command."""
        called = isinstance(arrival.event, Wrote | Called | Started)
        if called and sitting.spot.asks:
            spot = replace(sitting.spot, asks="", forms=())
            await self.store.commit(Work(texts=sitting.sat(spot)))

    async def _fetched(self, arrival: Arrival) -> bytes | None:
        """Fetch a file that came, before anybody has to wait for it."""
        if arrival.event != Sent(arrival.event.at, Other.FILE) or not arrival.file:
            return None
        return await self.door.fetch(arrival.file, MOST_BYTES)

    async def _sit(self, arrival: Arrival, member: StaffRow, tongue: str) -> Sitting:
        await self.every.refresh()  # what another process wrote, too
        library = await self.every.library()
        spot = read_spot(await self.store.desk(member.id))
        week = week_of(arrival.event.at)
        hand = Hand(str(member.id), week, alone=library.alone)
        staff = await self.store.staff()
        return Sitting(library, member, tongue, spot, hand, staff)

    async def _take(
        self, arrival: Arrival, sitting: Sitting, content: bytes | None
    ) -> Answer:
        """Decide what comes of an update, while others are served."""
        match arrival.event:
            case Wrote(text=text) if (code := _invited(sitting, text)) is not None:
                return await self._invite(sitting, code)
            case Wrote(text=text):
                return await asyncio.to_thread(_read, sitting, text)
            case Tapped(choice=choice):
                press = pressed(choice) or Press("home")
                return await asyncio.to_thread(moves.follow, sitting, press)
            case Sent(other=Other.VOICE):
                return await self._heard(arrival, sitting)
            case _:
                return await asyncio.to_thread(files.take, sitting, content)

    async def _heard(self, arrival: Arrival, sitting: Sitting) -> Answer:
        """Keep a voice message once it was played back, as people will hear it.

        The platform plays no other sounds: those would fall silent for everybody.
        """
        asked = sitting.spot.asks == "voice"
        if asked and await self.door.fetch(arrival.file, MOST_SOUND) is None:
            return sitting.told(Msg("desk.long_voice"))
        if asked and await self.door.play(arrival.chat, arrival.file) is None:
            return sitting.told(Msg("desk.no_voice"))
        kept = await asyncio.to_thread(voices.keep, sitting, arrival.file)
        return kept or again(sitting)

    async def _invite(self, sitting: Sitting, code: str) -> Answer:
        """Make a link by which one native reader sees and signs one language."""
        if not sitting.may(code):
            return sitting.told(Msg("desk.no_language"), code=code)
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
            await self.tell(standing, WAITING, 1, sitting.member.id)

    async def tell(
        self, standing: Standing, news: News, count: int, but: int = 0
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
            await self._call(m, library, standing, news, count)
            for m in people or admins
        ]
        return any(told)

    async def _call(
        self,
        member: StaffRow,
        library: Library,
        standing: Standing,
        news: News,
        count: int,
    ) -> bool:
        values = (("count", count), ("name", standing.language.name))
        stands = library.found(standing.language.code, standing.id) or standing
        press = about(stands, news.opens).data()
        try:
            contact = read_contact(self.host, member)
            says = Phrase(news.says, values, count)
            text = library.words.say(contact.language, says)
            label = library.words.say(contact.language, Phrase(Msg("desk.button_open")))
            await self.door.send(contact.chat, Outgoing(text, (((label, press),),)))
        except Gone:
            return False
        except Exception as failed:  # noqa: BLE001 (one who cannot be reached keeps no other from knowing; it is logged)
            log.warning("alert_not_sent", error=type(failed).__name__)
            return False
        return True


def _meant(arrival: Arrival, sitting: Sitting, *, seen: bool) -> bool:
    """Tell whether an update is for the desk; `seen`: it was taken once before."""
    asks = sitting.spot.asks if sitting.may(sitting.spot.language) else ""
    match arrival.event:
        case Tapped(choice=choice):
            return choice.startswith(PRESS)
        case Wrote(text=text) if text.startswith("/"):
            return unturned(text).split(maxsplit=1)[0] in COMMANDS
        case Wrote():
            return seen or asks != ""
        case Sent(other=Other.VOICE):
            return bool(arrival.file) and (seen or asks == "voice")
        case Sent(other=Other.FILE):
            return bool(arrival.file)
        case _:
            return False


def _invited(sitting: Sitting, text: str) -> str | None:
    """Return the language of `/translate invite`, or None for any other words."""
    words = unturned(text).split()
    if words[:2] != ["/translate", "invite"] or sitting.member.role != "admin":
        return None
    said = " ".join(words[2:])[:MOST_CODE]
    return sitting.library.called(said) or said


def _read(sitting: Sitting, text: str) -> Answer:
    """Obey `/translate [language [words]]` or `/export`, or take words for an answer.

    A text that begins with a command is written like any other.
    """
    command, *rest = unturned(text).split(maxsplit=2) or [""]
    code = sitting.library.called(rest[0]) if rest else ""
    written = rest and not code and sitting.spot.asks == "write"
    if command not in COMMANDS or written:
        return take_words(sitting, text) or again(sitting)
    if not rest:
        return moves.home(sitting)
    if not sitting.may(code):
        return sitting.told(Msg("desk.no_language"), code=rest[0][:MOST_CODE])
    if command == "/export":
        return files.give(sitting, code, "po")
    return found(sitting, code, rest[1]) if rest[1:] else moves.language(sitting, code)


def again(sitting: Sitting) -> Answer:
    """Show where a member stands, for an update that comes again."""
    code, spot = sitting.spot.language, sitting.spot
    if not code or not sitting.may(code):
        return replace(moves.home(sitting), texts=TextWork())
    standing = sitting.library.found(code, spot.id) if spot.id else None
    if standing is None:
        return replace(moves.language(sitting, code), texts=TextWork())
    if spot.asks == "write":
        return Answer((form(sitting, standing, spot.forms),))
    asked = {"back": ask_back, "reject": ask_why, "voice": voices.ask}.get(spot.asks)
    answer = asked(sitting, standing) if asked else sitting.shown(standing)
    return replace(answer, texts=TextWork())
