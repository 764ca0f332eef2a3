"""The commands of the services that people talk about, and of their posters."""

import calendar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.terminal import this_week, with_store
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.deployment import Programme


DAYS = tuple(calendar.day_abbr)
RHYTHM = click.Choice(["week", "month", "quarter"])


@click.group()
def programme() -> None:
    """Add, list, change, close and link the services that people talk about."""


@programme.command("add")
@click.argument("programme_id", metavar="ID")
@click.option("--name", "names", multiple=True, required=True, metavar="[LANG=]NAME")
@click.option("--family", default="", help="Small homes that are told together.")
@click.option("--form", default="default", show_default=True)
@click.option(
    "--people", type=click.IntRange(1, 1_000_000), default=30, show_default=True
)
@click.option("--digest-day", type=click.IntRange(0, 6), default=0, show_default=True)
@click.option("--every", type=RHYTHM, default="week", show_default=True)
@click.option("--zone", default="UTC", show_default=True, help="As Europe/Kyiv.")
def programme_add(  # noqa: PLR0913 (one argument for each option)
    *,
    programme_id: str,
    names: tuple[str, ...],
    family: str,
    form: str,
    people: int,
    digest_day: int,
    every: Any,  # noqa: ANN401 (a Rhythm, by Choice)
    zone: str,
) -> None:
    """Add a service under a neutral name (0 is Monday for the digest's day).

    Its digest leaves on that weekday of every week, or the first one of a month or a
    quarter, between 9 and 18 o'clock of its zone.
    """
    from bot.deployment import Programme
    from bot.flows.programmes import add
    from bot.words.phrases import Own

    texts = tuple(_named(name) for name in names)
    new = Programme(
        programme_id,
        Own(texts),
        family,
        form,
        people,
        digest_day,
        every=every,
        zone=zone,
    )

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        await add(store, new, *_offered(settings), this_week())
        click.echo(f"Added {programme_id}.")
        _say_what_to_expect(new, await store.programmes(), settings.k)

    with_store(act)


@programme.command("edit")
@click.argument("programme_id", metavar="ID")
@click.option("--name", "names", multiple=True, metavar="[LANG=]NAME")
@click.option("--family", help='Told together with these; "" for no family.')
@click.option("--form")
@click.option("--people", type=click.IntRange(1))
@click.option("--digest-day", type=click.IntRange(0, 6))
@click.option("--every", type=RHYTHM)
@click.option("--zone")
def programme_edit(programme_id: str, **options: Any) -> None:  # noqa: ANN401 (click's)
    """Change what is named; everything else of the service stays."""
    from bot.flows.programmes import Edit, edit

    names = tuple(_named(name) for name in options.pop("names"))
    if not names and set(options.values()) == {None}:
        message = "Say what to change, for example --people 25."
        raise click.UsageError(message)
    changes = Edit(names, **options)

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        edited = await edit(
            store, programme_id, changes, *_offered(settings), settings.k, this_week()
        )
        click.echo(f"Changed {programme_id}.")
        if changes.people or changes.family is not None:
            _say_what_to_expect(edited, await store.programmes(), settings.k)

    with_store(act)


def _offered(settings: Settings) -> tuple[set[str], set[str]]:
    """Return the forms and the languages that a service may use."""
    from bot.facts import read_facts

    facts = read_facts(settings)
    return {form.name for form in facts.forms}, set(dict(facts.words.language_names()))


def _say_what_to_expect(
    new: "Programme", programmes: "list[Programme]", k: int
) -> None:
    """Say when the first digest may come, and whether the family is one yet."""
    from bot.flows.programmes import alone
    from bot.themes.waiting import expectation

    click.echo(expectation(new.expected_people, k))
    if alone(new, programmes):
        click.echo(
            f"{new.family} has this one service so far: a family is told as one only"
            " when it has two or more."
        )


def _named(name: str) -> tuple[str, str]:
    language, equals, text = name.partition("=")
    return (language, text) if equals else ("en", name)


@programme.command("list")
def programme_list() -> None:
    """Show the services."""

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        for one in await store.programmes():
            state = "closed" if one.closed else "open"
            names = ", ".join(text for _, text in one.name.texts)
            leaves = f"{DAYS[one.digest_day]}, every {one.every}, {one.zone}"
            click.echo(f"{one.id}\t{names}\t{one.family}\t{state}\t{leaves}")

    with_store(act)


@programme.command("close")
@click.argument("programme_id", metavar="ID")
def programme_close(programme_id: str) -> None:
    """Offer a service no longer; what was said is still gathered."""
    from bot.flows.programmes import close

    with_store(lambda store, _: close(store, programme_id, this_week()))
    click.echo(f"Closed {programme_id}.")


@programme.command("link")
@click.argument("programme_id", metavar="ID")
def programme_link(programme_id: str) -> None:
    """Make a new poster code and show its link and QR code."""
    from bot.chat.links import show_link
    from bot.chat.named import name_of
    from bot.flows.programmes import link

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        name = await name_of(settings)
        code = await link(store, programme_id, settings.k, this_week())
        click.echo(show_link(name, code))

    with_store(act)


@programme.command("poster")
@click.argument("programme_id", metavar="ID")
@click.option("--language", "languages", multiple=True, help="Left out, all offered.")
@click.option("--code", help="Print this code again instead of making a new one.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("posters")
)
def programme_poster(
    *, programme_id: str, languages: tuple[str, ...], code: str | None, out: Path
) -> None:
    """Write a QR code (PNG and SVG) and a page to print in each language (PDF)."""
    from bot.chat.named import link_of, name_of
    from bot.chat.poster import ready, write_posters
    from bot.flows.programmes import link, linked

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        pages = ready(settings, languages, out)
        name = await name_of(settings)
        if code is None:
            used = await link(store, programme_id, settings.k, this_week())
        else:
            used = await linked(store, programme_id, code, settings.k)
        for line in write_posters(pages, link_of(name, used), out / used):
            click.echo(line)

    with_store(act)


@programme.command("unlink")
@click.argument("code")
def programme_unlink(code: str) -> None:
    """Revoke a poster code; people who scan it choose from the list instead."""
    from bot.flows.programmes import unlink

    with_store(lambda store, _: unlink(store, code, this_week()))
    click.echo("Revoked.")
