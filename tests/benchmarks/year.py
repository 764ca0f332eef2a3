"""How long a year of 200 services takes to gather, beside the least that it could.

    PYTHONPATH=tests python -m benchmarks.year [--services 200] [--people 30]

A made-up network (families of four services, 35 % of the people answering in a month)
is gathered week by week by the real thing, 52 times; only sealing and disks are stood
in for (`tests/worlds.py`). Beside it, in the same run: the least that a vault can do
which remembers nothing of what it opened, that is to meet every answer of the open
rounds every week and to make its two marks. What lies above that is the policy.
"""

import argparse
import time

import click
from answers import programme
from worlds import OPENS, World, peopled

from bot.vault.keys import marker, subkey

YEAR = 52
FAMILY = 4
"""Services of a family."""


def _network(services: int, people: int) -> World:
    homes = (
        programme(f"home-{n}", f"family-{n // FAMILY}", people) for n in range(services)
    )
    return peopled(1, YEAR, services=tuple(homes))


def _bare(world: World) -> float:
    """Return the seconds of processor time that meeting everybody takes."""
    begun = time.process_time()
    for week in range(OPENS + 1, OPENS + YEAR + 1):
        for one in world.rounds(week):
            mark = marker(subkey(world.seed(one), "ledger"))
            for _, envelope in world.rows.rounds.get(one.id, ()):
                response = world.rows.open(envelope)
                if response.ready_week <= week:
                    mark(response.answer_id)
                    mark(response.voice)
    return time.process_time() - begun


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=200)
    parser.add_argument("--people", type=int, default=30)
    given = parser.parse_args()
    world = _network(given.services, given.people)
    bare = _bare(world)
    begun, used = time.perf_counter(), time.process_time()
    digests = world.run(OPENS + 1, OPENS + YEAR)
    seconds, busy = time.perf_counter() - begun, time.process_time() - used
    click.echo(
        f"{YEAR} ticks over {given.services} services, {len(world.rows.sent)} answers,"
        f" {len(digests)} digests: {seconds:.1f} s, {busy:.1f} s of processor time,"
        f" {busy / bare:.1f} times the bare minimum ({bare:.1f} s)"
    )


if __name__ == "__main__":
    main()
