"""What is asked: the default form, and every way in which a form is refused."""

from pathlib import Path

import pytest

from bot.errors import FileError
from bot.questions import (
    CATALOGUE,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Direction,
    Kind,
    read_form,
    read_forms,
)
from bot.settings import CHECKOUT
from bot.words.glossary import read_glossary
from bot.words.phrases import Own

LOCALES = CHECKOUT / "locales"
GLOSSARY = read_glossary(LOCALES)
GOOD = """\
name = "harbour"
version = 2

[[question]]
id = "food"
kind = "scale"
text.en = "How is the food?"
text.uk = "Яка тут їжа?"
short.en = "Food"
choices = [
  { id = "fine", text.en = "Fine", told = "high" },
  { id = "poor", text.en = "Poor", told = "low" },
]

[[question]]
id = "rooms"
kind = "one"
text.en = "Is your room quiet?"
choices = [
  { id = "yes", words = "answer.yes" },
  { id = "no", words = "answer.no", unsafe = true },
]

[[question]]
id = "more"
kind = "free"
direction = "change"
text.en = "What should be different? Please leave out names and your past."
"""


def form(folder: Path, text: str) -> Path:
    """Write a form and return its path."""
    path = folder / "harbour.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    """Return why a form is refused."""
    with pytest.raises(FileError) as refused:
        read_form(form(folder, text), GLOSSARY)
    return str(refused.value)


def test_the_default_form_is_the_eight_questions() -> None:
    """Q1 to Q8, every one of them with a short name."""
    default = {f.name: f for f in read_forms(LOCALES / "forms")}["default"]
    assert [q.id for q in default.questions] == [f"Q{i}" for i in range(1, 9)]
    assert all(q.short for q in default.questions)


def test_the_default_form_tells_a_scale_in_three_bands() -> None:
    """Five faces count as high, high, middle, low, low."""
    scale = read_forms(LOCALES / "forms")[0].questions[0]
    told = [c.told for c in scale.choices]
    assert told == ["high", "high", "middle", "low", "low"]


def test_the_default_forms_needs_carry_their_themes() -> None:
    """Tapped needs count as codes; "something else" as none."""
    needs = read_forms(LOCALES / "forms")[0].questions[4]
    codes = [c.theme for c in needs.choices]
    assert codes == ["A1", "A2", "A3", "A4", "A6", "A7", "A5", "B1", "B3", "C4", ""]
    assert needs.most == 3


def test_only_not_feeling_safe_leads_to_helplines() -> None:
    """F0 comes after no to Q2 and after nothing else."""
    default = read_forms(LOCALES / "forms")[0]
    unsafe = [(q.id, c.id) for q in default.questions for c in q.choices if c.unsafe]
    assert unsafe == [("Q2", "no")]


def test_the_default_form_names_every_text_it_may() -> None:
    """Nothing in the list of the catalogue's texts is without use."""
    default = read_forms(LOCALES / "forms")[0]
    named = {w for q in default.questions for w in (q.words, q.short)}
    named |= {c.words for q in default.questions for c in q.choices}
    assert named == CATALOGUE


def test_a_forms_own_words_are_read_by_language(tmp_path: Path) -> None:
    """A programme may ask in its own words."""
    read = read_form(form(tmp_path, GOOD), GLOSSARY)
    assert (read.name, read.version, len(read.questions)) == ("harbour", 2, 3)
    food, _, more = read.questions
    assert food.words == Own((("en", "How is the food?"), ("uk", "Яка тут їжа?")))
    assert (more.kind, more.direction) == (Kind.FREE, Direction.CHANGE)


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ("version = 2", "version = 0", 2, "version"),
        ("version = 2", "", 1, "version"),
        ("version = 2", "version = 2\ncolour = 1", 3, "colour"),
        ('name = "harbour"', 'name = "The Harbour"', 1, "name"),
        ('kind = "one"', 'kind = "many"', 17, "kind"),
        ('id = "rooms"', 'id = "food"', 16, "id"),
        ('id = "rooms"', 'id = "the rooms"', 16, "id"),
        ('id = "poor"', 'id = "fine"', 10, "choices"),
        ('told = "low"', 'told = "none"', 10, "choices"),
        (', told = "low"', "", 12, "told"),
        ('"answer.yes"', '"answer.maybe"', 20, "words"),
        ('words = "answer.yes"', 'words = "answer.yes", text.en = "Y"', 20, "words"),
        (', words = "answer.yes"', "", 20, "words"),
        ('"answer.yes" ', '"answer.yes", theme = "A1" ', 20, "theme"),
        ('"answer.yes" ', '"answer.yes", told = "low" ', 20, "told"),
        ('direction = "change"', "most = 2", 24, "direction"),
        ('kind = "one"', 'kind = "one"\nmost = 2', 18, "most"),
        ('kind = "one"', 'kind = "one"\ndirection = "keep"', 18, "direction"),
        ('kind = "scale"', 'kind = "free"', 10, "choices"),
        ('text.en = "Is your room quiet?"', "", 15, "words"),
        ("Is your room quiet?", "Is it quiet? " * 20, 18, "text"),
        ("Is your room quiet?", " ", 18, "text"),
        (
            'short.en = "Food"',
            'short.en = "The food and all that is eaten"',
            9,
            "short",
        ),
        ('short.en = "Food"', 'short = "Q9.short"', 9, "short"),
        ('kind = "one"', 'kind = "several"', 21, "unsafe"),
        ("[[question]]", "[[question", 4, "TOML"),
    ],
)
def test_a_bad_form_is_refused_with_its_line_and_field(
    tmp_path: Path, before: str, after: str, line: int, field: str
) -> None:
    """Who wrote it is told where to look."""
    assert before in GOOD
    said = refusal(tmp_path, GOOD.replace(before, after, 1))
    assert said.startswith(f"harbour.toml, line {line}, {field}: ")


