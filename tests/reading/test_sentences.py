"""The desk's sentences: the page asks for each that is there, and for no other."""

import re
from html.parser import HTMLParser

import pytest
from released import LOCALES, WORDS
from typing_extensions import override

from bot.reading.reasons import REFUSED, WHY
from bot.reading.sentences import COUNTED, PAGE, VALUES, printed, wished
from bot.reading.server import PAGE as FOLDER
from bot.themes import paraphrases, quotes
from bot.themes.readings import Why
from bot.words import po
from bot.words.languages import read_languages

STAFF = [one for one in read_languages(LOCALES / "languages.toml") if one.staff]
CODES = [one.code for one in STAFF]
SCRIPT = (FOLDER / "page.js").read_text("utf-8")
MARKUP = (FOLDER / "index.html").read_text("utf-8")
SHOWN_AS_IT_IS = {"Sotto", "?", "🔒"}
"""What stands in the markup for every language, beside the names of keys."""


class Read(HTMLParser):
    """The words that stand in the markup, but those of keys, and in its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.key = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what an attribute shows or says."""
        self.key = tag == "kbd"
        said = {"aria-label", "placeholder", "title", "alt"}
        self.words |= {value or "" for name, value in attrs if name in said}

    @override
    def handle_endtag(self, tag: str) -> None:
        """Come out of a key."""
        self.key = self.key and tag != "kbd"

    @override
    def handle_data(self, data: str) -> None:
        """Take what stands between tags."""
        if data.strip() and not self.key:
            self.words.add(data.strip())


def asked() -> set[str]:
    """Return every name by which the page asks for a sentence."""
    script = re.findall(r'\bsays(?:Of)?\("([a-z_]+)"', SCRIPT)
    markup = re.findall(r'data-(?:says|label|hint)="([^"]*)"', MARKUP)
    return {*script, *markup}


@pytest.mark.parametrize("code", CODES)
def test_the_page_asks_for_all_that_its_language_says(code: str) -> None:
    """Every name is there, none for nothing, and each in its own language."""
    assert asked() == printed(WORDS, code).keys()
    assert {*PAGE, *COUNTED, *REFUSED.values(), *WHY.values()} <= {*WORDS.entries(code)}


def test_the_script_and_the_markup_hold_no_sentence() -> None:
    """No string of the script has two words, and nothing stands between the tags."""
    bare = re.sub(r"(?m)//.*$", "", SCRIPT)
    strings = re.findall(r'"[^"\n]*"|`[^`]*`', bare)
    assert [s for s in strings if re.search(r"[A-Za-z] [A-Za-z]", s)] == []
    read = Read()
    read.feed(MARKUP)
    assert read.words == SHOWN_AS_IT_IS


@pytest.mark.parametrize("code", CODES)
def test_what_the_page_puts_in_has_its_place(code: str) -> None:
    """A value's name stands in the sentence that the page is given."""
    given = printed(WORDS, code)
    for id_ in PAGE:
        names = {*po.split(WORDS.english[id_].forms[-1])[1::2]}
        assert names <= {*VALUES}
        said = given[id_.removeprefix("reading.")]
        assert {name for name in VALUES if f"{{{name}}}" in said} == names


@pytest.mark.parametrize("code", CODES)
def test_a_count_has_a_sentence_for_each_number(code: str) -> None:
    """From none to the largest that the page says, each with its own number."""
    for id_, most in COUNTED.items():
        said = printed(WORDS, code)[id_.removeprefix("reading.")]
        assert len(said) == most + 1
        assert all(str(n) in one for n, one in enumerate(said))


def test_every_reason_has_its_sentence() -> None:
    """Whatever is refused or not suggested, a reader is told why."""
    assert WHY.keys() == {*Why}
    assert REFUSED.keys() == {*paraphrases.Refusal, *quotes.Refusal}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("ar-EG,ar;q=0.9,en-US;q=0.8", "ar"),
        ("pl, uk;q=0.8, en", "uk"),
        ("fr-CA", "fr"),
        ("zh-TW,*;q=0.1", "en"),
        ("", "en"),
    ],
)
def test_the_first_choice_is_the_browsers(accepted: str, expected: str) -> None:
    """Of its wishes the first that staff read; English where there is none."""
    assert wished(accepted, STAFF) == expected
