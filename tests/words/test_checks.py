"""Every check turns red on what it is for, and the shipped catalogues are green."""

import shutil
from pathlib import Path

import pytest

from bot.conversation.cards import SCREENS
from bot.settings import CHECKOUT
from bot.words import po, reading
from bot.words.checks import Finding, check
from bot.words.rules import RULES, Level

LOCALES = CHECKOUT / "locales"


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Return a copy of the catalogues that a test may break."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))


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


BLOCKING = [
    ("uk", "{number} з {count}", "{number} з", "leaves out a placeholder: count"),
    ("uk", "{number} з {count}", "{nomer} з {count}", "not in English: nomer"),
    ("uk", "{number} з {count}", "{number:>9} з {count}", "not a bare {name}"),
    ("uk", '"🛑 Стоп"', '""', "a form is empty"),
    ("ar", 'msgstr[5] "{weeks} أسبوع"\n', "", "a form is empty"),
    ("uk", '\nmsgid_plural "retention"', "", "needs 3 plural forms"),
    ("uk", 'msgid "S2"', 'broken\nmsgid "S2"', "cannot be read"),
    ("uk", "nplurals=3;", "nplurals=4;", "must say Plural-Forms"),
    ("uk", '"Language: uk\\n"', '"Language: ru\\n"', "must say Language: uk"),
    ("uk", "X-State: draft", "X-State: reviewed", "must say X-State: draft"),
    ("uk", "Добре. Нічого", "<b>Добре</b>. Нічого", "has markup"),
    ("uk", "Без імені.", "Без імені." + " ля" * 40, "at most 120"),
    ("uk", "Добре. Нічого", "Добре.\u202e Нічого", "hidden character, U+202E"),
    ("uk", "Добре. Нічого", "Добре.\u200b Нічого", "hidden character, U+200B"),
    ("uk", "Добре. Нічого", "Добре. @someone Нічого", "@name differs"),
    ("uk", "Добре. Нічого", "Добре 0800 000 111. Нічого", "number or @name differs"),
    ("uk", "Добре. Нічого", "Добре. Це анонімно. Нічого", "a word to avoid: анонімн*"),
    ("ar", "لا بأس. لم", "لا بأس. الضحية لم", "a word to avoid: *ضحية*"),
    ("en", "That is fine.", "You must wait.", "a word to avoid: must"),
    ("ar", '"⏭ تخطي"', '"⏭ Пропустити"', "is in another script"),
    ("uk", '"⏭ Пропустити"', '"⏭ Propustyty"', "is in another script"),
    ("uk", '"⏭ Пропустити"', '"Пропустити"', "must begin with ⏭"),
    ("uk", '"⬅️ Назад"', '"➡️ Назад"', "must begin with ⬅️"),
    ("uk", '"стоп|зупинити|зупинись|досить"', '"стоп|Стоп!"', "needs two words"),
    ("uk", '"стоп|зупинити', '"мова|зупинити', "has a word that word.stop has too"),
    ("uk", '"❌ Ні"', '"❌ Так"', "reads like answer.no on one keyboard"),
    ("uk", 'msgid "S2"', 'msgid "S2.other"', "is missing"),
    ("uk", 'msgid "S2"', 'msgid "S2.other"', "is not in English"),
]
WARNING = [
    ("uk", "Добре. Нічого не збережено. Цей чат", "Добре. Нічого. Цей  чат", "stray"),
    ("uk", "Добре. Нічого", "Добре.\\nНічого", "another number of lines"),
    ("uk", "Яка програма?", "Яка програма.", "another mark"),
    ("uk", "Добре. Нічого", "Добре добре. Нічого", "a word twice"),
    ("uk", "Оберіть до 3.", "Оберіть до 5.", "a number differs"),
    ("uk", "Добре. Нічого", "Добре. " + "Так і є. " * 12 + "Нічого", "times as long"),
    ("uk", "Добре. Нічого", "Добре. Ви сама. Нічого", "one gender only: сама"),
    ("ar", "لا بأس. لم", "لا بأس. اضغط. لم", "one gender only: اضغط"),
    ("uk", '"⏭ Пропустити"', '"⏭ Пропустити це питання зараз"', "letters long"),
    ("uk", '"✏️ Змінити"', '"✏️ Інакше"', "is not said as in"),
    (
        "en",
        "I kept nothing.",
        "I kept absolutely nothing whatsoever of these particulars.",
        "reads like grade",
    ),
    (
        "en",
        "That is fine.",
        "That is fine" + " and it is so" * 7 + ".",
        "a sentence of",
    ),
    ("en", "That is fine.", "That is so. " * 30, "at most 80"),
]


@pytest.mark.parametrize(("code", "old", "new", "said"), BLOCKING)
def test_what_misleads_or_breaks_blocks(
    locales: Path, code: str, old: str, new: str, said: str
) -> None:
    """Each blocking check finds the change that it is for."""
    found = changed(locales, code, old, new)
    blocking = [f.problem for f in found if f.level is Level.BLOCKS]
    assert any(said in problem for problem in blocking), found


@pytest.mark.parametrize(("code", "old", "new", "said"), WARNING)
def test_what_is_odd_asks_for_a_look(
    locales: Path, code: str, old: str, new: str, said: str
) -> None:
    """Each warning check finds the change that it is for."""
    found = changed(locales, code, old, new)
    assert any(said in finding.problem for finding in found), found


def test_an_untranslated_text_asks_for_a_look(locales: Path) -> None:
    """English that stands in a translation is seen."""
    found = changed(locales, "uk", '"⏭ Пропустити"', '"⏭ Skip"')
    assert [finding.problem for finding in found] == ["is the same as English"]


def test_a_note_may_keep_a_text_as_in_english(locales: Path) -> None:
    """Spanish for "no" is "no": its note says so, and without it the text is seen."""
    found = changed(locales, "es", "#. It is the same in English.\n", "")
    assert [(f.id, f.problem) for f in found] == [
        ("answer.no", "is the same as English")
    ]


def test_a_file_that_cannot_be_read_blocks(locales: Path) -> None:
    """A language whose file is gone is said to be, and the others are checked."""
    po.path_of(locales, "uk").unlink()
    assert [(f.language, f.id) for f in check(locales)] == [("uk", "")]


def test_arrows_turn_with_the_script(locales: Path) -> None:
    """In Arabic, back points to the right, and either way is taken."""
    assert changed(locales, "ar", '"➡️ رجوع"', '"⬅️ رجوع"') == []


def test_every_rule_has_its_own_sentence() -> None:
    """The table of rules names each once, with a docstring for translators."""
    rules = [rule for _, rule in RULES]
    assert len(set(rules)) == len(rules)
    assert all(rule.__doc__ for rule in rules)


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
