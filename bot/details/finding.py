"""What may show who a person is, found in a text before anybody else reads it.

Two moments ask. Before Send, `details` lets a survivor see what she wrote and decide
(`conversation.md`, N1). Before a paraphrase or a quote leaves, `clean` has the last
word: as long as it finds anything, nothing leaves (`gathering.md`, P10).

Rule: everything is found on the spot from the text alone, and nothing of it is kept.
All patterns are linear, since they read whatever a stranger writes.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

HIDDEN = "…"


class Kind(enum.Enum):
    """What a detail is; a `PERSON` is only perhaps the name of somebody."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    LINK = "link"
    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Detail:
    """A stretch of a text that may show who somebody is: `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    words: str


def details(text: str, regions: Sequence[str] = ()) -> tuple[Detail, ...]:
    """Return what may show who wrote a text, in order; none of them overlap.

    `regions` are the two-letter codes of countries whose telephone numbers may be
    written without their prefix; numbers with one are found without any.
    """
    del regions
    found = (
        Detail(kind, *match.span("detail"), match["detail"])
        for kind, pattern in _DETAILS
        for match in pattern.finditer(text)
    )
    return _apart(sorted(found, key=lambda d: (d.start, -d.end)))


def clean(text: str, regions: Sequence[str] = ()) -> tuple[Detail, ...]:
    """Return all that must go before a text leaves the vault; empty says it may go.

    Beside `details`, what may be somebody's name. A script without capitals shows no
    names, so there a human who reads the language has to look as well, always.
    """
    return details(text, regions)


def hidden(text: str, found: Sequence[Detail]) -> str:
    """Return the text with one mark for each detail, wherever it comes again."""
    for detail in sorted(found, key=lambda d: -d.start):
        text = text[: detail.start] + HIDDEN + text[detail.end :]
    for words in {detail.words for detail in found}:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", HIDDEN, text)
    return text


def _apart(found: Sequence[Detail]) -> tuple[Detail, ...]:
    """Keep of what overlaps the first, and of what begins alike the longest."""
    kept: list[Detail] = []
    for detail in found:
        if not kept or detail.start >= kept[-1].end:
            kept.append(detail)
    return tuple(kept)


_BETWEEN = r"[\s().\-\u2013/\u200e\u200f\u2066-\u2069]{0,3}"
_APOSTROPHES = r"'\u2019\u02bc"
_WORD = rf"[\w{_APOSTROPHES}-]*"
_NAME = rf"(?P<detail>[^\W\d_]{_WORD}(?:\s+(?-i:[A-Z\u0401-\u042f\u0490]){_WORD})?)"
"""One word, and a second where it begins with a capital letter."""

_CUES = (
    r"\b(?:my name is|my name's|i am called|i'm called)\s+",
    rf"\b(?:мене звати|мене звуть|моє ім[{_APOSTROPHES}]я)[\s:\u2014-]+",
    r"(?:اسمي|إسمي|انا اسمي|أنا اسمي|يسمونني)\s+(?:هو\s+)?",
)
"""Words after which a name stands: English, Ukrainian, Arabic."""

_DETAILS = (
    (Kind.EMAIL, re.compile(r"(?P<detail>[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24})")),
    (
        Kind.LINK,
        re.compile(
            r"(?P<detail>\b(?:https?://|www\.|t\.me/|wa\.me/)\S{1,500})", re.IGNORECASE
        ),
    ),
    (
        Kind.LINK,
        re.compile(
            r"(?P<detail>\b[a-z0-9-]{1,63}\.[a-z]{2,24}/\S{1,500})", re.IGNORECASE
        ),
    ),
    (Kind.HANDLE, re.compile(r"(?<![\w@])(?P<detail>@\w{3,64})")),
    (Kind.PHONE, re.compile(rf"(?P<detail>[+(]{{0,2}}\d(?:{_BETWEEN}\d){{6,}})")),
    *((Kind.NAME, re.compile(cue + _NAME, re.IGNORECASE)) for cue in _CUES),
)
