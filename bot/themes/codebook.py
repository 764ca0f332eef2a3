"""What a theme can be: the closed list of codes, version 1 (`digests.md`).

Labels are message ids, `theme.<code>`. Rule: a code is closed, never deleted, and a
sensitive one is never guessed from words and never told: its door is the person's own
tap (`gathering.md` P11).
"""

import enum
from dataclasses import dataclass
from functools import cache

from bot.questions import Direction

VERSION = 1


class Sensitivity(enum.Enum):
    """How carefully a code is handled: urgent ones are sensitive too."""

    NO = "no"
    CLARIFY = "clarify"
    SENSITIVE = "sensitive"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `told` are the directions in which coded words may count for it."""

    id: str
    sensitivity: Sensitivity
    told: frozenset[Direction]


_NEVER: frozenset[Direction] = frozenset()
_CHANGE = frozenset({Direction.CHANGE})
_BOTH = frozenset(Direction)

_CLEAR: dict[frozenset[Direction], str] = {
    _BOTH: "A1 A3 A4 A5 A6 A7 B1 B2 B3 B4 B5 C4 C6 D1 D2 D3 D5",
    _CHANGE: "C1 C2 C3 C5 C7 C8 F1 F2",
    _NEVER: "F3 F4 G1 G2 G3 H1 H3",
}
"""The codes of no special sensitivity. Those never told from words are not found by a
keyword (H1), or say less than another one does (G1 is A4, kept)."""
_OTHERS: tuple[tuple[str, Sensitivity, frozenset[Direction]], ...] = (
    ("A2", Sensitivity.CLARIFY, _BOTH),
    ("B6", Sensitivity.SENSITIVE, _NEVER),
    ("D4", Sensitivity.CLARIFY, _CHANGE),
    ("E1", Sensitivity.URGENT, _NEVER),
    ("E2", Sensitivity.URGENT, _NEVER),
    ("E3", Sensitivity.SENSITIVE, _NEVER),
    ("E4", Sensitivity.SENSITIVE, _NEVER),
    ("E5", Sensitivity.URGENT, _NEVER),
    ("E6", Sensitivity.URGENT, _NEVER),
    ("E7", Sensitivity.URGENT, _NEVER),
    ("E8", Sensitivity.SENSITIVE, _NEVER),
    ("H2", Sensitivity.CLARIFY, _NEVER),
)

CODEBOOK: dict[str, Code] = {
    code.id: code
    for code in sorted(
        [
            *(
                Code(id_, Sensitivity.NO, told)
                for told, ids in _CLEAR.items()
                for id_ in ids.split()
            ),
            *(Code(*row) for row in _OTHERS),
        ],
        key=lambda code: code.id,
    )
}
"""Every code by its id, in order."""


@cache
def told(direction: Direction) -> tuple[str, ...]:
    """Return the codes that words may count for in this direction, in order."""
    return tuple(code.id for code in CODEBOOK.values() if direction in code.told)
