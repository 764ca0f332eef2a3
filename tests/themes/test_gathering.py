"""Batch, band, blur: what a digest can tell about one person is bounded."""

import json
import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import pytest
from answers import DEFAULT, seeded
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BrokenDigestError
from bot.questions import Direction
from bot.themes import codebook
from bot.themes.gathering import (
    THEMES,
    Band,
    Digest,
    Fact,
    Leaf,
    band,
    epsilon,
    facts,
    pull,
    size_band,
    tell,
)
from bot.weeks import Week

Q = Fraction(7, 19)
"""Near e^-1. The law below holds for every rate, so its bounds are exact for e too."""
K = 10


def _leaf(people: int = 12, **counts: int) -> Leaf:
    told = {("Q1", name): count for name, count in counts.items()}
    return Leaf("house", "", Week(100), Week(109), people, told)


def _digest(leaf: Leaf, seed: int = 1, batch: bytes = bytes(16)) -> Digest:
    return tell(leaf, [DEFAULT], batch, seeded(seed).getrandbits)


@pytest.mark.parametrize(
    ("count", "people", "expected"),
    [
        (-3, 10, Band.FEW),
        (0, 10, Band.FEW),
        (3, 10, Band.FEW),
        (4, 12, Band.FEW),
        (4, 10, Band.SOME),
        (7, 12, Band.SOME),
        (8, 12, Band.MOST),
        (6, 10, Band.SOME),
        (7, 10, Band.MOST),
        (14, 10, Band.MOST),
    ],
)
def test_bands_end_at_a_third_and_begin_at_two_thirds(
    count: int, people: int, expected: Band
) -> None:
    """Few is up to a third, most is two thirds or more, blurred counts included."""
    assert band(count, people) is expected


@pytest.mark.parametrize(
    ("people", "told"),
    [(5, "5-9"), (9, "5-9"), (10, "10-19"), (19, "10-19"), (20, "20-49"), (50, "50+")],
)
def test_sizes_are_told_as_bands(people: int, told: str) -> None:
    """Nobody learns how many people a batch holds."""
    assert size_band(people) == told


def test_fewer_than_five_people_make_no_leaf() -> None:
    """Even a caller that forgot the threshold cannot tell of four people."""
    with pytest.raises(ValueError, match="4"):
        _leaf(people=4)


def test_every_fact_is_told_every_time() -> None:
    """An empty batch and a full one tell the same facts, in the same order."""
    empty = _digest(_leaf())
    full = _digest(replace(_leaf(), counts=dict.fromkeys(facts([DEFAULT]), 12)))

    assert [fact for fact, _ in empty.table] == [fact for fact, _ in full.table]
    assert set(dict(empty.table)) == set(facts([DEFAULT]))


def test_the_default_form_tells_its_choices_needs_and_codes() -> None:
    """Five single questions of three, eleven needs, and the codes of two texts."""
    found = facts([DEFAULT])
    codes = sum(len(codebook.told(direction)) for direction in Direction)

    assert sum(question != THEMES for question, _ in found) == 15
    assert len(found) == 15 + 11 + codes
    assert len(set(found)) == len(found)


def test_forms_that_differ_tell_only_what_both_ask() -> None:
    """A family with two forms tells no band about a question that some never saw."""
    shorter = replace(DEFAULT, name="short", questions=DEFAULT.questions[:1])
    found = {question for question, _ in facts([DEFAULT, shorter])}

    assert found == {"Q1", THEMES}


def test_months_are_the_pools_and_never_the_members() -> None:
    """A leaf tells the months of its two ticks."""
    assert _digest(_leaf()).months == ("2025-12", "2026-02")


def test_the_default_form_costs_sixteen() -> None:
    """Five single choices move two counts each, the list six (`data.md`)."""
    assert epsilon(DEFAULT) == 16
    assert _digest(_leaf()).epsilon == 16


def test_a_form_without_lists_costs_less() -> None:
    """A form of one single question costs two."""
    assert epsilon(replace(DEFAULT, questions=DEFAULT.questions[:1])) == 2


