"""The commands of the people who read digests."""

from typing import Any

import click

from bot.commands.channel import channel
from bot.commands.terminal import this_week, with_store
from bot.errors.settings import UnknownLanguageError
from bot.settings import Settings
from bot.weeks import Week, monday_of


@click.group()
def staff() -> None:
    """Invite, list, change and remove the people who read digests."""


@staff.command("invite")
@click.option(
    "--role",
    type=click.Choice(["coordinator", "designer", "admin", "reader"]),
    required=True,
)
@click.option("--programme", default="", help="Only this service; left out, all.")
@click.option("--language", default="", help="Of a reader of translations: which.")
@click.option("--organisation", default="", help="Theirs; left out, your own.")
def staff_invite(
    *,
    role: Any,  # noqa: ANN401 (a Role, by Choice)
    programme: str,
    language: str,
    organisation: str,
) -> None:
    """Make a one-time link that binds the account which opens it to a role."""
    if (role == "reader") is not bool(language) or (language and programme):
        message = "A reader has --language and no --programme; others have none."
        raise click.UsageError(message)
    from bot.chat.links import show_link
    from bot.chat.named import name_of
    from bot.flows.staff import INVITE_WEEKS, invite

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        week, name = this_week(), await name_of(settings)
        if language and language not in _languages(settings):
            raise UnknownLanguageError(language)
        payload = await invite(store, role, week, programme, language, organisation)
        click.echo(show_link(name, payload))
        ends = monday_of(Week(week + INVITE_WEEKS))
        click.echo(f"It binds the first account that opens it, and ends on {ends}.")

    with_store(act)


def _languages(settings: Settings) -> set[str]:
    from bot.words.shipped import Shipped

    return {one.code for one in Shipped.read(settings.locales).languages}


@staff.command("list")
def staff_list() -> None:
    """Show each member's id, role, service and organisation; not who they are."""
    from bot.flows.staffing import staff_lines

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        for line in staff_lines(await store.staff()):
            click.echo(line)

    with_store(act)


@staff.command("change")
@click.argument("staff_id", metavar="ID", type=int)
@click.option("--role", type=click.Choice(["coordinator", "designer", "admin"]))
@click.option("--programme", help='Only this service; "" for all.')
def staff_change(*, staff_id: int, role: Any, programme: str | None) -> None:  # noqa: ANN401 (a Role, by Choice)
    """Give a member another role or service, from the next command on."""
    from bot.flows.staffing import change

    if role is None and programme is None:
        message = "Say what to change: --role, --programme, or both."
        raise click.UsageError(message)
    with_store(lambda store, _: change(store, staff_id, role, programme, this_week()))
    click.echo(f"Changed {staff_id}.")


@staff.command("remove")
@click.argument("staff_id", metavar="ID", type=int)
def staff_remove(staff_id: int) -> None:
    """Remove a member: nothing is answered or sent to that account any more."""
    from bot.flows.staffing import remove

    with_store(lambda store, _: remove(store, staff_id, this_week()))
    click.echo(f"Removed {staff_id}. Links that were given before still invite:")
    click.echo("`deploy/sotto staff uninvite` ends them all.")


@staff.command("uninvite")
def staff_uninvite() -> None:
    """End every invitation that nobody has opened yet."""
    from bot.flows.staffing import uninvite

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        some = await uninvite(store, this_week())
        click.echo("Ended them all." if some else "No invitation was open.")

    with_store(act)


@staff.command("log")
def staff_log() -> None:
    """Show what was done to staff and services: week, who, what."""
    from bot.flows.acts import act_lines

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        for line in act_lines(await store.acts()):
            click.echo(line)

    with_store(act)


staff.add_command(channel)
