"""What the codebook misses: groups of texts that no code fits, named by plain words.

Texts that were read and about which nothing was found are gathered into clusters by
their meaning. Rule: a cluster is proposed only if at least k different people wrote it,
and it is named by English words of a list that came with the program (`words.txt`): the
nearest to it, and nearer to it than to what else was said. No word of anybody's leaves.

A person has another mark in each round, and nobody can tell that it is the same one:
so people are counted in one round at a time, and the round with most of them counts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.coder.embedding import EmbeddingCoder
from bot.coder.model import Vectors, unit
from bot.coder.trained import MOST_TEXTS, Proposal
from bot.themes.gathering import size_band

FEWEST_TEXTS = 30
APART = 0.78
"""The mean distance (1 - cosine) from which two groups are not one."""
WORDS = 4
WORD_LIST = Path(__file__).with_name("words.txt")
Missed = tuple[bytes, bytes]
"""The mark of a voice, and the vector of a text of theirs about which nothing was
found."""


@dataclass(frozen=True, slots=True)
class _Group:
    voices: int
    centre: Vectors


def proposals(
    coder: EmbeddingCoder, missed: Sequence[Sequence[Missed]], k: int
) -> tuple[Proposal, ...]:
    """Return what may be missing from the codebook, the largest group first.

    `missed` are the texts of each round.
    """
    every = sorted((*one, n) for n, part in enumerate(missed) for one in part)
    if len(every) < FEWEST_TEXTS:
        return ()
    ordered = every[:MOST_TEXTS]
    vectors = np.stack([np.frombuffer(v, np.float32) for _, v, _ in ordered])
    groups = _groups(vectors, [(n, voice) for voice, _, n in ordered], k)
    everything = unit(vectors.mean(0))
    return tuple(
        Proposal(size_band(one.voices), _named(coder, one.centre, everything))
        for one in sorted(groups, key=lambda one: -one.voices)
    )


def _groups(
    vectors: Vectors, voices: Sequence[tuple[int, bytes]], k: int
) -> list[_Group]:
    """Return the clusters of at least k different voices of one round."""
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART
    )
    places = clustering.fit_predict(vectors.astype(np.float64))
    found = []
    for place in range(int(places.max()) + 1):
        at = [n for n, one in enumerate(places) if one == place]
        people = max(Counter(of for of, _ in {voices[n] for n in at}).values())
        if people >= k:
            found.append(_Group(people, unit(vectors[at].mean(0))))
    return found


def _named(
    coder: EmbeddingCoder, centre: Vectors, everything: Vectors
) -> tuple[str, ...]:
    """Return the words that are near a group, and nearer than to all that was said."""
    names, vectors = _words(coder)
    near = vectors @ (centre - everything / 2)
    order = sorted(
        range(len(names)), key=lambda n: (-round(float(near[n]), 5), names[n])
    )
    return tuple(names[n] for n in order[:WORDS])


def _words(coder: EmbeddingCoder) -> tuple[list[str], Vectors]:
    """Return the list of words, and where each lies among the words."""
    names = sorted(set(WORD_LIST.read_text(encoding="utf-8").split()))
    raw = coder.raw(names)
    return names, unit(raw - raw.mean(0))
