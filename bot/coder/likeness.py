"""How like a piece of text is to each code, and to a need, a problem or praise.

A code is looked for in two ways. One is half the likeness to the mean of its examples
and half that to the three nearest of them, seen where examples of one code lie close
together: what tells them apart (a language, a tone, how long they are) is made small
first. The other, heard a quarter, is the share that was learned from all examples,
which knows what tells two codes apart. Rule: one piece at a time, by products of fixed
shape, so that the same piece gives the same numbers whatever was asked before or beside
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.coder.knowledge import OTHER
from bot.coder.model import Vectors, unit
from bot.coder.shares import Shares
from bot.themes.readings import Wanted

NEAREST = 3
HEARD = 0.25
"""What learned shares count beside nearness."""
ROUND = 0.5
"""How far the spread within codes is drawn to one that is alike in all directions."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Examples, centred, with what each is about.

    `turn` leads to where codes are compared. There lie the examples of each code, as
    `blocks` in the order of `names` (each so small that no second thread is woken for a
    product), and their `means`.
    """

    vectors: Vectors
    labels: tuple[str, ...]
    names: tuple[str, ...]
    turn: Vectors
    blocks: tuple[Vectors, ...]
    means: Vectors
    about: Shares
    kinds: Shares

    @classmethod
    def of(
        cls, vectors: Vectors, codes: Sequence[str], about: Shares, kinds: Shares
    ) -> "Likeness":
        """Return it for examples that are centred already, and what was learned."""
        names = tuple(sorted(set(codes)))
        own = [[n for n, one in enumerate(codes) if one == name] for name in names]
        turn = _turn(vectors, own)
        turned = unit(vectors @ turn)
        blocks = tuple(turned[at] for at in own)
        return cls(
            vectors,
            tuple(codes),
            names,
            turn,
            blocks,
            unit(np.stack([block.mean(0) for block in blocks])),
            about.only(names),
            kinds,
        )

    def codes(self, piece: Vectors) -> dict[str, float]:
        """Return how like a piece is to each code, `OTHER` among them.

        Of a code of a deployment's own nothing was learned: it is near, or it is not.
        """
        turned = unit(piece @ self.turn)
        means = (self.means @ turned).tolist()
        found: dict[str, float] = {}
        for code, block, mean in zip(self.names, self.blocks, means, strict=True):
            likes = np.sort(block @ turned)[-NEAREST:]
            nearest = float(likes.sum()) / len(likes)
            # what is about nothing has no mean
            found[code] = nearest if code == OTHER else (mean + nearest) / 2
        for code, share in self.about.of(piece).items():
            found[code] = (1 - HEARD) * found[code] + HEARD * share
        return found

    def wanted(self, piece: Vectors) -> dict[Wanted, float]:
        """Return the share of a need, a problem and praise in a piece."""
        return {Wanted(kind): share for kind, share in self.kinds.of(piece).items()}


def _turn(vectors: Vectors, groups: Sequence[Sequence[int]]) -> Vectors:
    """Return what makes the spread within groups alike in all directions (whitening).

    The spread is a covariance, shrunk towards a round one of the same size; where no
    group has two members there is none, and nothing is turned.
    """
    apart = np.concatenate([vectors[at] - vectors[at].mean(0) for at in groups])
    spread = (apart.T @ apart / len(apart)).astype(np.float64)
    mean = np.trace(spread) / len(spread)
    if mean == 0:
        return np.eye(len(spread), dtype=np.float32)
    shrunk = (1 - ROUND) * spread + ROUND * mean * np.eye(len(spread))
    sizes, axes = np.linalg.eigh(shrunk / mean)
    turn: Vectors = ((axes / np.sqrt(sizes)) @ axes.T).astype(np.float32)
    return turn
