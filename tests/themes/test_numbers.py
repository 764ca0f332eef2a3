"""A quarter's numbers as values: what is counted, how far noise goes, what it costs."""

import math
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from answers import DEFAULT, answered, response, seeded

from bot.errors.gathered import BrokenDigestError
from bot.themes.counting import Table
from bot.themes.gathering import THEMES, epsilon
from bot.themes.numbers import Numbers, counted, moved, off_by, quarters, told
from bot.weeks import Week

FORMS = (DEFAULT,)


def _quarters(weeks: int) -> list[tuple[int, int]]:
    found = quarters("r", Week(100), Week(100 + weeks))
    return [(one.first, one.last) for one in found]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (13, [(100, 113)]),
        (26, [(100, 113), (113, 126)]),
        (30, [(100, 113), (113, 130)]),
        (52, [(100, 113), (113, 126), (126, 139), (139, 152)]),
    ],
)
def test_a_round_is_parted_into_quarters(
    weeks: int, expected: list[tuple[int, int]]
) -> None:
    """13 weeks each; the last one takes what is left over."""
    assert _quarters(weeks) == expected


def test_a_tick_is_in_one_quarter_at_most() -> None:
    """No batch, and so no answer, is counted in two quarters."""
    found = list(quarters("r", Week(100), Week(152)))
    for week in map(Week, range(95, 160)):
        assert sum(week in quarter for quarter in found) == (100 < week <= 152)


def test_single_choices_are_counted_and_themes_are_not() -> None:
    """Five questions of three told choices; nothing of the list."""
    assert len(counted(FORMS)) == 15
    assert THEMES not in {question for question, _ in counted(FORMS)}


def test_another_answer_moves_no_more_counts_than_is_said() -> None:
    """Over many pairs of answer sets, and reached by some."""
    dice, table = seeded(4), Table(DEFAULT, FORMS)
    every = []
    for _ in range(60):
        one = response(dice, bytes(16))
        one = replace(one, answers=answered(dice, DEFAULT, "en"))
        every.append({f for f in table.facts(one, {}) if f[0] != THEMES})
    most = max(len(a ^ b) for a, b in product(every, every))

    assert most == moved(FORMS) == 10


@pytest.mark.parametrize("scale", [1.0, 10.0])
def test_noise_is_as_small_as_is_said_95_times_in_100(scale: float) -> None:
    """The bound is the smallest that holds by the exact law."""
    rate = math.exp(-1 / scale)
    law = {x: (1 - rate) / (1 + rate) * rate ** abs(x) for x in range(-999, 1000)}
    size = off_by(scale)

    assert sum(p for x, p in law.items() if abs(x) <= size) >= 0.95
    assert sum(p for x, p in law.items() if abs(x) < size) < 0.95


def _told(people: int = 240) -> Numbers:
    (quarter, *_) = quarters("r", Week(100), Week(126))
    return told(quarter, people, [*range(-2, 13)], FORMS)


def test_numbers_say_what_they_cost() -> None:
    """Epsilon 1 of their own, 17 with the bands of the default form."""
    found = _told()

    assert (found.epsilon, found.together) == (1, 1 + epsilon(DEFAULT)) == (1, 17)
    assert found.off_by == off_by(10)


def test_neither_how_many_nor_which_round_is_told() -> None:
    """The size is a band, the time is months, and less than nobody is nobody."""
    found = _told()

    assert found.size_band == "200-499"
    assert found.months == ("2025-12", "2026-03")
    assert min(count for _, count in found.table) == 0
    assert b"240" not in found.to_bytes()
    assert Numbers.from_bytes(found.to_bytes()) == found


def test_shares_are_of_those_who_answered_a_question() -> None:
    """Whole per cent, of the question's own counts."""
    found = _told()
    shares = Counter({fact: found.share(fact) for fact, _ in found.table})

    assert sum(n for (id_, _), n in shares.items() if id_ == "Q8") in range(98, 103)
    assert set(shares) == set(counted(FORMS))


def test_other_bytes_are_no_numbers() -> None:
    """What was not written here is refused without a word of it."""
    with pytest.raises(BrokenDigestError):
        Numbers.from_bytes(b'{"months": 3}')
