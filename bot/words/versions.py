"""One wording: a text in one language as somebody proposed it, and what became of it.

Wordings lie over what came with the program and outlive its upgrades. Rule: a wording
is never changed in what it says; another text is another version (`languages.md`,
States and roles).
"""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum

from bot.weeks import Week

PROGRAM = "program"
"""The author of every text that came with the program."""
AS_IT_CAME = "as it came"
"""Why a wording is past that was rolled back to what came with the program."""
UNKNOWN = ("",)
"""The English of a wording from before it was kept: only its mark is known."""


class Stage(Enum):
    """Where a wording is in its life; `past` were live once, or were replaced."""

    DRAFT = "draft"
    REVIEW = "review"
    REJECTED = "rejected"
    LIVE = "live"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a text.

    `source` is the mark of the English it was written for (`mark_of`), `english` that
    English itself. `author`,
    `back_by` and `approver` are staff ids, "command line" or `PROGRAM`; `back` is the
    back-translation, `reason` why it was rejected or rolled back.
    """

    language: str
    id: str
    version: int
    forms: tuple[str, ...]
    source: str
    stage: Stage
    author: str
    week: Week
    back: str = ""
    back_by: str = ""
    approver: str = ""
    reason: str = ""
    english: tuple[str, ...] = UNKNOWN


@dataclass(frozen=True, slots=True)
class Signature:
    """A native reader's word for a language: who gave it, in which week."""

    language: str
    who: str
    week: Week


@dataclass(frozen=True, slots=True)
class Voice:
    """A screen spoken by an admin: the text's mark, and the door's name of the sound.

    `heard` is the mark of exactly what was read aloud (`mark_of`), so that a changed
    text falls silent.
    """

    language: str
    screen: str
    heard: str
    file: str
    who: str
    week: Week


def mark_of(forms: tuple[str, ...]) -> str:
    """Return 16 hex digits that stand for a text; another text has others."""
    said = json.dumps(forms, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
