"""How fast a tick is beside bare opening, and how its memory grows.

    PYTHONPATH=tests python -m benchmarks.gathering [ANSWERS ...]

For each number of answers (by default 10,000, 100,000 and 300,000) two ticks run over a
real database: the first tick of all, which closes everything, so that each envelope is
opened twice; and the tick of a week in mid-round, in which all but a few were told.
Beside each, in the same run: the bare opening of the same envelopes on the same cores,
before and after, compared by the clock and, where others use the machine, by processor
time. Memory is the peak of the gathering process above where it stood at its start;
workers hold a few chunks each, whatever the number.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF
from statistics import fmean
from time import perf_counter, process_time

import click
from answers import Vault, crowd, deployment, programme, seeded

from bot.deployment import Deployment
from bot.flows.gather import gather
from bot.store.ledger import Ledger
from bot.store.migrate import migrate
from bot.store.records import SealedRow, Work
from bot.store.sqlite import Store
from bot.themes.coding import KeywordCoder
from bot.vault.opening import Opener
from bot.weeks import Week

CORES = os.cpu_count() or 1
SEED = bytes(range(32))
PLACES = 40
"""Programmes among which the answers are spread."""
SAMPLE = 6000
"""Envelopes in one measurement of bare opening."""
FIRST, SECOND = Week(101), Week(102)


def _deployment() -> Deployment:
    return deployment(*(programme(f"house-{n}", "homes") for n in range(PLACES)))


def _some(number: int, sent: int) -> list[SealedRow]:
    """Seal 500 answers; `number` seeds them."""
    dice = seeded(number)
    pool = f"house-{number % PLACES}"
    return Vault(SEED).rows(dice, crowd(dice, 500, pool, sent=sent))


async def _fill(path: Path, answers: int, sent: int, first: int = 0) -> None:
    store = await Store.open(path)
    numbers = range(first, first + answers // 500)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(CORES, context) as pool:
        for rows in pool.map(partial(_some, sent=sent), numbers):
            await store.commit(Work(sealed=tuple(rows)))
    await store.close()


def _open(envelopes: list[bytes]) -> float:
    """Open them and return the seconds of processor time that it took."""
    begun = process_time()
    opener = Opener(SEED, Vault(SEED).key.round.id)
    for envelope in envelopes:
        opener.open(envelope)
    return process_time() - begun


async def _bare(path: Path) -> tuple[float, float]:
    """Return what opening one envelope takes: seconds on all cores, and on one."""
    store = await Store.open(path)
    found: list[bytes] = []
    async for rows in store.sealed(Vault(SEED).key.round.id):
        found += [envelope for _, envelope in rows]
        if len(found) >= SAMPLE:
            break
    await store.close()
    parts = [found[n::CORES] for n in range(CORES)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(CORES, context) as pool:
        list(pool.map(_open, [part[:50] for part in parts]))
        begun = perf_counter()
        busy = sum(pool.map(_open, parts))
        return (perf_counter() - begun) / len(found), busy / len(found)


def _peak(field: str) -> int:
    """Return a figure of this process's memory in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(s.split()[1]) * 1024 for s in lines if s.startswith(field))


async def _tick(path: Path, week: Week) -> dict[str, float]:
    """Run one tick and return its seconds, processor seconds and growth in bytes."""
    store = await Store.open(path)
    ledger = await Ledger.open(path.with_name("vault.db"), create=True)
    keys, where = [Vault(SEED).key], _deployment()
    before, begun = _peak("VmRSS"), perf_counter()
    await gather(
        store,
        ledger,
        keys,
        deployment=where,
        week=week,
        coder=KeywordCoder(),
        leaves=lambda _: 0,
        processes=CORES,
        progress=lambda _: None,
    )
    seconds = perf_counter() - begun
    await ledger.close()
    await store.close()
    growth = _peak("VmHWM") - before
    return {"seconds": seconds, "busy": _busy(), "growth": growth}


def _busy() -> float:
    """Return the processor time of this process and of those that it started."""
    used = [resource.getrusage(w) for w in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _alone(path: Path, week: Week) -> dict[str, float]:
    """Run a tick in a fresh process, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.gathering"]
    done = subprocess.run(  # noqa: S603 (this very file)
        [*command, "--tick", str(path), str(week)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


async def _measure(answers: int) -> dict[str, int]:
    """Print one line for each of the two ticks and return their growth in bytes."""
    growth = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sotto.db"
        await asyncio.to_thread(migrate, path)
        await _fill(path, answers, sent=100)
        for name, week, opened in (
            ("first tick, all close", FIRST, 2 * answers),
            ("mid-round, most told", SECOND, answers),
        ):
            before = await _bare(path)
            found = await asyncio.to_thread(_alone, path, week)
            after = await _bare(path)
            bare, busy = (fmean(pair) for pair in zip(before, after, strict=True))
            growth[name] = int(found["growth"])
            click.echo(
                f"{answers:>7} {name}:"
                f" {answers / found['seconds']:.0f} answers/s,"
                f" {opened / found['seconds']:.0f} openings/s (bare {1 / bare:.0f}),"
                f" ratio {bare * opened / found['seconds']:.2f},"
                f" by processor time {busy * opened / found['busy']:.2f},"
                f" memory +{growth[name] / 2**20:.1f} MiB"
            )
    return growth


def main() -> None:
    """Measure, or be the fresh process of a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", nargs="*", type=int)
    parser.add_argument("--tick", nargs=2, metavar=("PATH", "WEEK"))
    given = parser.parse_args()
    if given.tick:
        path, week = given.tick
        click.echo(json.dumps(asyncio.run(_tick(Path(path), Week(int(week))))))
        return
    sizes = given.answers or [10_000, 100_000, 300_000]
    grown = [(size, asyncio.run(_measure(size))) for size in sizes]
    for (less, before), (more, after) in pairwise(grown):
        for name in before:
            each = (after[name] - before[name]) / (more - less)
            click.echo(f"{name}: {each:.0f} bytes an answer from {less} to {more}")


if __name__ == "__main__":
    main()
