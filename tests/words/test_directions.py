"""Which way every line of every live language runs, whatever is put into it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CHECKOUT
from bot.words import po
from bot.words.catalogue import Words
from bot.words.phrases import Msg, Own, Phrase
from bot.words.writing import FSI, PDI, RLM, unturned

WORDS = Words.load(CHECKOUT / "locales")
CODES = [code for code, _ in WORDS.language_names()]
RIGHT_TO_LEFT = [code for code in CODES if WORDS.direction(code) == "rtl"]
ENGLISH = po.read(po.path_of(CHECKOUT / "locales", "en")).entries
READ = [id_ for id_, entry in ENGLISH.items() if not entry.for_staff]
"""What people read; staff read English where their language has no text of theirs."""
OVERRIDES = re.compile("[\u202a-\u202e]")
STRONG = {"L", "R", "AL"}
MIXED = st.text(
    st.sampled_from("aZ1٣:.-(+🧹\u05d0بيت \u202e\u202a\u2067\u2068\u2069\u200f"),
    min_size=1,
).filter(lambda text: unturned(text).strip() != "")
"""A value as somebody may write it, also to turn a line round."""


def phrase(id_: str, value: str, count: int) -> Phrase:
    """Return a message with one value in all of its places."""
    names = {name for form in ENGLISH[id_].forms for name in po.split(form)[1::2]}
    own = Own((("en", value),))
    values = tuple((name, own) for name in sorted(names))
    return Phrase(Msg(id_), values, count if ENGLISH[id_].counted else None)


def isolates_end(line: str) -> bool:
    """Tell whether what is opened in a line ends in it, and nothing else ends."""
    depth = 0
    for char in line:
        depth += (char in "\u2066\u2067\u2068") - (char == PDI)
        if depth < 0:
            return False
    return depth == 0


def first_strong(line: str) -> str:
    """Return the direction of the first letter outside all isolates, "" for none."""
    depth = 0
    for char in line:
        depth += (char in "\u2066\u2067\u2068") - (char == PDI)
        kind = unicodedata.bidirectional(char)
        if depth == 0 and kind in STRONG:
            return kind
    return ""


@pytest.mark.parametrize("code", CODES)
@given(value=MIXED, count=st.integers(0, 200))
def test_no_value_can_turn_a_line(code: str, value: str, count: int) -> None:
    """No override, every isolate closed in its line, right-to-left lines begin so."""
    for id_ in READ:
        said = WORDS.say(code, phrase(id_, value, count))
        assert not OVERRIDES.search(said), id_
        for line in said.split("\n"):
            assert isolates_end(line), id_
            if code in RIGHT_TO_LEFT and line:
                assert first_strong(line) in {"R", "AL"}, id_


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("value", ["Hope 12", "بيت 12", "0800 116 123"])
def test_every_value_that_can_turn_a_line_is_isolated(code: str, value: str) -> None:
    """In a right-to-left language each value, elsewhere each right-to-left one."""
    isolated = f"{FSI}{value}{PDI}"
    turns = code in RIGHT_TO_LEFT or value.startswith("ب")
    for id_ in READ:
        said = WORDS.say(code, phrase(id_, value, 29))
        wanted = said.count(value) if turns else 0
        assert said.count(isolated) == wanted, id_


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_each_plural_form_has_its_values_isolated(code: str) -> None:
    """Whichever form a number takes, its digits stand between isolates or nowhere."""
    for count in range(120):
        said = WORDS.say(code, Phrase(Msg("retention"), (("weeks", count),), count))
        digits = re.findall(r"\d+", said)
        assert [f"{FSI}{one}{PDI}" in said for one in digits] == [True] * len(digits)


@pytest.mark.parametrize("code", CODES)
def test_only_latin_digits_are_said(code: str) -> None:
    """Numbers, months and the texts themselves have 0 to 9, as phones show numbers."""
    said = [
        WORDS.month(code, "2026-03"),
        *(WORDS.say(code, phrase(id_, "7", 30)) for id_ in READ),
    ]
    digits = {char for text in said for char in text if char.isdecimal()}
    assert digits <= set("0123456789")


def test_a_right_to_left_line_may_be_opened_by_a_mark_alone() -> None:
    """A line that is a number and nothing else still begins on the right."""
    said = WORDS.say("ar", phrase("A2b", "116 123", 1))
    assert said == f"{RLM}📞 {FSI}116 123{PDI}"


def test_a_range_inside_a_sentence_runs_its_way() -> None:
    """Months are values of one message, and that one of another: the first is right.

    Of an isolate that holds only isolates and a dash, no letter says how it runs.
    """
    months = Phrase(Msg("digest.months"), (("first", "مارس"), ("last", "مايو")))
    head = Phrase(Msg("digest.head"), (("place", "Blue"), ("months", months)))
    assert f"{FSI}{RLM}{FSI}مارس{PDI}" in WORDS.say("ar", head)
