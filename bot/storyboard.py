"""Every screen in one language on one page, for the people who check the words.

A page is whole in itself: no script, nothing from elsewhere, one style that its own
policy names by its hash, so that a file which is passed on can do nothing. Rule: what
stands in a phone here is what `words` says of a card that `cards` made; the rest of
the page is plain English for staff.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.replies import Card
from bot.conversation.scenes import Scene, ids, scenes
from bot.deployment import Deployment
from bot.words.catalogue import Words
from bot.words.commands import Command
from bot.words.languages import SOURCE, Language, State
from bot.words.phrases import Msg, Phrase
from bot.words.writing import MESSAGE, units

BOARDS = Path(__file__).parent / "boards"
STYLE = (BOARDS / "storyboard.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: its own style and nothing else."""
MARKS = ("missing", "stale", "draft")
"""What may be said of a text, the gravest first."""
STATES = {
    State.SOURCE: "The source that every other language is translated from.",
    State.DRAFT: "Draft: no native reader has signed these words yet.",
    State.REVIEWED: "A native reader has signed these words.",
}

_TEMPLATES = Environment(
    loader=FileSystemLoader(BOARDS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One text as it is shown: its language's tag, and what is to be said of it."""

    text: str
    tag: str
    mark: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One scene as it is drawn; `ids` are pairs of a message id and its mark."""

    id: str
    says: str
    lines: tuple[Said, ...]
    rows: tuple[tuple[Said, ...], ...]
    ids: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Face:
    """What Telegram shows of the bot itself, before Start and later.

    The menu is pairs of a command and its text, the rest of a message id and its mark.
    """

    name: Said
    short: Said
    description: Said
    menu: tuple[tuple[str, Said], ...]
    before: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A language in the index: its page, and how many of its texts bear each mark."""

    language: Language
    page: str
    counts: Mapping[str, int]


def page(
    words: Words, deployment: Deployment, language: str, marks: Mapping[str, str]
) -> str:
    """Return the storyboard of a language as HTML; `marks` are by message id."""
    board = _Board(words, language, marks)
    state = board.state(deployment)
    frames = [board.frame(scene) for scene in scenes(deployment, language)]
    face = board.face()
    return _TEMPLATES.get_template("storyboard.html").render(
        style=STYLE,
        policy=POLICY,
        language=board.language,
        tag=tag_of(language),
        state=state,
        says=STATES[state],
        counts=counted(marks),
        face=face,
        frames=frames,
        unseen=board.unseen(face, frames),
    )


def index(listed: Sequence[Listed]) -> str:
    """Return a page that leads to the storyboards."""
    return _TEMPLATES.get_template("index.html").render(
        style=STYLE, policy=POLICY, listed=listed, tag=tag_of
    )


def counted(marks: Mapping[str, str]) -> dict[str, int]:
    """Return how many texts bear each mark."""
    return {mark: list(marks.values()).count(mark) for mark in MARKS}


def text_pages(words: Words, deployment: Deployment, language: str) -> tuple[str, ...]:
    """Return the same as plain text, in messages that Telegram takes.

    A scene is never cut in two, unless it is too long for one message by itself.
    """
    board = _Board(words, language, {})
    written = [_face_in_words(board.face())]
    written += [_in_words(board.frame(s)) for s in scenes(deployment, language)]
    return tuple(_paged(part for text in written for part in _cut(text)))


def tag_of(language: str) -> str:
    """Return a language's code as HTML writes it."""
    return language.replace("_", "-")


@dataclass(frozen=True, slots=True)
class _Board:
    """The words of one language and what is to be said of them."""

    words: Words
    code: str
    marks: Mapping[str, str]

    @property
    def language(self) -> Language:
        """Return the language."""
        return next(x for x in self.words.languages if x.code == self.code)

    def state(self, deployment: Deployment) -> State:
        """Return how far the language is where this deployment speaks it, or at all."""
        if self.code == SOURCE:
            return State.SOURCE
        if self.code in deployment.languages:
            draft = self.code in deployment.drafts
            return State.DRAFT if draft else State.REVIEWED
        return self.language.state

    def frame(self, scene: Scene) -> Frame:
        """Draw a scene."""
        card = scene.card
        rows = tuple(
            tuple(self._phrase(card, button.label) for button in row)
            for row in card.rows
        )
        lines = tuple(self._phrase(card, line) for line in card.lines)
        return Frame(scene.id, scene.says, lines, rows, self._ids(ids(card)))

    def face(self) -> Face:
        """Draw what Telegram shows of the bot: D1, D2, D3 and its menu."""
        names = ("start", *(command.value for command in Command))
        menu = {name: f"command.{name}" for name in names}
        return Face(
            self._message("D1"),
            self._message("D2"),
            self._message("D3"),
            tuple((name, self._message(id_)) for name, id_ in menu.items()),
            self._ids(["D1", "D3"]),
            self._ids(["D1", "D2", *menu.values()]),
        )

    def unseen(
        self, face: Face, frames: Sequence[Frame]
    ) -> tuple[tuple[str, str], ...]:
        """Return what is to be said of texts that stand on no screen."""
        seen = {*face.before, *face.later, *(one for f in frames for one in f.ids)}
        return tuple(sorted(set(self.marks.items()) - seen))

    def _message(self, id_: str) -> Said:
        phrase = Phrase(Msg(id_))
        return self._phrase(Card(0, self.code, (phrase,), ()), phrase)

    def _phrase(self, card: Card, phrase: Phrase) -> Said:
        inside = ids(Card(card.number, card.language, (phrase,), ()))
        found = {self.marks.get(id_, "") for id_ in inside}
        mark = next((m for m in MARKS if m in found), "")
        text = self.words.say(self.code, phrase)
        own = isinstance(phrase.says, str) and self.marks.get(phrase.says) == "missing"
        return Said(
            text, tag_of(self._spoken(phrase, text) if own else self.code), mark
        )

    def _spoken(self, phrase: Phrase, text: str) -> str:
        """Return which language stands in for a text that is missing."""
        chain = (SOURCE, *self.language.fallback)
        return next((c for c in chain if self.words.say(c, phrase) == text), SOURCE)

    def _ids(
        self, names: Sequence[str] | frozenset[str]
    ) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.marks.get(name, "")) for name in sorted(names))


# The same in words alone


def _face_in_words(face: Face) -> str:
    menu = (f"/{name}: {said.text}" for name, said in face.menu)
    head = "D1, D2, D3: what Telegram shows of the bot"
    texts = (face.name.text, face.short.text, face.description.text)
    return "\n\n".join((f"▪️ {head}", *texts, "\n".join(menu)))


def _in_words(frame: Frame) -> str:
    rows = "\n".join(" ".join(f"[ {b.text} ]" for b in row) for row in frame.rows)
    return "\n\n".join((f"▪️ {frame.says}", *(line.text for line in frame.lines), rows))


def _paged(parts: Iterator[str]) -> Iterator[str]:
    """Put as many parts on a page as it takes."""
    written = ""
    for part in parts:
        joined = f"{written}\n\n\n{part}" if written else part
        if written and units(joined) > MESSAGE:
            yield written
            joined = part
        written = joined
    yield written


def _cut(text: str) -> Iterator[str]:
    """Cut what is too long for one message, at the last end of a line that fits."""
    while units(text) > MESSAGE:
        fits = text[:MESSAGE]
        while units(fits) > MESSAGE:
            fits = fits[:-1]
        line, found, _ = fits.rpartition("\n")
        first = line if found else fits
        yield first
        text = text[len(first) :].lstrip("\n")
    yield text
