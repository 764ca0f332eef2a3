"""A whole first tick with free texts, beside the bare embedding of the same pieces."""

import asyncio
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import fmean
from time import perf_counter, process_time

import click
from answers import Vault, deployment, programme, response, seeded
from benchmarks.written import written

from bot.coder.composed import composed
from bot.coder.embedding import EmbeddingCoder
from bot.coder.engine import engine
from bot.flows.gather import gather
from bot.responses import Answer
from bot.store.ledger import Ledger
from bot.store.migrate import migrate
from bot.store.records import Work
from bot.store.sqlite import Store
from bot.themes.codebook import SHIPPED as BOOK
from bot.weeks import Week

CORES = os.cpu_count() or 1
SEED = bytes(range(32))
PLACES = 40


def _texts(dice: Random, count: int) -> Iterator[tuple[str, str]]:
    """Yield texts of one to three sentences, no two of which share a clause."""
    rows = [
        (row.language, row.text)
        for row in written("written")
        if row.language in {"en", "uk", "ar"}
    ]
    for n in range(count):
        language = dice.choice(("en", "uk", "ar"))
        own = [text for code, text in rows if code == language]
        said = dice.sample(own, dice.randint(1, 3))
        yield language, ". ".join(f"{text} {n}{part}" for part, text in enumerate(said))


async def _fill(path: Path, texts: Sequence[tuple[str, str]]) -> None:
    """Seal an answer for each text, all ready and each of somebody else."""
    dice, vault = seeded(7), Vault(SEED)
    store = await Store.open(path)
    for first in range(0, len(texts), 500):
        made = []
        for n, (language, text) in enumerate(texts[first : first + 500], first):
            pool = f"house-{n // 500 % PLACES}"
            one = response(dice, dice.randbytes(16), pool, language=language)
            taps = tuple(a for a in one.answers if not a.text)
            made.append(replace(one, answers=(*taps, Answer("Q7", text=text))))
        await store.commit(Work(sealed=tuple(vault.rows(dice, made))))
    await store.close()


def _encode(said: list[str]) -> float:
    """Return the processor time in which one process embeds what is said."""
    engine().encode(said[:4])
    begun = process_time()
    engine().encode(said)
    return process_time() - begun


def _bare(said: list[str]) -> tuple[float, float]:
    """Return what embedding a piece takes: seconds on all cores, and on one."""
    parts = [said[n::CORES] for n in range(CORES)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(CORES, context) as pool:
        list(pool.map(_encode, [part[:8] for part in parts]))
        begun = perf_counter()
        busy = sum(pool.map(_encode, parts))
        return (perf_counter() - begun) / len(said), busy / len(said)


async def tick(path: Path) -> dict[str, float]:
    """Run the first tick in this process, and return its seconds and memory."""
    store = await Store.open(path)
    ledger = await Ledger.open(path.with_name("vault.db"), create=True)
    houses = (programme(f"house-{n}") for n in range(PLACES))
    begun = perf_counter()
    await gather(
        store,
        ledger,
        [Vault(SEED).key],
        deployment=deployment(*houses),
        week=Week(101),
        coder=composed(BOOK, None, ()),
        leaves=lambda _: 0,
        processes=CORES,
        progress=lambda _: None,
    )
    seconds = perf_counter() - begun
    await ledger.close()
    await store.close()
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"seconds": seconds, "busy": _busy(), "own": own, "worker": others}


def _busy() -> float:
    """Return the processor time of this process and of those that it started."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(one.ru_utime + one.ru_stime for one in used)


def speed(count: int) -> None:
    """Print a tick's pieces a second beside the bare embedding's, and memory."""
    texts = list(_texts(seeded(3), count))
    coder = composed(BOOK, None, ())
    said = list(_pieces(coder, texts))
    sample = said[:: max(len(said) // 800, 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sotto.db"
        migrate(path)
        asyncio.run(_fill(path, texts))
        before = _bare(sample)
        command = [sys.executable, "-m", "benchmarks.themes", "--tick", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 (this very file)
        found = json.loads(done.stdout)
        after = _bare(sample)
    bare, busy = (fmean(pair) for pair in zip(before, after, strict=True))
    each, used = (found[name] / len(said) for name in ("seconds", "busy"))
    click.echo(
        f"{count} answers, {len(said)} pieces:"
        f" {1 / each:.1f} pieces/s (bare {1 / bare:.1f}), ratio {bare / each:.2f},"
        f" by processor time {busy / used:.2f};"
        f" memory {found['own']:.0f} MiB, a worker {found['worker']:.0f} MiB"
    )


def _pieces(coder: EmbeddingCoder, texts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield every piece that the coder embeds of the texts."""
    yield from dict.fromkeys(piece.said for piece in coder.pieces(texts))
