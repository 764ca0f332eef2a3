"""What people corrected, as one more voice: logistic regression on centred vectors.

Strongly held back and heard the louder the more was taught, it keeps its head where a
fifth of the tags are wrong. Rule: it begins at fifty labels, it is made anew
from the examples that still rest in the vault, and only numbers of it are kept in
memory: when an answer is erased, what it taught goes with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.coder.embedding import EmbeddingCoder
from bot.coder.fitting import fitted
from bot.coder.knowledge import OTHER, centred
from bot.coder.model import Vectors
from bot.coder.shares import Shares
from bot.themes.readings import Example

FEWEST_LABELS = 50
STRENGTH = 0.48
"""As C = .03 on vectors of four times the length."""
HALF_HEARD = 300
"""Labels at which the voice counts half of what it counts at most."""
SHRUNK = 10
"""How many texts a language's shipped centre weighs beside one for each code taught."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A learned voice: the shares of codes, and how loud it is."""

    shares: Shares
    loud: float

    def hear(self, piece: Vectors) -> Mapping[str, float]:
        """Return what is added to the likeness of codes."""
        return {code: self.loud * one for code, one in self.shares.of(piece).items()}


def taught(coder: EmbeddingCoder, examples: Sequence[Example]) -> EmbeddingCoder:
    """Return a coder that has learned from what people coded; the same until fifty.

    An example without codes is about none. The order of examples makes no difference.
    """
    ordered = sorted(examples, key=lambda one: (one.language, one.text, one.codes))
    pieces = coder.wholes([(one.language, one.text) for one in ordered])
    labels = [_labels(coder, ordered[piece.text]) for piece in pieces]
    count = sum(map(len, labels))
    if count < FEWEST_LABELS:
        return coder
    raw = coder.raw([piece.said for piece in pieces])
    languages = [piece.language for piece in pieces]
    centres = _centres(coder.centres, languages, labels, raw)
    own = centred(raw, languages, centres)
    rows = [n for n, codes in enumerate(labels) for _ in codes]
    known, names = coder.likeness.vectors, coder.likeness.labels
    every = np.concatenate([known, own[rows]])
    codes = [*names, *(code for each in labels for code in each)]
    loud = count / (count + HALF_HEARD)
    voice = Taught(fitted(every, codes, STRENGTH), loud)
    return replace(coder, centres=centres, voice=voice)


def _labels(coder: EmbeddingCoder, example: Example) -> tuple[str, ...]:
    """Return what an example teaches: codes that may be found, or that it has none."""
    found = [code for code in example.codes if code in coder.likeness.names]
    return tuple(found) if example.codes else (OTHER,)


def _centres(
    centres: Mapping[str, Vectors],
    languages: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    raw: Vectors,
) -> dict[str, Vectors]:
    """Return centres drawn towards what is written here, shrunk to those shipped.

    Each code weighs as one text, so that much said of one matter is not taken for how
    the language sounds.
    """
    moved = dict(centres)
    for language in sorted(set(languages)):
        at = [n for n, one in enumerate(languages) if one == language]
        about = sorted({labels[n] for n in at})
        means = [raw[[n for n in at if labels[n] == one]].mean(0) for one in about]
        weighed = SHRUNK * centres[language] + np.sum(means, axis=0)
        moved[language] = (weighed / (SHRUNK + len(means))).astype(np.float32)
    return moved
