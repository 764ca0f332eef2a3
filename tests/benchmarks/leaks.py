"""What reports tell of one person: the usual policies and ours, attacked alike.

    PYTHONPATH=tests python -m benchmarks.leaks [--worlds 30] [--draws 400]

Seeded worlds of half a year: six services of 8 to 60 people, six languages, and an
attacker who may pull every report. The rows of other policies must still fall (a
dashboard and a bare threshold isolate at least eight in ten), else the attacks have
gone soft. Ours is the product's own: the real gathering, and then every pull of every
period in every form, read again from its bytes. Groups are the answers behind what was
read; what follows from them is taken over the rationals.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from statistics import fmean

import click
from answers import seeded
from attacks import (
    Group,
    Series,
    alone,
    certain,
    complementary,
    dashboard,
    derived,
    remainder,
    smallest,
    swapped,
    who,
)
from guesses import (
    PRIOR,
    Faked,
    Question,
    advantage,
    blur_off,
    faked,
    sure_of,
    told_everybody,
    worst_fakes,
)
from outputs import READ, groups_read, outputs
from worlds import OPENS, SERVICES, World, peopled

WEEKS = 26
OVER = OPENS + WEEKS + 4
RATED, SAFE = Question.of("Q1"), Question.of("Q2")
LOW = RATED.told.index("low")
FAKED = 1000
"""Pools of one person and nine fakes."""
REPEATED = (1, 3, 6, 12)
SWAPS = 300
FIFTH = 5
"""In every fifth world texts and tables are read again, too; in all of them JSON."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the attacks came to, as means over the worlds."""

    isolated: float
    outsider: float
    all_others: float
    faked: float
    smallest: int

    def line(self) -> str:
        """Return the row as it is printed."""
        shares = (self.isolated, self.outsider, self.all_others, self.faked)
        return "  ".join([*(f"{share:8.3f}" for share in shares), f"{self.smallest:8}"])


def _lows(world: World) -> Group:
    return who(world, lambda one: RATED.said(one) == LOW)


def _exact(worlds: Iterable[World], shown: Callable[[World], Iterable[Series]]) -> Row:
    """Return what follows from exact counts: whoever knows all others subtracts."""
    rows = []
    for world in worlds:
        size, lows = len(world.rows.sent), _lows(world)
        groups = derived(shown(world), size)
        seen = 0
        for group in groups:
            seen |= group
        rows.append(
            Row(
                alone(groups, size),
                certain(groups, lows),
                (seen & lows).bit_count() / lows.bit_count(),
                1,
                smallest(groups),
            )
        )
    return _mean(rows)


def _batches(world: World) -> list[Series]:
    """Return the batches that our gathering makes, as if they were told exactly."""
    world.run(OPENS + 1, OVER)
    return [[group] for group in groups_read(world, ("json",))]


def _banded(worlds: Iterable[World], fell: Faked, *, blurred: bool) -> Row:
    """Return what follows from bands, with and without their blur."""
    rows = []
    for number, world in enumerate(worlds):
        with nullcontext() if blurred else blur_off():
            world.run(OPENS + 1, OVER)
        size, kinds = len(world.rows.sent), ("json",) if number % FIFTH else READ
        groups = derived([[group] for group in groups_read(world, kinds)], size)
        rows.append(
            Row(
                alone(groups, size),
                told_everybody(world, RATED, "low"),
                sure_of(world, RATED, "low", blurred=blurred),
                fell.sure,
                smallest(groups),
            )
        )
    return _mean(rows)


def _mean(rows: list[Row]) -> Row:
    return Row(
        fmean(row.isolated for row in rows),
        fmean(row.outsider for row in rows),
        fmean(row.all_others for row in rows),
        fmean(row.faked for row in rows),
        min(row.smallest for row in rows),
    )


def rows(worlds: int) -> Iterator[tuple[str, Row]]:
    """Yield each policy with what the attacks came to."""

    def made(k: int = 10) -> Iterator[World]:
        return (peopled(seed, WEEKS, k=k) for seed in range(worlds))

    yield "naive live dashboard", _exact(made(), partial(dashboard, k=1))
    for k in (5, 10):
        yield f"threshold k={k}, free filters", _exact(made(), partial(dashboard, k=k))
    for k in (5, 10):
        found = _exact(made(), partial(remainder, k=k))
        yield f"group and remainder >= k, k={k}", found
    for k in (5, 10):
        found = _exact(made(), partial(complementary, k=k))
        yield f"complementary suppression, k={k}", found
    for k in (5, 10):
        yield f"batch, exact counts, k={k}", _exact(made(k), _batches)
    others = worst_fakes()
    with blur_off():
        bare = faked(FAKED, others, blurred=False)
    yield "batch + bands, k=10", _banded(made(), bare, blurred=False)
    ours = faked(FAKED, others)
    yield "batch + bands + blur, k=10: ours", _banded(made(), ours, blurred=True)


def _say_faked() -> None:
    others = worst_fakes()
    for batches in REPEATED:
        fell = faked(200, others, batches=batches)
        click.echo(
            f"all others faked in {batches} batches: certain {fell.sure:.2f},"
            f" best guess {fell.right:.2f} (prior {max(PRIOR):.2f})"
        )


def _say_membership(draws: int) -> None:
    found = {}
    for service in SERVICES:
        others = (one for one in SERVICES if one is not service)
        found[service.id] = advantage((service, *others), draws)
        click.echo(
            f"that she answered, {service.id}: advantage {found[service.id]:.2f}"
        )
    people = sum(service.expected_people for service in SERVICES)
    mean = sum(found[s.id] * s.expected_people for s in SERVICES) / people
    click.echo(f"that she answered: mean {mean:.2f}, worst {max(found.values()):.2f}")


def _say_swaps() -> None:
    """Exchange 300 pairs inside leaves; look at every output, its size and its day."""
    world, dice = peopled(1, 12), seeded(1)
    world.run(OPENS + 1, OPENS + 14)
    expected, rows = outputs(world), list(world.rows.released)
    same, said = 0, world.rows.sent
    for _ in range(SWAPS // 10):
        said = swapped(world, said, dice, 10)
        again = World(world.k, world.services, world.round_weeks, world.blur)
        again.rows.sent.update(said)
        again.rows.rounds = world.rows.rounds
        again.run(OPENS + 1, OPENS + 14)
        same += (outputs(again), again.rows.released) == (expected, rows)
    click.echo(
        f"{SWAPS} exchanges inside leaves: {same} of {SWAPS // 10} looks at"
        f" {len(expected)} answers to pulls and {len(rows)} days of leaving the same"
    )


def main() -> None:
    """Print the table, and what else is asked of ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=30)
    parser.add_argument("--draws", type=int, default=200)
    given = parser.parse_args()
    heads = ("isolated", "outsider", "knows", "faked", "smallest")
    click.echo(f"{'':34}" + "  ".join(f"{head:>8}" for head in heads))
    for name, row in rows(given.worlds):
        click.echo(f"{name:34}{row.line()}")
    _say_swaps()
    _say_faked()
    _say_membership(given.draws)


if __name__ == "__main__":
    main()
