"""The commands of what is read and written down: digests, forms, numbers."""

import re
import sys
import time
from datetime import UTC, datetime
from typing import Any

import click

from bot.commands.terminal import own_settings, with_store
from bot.errors import NoSuchProgrammeError, UnknownLanguageError
from bot.settings import Settings


def _month(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        problem = "write a month as 2026-03"
        raise click.BadParameter(problem)
    return text


@click.command()
@click.option("--pool", default="network", help="A service, family:NAME, or network.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "csv"]), default="text"
)
@click.option("--language", default="en", show_default=True, help="The reader's.")
@click.option(
    "--first", default="0000-01", metavar="YYYY-MM", callback=_month, help="From here."
)
@click.option(
    "--last", default="9999-12", metavar="YYYY-MM", callback=_month, help="Up to here."
)
def digest(*, pool: str, kind: str, language: str, first: str, last: str) -> None:
    """Write what was released of a service and a period of whole months."""
    from bot.facts import helps_of, read_facts
    from bot.flows.archive import archive
    from bot.flows.publish import written
    from bot.themes.pools import Places

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        facts = read_facts(settings)
        if language not in dict(facts.words.language_names()):
            raise UnknownLanguageError(language)
        deployment = await facts.deployment(store)
        if pool not in Places(deployment.programmes).pools:
            raise NoSuchProgrammeError(pool)
        released = await archive(store, deployment, time.time(), helps_of(facts))
        wanted = (pool, first, last)
        click.echo(written(released, wanted, kind, language, facts.words), nl=False)

    with_store(act)


@click.group()
def forms() -> None:
    """Check what is asked."""


@forms.command("check")
def forms_check() -> None:
    """Check every form, and say what its digests cost in privacy."""
    from bot.questions import read_forms
    from bot.themes.gathering import epsilon

    for form in read_forms(own_settings().locales / "forms"):
        click.echo(f"{form.name} version {form.version}: epsilon {epsilon(form)}")


@click.group()
def helplines() -> None:
    """Check the numbers that people in danger are shown."""


@helplines.command("check")
def helplines_check() -> None:
    """Say of each number of the countries in use whether it has to be called."""
    from bot.errors import NoCountryError
    from bot.helplines import checked

    files = own_settings().helpline_files
    if not files:
        raise NoCountryError
    lines = list(checked(files, today=datetime.now(UTC).date()))
    for _, line in lines:
        click.echo(line)
    click.echo(f"Countries in use: {', '.join(files)}.")
    sys.exit(0 if all(well for well, _ in lines) else 1)


@click.command()
def diagram() -> None:
    """Print the diagram of the talk, drawn from its table."""
    from bot.conversation.steps import diagram as drawn

    click.echo(drawn(), nl=False)
