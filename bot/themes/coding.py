"""What a free text is about: codes found by keywords, or nothing when that is unsure.

A text is cut into clauses; in each, the words of a small checked lexicon vote for their
codes, and a code's strength is that of its best clause. Rule: rather no code than a
guess. A text of a language without a lexicon, of two words, or in another script than
its language is written in (romanised Arabic) is not analysed, and that is no fault of
the person's. One text's codes are right about as often as not when it hints instead of
saying: so they are only ever counted into bands, never shown for one answer.

`Coder` leaves room for a stronger method beside this explainable one.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from bot.themes.codebook import CODEBOOK

LONGEST = 4096
"""Characters of a text that are looked at."""
FEWEST_WORDS = 3
MOST_CODES = 3


class Coder(Protocol):
    """Codes free texts. It runs in the vault's own processes and keeps nothing."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text), strongest first; none if unsure.

        At most three codes each, all of them of the codebook.
        """


class KeywordCoder:
    """Codes by the words of `lexicon.toml`."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text), strongest first."""
        return [_codes(language, text[:LONGEST]) for language, text in texts]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language.

    `script` is the beginning of its letters' Unicode names; `whole` are words as they
    stand, `stems` beginnings of words, both with the code that they speak for.
    """

    script: str
    whole: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    lengths: tuple[int, ...]

    def votes(self, words: Sequence[str]) -> Counter[str]:
        """Return how many different lexicon words of a clause speak for each code."""
        found = {
            (code, key)
            for word in words
            for form in _forms(word)
            for key, codes in self._matches(form)
            for code in codes
        }
        return Counter(code for code, _ in found)

    def _matches(self, word: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the entries that a word matches: itself, and its longest stem."""
        stem = next((word[:n] for n in self.lengths if word[:n] in self.stems), "")
        keys = [(word, self.whole.get(word, ())), (stem, self.stems.get(stem, ()))]
        return [(key, codes) for key, codes in keys if codes]


@cache
def _lexicons() -> dict[str, _Lexicon]:
    """Read the lexicons, once; an entry for a code that is never told is refused."""
    text = files("bot.themes").joinpath("lexicon.toml").read_text(encoding="utf-8")
    return {
        language: _lexicon(table) for language, table in tomllib.loads(text).items()
    }


def _lexicon(table: dict[str, str]) -> _Lexicon:
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for code, words in table.items():
        if code == "script":
            continue
        if not CODEBOOK[code].told:
            raise ValueError(code)
        for word in _plain(words).split():
            target = stems if word.endswith("*") else whole
            key = word.removesuffix("*")
            target[key] = (*target.get(key, ()), code)
    lengths = sorted({len(stem) for stem in stems}, reverse=True)
    return _Lexicon(table["script"], whole, stems, tuple(lengths))


def _codes(language: str, text: str) -> tuple[str, ...]:
    """Return the codes of one text, or none."""
    lexicon = _lexicons().get(language)
    plain = _plain(text)
    if lexicon is None or not _written_in(lexicon.script, plain):
        return ()
    clauses = [_WORD.findall(clause) for clause in _CLAUSE_END.split(plain)]
    if sum(map(len, clauses)) < FEWEST_WORDS:
        return ()
    best: Counter[str] = Counter()
    for words in clauses:
        best |= lexicon.votes(words)
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:MOST_CODES])


_CLAUSE_END = re.compile(r"[.!?;:,\u060C\u061B\u061F\u2026\n]+|\s[-\u2013\u2014]+\s")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MARKS = (chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) == "Mn")
_SAME_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_MARKS),
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC TATWEEL}": None,
    }
)
_ARABIC_START = re.compile(r"(?:[وفبلك]?ال|لل|[وفبلك])(?=\w{3})")


def _plain(text: str) -> str:
    """Return a text in small letters, without the marks that many leave out."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(_SAME_LETTERS)


def _forms(word: str) -> tuple[str, ...]:
    """Return a word as it stands, and without Arabic's joined little words."""
    bare = _ARABIC_START.sub("", word, count=1) if word[0] >= "؀" else word
    return (word,) if bare == word else (word, bare)


def _written_in(script: str, text: str) -> bool:
    """Return whether most letters of a text are of a script."""
    letters = {c: n for c, n in Counter(text).items() if c.isalpha()}
    own = sum(n for c, n in letters.items() if _script(c).startswith(script))
    return 2 * own > sum(letters.values())


_script: Callable[[str], str] = cache(lambda letter: unicodedata.name(letter, ""))
