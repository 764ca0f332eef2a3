"""What goes into a spreadsheet runs nothing there, and comes back letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.cells import cell, uncell

FORMULAS = ["=1+1", "+44", "-1", "@me", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "'"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_run_goes_out_behind_an_apostrophe(text: str) -> None:
    """Each sign that begins a formula is guarded, and so is the guard itself."""
    assert f"'{text}" == cell(text)


@pytest.mark.parametrize("text", ["", "Skip", "⏭ Skip", "1 = 1", "’s", " =1"])
def test_any_other_text_goes_out_as_it_is(text: str) -> None:
    """What a spreadsheet shows as a text needs no guard."""
    assert text == cell(text)


def test_what_a_hand_has_written_is_left_alone() -> None:
    """An apostrophe before a word is part of the word, in a cell nobody guarded."""
    assert uncell("'s avonds") == "'s avonds"


@given(st.text(st.sampled_from("'=+-@\t\r\n＝ab")))
def test_a_text_comes_back_as_it_went(text: str) -> None:
    """Out and back changes nothing, whatever a text begins with."""
    assert text == uncell(cell(text))
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
