"""What is asked: a programme's form, and the refusal of a bad one.

A form is a TOML file in `locales/forms/`. Rule: nothing is asked that a person
could be found by or hurt by (`conversation.md`, "What the bot never does", 1).
"""

import enum
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FileError
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

Avoided = Mapping[str, Sequence[str]]
"""Words never shown to people, by language (`locales/glossary.toml`)."""


def read_forms(folder: Path) -> tuple[Form, ...]:
    """Read every form of `locales/forms`, by name; raise `FileError` for a bad one."""
    return tuple(
        read_form(path.read_text(encoding="utf-8"), path)
        for path in sorted(folder.glob("*.toml"))
    )


def read_form(text: str, path: Path, avoided: Avoided | None = None) -> Form:
    """Read one form; raise `FileError` naming the line and the field that is wrong."""
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise FileError(path, line, "TOML", "this line cannot be read") from None
    part = _Part(fields, _File(path, text, avoided or {}))
    part.only("name", "version", "question")
    form = Form(
        part.word("name", _NAME),
        part.number("version", 1, 10_000),
        tuple(_question(p) for p in part.parts("question", 1, MOST_QUESTIONS)),
    )
    part.refuse("id", "two questions have the same", when=_twice(form.questions))
    return form


_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_QUESTION_ID = re.compile(r"[A-Za-z0-9_]{1,16}")
_CHOICE_ID = re.compile(r"[a-z0-9_]{1,16}")
_THEME = re.compile(r"[A-DFG][1-9]|")


@dataclass(frozen=True, slots=True)
class _File:
    """A form's file as it was written, to say where something stands."""

    path: Path
    text: str
    avoided: Avoided

    def line(self, field: str, question: int | None, choice: int | None) -> int:
        """Return the line of a field, else that of what it belongs to."""
        lines = self.text.splitlines()
        heads = [i for i, line in enumerate(lines) if "[[question]]" in line]
        start, end = 0, min([*heads, len(lines)])
        if question is not None:
            start, end = [*heads, len(lines)][question : question + 2]
        choices = [i for i in range(start, end) if lines[i].lstrip().startswith("{")]
        if choice is not None and choice < len(choices):
            return choices[choice] + 1
        named = re.compile(rf"\s*{re.escape(field)}\s*[.=]")
        found = (i for i in range(start, end) if named.match(lines[i]))
        return next(found, start) + 1


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of a form's file: the form, a question or a choice."""

    fields: Mapping[str, object]
    file: _File
    question: int | None = None
    choice: int | None = None

    def wrong(self, field: str, problem: str) -> FileError:
        """Return the error that names the line of a field."""
        line = self.file.line(field, self.question, self.choice)
        return FileError(self.file.path, line, field, problem)

    def refuse(self, field: str, problem: str, *, when: bool) -> None:
        """Raise the error where something is so."""
        if when:
            raise self.wrong(field, problem)

    def only(self, *known: str) -> None:
        """Refuse a field that means nothing."""
        for field in self.fields:
            fields = f"is not a field; there are {', '.join(known)}"
            self.refuse(field, fields, when=field not in known)

    def word(self, field: str, pattern: re.Pattern[str], default: str = "") -> str:
        """Return a short name that fits a pattern."""
        value = self.fields.get(field, default)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise self.wrong(field, f"is missing or does not fit {pattern.pattern}")

    def number(self, field: str, low: int, high: int, default: int = 0) -> int:
        """Return a whole number within limits."""
        value = self.fields.get(field, default)
        if type(value) is int and low <= value <= high:
            return value
        raise self.wrong(field, f"must be a whole number from {low} to {high}")

    def flag(self, field: str) -> bool:
        """Return true or false; false where nothing is said."""
        value = self.fields.get(field, False)
        if isinstance(value, bool):
            return value
        raise self.wrong(field, "must be true or false")

    def parts(self, field: str, low: int, high: int) -> tuple["_Part", ...]:
        """Return the tables of a list, which knows how long it may be."""
        value = self.fields.get(field, [])
        if not isinstance(value, list) or not low <= len(value) <= high:
            raise self.wrong(field, f"must be a list of {low} to {high}")
        if not all(isinstance(item, dict) for item in value):
            raise self.wrong(field, "must be a list of tables")
        if self.question is None and field == "question":
            return tuple(_Part(v, self.file, i) for i, v in enumerate(value))
        return tuple(_Part(v, self.file, self.question, i) for i, v in enumerate(value))

    def words(self, length: int) -> Msg | Own:
        """Return `words`, a text of the catalogue, or `text`, the form's own."""
        both = ("words" in self.fields) == ("text" in self.fields)
        self.refuse("words", "give either `words` or `text`", when=both)
        field = "words" if "words" in self.fields else "text"
        return self.said(field, length)

    def said(self, field: str, length: int) -> Msg | Own:
        """Return a text of the catalogue by its id, or own words by language."""
        value = self.fields[field]
        if isinstance(value, str) and field != "text":
            if Msg(value) in CATALOGUE:
                return Msg(value)
            raise self.wrong(field, "is not a text that a form can name")
        if not isinstance(value, dict) or not value:
            raise self.wrong(field, "must give words by language, as text.en")
        return Own(
            tuple(
                (language, self._allowed(field, language, words, length))
                for language, words in value.items()
            )
        )

    def _allowed(self, field: str, language: str, words: object, length: int) -> str:
        """Return own words that may be asked and fit; refuse others."""
        if not isinstance(words, str) or not 0 < len(words.strip()) <= length:
            raise self.wrong(field, f"must be 1 to {length} characters long")
        for what, cues in _FORBIDDEN.items():
            if re.search("|".join(cues), words, re.IGNORECASE):
                raise self.wrong(field, f"asks for {what}, which is never asked")
        for word in self.file.avoided.get(language, ()):
            if re.search(rf"\b{re.escape(word)}\b", words, re.IGNORECASE):
                raise self.wrong(field, f'says "{word}", a word to avoid')
        return words.strip()


