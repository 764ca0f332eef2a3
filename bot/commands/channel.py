"""The commands of readers that are no account: channels, mailboxes, web addresses."""

import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.commands.terminal import this_week, with_store
from bot.errors.settings import UnknownLanguageError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.chat.channels import Channels
    from bot.flows.post import Post
    from bot.flows.staff import Contact
    from bot.vault.resting import HostKey


@click.group()
def channel() -> None:
    """Send digests to Telegram channels and groups, by e-mail and to web addresses."""


@channel.command("add")
@click.option("--programme", default="", help="Only this service; left out, all.")
@click.option("--chat", default="", metavar="@NAME", help="A channel or group.")
@click.option("--mail", default="", metavar="ADDRESS", help="An e-mail address.")
@click.option("--hook", default="", metavar="URL", help="A web address, for programs.")
@click.option("--language", default="en", show_default=True, help="The readers'.")
@click.option("--test", is_flag=True, help="Add it only if a test is taken there.")
def channel_add(  # noqa: PLR0913 (one option each)
    *, programme: str, chat: str, mail: str, hook: str, language: str, test: bool
) -> None:
    """Let the digests of a service go to one more place, from the next one on."""
    if len([place for place in (chat, mail, hook) if place]) != 1:
        message = "Say where digests are to go: one of --chat, --mail and --hook."
        raise click.UsageError(message)
    from bot.flows.channels import add, check_new
    from bot.flows.staff import Contact
    from bot.post.signature import new_secret

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        _check_language(settings, language)
        host, secret = _host(settings), new_secret() if hook else ""
        async with _telegram(settings, needed=bool(chat)) as telegram:
            number = await telegram.find(chat) if telegram else 0
            contact = Contact(number, language, mail=mail, hook=hook, secret=secret)
            await check_new(store, host, contact, programme)
            if test:
                await _try(store, settings, contact, programme, telegram)
            id_ = await add(store, host, contact, programme, this_week())
        click.echo(f"Added {id_}. The next digest goes there, too.")
        if secret:
            click.echo(f"Its deliveries are signed with this secret: {secret}")
            click.echo("It is not shown again. Give it to whoever runs that address.")

    with_store(act)


@channel.command("list")
def channel_list() -> None:
    """Show each one's id, service, kind, address and language."""
    from bot.flows.channels import channel_lines

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        for line in channel_lines(_host(settings), await store.staff()):
            click.echo(line)

    with_store(act)


@channel.command("test")
@click.argument("channel_id", metavar="ID", type=int)
def channel_test(channel_id: int) -> None:
    """Send a test to one of them, and say what is wrong if it does not arrive."""
    from bot.flows.channels import channel as opened

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        it = await opened(store, _host(settings), channel_id)
        async with _telegram(settings, needed=it.contact.chat != 0) as telegram:
            await _try(store, settings, it.contact, it.programme, telegram)

    with_store(act)


@channel.command("remove")
@click.argument("channel_id", metavar="ID", type=int)
def channel_remove(channel_id: int) -> None:
    """Send nothing there any more."""
    from bot.flows.channels import remove

    with_store(lambda store, _: remove(store, channel_id, this_week()))
    click.echo(f"Removed {channel_id}.")


def _host(settings: Settings) -> "HostKey":
    from bot.vault.resting import HostKey
    from bot.vault.secrets import HostSecrets

    return HostKey(HostSecrets.read(settings.secrets_folder).host_key)


def _check_language(settings: Settings, language: str) -> None:
    from bot.words.shipped import Shipped

    if language not in {one.code for one in Shipped.read(settings.locales).languages}:
        raise UnknownLanguageError(language)


@asynccontextmanager
async def _telegram(
    settings: Settings, *, needed: bool
) -> "AsyncIterator[Channels | None]":
    """Open the bot where Telegram is to be asked."""
    if not needed:
        yield None
        return
    from bot.chat.channels import open_channels

    async with open_channels(settings) as telegram:
        yield telegram


async def _try(
    store: Any,  # noqa: ANN401 (a Store)
    settings: Settings,
    contact: "Contact",
    programme: str,
    telegram: "Channels | None",
) -> None:
    """Send a test; raise in one line what kept it from arriving."""
    from bot.facts import read_facts
    from bot.post.trying import sample_parcel, tried

    facts = read_facts(settings)
    deployment = await facts.deployment(store)
    said = facts.words, contact.language, programme, deployment
    parcel = sample_parcel(*said, time.time())
    await tried(_way(settings, contact, telegram), contact, parcel)
    click.echo("The test was taken. Look whether it arrived.")


def _way(settings: Settings, contact: "Contact", telegram: "Channels | None") -> "Post":
    """Return the way to a contact."""
    from bot.post.chats import Chats
    from bot.post.hook import Hook
    from bot.post.mail import Mail

    if telegram is not None:
        return Chats(telegram.door)
    way = Hook if contact.hook else partial(Mail, settings)
    return way(_host(settings), time.time)
