"""Batch, band, blur: the only maker of a `Digest`, and so of anything that is told.

A closing batch (`themes.pools` says which answers are one) is a number of different
people and, for each fact, how many of them it holds for. Each count is blurred once
(`themes.blur`), turned into few, some or most, and forgotten. What an adversary learns
from a digest is bounded in `gathering.md`, "What is proved"; the bound rests on three
things here:

* every fact of the forms is told every time, whatever was answered ("few" says none
  too), so that no fact speaks by being there or missing;
* the denominator is always the number of people in the batch, and skipping is a choice;
* one answer moves at most two counts of a question and three entries of the one list
  that tapped needs and coded words share (`epsilon`).

Rule: everything else that is ever read (a digest, a pull, an export) is a function of
these frozen values and of nothing else.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from bot.errors.gathered import BrokenDigestError
from bot.questions import Form, Kind, Question
from bot.themes.blur import Bits, laplace
from bot.themes.codebook import SHIPPED, Codebook
from bot.weeks import Week, month_of

Fact = tuple[str, str]
"""A question's id and what is told of it, or `THEMES` and an entry of the list."""

THEMES = "themes"
"""The one list of tapped needs (`need:A1`) and coded words (`keep:D1`, `change:D1`)."""
NEED = "need"
MOST_THEMES = 3
"""How many entries of the list one answer may hold."""
LOWEST_K = 5
"""No deployment may mix fewer people than this (`gathering.md` P2)."""


class Band(enum.StrEnum):
    """How many people of a batch a fact holds for (`gathering.md` P5)."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Digest:
    """What one batch, or one language leaf of it, tells. Frozen for ever.

    `batch` is 32 hex digits; `leaf` is "" or a language; `months` are the first and
    the last (`2026-03`); `forms` are names and versions; `codebook` is a version;
    `table` holds a band for every fact, in the order of the forms.
    """

    batch: str
    pool: str
    leaf: str
    months: tuple[str, str]
    size_band: str
    forms: tuple[tuple[str, int], ...]
    epsilon: int
    codebook: int
    table: tuple[tuple[Fact, Band], ...]

    def to_bytes(self) -> bytes:
        """Return the canonical JSON: the same bytes for the same digest, always."""
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def from_bytes(cls, content: bytes) -> "Digest":
        """Return the digest that `to_bytes` wrote; raise `BrokenDigestError`."""
        try:
            return msgspec.json.decode(content, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as broken:
            raise BrokenDigestError from broken


def facts(forms: Sequence[Form], codebook: Codebook = SHIPPED) -> tuple[Fact, ...]:
    """Return every fact that a batch tells whose pool is asked these forms.

    Where forms differ, only the questions that all of them ask alike are told, since a
    band speaks about everybody in the batch.
    """
    return _facts(tuple(forms), codebook)


@lru_cache
def _facts(forms: tuple[Form, ...], codebook: Codebook) -> tuple[Fact, ...]:
    asked = [question for form in forms for question in form.questions]
    listed = [entry for question in asked for entry in entries(question, codebook)]
    return (
        *((q.id, told) for q in alike(forms) for told in told_of(q)),
        *((THEMES, entry) for entry in dict.fromkeys(listed)),
    )


def alike(forms: Sequence[Form]) -> tuple[Question, ...]:
    """Return the questions that every one of the forms asks in the same way."""
    first, *rest = forms
    return tuple(q for q in first.questions if all(q in f.questions for f in rest))


def told_of(question: Question) -> tuple[str, ...]:
    """Return what a single-choice question tells; nothing for other kinds."""
    if question.kind not in (Kind.SCALE, Kind.ONE):
        return ()
    return tuple(dict.fromkeys(choice.told for choice in question.choices))


def entries(question: Question, codebook: Codebook = SHIPPED) -> tuple[str, ...]:
    """Return the entries of the list that a question can give."""
    if question.kind is Kind.SEVERAL:
        return tuple(f"{NEED}:{c.theme or c.told}" for c in question.choices)
    if question.direction is None:
        return ()
    side = question.direction
    return tuple(f"{side.value}:{code}" for code in codebook.told(side))


def epsilon(form: Form) -> int:
    """Return the privacy loss of one whole answer set to a form, in units of 1 / b.

    Changing an answer moves two counts for each single-choice question, and takes up
    to three entries off the list and puts up to three on (`data.md`, Epsilon).
    """
    single = sum(1 for q in form.questions if told_of(q))
    listed = sum(
        q.most if q.kind is Kind.SEVERAL else MOST_THEMES
        for q in form.questions
        if entries(q)
    )
    return 2 * single + 2 * min(MOST_THEMES, listed)


def band(count: int, people: int) -> Band:
    """Return few (up to a third), some, or most (two thirds or more)."""
    if 3 * count <= people:
        return Band.FEW
    return Band.MOST if 3 * count >= 2 * people else Band.SOME


def size_band(people: int) -> str:
    """Return the size of a batch as it is told (`gathering.md` P5)."""
    edges = {50: "50+", 20: "20-49", 10: "10-19", 5: "5-9"}
    return next(told for edge, told in edges.items() if people >= edge)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A set of different people whose answers are told together, as counts.

    `first` and `last` are the ticks between which it was gathered; `counts` are by
    fact, a fact that holds for nobody may be missing.
    """

    pool: str
    language: str
    first: Week
    last: Week
    people: int
    counts: Mapping[Fact, int]

    def __post_init__(self) -> None:
        if self.people < LOWEST_K:
            raise ValueError(self.people)


def tell(
    leaf: Leaf,
    forms: Sequence[Form],
    batch: bytes,
    bits: Bits,
    codebook: Codebook = SHIPPED,
) -> Digest:
    """Make the digest of a leaf: blur each count once, and keep only its band.

    `batch` is 16 random bytes, `forms` are those that the leaf's pool is asked.
    """
    return Digest(
        batch=batch.hex(),
        pool=leaf.pool,
        leaf=leaf.language,
        months=(month_of(leaf.first), month_of(leaf.last)),
        size_band=size_band(leaf.people),
        forms=tuple(sorted((form.name, form.version) for form in forms)),
        epsilon=max(epsilon(form) for form in forms),
        codebook=codebook.version,
        table=tuple(
            (fact, band(leaf.counts.get(fact, 0) + laplace(bits), leaf.people))
            for fact in facts(forms, codebook)
        ),
    )


def pull(
    digests: Iterable[Digest], pool: str, first: str, last: str
) -> tuple[Digest, ...]:
    """Return a pool's whole released batches that lie in a period, oldest first.

    `first` and `last` are months. Nothing found is the one refusal, the same for
    nobody and for all but one of the people needed (`gathering.md` P8).
    """
    found = (
        d
        for d in digests
        if d.pool == pool and first <= d.months[0] and d.months[1] <= last
    )
    return tuple(sorted(found, key=lambda d: (d.months[::-1], d.leaf, d.batch)))
