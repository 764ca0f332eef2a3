"""The engine: one event goes in, the talk after it and what to do come out.

Rule: it walks the table of `steps` and knows nothing of clocks, chats or databases, so
the same event on the same talk always leads to the same place.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot import receipts
from bot.conversation.acts import (
    CHANGES,
    DUTIES,
    NO_SUCH_NUMBER,
    Now,
    addressed,
    awake,
    enter,
    sound,
)
from bot.conversation.cards import card, error_card
from bot.conversation.drafts import asked, emptied, whole_signs
from bot.conversation.events import (
    Blocked,
    Called,
    Cleared,
    Command,
    Edited,
    Event,
    FromPerson,
    Looked,
    Numbered,
    Sealed,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.conversation.replies import (
    Card,
    ClearScreen,
    Forget,
    Look,
    Number,
    Play,
    Receipt,
    Refuse,
    Reply,
    Seal,
    Show,
    Stood,
)
from bot.conversation.screens import (
    NOT_KEPT,
    NOT_UNDERSTOOD,
    read_aloud,
    with_listen,
)
from bot.conversation.steps import (
    ANYWHERE,
    AT_ONCE,
    CLEARED,
    COMMANDS,
    FOUND,
    NOT_FOUND,
    NUMBERED,
    SEALED,
    TABLE,
    WORDS,
    Act,
    Move,
)
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment
from bot.errors.settings import IncompleteDeploymentError
from bot.questions import Kind
from bot.words.phrases import Phrase

GAP_SECONDS = 15 * 60
"""After this long without a word somebody else may hold the phone."""
FIRST_NUMBERS = 1_000_000
"""A new talk's first card takes its number from the moment, below this.

