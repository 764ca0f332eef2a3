"""Keywords find what is said outright, and say nothing where they cannot know.

The sample is made up, explicit and small: a smoke test, no claim about real feedback.
"""

import csv
import pickle
from pathlib import Path

import pytest

from bot.themes.clauses import LONGEST
from bot.themes.codebook import CODEBOOK
from bot.themes.coding import KeywordCoder
from bot.themes.readings import MOST_CODES

with Path(__file__).with_name("sample.tsv").open(encoding="utf-8") as file:
    SAMPLE = [tuple(row) for row in csv.reader(file, delimiter="\t")]
NOTHING = "-"
SAMPLED = sorted({language for language, code, _ in SAMPLE if code != NOTHING})


def _code(language: str, text: str) -> tuple[str, ...]:
    return KeywordCoder().code([(language, text)])[0]


@pytest.mark.parametrize("language", SAMPLED)
def test_explicit_texts_are_coded_right(language: str) -> None:
    """At least nine texts in ten have their code among those found."""
    texts = [(c, t) for lang, c, t in SAMPLE if lang == language and c != NOTHING]
    right = sum(code in _code(language, text) for code, text in texts)

    assert right >= 0.9 * len(texts)


@pytest.mark.parametrize(
    ("language", "text"), [(lang, t) for lang, c, t in SAMPLE if c == NOTHING]
)
def test_unsure_is_not_analysed(language: str, text: str) -> None:
    """Two words, words of no theme, romanised texts, unknown languages: no code."""
    assert _code(language, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "one of the workers asked me for sex and I must do it",
        "I want to die, I hurt myself every night",
        "the man who sold me waits at the door",
        "they told my story to other people without asking",
    ],
)
def test_urgent_matters_are_never_guessed(text: str) -> None:
    """Whatever is found in such a text, it is no sensitive code."""
    assert all(CODEBOOK[code].told for code in _code("en", text))


def test_the_strongest_clause_decides_the_order() -> None:
    """Two words for the room in one clause come before one word for the food."""
    text = "the room is cold and dirty. the food is what it is"

    assert _code("en", text)[:2] == ("D3", "D1")


def test_at_most_three_codes() -> None:
    """A text about everything gives three codes."""
    text = "food, room, doctor, lawyer, bus, school, money, interpreter, wifi"

    assert len(_code("en", text)) == MOST_CODES


def test_capitals_and_marks_make_no_difference() -> None:
    """Shouted English, Arabic with vowel signs and Romanian without marks are read."""
    assert _code("en", "THE ROOM IS VERY COLD") == _code("en", "the room is very cold")
    assert "D1" in _code("ar", "الطَّعَامُ دافئٌ جدًّا هنا")
    assert _code("ro", "mancarea este foarte buna") == ("D1",)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    """Words past the limit are not looked at."""
    assert _code("en", "very " * LONGEST + "good food") == ()


def test_a_coder_travels_to_another_process() -> None:
    """A worker's copy codes as the original does."""
    copy = pickle.loads(pickle.dumps(KeywordCoder()))  # noqa: S301 (our own bytes)

    assert copy.code([("en", "the food is good")]) == [("D1",)]
