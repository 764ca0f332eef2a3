"""The command that draws every screen in every language: to look at, and to print."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import own_settings
from bot.errors import HelplinesNeededError, NoCountryError, UnknownLanguageError

if TYPE_CHECKING:
    from bot.deployment import Country, Deployment
    from bot.facts import Facts
    from bot.settings import Settings
    from bot.words.phrases import Own


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
    facts, deployment, owns = asyncio.run(_shown(settings, codes))
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


async def _shown(
    settings: "Settings", codes: Sequence[str]
) -> "tuple[Facts, Deployment, tuple[Own, ...]]":
    """Return this home's deployment and own texts; without a home, a trial's samples.

    It speaks the languages that are looked at, too: a text is looked at before
    anybody decides to offer it.
    """
    import msgspec

    from bot.facts import facts_of, read_facts
    from bot.store.sqlite import Store
    from bot.trial import SAMPLES, sample_facts
    from bot.words.languages import SOURCE

    today = datetime.now(UTC).date()
    if not settings.database_path.exists():
        facts = sample_facts(settings.home, today)
        return facts, facts.joined((), SAMPLES, ()), ()
    spoken = dict.fromkeys((*settings.languages, *codes, SOURCE))
    wider = msgspec.structs.replace(settings, languages=(*spoken,), show_drafts=True)
    store = await Store.open(settings.database_path)
    try:
        facts = await facts_of(read_facts(wider, _countries(settings, today)), store)
        deployment, own_texts = await facts.deployment(store), await facts.owns(store)
    finally:
        await store.close()
    offered = (c for c in deployment.languages if c in settings.languages)
    return facts, replace(deployment, languages=tuple(offered)), own_texts


def _countries(settings: "Settings", today: date) -> "tuple[Country, ...]":
    """Return the countries in use; while their numbers are not checked, the sample."""
    from bot.facts import helplines_of
    from bot.trial import sample_facts

    try:
        return helplines_of(settings, today)
    except (HelplinesNeededError, NoCountryError) as unready:
        click.echo(f"Samples stand in for the helplines: {unready}", err=True)
        return sample_facts(settings.home, today).countries
