"""The command that draws every screen in every language: to look at, and to print."""

import asyncio
from pathlib import Path

import click

from bot.commands.shelves import shown
from bot.commands.terminal import own_settings
from bot.errors.settings import UnknownLanguageError


@click.command()
@click.option(
    "--to",
    "folder",
    default=Path("storyboard"),
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the pages are written.",
)
@click.argument("languages", metavar="[LANGUAGE]...", nargs=-1)
def storyboard(*, folder: Path, languages: tuple[str, ...]) -> None:
    """Draw every screen of a talk, a page for each language."""
    from bot.storyboard import Listed, counted, index, page
    from bot.words.languages import read_languages
    from bot.words.marks import marks

    settings = own_settings()
    read = read_languages(settings.locales / "languages.toml")
    live = {language.code: language for language in read if language.live}
    for unknown in set(languages) - live.keys():
        raise UnknownLanguageError(unknown)
    codes = tuple(dict.fromkeys(languages)) or tuple(live)
    facts, deployment, owns = asyncio.run(shown(settings, codes))
    folder.mkdir(parents=True, exist_ok=True)
    listed: list[Listed] = []
    for code in codes:
        marked = marks(facts.edition, code, owns)
        path, counts = folder / f"storyboard-{code}.html", counted(marked)
        path.write_text(page(facts.words, deployment, code, marked), encoding="utf-8")
        listed.append(Listed(live[code], path.name, counts))
        click.echo(f"{path}: {_said(counts)}")
    (folder / "index.html").write_text(index(listed), encoding="utf-8")
    click.echo(f"Open {folder / 'index.html'} in a browser.")


def _said(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {mark}" for mark, n in counts.items() if n) or "complete"
