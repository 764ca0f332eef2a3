"""People with phones, for tests that talk to the real serving side end to end."""

import itertools
from dataclasses import dataclass, field

from fakes import FakeDoor

from bot.app import Serving
from bot.conversation.events import (
    Called,
    Command,
    Event,
    Other,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.flows.doors import Arrival, Copy

UPDATES = itertools.count(50_000)


class NoButtonError(AssertionError):
    """The phone shows no such button."""

    def __init__(self, label: str, screen: str) -> None:
        super().__init__(f"no button {label!r} on:\n{screen}")


@dataclass
class Clock:
    """A clock that tests move."""

    at: int = 1_795_500_000

    def __call__(self) -> float:
        """Return the moment in seconds since 1970."""
        return float(self.at)


@dataclass
class Phone:
    """One account in one chat: writes, taps by label, and reads its screen."""

    person: int
    serving: Serving
    door: FakeDoor
    clock: Clock
    arrivals: list[Arrival] = field(default_factory=list)

    async def _arrive(self, event: Event, **more: int | str | None) -> None:
        arrival = Arrival(
            next(UPDATES),
            self.person,
            self.person,
            event,
            **more,  # type: ignore[arg-type] # named fields
        )
        self.arrivals.append(arrival)
        await self.serving.receive(arrival)

    async def start(self, code: str = "", guess: str = "en") -> None:
        """Open the bot, by a link's code or without."""
        message = self.door.put(self.person, "/start")
        await self._arrive(Started(self.clock.at, code, guess), message=message)

    async def write(self, text: str) -> None:
        """Send words."""
        message = self.door.put(self.person, text)
        await self._arrive(Wrote(self.clock.at, text), message=message)

    async def call(self, command: Command) -> None:
        """Call a command from the menu."""
        message = self.door.put(self.person, f"/{command.value}")
        await self._arrive(Called(self.clock.at, command), message=message)

    async def send(self, other: Other, file: str = "") -> None:
        """Send a photo, a contact, a place; a file by the platform's name of it."""
        message = self.door.put(self.person, f"<{other.value}>")
        await self._arrive(Sent(self.clock.at, other), message=message, file=file)

    async def tap(self, label: str) -> None:
        """Press the newest button whose label holds these words."""
        for message_id, message in reversed(self.door.chats[self.person].items()):
            for row in message.rows:
                for tap in row:
                    if not isinstance(tap, Copy) and label in tap[0]:
                        await self.press(tap[1], message_id)
                        return
        raise NoButtonError(label, self.screen)

    async def press(self, data: str, message_id: int) -> None:
        """Press a button by its data."""
        event = (
            Tapped(self.clock.at, -1, data)
            if data.startswith("t:")
            else Tapped(self.clock.at, *_split(data))
        )
        await self._arrive(event, press=f"p{next(UPDATES)}", live=message_id)

    async def again(self, index: int = -1) -> None:
        """Let an update come once more, as Telegram does after a crash."""
        await self.serving.receive(self.arrivals[index])

    @property
    def screen(self) -> str:
        """Everything the phone shows."""
        return self.door.screen(self.person)


def _split(data: str) -> tuple[int, str]:
    card, _, choice = data.partition(".")
    return int(card), choice
