"""What a free text is about: codes found by keywords, or nothing when that is unsure.

A text is cut into clauses; in each, the words of a small checked lexicon vote for their
codes, and a code's strength is that of its best clause. Rule: rather no code than a
guess. A text of a language without a lexicon, of two words, or in another script than
its language is written in (romanised Arabic) is not analysed, and that is no fault of
the person's. One text's codes are right about as often as not when it hints instead of
saying: so they are only ever counted into bands, never shown for one answer.

`Coder` leaves room for a stronger method beside this explainable one (`bot.coder`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.themes.clauses import FEWEST_WORDS, LONGEST, Span, clauses, words
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.lexicon import Lexicon, lexicons, wanted
from bot.themes.readings import MOST_CODES, Found, Reading, Wanted, Why


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


@dataclass(frozen=True, slots=True)
class KeywordCoder:
    """Codes by the words of `lexicon.toml`, and of a deployment's own codes."""

    codebook: Codebook = SHIPPED

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text), strongest first."""
        return [tuple(f.code for f in r.codes) for r in self.read(texts)]

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return what is said in each (language, text)."""
        known = lexicons(self.codebook)
        return [_read(known.get(of), of, text[:LONGEST]) for of, text in texts]


def _read(lexicon: Lexicon | None, language: str, text: str) -> Reading:
    """Return the codes of one text, each with the clause that says it best."""
    if lexicon is None:
        return Reading(language, why=Why.LANGUAGE)
    spans = list(clauses(text))
    said = [words(text[start:end]) for start, end in spans]
    every = [word for clause in said for word in clause]
    if len(every) < FEWEST_WORDS:
        return Reading(language, why=Why.SHORT)
    if not lexicon.wrote(every):
        return Reading(language, why=Why.SCRIPT)
    best: dict[str, tuple[int, int]] = {}
    for place, clause in enumerate(said):
        for code, votes in lexicon.votes(clause).items():
            best[code] = max(best.get(code, (0, 0)), (votes, -place))
    order = sorted(best, key=lambda code: (-best[code][0], code))[:MOST_CODES]
    found = (_found(c, language, best[c], said, spans) for c in order)
    return Reading(language, tuple(found), None if order else Why.UNSURE)


def _found(
    code: str,
    language: str,
    best: tuple[int, int],
    said: Sequence[Sequence[str]],
    spans: Sequence[Span],
) -> Found:
    """Return a code as it is suggested: one word is half sure, two are two thirds."""
    votes, place = best[0], -best[1]
    what = wanted(language, said[place]) or Wanted.NEED
    return Found(code, what, votes / (votes + 1), *spans[place])
