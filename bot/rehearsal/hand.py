"""A person's hand on a phone: what is typed and tapped becomes an `Arrival`.

The rehearsal's half of what `chat.wire` does for Telegram. Rule: one thing of one
person at a time, in order, as the platform keeps it.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.conversation.events import (
    Called,
    Command,
    Event,
    FromPerson,
    Other,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.flows.doors import Arrival
from bot.rehearsal.door import Phones, press_id

STAFF_PRESS = "t:"
"""What the presses of staff begin with; they carry no card's number."""
_PRESS = re.compile(r"(\d+)\.(.+)", re.DOTALL)


def some_account() -> int:
    """Draw an account number as long as the platform's own."""
    return 5_000_000_000 + secrets.randbelow(3_000_000_000)


@dataclass(slots=True)
class Updates:
    """The platform's numbers for what arrives, beginning anywhere; they only go up."""

    last: int = field(default_factory=lambda: secrets.randbelow(1 << 30))

    def next(self) -> int:
        """Return the next number."""
        self.last += 1
        return self.last


@dataclass(slots=True)
class Hand:
    """One person at one phone; the chat has the person's number, as in a private one.

    `receive` carries an arrival through and returns when its effect is durable; `guess`
    is the language of the app, which every update tells.
    """

    person: int
    phones: Phones
    updates: Updates
    receive: Callable[[Arrival], Awaitable[None]]
    guess: str = ""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, code: str = "", guess: str = "") -> None:
        """Press Start, come from a link that carries `code`; the app speaks `guess`."""
        self.guess = guess or self.guess
        await self._sent("/start", Started(self._at(), code))

    async def write(self, text: str) -> None:
        """Send words or a command."""
        await self._sent(text, typed(text, self._at()))

    async def photograph(self) -> None:
        """Send a picture."""
        await self._sent("", Sent(self._at(), Other.PHOTO), picture=True)

    async def upload(self, name: str, content: bytes) -> None:
        """Send a document."""
        message, file = self.phones.upload(self.person, name, content)
        await self._came(Sent(self._at(), Other.FILE), message, file)

    async def record(self) -> None:
        """Send a recording; there is none, only that one was sent."""
        message, file = self.phones.record(self.person)
        await self._came(Sent(self._at(), Other.VOICE), message, file)

    async def tap(self, message: int, data: str) -> None:
        """Press a button of a message."""
        update = self.updates.next()
        await self._arrive(
            Arrival(
                update,
                self.person,
                self.person,
                pressed(data, self._at()),
                press=press_id(self.person, update),
                live=message,
            )
        )

    async def _sent(self, text: str, event: Event, *, picture: bool = False) -> None:
        message = self.phones.write(self.person, text, picture=picture)
        await self._came(event, message)

    async def _came(self, event: Event, message: int, file: str = "") -> None:
        update, person = self.updates.next(), self.person
        await self._arrive(
            Arrival(update, person, person, event, message=message, file=file)
        )

    async def _arrive(self, arrival: Arrival) -> None:
        if isinstance(arrival.event, FromPerson):
            arrival = replace(arrival, event=replace(arrival.event, guess=self.guess))
        async with self._one_at_a_time:
            await self.receive(arrival)

    def _at(self) -> int:
        return int(self.phones.now())


def typed(text: str, at: int) -> Event:
    """Return what typing `text` means at the moment `at`."""
    word, _, rest = text.partition(" ")
    if word == "/start":
        return Started(at, rest.strip())
    for command in Command:
        if word == f"/{command.value}":
            return Called(at, command)
    return Wrote(at, text)


def pressed(data: str, at: int) -> Event:
    """Return what a press that carries `data` means; a mangled one names no choice."""
    if data.startswith(STAFF_PRESS):
        return Tapped(at, -1, data)
    found = _PRESS.fullmatch(data)
    return Tapped(at, int(found[1]), found[2]) if found else Tapped(at, -1, "")
