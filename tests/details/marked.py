"""Texts in which what may show who somebody is was marked by hand, and what is found.

A line of a set is a language, a tab and a text; `{phone|0501234567}` marks a detail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.details.finding import Detail

HERE = Path(__file__).parent
DEVELOP, HELD_OUT = HERE / "develop.tsv", HERE / "heldout.tsv"
_MARK = re.compile(r"\{(?P<kind>[a-z]+)\|(?P<words>[^}]+)\}")
DIGITS_TELL = frozenset({"phone", "number", "date"})
"""Kinds of which nothing is left once every digit is hidden."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the marks; none in a clean one."""

    language: str
    text: str
    marks: tuple[Mark, ...]

    def gone(self, mark: Mark, found: tuple[Detail, ...]) -> bool:
        """Tell whether hiding what was found takes all away that was marked."""
        hidden = {place for d in found for place in range(d.start, d.end)}
        tells = str.isdigit if mark.kind in DIGITS_TELL else str.isalnum
        places = range(mark.start, mark.end)
        return all(p in hidden for p in places if tells(self.text[p]))

    def right(self, detail: Detail) -> bool:
        """Tell whether what was found is part of something marked."""
        return any(m.start < detail.end and detail.start < m.end for m in self.marks)


def read(path: Path) -> Iterator[Marked]:
    """Read a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        language, _, marked = line.partition("\t")
        text, marks = "", []
        for piece in re.split(r"(\{[a-z]+\|[^}]+\})", marked):
            mark = _MARK.fullmatch(piece)
            words = mark["words"] if mark else piece
            if mark:
                marks.append(Mark(mark["kind"], len(text), len(text) + len(words)))
            text += words
        yield Marked(language, text, tuple(marks))
