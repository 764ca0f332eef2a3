"""What the board says: the facts that a page draws, as values.

`phone.<seat>` is a `Screen`, `progress` a `Progress`, `thief` a `Sight`, `cover` what
stands on a phone before Start, `clock` the rehearsal's moment in seconds.
"""

from dataclasses import dataclass
from typing import Literal

from bot.rehearsal.door import Message
from bot.rehearsal.thief import Loot

Staff = Literal["coordinator", "designer", "admin"]
Seat = Literal["survivor", "coordinator", "designer", "admin"]
ActName = Literal["", "opening", "fifteen", "weeks", "reset", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long act is: which one, in words, and the fraction that is done."""

    act: ActName
    says: str
    done: float


@dataclass(frozen=True, slots=True)
class Screen:
    """One phone as it is drawn: its messages and the box above them."""

    messages: tuple[Message, ...]
    box: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked for in the stolen files, and in which of them it stands."""

    words: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """The thief's panel: the loot, and where the survivor's own things stand in it.

    The first search is for the account's number, the others for what was written.
    """

    loot: Loot
    searches: tuple[Search, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The folder, the service talked about, and by language what a phone shows."""

    home: str
    programme: str
    phones: "dict[str, Front]"


@dataclass(frozen=True, slots=True)
class Front:
    """A phone before Start: the bot's name, its description, its menu by command.

    `language` is the language's own name for itself.
    """

    language: str
    name: str
    description: str
    commands: dict[str, str]