def _at_least(size: int) -> Fraction:
    """Return the chance that the noise is `size` or more."""
    if size <= 0:
        return 1 - _at_least(1 - size)
    return Q**size / (1 + Q)


def _chances(count: int, people: int) -> dict[Band, Fraction]:
    """Return how likely each band is for a true count."""
    some, most = (_at_least(edge - count) for edge in _edges(people))
    return {Band.FEW: 1 - some, Band.SOME: some - most, Band.MOST: most}


def _edges(people: int) -> tuple[int, int]:
    """Return the smallest counts that are told some and most, by asking `band`."""
    bands = [band(count, people) for count in range(people + 1)]
    return bands.index(Band.SOME), bands.index(Band.MOST)


@pytest.mark.parametrize("start", range(5, 201, 28))
def test_one_fact_moves_the_odds_at_most_by_e(start: int) -> None:
    """Enumerated for 5 to 200 people, every count, every band: exactly e at most.

    A single choice moves two facts and a form epsilon of them, by independent noise,
    so e^2 and e^epsilon follow by multiplying.
    """
    worst = Fraction(0)
    for people in range(start, min(start + 28, 201)):
        told = [_chances(count, people) for count in range(people + 1)]
        for one, other in pairwise(told):
            worst = max(
                worst, *(max(one[b] / other[b], other[b] / one[b]) for b in Band)
            )

    assert 1 < worst <= 1 / Q


def _guess(
    others: tuple[int, int, int], prior: dict[int, float]
) -> tuple[float, float]:
    """Return an attacker's best guess and greatest certainty, knowing all others.

    `others` are the counts of low, middle and high without the one person; `prior` is
    what the attacker believes of her (3 is a skip).
    """
    people = K
    law = [[_chances(count + more, people) for more in (0, 1)] for count in others]
    best = certain = 0.0
    for told in product(Band, repeat=3):
        weights = {
            answer: chance
            * math.prod(float(law[n][answer == n][told[n]]) for n in range(3))
            for answer, chance in prior.items()
        }
        total = sum(weights.values())
        best += max(weights.values())
        certain = max(certain, max(weights.values()) / total)
    return best, certain


@pytest.mark.parametrize(
    "prior",
    [{0: 0.15, 1: 0.15, 2: 0.65, 3: 0.05}, {0: 0.65, 1: 0.15, 2: 0.15, 3: 0.05}],
)
def test_faking_everybody_else_makes_nobody_certain(prior: dict[int, float]) -> None:
    """Whatever n - 1 faked answers say, the guess gains little and is never sure.

    All ways to fake the nine others are enumerated with the exact law.
    """
    ways = [
        (low, middle, high)
        for low, middle, high in product(range(K), repeat=3)
        if low + middle + high < K
    ]
    found = [_guess(way, prior) for way in ways]

    assert max(best for best, _ in found) <= 0.65 + 0.09
    assert max(certain for _, certain in found) < 0.95


def test_knowing_everybody_else_never_shows_a_low_rating() -> None:
    """A person who rated low, as one in seven does, is never known to have done so."""
    prior = {0: 0.15, 1: 0.2, 2: 0.6, 3: 0.05}
    law = {n: [_chances(n + more, K) for more in (0, 1)] for n in range(K)}
    most_odds = max(
        float(law[low][1][b] / law[low][0][b])
        * float(law[high][0][c] / law[high][1][c])
        for low, high in product(range(K), repeat=2)
        for b, c in product(Band, repeat=2)
    )
    surest = prior[0] * most_odds / (prior[0] * most_odds + 1 - prior[0])

    assert surest < 0.6


def test_the_blur_reaches_the_bands() -> None:
    """A count that stands at an edge is told in two ways by different draws."""
    told = {dict(_digest(_leaf(low=8), seed).table)["Q1", "low"] for seed in range(40)}

    assert told == {Band.SOME, Band.MOST}


