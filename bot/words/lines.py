"""One text as it goes out to a translator, and one as it comes back.

Files of two kinds carry them (`pofile`, `sheet`). Rule: what a file says of a text is a
claim of whoever edited it; it counts only after `exchange` has held it against ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.words import po
from bot.words.languages import SOURCE, Language
from bot.words.shape import LIMITS, SOFT_BUTTON
from bot.words.writing import graphemes

_SCREEN = re.compile(r"\b[A-Z]\d[a-z]?\b")
_SHOWN = 40
_ONE_TEXT = "\n\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a language, and what its translator has to know.

    `source` is its English; `forms` what stands now, () if nothing; `screens` where it
    appears; `stale_of` the English it was written for, where that has changed since,
    ("",) where nobody knows any more what it was.
    """

    source: po.Entry
    forms: tuple[str, ...]
    screens: tuple[str, ...]
    limit: int
    stale_of: tuple[str, ...] = ()

    @property
    def english(self) -> str:
        """The English in one piece: its forms one below the other, none twice."""
        return _ONE_TEXT.join(dict.fromkeys(self.source.forms))


@dataclass(frozen=True, slots=True)
class Row:
    """One text as a file has it; its forms are () where they are to be left alone.

    `english` is what the file calls its English, () if it does not say. `vouched` tells
    that the file could have marked it as unsure, and did not. `problem` is what was
    wrong with it as it was read.
    """

    id: str
    forms: tuple[str, ...]
    english: tuple[str, ...] = ()
    vouched: bool = False
    problem: str = ""


def shipped(locales: Path, language: Language) -> tuple[Line, ...]:
    """Return every text of a language as the shipped catalogues say it."""
    english = po.read(po.path_of(locales, SOURCE)).entries
    path = po.path_of(locales, language.code)
    said = po.read(path).entries if path.exists() else {}
    return tuple(
        line_of(source, said[id_].forms if id_ in said else ())
        for id_, source in english.items()
    )


def line_of(
    source: po.Entry, forms: tuple[str, ...], stale_of: tuple[str, ...] = ()
) -> Line:
    """Make a line of a text; its screens are those that its id and notes name."""
    named = _SCREEN.findall(" ".join((source.id.partition(".")[0], *source.notes)))
    return Line(source, forms, tuple(dict.fromkeys(named)), _limit(source), stale_of)


def _limit(source: po.Entry) -> int:
    """Return how many letters a translator is told to stay below.

    A button could hold more, but a narrow phone cuts it off.
    """
    longest = LIMITS.get(source.kind, LIMITS["Screen"])
    shown = max(SOFT_BUTTON, graphemes(source.forms[-1]))
    return min(longest, shown) if source.kind == "Button" else longest


def lines_end(text: str) -> str:
    """Return a text whose lines end in one way, whatever system it comes from."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def brief(claim: str) -> str:
    """Return what a file says in so few plain letters that it can be repeated."""
    plain = "".join(char if char.isprintable() else " " for char in claim)
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"


def briefly(claims: Iterable[str], most: int = 10) -> str:
    """Return a list of claims of which the first few are repeated."""
    every = tuple(claims)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(map(brief, every[:most])) + more
