"""The rehearsal's vault: a process of its own, since it holds the private half.

It is what `sotto gather` is, with one more thing that only a rehearsal may do: the
week is told to it. Rule: nobody imports this; `errands` starts it, hands the
passphrase over a pipe, and reads lines.
"""

import asyncio
import sys
from pathlib import Path

import click

from bot.errors import SottoError
from bot.keeper import Gathering
from bot.settings import load
from bot.trial import make_trial, settings_file
from bot.weeks import Week, week_begins

_HOME = click.option("--home", type=Path, required=True, help="The rehearsal's folder.")
_WEEK = click.option("--week", type=int, required=True, help="The rehearsal's week.")


@click.group()
def main() -> None:
    """Do what the keeper of a vault does, for a rehearsal."""


@main.command()
@_HOME
@_WEEK
def prepare(home: Path, week: int) -> None:
    """Make a trial deployment and print the passphrase of its key."""
    settings_file(home)
    settings = load({"SOTTO_HOME": str(home)})
    click.echo(asyncio.run(make_trial(settings, Week(week))))


@main.command()
@_HOME
@_WEEK
def gather(home: Path, week: int) -> None:
    """Gather one week's answers; the passphrase is the first line of the input."""
    settings = load({"SOTTO_HOME": str(home)})
    passphrase = sys.stdin.readline().rstrip("\n")
    gathering = Gathering(settings, passphrase)
    asyncio.run(gathering.run(week_begins(Week(week)), _say))


def _say(fraction: float) -> None:
    click.echo(f"{fraction:.2f}")


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except SottoError as wrong:
        click.echo(f"sotto: {wrong}", err=True)
        sys.exit(wrong.exit_code)
