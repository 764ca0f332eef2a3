"""How fast whole updates pass, beside a bare echo bot of python-telegram-bot.

    PYTHONPATH=tests python -m benchmarks.updates [--updates 3000] [--rounds 3]
    PYTHONPATH=tests python -m benchmarks.updates wire

The product does everything that it does for a survivor: parse, engine, sealing, a
durable commit, the reply over HTTP, and the press answered. The echo bots (sequential,
and with 64 concurrent updates, both on PTB's default transport) send one text back.
They take turns at the same stand in the same run, each as a process of its own; 40
people write at once and go on as soon as they see their reply. The stand's judgement
is switched off here. Idle memory and the time from start to first poll are the serving
process's own.

`wire` measures how long reading one update takes, beside PTB's `Update.de_json`.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, time
from typing import Final

import click
import uvloop
from stand import Person, Stand
from stand.people import Raw
from stand.seen import Seen
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.chat.wire import arrival
from bot.settings import CHECKOUT, load
from bot.store.sqlite import Store
from bot.trial import make_trial, settings_file
from bot.weeks import week_of

PEOPLE: Final = 40
"""People who write at once."""
ECHOES: Final = 8
"""Words that one person writes to an echo bot."""
WARM_UP: Final = 200
"""Updates before the measurement begins."""
TALK: Final = ("say:en", "yes", "yes", "pick:bad", *["skip"] * 7, "send")
"""The presses of a whole talk, from the language to a sent answer."""
SUBJECTS: Final = ("sotto", "ptb, sequential", "ptb, concurrent 64")
_JIFFIES: Final = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Passed:
    """What one subject did in one round; latencies in ms, CPU in us an update."""

    rate: float
    latencies: list[float]
    cpu: float

    def at(self, share: float) -> float:
        """Return the latency that this share of the updates does not exceed."""
        return sorted(self.latencies)[int(share * (len(self.latencies) - 1))]


@dataclass(slots=True)
class Crowd:
    """People who each do the next thing of their script when they see a reply."""

    stand: Stand
    acts: Callable[[Person], Iterator[Raw]]
    wanted: int
    begun: dict[int, float] = field(default_factory=dict)
    scripts: dict[int, tuple[Person, Iterator[Raw]]] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    sent: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def pass_through(self) -> float:
        """Send `wanted` updates; return the seconds until the last reply."""
        self.stand.on_shown = self._seen
        start = perf_counter()
        for _ in range(PEOPLE):
            self._somebody_new()
        await asyncio.wait_for(self.done.wait(), 300)
        self.stand.on_shown = None
        return perf_counter() - start

    def _somebody_new(self) -> None:
        person = self.stand.person()
        self.scripts[person.id] = (person, self.acts(person))
        self._next(person.id)

    def _next(self, chat: int) -> None:
        if self.sent == self.wanted:
            return
        update = next(self.scripts[chat][1], None)
        if update is None:
            del self.scripts[chat]
            self._somebody_new()
            return
        self.sent += 1
        self.begun[chat] = perf_counter()
        self.stand.inject(update)

    def _seen(self, chat: int, _: Seen) -> None:
        begun = self.begun.pop(chat, None)
        if begun is None:
            return
        self.latencies.append((perf_counter() - begun) * 1000)
        if len(self.latencies) == self.wanted:
            self.done.set()
        asyncio.get_running_loop().call_soon(self._next, chat)


def talks(code: str) -> Callable[[Person], Iterator[Raw]]:
    """Return the script of a whole talk with the product."""

    def script(person: Person) -> Iterator[Raw]:
        yield person.written(f"/start {code}")
        for choice in TALK:
            card = person.card
            assert card is not None
            data = next(d for d in card.buttons.values() if d.endswith(f".{choice}"))
            yield person.pressed(data, card.id)

    return script


def echoes(person: Person) -> Iterator[Raw]:
    """Write a few words, one after the other."""
    for turn in range(ECHOES):
        yield person.written(f"hello {turn}")


def echo(address: str, token: str, together: int) -> None:
    """Run a bare echo bot as PTB's documentation shows it; never returns."""

    async def reply(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None and update.message.text is not None:
            await update.message.reply_text(update.message.text)

    builder = Application.builder().token(token).base_url(f"{address}/bot")
    application = builder.concurrent_updates(together).build()
    application.add_handler(MessageHandler(filters.TEXT, reply))
    application.run_polling()


def cpu_of(process: Process) -> float:
    """Return the CPU seconds that a process has used."""
    text = Path(f"/proc/{process.pid}/stat").read_text("utf-8")
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _JIFFIES


def memory_of(process: Process) -> float:
    """Return the resident memory of a process in MiB."""
    lines = Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines()
    return next(int(x.split()[1]) for x in lines if x.startswith("VmRSS")) / 1024


@asynccontextmanager
async def running(environment: dict[str, str], *words: str) -> AsyncIterator[Process]:
    """Run a process of its own, ended at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


@dataclass(slots=True)
class Bench:
    """A trial deployment and a number of updates for each subject and round."""

    home: Path
    code: str
    updates: int
    starts: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)

    async def measure(self, subject: str) -> Passed:
        """Let one subject serve one round at a stand of its own."""
        async with Stand(judged=False) as stand:
            begun = perf_counter()
            async with self._subject(subject, stand) as process:
                await stand.until(lambda: stand.polls > 0, 30)
                if subject == "sotto":
                    self.starts.append(perf_counter() - begun)
                    await asyncio.sleep(2)
                    self.idle.append(memory_of(process))
                acts = talks(self.code) if subject == "sotto" else echoes
                await Crowd(stand, acts, WARM_UP).pass_through()
                used, crowd = cpu_of(process), Crowd(stand, acts, self.updates)
                seconds = await crowd.pass_through()
                cpu = (cpu_of(process) - used) / self.updates * 1e6
            return Passed(self.updates / seconds, crowd.latencies, cpu)

    def _subject(
        self, subject: str, stand: Stand
    ) -> AbstractAsyncContextManager[Process]:
        if subject != "sotto":
            together = "64" if "64" in subject else "1"
            words = ("echo", stand.address, stand.token, together)
            return running({}, "benchmarks.updates", *words)
        environment = {
            "SOTTO_HOME": str(self.home),
            "SOTTO_TELEGRAM_TOKEN": stand.token,
            "SOTTO_TELEGRAM_API": stand.address,
        }
        return running(environment, "bot", "serve")


async def trial(home: Path) -> str:
    """Make a trial deployment; return its poster's code."""
    settings_file(home)
    settings = load({"SOTTO_HOME": str(home)})
    await make_trial(settings, week_of(time()))
    store = await Store.open(settings.database_path)
    try:
        return (await store.codes())[0][0]
    finally:
        await store.close()


async def compare(updates: int, rounds: int) -> None:
    """Measure every subject in turn, several times; print medians and ratios."""
    found: dict[str, list[Passed]] = {subject: [] for subject in SUBJECTS}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        bench = Bench(home, await trial(home), updates)
        for _ in range(rounds):
            for subject in SUBJECTS:
                found[subject].append(await bench.measure(subject))
    click.echo(f"{'':20} {'upd/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'CPU us/upd':>11}")
    rates = {}
    for subject, passed in found.items():
        rates[subject] = statistics.median(p.rate for p in passed)
        middle, late = (
            statistics.median(p.at(share) for p in passed) for share in (0.5, 0.99)
        )
        cpu = statistics.median(p.cpu for p in passed)
        rate = rates[subject]
        click.echo(f"{subject:20} {rate:7.0f} {middle:7.1f} {late:7.1f} {cpu:11.0f}")
    for other in SUBJECTS[1:]:
        click.echo(f"sotto / {other}: {rates['sotto'] / rates[other]:.2f}")
    click.echo(f"idle memory {max(bench.idle):.0f} MiB")
    click.echo(f"start to first poll {statistics.median(bench.starts):.2f} s")


def wire() -> None:
    """Print how long reading one update takes, here and in PTB."""
    stand = Stand(judged=False)
    person = stand.person()
    raws: list[Raw] = [
        {"update_id": 1, **person.written("Some words of an answer.")},
        {"update_id": 2, **person.pressed("12.yes", 7)},
    ]
    for name, read in (
        ("wire.arrival", lambda raw: arrival(raw, 0)),
        ("PTB Update.de_json", lambda raw: Update.de_json(raw, None)),
    ):
        start, times = perf_counter(), 5000
        for _ in range(times):
            for raw in raws:
                read(raw)
        each = (perf_counter() - start) / times / len(raws) * 1e6
        click.echo(f"{name:20} {each:6.1f} us an update")


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["compare"])
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    match chosen.what:
        case ["wire"]:
            wire()
        case ["echo", address, token, together]:
            echo(address, token, int(together))
        case _:
            uvloop.run(compare(chosen.updates, chosen.rounds))


if __name__ == "__main__":
    main()
