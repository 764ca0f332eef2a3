"""The one list of languages, and what is refused in it."""

from collections import defaultdict
from pathlib import Path

import pytest
from babel import Locale

from bot.errors import FileError
from bot.settings import CHECKOUT
from bot.words.languages import Language, State, read_languages

LIST = CHECKOUT / "locales" / "languages.toml"
LANGUAGES = read_languages(LIST)
CODES = [language.code for language in LANGUAGES]


def changed(folder: Path, old: str, new: str) -> Path:
    """Copy the list with one change and return its path."""
    text = LIST.read_text(encoding="utf-8")
    assert old in text
    path = folder / "languages.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_the_frozen_rule_tells_apart_what_cldr_tells_apart(language: Language) -> None:
    """Each frozen plural rule splits whole numbers exactly as CLDR does."""
    category, rule = Locale.parse(language.code).plural_form, language.form()
    forms = defaultdict(set)
    for number in range(1001):
        forms[category(number)].add(rule(number))
    assert all(len(together) == 1 for together in forms.values())
    assert language.nplurals == len(forms)


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_the_direction_is_the_one_of_the_script(language: Language) -> None:
    """Arabic script, and no other of the list, runs from right to left."""
    assert (language.script == "Arab") == (language.direction == "rtl")


def test_every_launch_language_is_listed() -> None:
    """The list names the thirty languages of the launch set."""
    launch = (
        "en uk ru ro sq bg hu pl vi ar ti am so fr es pt zh_Hans tr fa fa_AF ps ur bn"
        " hi th fil sr ka hy uz"
    )
    assert set(launch.split()) == set(CODES)


def test_every_live_language_but_english_is_a_draft() -> None:
    """English is the source; no native reader has signed any other language."""
    live = {x.code: x.state for x in LANGUAGES if x.live}
    drafts = dict.fromkeys(live.keys() - {"en"}, State.DRAFT)
    assert live == {"en": State.SOURCE, **drafts}
    assert {"uk", "ar"} <= drafts.keys()


def test_menus_have_two_letters_or_none() -> None:
    """A language whose code Telegram does not take has no menu of its own."""
    without = {language.code for language in LANGUAGES if not language.menu}
    assert {"fa_AF", "fil"} == without


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "uk"', 'code = "en"', "code: this language stands here twice"),
        ('code = "uk"', 'code = "UK"', "code: Expected `str` matching"),
        ("nplurals=3;", "nplurals=4;", 'plural: write it as "nplurals'),
        ("plural=n != 1;", "plural=n != ;", 'plural: write it as "nplurals'),
        ('state = "draft"', 'state = "source"', "state: the source is English"),
        ('state = "draft"', 'state = "good"', "state: Invalid enum value"),
        ('script = "Cyrl"', 'script = "Runes"', "script: write one of: Adlm, Arab"),
        ('script = "Cyrl"', 'script = "Arab"', "direction: it is not the one of"),
        ('["fa"]', '["tlh"]', "fallback: name only other languages"),
        ('["fa"]', '["fa_AF"]', "fallback: name only other languages"),
        ('menu = "uk"', 'menu = "ukr"', "menu: Expected `str` matching"),
        ('name = "українська"\n', "", "name: Object missing required"),
        ('direction = "rtl"', 'way = "rtl"', "way: Object contains unknown"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A slip in the list is named by its field, with a line."""
    with pytest.raises(FileError) as error:
        read_languages(changed(tmp_path, old, new))
    assert said in str(error.value)
    assert ", line " in str(error.value)
