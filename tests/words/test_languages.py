"""The one list of languages, and what is refused in it."""

import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError

from bot.errors import FileError
from bot.settings import CHECKOUT
from bot.words import po
from bot.words.languages import RIGHT_TO_LEFT, SCRIPTS, Language, State, read_languages

LIST = CHECKOUT / "locales" / "languages.toml"
LANGUAGES = read_languages(LIST)
CODES = [language.code for language in LANGUAGES]
LIVE = [language for language in LANGUAGES if language.live]
UNKNOWN_TO_BABEL = ("bin", "rom")
"""Languages of the plan of which Babel has no data at all (Edo, Romani)."""
COUNTED = [x for x in LANGUAGES if x.code not in UNKNOWN_TO_BABEL]


def changed(folder: Path, old: str, new: str) -> Path:
    """Copy the list with one change and return its path."""
    text = LIST.read_text(encoding="utf-8")
    assert old in text
    path = folder / "languages.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", COUNTED, ids=lambda x: x.code)
def test_the_frozen_rule_tells_apart_what_cldr_tells_apart(language: Language) -> None:
    """Each frozen plural rule parts whole numbers exactly as CLDR does.

    The order of its forms is its own, and whole millions, for which French, Spanish
    and Portuguese have one more form, are counted by nobody here.
    """
    category, rule = Locale.parse(language.code).plural_form, language.form()
    forms = defaultdict(set)
    for number in range(1001):
        forms[category(number)].add(rule(number))
    assert all(len(together) == 1 for together in forms.values())
    assert language.nplurals == len(forms)


@pytest.mark.parametrize("code", UNKNOWN_TO_BABEL)
def test_only_a_language_without_data_counts_as_nobody_checks(code: str) -> None:
    """Once Babel knows the language, its rule is held against CLDR's like any other."""
    with pytest.raises(UnknownLocaleError):
        Locale.parse(code)


@pytest.mark.parametrize("language", LIVE, ids=lambda x: x.code)
def test_each_file_is_counted_as_the_list_says(language: Language) -> None:
    """The head of each file repeats the frozen rule, letter by letter."""
    headers = po.read(po.path_of(CHECKOUT / "locales", language.code)).headers
    assert language.plural == headers["Plural-Forms"]


@pytest.mark.parametrize(
    ("code", "samples"),
    [
        ("en", [(1,), (0, 2, 3)]),
        ("fr", [(0, 1), (2, 3, 4)]),
        ("uk", [(1, 21, 31), (2, 3, 4), (0, 5, 6)]),
        ("ro", [(1,), (0, 2, 3), (20, 21, 22)]),
        ("ar", [(0,), (1,), (2,), (3, 4, 5), (11, 12, 13), (100, 101, 102)]),
        ("fil", [(0, 1, 2), (4, 6, 9)]),
        ("vi", [(0, 1, 2)]),
    ],
)
def test_a_form_is_asked_for_by_its_numbers(
    code: str, samples: list[tuple[int, ...]]
) -> None:
    """Who translates is asked "for 3 people, for 11 people", in the order of the file.

    Arabic has its last two forms the other way round in Babel's own table.
    """
    (language,) = (x for x in LANGUAGES if x.code == code)
    assert samples == [language.samples(form) for form in range(language.nplurals)]


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_the_direction_is_the_one_of_the_script(language: Language) -> None:
    """Arabic script, and no other of the list, runs from right to left."""
    assert (language.script == "Arab") == (language.direction == "rtl")


def test_every_script_is_known_to_unicode() -> None:
    """Each way that the names of a script's letters begin is one of Unicode's."""
    names = {unicodedata.name(chr(point), "") for point in range(0x1F000)}
    starts = {start for known in SCRIPTS.values() for start in known}
    missing = [x for x in starts if not any(name.startswith(x) for name in names)]
    assert missing == []
    assert SCRIPTS.keys() >= RIGHT_TO_LEFT


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
