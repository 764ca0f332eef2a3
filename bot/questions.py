"""What is asked: a programme's form, and the refusal of a bad one.

A form is a TOML file in `locales/forms/`. Rule: nothing is asked that a person
could be found by or hurt by (`conversation.md`, "What the bot never does", 1).
"""

import enum
from dataclasses import dataclass

from bot.words.phrases import Msg, Own


class Kind(enum.Enum):
    """The four kinds of question."""

    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    FREE = "free"


class Direction(enum.Enum):
    """What a free text tells: something to keep, or something to change."""

    KEEP = "keep"
    CHANGE = "change"


class Band3(enum.Enum):
    """How a point of a scale is told: as low, middle or high (`gathering.md` P5)."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap.

    `told` is the fact it counts for (low, middle or high of a scale, else its own
    id); `theme` is a codebook code for a tapped need ("" for none); `unsafe` marks
    the answer after which helplines are shown (F0).
    """

    id: str
    words: Msg | Own
    told: str
    theme: str = ""
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `most` is how many may be chosen (1, or 3 for several)."""

    id: str
    kind: Kind
    words: Msg | Own
    choices: tuple[Choice, ...] = ()
    most: int = 1
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Up to 8 questions under a name and a version."""

    name: str
    version: int
    questions: tuple[Question, ...]
