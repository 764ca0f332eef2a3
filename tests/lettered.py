"""A model that is no model: each word it knows is a direction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.coder.embedding import EmbeddingCoder
from bot.coder.fitting import fitted
from bot.coder.knowledge import OTHER, Knowledge
from bot.coder.model import Card, Vectors, unit
from bot.coder.preparing import ABOUT, KINDS
from bot.themes.codebook import SHIPPED
from bot.themes.codes import Codebook

WORDS = [
    "food",
    "room",
    "doctor",
    "money",
    "lawyer",
    "rain",
    "bad",
    "good",
    "need",
    "bicycle",
    "swim",
]
SIZE = 16


@dataclass
class Lettered:
    """Counts the words that it knows, and how often it is asked."""

    asked: list[int] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return where each text lies; one without a known word lies apart."""
        self.asked.append(len(texts))
        return unit(np.stack([self._one(text) for text in texts]))

    @staticmethod
    def _one(text: str) -> Vectors:
        found = np.zeros(SIZE, np.float32)
        for word in text.lower().split():
            bare = word.strip(".,!")
            found[WORDS.index(bare) if bare in WORDS else SIZE - 1] += 1
        found[SIZE - 1] *= 0.1
        return found


MODEL = Lettered()
SAID = (
    ("D1", "problem", "food bad"),
    ("D1", "praise", "food good"),
    ("D3", "problem", "room bad"),
    ("D3", "praise", "room good"),
    ("A6", "need", "need doctor"),
    ("A6", "praise", "doctor good"),
    ("B1", "need", "need lawyer"),
    ("B3", "need", "need money"),
    ("B3", "problem", "money bad"),
    ("E1", "problem", "bicycle bad"),
    (OTHER, "problem", "rain"),
)


CODES, WANTED, TEXTS = zip(*SAID, strict=True)
NOWHERE = np.zeros(SIZE, np.float32)
VECTORS = MODEL.encode(TEXTS)
KNOWLEDGE = Knowledge(
    source="",
    codes=CODES,
    wanted=WANTED,
    languages=("en",) * len(SAID),
    vectors=VECTORS,
    centres={"en": NOWHERE, "uk": NOWHERE},
    about=fitted(VECTORS, CODES, ABOUT),
    kinds=fitted(VECTORS, WANTED, KINDS),
)


def coder(codebook: Codebook = SHIPPED) -> EmbeddingCoder:
    """Return a coder that knows a few words of English, and no more of Ukrainian."""
    card = Card("", SIZE, frozenset({"en", "uk"}), 0.4, 0.3)
    return EmbeddingCoder.of(card, lambda: MODEL, KNOWLEDGE, codebook)
