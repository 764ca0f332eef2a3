"""What a piece may be about, as shares that come to one, learned from examples.

Rule: a share is a number of weights alone, one row for each label and the offset at its
end, so that it can rest in a file and be worked out wherever the weights are.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from bot.coder.model import Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Labels, and a row of weights for each: a number of the vector more."""

    labels: tuple[str, ...]
    weights: Vectors

    def only(self, labels: Collection[str]) -> "Shares":
        """Return those of some labels; what is left comes to one again."""
        at = [n for n, label in enumerate(self.labels) if label in labels]
        return Shares(tuple(self.labels[n] for n in at), self.weights[at])

    def of(self, piece: Vectors) -> dict[str, float]:
        """Return the share of each label in a piece."""
        said = self.weights[:, :-1] @ piece + self.weights[:, -1]
        shares = np.exp(said - said.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))
