"""The command line: nothing but the reading of arguments and the saying of errors.

Each command imports its side only when it runs, so that serving never loads the code
that opens envelopes, and `--help` is quick.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs
from typing_extensions import override

from bot import __version__
from bot.errors import (
    NoSuchProgrammeError,
    RefusedError,
    SetupStoppedError,
    SottoError,
    TokenMissingError,
    UnknownLanguageError,
)
from bot.settings import CHECKOUT, Settings, load, make_home, settings_path
from bot.weeks import Week, monday_of, week_of

if TYPE_CHECKING:
    from bot.deployment import Programme
    from bot.doctor import Signs
    from bot.setup import Ask
    from bot.store.records import Round

WATCH_SECONDS = 3600
"""How often `gather --watch` looks whether a new week has begun."""
INSTALLED = Path("/usr/local/bin/sotto"), Path("/usr/local/bin/sotto-vault")
"""Where `deploy/install` puts the commands of a server and of a vault."""
OF_THE_VAULT = re.compile(r"deploy/sotto (?=gather|keys new)")


def _said(text: object) -> str:
    """Name commands as they are typed where they are installed, under two users."""
    program = CHECKOUT.resolve() / "deploy" / "server"
    if program not in {one.resolve() for one in INSTALLED}:
        return str(text)
    return OF_THE_VAULT.sub("sotto-vault ", str(text)).replace("deploy/sotto", "sotto")


class _Family(click.Group):
    """The commands, and the one place where an error becomes a line for a person."""

    @override
    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and say what went wrong in one line: 2 for usage, 1 for failure."""
        kwargs |= {"standalone_mode": False, "prog_name": "sotto"}
        try:
            sys.exit(super().main(*args, **kwargs) or 0)
        except click.ClickException as wrong:
            wrong.show()
            sys.exit(wrong.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except SottoError as wrong:
            click.echo(_said(f"sotto: {wrong}"), err=True)
            sys.exit(wrong.exit_code)
        except OSError as refused:
            click.echo(f"sotto: {RefusedError(refused)}", err=True)
            sys.exit(RefusedError.exit_code)
        except Exception as broken:  # noqa: BLE001 (a person never sees a traceback)
            click.echo(
                f"sotto: something inside broke ({type(broken).__name__})."
                " Nothing that was sent is lost. Please report this line.",
                err=True,
            )
            sys.exit(1)


@click.group(cls=_Family, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sotto")
def main() -> None:
    """Sotto: people say what they think of a service, and only the group is heard."""


def _week() -> Week:
    return week_of(time.time())


def _settings() -> Settings:
    return load(os.environ)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on the quick event loop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def _with_store(act: Callable[..., Coroutine[Any, Any, None]]) -> None:
    """Run an act on an opened database, and close it whatever happens."""
    from bot.errors import NotSetUpError
    from bot.store.sqlite import Store

    settings = _settings()
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)

    async def work() -> None:
        store = await Store.open(settings.database_path)
        try:
            await act(store, settings)
        finally:
            await store.close()

    asyncio.run(work())


def _passphrase(
    settings: Settings, descriptor: int | None, of: str = "the vault"
) -> str:
    from bot.keeper import passphrase

    at_terminal = sys.stdin.isatty()
    ask = partial(click.prompt, f"Passphrase of {of}", hide_input=True, err=True)
    return passphrase(settings, descriptor, ask if at_terminal else None)


_FILE = click.Path(dir_okay=False, path_type=Path)
_descriptor = click.option(
    "--passphrase-fd",
    "descriptor",
    type=int,
    help="Read the passphrase from this open file descriptor.",
)


@main.command()
@click.option("--demo", is_flag=True, help="Play the whole way once, in the terminal.")
@click.option("--port", type=click.IntRange(1, 65535), help="The rehearsal's port.")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
def run(*, demo: bool, port: int | None, no_browser: bool) -> None:
    """Do the main job: Telegram where there is a token, else the rehearsal."""
    settings = _settings()
    if demo:
        from bot.rehearsal.demo import play

        _run(play())
    elif settings.telegram_token is None:
        _rehearse(settings, port, no_browser=no_browser)
    else:
        from bot.start import prepare

        prepare(settings)
        _serve(_settings())


def _rehearse(settings: Settings, port: int | None, *, no_browser: bool) -> None:
    from bot.rehearsal.server import rehearse

    _run(rehearse(port or settings.port, open_browser=not no_browser))


def _serve(settings: Settings) -> None:
    from bot.chat.serve import serve

    if settings.telegram_token is None:
        raise TokenMissingError
    _run(serve(settings))


@main.command()
def serve() -> None:
    """Serve the Telegram bot by long polling."""
    _serve(_settings())


@main.command()
def migrate() -> None:
    """Bring the databases to this program's version."""
    from bot.keeper import ledger_file, migrate_ledger
    from bot.store.migrate import migrate as bring

    settings = _settings()
    make_home(settings.home)
    vault_only = ledger_file(settings).exists() and not settings.database_path.exists()
    if not vault_only:
        bring(settings.database_path)
    asyncio.run(migrate_ledger(settings))
    click.echo(f"What lies in {settings.home} is up to date.")


@main.command()
@click.option(
    "--two-machines", is_flag=True, help="The vault's own machine makes the keys."
)
def setup(*, two_machines: bool) -> None:
    """Ask a few questions and make a deployment of your own."""
    from bot.doctor import examine, written
    from bot.setup import answered, make, questions, refuse_settings

    without = {k: v for k, v in os.environ.items() if k != "SOTTO_CONFIG"}
    config = settings_path(os.environ)
    for path in (config, settings_path(without)):
        refuse_settings(path)
    before = load(without)
    values: dict[str, object] = {}
    try:
        for one in questions(before.locales):
            if one.needed(values):
                values[one.name] = _asked(one)
        settings = answered(before, values)
        week = week_of(time.time())
        show = None if two_machines else _show_passphrase
        values["vault_elsewhere"] = two_machines
        empty = asyncio.run(make(settings, config, values, week, show))
    except click.Abort:
        click.echo(err=True)
        raise SetupStoppedError from None
    for path in empty:
        click.echo(f"Fill in {path}: whom people in danger can call. Nobody is served")
        click.echo(
            "before somebody has called a number there and written down the day."
        )
    now = written(examine(_signs()))
    said = (
        f"The settings are in {config}. What `deploy/sotto doctor` says now:\n\n{now}"
    )
    click.echo(_said(said))


def _asked(one: "Ask") -> object:
    """Ask one question until its answer fits."""
    from bot.setup import UnfitAnswerError

    def heard(text: str) -> object:
        try:
            return one.read(text)
        except UnfitAnswerError as unfit:
            raise click.BadParameter(str(unfit)) from None

    return click.prompt(
        one.text,
        default=one.default,
        show_default=bool(one.default),
        hide_input=one.secret and sys.stdin.isatty(),
        value_proc=heard,
    )


def _show_passphrase(passphrase: str) -> None:
    click.echo("\nThe vault's passphrase, shown once and kept nowhere:")
    click.echo(f"\n  {passphrase}\n")
    click.echo("Without it, no answer can ever be opened.")
    if not click.confirm("Have you written it on paper?"):
        raise click.Abort


@main.command()
def doctor() -> None:
    """Say what is missing or unsafe, and what to do about it."""
    from bot.doctor import examine, healthy, written

    lines = examine(_signs())
    click.echo(_said(written(lines)))
    sys.exit(0 if healthy(lines) else 1)


@main.command()
def status() -> None:
    """Say what runs, what comes next, and what waits to be sent."""
    from bot.status import status as stands

    click.echo(_said(stands(_signs())))


def _signs() -> "Signs":
    from bot.signs import look

    settings = _settings()
    return asyncio.run(look(settings, time.time(), settings_path(os.environ)))


@main.command()
def forget() -> None:
    """Take away now what is not to be kept any longer; the server may run."""
    from bot.leftovers import forget as take_away

    for line in asyncio.run(take_away(_settings(), time.time())):
        click.echo(line)


@main.command(hidden=True)
def trial() -> None:
    """Make a trial deployment where nothing is set up."""
    from bot.trial import announce, make_trial, settings_file

    settings_file(_settings().home)
    settings = _settings()
    passphrase = asyncio.run(make_trial(settings, week_of(time.time())))
    click.echo(announce(settings, passphrase))


@main.command()
@click.option("--watch", is_flag=True, help="Stay, and gather when a week begins.")
@click.option("--from", "file", type=_FILE, help="What a server carried out.")
@click.option("--to", "release", type=_FILE, help="Where the server's part goes.")
@_descriptor
def gather(
    *, watch: bool, file: Path | None, release: Path | None, descriptor: int | None
) -> None:
    """Open, mix and release what is ready this week; a second run does nothing."""
    from bot.keeper import Gathering

    if (file is None) != (release is None) or (watch and file):
        message = "Say both --from and --to, without --watch; or neither of them."
        raise click.UsageError(message)
    settings = _settings()
    gathering = Gathering(settings, _passphrase(settings, descriptor))
    if file and release:
        _with_bar(partial(gathering.run_carried, file, release))
        click.echo(
            _said(f"Bring {release} to the server: `deploy/sotto carry in` takes it.")
        )
        return
    _with_bar(gathering.run)
    while watch:
        time.sleep(WATCH_SECONDS)
        try:
            _with_bar(gathering.run)
        except SottoError as later:
            click.echo(f"sotto: {later} The next try is in an hour.", err=True)


def _with_bar(tick: Callable[..., Coroutine[Any, Any, None]]) -> None:
    with click.progressbar(length=100, label="Gathering", file=sys.stderr) as bar:
        asyncio.run(tick(int(time.time()), _percent(bar)))


def _percent(bar: Any) -> Callable[[float], None]:  # noqa: ANN401 (click's bar is generic)
    """Move a bar of 100 to a fraction; only per cent is ever shown."""

    def move(fraction: float) -> None:
        bar.update(max(0, round(fraction * 100) - bar.pos))

    return move


@main.group()
def keys() -> None:
    """Make and take the vault's keys."""


@keys.command("new")
@click.option(
    "--rounds",
    type=click.IntRange(1, 12),
    default=1,
    show_default=True,
    help="How many, each following the one before.",
)
@click.option("--now", is_flag=True, help="Begin this week: something was lost.")
@click.option("--to", type=_FILE, help="On the vault's machine: a file for the server.")
@click.option("--generate", is_flag=True, help="Make the passphrase, show it once.")
@_descriptor
def keys_new(
    *, rounds: int, now: bool, to: Path | None, generate: bool, descriptor: int | None
) -> None:
    """Make rounds, each with a key pair of its own, and show the fingerprint."""
    from bot.keyring import new_rounds, new_vault_rounds

    settings = _settings()
    chosen = None if generate else _passphrase(settings, descriptor)
    make = partial(new_vault_rounds, to=to) if to else new_rounds
    made = asyncio.run(
        make(settings, _week(), chosen=chosen, count=rounds, at_once=now, show=_say_new)
    )
    _say_rounds(made.rounds, made.fingerprint)
    if to:
        click.echo(
            _said(f"Bring {to} to the server: `deploy/sotto keys accept` takes it.")
        )


@keys.command("list")
def keys_list() -> None:
    """Show the rounds, and the fingerprint to be compared."""
    from bot.keyring import listed

    _say_rounds(*asyncio.run(listed(_settings())))


def _say_new(passphrase: str) -> None:
    click.echo("Passphrase (write it on paper, it is kept nowhere):")
    click.echo(f"\n  {passphrase}\n")


def _say_rounds(rounds: "Sequence[Round]", fingerprint: str) -> None:
    for one in rounds:
        days = f"{monday_of(one.opens_week)} to {monday_of(one.closes_week)}"
        click.echo(f"A round from {days}.")
    click.echo(f"Fingerprint of the public keys: {fingerprint}")


@keys.command("accept")
@click.argument("file", type=_FILE)
@click.option("--fingerprint", help="The digits on the keeper's screen, compared.")
@click.option("--replace", "lost", is_flag=True, help="The old vault is lost for good.")
def keys_accept(*, file: Path, fingerprint: str | None, lost: bool) -> None:
    """Take the public keys that the vault's machine wrote to a file."""
    from bot.carrier import accept

    def agreed(found: str) -> bool:
        if fingerprint is not None:
            return fingerprint.split() == found.split()
        click.echo(f"Fingerprint of the keys in this file:\n\n  {found}\n")
        return click.confirm("Ask the keeper by telephone. Are the digits the same?")

    asyncio.run(accept(_settings(), file, _week(), agreed, vault_lost=lost))
    click.echo("The keys are taken and pinned.")


@main.group()
def carry() -> None:
    """Carry answers to a vault on another machine, and what it releases back."""


@carry.command("out")
@click.argument("file", type=_FILE)
def carry_out(file: Path) -> None:
    """Write the sealed answers to a file that only the vault can open."""
    from bot.carrier import carry_out as out

    asyncio.run(out(_settings(), file, _week()))
    click.echo(
        _said(f"Bring {file} to the vault's machine: `deploy/sotto gather --from`.")
    )


@carry.command("in")
@click.argument("release", type=_FILE)
def carry_in(release: Path) -> None:
    """Take what the vault released; each digest leaves on its fixed day."""
    from bot.carrier import carry_in as take

    asyncio.run(take(_settings(), release, int(time.time())))
    click.echo("Taken. What is new goes to its designers on their fixed day.")


@main.group()
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
def programme_add(  # noqa: PLR0913 (one argument for each option)
    *,
    programme_id: str,
    names: tuple[str, ...],
    family: str,
    form: str,
    people: int,
    digest_day: int,
) -> None:
    """Add a service under a neutral name (0 is Monday for the digest's day)."""
    from bot.deployment import Programme
    from bot.flows.programmes import add
    from bot.words.phrases import Own

    texts = tuple(_named(name) for name in names)
    new = Programme(programme_id, Own(texts), family, form, people, digest_day)

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        await add(store, new, *_offered(settings), _week())
        click.echo(f"Added {programme_id}.")
        _say_what_to_expect(new, await store.programmes(), settings.k)

    _with_store(act)


@programme.command("edit")
@click.argument("programme_id", metavar="ID")
@click.option("--name", "names", multiple=True, metavar="[LANG=]NAME")
@click.option("--family", help='Told together with these; "" for no family.')
@click.option("--form")
@click.option("--people", type=click.IntRange(1))
@click.option("--digest-day", type=click.IntRange(0, 6))
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
            store, programme_id, changes, *_offered(settings), settings.k, _week()
        )
        click.echo(f"Changed {programme_id}.")
        if changes.people or changes.family is not None:
            _say_what_to_expect(edited, await store.programmes(), settings.k)

    _with_store(act)


