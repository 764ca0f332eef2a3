"""Adding a language is a folder and a few lines of the list, and no code at all."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from bot.words import po
from bot.words.catalogue import Words
from bot.words.checks import check
from bot.words.phrases import Msg, Own, Phrase
from bot.words.rules import Level


@dataclass(frozen=True, slots=True)
class New:
    """A language that the program has never heard of, and a word of it."""

    code: str
    name: str
    script: str
    direction: str
    skip: str


ROMANI = New("rom", "Romani čhib", "Latn", "ltr", "⏭ Nakhav")
BURMESE = New("my", "မြန်မာ", "Mymr", "ltr", "⏭ ကျော်ပါ")
DHIVEHI = New("dv", "ދިވެހި", "Thaa", "rtl", "⏭ ދޫކޮށްލާ")
NEW = [ROMANI, BURMESE, DHIVEHI]
LINE = """
code = "{code}"
name = "{name}"
script = "{script}"
direction = "{direction}"
plural = "nplurals=2; plural=n != 1;"
state = "draft"
"""


def add(folder: Path, new: New) -> Path:
    """Copy the list, cut to two, and add a language with a file made from English."""
    locales = Path(shutil.copytree(CHECKOUT / "locales", folder / "locales"))
    path = locales / "languages.toml"
    head, english, ukrainian, *_ = path.read_text("utf-8").split("[[language]]")
    line = LINE.format(
        code=new.code, name=new.name, script=new.script, direction=new.direction
    )
    listed = f"{head}[[language]]{english}[[language]]{ukrainian}[[language]]{line}"
    path.write_text(listed, encoding="utf-8")
    path = po.path_of(locales, new.code)
    path.parent.mkdir(parents=True)
    text = po.path_of(locales, "en").read_text(encoding="utf-8")
    text = text.replace("Language: en\\n", f"Language: {new.code}\\n", 1)
    text = text.replace("X-State: source", "X-State: draft", 1)
    path.write_text(text.replace("⏭ Skip", new.skip), encoding="utf-8")
    return locales


@pytest.mark.parametrize("new", NEW, ids=lambda new: new.code)
def test_a_new_language_is_offered_and_said(tmp_path: Path, new: New) -> None:
    """It stands among the others by its own name, is a guess, and says its words."""
    words = Words.load(add(tmp_path, new))
    said = words.say(new.code, Phrase(Msg("button.skip")))
    assert (new.code, new.name) in words.language_names()
    assert words.order(f"{new.code}-XX")[0] == new.code
    assert words.direction(new.code) == new.direction
    assert said == new.skip
    assert new.code in words.drafts


@pytest.mark.parametrize("new", NEW, ids=lambda new: new.code)
def test_a_new_language_is_checked(tmp_path: Path, new: New) -> None:
    """Nothing of its file blocks; only what still stands in English is looked at."""
    found = check(add(tmp_path, new))
    mine = [finding for finding in found if finding.language == new.code]
    assert [x for x in mine if x.level is Level.BLOCKS] == []
    assert "is the same as English. Translate it." in {x.problem for x in mine}


def test_what_no_library_knows_of_a_language_falls_back(tmp_path: Path) -> None:
    """Romani has no data: months are English, a country its letters, names as given."""
    words = Words.load(add(tmp_path, ROMANI))
    place = Own((("en", "Blue House"),))
    assert words.month("rom", "2026-03") == "March 2026"
    assert words.country("rom", "gb") == "GB"
    assert words.say("rom", Phrase(place)) == "Blue House"
    assert words.say("rom", Phrase(Msg("retention"), (("weeks", 2),), 2)) == "2 weeks"


def test_a_new_language_right_to_left_is_isolated(tmp_path: Path) -> None:
    """Its values stand between isolates without a line of code for its script."""
    words = Words.load(add(tmp_path, DHIVEHI))
    said = words.say("dv", Phrase(Msg("A2b"), (("number", "116 123"),)))
    assert said == "\u200f📞 \u2068116 123\u2069"
