"""Whole talks as text that anybody can read, and the means to walk them again.

A file in `tests/transcripts/` is a title, then lines that begin with `>>` (what the
person does) and below each what the bot shows: its words, its buttons in brackets,
and in round brackets what happens behind the screen. After a change of wording or of
the way, `python tests/conversation/telling.py` tells all of them anew; read what
changed before you keep it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from conversation.talks import DEPLOYMENT, HELPLINES, NOON, NUMBER
from fakes import label

from bot.conversation.engine import Engine
from bot.conversation.events import (
    Blocked,
    Cleared,
    Edited,
    Event,
    Looked,
    Numbered,
    Other,
    Sealed,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.conversation.replies import (
    Card,
    ClearScreen,
    Erase,
    Forget,
    Look,
    Number,
    Play,
    Receipt,
    Refuse,
    Reply,
    Seal,
    Show,
)
from bot.conversation.scenes import scenes
from bot.conversation.screens import read_aloud
from bot.conversation.talk import Talk
from bot.deployment import Country, Programme
from bot.flows.listen import rendered
from bot.settings import CHECKOUT
from bot.weeks import Week
from bot.words.catalogue import Words
from bot.words.phrases import Own
from bot.words.shipped import Shipped
from bot.words.versions import Voice

TRANSCRIPTS = CHECKOUT / "tests" / "transcripts"
DOES = ">> "
ROW = 4711


def names(en: str, uk: str, ar: str) -> Own:
    """Return words in the three languages."""
    return Own((("en", en), ("uk", uk), ("ar", ar)))


HOUSE = replace(
    DEPLOYMENT,
    reader=names(
        "Two people at Harbour", "двоє людей у «Гавані»", "شخصان في منظمة المرفأ"
    ),
    programmes=(
        Programme("blue", names("Blue House", "Блакитний дім", "البيت الأزرق")),
        Programme("red", names("Red House", "Червоний дім", "البيت الأحمر"), "small"),
        Programme("gold", names("Gold House", "Золотий дім", "البيت الذهبي"), "small"),
    ),
    countries=(
        Country("xx", names("Land A", "Країна А", "البلد أ"), "112", HELPLINES),
        Country("yy", names("Land B", "Країна Б", "البلد ب"), "911", ()),
    ),
)


@dataclass
class Teller:
    """Walks one talk and tells what happens."""

    words: Words
    engine: Engine
    talk: Talk = field(default_factory=Talk)
    at: int = NOON
    before: Card | None = None
    live: Card | None = None
    voices: tuple[Voice, ...] = ()

    def does(self, line: str) -> Iterator[str]:
        """Do what a line says, and tell what it leads to."""
        for pattern, doing in WAYS:
            if said := pattern.fullmatch(line):
                event = doing(self, *said.groups())
                yield from self._happens(event) if event else ()
                return
        raise AssertionError(line)

    def _happens(self, event: Event) -> Iterator[str]:
        events = [event]
        while events:
            self.talk, replies = self.engine.advance(self.talk, events.pop())
            for reply in replies:
                yield from self._told(reply)
                events += self._brought(reply)

    def _told(self, reply: Reply) -> Iterator[str]:
        match reply:
            case Show():
                yield from self._card(reply.card)
            case Receipt():
                yield f"(a message that goes after {reply.minutes} minutes)"
                yield from self._card(reply.card)
            case Play():
                yield f"(below it she hears {reply.file})"
            case Seal():
                yield f"(sealed for {reply.pool}, in {reply.language})"
                yield from (f"({a.question}: {_said(a)})" for a in reply.answers)
            case _:
                yield BEHIND[type(reply)]

    def _card(self, card: Card) -> Iterator[str]:
        self.before, self.live = self.live, card
        message = rendered(self.words, card)
        yield from message.text.split("\n")
        for row in message.rows:
            yield " ".join(f"[ {label(tap)} ]" for tap in row)

    def _brought(self, reply: Reply) -> list[Event]:
        match reply:
            case Seal():
                return [Sealed(self.at, ROW)]
            case Number():
                return [Numbered(self.at, NUMBER)]
            case Look():
                return [Looked(self.at, ROW if reply.digits == NUMBER else None)]
            case ClearScreen():
                return [Cleared(self.at)]
            case _:
                return []

    def press(self, label: str, card: Card | None) -> Tapped:
        """Return the press of a button of a card, found by its whole label."""
        assert card is not None
        offered = {
            self.words.say(card.language, button.label): button.choice
            for row in card.rows
            for button in row
        }
        return Tapped(self.at, card.number, offered[label])

    def hears(self, screen: str, language: str) -> None:
        """Let an admin have read a screen aloud, before the talk begins."""
        (lines,) = (
            scene.card.lines
            for scene in scenes(self.engine.deployment, language)
            if scene.id == screen
        )
        mark = self.words.heard(language, read_aloud(lines))
        name = f"{screen} in {language}"
        self.voices += (Voice(language, screen, mark, name, "1", Week(2900)),)
        self.words = Words.of(SHIPPED, voices=self.voices)
        self.engine = replace(self.engine, lexicon=self.words)

    def lends(self) -> None:
        """Let this deployment show words to which their author agreed."""
        shows = replace(self.engine.deployment, quotes=True)
        self.engine = replace(self.engine, deployment=shows)

    def waits(self, minutes: str) -> None:
        """Let time pass."""
        self.at += int(minutes) * 60


BEHIND: dict[type[Reply], str] = {
    Refuse: "(the message that she sent is deleted)",
    Number: "(a secret number is made)",
    Look: "(the number is looked up)",
    Erase: "(the sealed answers are deleted)",
    ClearScreen: "(all messages of the last two days are deleted)",
    Forget: "(everything that was held of the talk is forgotten)",
}

WAYS: list[tuple[re.Pattern[str], Callable[..., Event | None]]] = [
    (
        re.compile(r"starts(?: from the poster (\w+))?(?:, her app speaks (\S+))?"),
        lambda t, code, guess: Started(t.at, code or "", guess or ""),
    ),
    (
        re.compile("taps on her other phone (.+)"),
        lambda t, label: t.press(label, t.before),
    ),
    (re.compile("taps (.+)"), lambda t, label: t.press(label, t.live)),
    (
        re.compile(r"writes a text of (\d+) letters"),
        lambda t, length: Wrote(t.at, "a" * int(length)),
    ),
    (re.compile("writes (.+)"), lambda t, text: Wrote(t.at, text)),
    (re.compile(r"sends a (\w+)"), lambda t, other: Sent(t.at, Other(other))),
    (re.compile("edits a message"), lambda t: Edited(t.at)),
    (re.compile("blocks the bot"), lambda t: Blocked(t.at)),
    (re.compile(r"waits (\d+) minutes"), lambda t, minutes: t.waits(minutes)),
    (
        re.compile(r"can hear (\S+) in (\w+)"),
        lambda t, screen, language: t.hears(screen, language),
    ),
    (re.compile("comes where quotes are switched on"), lambda t: t.lends()),
]
"""What a person can do, the longer way of saying it first."""


def _said(answer: object) -> str:
    choices, text = getattr(answer, "choices", ()), getattr(answer, "text", "")
    quote = getattr(answer, "quote", "")
    shown = f" – may be shown as: {quote}" if quote else ""
    return (text or ", ".join(choices)) + shown


def told(script: str) -> str:
    """Return the whole transcript of a script, or of a transcript told before."""
    teller = Teller(WORDS, Engine(HOUSE, WORDS))
    title = script.splitlines()[0]
    out = [title]
    for line in script.splitlines():
        if line.startswith(DOES):
            out += ["", line]
            out += teller.does(line.removeprefix(DOES))
    return "\n".join(out) + "\n"


SHIPPED = Shipped.read(CHECKOUT / "locales")
WORDS = Words.of(SHIPPED)


def files() -> list[Path]:
    """Return every transcript."""
    return sorted(TRANSCRIPTS.glob("*.txt"))


if __name__ == "__main__":
    for path in files():
        path.write_text(told(path.read_text(encoding="utf-8")), encoding="utf-8")
