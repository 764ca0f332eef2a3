"""Numbers of the whole network, once a quarter: the one thing told beside the bands.

`gathering.md` P12. A deployment that switches it on tells what people chose, as counts
under differential privacy. This bends P1 ("told in one fixed table"), so it is fenced:

* An answer is counted only if its batch was released: nothing is learnt of who waits.
* It is counted in the quarter in which its batch closed, so in one quarter at most; of
  each voice one answer is drawn. A quarter is 13 weeks of one round, as a voice is
  known again in its round only: one person is never two.
* A quarter is told once and kept; asking again gives the same bytes (`store.ledger`).
* It needs 100 people, whatever k is, and who answers is told of it first.
* Only single choices are counted. The list of themes, on which one answer moves up to
  six entries, stays in bands: with it, noise would drown a network of hundreds.

What one person said is protected by epsilon 1 here, and by the form's own epsilon in
the bands (16 for the default form). Both tables together: their sum, 17. That is what
"told once" costs where it is bent; it is printed with the numbers, and the bands alone
still say what they said. The proofs of `gathering.md` that rest on leaves (differences,
exchanges) are about bands only; here the noise alone protects. That somebody is among
the people counted is protected by less than epsilon 1, but for the size and for there
being numbers at all.

Rule: the counts that come in here are blurred already; exact ones never rest.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from bot.errors.gathered import BrokenDigestError
from bot.questions import Form
from bot.themes.gathering import THEMES, Fact, alike, epsilon, facts, told_of
from bot.weeks import Week, month_of

LEAST = 100
"""Different people that numbers need, whatever a deployment's k."""
QUARTER = 13
"""Weeks of a quarter; a round's last one takes what is left over."""
EPSILON = 1
"""The privacy loss of one answer in a quarter's numbers."""
_SURE = 0.95
_SIZES = {1000: "1000+", 500: "500-999", 200: "200-499", LEAST: "100-199"}


@dataclass(frozen=True, slots=True)
class Quarter:
    """The ticks of a part of a round: after the week `first`, up to `last`."""

    round: str
    number: int
    first: Week
    last: Week

    def __contains__(self, week: Week) -> bool:
        return self.first < week <= self.last


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told of a quarter, for ever. `table` are blurred counts of people.

    `epsilon` is theirs, `together` that of an answer told in bands as well; 95 in 100
    counts are at most `off_by` people wrong.
    """

    months: tuple[str, str]
    size_band: str
    forms: tuple[tuple[str, int], ...]
    epsilon: int
    together: int
    off_by: int
    table: tuple[tuple[Fact, int], ...]

    def to_bytes(self) -> bytes:
        """Return the canonical JSON: the same bytes for the same numbers, always."""
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def from_bytes(cls, content: bytes) -> "Numbers":
        """Return the numbers that `to_bytes` wrote; raise `BrokenDigestError`."""
        try:
            return msgspec.json.decode(content, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as broken:
            raise BrokenDigestError from broken

    def share(self, fact: Fact) -> int:
        """Return how many in a hundred of those who answered chose it."""
        counts = dict(self.table)
        every = sum(count for (id_, _), count in self.table if id_ == fact[0])
        return round(100 * counts[fact] / every) if every else 0


def quarters(round_id: str, opens: Week, closes: Week) -> Iterator[Quarter]:
    """Yield the quarters of a round. What is told after its end is in none."""
    whole = (closes - opens) // QUARTER
    for number in range(whole):
        first = opens + QUARTER * number
        last = closes if number == whole - 1 else first + QUARTER
        yield Quarter(round_id, number, Week(first), Week(last))


def counted(forms: Sequence[Form]) -> tuple[Fact, ...]:
    """Return what is counted where all of these forms are asked."""
    return tuple(fact for fact in facts(forms) if fact[0] != THEMES)


def moved(forms: Sequence[Form]) -> int:
    """Return how many counts, each by one, another answer of one person moves."""
    return 2 * sum(1 for question in alike(forms) if told_of(question))


def told(
    quarter: Quarter,
    people: int,
    blurred: Sequence[int],
    forms: Sequence[Form],
) -> Numbers:
    """Make a quarter's numbers of counts that were blurred, in the order of `counted`.

    A count under nobody is told as nobody: what noise did is no news.
    """
    shown = (max(0, count) for count in blurred)
    return Numbers(
        months=(month_of(quarter.first), month_of(quarter.last)),
        size_band=next(told for edge, told in _SIZES.items() if people >= edge),
        forms=tuple(sorted((form.name, form.version) for form in forms)),
        epsilon=EPSILON,
        together=EPSILON + max(epsilon(form) for form in forms),
        off_by=off_by(moved(forms) / EPSILON),
        table=tuple(zip(counted(forms), shown, strict=True)),
    )


def off_by(scale: float) -> int:
    """Return how far noise of a scale leads astray at most, 95 times in 100.

    Discrete Laplace: P(more than c) is 2 q^(c + 1) / (1 + q), with q = e^(-1 / scale).
    """
    rate = math.exp(-1 / scale)
    size = 0
    while 2 * rate ** (size + 1) / (1 + rate) > 1 - _SURE:
        size += 1
    return size
