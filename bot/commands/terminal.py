"""What every command shares: the settings, the passphrase, how a line is said."""

import asyncio
import os
import re
import sys
import time
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot.settings import CHECKOUT, Settings, load
from bot.weeks import Week, week_of

INSTALLED = Path("/usr/local/bin/sotto"), Path("/usr/local/bin/sotto-vault")
"""Where `deploy/install` puts the commands of a server and of a vault."""
OF_THE_VAULT = re.compile(r"deploy/sotto (?=gather|desk|keys new)")


def said(text: object) -> str:
    """Name commands as they are typed where they are installed, under two users."""
    program = CHECKOUT.resolve() / "deploy" / "server"
    if program not in {one.resolve() for one in INSTALLED}:
        return str(text)
    return OF_THE_VAULT.sub("sotto-vault ", str(text)).replace("deploy/sotto", "sotto")


def this_week() -> Week:
    """Return the week in which the command is typed."""
    return week_of(time.time())


def own_settings() -> Settings:
    """Return the settings of the folder that the variables name."""
    return load(os.environ)


def run_quickly(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on the quick event loop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def with_store(act: Callable[..., Coroutine[Any, Any, None]]) -> None:
    """Run an act on an opened database, and close it whatever happens."""
    from bot.errors.settings import NotSetUpError
    from bot.store.sqlite import Store

    settings = own_settings()
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)

    async def work() -> None:
        store = await Store.open(settings.database_path)
        try:
            await act(store, settings)
        finally:
            await store.close()

    asyncio.run(work())


def ask_passphrase(
    settings: Settings, descriptor: int | None, of: str = "the vault"
) -> str:
    """Return a passphrase, asked for at a terminal where it is not given otherwise."""
    from bot.keeper import passphrase

    at_terminal = sys.stdin.isatty()
    ask = partial(click.prompt, f"Passphrase of {of}", hide_input=True, err=True)
    return passphrase(settings, descriptor, ask if at_terminal else None)


FILE = click.Path(dir_okay=False, path_type=Path)
descriptor_option = click.option(
    "--passphrase-fd",
    "descriptor",
    type=int,
    help="Read the passphrase from this open file descriptor.",
)
