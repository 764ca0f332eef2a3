"""The one list of languages: how each is written, counted and stood in for.

`locales/languages.toml` is its only home (`languages.md`). The plural rule is frozen
there and never taken from a library's default, since an upgrade would change the
number of forms under existing translations. Rule: a language falls back only along
the chain written there, never to another community's language by accident.
"""

import gettext
import re
from collections.abc import Callable
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.errors import FileError
from bot.files import line_of, read_toml
from bot.words.tags import beginnings, spelled

SOURCE = "en"
"""The language that every other one is translated from."""
_SEVERAL = 201
"""Numbers from which every rule of the list shows all of its forms."""
_FORMS = re.compile(r"nplurals=(\d); plural=(.+);")
SCRIPTS = {
    "Adlm": ("ADLAM",),
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cans": ("CANADIAN SYLLABICS",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", "CJK"),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mong": ("MONGOLIAN",),
    "Mymr": ("MYANMAR",),
    "Nkoo": ("NKO",),
    "Olck": ("OL CHIKI",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Syrc": ("SYRIAC",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Tfng": ("TIFINAGH",),
    "Thaa": ("THAANA",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}
"""By ISO 15924 code, how Unicode's names of a living script's letters begin."""
RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_Code = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(_[A-Z][A-Za-z]+)?$")]


class State(Enum):
    """How far a language is: the source, a draft, reviewed by a reader, or planned."""

    SOURCE = "source"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    PLANNED = "planned"


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language. `menu` is the two-letter code Telegram shows a menu in, or "".

    `staff`: what staff and designers read is complete in it too.
    """

    code: _Code
    name: Annotated[str, Meta(min_length=1)]
    script: str
    plural: str
    state: State
    direction: Literal["ltr", "rtl"] = "ltr"
    fallback: tuple[_Code, ...] = ()
    aliases: tuple[str, ...] = ()
    menu: Annotated[str, Meta(pattern=r"^([a-z]{2})?$")] = ""
    staff: bool = False

    @property
    def live(self) -> bool:
        """Whether there are texts in this language."""
        return self.state is not State.PLANNED

    @property
    def nplurals(self) -> int:
        """How many plural forms a counted message has."""
        return int(_parts(self.plural)[0])

    def form(self) -> Callable[[int], int]:
        """Return the function from a count to its plural form."""
        return _rule(_parts(self.plural)[1])

    def samples(self, form: int, most: int = 3) -> tuple[int, ...]:
        """Return the first numbers that take a plural form, to ask for it by them."""
        rule = self.form()
        return tuple(islice((n for n in range(_SEVERAL) if rule(n) == form), most))


class _File(msgspec.Struct, forbid_unknown_fields=True):
    language: list[Language]


_rule = cache(gettext.c2py)


def _parts(plural: str) -> tuple[str, str]:
    found = _FORMS.fullmatch(plural)
    return (found[1], found[2]) if found else ("0", "0")


def read_languages(path: Path) -> tuple[Language, ...]:
    """Return the list in its order; raise `FileError` naming line and field."""
    languages = tuple(read_toml(path, _File).language)
    for number, language in enumerate(languages):
        for field, problem in _wrong(language, languages[:number], languages):
            line = line_of(path.read_text("utf-8"), "language", number, field)
            raise FileError(path, line, field, problem)
    return languages


def _wrong(
    language: Language, before: tuple[Language, ...], every: tuple[Language, ...]
) -> list[tuple[str, str]]:
    """Return (field, problem) for what a single field's type cannot tell."""
    codes, wrong = {other.code for other in every}, []
    if any(other.code == language.code for other in before):
        wrong.append(("code", "this language stands here twice; keep one"))
    if not _counts(language):
        wrong.append(("plural", 'write it as "nplurals=2; plural=n != 1;"'))
    if not set(language.fallback) <= codes - {language.code}:
        wrong.append(("fallback", "name only other languages of this list"))
    if language.script not in SCRIPTS:
        wrong.append(("script", f"write one of: {', '.join(SCRIPTS)}"))
    elif (language.script in RIGHT_TO_LEFT) != (language.direction == "rtl"):
        wrong.append(("direction", "it is not the one of the script"))
    if (language.state is State.SOURCE) != (language.code == SOURCE):
        wrong.append(("state", "the source is English and nothing else"))
    return wrong


def _counts(language: Language) -> bool:
    """Tell whether the rule gives every small number a form that exists."""
    try:
        rule = language.form()
        return {rule(n) for n in range(_SEVERAL)} == set(range(language.nplurals))
    except ValueError:
        return False


def guessed(tag: str, languages: tuple[Language, ...]) -> str:
    """Return the live language that an IETF tag means, or "" for none of them."""
    live = [language for language in languages if language.live]
    names = {
        name: language.code
        for language in live
        for spelling in (language.code, *language.aliases)
        for name in spelled(spelling, language.script)
    }
    return next((names[b] for b in beginnings(tag) if b in names), "")
