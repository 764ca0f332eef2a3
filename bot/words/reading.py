"""How hard a text is to read: a floor, and no proof (`conversation.md`).

English has a school grade (Flesch-Kincaid, over syllables that are counted by groups
of vowels). Any other language has its words, its longest sentence and its longest word
measured, in letters where its script puts no space between words. Rule: who judges a
wording is a reader; this only catches what is plainly long.
"""

import re
from dataclasses import dataclass

from bot.words.writing import UNSPACED, graphemes

MOST_WORDS, MOST_IN_SENTENCE, HARDEST_GRADE = 80, 25, 5
LONGEST_WORD = 20
_WORD = re.compile(r"[A-Za-z][A-Za-z\u2019'-]*")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_SENTENCE = re.compile(
    r"[.!?:;\n\uff1f\uff01\uff1a\uff1b\u3002\u061f\u061b\u06d4]+|"
    r"[\u1361-\u1368\u0964\u0589\u104b\u17d4\u037e]+"
)
_LETTERS_A_WORD = {
    "Hans": 2.0,
    "Hant": 2.0,
    "Jpan": 2.2,
    "Khmr": 3.0,
    "Laoo": 3.3,
    "Mymr": 2.8,
    "Thai": 3.3,
}
"""Letters that say a word of plain English, by script, where no space parts words."""
_SPACE_ENDS_A_SENTENCE = frozenset({"Khmr", "Laoo", "Mymr", "Thai"})
_SYLLABLES_A_WORD = {"vi": 1.4}
"""Vietnamese puts a space after each syllable."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words, words of the longest sentence, and the school grade of a text."""

    words: int
    longest: int
    grade: float


@dataclass(frozen=True, slots=True)
class Load:
    """Words, words of the longest sentence, and the longest word of a text."""

    words: int
    longest: int
    word: str


def read(text: str) -> Reading:
    """Measure an English text; placeholders count as a word each."""
    plain = _PLACEHOLDER.sub("it", text)
    lengths = [len(_WORD.findall(part)) for part in _SENTENCE.split(plain)]
    sentences = [length for length in lengths if length] or [1]
    words = _WORD.findall(plain) or ["a"]
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return Reading(len(words), max(sentences), grade)


def measure(text: str, code: str, script: str) -> Load:
    """Measure a text of any language; placeholders count as a word each."""
    pieces = _SENTENCE.split(_PLACEHOLDER.sub(" 0 ", text))
    if script in _SPACE_ENDS_A_SENTENCE:
        pieces = [part for piece in pieces for part in piece.split()]
    rate = _LETTERS_A_WORD.get(script)
    if rate is not None:
        lengths = [_unspaced(piece, rate) for piece in pieces]
        return Load(round(sum(lengths)), round(max(lengths)), "")
    words = [_words(piece) for piece in pieces]
    syllables = _SYLLABLES_A_WORD.get(code, 1)
    return Load(
        round(sum(map(len, words)) / syllables),
        round(max(map(len, words)) / syllables),
        max((word for piece in words for word in piece), key=graphemes, default=""),
    )


def _words(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _unspaced(text: str, rate: float) -> float:
    """Return about how many words there are; a Latin name among them is one."""
    letters = graphemes("".join(filter(str.isalnum, UNSPACED.findall(text))))
    return letters / rate + len(_words(UNSPACED.sub(" ", text)))


def _syllables(word: str) -> int:
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[aeiouy]l)e$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))
