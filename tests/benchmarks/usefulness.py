"""What digests are worth to their readers, in a year of made-up worlds.

    PYTHONPATH=tests python -m benchmarks.usefulness [WORLDS]

Six services of 8 to 60 people, of whom 35 % answer in a month; bands are compared with
what was really said, for rounds of 13, 26 and 52 weeks and for k of 5 and 10. Answers
of the last eight weeks are left out of what should have been released.
"""

import argparse
from collections.abc import Iterator

import click
from worlds import OPENS, Use, World, peopled, use

YEAR = 52
AFTER = 4
"""Weeks after the year in which its last round is finished."""


def _worlds(number: int, *, k: int, round_weeks: int) -> Iterator[World]:
    for seed in range(number):
        world = peopled(seed, YEAR, k=k, round_weeks=round_weeks)
        world.run(OPENS + 1, OPENS + YEAR + AFTER)
        yield world


def _line(found: Use) -> str:
    return (
        f"bands right {found.right:.3f}, two off {found.two_off:.4f},"
        f" top three {found.top_three:.2f}, released {found.released:.3f},"
        f" 8-bed homes {found.small_homes:.3f}, median {found.median_days:.0f} days,"
        f" smallest batch {found.smallest}"
    )


def main() -> None:
    """Print one line for each length of round and threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", nargs="?", type=int, default=12)
    number = parser.parse_args().worlds
    for k, round_weeks in ((10, 13), (10, 26), (10, 52), (5, 26)):
        worlds = list(_worlds(number, k=k, round_weeks=round_weeks))
        click.echo(f"k {k}, {round_weeks} weeks: {_line(use(worlds, YEAR))}")


if __name__ == "__main__":
    main()
