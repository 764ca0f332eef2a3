"""The commands of what is said: the languages, their texts and the checks of them."""

import asyncio
import sys

import click

from bot.commands.exchange import export, import_, list_
from bot.commands.storyboard import storyboard
from bot.commands.terminal import own_settings
from bot.settings import CHECKOUT


@click.group()
def words() -> None:
    """Check what is said in every language, and list it."""


@words.command("check")
def words_check() -> None:
    """Check every catalogue, and count what each language has."""
    from bot.words.report import report

    text, good = report(CHECKOUT)
    click.echo(text)
    sys.exit(0 if good else 1)


@words.command("extract")
def words_extract() -> None:
    """Write the list of what the code says, locales/messages.pot, anew."""
    from bot.words.template import write_template

    write_template(CHECKOUT)


@words.command("hashes")
def words_hashes() -> None:
    """Print what survivor advisers sign: each language and its wording's hash.

    It is the wording that people read here: with what was worded anew, where there is
    a data folder.
    """
    from bot.facts import texts_here
    from bot.words.signoff import wordings

    edition = asyncio.run(texts_here(own_settings()))
    for language, wording in wordings(edition):
        click.echo(f"{language}\t{wording}")


words.add_command(export)
words.add_command(import_)
words.add_command(list_)
words.add_command(storyboard)