So a card that stands in the chat from an earlier talk is hardly ever taken for it.
"""

Outcome = tuple[Talk, tuple[Reply, ...]]
FromFlow = Sealed | Numbered | Looked | Cleared


SHOWING_NOTHING = (Seal, Number, Look, ClearScreen, Play)
"""Where an event answers, nothing is shown until it comes; a sound leaves the card."""


class Lexicon(Protocol):
    """What typed words mean in the live languages, and what can be heard in them."""

    def command(self, text: str) -> Command | None:
        """Return the command that the whole text is the word for, in any language."""

    def means(self, language: str, phrase: Phrase, text: str) -> bool:
        """Tell whether the whole text says what the phrase says, emoji left out."""

    def voice(self, language: str, lines: Sequence[Phrase]) -> str:
        """Return the sound of exactly these lines, by the door's name, or ""."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Walks talks of one deployment.

    Needs a language, a country to name an emergency number of, and a default form;
    raises `IncompleteDeploymentError` without.
    """

    deployment: Deployment
    lexicon: Lexicon

    def __post_init__(self) -> None:
        deployment = self.deployment
        needed = {
            "language": deployment.languages,
            "country": deployment.countries,
            "default form": [f for f in deployment.forms if f.name == "default"],
        }
        for name, there in needed.items():
            if not there:
                raise IncompleteDeploymentError(name)

    def advance(self, talk: Talk, event: Event) -> Outcome:
        """Return the talk after the event, and what to do, in order."""
        match event:
            case Edited():
                return talk, ()
            case Blocked():
                return Talk(), (Forget(),)
            case Started() | Tapped() | Wrote() | Called() | Sent():
                return self._said(talk, event)
            case Sealed() | Numbered() | Looked() | Cleared():
                return self._came(talk, event)

    def again(self, talk: Talk) -> tuple[Stood, ...]:
        """Return what shows the talk as it stands; a secret number keeps its timer."""
        return self._as_it_stands(sound(talk, self.deployment))

    def _as_it_stands(self, talk: Talk) -> tuple[Stood, ...]:
        shown = self._card(talk)
        if talk.step is Step.RECEIPT:
            return (Receipt(shown, self.deployment.receipt_minutes),)
        return (Show(shown),)

    def _card(self, talk: Talk) -> Card:
        """Return the card of a talk; one that has a sound offers to be heard."""
        shown = card(talk, self.deployment)
        heard = self._sound(shown)
        return replace(shown, rows=with_listen(shown.rows)) if heard else shown

    def _sound(self, shown: Card) -> str:
        return self.lexicon.voice(shown.language, read_aloud(shown.lines))

    def sorry(self, talk: Talk) -> Card:
        """Return the card for when something broke; its buttons work on the talk."""
        return error_card(talk, self.deployment)

    # What a person says

    def _said(self, talk: Talk, event: FromPerson) -> Outcome:
        """See to gaps first; what was meant for another card answers none."""
        stood = talk.step
        slept = bool(talk.language) and abs(event.at - talk.touched) > GAP_SECONDS
        if slept:
            talk = awake(talk, self.deployment, event.at)
        talk = sound(replace(talk, touched=event.at), self.deployment)
        unseen = slept or talk.step is not stood
        early = unseen or not talk.language
        match event:
            case Started():
                return self._started(talk, event)
            case Called(command=command):
                return self._called(talk, event.at, command, early=early)
            case Sent():
                told = replace(talk, notice=NOT_KEPT)
                return self._shown(told, event.at, (Refuse(),))
            case Wrote():
                return self._wrote(talk, event, early=early)
            case Tapped():
                return self._tapped(talk, event, unseen=unseen)

    def _started(self, talk: Talk, event: Started) -> Outcome:
        talk = replace(talk, guess=event.guess or talk.guess, notice="")
        talk = enter(addressed(talk, self.deployment, event.code), Step.HELLO)
        return self._shown(talk, event.at)

    def _called(self, talk: Talk, at: int, command: Command, *, early: bool) -> Outcome:
        """Obey; before it is known to be safe, what could tell something waits."""
        move = COMMANDS[command]
        if early and command not in AT_ONCE and isinstance(move, Step):
            return self._shown(replace(talk, wish=move, notice=""), at)
        return self._moved(talk, at, move)

    def _tapped(self, talk: Talk, event: Tapped, *, unseen: bool) -> Outcome:
        """Take a press on the current card; on any other, show the current one."""
        if unseen or not talk.card:
            return self._shown(talk, event.at)
        name, _, value = event.choice.partition(":")
        if event.card != talk.card or not self._offers(talk, event.choice):
            return talk, self.again(talk)
        move = TABLE[talk.step].get(name) or ANYWHERE[name]
        heard = move is Act.LISTEN
        value = self._sound(card(talk, self.deployment)) if heard else value
        return self._moved(talk, event.at, move, value)

    def _offers(self, talk: Talk, choice: str) -> bool:
        shown = (b.choice for row in self._card(talk).rows for b in row)
        return choice in ANYWHERE or choice in shown

    def _wrote(self, talk: Talk, event: Wrote, *, early: bool) -> Outcome:
        """Take words for a command, a press, a secret number or an answer, in turn."""
        text, at = whole_signs(event.text).strip(), event.at
        if command := self.lexicon.command(text):
            return self._called(talk, at, command, early=early)
        number = receipts.read(text)
        if early and number:
            return self._shown(replace(talk, wish=Step.DELETE), at, (Refuse(),))
        if early and (talk.language or not talk.card):
            return self._shown(talk, at)
        if choice := self._meant(talk, text):
            return self._tapped(talk, Tapped(at, talk.card, choice), unseen=False)
        move = self._for_words(talk, number=number is not None) if text else None
        if move:
            return self._moved(talk, at, move, text)
        return self._shown(replace(talk, notice=NOT_UNDERSTOOD), at)

    def _for_words(self, talk: Talk, *, number: bool) -> Move | None:
        """Return where words lead; a secret number is one, but inside an answer."""
        if self._keeps_words(talk):
            return Act.WRITE
        if number:
            return Act.LOOK
        return None if talk.step is Step.QUESTION else TABLE[talk.step].get(WORDS)

    def _keeps_words(self, talk: Talk) -> bool:
        """Tell whether words said now are an answer."""
        question = asked(talk, self.deployment)
        free = question is not None and question.kind is Kind.FREE
        return free and talk.step in {Step.QUESTION, Step.WRITING, Step.DETAIL}

    def _meant(self, talk: Talk, text: str) -> str:
        """Return the choice whose label, or else whose place, was typed."""
        shown = self._card(talk)
        buttons = [b for row in shown.rows for b in row]
        for button in buttons:
            if self.lexicon.means(shown.language, button.label, text):
                return button.choice
        listens = self._keeps_words(talk) or talk.step is Step.DELETE
        place = 0 if listens else _place(text)
        return buttons[place - 1].choice if 0 < place <= len(buttons) else ""

    # What the flow brings back

    def _came(self, talk: Talk, event: FromFlow) -> Outcome:
        """Take what the flow was asked for; unasked, it changes nothing."""
        talk = sound(talk, self.deployment)
        line, told = _told(talk, event)
        move = TABLE[talk.step].get(line)
        if not isinstance(move, Step):
            return talk, self.again(talk)
        if line == CLEARED:
            return Talk(), (Forget(),)
        return self._shown(enter(told, move), event.at)

    # Every way ends here

    def _moved(self, talk: Talk, at: int, move: Move, value: str = "") -> Outcome:
        """Follow a line of the table; where the flow is asked, show nothing yet."""
        talk = replace(talk, notice="") if talk.notice else talk
        if isinstance(move, Step):
            return self._shown(enter(talk, move), at)
        now = Now(talk, self.deployment, at, value)
        duties = DUTIES[move](now) if move in DUTIES else ()
        talk = CHANGES[move](now)
        if any(isinstance(duty, SHOWING_NOTHING) for duty in duties):
            return talk, duties
        return self._shown(talk, at, duties)

    def _shown(self, talk: Talk, at: int, duties: tuple[Reply, ...] = ()) -> Outcome:
        """Give the card a new number, so that presses on older ones are known."""
        number = talk.card + 1 if talk.card else 1 + at % FIRST_NUMBERS
        talk = replace(sound(talk, self.deployment), card=number)
        return talk, (*duties, *self._as_it_stands(talk))


def _told(talk: Talk, event: FromFlow) -> tuple[str, Talk]:
    """Return the line of the table an answer stands for, and the talk that knows it."""
    match event:
        case Sealed(row=row):
            return SEALED, replace(emptied(talk), row=row)
        case Numbered(digits=digits):
            return NUMBERED, replace(talk, digits=digits)
        case Looked(row=None):
            return NOT_FOUND, replace(talk, notice=NO_SUCH_NUMBER)
        case Looked(row=row):
            return FOUND, replace(talk, found=row)
        case Cleared():
            return CLEARED, talk


def _place(text: str) -> int:
    """Read a button's place, typed in any script's digits; 0 where it is none."""
    digits = [unicodedata.decimal(c, -1) for c in text]
    return digits[0] if len(digits) == 1 and digits[0] > 0 else 0
