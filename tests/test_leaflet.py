"""The leaflet for advisers is one page, easy, and free of words that hurt."""

import re
import textwrap

import pytest

from bot.settings import CHECKOUT
from bot.words.glossary import found, read_glossary
from bot.words.reading import read

LEAFLET = (CHECKOUT / "deploy" / "LEAFLET.md").read_text(encoding="utf-8")
PLAIN = re.sub(r"[*_#]+", "", LEAFLET)
LINES = [" ".join(part.split()) for part in re.split(r"\n\n+|\n(?=\* )", LEAFLET)]
HARDEST = 6
PAGE_LINES, LINE_LETTERS = 52, 85
"""What an A4 page holds at 11 points."""


@pytest.mark.parametrize("text", [PLAIN, *LINES], ids=lambda text: text[:20])
def test_the_leaflet_is_easy_to_read(text: str) -> None:
    """The whole and every paragraph ask for six years of school at most."""
    assert read(re.sub(r"[*_#]+|\n", " ", text)).grade <= HARDEST


def test_the_leaflet_is_one_page() -> None:
    """With a line between paragraphs it ends within a printed page."""
    lines = [len(textwrap.wrap(part, LINE_LETTERS)) + 1 for part in LINES]
    assert sum(lines) <= PAGE_LINES


def test_the_leaflet_uses_no_word_to_avoid() -> None:
    """The words that no screen uses are not used with those who check them."""
    terms = read_glossary(CHECKOUT / "locales")["en"]
    assert found((*terms.avoid, *terms.gendered), PLAIN) == ""


@pytest.mark.parametrize(
    "said",
    [
        "What this is.",
        "What we ask of you.",
        "What we pay.",
        "How you say no.",
        "What happens with what you say.",
    ],
)
def test_the_leaflet_says_what_an_adviser_must_know(said: str) -> None:
    """What it is, what is asked, what is paid, how to say no, what becomes of it."""
    assert f"**{said}**" in LEAFLET
