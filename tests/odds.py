"""The exact law of what is told: how likely each band is, as fractions.

The blur's law holds for every rate q, with P(x) proportional to q^|x|; the product's is
q = e^-1, which no fraction is. So bounds are enumerated at a fraction near it, and hold
for e as they stand: an odds factor of at most 1 / q there is one of at most e here.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product

from bot.themes.gathering import Band, band

Q = Fraction(7, 19)
"""Near e^-1 (.3684 beside .3679)."""
BANDS = tuple(Band)
Chances = Mapping[Band, Fraction]
SKIP = 3
"""The answer of somebody who skipped a question of three told choices (0, 1, 2)."""


@cache
def at_least(size: int) -> Fraction:
    """Return the chance that the noise is `size` or more."""
    if size <= 0:
        return 1 - at_least(1 - size)
    return Q**size / (1 + Q)


@cache
def edges(people: int) -> tuple[int, int]:
    """Return the smallest counts that are told some and most, by asking `band`."""
    bands = [band(count, people) for count in range(people + 1)]
    return bands.index(Band.SOME), bands.index(Band.MOST)


@cache
def chances(count: int, people: int) -> Chances:
    """Return how likely each band is for a true count."""
    some, most = (at_least(edge - count) for edge in edges(people))
    return {Band.FEW: 1 - some, Band.SOME: some - most, Band.MOST: most}


@cache
def unblurred(count: int, people: int) -> Chances:
    """Return how likely each band would be if nothing were blurred."""
    told = band(count, people)
    return {one: Fraction(one is told) for one in BANDS}


def weighed(
    prior: Sequence[float],
    told: Sequence[Band],
    others: Sequence[int],
    people: int,
    *,
    blurred: bool = True,
) -> list[float]:
    """Return how likely each answer of one person is together with what was told.

    `others` are the counts of three choices among everybody else, who are all known.
    """
    law = chances if blurred else unblurred
    found = []
    for answer, chance in enumerate(prior):
        laws = (law(count + (answer == n), people) for n, count in enumerate(others))
        likely = (float(one[band]) for one, band in zip(laws, told, strict=True))
        found.append(chance * math.prod(likely))
    return found


def believed(
    prior: Sequence[float],
    told: Sequence[Band],
    others: Sequence[int],
    people: int,
    *,
    blurred: bool = True,
) -> list[float]:
    """Return what to believe of one person's answer then."""
    weights = weighed(prior, told, others, people, blurred=blurred)
    return [weight / sum(weights) for weight in weights]


def guessed(
    prior: Sequence[float], others: Sequence[int], people: int
) -> tuple[float, float]:
    """Return how often the best guess is right, and how sure it can ever be."""
    ways = [
        weighed(prior, told, others, people)
        for told in product(BANDS, repeat=len(others))
    ]
    return sum(map(max, ways)), max(max(way) / sum(way) for way in ways)


def fakes(people: int) -> list[tuple[int, int, int]]:
    """Return every way in which all others may be faked, as counts of three choices."""
    return [
        (low, middle, high)
        for low, middle, high in product(range(people), repeat=3)
        if low + middle + high < people
    ]