def _offered(settings: Settings) -> tuple[set[str], set[str]]:
    """Return the forms and the languages that a service may use."""
    from bot.app import read_facts

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
            click.echo(f"{one.id}\t{names}\t{one.family}\t{state}")

    _with_store(act)


@programme.command("close")
@click.argument("programme_id", metavar="ID")
def programme_close(programme_id: str) -> None:
    """Offer a service no longer; what was said is still gathered."""
    from bot.flows.programmes import close

    _with_store(lambda store, _: close(store, programme_id, _week()))
    click.echo(f"Closed {programme_id}.")


@programme.command("link")
@click.argument("programme_id", metavar="ID")
def programme_link(programme_id: str) -> None:
    """Make a new poster code and show its link and QR code."""
    from bot.chat.links import name_of, show_link
    from bot.flows.programmes import link

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        name = await name_of(settings)
        code = await link(store, programme_id, settings.k, _week())
        click.echo(show_link(name, code))

    _with_store(act)


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
    from bot.chat.links import link_of, name_of
    from bot.chat.poster import ready, write_posters
    from bot.flows.programmes import link, linked

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        pages = ready(settings, languages, out)
        name = await name_of(settings)
        if code is None:
            used = await link(store, programme_id, settings.k, _week())
        else:
            used = await linked(store, programme_id, code, settings.k)
        for line in write_posters(pages, link_of(name, used), out / used):
            click.echo(line)

    _with_store(act)


