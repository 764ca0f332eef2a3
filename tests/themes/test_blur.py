"""The blur follows its exact law, and is made of fair choices alone."""

import inspect
import math
import secrets
from collections import Counter
from functools import partial

import pytest
from answers import seeded

from bot.flows.gather import gather
from bot.themes.blur import below, laplace

DRAWS = 40_000
CHI_SQUARE_999 = 45.3
"""The 99.9 % point of chi-square with 20 degrees of freedom."""
CHI_SQUARE_MILLION = 66.2
"""Passed once in a million: for noise that no test can seed."""


def test_noise_follows_the_exact_law() -> None:
    """Sizes -9 to 9 and the two tails come as often as (e-1)/(e+1) e^-|x| says."""
    dice = seeded(7)
    drawn = Counter(max(-10, min(10, laplace(dice.getrandbits))) for _ in range(DRAWS))

    assert _chi_square(drawn) < CHI_SQUARE_999


def test_a_slightly_wrong_law_would_be_seen() -> None:
    """The same measure refuses noise whose scale is a tenth too small."""
    dice = seeded(7)
    drawn: Counter[int] = Counter()
    for _ in range(DRAWS):
        size = int(dice.expovariate(1.1)) * dice.choice((-1, 1))
        drawn[max(-10, min(10, size))] += 1

    assert _chi_square(drawn) > CHI_SQUARE_999


def test_opendp_draws_the_same_noise() -> None:
    """Beside another implementation of the law, which nobody here wrote or seeded."""
    pytest.importorskip("opendp", reason="opendp is not installed")
    from opendp import domains, measurements, metrics, mod  # noqa: PLC0415 (an extra)

    mod.enable_features("contrib")
    domain = domains.vector_domain(domains.atom_domain(T=int))
    oracle = measurements.make_laplace(domain, metrics.l1_distance(T=int), scale=1.0)
    theirs = Counter(max(-10, min(10, size)) for size in oracle([0] * DRAWS))
    dice = seeded(8)
    ours = Counter(max(-10, min(10, laplace(dice.getrandbits))) for _ in range(DRAWS))
    apart = sum(
        (ours[x] - theirs[x]) ** 2 / (ours[x] + theirs[x])
        for x in range(-10, 11)
        if ours[x] + theirs[x]
    )

    assert _chi_square(theirs) < CHI_SQUARE_MILLION
    assert apart < CHI_SQUARE_MILLION


def _chi_square(drawn: Counter[int]) -> float:
    peak = (math.e - 1) / (math.e + 1)
    law = {x: peak * math.exp(-abs(x)) for x in range(-9, 10)}
    law[-10] = law[10] = (1 - sum(law.values())) / 2
    return sum((drawn[x] - DRAWS * p) ** 2 / (DRAWS * p) for x, p in law.items())


@pytest.mark.parametrize("bound", [1, 2, 3, 5, 8, 13, 256])
def test_choices_below_a_bound_are_fair(bound: int) -> None:
    """Every number below the bound is the answer to exactly one pattern of bits."""
    found = Counter(below(bound, partial(_given, n)) for n in range(bound))

    assert found == Counter(range(bound))


def _given(number: int, _size: int) -> int:
    return number


def test_a_number_above_the_bound_is_drawn_again() -> None:
    """A pattern that is out of bounds is thrown away, never folded back."""
    given = [3, 7, 2]

    assert below(3, lambda _: given.pop(0)) == 2
    assert given == []


def test_chance_comes_from_the_operating_system() -> None:
    """Unless a test gives its own, gathering draws from `secrets`."""
    bits = inspect.signature(gather).parameters["bits"].default

    assert bits == secrets.randbits
