"""Codes free texts by their meaning, in every language that was prepared.

A text is heard (`heard`: which language, or why it is not analysed), cut into clauses,
and each clause and the whole are laid beside the examples of every code (`likeness`),
from where their language's centre lies. The winner of a piece counts if it is like
enough, more than what is about nothing; the strongest piece speaks for a code. The
checked words of the lexicon are a second voice, what people corrected (`learning`) a
third. Rule: rather no code than a guess, and the same text gives the same codes,
whatever is read before it, beside it, or in which process.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from bot.coder.heard import SERBIAN_LATIN, count, heard
from bot.coder.knowledge import OTHER, Knowledge, centred
from bot.coder.likeness import Likeness
from bot.coder.model import Card, Model, Vectors, tidy
from bot.themes.clauses import FEWEST_WORDS, LONGEST, Span, clauses, words
from bot.themes.codes import Codebook
from bot.themes.lexicon import Lexicon, lexicons
from bot.themes.lexicon import wanted as said_to_be
from bot.themes.readings import MOST_CODES, Found, Reading, Wanted, Why

WORD_COUNTS = 0.05
"""What each of up to two lexicon words adds to a likeness,"""
CUE_COUNTS = 0.15
"""and what a word that says what is wanted does."""
MOST_VOTES = 2
SHOUTED = 0.7
"""The share of capitals from which a text is shouted, and read in small letters."""
_SPOKEN = {"fa_AF": "fa", SERBIAN_LATIN: "sr"}
"""Where the words of a lexicon are looked for."""


class Voice(Protocol):
    """What people taught, as one more voice."""

    def hear(self, piece: Vectors) -> Mapping[str, float]:
        """Return what is added to the likeness of codes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause or a whole text: whose it is, where, its language and its words."""

    text: int
    span: Span
    language: str
    said: str

    @property
    def spoken(self) -> str:
        """The language whose checked words are looked for in it."""
        return _SPOKEN.get(self.language, self.language)


@dataclass(slots=True)
class _Best:
    """The strongest place of each code in one text: those that won, and the others."""

    sure: dict[str, Found] = field(default_factory=dict)
    maybe: dict[str, Found] = field(default_factory=dict)

    def add(self, found: Found, *, sure: bool) -> None:
        """Keep it where it is stronger than what is known of its code."""
        known = self.sure if sure else self.maybe
        if found.code not in known or known[found.code].strength < found.strength:
            known[found.code] = found

    def codes(self) -> tuple[Found, ...]:
        """Return at most three: those that won first; none if nothing did."""
        rest = [f for code, f in self.maybe.items() if code not in self.sure]
        ordered = [*_strongest(self.sure.values()), *_strongest(rest)]
        return tuple(ordered[:MOST_CODES]) if self.sure else ()


def _strongest(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (-one.strength, one.code))


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingCoder:
    """A coder that can be sent to another process, where it loads its model once."""

    card: Card
    load: Callable[[], Model]
    codebook: Codebook
    likeness: Likeness
    centres: Mapping[str, Vectors]
    voice: Voice | None = None

    @classmethod
    def of(
        cls,
        card: Card,
        load: Callable[[], Model],
        knowledge: Knowledge,
        codebook: Codebook,
    ) -> "EmbeddingCoder":
        """Return a coder for the codes of a codebook, a deployment's own among them."""
        vectors, codes = _known(load, knowledge, codebook)
        likeness = Likeness.of(vectors, codes, knowledge.about, knowledge.kinds)
        return cls(card, load, codebook, likeness, knowledge.centres)

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the codes of each (language, text) that may be told, strongest first.

        Only what won a piece counts; what is merely suggested beside it does not.
        """
        told = {code.id for code in self.codebook.codes if code.told}
        return [
            tuple(
                one.code for one in _strongest(best.sure.values()) if one.code in told
            )[:MOST_CODES]
            for best in self._best(self._heard(texts)[1], len(texts))
        ]

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return what is said in each (language, text)."""
        readings, pieces = self._heard(texts)
        for place, best in enumerate(self._best(pieces, len(texts))):
            reading = readings[place]
            if reading.why is None:
                codes = best.codes()
                why = None if codes else Why.UNSURE
                readings[place] = replace(reading, codes=codes, why=why)
        return readings

    def missed(self, texts: Sequence[tuple[str, str]]) -> list[bytes]:
        """Return the vector of each text about which nothing was found, else b""."""
        readings = self.read(texts)
        wholes = [p for p in self.wholes(texts) if readings[p.text].why is Why.UNSURE]
        found = [b""] * len(texts)
        if wholes:
            for piece, vector in zip(wholes, self.vectors(wholes), strict=True):
                found[piece.text] = vector.astype(np.float32).tobytes()
        return found

    def pieces(self, texts: Sequence[tuple[str, str]]) -> list[Piece]:
        """Return all that is embedded of texts: clauses, and wholes."""
        return self._heard(texts)[1]

    def _heard(
        self, texts: Sequence[tuple[str, str]]
    ) -> tuple[list[Reading], list[Piece]]:
        """Return in which language each text is, and the pieces of those to be read."""
        readings: list[Reading] = []
        pieces: list[Piece] = []
        for place, (chosen, given) in enumerate(texts):
            text = tidy(given[:LONGEST])
            it = heard(chosen, text)
            known = it.language in self.card.languages & self.centres.keys()
            why = it.why or (None if known else Why.LANGUAGE)
            readings.append(
                Reading(
                    chosen if it.language == SERBIAN_LATIN else it.language, why=why
                )
            )
            if why is None:
                pieces += _pieces(place, it.language, text)
        return readings, pieces

    def vectors(self, pieces: Sequence[Piece]) -> Vectors:
        """Return where pieces lie, seen from their language's centre."""
        raw = self.raw([piece.said for piece in pieces])
        return centred(raw, [piece.language for piece in pieces], self.centres)

    def raw(self, said: Sequence[str]) -> Vectors:
        """Return where texts lie; what is said twice is worked out once."""
        once = list(dict.fromkeys(said))
        found = dict(zip(once, self.load().encode(once), strict=True))
        return np.stack([found[text] for text in said])

    def wholes(self, texts: Sequence[tuple[str, str]]) -> list[Piece]:
        """Return the texts that are analysed, each as one piece."""
        return list({piece.text: piece for piece in self.pieces(texts)}.values())

    def _best(self, pieces: Sequence[Piece], texts: int) -> list[_Best]:
        """Return the strongest place of each code in each text."""
        best = [_Best() for _ in range(texts)]
        known = lexicons(self.codebook)
        if pieces:
            for piece, vector in zip(pieces, self.vectors(pieces), strict=True):
                lexicon = known.get(piece.spoken)
                for found, sure in self._judged(piece, vector, lexicon):
                    best[piece.text].add(found, sure=sure)
        return best

    def _judged(
        self, piece: Piece, vector: Vectors, lexicon: Lexicon | None
    ) -> Iterator[tuple[Found, bool]]:
        """Yield the codes that a piece may be about, and whether each won."""
        said = words(piece.said)
        likes = self._likes(said, vector, lexicon)
        nothing = likes.pop(OTHER, 0.0)
        ranked = sorted(likes, key=lambda code: (-likes[code], code))[:MOST_CODES]
        wanted = self._wanted(said_to_be(piece.spoken, said), vector)
        for place, code in enumerate(ranked):
            like = round(min(likes[code], 1.0), 4)
            found = Found(code, wanted, max(like, 0.0), *piece.span)
            if like > nothing and like >= self.card.maybe:
                yield found, place == 0 and like >= self.card.sure

    def _likes(
        self, said: Sequence[str], vector: Vectors, lexicon: Lexicon | None
    ) -> dict[str, float]:
        """Return how like a piece is to each code, by all three voices."""
        likes = defaultdict(float, self.likeness.codes(vector))
        if lexicon:
            for code, votes in lexicon.votes(said).items():
                likes[code] += WORD_COUNTS * min(votes, MOST_VOTES)
        if self.voice:
            for code, more in self.voice.hear(vector).items():
                likes[code] += more
        return likes

    def _wanted(self, cue: Wanted | None, vector: Vectors) -> Wanted:
        kinds = self.likeness.wanted(vector)
        if cue:
            kinds[cue] += CUE_COUNTS
        return max(kinds, key=lambda kind: (kinds[kind], kind))


