"""The rehearsal without a browser: `deploy/run --demo`, the whole way once, in words.

Fifteen people answer, a thief carries the disk away, two weeks pass, a designer reads
the digest. Rule: it plays the same stage as the page and prints what is there.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from bot.errors.running import DemoError, LeakError
from bot.rehearsal.board import Board
from bot.rehearsal.people import LANGUAGES
from bot.rehearsal.stage import CROWD, Stage, staged
from bot.rehearsal.thief import Loot, Table
from bot.words.phrases import Phrase

SHOWN_ROWS = 6
WIDTH = 92
"""Characters of a printed row."""


async def play(say: Callable[[str], None] = click.echo) -> None:
    """Play the whole way; raise `DemoError` if no digest arrives."""
    say("Sotto demo: nothing is sent anywhere, everything is deleted at the end.\n")
    with tempfile.TemporaryDirectory(prefix="sotto-demo-") as folder:
        async with staged(Path(folder), Board()) as stage:
            await _play(stage, say)


async def _play(stage: Stage, say: Callable[[str], None]) -> None:
    say(f"1. {CROWD} people answer about {_service(stage)}, in {_languages(stage)}.")
    await stage.fifteen_answer()
    say("2. A thief carries the disk away. What is on it:\n")
    for line in thief_lines(await stage.thief.steal()):
        say(f"   {line}".rstrip())
    say(f"   {await searched(stage)}\n")
    say("3. Two weeks pass; the vault, a process of its own, gathers each week.")
    await stage.two_weeks_pass()
    say("4. What the designer reads:\n")
    for line in digest_of(stage).splitlines():
        say(f"   {line}".rstrip())


def _service(stage: Stage) -> str:
    return stage.serving.facts.words.say("en", Phrase(stage.programme.name))


def _languages(stage: Stage) -> str:
    names = dict(stage.serving.facts.words.language_names())
    return ", ".join(names[code] for code in LANGUAGES)


def digest_of(stage: Stage) -> str:
    """Return the newest digest on the designer's phone; its files come after it."""
    phone = stage.phones[stage.cast["designer"].person]
    theirs = [m for m in phone.messages.values() if not m.mine and not m.file]
    if len(theirs) < 2:  # noqa: PLR2004 (the first one is the welcome)
        raise DemoError
    return theirs[-1].text


async def searched(stage: Stage) -> str:
    """Search every file for every account and everything written, and say it."""
    secrets = [str(account) for account in stage.accounts] + stage.written
    if any(await stage.thief.search(secrets)):
        raise LeakError
    return (
        f"Searched every file for {len(stage.accounts)} account numbers and"
        f" {len(stage.written)} texts that were written: none is anywhere."
    )


def thief_lines(loot: Loot) -> list[str]:
    """Return the tables of the stolen database, shortened, line by line."""
    return [line for table in loot.tables if table.count for line in _lines(table)]


def _lines(table: Table) -> list[str]:
    width = WIDTH // len(table.columns) - 1
    more = table.count - SHOWN_ROWS
    return [
        f"{table.name} ({table.count}): {table.says}",
        *(
            "  " + " ".join(_cut(value, width) for value in row).rstrip()
            for row in (table.columns, *table.rows[:SHOWN_ROWS])
        ),
        *([f"  … and {more} more"] if more > 0 else []),
        "",
    ]


def _cut(value: str, width: int) -> str:
    short = value if len(value) <= width else f"{value[: width - 1]}…"
    return f"{short:{width}}"
