"""How long a programme waits for its first digest, said before anybody answers.

The figures are medians of a simulation of the weekly gathering, and what lies between
them is interpolated. Rule: the typed number of people is all that is looked at, never
who answered, so that asking tells nothing.
"""

import math
from collections.abc import Mapping
from itertools import pairwise

SIMULATED_K = 10
"""The k that the figures hold for."""
WEEKS: Mapping[int, Mapping[int, int]] = {
    35: {8: 33, 12: 18, 25: 7},
    60: {8: 23, 12: 10, 25: 4},
}
"""Median weeks by per cent of people who answer in a month, and by people."""

SOURCE = (
    "(Medians of a simulation of the weekly gathering with 8, 12 and 25 people and"
    f" k = {SIMULATED_K}; sizes between them are interpolated.)"
)
SHORTER = (
    "To shorten it: invite people who have left, or join a family of programmes"
    " with --family, also across organisations."
)


def weeks_until_first(people: int, per_cent: int) -> int:
    """Return the median weeks; beyond the simulated sizes, those of the nearest one."""
    table = WEEKS[per_cent]
    if people in table:
        return table[people]
    for (few, long), (many, short) in pairwise(table.items()):
        if few < people < many:
            part = math.log(people / few) / math.log(many / few)
            return math.ceil(long * math.pow(short / long, part))
    return table[min(table, key=lambda size: abs(size - people))]


def expectation(people: int, k: int) -> str:
    """Return how long the first digest may take, whence that is, what shortens it."""
    waits = " or ".join(_wait(people, share) for share in WEEKS)
    lines = [f"With {people} people the first digest takes {waits}.", SOURCE]
    if k != SIMULATED_K:
        than = "longer than" if k > SIMULATED_K else "no longer than"
        lines.append(f"Your k is {k}, so expect {than} that.")
    return "\n".join((*lines, SHORTER))


def _wait(people: int, share: int) -> str:
    sizes = WEEKS[share]
    bound = "at least " if people < min(sizes) else ""
    bound = "at most " if people > max(sizes) else bound
    weeks = weeks_until_first(people, share)
    return f"{bound}{weeks} weeks where {share} % answer a month"
