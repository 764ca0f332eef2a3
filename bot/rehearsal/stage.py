"""The rehearsal itself: a whole deployment in a folder of its own, and its cast.

Composition root of the trial room: the real serving side behind a door of phones, the
real vault in a process of its own, and the only clock that can be moved. Rule: what
happens here happens through arrivals and the vault, never by a shortcut into either.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.app import Serving, serving
from bot.deployment import Programme
from bot.flows.overview import overview_of
from bot.flows.schedule import readable
from bot.flows.staff import invite, read_contact
from bot.rehearsal import errands
from bot.rehearsal.board import Board
from bot.rehearsal.clock import Clock
from bot.rehearsal.door import Phones
from bot.rehearsal.facts import ActName, Progress, Screen, Search, Seat, Sight, Staff
from bot.rehearsal.hand import Hand, Updates, some_account
from bot.rehearsal.people import Visitor, crowd, dice_of
from bot.rehearsal.thief import DISTURBED, Thief, searchable, thieving
from bot.settings import Settings, load
from bot.weeks import Week, week_of

STAFF: tuple[Staff, ...] = ("coordinator", "designer", "admin")
CROWD = 15
FORTNIGHT = 14
LONGEST_WAIT = 7
"""Days after the last tick until every digest's fixed day has come."""
RECEIPT_MINUTES = "1"
"""A secret number deletes itself while the newcomer still looks."""
REMEMBERED = 5
"""How many of the survivor's last texts the thief is made to look for."""
GLANCE = 0.2
"""Seconds between two looks of the thief, so that a burst is looked at once."""


@dataclass(slots=True)
class Stage:
    """A rehearsal that is going on: who plays, where, when, and about which service."""

    settings: Settings
    clock: Clock
    board: Board
    phones: Phones
    serving: Serving
    thief: Thief
    passphrase: str = field(repr=False)
    programme: Programme
    code: str
    dice: Random
    updates: Updates = field(default_factory=Updates)
    cast: dict[Seat, Hand] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self) -> None:
        """Give four people a phone each; three become staff by a real invitation."""
        self.cast = {"survivor": self.hand()}
        self.cast |= {seat: self.hand() for seat in STAFF}
        seats = {hand.person: seat for seat, hand in self.cast.items()}
        self.phones.changed = lambda chat: self._draw(chat, seats)
        for seat in STAFF:
            programme = "" if seat == "admin" else self.programme.id
            invited = await invite(
                self.serving.store, seat, week_of(self.clock.now()), programme
            )
            await self.cast[seat].start(invited)
        self.phones.changed(self.cast["survivor"].person)
        self._tell_time()

    def hand(self) -> Hand:
        """Return the hand of somebody new."""
        self.accounts.append(some_account())
        return Hand(self.accounts[-1], self.phones, self.updates, self.serving.receive)

    async def say(self, seat: Seat, text: str) -> None:
        """Send words from a phone; a thief will look for those of the survivor."""
        if seat == "survivor" and searchable(text) and not text.startswith("/"):
            self.said.append(text)
        await self.cast[seat].write(text)

    async def fifteen_answer(self, pause: float = 0) -> None:
        """Let fifteen more people answer, one after another, `pause` seconds apart."""
        for number, person in enumerate(crowd(CROWD, self.dice)):
            self._progress("fifteen", _answered(number), number / CROWD)
            hand = self.hand()
            await Visitor(hand, person).answer(self.code)
            self.written.extend(text for text in person.words if text)
            self.phones.put_away(hand.person)
            self.stir()
            await asyncio.sleep(pause)
        self._progress("fifteen", _answered(CROWD), 1)

    async def two_weeks_pass(self, pause: float = 0) -> None:
        """Let the days pass one by one; the vault gathers whenever a week begins."""
        for day in range(FORTNIGHT + LONGEST_WAIT):
            if day >= FORTNIGHT and not await self._something_due():
                break
            await self.next_day(min(day / FORTNIGHT, 1))
            await asyncio.sleep(pause)
        self._progress("weeks", "Two weeks have passed.", 1)

    async def next_day(self, done: float = 0) -> None:
        """Let one day pass, with all that it brings; `done` is the whole act's part."""
        before = week_of(self.clock.now())
        self.clock.pass_day()
        self.clock.pass_night()
        self._tell_time()
        self._progress("weeks", "The days pass.", done)
        await self._tend()
        week = week_of(self.clock.now())
        if week != before:
            await self._gather(week, done)
        await self.serving.publish()
        await self.serving.remind()
        self.stir()

    async def _tend(self) -> None:
        """Do at once what a day's tending does: timers, old talks, settling."""
        now = int(self.clock.now())
        await self.serving.forgetter.delete_due(now)
        await self.serving.forgetter.sweep(now)
        await self.serving.store.settle()

    async def _gather(self, week: Week, done: float) -> None:
        def progress(fraction: float) -> None:
            said = f"A week begins. The vault gathers: {fraction:.0%}."
            self._progress("weeks", said, done)

        progress(0)
        await errands.gather(self.settings.home, week, self.passphrase, progress)

    async def _something_due(self) -> bool:
        """Tell whether a digest waits for its fixed day."""
        rows, deployment = (
            await self.serving.store.digests(),
            self.serving.staff.deployment,
        )
        return len(readable(rows, deployment, self.clock.now())) < len(rows)

    async def overview(self) -> str:
        """Return the coordinator's page, in the language of her phone."""
        serving = self.serving
        slot = serving.staff.host.slot(self.cast["coordinator"].person)
        member = serving.staff.members.get(slot)
        contact = read_contact(serving.staff.host, member) if member else None
        return await overview_of(
            serving.store,
            serving.staff.words,
            contact.language if contact else "en",
            serving.staff.deployment,
            self.clock.now(),
        )

    def stir(self) -> None:
        """Let the thief look again soon."""
        self._stirred.set()

    async def look_for_ever(self) -> None:
        """Post what the thief sees, whenever something may have changed.

        What arrived until now will not come again, as with any platform that was told
        so, and is forgotten first.
        """
        while True:
            self._stirred.clear()
            await self.serving.store.prune_seen(self.updates.last)
            try:
                self.board.post("thief", await self.sight())
            except DISTURBED:
                self.stir()
            await self._stirred.wait()
            await asyncio.sleep(GLANCE)

    async def sight(self) -> Sight:
        """Look as the thief does, and search for what the survivor said."""
        words = (str(self.cast["survivor"].person), *self.said[-REMEMBERED:])
        loot, found = await self.thief.steal(), await self.thief.search(words)
        return Sight(loot, tuple(map(Search, words, found)))

    def _draw(self, chat: int, seats: dict[int, Seat]) -> None:
        """Post the phone that changed, if it is one that is seen."""
        if chat in seats:
            phone = self.phones[chat]
            screen = Screen(tuple(phone.messages.values()), phone.box)
            self.board.post(f"phone.{seats[chat]}", screen)
            self.stir()

    def _progress(self, act: ActName, says: str, done: float) -> None:
        self.board.post("progress", Progress(act, says, done))

    def _tell_time(self) -> None:
        self.board.post("clock", int(self.clock.now()))


