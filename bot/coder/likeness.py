"""How like a piece of text is to each code, and to a need, a problem or praise.

A code's likeness is half that to the mean of its examples and half that to the three
nearest of them. Rule: one piece at a time, by products of fixed shape, so that the same
piece gives the same numbers whatever was asked before or beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.coder.knowledge import OTHER
from bot.coder.model import Vectors, unit
from bot.themes.readings import Wanted

NEAREST = 3
NEAREST_WANTED = 20
_ORDER = (Wanted.NEED, Wanted.PROBLEM, Wanted.PRAISE)


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Examples, centred; `rows` are the places of each code's, `kinds` of each want."""

    vectors: Vectors
    rows: Mapping[str, Vectors]
    means: Mapping[str, Vectors]
    kinds: Mapping[Wanted, Vectors]

    @classmethod
    def of(
        cls, vectors: Vectors, codes: Sequence[str], wanted: Sequence[str]
    ) -> "Likeness":
        """Return it for examples that are centred already."""
        rows = {code: _places(codes, code) for code in sorted(set(codes))}
        means = {code: unit(vectors[at].mean(0)) for code, at in rows.items()}
        kinds = {one: _places(wanted, one.value) for one in _ORDER}
        return cls(vectors, rows, means, kinds)

    def labels(self) -> list[str]:
        """Return the code of each example."""
        found = {int(n): code for code, at in self.rows.items() for n in at}
        return [found[n] for n in range(len(found))]

    def codes(self, piece: Vectors) -> dict[str, float]:
        """Return how like a piece is to each code, `OTHER` among them."""
        near = self.vectors @ piece
        found = {
            code: (float(self.means[code] @ piece) + _top(near[at], NEAREST)) / 2
            for code, at in self.rows.items()
        }
        if OTHER in self.rows:  # what is about nothing has no mean
            found[OTHER] = _top(near[self.rows[OTHER]], NEAREST)
        return found

    def wanted(self, piece: Vectors) -> dict[Wanted, float]:
        """Return how like a piece is to a need, a problem and praise."""
        near = self.vectors @ piece
        return {kind: _top(near[at], NEAREST_WANTED) for kind, at in self.kinds.items()}


def _places(labels: Sequence[str], label: str) -> Vectors:
    return np.array([n for n, one in enumerate(labels) if one == label], dtype=np.intp)


def _top(near: Vectors, most: int) -> float:
    """Return the mean of the largest values."""
    return float(np.sort(near)[-most:].mean())
