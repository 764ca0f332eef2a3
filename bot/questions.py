"""What is asked: a programme's form, and the refusal of a bad one.

A form is a TOML file in `locales/forms/`. Rule: nothing is asked that a person
could be found by or hurt by (`conversation.md`, "What the bot never does", 1).
"""

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from bot.errors import FileError
from bot.files import line_of, read_toml
from bot.words.glossary import Terms, found, read_glossary
from bot.words.phrases import Msg, Own


class Kind(enum.Enum):
    """The four kinds of question."""

    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    FREE = "free"


class Direction(enum.Enum):
    """What a free text tells: something to keep, or something to change."""

    KEEP = "keep"
    CHANGE = "change"


class Band3(enum.Enum):
    """How a point of a scale is told: as low, middle or high (`gathering.md` P5)."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap.

    `told` is the fact it counts for (low, middle or high of a scale, else its own
    id); `theme` is a codebook code for a tapped need ("" for none); `unsafe` marks
    the answer after which helplines are shown (F0).
    """

    id: str
    words: Msg | Own
    told: str
    theme: str = ""
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `most` is how many may be chosen (1, or 3 for several).

    `short` names it in a list (the review and its buttons); its own words stand in.
    """

    id: str
    kind: Kind
    words: Msg | Own
    choices: tuple[Choice, ...] = ()
    most: int = 1
    direction: Direction | None = None
    short: Msg | Own | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Up to 8 questions under a name and a version."""

    name: str
    version: int
    questions: tuple[Question, ...]


MOST_QUESTIONS = 8
MOST_CHOICES = 11
MOST_CHOSEN = 3
QUESTION_LENGTH = 160
CHOICE_LENGTH = 40
SHORT_LENGTH = 24
"""Characters, so that the review of a whole form stays one message."""

CATALOGUE = frozenset(
    {
        Msg("Q1"),
        Msg("Q1.short"),
        Msg("Q1.very_good"),
        Msg("Q1.good"),
        Msg("Q1.ok"),
        Msg("Q1.bad"),
        Msg("Q1.very_bad"),
        Msg("Q2"),
        Msg("Q2.short"),
        Msg("Q3"),
        Msg("Q3.short"),
        Msg("Q4"),
        Msg("Q4.short"),
        Msg("Q5"),
        Msg("Q5.short"),
        Msg("Q5.home"),
        Msg("Q5.safe"),
        Msg("Q5.lasting"),
        Msg("Q5.kind"),
        Msg("Q5.health"),
        Msg("Q5.school"),
        Msg("Q5.plans"),
        Msg("Q5.legal"),
        Msg("Q5.money"),
        Msg("Q5.language"),
        Msg("Q5.other"),
        Msg("Q6"),
        Msg("Q6.short"),
        Msg("Q7"),
        Msg("Q7.short"),
        Msg("Q8"),
        Msg("Q8.short"),
        Msg("answer.yes"),
        Msg("answer.sometimes"),
        Msg("answer.no"),
    }
)
"""Texts of the catalogue that a form may name instead of bringing its own."""

_FORBIDDEN = {
    "a name": (
        r"\b(your|full|last|first|real) name\b|are you called",
        r"(вас|тебе) звати|(ваше|твоє) ім|прізвищ",
        r"اسمك|اسم العائلة",
    ),
    "a phone number": (
        r"\b(phone|telephone|mobile|whatsapp) number|\byour (phone|number)\b",
        r"номер телефон|(ваш|твій) (номер|телефон)",
        r"رقم (ال)?(هاتف|جوال)|رقمك|هاتفك",
    ),
    "a place": (
        r"\baddress|where (do|are) you (liv|stay|now)|(which|what) (city|town)",
        r"адрес|де (ви|ти) (зараз|жив|мешка|перебува)|яком[ую] міст",
        r"عنوان|أين (تسكن|تعيش|تقيم|أنت)|مدينت",
    ),
    "a nationality": (
        r"nationalit|citizen|where are you from|(which|what) country",
        r"громадянств|національн|звідки (ви|ти)|якої країни",
        r"جنسي|من أين أنت|(أي|اي) بلد",
    ),
    "a number of papers": (
        r"\b(passport|visa|id|document|permit)( card)? number|your passport",
        r"паспорт|номер (документ|віз)",
        r"جواز|رقم (ال)?(هوية|إقامة|تأشيرة)",
    ),
    "what somebody was made to do": (
        r"traffick|exploit|slave|prostitut|sex work|(were|was) you (forced|made)",
        r"торгівл|експлуатац|рабств|проститу|змушу|примушу",
        r"اتجار|استغل|عبودي|دعارة|أجبر",
    ),
    "the story": (
        r"your (story|journey)|happened to you|about your past",
        r"(ваш|сво|тво)\w* істор|(стало|трапило)ся з|з вами (стало|трапило)ся",
        r"قصتك|حدث لك|حصل لك|ماضيك",
    ),
    "a photo, a contact or a location": (
        r"\bphoto|selfie|picture of|your (contact|location)|your .{0,9}location",
        r"фото|світлин|селфі|геолокац|місцезнаход",
        r"صورة|صورتك|موقعك|جهة (ال)?اتصال",
    ),
}
"""What is never asked (`conversation.md`), with its cues in English, Ukrainian, Arabic.

They catch a mistake, not an enemy: who runs Sotto decides what its forms say.
"""


class _Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice as it is written; either `words` (a text of the catalogue) or `text`."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,16}$")]
    words: str = ""
    text: dict[str, str] = {}
    told: Band3 | None = None
    theme: Annotated[str, msgspec.Meta(pattern=r"^([A-DFG][1-9])?$")] = ""
    unsafe: bool = False


