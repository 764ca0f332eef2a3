"""What an attacker makes of reports: the groups they speak about, and who is certain.

A group is a set of answers as bits. Rule: an attack is given what reports show and
what their reader may know, never more; it must still bite where a policy is known to be
weak (`tests/benchmarks/leaks.py` prints it beside ours).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import numpy as np
from numpy.typing import NDArray
from worlds import LANGUAGES, OPENS, World, day_of

from bot.responses import Response

Group = int
Series = list[Group]
"""What one filter shows over time: a growing group at each look, 0 where refused."""
PRIME = 1_048_573
"""Ranks are taken modulo this: equal to the rational ones but for odds of a million."""
_BLOCK = 256
Rows = NDArray[np.int64]


def grown(
    world: World, days: Iterable[int], inside: Callable[[Response], bool]
) -> Series:
    """Return the answers that a filter lets through, up to each of the days."""
    came: dict[int, Group] = {}
    for place, one in enumerate(world.rows.sent.values()):
        if inside(one):
            day = day_of(one)
            came[day] = came.get(day, 0) | 1 << place
    group, series, left = 0, [], sorted(came, reverse=True)
    for last in days:
        while left and left[-1] <= last:
            group |= came[left.pop()]
        series.append(group)
    return series


def looks(world: World, step: int) -> range:
    """Return the days on which somebody looks, every `step` days until all is there."""
    last = max(one.sent_week for one in world.rows.sent.values())
    return range(7 * OPENS + step - 1, 7 * (last + 1) + step, step)


def dashboard(world: World, k: int, step: int = 1) -> list[Series]:
    """Return what free filters show if each must hold k people.

    Filters are a service or all, a language or all but one, and until which day: what
    a live dashboard of the usual kind offers.
    """
    days = looks(world, step)
    shown = []
    for service, language, other in _filters(world):
        if other and not language:
            continue

        def inside(
            one: Response, s: str = service, c: str = language, *, but: bool = other
        ) -> bool:
            return s in {"", one.pool} and (not c or (one.language == c) != but)

        shown.append(_refused_under(k, grown(world, days, inside)))
    return shown


def _filters(world: World) -> Iterator[tuple[str, str, bool]]:
    services = ("", *(s.id for s in world.services))
    return product(services, ("", *LANGUAGES), (False, True))


def _refused_under(k: int, series: Series) -> Series:
    return [group if group.bit_count() >= k else 0 for group in series]


Cells = dict[tuple[str, str], Group]
"""The answers of each service and language; "" is all of them."""


def tables(world: World, step: int) -> Iterator[Cells]:
    """Yield the table of services by languages at each look, with its margins."""
    days = looks(world, step)
    every = {
        (s, c): grown(
            world,
            days,
            lambda one, s=s, c=c: s in {"", one.pool} and c in {"", one.language},  # type: ignore[misc] # mypy types no lambda's defaults
        )
        for s, c, other in _filters(world)
        if not other
    }
    for place in range(len(days)):
        yield {cell: series[place] for cell, series in every.items()}


def remainder(world: World, k: int, step: int = 7) -> list[Series]:
    """Return what staff-survey tools show: a group only if it and its rest hold k.

    Its rest are those whom one of its filters leaves out. A report comes weekly.
    """

    def shown(cells: Cells, cell: tuple[str, str]) -> bool:
        service, language = cell
        wider = {("", language), (service, "")} - {cell}
        rests = [cells[one] & ~cells[cell] for one in wider]
        return min(map(int.bit_count, (cells[cell], *rests))) >= k

    return _series(
        {cell: cells[cell] if shown(cells, cell) else 0 for cell in cells}
        for cells in tables(world, step)
    )


def complementary(world: World, k: int, step: int = 7) -> list[Series]:
    """Return what statistical offices show: small cells hidden, and others with them.

    In each row and column the hidden cells are two or more and hold k together, so that
    no margin gives one away. A report comes weekly.
    """
    return _series(
        {cell: 0 if cell in hidden else cells[cell] for cell in cells}
        for cells in tables(world, step)
        for hidden in [_hidden(world, cells, k)]
    )


def _hidden(world: World, cells: Cells, k: int) -> set[tuple[str, str]]:
    services = [s.id for s in world.services]
    rows = [[(s, c) for c in LANGUAGES] for s in services]
    columns = [[(s, c) for s in services] for c in LANGUAGES]
    hidden = {c for c, group in cells.items() if 0 < group.bit_count() < k}
    while more := _more_hidden([*rows, *columns], cells, hidden, k):
        hidden |= more
    return hidden


def _more_hidden(
    lines: Sequence[Sequence[tuple[str, str]]],
    cells: Cells,
    hidden: set[tuple[str, str]],
    k: int,
) -> set[tuple[str, str]]:
    """Return one more cell to hide, of a line that gives a hidden one away."""
    for line in lines:
        inside = [cell for cell in line if cell in hidden]
        held = sum(cells[cell].bit_count() for cell in inside)
        shown = [cell for cell in line if cell not in hidden and cells[cell]]
        if inside and shown and (len(inside) == 1 or held < k):
            return {min(shown, key=lambda cell: cells[cell].bit_count())}
    return set()


def _series(reports: Iterable[Cells]) -> list[Series]:
    listed = list(reports)
    return [[cells[cell] for cells in listed] for cell in listed[0]]


def differences(shown: Iterable[Series]) -> set[Group]:
    """Return the groups of which something exact follows from one filter.

    They are the groups shown and what two looks in a row differ by.
    """
    found: set[Group] = set()
    for series in shown:
        seen = [group for group in series if group]
        found.update(seen)
        found.update(b & ~a for a, b in pairwise(seen))
    return found - {0}


def row_space(groups: Iterable[Group], size: int) -> Rows:
    """Return the reduced rows of all rational sums of groups.

    A person is isolated exactly where one of these rows is that person alone.
    """
    bits = sorted(set(groups))
    basis: Rows = np.zeros((0, size), np.int64)
    pivots: list[int] = []
    for start in range(0, len(bits), _BLOCK):
        block = _rows(bits[start : start + _BLOCK], size)
        block = (block - block[:, pivots] @ basis) % PRIME
        for row in block:
            left = (row - row[pivots] @ basis) % PRIME
            (places,) = np.nonzero(left)
            if len(places):
                first = int(places[0])
                left = left * pow(int(left[first]), -1, PRIME) % PRIME
                basis = (basis - np.outer(basis[:, first], left)) % PRIME
                basis = np.vstack([basis, left])
                pivots.append(first)
    return basis


def _rows(groups: Sequence[Group], size: int) -> Rows:
    width = (size + 7) // 8
    packed = b"".join(group.to_bytes(width, "little") for group in groups)
    bits = np.frombuffer(packed, np.uint8).reshape(len(groups), width)
    return np.unpackbits(bits, axis=1, bitorder="little")[:, :size].astype(np.int64)


def whole(basis: Rows) -> set[Group]:
    """Return the reduced rows that are groups: everybody in them counts once."""
    return {
        sum(1 << int(place) for place in np.flatnonzero(row))
        for row in basis
        if set(np.unique(row).tolist()) <= {0, 1}
    }


def derived(shown: Iterable[Series], size: int) -> set[Group]:
    """Return the groups whose exact counts follow from what is shown."""
    near = differences(shown)
    return near | whole(row_space(near, size))


def alone(groups: Iterable[Group], size: int) -> float:
    """Return the share of people who are a group of their own."""
    return sum(group.bit_count() == 1 for group in groups) / size


def isolated(groups: Iterable[int], people: int) -> float:
    """Return the share of people whose every answer follows from exact group counts.

    A group is a set of people as bits. Whoever may see exact counts of the groups can
    add them up in any way; the parity of such a sum tells a single person's answer
    wherever the sum of the groups, without carrying, is that person alone.
    """
    rows: dict[int, int] = {}
    for group in groups:
        left = group
        while left:
            top = left.bit_length() - 1
            if top not in rows:
                rows[top] = left
                break
            left ^= rows[top]
    for top in sorted(rows):
        for other, row in rows.items():
            if other != top and row >> top & 1:
                rows[other] = row ^ rows[top]
    return sum(row.bit_count() == 1 for row in rows.values()) / people


def smallest(groups: Iterable[Group]) -> int:
    """Return how many people the smallest group holds."""
    return min(group.bit_count() for group in groups)


def certain(groups: Iterable[Group], holds: Group) -> float:
    """Return the share of those for whom something holds of whom it is known for sure.

    Known is it of groups whose exact count is all of them.
    """
    sure = 0
    for group in groups:
        if not group & ~holds:
            sure |= group
    return (sure & holds).bit_count() / holds.bit_count()


def who(world: World, holds: Callable[[Response], bool]) -> Group:
    """Return the answers of which something holds."""
    answers = enumerate(world.rows.sent.values())
    return sum(1 << place for place, one in answers if holds(one))


def swapped(
    world: World, sent: Mapping[bytes, Response], dice: Random, times: int
) -> dict[bytes, Response]:
    """Return what was sent, after pairs in one leaf exchanged what they said."""
    said = {one.answer_id: one.answers for one in sent.values()}
    leaves = [*world.members().values()]
    for _ in range(times):
        one, other = (x.answer_id for x in dice.sample(dice.choice(leaves), 2))
        said[one], said[other] = said[other], said[one]
    return {
        envelope: replace(one, answers=said[one.answer_id])
        for envelope, one in sent.items()
    }
