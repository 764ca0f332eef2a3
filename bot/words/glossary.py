"""Words that a text avoids, and words that it uses: `glossary.toml` of a language.

The list is the "Words" of `conversation.md`. Rule: it is matched by whole words, with
`*` for any letters, however the word is cased or its vowels are marked; where a script
puts no space between words, anywhere.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from bot.files import read_toml
from bot.words.writing import UNSPACED, plain


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words.

    `avoid`: never used; `gendered`: speak to one gender only; `twice`: may stand twice
    in a row, as "slowly slowly"; `use`: for an English term, the words that say it.
    """

    avoid: tuple[str, ...] = ()
    gendered: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    use: Mapping[str, tuple[str, ...]] = {}


def read_glossary(locales: Path) -> Mapping[str, Terms]:
    """Return the terms by language; raise `FileError` naming line and field."""
    files = sorted(locales.glob("*/glossary.toml"))
    return {path.parent.name: read_toml(path, Terms) for path in files}


def found(terms: tuple[str, ...], text: str) -> str:
    """Return the first of the terms that a text uses, or ""."""
    words = plain(text)
    return next((term for term in terms if _pattern(term).search(words)), "")


@cache
def _pattern(term: str) -> re.Pattern[str]:
    r"""Return a term as a pattern over plain words.

    A word ends at a space, not where `\b` says: to that the vowel signs of Hindi or
    Thai are no letters.
    """
    words = (map(re.escape, map(plain, word.split("*"))) for word in term.split())
    body = " ".join(map(r"\S*".join, words))
    return re.compile(body if UNSPACED.search(term) else rf"(?<!\S){body}(?!\S)")
