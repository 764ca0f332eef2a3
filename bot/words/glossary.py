"""Words that no text for people may use: `glossary.toml` in a language's own folder.

The list is the "Words" of `conversation.md`. Rule: it is matched by whole words, with
`*` for any letters, however the word is cased or its vowels are marked.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from bot.files import read_toml
from bot.words.writing import plain


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words: never used, and those that speak to one gender only."""

    avoid: tuple[str, ...] = ()
    gendered: tuple[str, ...] = ()


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
    """Return a term as a pattern over plain words."""
    parts = (re.escape(plain(part)) for part in term.split("*"))
    return re.compile(r"\b" + r"\w*".join(parts) + r"\b")
