"""What a code is, and a codebook: values, and what holds of them.

The codes that came with the program are in `codebook`, a deployment's own (X1 to X99)
come from a file of the same shape in its data folder (`codefile`).

Rule: a code is closed, never deleted, and never changes what it means; and a sensitive
one is never guessed from words and never told: its door is the person's own tap
(`gathering.md` P11). So is what a deployment puts under a sensitive one.
"""

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.questions import Direction
from bot.words.phrases import Own

EACH = 1000
"""What one version of a deployment's own file adds to the number of a codebook."""
OWN_ID = re.compile(r"X[1-9][0-9]?")
TRIED = 3
"""Things that homes have tried, where a code names any."""
LONGEST = 400
"""Characters of one text of a code: a digest has room for a few of them."""


class Sensitivity(enum.Enum):
    """How carefully a code is handled: urgent ones are sensitive too."""

    NO = "no"
    CLARIFY = "clarify"
    SENSITIVE = "sensitive"
    URGENT = "urgent"


HUSHED = frozenset({Sensitivity.SENSITIVE, Sensitivity.URGENT})
"""What is never told, and never found in words."""


class Type(enum.StrEnum):
    """The types of feedback of the IFRC's common codes."""

    QUESTION = "question"
    REQUEST = "request"
    CONCERN = "concern"
    PRAISE = "praise"
    OBSERVATION = "observation"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class CodeText:
    """What one language says of a code, for staff.

    `tried` are three things that homes have tried, `ask` is a question for a house
    meeting; both may be missing from a code of a deployment's own.
    """

    means: str
    example: str
    not_this: str
    tried: tuple[str, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `told` are the directions in which coded words may count for it.

    `types` and `category` are the IFRC's, `outcome` is one of the Modern Slavery Core
    Outcome Set; `since` and `closed` are versions; `under` is a code that this one is a
    part of. A deployment's own brings its `label`, its `texts` by language, and words
    for the lexicon, too.
    """

    id: str
    sensitivity: Sensitivity
    told: frozenset[Direction]
    types: tuple[Type, ...] = ()
    category: tuple[str, ...] = ()
    outcome: str = ""
    since: int = 1
    closed: int | None = None
    under: str = ""
    label: Own | None = None
    texts: tuple[tuple[str, CodeText], ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def suggested(self) -> bool:
        """Whether a coder may find it in words."""
        return self.closed is None and self.sensitivity not in HUSHED


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every code there is and was, in order."""

    version: int
    codes: tuple[Code, ...]

    def told(self, direction: Direction) -> tuple[str, ...]:
        """Return the codes that words may count for in this direction, in order."""
        return tuple(
            code.id
            for code in self.codes
            if direction in code.told and code.closed is None
        )

    def by_id(self) -> dict[str, Code]:
        """Return every code by its id, in order."""
        return {code.id: code for code in self.codes}

    def labels(self) -> tuple[tuple[str, Own], ...]:
        """Return what a deployment calls its own codes."""
        return tuple((c.id, c.label) for c in self.codes if c.label is not None)

    def gone(self, entries: Iterable[str]) -> str:
        """Return an own code that was told in an entry of a list and is here no more.

        "" says that none is missing.
        """
        told = {entry.partition(":")[2] for entry in entries}
        own = {code for code in told if OWN_ID.fullmatch(code)}
        return min(own - self.by_id().keys(), default="")


def spoken(version: int) -> str:
    """Return a codebook's number as people read it: 1, or 1+2 with one's own second."""
    own, shipped = divmod(version, EACH)
    return f"{shipped}+{own}" if own else str(shipped)


def circle(under: Mapping[str, str]) -> str:
    """Return a code that lies under itself, by however many steps; "" if none does."""
    for code in under:
        seen, above = {code}, under[code]
        while above in under and above not in seen:
            seen.add(above)
            above = under[above]
        if above == code:
            return code
    return ""
