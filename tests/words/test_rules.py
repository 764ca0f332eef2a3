"""Every rule for one text: what it lets through, and what it finds, side by side."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CHECKOUT
from bot.words.endings import ends_alike
from bot.words.glossary import Terms
from bot.words.languages import read_languages
from bot.words.po import Entry
from bot.words.rules import RULES, Level, Pair, findings, lacks_back_translation
from bot.words.shape import LIMITS

BLOCKS, WARNS = Level.BLOCKS, Level.WARNS
LANGUAGES = {x.code: x for x in read_languages(CHECKOUT / "locales/languages.toml")}
TERMS = Terms(
    avoid=("анонімн*",),
    gendered=("сама",),
    twice=("کبھی",),
    use={"secret number": ("секретн* номер*", "номер* секрет*")},
)
HARD = (
    "I kept absolutely nothing whatsoever of these numerous particulars,"
    " notwithstanding all previous declarations."
)
FINE = "That is fine. I kept nothing."
WHOLE = "Це добре. Я нічого не зберегла"


def pair(code: str, kind: str, english: str, *forms: str) -> Pair:
    """Put a text beside its English; several forms count something."""
    counted = len(forms) > 1
    wanted = (english, english) if counted else (english,)
    source = Entry("S2", wanted, counted, (f"{kind} S2.",))
    return Pair(LANGUAGES[code], TERMS, source, Entry("S2", forms, counted))


def problems(checked: Pair, level: Level) -> list[str]:
    """Return what is found at a level."""
    return [problem for found, problem in findings(checked) if found is level]


class Row(NamedTuple):
    """A text of a kind in a language: one that passes, one that does not, and why."""

    level: Level
    code: str
    kind: str
    english: str
    good: str
    bad: str
    said: str


ROWS = [
    Row(
        BLOCKS,
        "uk",
        "Line",
        "{a} of {b}",
        "{a} з {b}",
        "{a} з",
        "out a placeholder: {b}",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "{a} of {b}",
        "{b} і {a}",
        "{c} з {b}",
        "English has not: {c}",
    ),
    Row(BLOCKS, "uk", "Line", "{a} of", "{a} з", "{a:>9} з", "is no placeholder"),
    Row(BLOCKS, "uk", "Line", "{a} of", "{a} з", "{a.b} з", "is no placeholder"),
    Row(BLOCKS, "uk", "Line", "{a} of", "{a} з", " ", "is empty. Write it."),
    Row(
        BLOCKS, "uk", "Line", "Be so.", "Хай так.", "<b>Хай</b> так.", "has <b>, which"
    ),
    Row(BLOCKS, "uk", "Line", "Be so.", "Хай так.", "<b>Хай так.", "has <b>, which"),
    Row(
        BLOCKS, "uk", "Line", "Be so.", "Хай так.", "Хай &amp; так.", "has &amp;, which"
    ),
    Row(BLOCKS, "uk", "Line", "Be so.", "Хай * так.", "**Хай** так.", "has **, which"),
    Row(BLOCKS, "uk", "Short", "Say.", "Ля." * 40, "Ля." * 41, "and only 120 fit"),
    Row(BLOCKS, "uk", "Name", "Say", "Ля" * 32, "Ля" * 33, "and only 64 fit"),
    Row(BLOCKS, "uk", "Button", "Say", "Ля" * 32, "Ля" * 33, "and only 64 fit"),
    Row(BLOCKS, "uk", "Alert", "Say", "Ля" * 100, "Ля" * 101, "and only 200 fit"),
    Row(BLOCKS, "uk", "Menu", "Say", "Ля" * 128, "Ля" * 129, "and only 256 fit"),
    Row(BLOCKS, "uk", "Description", "Say", "Ля" * 256, "Ля" * 257, "and only 512 fit"),
    Row(BLOCKS, "uk", "Line", "Say", "Ля" * 512, "Ля" * 513, "and only 1024 fit"),
    Row(BLOCKS, "uk", "Screen", "Say", "Ля" * 1024, "Ля" * 1025, "and only 2048 fit"),
    Row(
        BLOCKS,
        "fa",
        "Line",
        "No.",
        "نمی\u200cشود.",
        "نمی\u200bشود.",
        "character, U+200B",
    ),
    Row(BLOCKS, "uk", "Button", "✅ Yes", "✅ Так", "✅", "has no words"),
    Row(BLOCKS, "uk", "Screen", "It is so.", "Це так.", ".", "has no words"),
    Row(BLOCKS, "uk", "Line", "No.", "Ні.", "\u2800", "has no words"),
    Row(BLOCKS, "uk", "Line", "24 hours", "24/7", "…", "has no words"),
    Row(BLOCKS, "ar", "Line", "No.", "\u200fلا.", "\u202eلا.", "character, U+202E"),
    Row(BLOCKS, "uk", "Line", "No.", "Не\nні.", "Не\u2028ні.", "character, U+2028"),
    Row(BLOCKS, "uk", "Line", "No.", "Ні.", "Ні\x07.", "character, U+0007"),
    Row(BLOCKS, "ar", "Line", "No.", "\u2068لا\u2069.", "\u2068لا.", "turns a line"),
    Row(
        BLOCKS,
        "ar",
        "Line",
        "No.",
        "\u2067لا\u2069.",
        "\u2069لا\u2067.",
        "turns a line",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "At https://x.y/z.",
        "Де: https://x.y/z.",
        "Де: x.",
        "out htt",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "Call 116 123.",
        "116 123, це.",
        "116 132, це.",
        "out 116 123",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "Write.",
        "Пишіть.",
        "Пишіть @someone.",
        "has @someone, which",
    ),
    Row(
        BLOCKS, "uk", "Line", "Use /themes.", "Це /themes.", "Це /теми.", "out /themes"
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "Ask a@b.org.",
        "Це a@b.org.",
        "Це a@b.com.",
        "out a@b.org",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "No name.",
        "Без імені.",
        "Анонімно.",
        "to avoid: анонімн*",
    ),
    Row(
        BLOCKS,
        "uk",
        "Line",
        "Skip it.",
        "Пропуск.",
        "Propusk.",
        "in other letters than",
    ),
    Row(BLOCKS, "ar", "Line", "Skip it.", "تخطي.", "Пропуск.", "in other letters than"),
    Row(BLOCKS, "th", "Line", "Skip it", "ข้าม", "Skip this", "in other letters than"),
    Row(BLOCKS, "uk", "Button", "⏭ Skip", "⏭ Далі", "Далі", "must begin with ⏭"),
    Row(BLOCKS, "uk", "Button", "⬅️ Back", "⬅ Назад", "➡️ Назад", "must begin with ⬅️"),
    Row(BLOCKS, "ar", "Button", "⬅️ Back", "➡️ رجوع", "🔙 رجوع", "must begin with ⬅️"),
    Row(BLOCKS, "uk", "Button", "OK", "Так", "✅ Так", "must begin with words"),
    Row(
        BLOCKS, "uk", "Words", "stop|quit", "стоп|годі", "стоп|Стоп!", "needs two words"
    ),
    Row(WARNS, "uk", "Line", "Skip it.", "Пропуск.", "Skip it.", "the same as English"),
    Row(WARNS, "uk", "Line", "Be so.", "Хай так.", "Хай  так.", "has a stray space"),
    Row(WARNS, "uk", "Line", "Be so.", "Хай так.", "Хай так. ", "has a stray space"),
    Row(WARNS, "uk", "Line", "Be so.", "Хай так.", "\nХай так.", "has a stray space"),
    Row(WARNS, "uk", "Line", "Be\nso.", "Хай\nтак.", "Хай \nтак.", "has a stray space"),
    Row(
        WARNS,
        "uk",
        "Line",
        "Be\nso.",
        "Хай\nтак.",
        "Хай так.",
        "1 lines, English has 2",
    ),
    Row(
        WARNS,
        "uk",
        "Line",
        "Be so?",
        "Хай так?",
        "Хай так.",
        "another mark than English",
    ),
    Row(
        WARNS, "uk", "Line", "Be so", "Хай так", "Хай так.", "another mark than English"
    ),
    Row(
        WARNS,
        "uk",
        "Line",
        "Добре добре",
        "Добре. Добре",
        "Добре добре",
        "twice in a row",
    ),
    Row(WARNS, "ur", "Line", "At times", "کبھی کبھی", "بہت بہت", "twice in a row"),
    Row(WARNS, "hi", "Line", "At times", "कर करना", "कर कर", "twice in a row"),
    Row(
        WARNS, "uk", "Line", "A secret number", "Секретний номер", "Код", "do: секретн*"
    ),
    Row(WARNS, "uk", "Line", "Up to 3 days", "До 3 днів", "До 5 днів", "look at 3"),
    Row(WARNS, "fa", "Line", "Up to 13", "تا 13", "تا 14", "look at 13"),
    Row(WARNS, "fa", "Line", "Up to 13", "تا 13", "تا ۱۳", "has the digit ۱"),
    Row(WARNS, "uk", "Line", FINE, WHOLE, WHOLE * 3, "is much longer"),
    Row(WARNS, "uk", "Line", FINE, WHOLE, "Це добре", "is much shorter"),
    Row(
        WARNS,
        "zh_Hans",
        "Line",
        FINE,
        "没关系。我什么都没保存。",
        "没关系" * 10,
        "much longer",
    ),
    Row(WARNS, "uk", "Line", "Alone.", "Без людей.", "Ви сама.", "gender only: сама"),
    Row(WARNS, "uk", "Button", "Skip", "Я" * 24, "Я" * 25, "25 letters long"),
    Row(WARNS, "hi", "Button", "Skip", "क्षि" * 24, "क्षि" * 25, "25 letters long"),
    Row(WARNS, "th", "Button", "Skip", "ที่" * 24, "ที่" * 25, "25 letters long"),
    Row(
        WARNS,
        "uk",
        "Screen",
        "Say",
        "ми і " * 12,
        "ми і " * 13,
        "a sentence of 26 words",
    ),
    Row(WARNS, "vi", "Screen", "Say", "đi về " * 17, "đi về " * 18, "a sentence of 26"),
    Row(WARNS, "th", "Screen", "Say", "ไปบ้าน " * 40, "ไปบ้าน" * 20, "sentence of"),
    Row(
        WARNS, "zh_Hans", "Screen", "Say", "去。" * 60, "去那里。" * 60, "has 90 words"
    ),
    Row(WARNS, "uk", "Screen", "Say", "ля." * 80, "ля. " * 81, "has 81 words"),
    Row(WARNS, "uk", "Screen", "Say", "я" * 20, "я" * 21, "a word of 21 letters"),
    Row(
        WARNS,
        "en",
        "Screen",
        "Say",
        "That is fine. " * 26,
        "That is so. " * 27,
        "81 words",
    ),
    Row(
        WARNS,
        "en",
        "Screen",
        "Say",
        "And it is so. " * 9,
        "And so it is " * 7,
        "28 words",
    ),
    Row(
        WARNS,
        "en",
        "Screen",
        "Say",
        "I kept none of the things that you wrote to me here on this day.",
        HARD,
        "reads like grade",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{ROWS.index(row)}-{row.said}")
def test_a_rule_finds_what_it_is_for_and_nothing_else(row: Row) -> None:
    """At its level, each rule speaks of the bad text and is silent on the good one."""
    found = problems(pair(row.code, row.kind, row.english, row.bad), row.level)
    silent = problems(pair(row.code, row.kind, row.english, row.good), row.level)
    assert any(row.said in problem for problem in found), found
    assert not any(row.said in problem for problem in silent), silent


def test_what_does_not_fit_is_said_alone() -> None:
    """A text that cannot stand for its English is told of that and nothing else."""
    checked = pair("uk", "Line", "{a} of {b}", "<b>{a}  анонімно")
    assert findings(checked) == [
        (BLOCKS, "leaves out a placeholder: {b}. Put it back with its button.")
    ]


PLURALS = [
    ("uk", ("{k} раз", "{k} рази"), "has 2 plural forms. Write 3, for: 1, 21, 31 | 2,"),
    ("uk", ("{k} раз", " ", "{k} разів"), "the form for 2, 3, 4 is empty. Write it."),
    ("uk", ("раз", "{k} рази", "{k} разів"), "the form for 1, 21, 31 leaves out a"),
    ("fr", ("fois", "{k} fois"), "the form for 0, 1 leaves out a placeholder: {k}."),
]


@pytest.mark.parametrize(("code", "forms", "said"), PLURALS)
def test_a_plural_form_is_named_by_its_numbers(
    code: str, forms: tuple[str, ...], said: str
) -> None:
    """A translator reads for which numbers a form is, never its place in a file."""
    (problem,) = problems(pair(code, "Line", "{k} times", *forms), BLOCKS)
    assert problem.startswith(said)


def test_a_form_for_one_number_may_say_it_in_words() -> None:
    """English "1" and Arabic "one" and "two" need no digit."""
    forms = ("لا شيء", "مرة", "مرتان", "{k} مرات", "{k} مرة", "{k} مرة")
    assert problems(pair("ar", "Line", "{k} times", *forms), BLOCKS) == []


def test_values_that_two_forms_tell_in_another_order_ask_for_a_look() -> None:
    """In one plural form a number and a name may have been swapped."""
    good = ("{a} і {b}", "{a} та {b}", "{a} й {b}")
    bad = ("{a} і {b}", "{b} та {a}", "{a} й {b}")
    found = [problems(pair("uk", "Line", "{a}, {b}", *x), WARNS) for x in (good, bad)]
    order = "has {a}, {b} in another order in one plural form. Are two swapped?"
    assert found == [[], [order]]


def test_one_plural_form_in_another_script_is_found() -> None:
    """Among six it is a small part of all letters, and of its own form the whole."""
    good = ("{a} отже так", "{a} і ще так", "{a} або ні")
    bad = (*good[:2], "{a} or other")
    found = [problems(pair("uk", "Line", "{a} so", *x), BLOCKS) for x in (good, bad)]
    script = "is mostly in other letters than українська. Is it that language?"
    assert found == [[], [script]]


ENDS = [
    ("ar", "Is it so?", "هل؟", "هل;"),
    ("fa", "Is it so?", "آیا؟", "آیا."),
    ("ur", "It is so.", "ہے۔", "ہے؟"),
    ("hi", "It is so.", "है।", "है?"),
    ("am", "It is so.", "ነው።", "ነው፣"),
    ("zh_Hans", "It is so.", "是。", "是?"),
    ("zh_Hans", "Is it so?", "是吗?", "是吗。"),
    ("hy", "It is so.", "Այո։", "Այո՝"),
    ("hy", "It is so.", "Այո:", "Այո"),
    ("hy", "Is it so?", "Այո՞ է։", "Այո։"),
    ("th", "It is so.", "ใช่", "ใช่?"),
    ("el", "Is it so?", "Ναι;", "Ναι."),
    ("el", "Is it so?", "Ναι\u037e", "Ναι."),
    ("my", "It is so.", "ဟုတ်။", "ဟုတ်?"),
    ("km", "It is so.", "បាទ។", "បាទ?"),
    ("uk", "Tap “Go”.", "Це «Далі».", "Це «Далі»?"),
    ("uk", "So:", "Так:", "Так;"),
]
"""Greek, Burmese and Khmer stand here before they are in the list."""


@pytest.mark.parametrize(("code", "english", "good", "bad"), ENDS)
def test_each_script_ends_a_sentence_in_its_own_way(
    code: str, english: str, good: str, bad: str
) -> None:
    """What means the same passes, and what means another thing does not."""
    scripts = {"el": "Grek", "my": "Mymr", "km": "Khmr"}
    script = scripts.get(code) or LANGUAGES[code].script
    found = [ends_alike(text, english, script) for text in (good, bad)]
    assert found == [True, False]


LIMITED = sorted(LIMITS)
TEXTS = st.text(st.sampled_from("ab. {}<>&*_`@/0\u2068\u2069\u0e01\u093f।؟'\n🧹"))


@given(TEXTS, TEXTS, st.sampled_from(sorted(LANGUAGES)), st.sampled_from(LIMITED))
def test_no_rule_breaks_whatever_the_text(
    english: str, text: str, code: str, kind: str
) -> None:
    """Whatever a translator's file holds, each rule answers in one line."""
    found = findings(pair(code, kind, f"So {english}", text))
    assert all("\n" not in problem for _, problem in found)


def test_every_rule_has_its_own_sentence() -> None:
    """The table of rules names each once, with a docstring for translators."""
    rules = [rule for _, rule in RULES]
    assert len(set(rules)) == len(rules)
    assert all(rule.__doc__ for rule in rules)


BACK = [
    (True, "a", "It is so.", "b", ""),
    (True, "a", "It is so.", "a", "was translated back by its own author"),
    (True, "a", "  ", "b", "has no translation back into English"),
    (False, "a", "", "", ""),
]


@pytest.mark.parametrize(("critical", "author", "back", "back_by", "said"), BACK)
def test_a_critical_text_is_translated_back_by_another(
    author: str, back: str, back_by: str, said: str, *, critical: bool
) -> None:
    """Only critical texts need it, and never from the one who wrote them."""
    found = lacks_back_translation(
        critical=critical, author=author, back=back, back_by=back_by
    )
    assert found.startswith(said)
    assert bool(found) == bool(said)
