"""How hard an English text is to read: a floor, and no proof (`conversation.md`).

Flesch-Kincaid grade over words, sentences and syllables that are counted by groups of
vowels. Rule: who judges a wording is a reader; this only catches what is plainly long.
"""

import re
from dataclasses import dataclass

MOST_WORDS, MOST_IN_SENTENCE, HARDEST_GRADE = 80, 25, 5
_WORD = re.compile(r"[A-Za-z][A-Za-z\u2019'-]*")
_SENTENCE = re.compile(r"[.!?:;\n]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words, words of the longest sentence, and the school grade of a text."""

    words: int
    longest: int
    grade: float


def read(text: str) -> Reading:
    """Measure an English text; placeholders count as a word each."""
    plain = re.sub(r"\{\w+\}", "it", text)
    lengths = [len(_WORD.findall(part)) for part in _SENTENCE.split(plain)]
    sentences = [length for length in lengths if length] or [1]
    words = _WORD.findall(plain) or ["a"]
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return Reading(len(words), max(sentences), grade)


def _syllables(word: str) -> int:
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[aeiouy]l)e$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))