def test_each_fact_has_a_blur_of_its_own() -> None:
    """Two facts of one count are not always told alike."""
    tables = [dict(_digest(_leaf(low=8, high=8), seed).table) for seed in range(40)]

    assert any(table["Q1", "low"] != table["Q1", "high"] for table in tables)


def test_bands_are_right_about_nine_times_in_ten() -> None:
    """For batches of 10 to 19 and any count, as the small print says; two off: rare."""
    chances = [
        (band(count, people), _chances(count, people))
        for people in range(10, 20)
        for count in range(people + 1)
    ]
    right = sum(float(law[true]) for true, law in chances) / len(chances)
    far = {Band.FEW: Band.MOST, Band.MOST: Band.FEW}
    off = sum(float(law[far[b]]) for b, law in chances if b in far) / len(chances)

    assert right >= 0.8
    assert off <= 0.01


def test_a_digest_is_its_bytes() -> None:
    """What is written is read back, and written again as the same bytes."""
    digest = _digest(_leaf(low=8, high=2))
    content = digest.to_bytes()

    assert Digest.from_bytes(content) == digest
    assert Digest.from_bytes(content).to_bytes() == content


def test_bytes_hold_no_count_no_week_and_no_person() -> None:
    """The frozen table holds bands, months and names of what was asked."""
    content = json.loads(_digest(_leaf(low=8)).to_bytes())

    assert set(content) == {
        "batch",
        "codebook",
        "epsilon",
        "forms",
        "leaf",
        "months",
        "pool",
        "size_band",
        "table",
    }
    assert {told for _, told in content["table"]} <= {"few", "some", "most"}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b"null", b'{"batch": 1, "table": [["Q1", "x"]]}'],
)
def test_a_broken_digest_is_refused(content: bytes) -> None:
    """Damaged bytes are an error with a remedy, never half a digest."""
    with pytest.raises(BrokenDigestError):
        Digest.from_bytes(content)


COUNTS = st.dictionaries(st.sampled_from(facts([DEFAULT])), st.integers(0, 60))


@given(COUNTS, st.integers(60, 90), st.integers(0, 2**32))
def test_a_digest_depends_on_the_counts_alone(
    counts: dict[Fact, int], people: int, seed: int
) -> None:
    """The order in which facts were counted, and who they came from, cannot show."""
    leaf = replace(_leaf(people), counts=counts)
    turned = replace(leaf, counts=dict(reversed(counts.items())))

    assert _digest(leaf, seed).to_bytes() == _digest(turned, seed).to_bytes()


def _told(pool: str, first: str, last: str, batch: int) -> Digest:
    digest = _digest(_leaf(), batch=batch.to_bytes(16, "big"))
    return replace(digest, pool=pool, months=(first, last))


RELEASED = (
    _told("north", "2026-03", "2026-05", 1),
    _told("north", "2026-01", "2026-03", 2),
    _told("south", "2026-03", "2026-04", 3),
)


def test_a_pull_gives_whole_batches_that_lie_in_the_period() -> None:
    """A batch that reaches over the period's edge is not in it; oldest come first."""
    assert pull(RELEASED, "north", "2026-01", "2026-12") == (RELEASED[1], RELEASED[0])
    assert pull(RELEASED, "north", "2026-02", "2026-12") == (RELEASED[0],)


@pytest.mark.parametrize(
    ("pool", "first", "last"),
    [
        ("north", "2026-04", "2026-04"),
        ("north", "2027-01", "2027-02"),
        ("nowhere", "2026-01", "2026-12"),
        ("network", "2026-01", "2026-12"),
    ],
)
def test_a_pull_that_finds_nothing_is_always_the_same(
    pool: str, first: str, last: str
) -> None:
    """Nobody, nine waiting people and a period too short: one and the same answer."""
    assert pull(RELEASED, pool, first, last) == ()


def test_a_second_pull_gives_the_same_bytes() -> None:
    """Nothing is drawn anew."""
    one, two = (pull(RELEASED, "north", "2026-01", "2026-12") for _ in range(2))

    assert [d.to_bytes() for d in one] == [d.to_bytes() for d in two]
