"""How like a piece of text is to each code, and to a need, a problem or praise.

A code's likeness is half that to the mean of its examples and half that to the three
nearest of them. Rule: one piece at a time, by products of fixed shape, so that the same
piece gives the same numbers whatever was asked before or beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.coder.knowledge import OTHER
from bot.coder.model import Vectors, unit
from bot.themes.readings import Wanted

NEAREST = 3
NEAREST_WANTED = 20
_ORDER = (Wanted.NEED, Wanted.PROBLEM, Wanted.PRAISE)
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which examples belong to each label, one row each; the last place is nobody's."""

    places: Places
    sizes: NDArray[np.float32]

    @classmethod
    def of(cls, labels: Sequence[str], names: Sequence[str], most: int) -> "Groups":
        """Return them for labels of examples; `most` of each are ever looked at."""
        each = [[n for n, one in enumerate(labels) if one == name] for name in names]
        widest = max(map(len, each))
        rows = [[*at, *[len(labels)] * (widest - len(at))] for at in each]
        sizes = [max(min(len(at), most), 1) for at in each]
        return cls(np.array(rows, np.intp), np.array(sizes, np.float32))

    def nearest(self, near: Vectors, most: int) -> Vectors:
        """Return the mean likeness of the nearest examples of each label."""
        laid = np.sort(np.append(near, np.float32(-1))[self.places], axis=1)[:, -most:]
        few = np.arange(laid.shape[1]) >= laid.shape[1] - self.sizes[:, None]
        mean: Vectors = np.where(few, laid, 0).sum(1) / self.sizes
        return mean


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Examples, centred, with what each is about."""

    vectors: Vectors
    labels: tuple[str, ...]
    names: tuple[str, ...]
    means: Vectors
    codes_of: Groups
    kinds_of: Groups

    @classmethod
    def of(
        cls, vectors: Vectors, codes: Sequence[str], wanted: Sequence[str]
    ) -> "Likeness":
        """Return it for examples that are centred already."""
        names = tuple(sorted(set(codes)))
        own = [[n for n, one in enumerate(codes) if one == name] for name in names]
        return cls(
            vectors,
            tuple(codes),
            names,
            unit(np.stack([vectors[at].mean(0) for at in own])),
            Groups.of(codes, names, NEAREST),
            Groups.of(wanted, [one.value for one in _ORDER], NEAREST_WANTED),
        )

    def codes(self, piece: Vectors) -> dict[str, float]:
        """Return how like a piece is to each code, `OTHER` among them."""
        nearest = self.codes_of.nearest(self.vectors @ piece, NEAREST)
        found = dict(
            zip(self.names, ((self.means @ piece + nearest) / 2).tolist(), strict=True)
        )
        if OTHER in found:  # what is about nothing has no mean
            found[OTHER] = float(nearest[self.names.index(OTHER)])
        return found

    def wanted(self, piece: Vectors) -> dict[Wanted, float]:
        """Return how like a piece is to a need, a problem and praise."""
        nearest = self.kinds_of.nearest(self.vectors @ piece, NEAREST_WANTED)
        return dict(zip(_ORDER, nearest.tolist(), strict=True))
