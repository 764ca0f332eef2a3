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
    `file` is the platform's name of a document or a voice message that came, which
    staff alone may send; of what anybody else sends nothing is fetched.
    """

    update: int
    person: int
    chat: int
    event: Event
    message: int | None = None
    press: str | None = None
    live: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that copies a text on the phone, and tells nobody."""

    label: str
    text: str


Tap = tuple[str, str] | Copy
"""A button: (label, callback data), or one that copies."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be shown: text and rows of buttons."""

    text: str
    rows: tuple[tuple[Tap, ...], ...] = ()


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
    """What a door can do for a person. All of it obeys the platform's pace."""

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

    async def play(self, chat: int, file: str) -> int | None:
        """Send a voice message by the platform's name of it; return its id.

        None where the platform knows that name no more. Raises as `send` does.
        """


class FileDoor(Door, Protocol):
    """What a door can do for staff besides: files out, files in."""

    async def give(self, chat: int, name: str, content: bytes, says: str = "") -> int:
        """Send a document and return its message's id; raises as `send` does."""

    async def show(self, chat: int, png: bytes, says: str = "") -> int:
        """Send a picture with its words; raises as `send` does."""

    async def fetch(self, file: str, most: int) -> bytes | None:
        """Return a file that staff sent; None where it is larger than `most` bytes."""
