"""Letters: which way lines run, and what two writings share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.writing import (
    graphemes,
    isolated,
    latin,
    opened,
    plain,
    tidied,
    unturned,
)

SAME = [
    ("STOP!", "stop"),
    ("🛑 Stop", "stop"),
    ("  so   far ", "so far"),
    ("/stop", "stop"),
    ("ｓｔｏｐ", "stop"),
    ("Ім’я", "ім'я"),
    ("توقّف", "توقف"),
    ("تـــوقف", "توقف"),
    ("إلغاء", "الغاء"),
    ("خدمة", "خدمه"),
    ("✍️ Написати", "написати"),
    ("\u2139\ufe0f Tell me more", "tell me more"),
    ("نعم. عمري ١٨", "نعم عمري 18"),
    ("۱۸ و १८ و ১৮", "18 و 18 و 18"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_writings_of_a_word_are_one(one: str, other: str) -> None:
    """Case, marks, emoji and Arabic vowel signs make no other word."""
    assert plain(one) == plain(other)


def test_letters_that_make_another_word_stay() -> None:
    """Ukrainian й and и, Vietnamese tones and words themselves stay apart."""
    assert len({plain(word) for word in ("й", "и", "má", "mà", "ma")}) == 5


def test_nothing_but_marks_is_no_word() -> None:
    """An emoji or punctuation alone is no word at all."""
    assert [plain(text) for text in ("👍🏽", "...", "\u200f \u2069")] == [""] * 3


def test_a_value_brings_no_mark_that_turns_lines() -> None:
    """Overrides and isolates in somebody's own words are taken out."""
    assert unturned("a\u202eb\u2067c\u2069\u200fd") == "abcd"


def test_a_value_in_a_right_to_left_sentence_is_isolated_line_by_line() -> None:
    """Each line of a value stands between FSI and PDI, which end with the line."""
    assert isolated("a\nb", turned=True) == "\u2068a\u2069\n\u2068b\u2069"


def test_a_right_to_left_value_is_isolated_in_english_too() -> None:
    """An Arabic name cannot turn an English sentence; a Latin one needs no marks."""
    found = [isolated(text, turned=False) for text in ("بيت", "House", "")]
    assert found == ["\u2068بيت\u2069", "House", ""]


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("مرحبا", False),
        ("✅ نعم", False),
        ("• نعم", False),
        ("Telegram يرى", True),
        ("112", True),
        ("\u2068بيت\u2069: 1", True),
        ("\u2068Blue\u2069 هو", False),
        ("", False),
    ],
)
def test_a_line_is_opened_only_where_its_beginning_would_turn_it(
    line: str, *, marked: bool
) -> None:
    """RLM stands before a line whose first strong letter is not right-to-left."""
    assert marked == opened(line).startswith("\u200f")


@given(st.text())
def test_opening_adds_nothing_but_rlm(text: str) -> None:
    """Whatever the text, no letter of it is lost or moved."""
    assert text.replace("\u200f", "") == opened(text).replace("\u200f", "")


@given(st.text())
def test_a_plain_word_stays_as_it_is(text: str) -> None:
    """Making a plain word plain again changes nothing."""
    assert plain(text) == plain(plain(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Skip", 4),
        ("⏭️ Skip", 6),
        ("क्षत्रिय", 3),
        ("বাংলা", 2),
        ("ที่นี่", 2),
        ("น้ำ", 1),
        ("မြန်မာ", 3),
        ("ខ្ញុំ", 1),
        ("e\u0301", 1),
        ("👩\u200d👩\u200d👧", 1),
        ("🤷🏽", 1),
        ("نمی\u200cشود", 6),
        ("^`", 2),
        ("a\nb", 3),
    ],
)
def test_a_letter_is_what_a_reader_sees_as_one(text: str, count: int) -> None:
    """Vowel signs, stacked consonants, tones and joined pictures are no letters."""
    assert count == graphemes(text)


@given(st.text(), st.text())
def test_letters_never_grow_by_marks(one: str, other: str) -> None:
    """There are never more letters than signs, nor more together than apart."""
    assert graphemes(one) <= len(one)
    assert graphemes(one + other) <= graphemes(one) + graphemes(other)


def test_digits_of_any_script_are_known() -> None:
    """Arabic, Persian, Hindi, Bangla, Burmese, Thai and wide digits are 0 to 9."""
    assert latin("٠١٢ ۳۴ ५ ৬ ၇ ๘ ９ a²") == "012 34 5 6 7 8 9 a²"


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  Be so. ", "Be so."),
        ("Be  so.", "Be so."),
        ("Be\tso.", "Be so."),
        ("\nBe \n so.\n", "Be\nso."),
        ("Be\r\nso.", "Be\nso."),
        ("Be\n\nso.", "Be\n\nso."),
        ("C'est quoi\u00a0?", "C'est quoi\u00a0?"),
        ("\u200fنعم", "\u200fنعم"),
    ],
)
def test_stray_spaces_are_taken_out(text: str, tidy: str) -> None:
    """Ends, lines and gaps are tidied; what somebody meant to stand there stays."""
    assert tidy == tidied(text)


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    """Tidying twice is tidying once, and no letter is lost."""
    assert tidied(text) == tidied(tidied(text))
    assert "".join(text.split()) == "".join(tidied(text).split())
