"""Rules of how a text is worded: its words, its address, its ease and its end.

Each looks at one text beside its English and says what is wrong and what to do, or
nothing. Which words hurt or help is no rule's to know: that stands in each language's
own `glossary.toml`.
"""

import re
import unicodedata
from itertools import pairwise

from bot.words import endings, reading
from bot.words.glossary import found
from bot.words.languages import SOURCE
from bot.words.pair import Pair
from bot.words.po import split
from bot.words.shape import SOFT_BUTTON
from bot.words.writing import graphemes, plain

_LONG, _SHORT = 2.2, 0.4
_DENSE = {"Hans": 0.4, "Hant": 0.4, "Jpan": 0.55, "Kore": 0.6}
"""How long a text is beside its English where one letter is a whole syllable."""
_FEW_WORDS = 12
"""A text of so few words has no grade that would mean anything."""


def avoids(pair: Pair) -> str:
    """Refuse the words that hurt or promise too much; placeholders are no words."""
    said = " ".join(part for form in pair.forms for part in split(form)[::2])
    term = found(pair.terms.avoid, said)
    used = f"uses a word to avoid: {term}. Say it otherwise."
    return used if pair.for_people and term else ""


def has_enough_words(pair: Pair) -> str:
    """Ask for at least two ways to type a command."""
    if pair.kind != "Words":
        return ""
    words = {plain(word) for word in pair.text.split("|")} - {""}
    return "" if len(words) > 1 else "needs two words at least, parted by |"


def is_translated(pair: Pair) -> str:
    """Ask about a text that stands in English, unless a note says that it should."""
    words = "".join(split(pair.text)[::2])
    same = pair.text == pair.english and any(map(str.isalnum, words))
    noted = "the same in" in " ".join((*pair.source.notes, *pair.entry.notes))
    alike = pair.language.code == SOURCE or noted
    return "is the same as English. Translate it." if same and not alike else ""


def uses_the_terms(pair: Pair) -> str:
    """Ask for the word that all texts use for a thing, as the glossary has it."""
    if not pair.for_people or pair.language.code == SOURCE:
        return ""
    english, text = " ".join(pair.source.forms), " ".join(pair.forms)
    for term, accepted in pair.terms.use.items():
        if found((term,), english) and not found(accepted, text):
            said = ", ".join(accepted)
            return f"does not say “{term}” as the other texts do: {said}."
    return ""


def ends_alike(pair: Pair) -> str:
    """Ask about another punctuation mark at the end."""
    script, english = pair.language.script, pair.english
    if all(endings.ends_alike(form, english, script) for form in pair.forms):
        return ""
    mark = endings.mark(english) or "none"
    return f"ends with another mark than English, which has {mark} there."


def says_nothing_twice(pair: Pair) -> str:
    """Ask about a word that stands twice in a row, where the language never does."""
    if pair.kind == "Words":
        return ""
    for form in pair.forms:
        for piece in _unbroken(form):
            for one, other in pairwise(piece.casefold().split()):
                if one == other and len(one) > 1 and not found(pair.terms.twice, one):
                    return f"says “{one}” twice in a row. Take one out."
    return ""


def _unbroken(text: str) -> list[str]:
    """Return the pieces between marks of punctuation."""
    marks = {char for char in text if unicodedata.category(char)[0] in "PS"}
    return re.split("|".join(map(re.escape, marks)) if marks else "\n", text)


def is_about_as_long(pair: Pair) -> str:
    """Ask about a text much longer or shorter than English."""
    english, shown = _said(pair.english), _said(pair.text)
    if english <= SOFT_BUTTON or pair.text == pair.english:
        return ""
    ratio = shown / (english * _DENSE.get(pair.language.script, 1))
    if _SHORT < ratio < _LONG:
        return ""
    more = "longer" if ratio > 1 else "shorter"
    return f"is much {more} than English: {shown} letters, not {english}. Is all there?"


def _said(text: str) -> int:
    """Count the letters of a text without its placeholders."""
    return graphemes("".join(split(text)[::2]))


def speaks_to_everybody(pair: Pair) -> str:
    """Ask about a form that speaks to one gender only."""
    term = found(pair.terms.gendered, " ".join(pair.forms))
    one = f"may speak to one gender only: {term}. Say it for everybody."
    return one if pair.for_people and term else ""


def is_easy_to_read(pair: Pair) -> str:
    """Ask about a hard text: many words, a long sentence, long words."""
    if pair.kind not in {"Screen", "Line"} or not pair.for_people:
        return ""
    if pair.language.code == SOURCE:
        return _graded(pair.text)
    if pair.text == pair.english:
        return ""
    load = reading.measure(pair.text, pair.language.code, pair.language.script)
    letters = graphemes(load.word)
    if letters > reading.LONGEST_WORD:
        return f"has a word of {letters} letters, {load.word}. Use shorter ones."
    return _counted(load.words, load.longest)


def _graded(text: str) -> str:
    level = reading.read(text)
    hard = level.words > _FEW_WORDS and level.grade > reading.HARDEST_GRADE
    grade = f"reads like grade {level.grade:.1f}. Use shorter words and sentences."
    return _counted(level.words, level.longest) or (grade if hard else "")


def _counted(words: int, longest: int) -> str:
    if words > reading.MOST_WORDS:
        return f"has {words} words, at most {reading.MOST_WORDS} fit. Say less."
    most = reading.MOST_IN_SENTENCE
    long = f"has a sentence of {longest} words, at most {most}. Make two of it."
    return long if longest > most else ""
