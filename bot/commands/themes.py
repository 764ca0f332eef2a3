"""The commands of themes: what a text can be about, and what finds it."""

import asyncio
import sys
import time
from pathlib import Path

import click

from bot.commands.terminal import FILE, ask_passphrase, descriptor_option, own_settings
from bot.commands.vault import percent
from bot.errors.coded import TerminalOnlyError, ThemesMissingError

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def themes() -> None:
    """Check what texts can be about, and what finds it."""


@themes.command("check")
def themes_check() -> None:
    """Check the codebook and its texts, and say what reads answers here."""
    from bot.coder.choice import coder_here
    from bot.facts import codebook_here
    from bot.themes.codes import OWN_ID, spoken
    from bot.themes.codetexts import missing
    from bot.words.shipped import Shipped

    settings = own_settings()
    shipped = Shipped.read(settings.locales)
    book = codebook_here(settings, shipped)
    own = [code.id for code in book.codes if OWN_ID.fullmatch(code.id)]
    closed = [code.id for code in book.codes if code.closed is not None]
    click.echo(f"Codebook {spoken(book.version)}: {len(book.codes)} codes.")
    click.echo(f"Of your own: {', '.join(own) or 'none'}.")
    click.echo(f"Closed: {', '.join(closed) or 'none'}.")
    staff = [one.code for one in shipped.languages if one.staff]
    gaps = [gap for code in staff for gap in missing(settings.locales, code)]
    for gap in gaps:
        click.echo(gap)
    if not gaps:
        click.echo(f"Said in full in {', '.join(staff)}.")
    coder_here(book, settings.theme_model)
    click.echo(f"Answers are read by {_reader(settings.theme_model)}.")
    sys.exit(1 if gaps else 0)


def _reader(model: str) -> str:
    from bot.coder.choice import installed, reads_meaning

    if not installed():
        return "keywords; `deploy/themes` installs what reads their meaning"
    if not reads_meaning(model):
        return "keywords, as SOTTO_THEME_MODEL says"
    return f"the model in {model}" if model else "their meaning, by the shipped model"


@themes.command("suggest")
@click.option("--from", "file", type=FILE, help="What a server carried out.")
@descriptor_option
def themes_suggest(*, file: Path | None, descriptor: int | None) -> None:
    """Show what no code fits, where at least k people wrote of it. At a terminal."""
    from bot.coder.choice import reads_meaning
    from bot.keeper import Gathering

    if not sys.stdout.isatty():
        raise TerminalOnlyError
    settings = own_settings()
    if not reads_meaning(settings.theme_model):
        raise ThemesMissingError
    gathering = Gathering(settings, ask_passphrase(settings, descriptor))
    with click.progressbar(length=100, label="Reading", file=sys.stderr) as bar:
        found = asyncio.run(gathering.missing(int(time.time()), percent(bar), file))
    if not found:
        click.echo("Nothing that enough different people wrote of is without a code.")
        return
    click.echo("No code fits what these groups wrote of. In words of our own list:")
    for proposal in found:
        click.echo(f"{proposal.people} people: {', '.join(proposal.words)}")
    click.echo("A code of your own goes into codebook.toml; see deploy/THEMES.md.")


@themes.command("model")
@click.argument("folder", type=FOLDER)
def themes_model(folder: Path) -> None:
    """Try a model of your own, and refuse it if it finds too little."""
    from bot.coder.choice import refuse_without_extra, try_out

    refuse_without_extra()
    right = try_out(folder, own_settings().locales)
    click.echo(f"It finds the code of {right:.0%} of the check's texts.")
    click.echo(f"To use it: SOTTO_THEME_MODEL={folder.resolve()}")
