"""What turns texts into meaning, as the rest of this room knows it.

Rule: a model is what its fingerprint says. The threshold under which a likeness counts
for nothing is the model's own: another model's numbers mean something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row a text, each of length one."""
TIDY = {n: " " for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\n\t"}
"""Control characters end a text inside a library, so they are spaces to it."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a model: its fingerprint, languages and thresholds.

    A code is found from `sure` on; a weaker one is suggested beside it from `maybe` on.
    """

    fingerprint: str
    size: int
    languages: frozenset[str]
    sure: float
    maybe: float


class Model(Protocol):
    """Turns texts into vectors; the same text into the same one, always."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text."""


def tidy(text: str) -> str:
    """Return a text that can be handed to a library: whole letters, no control."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(TIDY)


def unit(vectors: Vectors) -> Vectors:
    """Return vectors of length one; one that says nothing stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
