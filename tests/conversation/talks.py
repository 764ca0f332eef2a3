"""A small deployment, words that say their ids, and a person who walks a talk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from typing_extensions import override

from bot.conversation.engine import Engine
from bot.conversation.events import Command, Event, Started, Tapped, Wrote
from bot.conversation.replies import Card, Receipt, Reply, Show
from bot.conversation.talk import Talk
from bot.deployment import Country, Deployment, Helpline, Programme
from bot.questions import read_forms
from bot.settings import CHECKOUT
from bot.words.phrases import Own, Phrase

NOON = 1_800_000_000
FORMS = read_forms(CHECKOUT / "locales" / "forms")
NUMBER = "12345678901234567894"
"""A secret number with its right last digit."""


def own(text: str) -> Own:
    """Return words that are the same in every language."""
    return Own((("en", text),))


HELPLINES = (
    Helpline("xx", "trafficking", "Night line", "555-01", "24 hours", "free"),
    Helpline("xx", "women", "Police desk", "555-02", is_police=True),
    Helpline("xx", "child", "Young line", "555-03", "8-20", "free"),
)

DEPLOYMENT = Deployment(
    organisation="Harbour",
    contact="desk@harbour.example",
    authority="the office for data protection",
    reader=own("Two people at Harbour"),
    k=10,
    retention_weeks=29,
    receipt_minutes=15,
    languages=("en", "uk", "ar"),
    drafts=frozenset({"uk", "ar"}),
    countries=(
        Country("xx", own("Example Land"), "112", HELPLINES),
        Country("yy", own("Other Land"), "911", ()),
    ),
    programmes=(
        Programme("blue", own("Blue House")),
        Programme("red", own("Red House"), family="small"),
        Programme("gold", own("Gold House"), family="small"),
        Programme("old", own("Old House"), closed=True),
    ),
    codes=(
        ("bluecode", "blue"),
        ("redcode", "red"),
        ("familycode", "family:small"),
        ("oldcode", "old"),
    ),
    forms=FORMS,
    fingerprint="1111 2222",
    language_names=(("en", "English"), ("uk", "українська"), ("ar", "العربية")),
)


class Plain:
    """Words that say their ids, and know a command in two languages."""

    commands = {  # noqa: RUF012 (never changed)
        "stop": Command.STOP,
        "стоп": Command.STOP,
        "help": Command.HELP,
        "clear": Command.CLEAR,
        "language": Command.LANGUAGE,
        "delete": Command.DELETE,
        "about": Command.ABOUT,
        "who": Command.WHO,
    }

    def command(self, text: str) -> Command | None:
        """Return what the whole text calls."""
        return self.commands.get(text.casefold())

    def means(self, language: str, phrase: Phrase, text: str) -> bool:
        """Tell whether the text is the phrase's id, or its own words."""
        says = phrase.says
        words = says if isinstance(says, str) else dict(says.texts).get(language, "")
        return bool(text) and text == words

    def voice(self, language: str, lines: Sequence[Phrase]) -> str:
        """Return no sound."""
        del language, lines
        return ""


@dataclass(frozen=True, slots=True)
class Spoken(Plain):
    """The same, with sounds for some lines: by language, and what the first says."""

    sounds: frozenset[tuple[str, str]] | None = None

    @override
    def voice(self, language: str, lines: Sequence[Phrase]) -> str:
        """Return the sound of a line; where none are named, of every line."""
        first = says_of(lines[0]) if lines else ""
        every = self.sounds is None or (language, first) in self.sounds
        return f"sound of {first} in {language}" if lines and every else ""


def engine(**facts: object) -> Engine:
    """Return an engine of the small deployment, with other facts where given."""
    return Engine(replace(DEPLOYMENT, **facts), Plain())  # type: ignore[arg-type] # named fields


def shown(replies: tuple[Reply, ...]) -> Card:
    """Return the card among the replies."""
    return next(r.card for r in replies if isinstance(r, Show | Receipt))


def choices(card: Card) -> tuple[str, ...]:
    """Return what can be pressed on a card."""
    return tuple(b.choice for row in card.rows for b in row)


def says(card: Card) -> tuple[str, ...]:
    """Return the ids of a card's lines; own words as they are."""
    return tuple(says_of(line) for line in card.lines)


def says_of(line: Phrase) -> str:
    """Return the id of a line; own words as they are."""
    return line.says if isinstance(line.says, str) else line.says.texts[0][1]


@dataclass
class Walker:
    """Somebody in a talk: what she does changes it, what comes back is kept."""

    engine: Engine = field(default_factory=engine)
    talk: Talk = field(default_factory=Talk)
    at: int = NOON
    replies: tuple[Reply, ...] = ()

    def does(self, event: Event) -> "Walker":
        """Let an event happen."""
        self.talk, self.replies = self.engine.advance(self.talk, event)
        return self

    def starts(self, code: str = "bluecode", guess: str = "en") -> "Walker":
        """Start, by a poster's code."""
        return self.does(Started(self.at, code, guess))

    def taps(self, *pressed: str) -> "Walker":
        """Press one button after the other, each on the card that is then live."""
        for choice in pressed:
            assert choice in choices(self.card), (choice, choices(self.card))
            self.does(Tapped(self.at, self.talk.card, choice))
        return self

    def writes(self, *texts: str) -> "Walker":
        """Write messages."""
        for text in texts:
            self.does(Wrote(self.at, text))
        return self

    def waits(self, seconds: int) -> "Walker":
        """Let time pass."""
        self.at += seconds
        return self

    def begins(self, code: str = "bluecode") -> "Walker":
        """Come from a poster to the first question: Start and three taps."""
        return self.starts(code).taps("say:en", "yes", "yes")

    def reaches(self, question: int) -> "Walker":
        """Come to a question by skipping those before it."""
        return self.begins().taps(*["skip"] * question)

    @property
    def card(self) -> Card:
        """The card as it stands."""
        return shown(self.engine.again(self.talk))

    @property
    def step(self) -> str:
        """The id of the step."""
        return self.talk.step.value
