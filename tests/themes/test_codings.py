"""What a reader gave counts in place of a guess, by the rules of every other code."""

from itertools import pairwise

import pytest
from answers import DEFAULT
from hypothesis import given
from hypothesis import strategies as st

from bot.errors.gathered import BrokenReadingError
from bot.themes.codings import Chosen, Coding, counted, covered, joined, standing
from bot.themes.readings import Wanted

NEED, PROBLEM, PRAISE = Wanted.NEED, Wanted.PROBLEM, Wanted.PRAISE
CODING = Coding("uk", "Дякую …", (Chosen("A4", PRAISE),), ((6, 11),))


def test_what_is_wanted_says_where_a_code_counts() -> None:
    """Praise is to keep and a problem to change, wherever said; a need stays."""
    said = {
        "Q6": (Chosen("D1", PROBLEM), Chosen("A4", PRAISE)),
        "Q7": (Chosen("A6", NEED),),
    }
    assert counted(DEFAULT, said) == {"Q6": ("A4",), "Q7": ("D1", "A6")}


def test_nothing_found_is_an_answer() -> None:
    """A text that was read and got no code is there, so that no guess fills it."""
    assert counted(DEFAULT, {"Q6": ()}) == {"Q6": ()}


def test_a_coding_comes_back_as_it_was() -> None:
    """Other bytes are refused without a word of them."""
    assert Coding.from_bytes(CODING.to_bytes()) == CODING
    with pytest.raises(BrokenReadingError) as refused:
        Coding.from_bytes(b"\x81\xa4text\xa5words")
    assert refused.value.__context__ is None


def test_the_first_readers_coding_stands() -> None:
    """The blind one is only compared, whichever was kept later."""
    blind = Coding("uk", "", (), blind=True)
    assert standing([blind, CODING]) == standing([CODING, blind]) == CODING
    assert standing([blind]) == blind
    assert standing([]) is None


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6)


@given(SPANS)
def test_nothing_that_was_hidden_is_left(spans: list[tuple[int, int]]) -> None:
    """However stretches lie over each other, no letter of them remains."""
    text = "abcdefghijklmnopqrst"
    hidden = {n for start, end in spans for n in range(start, end)}
    left = "".join(letter for n, letter in enumerate(text) if n not in hidden)
    assert covered(text, spans).replace("…", "") == left
    assert all(a[1] < b[0] for a, b in pairwise(joined(spans)))
