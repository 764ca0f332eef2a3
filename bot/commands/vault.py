"""The commands of the vault's keeper, and of what goes to the vault and back."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from bot.commands.terminal import (
    FILE,
    ask_passphrase,
    descriptor_option,
    own_settings,
    said,
    this_week,
)
from bot.errors import SottoError
from bot.settings import settings_path
from bot.weeks import monday_of

if TYPE_CHECKING:
    from bot.store.records import Round

WATCH_SECONDS = 3600
"""How often `gather --watch` looks whether a new week has begun."""


@click.command()
@click.option("--watch", is_flag=True, help="Stay, and gather when a week begins.")
@click.option("--from", "file", type=FILE, help="What a server carried out.")
@click.option("--to", "release", type=FILE, help="Where the server's part goes.")
@descriptor_option
def gather(
    *, watch: bool, file: Path | None, release: Path | None, descriptor: int | None
) -> None:
    """Open, mix and release what is ready this week; a second run does nothing."""
    from bot.keeper import Gathering

    if (file is None) != (release is None) or (watch and file):
        message = "Say both --from and --to, without --watch; or neither of them."
        raise click.UsageError(message)
    settings = own_settings()
    gathering = Gathering(settings, ask_passphrase(settings, descriptor))
    if file and release:
        _with_bar(partial(gathering.run_carried, file, release))
        click.echo(
            said(f"Bring {release} to the server: `deploy/sotto carry in` takes it.")
        )
        return
    _with_bar(gathering.run)
    while watch:
        time.sleep(WATCH_SECONDS)
        try:
            _with_bar(gathering.run)
        except SottoError as later:
            click.echo(f"sotto: {later} The next try is in an hour.", err=True)


def _with_bar(tick: Callable[..., Coroutine[Any, Any, None]]) -> None:
    with click.progressbar(length=100, label="Gathering", file=sys.stderr) as bar:
        asyncio.run(tick(int(time.time()), percent(bar)))


def percent(bar: Any) -> Callable[[float], None]:  # noqa: ANN401 (click's bar is generic)
    """Move a bar of 100 to a fraction; only per cent is ever shown."""

    def move(fraction: float) -> None:
        bar.update(max(0, round(fraction * 100) - bar.pos))

    return move


@click.group()
def keys() -> None:
    """Make and take the vault's keys."""


@keys.command("new")
@click.option(
    "--rounds",
    type=click.IntRange(1, 12),
    default=1,
    show_default=True,
    help="How many, each following the one before.",
)
@click.option("--now", is_flag=True, help="Begin this week: something was lost.")
@click.option("--to", type=FILE, help="On the vault's machine: a file for the server.")
@click.option("--generate", is_flag=True, help="Make the passphrase, show it once.")
@descriptor_option
def keys_new(
    *, rounds: int, now: bool, to: Path | None, generate: bool, descriptor: int | None
) -> None:
    """Make rounds, each with a key pair of its own, and show the fingerprint."""
    from bot.keyring import new_rounds, new_vault_rounds

    settings = own_settings()
    chosen = None if generate else ask_passphrase(settings, descriptor)
    make = partial(new_vault_rounds, to=to) if to else new_rounds
    made = asyncio.run(
        make(
            settings,
            this_week(),
            chosen=chosen,
            count=rounds,
            at_once=now,
            show=_say_new,
        )
    )
    _say_rounds(made.rounds, made.fingerprint)
    if to:
        click.echo(
            said(f"Bring {to} to the server: `deploy/sotto keys accept` takes it.")
        )


@keys.command("list")
def keys_list() -> None:
    """Show the rounds, and the fingerprint to be compared."""
    from bot.keyring import listed

    _say_rounds(*asyncio.run(listed(own_settings())))


def _say_new(passphrase: str) -> None:
    click.echo("Passphrase (write it on paper, it is kept nowhere):")
    click.echo(f"\n  {passphrase}\n")


def _say_rounds(rounds: "Sequence[Round]", fingerprint: str) -> None:
    for one in rounds:
        days = f"{monday_of(one.opens_week)} to {monday_of(one.closes_week)}"
        click.echo(f"A round from {days}.")
    click.echo(f"Fingerprint of the public keys: {fingerprint}")


@keys.command("accept")
@click.argument("file", type=FILE)
@click.option("--fingerprint", help="The digits on the keeper's screen, compared.")
@click.option("--replace", "lost", is_flag=True, help="The old vault is lost for good.")
def keys_accept(*, file: Path, fingerprint: str | None, lost: bool) -> None:
    """Take the public keys that the vault's machine wrote to a file."""
    from bot.carrier import accept

    def agreed(found: str) -> bool:
        if fingerprint is not None:
            return fingerprint.split() == found.split()
        click.echo(f"Fingerprint of the keys in this file:\n\n  {found}\n")
        return click.confirm("Ask the keeper by telephone. Are the digits the same?")

    asyncio.run(accept(own_settings(), file, this_week(), agreed, vault_lost=lost))
    click.echo("The keys are taken and pinned.")


@click.group()
def carry() -> None:
    """Carry answers to a vault on another machine, and what it releases back."""


@carry.command("out")
@click.argument("file", type=FILE)
def carry_out(file: Path) -> None:
    """Write the sealed answers to a file that only the vault can open."""
    from bot.carrier import carry_out as out

    asyncio.run(out(own_settings(), file, this_week()))
    click.echo(
        said(f"Bring {file} to the vault's machine: `deploy/sotto gather --from`.")
    )


@carry.command("in")
@click.argument("release", type=FILE)
def carry_in(release: Path) -> None:
    """Take what the vault released; each digest leaves on its fixed day."""
    from bot.carrier import carry_in as take

    asyncio.run(take(own_settings(), release, int(time.time())))
    click.echo("Taken. What is new goes to its designers on their fixed day.")


@keys.command("backup")
@click.option("--to", type=FILE, required=True, help="Where its private half goes.")
def keys_backup(to: Path) -> None:
    """Make the key to which backups are sealed; keep its file off this machine."""
    from bot.backup import make_key

    phrase = make_key(own_settings(), to)
    click.echo("Passphrase of the backups (write it on paper, it is kept nowhere):")
    click.echo(f"\n  {phrase}\n")
    click.echo(f"Take {to} away from this machine, and delete it here.")


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write a sealed copy of what serves, and try it; no key or secret is in it."""
    from bot.backup import back_up

    asyncio.run(back_up(own_settings(), settings_path(os.environ), file, this_week()))
    click.echo(f"{file} was written, read back, and found whole.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, required=True, help="The backup's key file.")
@click.option(
    "--secrets",
    type=click.Path(file_okay=False, path_type=Path),
    help="The old secrets folder, if it survived.",
)
@descriptor_option
def restore(
    *, file: Path, key: Path, secrets: Path | None, descriptor: int | None
) -> None:
    """Make an empty data folder a deployment again, from a backup."""
    from bot.backup import Restoring, refuse_full, told

    settings = own_settings()
    refuse_full(settings)
    own = structs.replace(settings, credentials=None)  # what lies there is the vault's
    phrase = ask_passphrase(own, descriptor, "the backups")
    restoring = Restoring(file, key, phrase, secrets)
    asyncio.run(restoring.into(settings, this_week()))
    click.echo(said(told(restoring, settings)))
