"""The commands of the whole network: its numbers, a quarter at a time."""

import asyncio
import time
from pathlib import Path

import click

from bot.commands.terminal import FILE, ask_passphrase, descriptor_option, own_settings
from bot.errors.carried import OutFileError
from bot.errors.gathered import NumbersOffError
from bot.errors.settings import UnknownLanguageError


@click.group()
def network() -> None:
    """Tell of all services together."""


@network.command("numbers")
@click.option("--to", "path", type=FILE, required=True, help="The file to write.")
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--language", default="en", show_default=True, help="The reader's.")
@click.option("--from", "file", type=FILE, help="What a server carried out.")
@descriptor_option
def numbers(
    *, path: Path, kind: str, language: str, file: Path | None, descriptor: int | None
) -> None:
    """Write the numbers of the quarter that ended last, from 100 people or more.

    On the vault's machine. They are made once; typed again, it writes the same ones.
    """
    from bot.facts import read_facts
    from bot.keeper import Gathering
    from bot.reports.numbers import numbers_csv, numbers_json

    settings = own_settings()
    words = read_facts(settings).words
    if language not in dict(words.language_names()):
        raise UnknownLanguageError(language)
    if file is None and settings.numbers_week is None:
        raise NumbersOffError
    if path.exists():
        raise OutFileError(path)
    gathering = Gathering(settings, ask_passphrase(settings, descriptor))
    told, deployment = asyncio.run(gathering.numbers(int(time.time()), file))
    write = numbers_csv if kind == "csv" else numbers_json
    with path.open("x", encoding="utf-8", newline="") as out:
        out.write(write(told, words, language, deployment))
    click.echo(
        f"{told.months[0]} to {told.months[1]}, {told.size_band} people."
        f" Of 100 numbers, 95 are off by {told.off_by} people at most."
    )
    click.echo(
        f"Privacy spent: epsilon {told.epsilon} an answer here, {told.together} with"
        " the bands that told it before."
    )
