"""What the engine answers with: a card to show, and things for a flow to do.

The card is a function of the talk alone, so a repeated update shows the same one
(`telegram.md`, decision 3). A duty is carried out by `flows.listen`, in order; the
three that ask a question back are answered by an event (`events.Sealed`,
`Numbered`, `Looked`, `Cleared`).
"""

from dataclasses import dataclass

from bot.responses import Answer
from bot.words.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Button:
    """A press and its label. `choice` is at most 40 bytes of `a-z0-9._:-`."""

    choice: str
    label: Phrase


@dataclass(frozen=True, slots=True)
class Card:
    """The one live message: its number, language, paragraphs, and rows of buttons."""

    number: int
    language: str
    lines: tuple[Phrase, ...]
    rows: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Show:
    """Show the card: edit the live message after a press, else send it anew below."""

    card: Card


@dataclass(frozen=True, slots=True)
class Alert:
    """Answer the press with words in a box that leaves nothing in the chat."""

    language: str
    says: Phrase


@dataclass(frozen=True, slots=True)
class Refuse:
    """Delete from the chat the message that just came.

    A photo, a contact, a place, a secret number that was typed.
    """


@dataclass(frozen=True, slots=True)
class Play:
    """Let a sound be heard, by the door's name of it; the card stays as it is."""

    file: str


@dataclass(frozen=True, slots=True)
class Seal:
    """Seal these answers and commit them with the talk; `Sealed` comes back."""

    pool: str
    language: str
    form: str
    form_version: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """Make a secret number for this row; `Numbered` comes back."""

    row: int


@dataclass(frozen=True, slots=True)
class Look:
    """Look up a secret number (20 digits, already checked by Luhn); `Looked` back."""

    digits: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Delete this sealed row for ever."""

    row: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Show the secret number as a message of its own that deletes itself."""

    card: Card
    minutes: int


@dataclass(frozen=True, slots=True)
class ClearScreen:
    """Delete the messages of the last two days; `Cleared` comes back."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything that is held of this talk; nothing is shown after it."""


Stood = Show | Receipt
"""The talk as it stands."""
Shown = Show | Alert | Refuse | Receipt | Play
"""What appears in the chat, or goes from it."""
Duty = Seal | Number | Look | Erase | ClearScreen | Forget
"""What a flow carries out before anything is shown."""
Reply = Shown | Duty