def _answered(number: int) -> str:
    return f"{number} of {CROWD} people have answered."


async def typed(payload: str) -> str:
    """Return what is typed into a phone to open an invitation: there are no links."""
    return f"/start {payload}"


@asynccontextmanager
async def staged(folder: Path, board: Board, *, seed: int = 1) -> AsyncIterator[Stage]:
    """Set up a deployment in an empty folder, give out the phones, and play."""
    clock = Clock()
    clock.pass_weekend()
    passphrase = await errands.prepare(folder, week_of(clock.now()))
    settings = load(
        {
            "SOTTO_HOME": str(folder),
            "SOTTO_RECEIPT_MINUTES": RECEIPT_MINUTES,
            "SOTTO_SINGLE_PERSON": "true",
        }
    )
    phones = Phones(clock.now)
    async with (
        thieving(folder) as thief,
        serving(settings, phones, now=clock.now, link=typed) as real,
    ):
        code, pool = (await real.store.codes())[0]
        programmes = {p.id: p for p in await real.store.programmes()}
        stage = Stage(
            settings=settings,
            clock=clock,
            board=board,
            phones=phones,
            serving=real,
            thief=thief,
            passphrase=passphrase,
            programme=programmes[pool],
            code=code,
            dice=dice_of(seed),
        )
        await stage.begin()
        async with _beside(real.tend, stage.look_for_ever):
            yield stage


@asynccontextmanager
async def _beside(
    *acts: Callable[[], Coroutine[None, None, None]],
) -> AsyncIterator[None]:
    """Do these acts beside what follows, and end them with it."""
    tasks = [asyncio.create_task(act()) for act in acts]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
