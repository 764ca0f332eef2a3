"""What a door brings in and lets out: the contract of `chat` and `rehearsal`.

A door turns its own protocol into `Arrival`s, in order for each person, and hands
them to `flows.listen`. Identity is a bare number here and goes no further than the
keyed slot of a talk.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.events import Event


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update from a person.

    `update` is the door's number for it (the same when it comes again), `person` the
    account, `chat` where to answer, `message` the id of the message that came (None
    for a press), `press` the id to answer a press by, `live` the message pressed on.
    """

    update: int
    person: int
    chat: int
    event: Event
    message: int | None = None
    press: str | None = None
    live: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be shown: text and rows of (label, callback data)."""

    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


class Gone(Exception):  # noqa: N818 (not an error: the person closed the door)
    """The person blocked the bot or the chat is gone: stop, forget its timers."""


class Later(Exception):  # noqa: N818 (not an error: the platform asks for a pause)
    """The platform asks to leave this chat alone for `seconds`; others go on.

    Raised by what shows a message, which happens after the effect is durable. It is
    let through to the door: after the pause the door brings the update once more, and
    an update that comes again shows the card that the talk then stands at.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Door(Protocol):
    """Four things a door can do for a person. All obey the platform's pace."""

    async def send(self, chat: int, message: Outgoing) -> int:
        """Send a message and return its id; raise `Gone` if the chat is closed.

        Raises `Later` where the platform asks for a pause.
        """

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message; False if it can no longer be changed (too old, gone).

        Raises as `send` does.
        """

    async def remove(self, chat: int, message_ids: tuple[int, ...]) -> None:
        """Delete messages, probably: those the platform still allows."""

    async def answer(self, press: str, alert: str = "") -> None:
        """Answer a press, with a box of at most 200 characters where given."""