@programme.command("unlink")
@click.argument("code")
def programme_unlink(code: str) -> None:
    """Revoke a poster code; people who scan it choose from the list instead."""
    from bot.flows.programmes import unlink

    _with_store(lambda store, _: unlink(store, code, _week()))
    click.echo("Revoked.")


def _month(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        problem = "write a month as 2026-03"
        raise click.BadParameter(problem)
    return text


@main.group()
def staff() -> None:
    """Invite, list, change and remove the people who read digests."""


@staff.command("invite")
@click.option(
    "--role", type=click.Choice(["coordinator", "designer", "admin"]), required=True
)
@click.option("--programme", default="", help="Only this service; left out, all.")
def staff_invite(*, role: Any, programme: str) -> None:  # noqa: ANN401 (a Role, by Choice)
    """Make a one-time link that binds the account which opens it to a role."""
    from bot.chat.links import name_of, show_link
    from bot.flows.staff import INVITE_WEEKS, invite

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        week, name = _week(), await name_of(settings)
        click.echo(show_link(name, await invite(store, role, week, programme)))
        ends = monday_of(Week(week + INVITE_WEEKS))
        click.echo(f"It binds the first account that opens it, and ends on {ends}.")

    _with_store(act)


@staff.command("list")
def staff_list() -> None:
    """Show each member's id, role and service; who they are is kept nowhere."""
    from bot.flows.staffing import staff_lines

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        for line in staff_lines(await store.staff()):
            click.echo(line)

    _with_store(act)


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
    _with_store(lambda store, _: change(store, staff_id, role, programme, _week()))
    click.echo(f"Changed {staff_id}.")


@staff.command("remove")
@click.argument("staff_id", metavar="ID", type=int)
def staff_remove(staff_id: int) -> None:
    """Remove a member: nothing is answered or sent to that account any more."""
    from bot.flows.staffing import remove

    _with_store(lambda store, _: remove(store, staff_id, _week()))
    click.echo(f"Removed {staff_id}. Links that were given before still invite:")
    click.echo("`deploy/sotto staff uninvite` ends them all.")


@staff.command("uninvite")
def staff_uninvite() -> None:
    """End every invitation that nobody has opened yet."""
    from bot.flows.staffing import uninvite

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        some = await uninvite(store, _week())
        click.echo("Ended them all." if some else "No invitation was open.")

    _with_store(act)


@staff.command("log")
def staff_log() -> None:
    """Show what was done to staff and services: week, who, what."""
    from bot.flows.acts import act_lines

    async def act(store: Any, _: Settings) -> None:  # noqa: ANN401 (a Store)
        for line in act_lines(await store.acts()):
            click.echo(line)

    _with_store(act)


@main.command()
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
    from bot.app import read_facts
    from bot.flows.publish import written
    from bot.themes.pools import Places

    async def act(store: Any, settings: Settings) -> None:  # noqa: ANN401 (a Store)
        facts = read_facts(settings)
        if language not in dict(facts.words.language_names()):
            raise UnknownLanguageError(language)
        deployment = await facts.deployment(store)
        if pool not in Places(deployment.programmes).pools:
            raise NoSuchProgrammeError(pool)
        rows = await store.digests()
        wanted = (pool, first, last)
        click.echo(
            written(rows, wanted, kind, language, facts.words, deployment), nl=False
        )

    _with_store(act)


@keys.command("backup")
@click.option("--to", type=_FILE, required=True, help="Where its private half goes.")
def keys_backup(to: Path) -> None:
    """Make the key to which backups are sealed; keep its file off this machine."""
    from bot.backup import make_key

    phrase = make_key(_settings(), to)
    click.echo("Passphrase of the backups (write it on paper, it is kept nowhere):")
    click.echo(f"\n  {phrase}\n")
    click.echo(f"Take {to} away from this machine, and delete it here.")


@main.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write a sealed copy of what serves, and try it; no key or secret is in it."""
    from bot.backup import back_up

    asyncio.run(back_up(_settings(), settings_path(os.environ), file, _week()))
    click.echo(f"{file} was written, read back, and found whole.")


@main.command()
@click.argument("file", type=_FILE)
@click.option("--key", type=_FILE, required=True, help="The backup's key file.")
@click.option(
    "--secrets",
    type=click.Path(file_okay=False, path_type=Path),
    help="The old secrets folder, if it survived.",
)
@_descriptor
def restore(
    *, file: Path, key: Path, secrets: Path | None, descriptor: int | None
) -> None:
    """Make an empty data folder a deployment again, from a backup."""
    from bot.backup import Restoring, refuse_full, told

    settings = _settings()
    refuse_full(settings)
    own = structs.replace(settings, credentials=None)  # what lies there is the vault's
    phrase = _passphrase(own, descriptor, "the backups")
    restoring = Restoring(file, key, phrase, secrets)
    asyncio.run(restoring.into(settings, _week()))
    click.echo(_said(told(restoring, settings)))


@main.group()
def forms() -> None:
    """Check what is asked."""


@forms.command("check")
def forms_check() -> None:
    """Check every form, and say what its digests cost in privacy."""
    from bot.questions import read_forms
    from bot.themes.gathering import epsilon

    for form in read_forms(_settings().locales / "forms"):
        click.echo(f"{form.name} version {form.version}: epsilon {epsilon(form)}")


@main.command()
@click.option("--extract", is_flag=True, help="Write locales/messages.pot anew.")
@click.option("--hashes", is_flag=True, help="Print what survivor advisers sign.")
def words(*, extract: bool, hashes: bool) -> None:
    """Check every catalogue; or write the list of message ids anew."""
    from bot.settings import CHECKOUT
    from bot.words.checks import report, write_template
    from bot.words.signoff import wordings

    if hashes:
        for language, wording in wordings(CHECKOUT / "locales"):
            click.echo(f"{language}\t{wording}")
        return
    if extract:
        write_template(CHECKOUT)
        return
    text, good = report(CHECKOUT)
    click.echo(text)
    sys.exit(0 if good else 1)


@main.group()
def helplines() -> None:
    """Check the numbers that people in danger are shown."""


@helplines.command("check")
def helplines_check() -> None:
    """Say of each number of the countries in use whether it has to be called."""
    from bot.errors import NoCountryError
    from bot.helplines import checked

    files = _settings().helpline_files
    if not files:
        raise NoCountryError
    lines = list(checked(files, today=datetime.now(UTC).date()))
    for _, line in lines:
        click.echo(line)
    click.echo(f"Countries in use: {', '.join(files)}.")
    sys.exit(0 if all(well for well, _ in lines) else 1)


@main.command()
def diagram() -> None:
    """Print the diagram of the talk, drawn from its table."""
    from bot.conversation.steps import diagram as drawn

    click.echo(drawn(), nl=False)


if __name__ == "__main__":
    main()
