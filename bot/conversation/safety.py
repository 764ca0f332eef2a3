"""What may show who a person is, found in her own words before they are kept.

Rule: this only suggests, on the spot and without keeping anything; the person decides
(`conversation.md`, N1). A cue that finds too much costs one press, so the patterns are
short. All of them stay linear: they read whatever a stranger writes.
"""

import re
from dataclasses import dataclass

HIDDEN = "…"
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
    re.compile(r"(?P<detail>[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24})"),
    re.compile(
        r"(?P<detail>\b(?:https?://|www\.|t\.me/|wa\.me/)\S{1,500})", re.IGNORECASE
    ),
    re.compile(r"(?P<detail>\b[a-z0-9-]{1,63}\.[a-z]{2,24}/\S{1,500})", re.IGNORECASE),
    re.compile(r"(?<![\w@])(?P<detail>@\w{3,64})"),
    re.compile(rf"(?P<detail>[+(]{{0,2}}\d(?:{_BETWEEN}\d){{6,}})"),
    *(re.compile(cue + _NAME, re.IGNORECASE) for cue in _CUES),
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A stretch of a text that may show who somebody is."""

    start: int
    words: str


def detail(text: str) -> Detail | None:
    """Return the first detail in a text, whatever its language, or None."""
    found = (pattern.search(text) for pattern in _DETAILS)
    details = [Detail(m.start("detail"), m["detail"]) for m in found if m]
    return min(details, key=lambda d: (d.start, -len(d.words)), default=None)


def hidden(text: str, found: Detail) -> str:
    """Return the text with the detail replaced by one mark, wherever it comes again."""
    end = found.start + len(found.words)
    again = re.compile(rf"(?<!\w){re.escape(found.words)}(?!\w)")
    return again.sub(HIDDEN, text[: found.start] + HIDDEN + text[end:])
