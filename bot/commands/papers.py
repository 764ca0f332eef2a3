"""The commands of what is read and written down: digests, forms, numbers."""

import re
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.terminal import FILE, own_settings, with_store
from bot.errors.programmes import NoSuchProgrammeError
from bot.errors.settings import UnknownLanguageError
from bot.settings import Settings

if TYPE_CHECKING:  # what these load is loaded only by the command that needs it
    from bot.reports.paper import Picture
    from bot.reports.plan import Board


def _month(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        problem = "write a month as 2026-03"
        raise click.BadParameter(problem)
    return text


@click.command()
@click.argument("pool", metavar="[PROGRAMME]", default="network")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "html", "xlsx", "csv", "json", "png"]),
    default="text",
)
@click.option("--to", "path", type=FILE, help="The file to write; else it is printed.")
@click.option("--language", default="en", show_default=True, help="The reader's.")
@click.option(
    "--first", default="0000-01", metavar="YYYY-MM", callback=_month, help="From here."
)
@click.option(
    "--last", default="9999-12", metavar="YYYY-MM", callback=_month, help="Up to here."
)
def digest(  # noqa: PLR0913 (one argument for each option)
    *, pool: str, kind: str, path: Path | None, language: str, first: str, last: str
) -> None:
    """Write what was released of a service, family:NAME or the network.

    The months are whole ones; the file is the one that the bot gives, byte for byte.
    """
    from bot.errors.carried import OutFileError
    from bot.facts import read_facts
    from bot.flows.archive import archive
    from bot.flows.pulls import own_look, paper_from
    from bot.store.records import Work
    from bot.themes.pools import Places

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        facts = read_facts(settings)
        if language not in dict(facts.words.language_names()):
            raise UnknownLanguageError(language)
        deployment = await facts.deployment(store)
        if pool not in Places(deployment.programmes).pools:
            raise NoSuchProgrammeError(pool)
        released = await archive(store, deployment, time.time(), facts.code_texts.of)
        wanted = (pool, first, last)
        await store.commit(Work(looks=(own_look(released, wanted),)))
        paper = await paper_from(
            released,
            wanted,
            kind,
            facts.words,
            language,
            draw=partial(_drawn, needed=kind == "png"),
            book=facts.codebook,
            texts=facts.code_texts,
        )
        if path is None:
            click.echo(paper.content, nl=False)
            return
        try:
            with path.open("xb") as file:
                file.write(paper.content)
        except FileExistsError:
            raise OutFileError(path) from None

    with_store(act)


async def _drawn(board: "Board", *, needed: bool) -> "Picture | None":
    """Draw here; what cannot be drawn is an error where it is all that was wanted."""
    from bot.errors.gathered import NoFontError
    from bot.reports.paper import Picture
    from bot.reports.pictures import drawn

    try:
        return Picture(drawn(board), board.caption)
    except NoFontError as missing:
        if needed:
            raise
        click.echo(f"sotto: {missing}", err=True)
        return None


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
    from bot.errors.settings import NoCountryError
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
