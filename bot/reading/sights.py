"""What the page shows and what it says back, as values that cross the wire.

Places in a text are counted in characters here; the page, whose strings are counted in
other units, turns them over at its own edge.
"""

import unicodedata
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.themes.clauses import LONGEST
from bot.themes.readings import MOST_CODES, Wanted

Direction = Literal["ltr", "rtl"]
Place = Annotated[int, Meta(ge=0)]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Given = tuple[Annotated[str, Meta(max_length=16)], Wanted]
"""A code and what the person wants with it."""
Span = tuple[Place, Place]


class Suggested(msgspec.Struct, frozen=True):
    """A code that the program found, and where it is said."""

    code: str
    wanted: Wanted
    start: int
    end: int


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """One opened text and everything that is shown beside it.

    `place` is what the page names it by; `why` says why nothing is suggested; `hidden`
    are the stretches that are covered; `usual` is what the question asked for; `coded`
    tells whether this reader coded it.
    """

    place: int
    text: str
    language: str
    dir: Direction
    question: str
    usual: Wanted
    suggested: tuple[Suggested, ...]
    why: str
    given: tuple[Given, ...]
    hidden: tuple[Span, ...]
    coded: bool
    drawn: bool
    acted: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reading is: whole per cent, and the agreement so far, in words."""

    share: int
    second: int
    agreement: tuple[tuple[str, str], ...]


class Code(msgspec.Struct, frozen=True):
    """A code of the codebook as the page lists it, and what it means."""

    id: str
    label: str
    sensitive: bool
    means: str
    not_this: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A theme of a released batch that may be paraphrased, and how far that is.

    `group` heads the themes of its batch, `about` the texts behind it; `state` is "",
    written or signed.
    """

    batch: str
    entry: str
    group: str
    about: str
    label: str
    band: str
    state: str


class Text(msgspec.Struct, frozen=True):
    """A text that a paraphrase is drawn from, with what was hidden covered."""

    text: str
    language: str
    dir: Direction


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a paraphrase is written from, and what stands written in a language.

    `missing` says why none can be written, whatever the words; `own` tells whether
    this reader wrote it, `caseless` whether who signs must have read every word.
    """

    texts: tuple[Text, ...]
    missing: tuple[str, ...]
    words: str
    dir: Direction
    state: str
    own: bool
    caseless: bool


class Lendable(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose author agreed to exactly these, and how far they are.

    `id` is what the page names them by, `why` what keeps them here, "" for nothing;
    `state`, `own` and `caseless` are as in a `Source`.
    """

    id: str
    words: str
    language: str
    dir: Direction
    why: str
    state: str
    own: bool
    caseless: bool


class Coded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader gave a text, from the page."""

    place: Place
    given: Annotated[tuple[Given, ...], Meta(max_length=MOST_CODES)]
    hidden: Annotated[tuple[Span, ...], Meta(max_length=LONGEST // 2)]


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A theme in a language of staff, from the page."""

    batch: Id
    entry: Id
    language: Id


class Worded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paraphrase that was written or is to be signed, from the page."""

    batch: Id
    entry: Id
    language: Id
    words: Annotated[str, Meta(max_length=2000)] = ""
    read: bool = False


class Picked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words below a theme that are to be let out or signed, from the page."""

    batch: Id
    entry: Id
    language: Id
    id: Annotated[str, Meta(max_length=128)]
    read: bool = False


def direction(text: str) -> Direction:
    """Return in which direction most letters of a text run."""
    runs = [unicodedata.bidirectional(letter) for letter in text]
    right = sum(1 for run in runs if run in {"R", "AL"})
    return "rtl" if right > sum(1 for run in runs if run == "L") else "ltr"
