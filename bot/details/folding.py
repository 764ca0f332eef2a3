"""A text as it is compared: one spelling for what people spell in many ways.

Capitals, accents, the forms of one Arabic letter, the digits of every script and signs
that nobody sees make no difference. Rule: each folded letter knows the place it came
from, so that what is found can be hidden in the text as it was written.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Accents of Latin and Cyrillic, vowel signs of Arabic. India's are letters."""
_APOSTROPHES = "\x60\xb4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201b\u2032\u055a"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_STOPS = "\u3002\u06d4\u0964\u0965\u1362\u0589"
"""Full stops of Chinese, Urdu, Hindi, Bengali, Amharic, Tigrinya and Armenian."""
_COMMAS = "\u060c\u3001\u1363"
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_STOPS, "."),
        **dict.fromkeys(_COMMAS, ","),
        "\N{ARMENIAN COMMA}": ":",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC TATWEEL}": "",
    }
)
LETTER = (
    r"[^\s\x00-\x2f:-@\[-`{-\x7f\xa0-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7"
    r"\u055a-\u055f\u0589\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u1361-\u1368\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u3000-\u3004\u3008-\u301f"
    r"\u30fb\ue000-\uf8ff\ufe00-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\ufffd\U0001f000-\U0001faff0-9]"
)
"""A letter, or a sign that is part of one: what no punctuation, digit or picture is."""
_TOKEN = re.compile(rf"[0-9]+|{LETTER}{{2,}}(?:'{LETTER}+)*|{LETTER}")
"""An apostrophe is inside a word, but behind one letter it parts two (l'eau)."""
TAKEN = "\ue000"
"""What stands where something was found already, so that nothing is found twice."""


@cache
def _letter(sign: str) -> str:
    """Return what one sign is compared as: nothing, a letter, or several."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", sign)
    return _MARKS.sub("", plain.casefold()).translate(_ALIKE)


def folded(text: str) -> str:
    """Return a text as it is compared."""
    return "".join(map(_letter, text))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a row of digits: folded, with its place in the folded text.

    `capital` says whether it was written with one; `opens` whether a sentence, a line
    or a quotation begins with it.
    """

    says: str
    start: int
    end: int
    capital: bool
    opens: bool

    @property
    def number(self) -> bool:
        """Tell whether it is a row of digits."""
        return self.says.isdecimal()


@dataclass(frozen=True)
class Folded:
    """A text and what it is compared as; `places` are those of the folded letters."""

    text: str
    plain: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the text."""
        return self.places[start], max(self.places[end], self.places[end - 1] + 1)

    def without(self, spans: Sequence[tuple[int, int]]) -> "Folded":
        """Return the same with these stretches taken out, every place as it was."""
        if not spans:
            return self
        plain = list(self.plain)
        for start, end in spans:
            plain[start:end] = TAKEN * (end - start)
        return Folded(self.text, "".join(plain), self.places)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and numbers, in order."""
        return tuple(self._tokens())

    def _tokens(self) -> Iterator[Token]:
        for match in _TOKEN.finditer(self.plain):
            start, end = match.span()
            first = self.text[self.places[start]]
            yield Token(match[0], start, end, first.isupper(), self._opens(start))

    def _opens(self, start: int) -> bool:
        before = self.plain[max(0, start - 8) : start]
        return start == 0 or _OPENS.search(before) is not None

    def between(self, left: Token, right: Token) -> str:
        """Return what stands between two tokens."""
        return self.plain[left.end : right.start]


_OPENS = re.compile('[.!?…:;\n"“«„(*•¿¡>]\\W*$|^\\W*$')


def fold(text: str) -> Folded:
    """Fold a text; each folded letter knows its place."""
    if text.isascii():
        return Folded(text, text.casefold(), range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in _letter(sign):
            letters.append(letter)
            places.append(place)
    places.append(len(text))
    return Folded(text, "".join(letters), places)
