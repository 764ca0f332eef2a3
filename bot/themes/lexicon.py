"""The words of a small checked lexicon, and what they speak for.

`lexicon.toml` has words for codes, `wanted.toml` for needs, problems and praise. Rule:
a word is there if it nearly always means what it speaks for; a code that is never told
has none.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.themes.clauses import letter_name, plain
from bot.themes.codes import Codebook
from bot.themes.readings import Wanted

Entries = dict[str, tuple[str, ...]]
"""Words, or beginnings of words, with what they speak for."""
HEAD = 2
"""Letters by which beginnings of words are found; none has fewer."""
_ARABIC_START = re.compile(r"(?:[وفبلك]?ال|لل|[وفبلك])(?=\w{3})")


@dataclass(frozen=True, slots=True)
class Lexicon:
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
        for stem, codes in self.stems.get(word[:HEAD], {}).items():
            if word.startswith(stem):
                yield from ((code, stem) for code in codes)
                return

    def wrote(self, words: Sequence[str]) -> bool:
        """Return whether most letters of a text are of the language's script."""
        own = sum(len(w) for w in words if letter_name(w[0]).startswith(self.script))
        return 2 * own > sum(map(len, words))


@cache
def lexicons(codebook: Codebook) -> dict[str, Lexicon]:
    """Return the lexicon of each language, with a deployment's own words.

    A word for a code that is never told is refused.
    """
    known, tables = codebook.by_id(), _read("lexicon.toml")
    for table in tables.values():
        if hushed := [c for c in table.keys() - {"script"} if not known[c].told]:
            raise ValueError(hushed)
    for code in codebook.codes:
        for language, own in code.words:
            table = tables.setdefault(language, {"script": _script(own)})
            table[code.id] = own
    found = {code.id for code in codebook.codes if code.suggested}
    return {
        language: _lexicon({c: w for c, w in table.items() if c in {*found, "script"}})
        for language, table in tables.items()
    }


@cache
def cues() -> dict[str, Lexicon]:
    """Return the words of each language that say what is wanted."""
    return {
        language: _lexicon(table) for language, table in _read("wanted.toml").items()
    }


def wanted(language: str, words: Sequence[str]) -> Wanted | None:
    """Return what the words of a clause want; None if no word says it.

    Where they say two things, it is a problem before a need, and a need before praise:
    "not good" and "we need better food" are how people say it.
    """
    lexicon = cues().get(language)
    votes = lexicon.votes(words) if lexicon else Counter()
    order = (Wanted.PROBLEM, Wanted.NEED, Wanted.PRAISE)
    return next((one for one in order if votes[one.value]), None)


def _read(name: str) -> dict[str, dict[str, str]]:
    text = files("bot.themes").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _lexicon(table: Mapping[str, str]) -> Lexicon:
    whole: Entries = {}
    stems: Entries = {}
    for code, words in table.items():
        if code == "script":
            continue
        for word in plain(words).split():
            entries = stems if word.endswith("*") else whole
            entry = word.removesuffix("*")
            entries[entry] = (*entries.get(entry, ()), code)
    heads: dict[str, Entries] = {}
    for stem in sorted(stems, key=len, reverse=True):
        heads.setdefault(stem[:HEAD], {})[stem] = stems[stem]
    return Lexicon(table["script"], whole, heads)


def _script(words: str) -> str:
    """Return the script of a language that has no lexicon but a deployment's words."""
    return letter_name(plain(words)[:1]).partition(" ")[0]


def _forms(word: str) -> tuple[str, ...]:
    """Return a word as it stands, and without Arabic's joined little words."""
    bare = _ARABIC_START.sub("", word, count=1) if word[0] >= "؀" else word
    return (word,) if bare == word else (word, bare)
