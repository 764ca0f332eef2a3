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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from bot.themes.codebook import CODEBOOK
from bot.themes.readings import MOST_CODES, Found, Reading, Wanted, Why

LONGEST = 4096
"""Characters of a text that are looked at."""
FEWEST_WORDS = 3


class Coder(Protocol):
    """Codes free texts. It runs in the vault's own processes and keeps nothing."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text), strongest first; none if unsure.

        At most three codes each, all of them of the codebook.
        """


class Reads(Protocol):
    """Suggests codes to a trained reader, and shows where each is said."""

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return what is said in each (language, text)."""


class KeywordCoder:
    """Codes by the words of `lexicon.toml`."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text), strongest first."""
        return [tuple(f.code for f in r.codes) for r in self.read(texts)]

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return what is said in each (language, text)."""
        return [_read(language, text[:LONGEST]) for language, text in texts]


Entries = dict[str, tuple[str, ...]]
"""Words, or beginnings of words, with the codes that they speak for."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language.

    `script` is the beginning of its letters' Unicode names; `whole` are words as they
    stand, `stems` beginnings of words by their first two letters, longest first.
    """

    script: str
    whole: Entries
    stems: dict[str, Entries]

    def votes(self, words: Sequence[str]) -> Counter[str]:
        """Return how many different lexicon words of a clause speak for each code."""
        forms = (form for word in words for form in _forms(word))
        found = {pair for form in forms for pair in self._entries(form)}
        return Counter(code for code, _ in found)

    def _entries(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield (code, entry) of a word: the word itself, and its longest stem."""
        for code in self.whole.get(word, ()):
            yield code, word
        for stem, codes in self.stems.get(word[:_HEAD], {}).items():
            if word.startswith(stem):
                yield from ((code, stem) for code in codes)
                return

    def wrote(self, words: Sequence[str]) -> bool:
        """Return whether most letters of a text are of the language's script."""
        own = sum(len(w) for w in words if _script(w[0]).startswith(self.script))
        return 2 * own > sum(map(len, words))


@cache
def _lexicons() -> dict[str, _Lexicon]:
    """Read the lexicons, once; an entry for a code that is never told is refused."""
    text = files("bot.themes").joinpath("lexicon.toml").read_text(encoding="utf-8")
    return {
        language: _lexicon(table) for language, table in tomllib.loads(text).items()
    }


def _lexicon(table: dict[str, str]) -> _Lexicon:
    whole: Entries = {}
    stems: Entries = {}
    for code, words in table.items():
        if code == "script":
            continue
        if not CODEBOOK[code].told:
            raise ValueError(code)
        for word in _plain(words).split():
            entries = stems if word.endswith("*") else whole
            entry = word.removesuffix("*")
            entries[entry] = (*entries.get(entry, ()), code)
    heads: dict[str, Entries] = {}
    for stem in sorted(stems, key=len, reverse=True):
        heads.setdefault(stem[:_HEAD], {})[stem] = stems[stem]
    return _Lexicon(table["script"], whole, heads)


def _read(language: str, text: str) -> Reading:
    """Return the codes of one text, each with the clause that says it best."""
    lexicon = _lexicons().get(language)
    if lexicon is None:
        return Reading(language, why=Why.LANGUAGE)
    spans = list(clauses(text))
    said = [_WORD.findall(_plain(text[start:end])) for start, end in spans]
    words = [word for clause in said for word in clause]
    if len(words) < FEWEST_WORDS:
        return Reading(language, why=Why.SHORT)
    if not lexicon.wrote(words):
        return Reading(language, why=Why.SCRIPT)
    best: dict[str, tuple[int, tuple[int, int]]] = {}
    for clause, span in zip(said, spans, strict=True):
        for code, votes in lexicon.votes(clause).items():
            if votes > best.get(code, (0, span))[0]:
                best[code] = votes, span
    order = sorted(best, key=lambda code: (-best[code][0], code))[:MOST_CODES]
    found = (Found(c, Wanted.NEED, _sure(best[c][0]), *best[c][1]) for c in order)
    return Reading(language, tuple(found), None if order else Why.UNSURE)


def _sure(votes: int) -> float:
    """Return how strongly words speak for a code: one half, two thirds and so on."""
    return votes / (votes + 1)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each clause of a text begins and ends."""
    start = 0
    for cut in _CLAUSE_END.finditer(text):
        if text[start : cut.start()].strip():
            yield start, cut.start()
        start = cut.end()
    if text[start:].strip():
        yield start, len(text)


_HEAD = 2
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


_script: Callable[[str], str] = cache(lambda letter: unicodedata.name(letter, ""))