def _question(part: _Part) -> Question:
    part.only("id", "kind", "words", "text", "short", "choices", "most", "direction")
    kind = Kind(part.word("kind", _one_of(Kind)))
    several, free = kind is Kind.SEVERAL, kind is Kind.FREE
    choices = part.parts("choices", 0 if free else 2, 0 if free else MOST_CHOICES)
    short = part.said("short", SHORT_LENGTH) if "short" in part.fields else None
    stray = "direction" in part.fields and not free
    part.refuse("direction", "belongs to a free question", when=stray)
    question = Question(
        part.word("id", _QUESTION_ID),
        kind,
        part.words(QUESTION_LENGTH),
        tuple(_choice(p, kind) for p in choices),
        part.number("most", 1, MOST_CHOSEN if several else 1, 1),
        Direction(part.word("direction", _one_of(Direction))) if free else None,
        short,
    )
    twice = _twice(question.choices)
    part.refuse("choices", "two choices have the same id", when=twice)
    return question


def _choice(part: _Part, kind: Kind) -> Choice:
    part.only("id", "words", "text", "told", "theme", "unsafe")
    name = part.word("id", _CHOICE_ID)
    told = part.word("told", _one_of(Band3)) if kind is Kind.SCALE else name
    fields = part.fields
    stray = kind is not Kind.SCALE and "told" in fields
    part.refuse("told", "belongs to a choice of a scale", when=stray)
    stray = kind is not Kind.SEVERAL and "theme" in fields
    part.refuse("theme", "belongs to a choice of several", when=stray)
    stray = kind is Kind.SEVERAL and "unsafe" in fields
    part.refuse("unsafe", "belongs to a choice of one", when=stray)
    return Choice(
        name,
        part.words(CHOICE_LENGTH),
        told,
        part.word("theme", _THEME),
        part.flag("unsafe"),
    )


def _twice(parts: Sequence[Question] | Sequence[Choice]) -> bool:
    return len({part.id for part in parts}) < len(parts)


def _one_of(kinds: type[enum.Enum]) -> re.Pattern[str]:
    return re.compile("|".join(kind.value for kind in kinds))
