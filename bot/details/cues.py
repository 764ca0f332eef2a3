"""What stands beside a detail in thirty languages: `cues.toml`, ready to be looked up.

Rule: words are compared folded, whole or by a stem, and never inside another word.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.details.folding import LETTER, Token, fold, folded

Row = tuple[str, ...]
"""Words that follow each other."""
HERE = "…"
UNSPACED = frozenset({"th", "zh_Hans"})
"""Languages that put no space between words: their cues are looked for as they are."""


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words and rows of words, by the first of each.

    A word that ends in a star is the beginning of any word.
    """

    rows: dict[str, tuple[Row, ...]]
    stems: dict[str, tuple[str, ...]]

    def at(self, tokens: Sequence[Token], place: int) -> int:
        """Return how many tokens from a place on are of the list; 0 for none."""
        if not 0 <= place < len(tokens):
            return 0
        says = tokens[place].says
        for row in self.rows.get(says, ()):
            there = tokens[place : place + len(row)]
            if tuple(token.says for token in there) == row:
                return len(row)
        return int(any(says.startswith(stem) for stem in self.stems.get(says[:2], ())))

    def has(self, tokens: Sequence[Token], place: int) -> bool:
        """Tell whether a word of the list begins at a place."""
        return self.at(tokens, place) > 0


@dataclass(frozen=True, slots=True)
class Introduction:
    """A cue of a name: the words before it and those after; either may be none.

    `weak` ones need a name that begins with a capital letter, `colon` ones the sign
    before it, and `last` ones a name with which a part of the sentence ends. `ending`
    is how the name itself must end.
    """

    before: Row
    after: Row
    weak: bool
    colon: bool = False
    last: bool = False
    ending: str = ""


def _introduction(entry: str, *, weak: bool) -> Introduction:
    left, _, right = entry.partition(HERE)
    ending, _, after = right.partition(" ")
    return Introduction(
        words_of(left),
        words_of(after),
        weak,
        colon=folded(left).rstrip().endswith(":"),
        last=after == ".",
        ending=folded(ending),
    )


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = files("bot.details").joinpath("cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def listed(key: str) -> Words:
    """Return the words of one kind, of all languages that part words by spaces."""
    rows: dict[str, list[Row]] = {}
    stems: dict[str, list[str]] = {}
    for entry in _entries(key):
        if entry.endswith("*"):
            stem = folded(entry[:-1])
            stems.setdefault(stem[:2], []).append(stem)
        elif row := words_of(entry):
            rows.setdefault(row[0], []).append(row)
    return Words(
        {first: tuple(sorted(set(r), key=len)[::-1]) for first, r in rows.items()},
        {first: tuple(s) for first, s in stems.items()},
    )


def _entries(key: str) -> Iterator[str]:
    """Give each entry of a kind; the forms of one month are entries of their own."""
    for language, table in _tables().items():
        if language not in UNSPACED:
            for entry in table.get(key, ()):
                yield from entry.split("|")


@cache
def cut_short() -> frozenset[str]:
    """Return the last words of what is written with a dot and ends no sentence."""
    entries = (e for key in ("street", "way", "room", "mark") for e in _entries(key))
    return frozenset(words_of(e)[-1] for e in entries if e.endswith("."))


@cache
def stems(key: str) -> tuple[str, ...]:
    """Return the pieces of words of a kind, as they are compared."""
    return tuple(folded(entry) for entry in _entries(key))


@cache
def either(key: str) -> str:
    """Return a pattern of the words of a kind, in every language, the longest first."""
    words, letters = listed(key), f"{LETTER}{{0,8}}"
    rows = (row for rows in words.rows.values() for row in rows)
    found = {r"\s".join(map(re.escape, row)) for row in rows}
    found |= {re.escape(s) + letters for ss in words.stems.values() for s in ss}
    spaced = "|".join(sorted(found, key=len, reverse=True))
    run = "|".join(
        re.escape(w) for code in sorted(UNSPACED) for w in unspaced(code, key)
    )
    return f"(?:(?<!{LETTER})(?:{spaced})(?!{LETTER})" + (f"|{run})" if run else ")")


def unspaced(language: str, key: str) -> tuple[str, ...]:
    """Return the words of one kind of a language without spaces, the longest first."""
    entries = (part for e in _tables()[language].get(key, ()) for part in e.split("|"))
    bare = (folded(entry.strip(f"{HERE}*")) for entry in entries)
    return tuple(sorted(bare, key=len, reverse=True))


@cache
def titles() -> tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Row, ...]]]:
    """Return the titles before a name, and those behind one, by their first word."""
    before: dict[str, tuple[Row, ...]] = {}
    after: dict[str, tuple[Row, ...]] = {}
    for entry in _entries("title"):
        row, rows = words_of(entry), after if entry.startswith(HERE) else before
        rows[row[0]] = (*rows.get(row[0], ()), row)
    return before, after


def words_of(entry: str) -> Row:
    """Return the words of an entry, as they are compared."""
    return tuple(token.says for token in fold(entry).tokens)


@cache
def introductions() -> tuple[dict[str, tuple[Introduction, ...]], ...]:
    """Return the cues of names: those by their first word before, those by after."""
    before: dict[str, list[Introduction]] = {}
    after: dict[str, list[Introduction]] = {}
    for key in ("name", "weak"):
        for entry in _entries(key):
            cue = _introduction(entry, weak=key == "weak")
            rows, first = (before, cue.before) if cue.before else (after, cue.after)
            rows.setdefault(first[0], []).append(cue)
    return tuple(
        {
            first: tuple(sorted(cues, key=lambda c: -len(c.before) - len(c.after)))
            for first, cues in rows.items()
        }
        for rows in (before, after)
    )
