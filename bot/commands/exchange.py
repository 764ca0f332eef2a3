"""The commands of files for translators: one goes out, one comes back as a dry run."""

import asyncio
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.shelves import apply, at_desk, overrides
from bot.commands.terminal import FILE, own_settings, with_store
from bot.settings import Settings

if TYPE_CHECKING:  # what these load is loaded only by the command that needs it
    from bot.words.exchange import Proposed
    from bot.words.languages import Language
    from bot.words.lines import Line


@click.command()
@click.argument("code", metavar="LANGUAGE")
@click.option("--to", "path", type=FILE, required=True, help="The file to write.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["po", "xlsx"]),
    help="For a translator's tool, or for a spreadsheet; else by the file's name.",
)
def export(*, code: str, path: Path, kind: str | None) -> None:
    """Write the texts of a language into a file for its translator."""
    from bot.errors.carried import FileThereError
    from bot.words import pofile, sheet

    settings = own_settings()
    language = _named(code, settings)
    lines = _lines(settings, language)
    as_sheet = (kind or path.suffix.removeprefix(".")) == "xlsx"
    content = (sheet.write if as_sheet else pofile.write)(language, lines)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileThereError(path) from None
    done = sum(bool(line.forms) for line in lines)
    click.echo(f"{path}: {len(lines)} texts, {done} of them translated.")


@click.command("import")
@click.option("--apply", "applied", is_flag=True, help="Keep them as drafts.")
@click.argument("path", metavar="FILE", type=FILE)
def import_(*, path: Path, applied: bool) -> None:
    """Say what a translator's file would change; --apply keeps it as drafts."""
    from bot.words.exchange import claimed, read_back
    from bot.words.glossary import Terms, read_glossary

    content, settings = path.read_bytes(), own_settings()
    language = _named(claimed(content) or "en", settings)
    terms = read_glossary(settings.locales).get(language.code, Terms())
    lines = _lines(settings, language)
    proposed = read_back(content, path.name, language, lines, terms)
    if proposed.refused:
        click.echo(f"{path} is refused. {proposed.refused}")
        sys.exit(1)
    click.echo(f"{path}, {language.name} ({language.code}):")
    for line in _told(proposed):
        click.echo(line)
    if not applied:
        click.echo("Nothing has been changed. --apply keeps it as drafts.")
        return

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        pending = (*proposed.added, *proposed.changed)
        sitting = await at_desk(settings, language.code)
        count = await apply(store, sitting, pending)
        drafts = "1 draft is" if count == 1 else f"{count} drafts are"
        click.echo(f"{drafts} kept, for another person to approve: /translate")

    with_store(act)


@click.command("list")
def list_() -> None:
    """List the texts that are worded anew here, and how each one stands."""
    for line in overrides(asyncio.run(at_desk(own_settings(), "en"))):
        click.echo(line)


def _lines(settings: Settings, language: "Language") -> "tuple[Line, ...]":
    """Return a language's texts as they stand; of one that is not begun, none yet."""
    from bot.flows.desk.files import lines
    from bot.words.lines import shipped

    if not language.live:
        return shipped(settings.locales, language)
    return lines(asyncio.run(at_desk(settings, language.code)), language.code)


def _named(code: str, settings: Settings) -> "Language":
    """Return the language of the list that is called so."""
    from bot.errors.settings import NoSuchLanguageError
    from bot.words.languages import read_languages
    from bot.words.lines import brief
    from bot.words.pofile import is_called

    for language in read_languages(settings.locales / "languages.toml"):
        if is_called(language, code):
            return language
    raise NoSuchLanguageError(brief(code))


def _told(proposed: "Proposed") -> Iterator[str]:
    """Yield the lines of a dry run: what is to be read first, then mere counts."""
    for title, texts in (("added", proposed.added), ("changed", proposed.changed)):
        yield f"{len(texts)} {title}"
        yield from (f"  {id_}: {_on_one_line(forms)}" for id_, forms in texts)
    yield f"{len(proposed.rejected)} rejected"
    yield from (f"  {id_}: {reason}" for id_, reason in proposed.rejected)
    yield f"{len(proposed.same)} the same"
    yield f"{len(proposed.left)} left as they are: empty, or marked as unsure"


def _on_one_line(forms: tuple[str, ...]) -> str:
    return textwrap.shorten(" | ".join(forms), 100, placeholder=" …")
