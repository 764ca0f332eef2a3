"""How far two readers agree who coded the same texts without seeing each other's work.

Krippendorff's alpha for nominal data: each code of the codebook is one question to
both readers about each text, given or not given. 1 is perfect, 0 is what chance alone
would give. Rule: no figure from fewer than twenty texts, since it would mislead.
"""

from collections.abc import Iterable, Mapping, Sequence

import krippendorff
import numpy as np

from bot.themes.codings import Coding

FEWEST_TEXTS = 20
Pair = tuple[Coding, Coding]


def pairs(done: Iterable[Mapping[bytes, Coding]]) -> list[Pair]:
    """Return the two codings of each text that was coded blind, the first first.

    Where two desks were open and both took one text, neither is the second.
    """
    found = (sorted(by.values(), key=lambda c: c.blind) for by in done if len(by) > 1)
    return [(two[0], two[1]) for two in found if two[1].blind]


def alpha(coded: Sequence[Pair], codes: Sequence[str]) -> float | None:
    """Return the agreement of these pairs, or None where it would say nothing."""
    counts = np.array(
        [_given(two, code) for two in coded for code in codes], dtype=np.int64
    )
    if len(coded) < FEWEST_TEXTS or not counts.sum(axis=0).all():
        return None
    return float(
        krippendorff.alpha(
            value_counts=counts, value_domain=[0, 1], level_of_measurement="nominal"
        )
    )


def by_language(coded: Sequence[Pair], codes: Sequence[str]) -> dict[str, float | None]:
    """Return the agreement for each language that two readers coded texts of."""
    languages = sorted({first.language for first, _ in coded})
    return {
        language: alpha([p for p in coded if p[0].language == language], codes)
        for language in languages
    }


def _given(two: Pair, code: str) -> tuple[int, int]:
    """Return how many of the two did not give a code, and how many did."""
    given = sum(1 for one in two if code in {chosen.code for chosen in one.codes})
    return 2 - given, given
