"""The commands of who runs a server: begin, serve, look, forget."""

import asyncio
import os
import sys
import time
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import own_settings, run_quickly, said
from bot.errors.settings import SetupStoppedError
from bot.errors.telegram import TokenMissingError
from bot.settings import Settings, load, make_home, settings_path
from bot.weeks import week_of

if TYPE_CHECKING:
    from bot.doctor import Signs
    from bot.setup import Ask


@click.command()
@click.option("--demo", is_flag=True, help="Play the whole way once, in the terminal.")
@click.option("--port", type=click.IntRange(1, 65535), help="The rehearsal's port.")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
def run(*, demo: bool, port: int | None, no_browser: bool) -> None:
    """Do the main job: Telegram where there is a token, else the rehearsal."""
    settings = own_settings()
    if demo:
        from bot.rehearsal.demo import play

        run_quickly(play())
    elif settings.telegram_token is None:
        _rehearse(settings, port, no_browser=no_browser)
    else:
        from bot.start import prepare

        prepare(settings)
        _serve(own_settings())


def _rehearse(settings: Settings, port: int | None, *, no_browser: bool) -> None:
    from bot.rehearsal.server import rehearse

    run_quickly(rehearse(port or settings.port, open_browser=not no_browser))


DRAFTS_SHOWN = (
    "DRAFTS ARE SHOWN: languages that no native reader has signed are offered, with a"
    " mark. People may be misled by a mistake in them."
)


def _serve(settings: Settings) -> None:
    from bot.chat.serve import serve

    if settings.telegram_token is None:
        raise TokenMissingError
    run_quickly(serve(settings))


@click.command()
@click.option(
    "--show-drafts", is_flag=True, help="Offer complete drafts, too, with a mark."
)
def serve(*, show_drafts: bool) -> None:
    """Serve the Telegram bot by long polling."""
    import msgspec

    settings = own_settings()
    if show_drafts or settings.show_drafts:
        settings = msgspec.structs.replace(settings, show_drafts=True)
        click.echo(DRAFTS_SHOWN, err=True)
    _serve(settings)


@click.command()
def migrate() -> None:
    """Bring the databases to this program's version."""
    from bot.keeper import ledger_file, migrate_ledger
    from bot.store.migrate import migrate as bring

    settings = own_settings()
    make_home(settings.home)
    vault_only = ledger_file(settings).exists() and not settings.database_path.exists()
    if not vault_only:
        bring(settings.database_path)
    asyncio.run(migrate_ledger(settings))
    click.echo(f"What lies in {settings.home} is up to date.")


@click.command()
@click.option(
    "--two-machines", is_flag=True, help="The vault's own machine makes the keys."
)
def setup(*, two_machines: bool) -> None:
    """Ask a few questions and make a deployment of your own."""
    from bot.doctor import examine, written
    from bot.setup import answered, make, questions, refuse_settings

    without = {k: v for k, v in os.environ.items() if k != "SOTTO_CONFIG"}
    config = settings_path(os.environ)
    for path in (config, settings_path(without)):
        refuse_settings(path)
    before = load(without)
    values: dict[str, object] = {}
    try:
        for one in questions(before.locales):
            if one.needed(values):
                values[one.name] = _asked(one)
        settings = answered(before, values)
        week = week_of(time.time())
        show = None if two_machines else _show_passphrase
        values["vault_elsewhere"] = two_machines
        empty = asyncio.run(make(settings, config, values, week, show))
    except click.Abort:
        click.echo(err=True)
        raise SetupStoppedError from None
    for path in empty:
        click.echo(f"Fill in {path}: whom people in danger can call. Nobody is served")
        click.echo(
            "before somebody has called a number there and written down the day."
        )
    now = written(examine(_signs()))
    where = f"The settings are in {config}. What `deploy/sotto doctor` says now:"
    click.echo(said(f"{where}\n\n{now}"))


def _asked(one: "Ask") -> object:
    """Ask one question until its answer fits."""
    from bot.setup import UnfitAnswerError

    def heard(text: str) -> object:
        try:
            return one.read(text)
        except UnfitAnswerError as unfit:
            raise click.BadParameter(str(unfit)) from None

    return click.prompt(
        one.text,
        default=one.default,
        show_default=bool(one.default),
        hide_input=one.secret and sys.stdin.isatty(),
        value_proc=heard,
    )


def _show_passphrase(passphrase: str) -> None:
    click.echo("\nThe vault's passphrase, shown once and kept nowhere:")
    click.echo(f"\n  {passphrase}\n")
    click.echo("Without it, no answer can ever be opened.")
    if not click.confirm("Have you written it on paper?"):
        raise click.Abort


@click.command()
def doctor() -> None:
    """Say what is missing or unsafe, and what to do about it."""
    from bot.doctor import examine, healthy, written

    lines = examine(_signs())
    click.echo(said(written(lines)))
    sys.exit(0 if healthy(lines) else 1)


@click.command()
def status() -> None:
    """Say what runs, what comes next, and what waits to be sent."""
    from bot.status import status as stands

    click.echo(said(stands(_signs())))


def _signs() -> "Signs":
    from bot.signs import look

    settings = own_settings()
    return asyncio.run(look(settings, time.time(), settings_path(os.environ)))


@click.command()
def forget() -> None:
    """Take away now what is not to be kept any longer; the server may run."""
    from bot.leftovers import forget as take_away

    for line in asyncio.run(take_away(own_settings(), time.time())):
        click.echo(line)


@click.command(hidden=True)
def trial() -> None:
    """Make a trial deployment where nothing is set up."""
    from bot.trial import announce, make_trial, settings_file

    settings_file(own_settings().home)
    settings = own_settings()
    passphrase = asyncio.run(make_trial(settings, week_of(time.time())))
    click.echo(announce(settings, passphrase))
