"""Sentences in every live language, and what happens to a broken translation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation.events import Command
from bot.settings import CHECKOUT
from bot.words import po
from bot.words.catalogue import Words
from bot.words.phrases import Msg, Own, Phrase, Value

LOCALES = CHECKOUT / "locales"
WORDS = Words.load(LOCALES)
LIVE = [code for code, _ in WORDS.language_names()]
FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"
HOUSE = Own((("en", "Blue House"), ("ar", "البيت الأزرق")))


def phrase(says: str, count: int | None = None, **values: Value) -> Phrase:
    """Make a phrase in short."""
    return Phrase(Msg(says), tuple(values.items()), count)


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Return a copy of the catalogues that a test may break."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))


def change(locales: Path, code: str, old: str, new: str) -> None:
    """Change one language's file in one place."""
    path = po.path_of(locales, code)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "🧹 Clear my screen"),
        ("uk", "🧹 Очистити мій екран"),
        ("ar", "🧹 مسح شاشتي"),
    ],
)
def test_a_message_is_said_in_its_language(language: str, text: str) -> None:
    """The same id is another sentence in each language."""
    assert text == WORDS.say(language, phrase("button.clear"))


def test_an_unknown_language_is_said_in_english() -> None:
    """A language that is not live is answered in English."""
    assert "Thank you" in WORDS.say("tlh", phrase("R2"))


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 week"),
        ("en", 29, "29 weeks"),
        ("uk", 1, "1 тиждень"),
        ("uk", 22, "22 тижні"),
        ("uk", 29, "29 тижнів"),
        ("ar", 1, "أسبوع واحد"),
        ("ar", 2, "أسبوعين"),
        ("ar", 5, f"{FSI}5{PDI} أسابيع"),
        ("ar", 29, f"{FSI}29{PDI} أسبوعًا"),
        ("ar", 100, f"{FSI}100{PDI} أسبوع"),
    ],
)
def test_a_count_chooses_the_form(language: str, count: int, text: str) -> None:
    """Each language's own plural form stands by the number."""
    said = WORDS.say(language, phrase("retention", count, weeks=count))
    assert text == said.removeprefix(RLM)


def test_a_list_stands_one_a_line() -> None:
    """A tuple of phrases is said line by line."""
    line = phrase("S3.line", name="A", number="1", hours="Day.", cost="Free.")
    said = WORDS.say("en", phrase("F0", helplines=(line, line)))
    assert said.endswith("listen:\n☎️ A: 1. Day. Free.\n☎️ A: 1. Day. Free.")


def test_an_empty_value_leaves_no_gap() -> None:
    """Missing hours or cost leave neither two spaces nor one at the end."""
    said = WORDS.say("en", phrase("S3.line", name="A", number="1", hours="", cost=""))
    assert said == "☎️ A: 1."


def test_a_number_is_always_in_latin_digits() -> None:
    """Numbers are shown as phones show the numbers of helplines."""
    assert f"{FSI}10{PDI}" in WORDS.say("ar", phrase("C2.mix", 10, k=10))


def test_own_words_fall_back_to_english_then_to_the_first() -> None:
    """A name that lacks a language stands in English, else as it was first given."""
    other = Own((("ru", "Дом"),))
    found = [
        WORDS.say(code, Phrase(own)) for code, own in (("uk", HOUSE), ("uk", other))
    ]
    assert found == ["Blue House", "Дом"]


def test_own_words_can_be_a_value() -> None:
    """A deployment's own words stand in a sentence, in the sentence's language."""
    assert f"{FSI}البيت الأزرق{PDI}" in WORDS.say(
        "ar", phrase("C2.head", programme=HOUSE)
    )


def test_values_are_isolated_in_arabic_and_left_alone_in_english() -> None:
    """A Latin name in an Arabic sentence stands between isolates."""
    said = [WORDS.say(code, phrase("N1", detail="Hope 12")) for code in ("ar", "en")]
    assert [f"{FSI}Hope 12{PDI}" in text for text in said] == [True, False]


def test_the_code_points_of_an_arabic_screen_are_as_drawn() -> None:
    """Emoji first, RLM before lines that begin with a value, isolates around values."""
    line = phrase("S3.line", name="Hope", number="112", hours="", cost="")
    drawn = [
        WORDS.say("ar", phrase("button.back")),
        WORDS.say("ar", phrase("Q.head", number=1, count=8)),
        WORDS.say("ar", phrase("A2b", number="0000 000 003")),
        WORDS.say("ar", line),
    ]
    assert drawn == [
        "\u27a1\ufe0f \u0631\u062c\u0648\u0639",
        "\u20681\u2069 \u0645\u0646 \u20688\u2069. يمكنك التخطي.",
        "\u200f\U0001f4de \u20680000 000 003\u2069",
        "\u200f\u260e\ufe0f \u2068Hope\u2069: \u2068112\u2069.",
    ]


def test_a_value_cannot_read_anything() -> None:
    """What a value says is never taken for a placeholder or a format."""
    said = WORDS.say("en", phrase("N1", detail="{detail.__class__} {0} %s"))
    assert "{detail.__class__} {0} %s" in said


