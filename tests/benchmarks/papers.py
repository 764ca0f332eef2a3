"""How long a digest's picture and files take, beside one bare figure of matplotlib.

    PYTHONPATH=tests python -m benchmarks.papers [--rounds 5]

Sotto's side is what happens when a digest is due: a process that draws is started, the
picture is drawn there (matplotlib loaded and the fonts of the machine looked through,
as on the first day), and the page, spreadsheet, CSV and JSON of four digests are made.
The bare side is a process that loads matplotlib and saves one chart of twelve bars.
They take turns, and are compared by processor time, since others may use the machine.
A second language at once after the first is told by itself, and so is the longest time
for which the talk had to wait: how late a clock of five milliseconds was meanwhile.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any, Final

import click
from released import DECIDED, DEPLOYMENT, LOCALES, WORDS, YEAR

from bot.flows.drawing import Draw, drawing, prepared
from bot.themes.codetexts import read_texts

FIRST, SECOND = "uk", "ar"
BEAT: Final = 0.005
"""Seconds between two looks at the clock."""
LIMIT: Final = 5.0
"""Processor seconds that all of it may take, which is what two cores have in 2.5."""
BARE: Final = """
import io
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure((390 / 72, 600 / 72), 144)
FigureCanvasAgg(figure)
figure.add_subplot().barh([f"theme {n}" for n in range(12)], range(12))
figure.savefig(io.BytesIO(), format="png")
"""
TEXTS: Final = read_texts(LOCALES, [FIRST, SECOND])


@dataclass(slots=True)
class Measured:
    """Seconds of each round, and bytes of each file."""

    bare: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    second: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    bare_busy: list[float] = field(default_factory=list)
    both_busy: list[float] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


def bare(cache: Path) -> float:
    """Return the seconds of a process that draws one bare figure, unprepared."""
    begun = perf_counter()
    environment = {**os.environ, "MPLCONFIGDIR": str(cache)}
    subprocess.run([sys.executable, "-c", BARE], env=environment, check=True)  # noqa: S603 (our own interpreter on our own words)
    return perf_counter() - begun


async def made(draw: Draw, language: str, found: Measured) -> float:
    """Return the seconds of a digest's picture and files in a language."""
    begun = perf_counter()
    picture, files = await prepared(
        YEAR, DECIDED, WORDS, language, DEPLOYMENT, draw=draw, texts=TEXTS
    )
    assert picture is not None
    found.sizes = {file.name.rpartition(".")[2]: len(file.content) for file in files}
    found.sizes["png"] = len(picture.png)
    return perf_counter() - begun


async def latest(work: Coroutine[Any, Any, None]) -> float:
    """Return how late a clock was at most while something was done."""
    late = 0.0

    async def beat() -> None:
        nonlocal late
        while True:
            asked = perf_counter()
            await asyncio.sleep(BEAT)
            late = max(late, perf_counter() - asked - BEAT)

    clock = asyncio.create_task(beat())
    await work
    clock.cancel()
    with suppress(asyncio.CancelledError):
        await clock
    return late


async def sotto(found: Measured) -> None:
    """Measure one digest that is due in two languages."""
    begun = perf_counter()
    async with drawing() as draw:
        await made(draw, FIRST, found)
        found.whole.append(perf_counter() - begun)
        found.second.append(await made(draw, SECOND, found))


def busy() -> float:
    """Return the processor seconds of this process and of those that ended."""
    ours, theirs = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(it.ru_utime + it.ru_stime for it in (ours, theirs))


def compare(rounds: int) -> Measured:
    """Let both sides take turns, each time with an empty cache of fonts."""
    found = Measured()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["MPLCONFIGDIR"] = cache
            used = busy()
            found.late.append(asyncio.run(latest(sotto(found))))
            found.both_busy.append(busy() - used)
        with tempfile.TemporaryDirectory() as cache:
            used = busy()
            found.bare.append(bare(Path(cache)))
            found.bare_busy.append(busy() - used)
    return found


def main() -> None:
    """Measure, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    found = compare(parser.parse_args().rounds)
    one, both = median(found.bare_busy), median(found.both_busy)
    whole, second = median(found.whole), median(found.second)
    say: Callable[[str], None] = click.echo
    rows = {
        "": ("clock", "processor"),
        "one bare figure, with its process": (median(found.bare), one),
        "a digest: picture and four files": (whole, ""),
        "the same for a second language": (second, ""),
        "both languages": (whole + second, both),
    }
    for name, told in rows.items():
        cells = (f"{t:8.2f} s" if isinstance(t, float) else f"{t:>10}" for t in told)
        say(f"{name:36}{''.join(cells)}")
    say(f"both languages / one bare figure: {both / one:.2f} (processor time)")
    say(f"longest wait of the talk: {max(found.late) * 1000:.0f} ms")
    sizes = ", ".join(f"{kind} {size}" for kind, size in sorted(found.sizes.items()))
    say(f"bytes: {sizes}")
    if both > LIMIT:
        sys.exit(f"more than {LIMIT:.0f} s of processor time")


if __name__ == "__main__":
    main()