class _Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question as it is written."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_]{1,16}$")]
    kind: Kind
    words: str = ""
    text: dict[str, str] = {}
    short: str | dict[str, str] = ""
    choices: tuple[_Choice, ...] = ()
    most: Annotated[int, msgspec.Meta(ge=1, le=MOST_CHOSEN)] = 1
    direction: Direction | None = None


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form as it is written."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
    version: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    question: Annotated[
        tuple[_Question, ...], msgspec.Meta(min_length=1, max_length=MOST_QUESTIONS)
    ]


def read_forms(folder: Path) -> tuple[Form, ...]:
    """Read every form of `locales/forms`; raise `FileError` for a bad one."""
    glossary = read_glossary(folder.parent)
    return tuple(read_form(path, glossary) for path in sorted(folder.glob("*.toml")))


def read_form(path: Path, glossary: Mapping[str, Terms]) -> Form:
    """Read one form; raise `FileError` naming the line and the field that is wrong."""
    written = read_toml(path, _Form)
    lines = path.read_text(encoding="utf-8")
    for place, choice, field, problem in _misfits(written, glossary):
        raise FileError(path, _line(lines, place, choice, field), field, problem)
    made = (_made(question, f"form.{written.name}") for question in written.question)
    return Form(written.name, written.version, tuple(made))


def _line(lines: str, place: int, choice: int | None, field: str) -> int:
    """Return the line of a question's field, or of one of its choices."""
    if choice is None:
        return line_of(lines, "question", place, field)
    first = line_of(lines, "question", place, "choices")
    below = enumerate(lines.splitlines()[first - 1 :], first)
    rows = [line for line, content in below if content.lstrip().startswith("{")]
    return rows[choice] if choice < len(rows) else first


Misfit = tuple[int, int | None, str, str]
"""A question's place, a choice's place in it, a field, and what is wrong there."""


def _misfits(form: _Form, glossary: Mapping[str, Terms]) -> Iterator[Misfit]:
    """Find what no form may be, in the order of the file."""
    for place, question in enumerate(form.question):
        if question.id in {q.id for q in form.question[:place]}:
            yield place, None, "id", "another question has the same one"
        for field, problem in _unfit(question):
            yield place, None, field, problem
        for field, problem in _unsaid(question, QUESTION_LENGTH, glossary):
            yield place, None, field, problem
        for number, choice in enumerate(question.choices):
            for field, problem in _unchosen(choice, question.kind):
                yield place, number, field, problem
            for field, problem in _unsaid(choice, CHOICE_LENGTH, glossary):
                yield place, number, field, problem


def _unfit(question: _Question) -> Iterator[tuple[str, str]]:
    """Find what does not go with the kind of a question."""
    free, count = question.kind is Kind.FREE, len(question.choices)
    if free and count:
        yield "choices", "a free question has none"
    if not free and not 1 < count <= MOST_CHOICES:
        yield "choices", f"give 2 to {MOST_CHOICES} of them"
    if len({c.id for c in question.choices}) < count:
        yield "choices", "two of them have the same id"
    if free is (question.direction is None):
        yield "direction", "a free question has one, keep or change, and no other"
    if question.most > 1 and question.kind is not Kind.SEVERAL:
        yield "most", "only of several may more than one be chosen"


def _unchosen(choice: _Choice, kind: Kind) -> Iterator[tuple[str, str]]:
    """Find what does not go with a choice of a kind of question."""
    if (kind is Kind.SCALE) is (choice.told is None):
        yield "told", "a point of a scale has one, low, middle or high, and no other"
    if choice.theme and kind is not Kind.SEVERAL:
        yield "theme", "only a choice of several has one"
    if choice.unsafe and kind is Kind.SEVERAL:
        yield "unsafe", "only a choice of one can be so"


def _unsaid(
    part: _Question | _Choice, length: int, glossary: Mapping[str, Terms]
) -> Iterator[tuple[str, str]]:
    """Find words that are missing, too long, or that nobody is to be asked."""
    if bool(part.words) is bool(part.text):
        yield "words", "give `words` of the catalogue, or `text` of your own"
    yield from _unasked("words", part.words or part.text, length, glossary)
    if isinstance(part, _Question) and part.short:
        yield from _unasked("short", part.short, SHORT_LENGTH, glossary)


def _unasked(
    field: str, said: str | dict[str, str], length: int, glossary: Mapping[str, Terms]
) -> Iterator[tuple[str, str]]:
    if isinstance(said, str):
        if said and Msg(said) not in CATALOGUE:
            yield field, "is not a text of the catalogue that a form may name"
        return
    field = "text" if field == "words" else field
    for language, words in said.items():
        if not 0 < len(words.strip()) <= length:
            yield field, f"{language} must have 1 to {length} characters"
        for what, cues in _FORBIDDEN.items():
            if re.search("|".join(cues), words, re.IGNORECASE):
                yield field, f"{language} asks for {what}, which is never asked"
        if avoided := found(glossary.get(language, Terms()).avoid, words):
            yield field, f'{language} says "{avoided}", a word to avoid'


def _made(question: _Question, form: str) -> Question:
    id_ = f"{form}.{question.id}"
    short = _said(question.short, f"{id_}.short") if question.short else None
    return Question(
        question.id,
        question.kind,
        _said(question.words or question.text, f"{id_}.question"),
        tuple(
            Choice(
                choice.id,
                _said(choice.words or choice.text, f"{id_}.{choice.id}.choice"),
                choice.told.value if choice.told else choice.id,
                choice.theme,
                choice.unsafe,
            )
            for choice in question.choices
        ),
        question.most,
        question.direction,
        short,
    )


def _said(words: str | dict[str, str], id_: str) -> Msg | Own:
    if isinstance(words, str):
        return Msg(words)
    texts = tuple((language, text.strip()) for language, text in words.items())
    return Own(texts, id_)
