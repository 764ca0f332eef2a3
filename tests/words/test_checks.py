"""A whole catalogue is checked, and the shipped catalogues are green."""

import re
import shutil
from pathlib import Path

import pytest

from bot.conversation.cards import SCREENS
from bot.settings import CHECKOUT
from bot.words import po, reading
from bot.words.checks import Finding, check
from bot.words.rules import Level

LOCALES = CHECKOUT / "locales"


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Return a copy of some of the catalogues that a test may break."""
    copy = Path(shutil.copytree(LOCALES, tmp_path / "locales"))
    path = copy / "languages.toml"
    head, *languages = path.read_text(encoding="utf-8").split("[[language]]")
    some = [x for x in languages if re.search(r'code = "(en|uk|es)"', x)]
    path.write_text("[[language]]".join((head, *some)), encoding="utf-8")
    return copy


def changed(locales: Path, code: str, old: str, new: str) -> list[Finding]:
    """Change one language's file in one place and return what is found."""
    path = po.path_of(locales, code)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check(locales)


def test_nothing_is_found_in_the_shipped_catalogues() -> None:
    """What is shipped neither blocks nor asks for a look."""
    assert check(LOCALES) == []


FOUND = [
    (Level.BLOCKS, "{number} з {count}", "{number} з", "out a placeholder: {count}"),
    (Level.BLOCKS, '\nmsgid_plural "retention"', "", "has 1 plural forms. Write 3"),
    (Level.BLOCKS, 'msgid "S2"', 'broken\nmsgid "S2"', "cannot be read"),
    (Level.BLOCKS, "nplurals=3;", "nplurals=4;", "must say Plural-Forms"),
    (Level.BLOCKS, '"Language: uk\\n"', '"Language: ru\\n"', "must say Language: uk"),
    (Level.BLOCKS, "X-State: draft", "X-State: reviewed", "must say X-State: draft"),
    (Level.BLOCKS, '"стоп|зупинити', '"мова|зупинити', "word.stop has too"),
    (Level.BLOCKS, '"❌ Ні"', '"❌ Так"', "like answer.no on the same screen"),
    (Level.BLOCKS, '"Безпека"', '"Потреби"', "like Q5.short on the same screen"),
    (Level.BLOCKS, 'msgid "S2"', 'msgid "S2.other"', "is missing"),
    (Level.BLOCKS, 'msgid "S2"', 'msgid "S2.other"', "is not in English"),
    (Level.WARNS, "свій таємний номер", "свій код", "does not say “secret number”"),
    (Level.WARNS, '"✏️ Змінити"', '"✏️ Інакше"', "is not said as in N1.change"),
]


@pytest.mark.parametrize(("level", "old", "new", "said"), FOUND)
def test_a_check_of_a_whole_file_finds_what_it_is_for(
    locales: Path, level: Level, old: str, new: str, said: str
) -> None:
    """Each check that needs more than one text finds the change that it is for."""
    found = changed(locales, "uk", old, new)
    mine = [finding.problem for finding in found if finding.level is level]
    assert any(said in problem for problem in mine), found


def test_a_note_may_keep_a_text_as_in_english(locales: Path) -> None:
    """Spanish for "no" is "no": its note says so, and without it the text is seen."""
    before = check(locales)
    found = changed(locales, "es", "#. It is the same in English.\n", "")
    assert [(f.id, f.problem) for f in found if f not in before] == [
        ("answer.no", "is the same as English. Translate it.")
    ]


def test_a_file_that_cannot_be_read_blocks(locales: Path) -> None:
    """A language whose file is gone is said to be, and the others are checked."""
    po.path_of(locales, "uk").unlink()
    (found,) = (x for x in check(locales) if x.language == "uk")
    assert (found.level, found.id) == (Level.BLOCKS, "")


def test_the_consent_screen_is_within_eighty_words() -> None:
    """All lines of C2 together, with a reader named, stay easy and short."""
    english = po.read(po.path_of(LOCALES, "en")).entries
    names = ("choose", "name", "telegram", "locked", "mix", "stop")
    text = "\n".join(english[f"C2.{name}"].forms[-1] for name in names)
    found = reading.read(text.replace("{reader}", "Two people at Hope House"))
    assert found.words <= reading.MOST_WORDS
    assert found.grade <= reading.HARDEST_GRADE


def test_there_are_screens_to_say() -> None:
    """The rooms that speak are there: the list above is not empty by accident."""
    assert len(SCREENS) > 20