@pytest.mark.parametrize(
    "asked",
    [
        'en = "What is your name?"',
        'en = "What is your phone number?"',
        'en = "Where do you live now?"',
        'en = "What is your nationality?"',
        'en = "Which country did you come from?"',
        'en = "What is your passport number?"',
        'en = "What kind of exploitation was it?"',
        'en = "Please tell us your story."',
        'en = "What happened to you?"',
        'en = "Can you send a photo?"',
        'en = "Share your location with us."',
        'uk = "Як вас звати?"',
        'uk = "Який ваш номер телефону?"',
        'uk = "Де ви живете?"',
        'uk = "Яке ваше громадянство?"',
        'uk = "Ви з якої країни приїхали?"',
        'uk = "Який номер вашого паспорта?"',
        'uk = "До чого вас примушували?"',
        'uk = "Розкажіть вашу історію."',
        'uk = "Надішліть фото."',
        'ar = "ما اسمك؟"',
        'ar = "ما رقم هاتفك؟"',
        'ar = "أين تسكن؟"',
        'ar = "ما جنسيتك؟"',
        'ar = "ما رقم جواز السفر؟"',
        'ar = "على ماذا أجبرت؟"',
        'ar = "ما هي قصتك؟"',
        'ar = "هل يمكنك إرسال صورة؟"',
        'ar = "شارك موقعك"',
    ],
)
def test_what_is_never_asked_is_refused(tmp_path: Path, asked: str) -> None:
    """A name, a phone, a place, a nation, papers, what was done, the story, a photo."""
    said = refusal(tmp_path, GOOD.replace('en = "Is your room quiet?"', asked))
    assert said.startswith("harbour.toml, line 18, text: ")
    assert "never asked" in said


def test_a_choice_is_held_to_the_same(tmp_path: Path) -> None:
    """Nor may an answer to tap name what is never asked."""
    said = refusal(tmp_path, GOOD.replace('"Poor"', '"I was exploited"'))
    assert said.startswith("harbour.toml, line 12, text: ")


def test_words_to_avoid_are_refused(tmp_path: Path) -> None:
    """The glossary holds for forms too."""
    said = refusal(tmp_path, GOOD.replace("Is your room quiet?", "Is any client loud?"))
    assert "a word to avoid" in said


def test_a_form_has_eight_questions_at_most(tmp_path: Path) -> None:
    """More would be a burden."""
    block = GOOD[GOOD.index('[[question]]\nid = "more"') :]
    more = "".join(
        block.replace('"more"', f'"more{i}"') for i in range(MOST_QUESTIONS - 2)
    )
    assert "question" in refusal(tmp_path, GOOD + more)


def test_a_question_has_eleven_choices_at_most(tmp_path: Path) -> None:
    """They stand on two cards."""
    choice = '  { id = "yes", words = "answer.yes" },\n'
    more = "".join(choice.replace('"yes"', f'"y{i}"') for i in range(MOST_CHOICES))
    assert "choices" in refusal(tmp_path, GOOD.replace(choice, choice + more))


def test_a_form_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    """No traceback for a mistyped name."""
    with pytest.raises(FileError, match="it is not there"):
        read_form(tmp_path / "gone.toml", GLOSSARY)
