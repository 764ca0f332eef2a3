"""The command of a reader: the desk, on the vault's machine."""

import asyncio
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from bot.commands.terminal import FILE, ask_passphrase, descriptor_option, own_settings
from bot.commands.vault import percent

if TYPE_CHECKING:
    from bot.reading.sitting import Sitting

IDLE_MINUTES = 10
"""After so long without a sign of the reader, the desk locks."""


@click.command()
@click.option("--from", "file", type=FILE, help="What a server carried out.")
@click.option("--port", type=int, help="Another port than SOTTO_PORT.")
@click.option(
    "--minutes",
    type=click.IntRange(1, 60),
    default=IDLE_MINUTES,
    show_default=True,
    help="Lock when nobody was there for so long.",
)
@descriptor_option
def desk(
    *, file: Path | None, port: int | None, minutes: int, descriptor: int | None
) -> None:
    """Open a page where a trained reader reads one sealed text at a time."""
    from bot.reading.sitting import Sitting

    settings = structs.replace(own_settings(), credentials=None)  # a person is to come
    phrase = ask_passphrase(settings, descriptor)
    sitting = Sitting(settings, phrase, file, port or settings.port, minutes * 60)
    stopped = asyncio.run(_hold(sitting))
    if stopped or descriptor is not None:
        click.echo("The desk is closed.")
        return
    click.echo("The desk is locked.")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 (this program again, with an empty memory)


async def _hold(sitting: "Sitting") -> bool:
    """Hold a sitting; its bar is gone before the link stands there."""
    with ExitStack() as looking:
        bar = looking.enter_context(
            click.progressbar(length=100, label="Looking for texts", file=sys.stderr)
        )

        def say(address: str) -> None:
            looking.close()
            click.echo("Open this in a browser on this computer. It works once:")
            click.echo(f"\n  {address}\n")
            click.echo("Ctrl+C closes the desk.")

        return await sitting.hold(int(time.time()), percent(bar), say)