def test_a_language_that_is_missing_is_said_in_english(locales: Path) -> None:
    """Without its file a language still answers, in English."""
    po.path_of(locales, "uk").unlink()
    assert Words.load(locales).say("uk", phrase("button.stop")) == "🛑 Stop"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{number} з {count}. Можна", "{number} з {cuont}. Можна"),
        ("{number} з {count}. Можна", "{number} з. Можна"),
        ("{number} з {count}. Можна", "{number.__class__} з {count}. Можна"),
        ("{number} з {count}. Можна", "{number!r} з {count}. Можна"),
        ("{number} з {count}. Можна", "{number} з {count} {}. Можна"),
        ('"{number} з {count}. Можна пропустити."', '""'),
        ('msgid "Q.head"', '#, fuzzy\nmsgid "Q.head"'),
        ('msgid "Q.head"', 'msgid "Q.other"'),
        ('msgid "Q.head"', 'broken\nmsgid "Q.head"'),
    ],
)
def test_a_broken_translation_falls_back_to_english(
    locales: Path, old: str, new: str
) -> None:
    """Whatever a translator's file holds, the sentence is whole, in English."""
    change(locales, "uk", old, new)
    said = Words.load(locales).say("uk", phrase("Q.head", number=1, count=8))
    assert said == "1 of 8. You can skip."


def test_one_broken_message_leaves_the_others(locales: Path) -> None:
    """The fall-back is for one message, not for its language."""
    change(locales, "uk", "{number} з {count}. Можна", "{number}. Можна")
    assert Words.load(locales).say("uk", phrase("button.stop")) == "🛑 Стоп"


def test_a_missing_plural_form_falls_back(locales: Path) -> None:
    """A counted message that lacks a form of its language is said in English."""
    change(locales, "uk", 'msgstr[2] "{weeks} тижнів"\n', "")
    said = Words.load(locales).say("uk", phrase("retention", 5, weeks=5))
    assert said == "5 weeks"


def test_a_fall_back_follows_the_chain(locales: Path) -> None:
    """A language's own chain is asked before English."""
    languages = locales / "languages.toml"
    text = languages.read_text(encoding="utf-8")
    changed = text.replace('menu = "uk"', 'menu = "uk"\nfallback = ["ar"]')
    languages.write_text(changed, encoding="utf-8")
    change(locales, "uk", 'msgid "button.stop"', 'msgid "button.other"')
    assert Words.load(locales).say("uk", phrase("button.stop")) == "🛑 توقف"


def test_english_in_an_arabic_talk_runs_from_left_to_right(locales: Path) -> None:
    """A sentence that fell back is written as its own language is."""
    change(locales, "ar", 'msgid "S2"', 'msgid "S2.other"')
    assert Words.load(locales).say("ar", phrase("S2")).startswith("That is fine.")


@pytest.mark.parametrize("asked", ["en", "uk", "ar"])
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("STOP", Command.STOP),
        ("🛑 стоп!", Command.STOP),
        ("توقّف", Command.STOP),
        ("Допоможіть!!", Command.HELP),
        ("clear my screen.", Command.CLEAR),
        ("МОВА", Command.LANGUAGE),
        ("delete my answers", Command.DELETE),
        ("من أنتم؟", Command.ABOUT),
    ],
)
def test_a_command_is_known_in_any_live_language(
    asked: str, text: str, command: Command
) -> None:
    """Typing the word calls the command, whatever language the talk is in."""
    assert asked in LIVE
    assert WORDS.command(text) is command


@pytest.mark.parametrize("text", ["", "stop the noise", "I need help", "👍", "stops"])
def test_only_a_whole_message_is_a_command(text: str) -> None:
    """A word within an answer calls nothing."""
    assert WORDS.command(text) is None


def test_typed_words_mean_a_label() -> None:
    """The words of a label do what pressing it does, without emoji and marks."""
    label = phrase("S1.yes")
    found = [
        WORDS.means("en", label, "yes it is safe"),
        WORDS.means("uk", label, "ТАК, безпечно."),
        WORDS.means("ar", label, "نعم آمنة"),
        WORDS.means("en", label, "yes"),
        WORDS.means("en", label, ""),
    ]
    assert found == [True, True, True, False, False]


def test_the_guessed_language_comes_first() -> None:
    """Every live language is offered once, the app's own before the others."""
    live = tuple(LIVE)
    found = [WORDS.order(tag) for tag in ("ar-EG", "uk", "tlh", "")]
    assert [order[0] for order in found] == ["ar", "uk", "en", "en"]
    assert [order[1:] for order in found[:2]] == [
        tuple(code for code in live if code != first) for first in ("ar", "uk")
    ]
    assert found[2:] == [live, live]


def test_languages_are_named_by_themselves() -> None:
    """The buttons of the first screen are own names, not flags or English names."""
    named = (("en", "English"), ("uk", "українська"), ("ar", "العربية"))
    assert named == WORDS.language_names()[:3]


def test_drafts_and_directions_are_told() -> None:
    """Who asks learns which texts are drafts and which run right to left."""
    assert WORDS.drafts == {*LIVE} - {"en"}
    assert [WORDS.direction(code) for code in LIVE[:3]] == ["ltr", "ltr", "rtl"]


def test_a_month_has_its_name() -> None:
    """A month is told by its name and year, never by a day."""
    said = [WORDS.month(code, "2026-03") for code in ("en", "uk", "ar", "xx")]
    assert said == ["March 2026", "березень 2026", "مارس 2026", "March 2026"]


def test_no_language_takes_the_months_of_another() -> None:
    """A process that has just spoken Chinese names the months of French in French."""
    code = (
        "from pathlib import Path; from bot.words.catalogue import Words\n"
        "words = Words.load(Path('locales'))\n"
        "for one in ('zh_Hans', 'fr', 'ar'): print(ascii(words.month(one, '2026-03')))"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own code)
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    said = ["三月 2026", "mars 2026", "مارس 2026"]
    assert done.stdout.splitlines() == [*map(ascii, said)]
