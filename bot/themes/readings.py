"""What a coder says of one text, and what a person taught it: plain values.

A `Reading` is made in the vault, shown to the trained reader at the desk, and thrown
away; only its codes are ever counted. Rule: a reading suggests. It names no sensitive
code (`themes.codebook`), and where it is unsure it says why and names none.
"""

import enum
from dataclasses import dataclass

MOST_CODES = 3


class Wanted(enum.StrEnum):
    """What the person wants with what is said: more of it, less of it, or that it stay.

    A need is something asked for, a problem something that is wrong, praise something
    that is good.
    """

    NEED = "need"
    PROBLEM = "problem"
    PRAISE = "praise"


class Why(enum.StrEnum):
    """Why a text has no codes; it is no fault of the person's."""

    SHORT = "short"
    """Fewer than three words."""
    LANGUAGE = "language"
    """Of no language that this coder reads."""
    SCRIPT = "script"
    """Not in the letters of the language it is said to be in."""
    ROMANISED = "romanised"
    """A language of other letters, written in Latin ones."""
    MARKS = "marks"
    """Without the marks that carry its meaning (Vietnamese)."""
    UNSURE = "unsure"
    """Read, and nothing stood out enough to be named."""


@dataclass(frozen=True, slots=True)
class Found:
    """One suggested code: how strongly (0 to 1), and where in the text it is said.

    `start` and `end` count characters of the text as it was given.
    """

    code: str
    wanted: Wanted
    strength: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said in a text: at most three codes, the strongest first.

    `language` is the one that it was read in; `why` is None where there are codes.
    """

    language: str
    codes: tuple[Found, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a person coded. It rests sealed, and dies with its answer."""

    language: str
    text: str
    codes: tuple[str, ...]
