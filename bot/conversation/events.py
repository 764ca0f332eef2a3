"""What can happen in a talk: frozen values, whoever's door they came through.

Every event carries `at`, the moment in whole seconds since 1970: the engine has no
clock. The first group comes from a person, the second from the flow that carried
out what the engine asked for. `guess` is the language of the person's app (an IETF tag
or ""): it orders the list of languages at that moment, and is kept nowhere.
"""

import enum
from dataclasses import dataclass

from bot.words.commands import Command as Command  # noqa: PLC0414 (an event's own)


class Other(enum.Enum):
    """Something sent that is neither words nor a press. None of it is kept."""

    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    CONTACT = "contact"
    PLACE = "place"
    FORWARD = "forward"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Started:
    """The bot was started, by a poster's `code` or without one."""

    at: int
    code: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was pressed: `choice` on the card numbered `card`."""

    at: int
    card: int
    choice: str
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Words were written (at most 4096 UTF-16 units)."""

    at: int
    text: str
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A command was called."""

    at: int
    command: Command
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is neither words nor a press was sent."""

    at: int
    other: Other
    guess: str = ""


FromPerson = Started | Tapped | Wrote | Called | Sent
"""What a person does, with what their app says of its language."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message sent before was changed; the change is never read."""

    at: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot: everything of the talk is forgotten."""

    at: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """The answers were sealed as the row `row`."""

    at: int
    row: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A secret number was made for the sealed row: 20 digits."""

    at: int
    digits: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A secret number was looked up: the row it opens, or None."""

    at: int
    row: int | None


@dataclass(frozen=True, slots=True)
class Cleared:
    """The messages of the last two days were deleted from the chat."""

    at: int


Event = (
    Started
    | Tapped
    | Wrote
    | Called
    | Sent
    | Edited
    | Blocked
    | Sealed
    | Numbered
    | Looked
    | Cleared
)
