"""Agreement of two readers: Krippendorff's alpha, and nothing from too few texts."""

from itertools import product

import pytest

from bot.reading.agreement import FEWEST_TEXTS, alpha, by_language, pairs
from bot.themes.codings import Chosen, Coding
from bot.themes.readings import Wanted

CODES = ("A1", "A2")


def coding(code: str, language: str = "en", *, blind: bool = False) -> Coding:
    """Return the coding of a text with one code."""
    return Coding(language, "", (Chosen(code, Wanted.NEED),), blind=blind)


def both(first: str, second: str, language: str = "en") -> tuple[Coding, Coding]:
    """Return what two readers gave."""
    return coding(first, language), coding(second, language, blind=True)


def test_readers_who_always_agree_have_one() -> None:
    """With codes that vary, alpha is 1."""
    assert alpha([both("A1", "A1"), both("A2", "A2")] * 10, CODES) == pytest.approx(1)


def test_readers_who_give_anything_have_about_nothing() -> None:
    """Where every pair of codes is as frequent, chance alone is at work."""
    every = [both(*two) for two in product(CODES, repeat=2)] * 25
    assert alpha(every, CODES) == pytest.approx(0, abs=0.02)


def test_a_known_disagreement_has_the_known_figure() -> None:
    """Three of four texts alike, over two codes: 1 - (4 / 160) / (a half), by hand.

    160 values, 80 of each, 20 of the 80 pairs of values differ: observed 1/4, expected
    2 * 80 * 80 / (160 * 159).
    """
    some = [both("A1", "A1"), both("A2", "A2"), both("A1", "A1"), both("A1", "A2")]
    counts = some * 10
    given = [c for two in counts for one in two for c in one.codes]
    assert len(given) == 80
    expected = 2 * 80 * 80 / (160 * 159)
    assert alpha(counts, CODES) == pytest.approx(1 - 0.25 / expected)


def test_too_few_texts_have_no_figure() -> None:
    """Nineteen are not yet enough, for a language as for all."""
    few = [both("A1", "A2", "uk")] * (FEWEST_TEXTS - 1)
    many = [both("A1", "A1"), both("A2", "A1")] * (FEWEST_TEXTS // 2)
    assert alpha(few, CODES) is None
    found = by_language([*few, *many], CODES)
    assert found["uk"] is None
    assert found["en"] is not None


def test_where_nobody_gave_a_code_there_is_no_figure() -> None:
    """Without any difference between texts there is nothing to agree on."""
    nothing = (Coding("en", "", ()), Coding("en", "", (), blind=True))
    assert alpha([nothing] * 30, CODES) is None


def test_only_texts_of_two_readers_are_compared() -> None:
    """The first reader's comes first."""
    first, second = both("A1", "A2")
    done = [{b"one": second, b"two": first}, {b"one": first}]
    assert pairs(done) == [(first, second)]


def test_only_a_blind_coding_is_a_second_one() -> None:
    """Two desks that were open at once and took one text say nothing of agreement."""
    first, second = both("A1", "A2")
    done = [{b"a": second, b"b": first}, {b"a": first, b"b": coding("A1")}]
    assert pairs(done) == [(first, second)]