def _pieces(place: int, language: str, text: str) -> Iterator[Piece]:
    """Yield the clauses of a text that say something, and the whole of it."""
    shouted = _shouted(text)

    def piece(start: int, end: int) -> Piece:
        said = text[start:end]
        return Piece(place, (start, end), language, said.lower() if shouted else said)

    spans = [span for span in clauses(text) if _says(text[slice(*span)])]
    if len(spans) > 1:
        yield from (piece(*span) for span in spans)
    bare = text.strip()
    start = text.index(bare)
    yield piece(start, start + len(bare))


def _says(clause: str) -> bool:
    """Return whether a clause is long enough to say something."""
    return count(clause) >= FEWEST_WORDS


def _shouted(text: str) -> bool:
    cased = [one for one in text if one.isupper() or one.islower()]
    return bool(cased) and sum(map(str.isupper, cased)) >= SHOUTED * len(cased)


def _known(
    load: Callable[[], Model], knowledge: Knowledge, codebook: Codebook
) -> tuple[Vectors, list[str]]:
    """Return the examples of codes that may be found, centred, with own codes'."""
    found = {code.id for code in codebook.codes if code.suggested} | {OTHER}
    at = [n for n, code in enumerate(knowledge.codes) if code in found]
    languages = [knowledge.languages[n] for n in at]
    vectors = centred(knowledge.vectors[at], languages, knowledge.centres)
    codes = [knowledge.codes[n] for n in at]
    own = [
        (code.id, language, said)
        for code in codebook.codes
        if code.suggested
        for language, text in code.texts
        if language in knowledge.centres
        for said in (text.means, text.example)
    ]
    if own:
        raw = load().encode([said for _, _, said in own])
        more = centred(raw, [language for _, language, _ in own], knowledge.centres)
        vectors = np.concatenate([vectors, more])
        codes += [code for code, _, _ in own]
    return vectors, codes
