"""Batch, band, blur: what a digest can tell about one person is bounded."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise, product
from math import prod

import pytest
from answers import DEFAULT, seeded
from guesses import PRIOR, SURE, K
from hypothesis import given
from hypothesis import strategies as st
from odds import Q, believed, chances, fakes, guessed

from bot.errors.gathered import BrokenDigestError
from bot.questions import Direction, Form, read_forms
from bot.settings import CHECKOUT
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
    told_of,
)
from bot.weeks import Week


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


STARTS = range(5, 201, 28)


def _sizes(start: int) -> range:
    return range(start, min(start + 28, 201))


def _moves(people: int) -> tuple[list[Fraction], list[Fraction]]:
    """Return by what factor the odds of a band move at most, by a fact's count.

    Up is when one more of `people` has it than that count, down when one less.
    """
    told = [chances(count, people) for count in range(people + 1)]
    up = [max(b[x] / a[x] for x in Band) for a, b in pairwise(told)]
    down = [max(a[x] / b[x] for x in Band) for a, b in pairwise(told)]
    return up, down


def _choice(people: int) -> Fraction:
    """Return the factor of one person's other choice: one count falls, one rises.

    Every two counts that a question of `people` answers can have are tried.
    """
    up, down = _moves(people)
    highest = [*accumulate(up, max)]
    return max(down[n - 1] * highest[people - n] for n in range(1, people + 1))


@pytest.mark.parametrize("start", STARTS)
def test_one_fact_moves_the_odds_at_most_by_e(start: int) -> None:
    """Enumerated for 5 to 200 people, every count, every band: exactly e at most."""
    worst = max(max(map(max, _moves(people))) for people in _sizes(start))

    assert 1 < worst <= 1 / Q


@pytest.mark.parametrize("start", STARTS)
def test_one_choice_moves_the_odds_at_most_by_e_squared(start: int) -> None:
    """A single choice told as low, middle and high: every two counts, exactly e^2."""
    worst = max(_choice(people) for people in _sizes(start))

    assert 1 / Q < worst <= 1 / Q**2


@pytest.mark.parametrize("form", read_forms(CHECKOUT / "locales" / "forms"))
@pytest.mark.parametrize("start", STARTS)
def test_a_whole_answer_moves_the_odds_at_most_by_its_forms_epsilon(
    form: Form, start: int
) -> None:
    """Each single choice, and all entries of the list exchanged: e^epsilon at most.

    The noises are independent, so the factors of the counts that move multiply.
    """
    single = sum(1 for question in form.questions if told_of(question))
    listed = epsilon(form) // 2 - single
    worst = max(
        _choice(people) ** single * prod(map(max, _moves(people))) ** listed
        for people in _sizes(start)
    )

    assert 1 < worst <= (1 / Q) ** epsilon(form)


@pytest.mark.parametrize("prior", [PRIOR, (0.65, 0.15, 0.15, 0.05)])
def test_faking_everybody_else_makes_nobody_certain(prior: tuple[float, ...]) -> None:
    """Whatever n - 1 faked answers say, the guess gains little and is never sure.

    All ways to fake the nine others are enumerated with the exact law.
    """
    found = [guessed(prior, others, K) for others in fakes(K)]

    assert max(best for best, _ in found) <= max(prior) + 0.09
    assert max(certain for _, certain in found) < SURE


def test_knowing_everybody_else_never_shows_a_low_rating() -> None:
    """A person who rated low, as one in seven does, is never known to have done so."""
    prior = (0.15, 0.2, 0.6, 0.05)
    surest = max(
        believed(prior, told, others, K)[0]
        for others in fakes(K)
        for told in product(Band, repeat=3)
    )

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
    laws = [
        (band(count, people), chances(count, people))
        for people in range(10, 20)
        for count in range(people + 1)
    ]
    right = sum(float(law[true]) for true, law in laws) / len(laws)
    far = {Band.FEW: Band.MOST, Band.MOST: Band.FEW}
    off = sum(float(law[far[b]]) for b, law in laws if b in far) / len(laws)

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
