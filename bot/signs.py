"""Looks at a deployment for `sotto doctor` and `sotto status`; judges nothing.

Rule: looking repairs nothing, and one thing that is broken never hides the others: an
error becomes a sign, with its own line.
"""

import os
import shutil
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot import copies
from bot.doctor import Signs
from bot.errors import SottoError
from bot.errors.settings import HomeClosedError, NoLanguageError, NotSetUpError
from bot.facts import Facts, helplines_of, read_facts, texts_here
from bot.flows.publish import FAR, waited_days
from bot.flows.rounds import covered
from bot.heard import last
from bot.helplines import overdue
from bot.keeper import CREDENTIAL, KEY_SUFFIX, UNLOCK_MEBIBYTES, ledger_file
from bot.keyring import listed
from bot.pin import check_pin, fingerprint_of, signer_beside
from bot.presence import is_served
from bot.settings import Settings
from bot.store.ledger import Ledger
from bot.store.sqlite import Store
from bot.store.versions import HEAD
from bot.vault import ram
from bot.vault.secrets import HostSecrets
from bot.weeks import Week, week_of
from bot.words.languages import SOURCE
from bot.words.signoff import signed

MEMORY, SWAPS = Path("/proc/meminfo"), Path("/proc/swaps")
CREDENTIALS = (Path("/etc/credstore"), Path("/etc/credstore.encrypted"))
"""Where systemd looks for a credential that a unit names without a path."""


async def look(settings: Settings, at: float, config: Path) -> Signs:
    """Return what is seen at the moment `at`; `config` is the settings file.

    Raise `HomeClosedError` where this account may not look.
    """
    try:
        return await _look(settings, at, config)
    except PermissionError:
        raise HomeClosedError(settings.home) from None


async def _look(settings: Settings, at: float, config: Path) -> Signs:
    signs = Signs(
        set_up=settings.database_path.exists(),
        trial=settings.trial,
        token=settings.telegram_token is not None,
        unsaid=settings.unsaid,
        version=HEAD,
        week=week_of(at),
        countries=settings.countries,
        show_drafts=settings.show_drafts,
        single_person=settings.single_person,
        secrets=_problem(lambda: HostSecrets.read(settings.secrets_folder)),
        readable=readable(settings, config),
        memory=free_mebibytes(MEMORY),
        needed=UNLOCK_MEBIBYTES,
        talk_keys_rest=_tmpfs(),
        swap=swaps(SWAPS),
        vault_here=_vault_here(settings),
        named=bool(settings.reader) and not _says_server(settings),
        reader_words=len(settings.reader.get(SOURCE, "").split()),
        unattended=_unattended(settings),
        reader_in_programme=settings.reader_in_programme,
        duty_to_act=settings.duty_to_act,
        focal_point=bool(settings.focal_point.strip()),
        serving=is_served(settings.home),
        free=_free(settings.home),
        backup_key=copies.public_file(settings.home).exists(),
        backup=copies.last(settings.home),
    )
    if not signs.set_up and ledger_file(settings).exists():
        return await _with_vault(signs, settings)
    signs = _with_helplines(await _with_words(signs, settings), settings, at)
    signs = _with_telegram(signs, settings, at)
    try:
        return await _with_database(signs, settings, at)
    except SottoError as broken:
        return replace(signs, database=str(broken))


def _problem(act: Callable[[], object]) -> str:
    """Return the line of the error that an act raises, or ""."""
    try:
        act()
    except SottoError as wrong:
        return str(wrong)
    return ""


async def _with_words(signs: Signs, settings: Settings) -> Signs:
    try:
        facts: Facts = await _facts(settings)
        offered, ready = _offered(facts), facts.ready
        there = signed(facts.edition, settings.own("signoff.toml"))
    except SottoError as wrong:
        return replace(signs, files=str(wrong))
    return replace(
        signs,
        languages=offered,
        drafts=tuple(code for code in facts.spoken if code not in ready),
        unsigned=tuple(code for code in offered if code not in there),
    )


async def _facts(settings: Settings) -> Facts:
    """Return the texts as they are worded here; without a database, as they came."""
    facts = read_facts(settings)
    with suppress(SottoError):  # what is wrong with the database is said by itself
        return replace(facts, edition=await texts_here(settings))
    return facts


def _offered(facts: Facts) -> tuple[str, ...]:
    """Return the languages offered; none where all are drafts held back."""
    with suppress(NoLanguageError):
        return facts.languages
    return ()


def _with_helplines(signs: Signs, settings: Settings, at: float) -> Signs:
    today = datetime.fromtimestamp(at, UTC).date()
    problem = _problem(lambda: helplines_of(settings, today))
    if problem:
        return replace(signs, helplines=problem)
    return replace(signs, overdue=overdue(settings.helpline_files, today=today))


def _with_telegram(signs: Signs, settings: Settings, at: float) -> Signs:
    found = last(settings.home, at)
    if found is None:
        return signs
    now = signs.serving is not False
    return replace(signs, heard=found.ago, ahead=found.ahead if now else None)


async def _with_database(signs: Signs, settings: Settings, at: float) -> Signs:
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)
    store = await Store.open(settings.database_path)
    try:
        rounds, staff = await store.rounds(), await store.staff()
        programmes = await store.programmes()
        due = await store.due(FAR)
        ticks = await store.last_tick(), await _last_tick(settings)
        newest = await store.newest_week()
    finally:
        await store.close()
    pinned = _problem(lambda: check_pin(settings.pin_file, rounds)) if rounds else ""
    peppers = _peppers(settings)
    usable = [one for one in rounds if one.pepper_id in peppers]
    signer = signer_beside(settings.pin_file)
    return replace(
        signs,
        keys=pinned,
        fingerprint=fingerprint_of(rounds, signer) if rounds else "",
        closes=covered(usable, signs.week),
        programmes=sum(not p.closed for p in programmes),
        designers=sum(one.role == "designer" for one in staff),
        admins=sum(one.role == "admin" for one in staff),
        last_tick=max((week for week in ticks if week is not None), default=None),
        newest=newest,
        waited=waited_days(due, int(at)),
    )


def _says_server(settings: Settings) -> bool:
    """Tell whether people are told, in so many words, that the server opens answers."""
    return settings.reader.get("en", "").casefold().startswith("the server")


def _peppers(settings: Settings) -> Container[bytes]:
    """Return which peppers are here: a round without its own takes no answers."""
    with suppress(SottoError):
        return HostSecrets.read(settings.secrets_folder).peppers
    return ()


async def _with_vault(signs: Signs, settings: Settings) -> Signs:
    """Look at a home that has the vault's side alone."""
    rounds, fingerprint = await listed(settings)
    return replace(
        signs,
        set_up=True,
        vault_only=True,
        fingerprint=fingerprint,
        closes=covered(rounds, signs.week),
        last_tick=await _last_tick(settings),
    )


async def _last_tick(settings: Settings) -> Week | None:
    """Return the week last gathered, where the vault's own database is here."""
    path = ledger_file(settings)
    if not path.exists():
        return None
    with suppress(SottoError):
        ledger = await Ledger.open(path)
        try:
            return await ledger.last_tick()
        finally:
            await ledger.close()
    return None


def readable(settings: Settings, config: Path) -> tuple[str, ...]:
    """Return the paths into which other users can look.

    What lies in a folder that nobody else can enter is closed by it.
    """
    home = settings.home
    paths = (home, settings.database_path, settings.vault_folder, config)
    closed = home.exists() and not home.stat().st_mode & 0o077
    return tuple(
        str(path)
        for path in dict.fromkeys(paths)
        if path.exists()
        and path.stat().st_mode & 0o077
        and not (closed and path.resolve().is_relative_to(home.resolve()))
    )


def free_mebibytes(meminfo: Path) -> int | None:
    """Return the memory that could be had, by the kernel's list; None if it is not."""
    with suppress(OSError, ValueError):
        for line in meminfo.read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name == "MemAvailable":
                return int(rest.split()[0]) // 1024
    return None


def swaps(listed: Path) -> bool:
    """Tell whether memory may be written to a disk, by the kernel's list."""
    with suppress(OSError):
        return len(listed.read_text(encoding="utf-8").splitlines()) > 1
    return False


def _tmpfs() -> bool:
    return any(ram.is_memory(p) and os.access(p, os.W_OK) for p in ram.places())


def _vault_here(settings: Settings) -> bool:
    """Tell whether a private key, or the passphrase to one, lies on this machine.

    On a server a second user may keep the vault, in a home of its own beside this one
    (`deploy/install`), into which nobody else can look.
    """
    keeper = settings.home.with_name(f"{settings.home.name}-vault")
    keys = any(settings.vault_folder.glob(f"*{KEY_SUFFIX}"))
    return keys or keeper.exists() or _unattended(settings)


def _unattended(settings: Settings) -> bool:
    """Tell whether the vault's passphrase lies here, as far as this account sees."""
    folders = [settings.credentials] if settings.credentials else []
    for folder in (*folders, *CREDENTIALS):
        with suppress(OSError):
            if any(folder.glob(f"{CREDENTIAL}*")):
                return True
    return False


def _free(home: Path) -> int:
    """Return the free bytes of the disk on which the data folder is, or will be."""
    there = next(path for path in (home, *home.parents) if path.exists())
    return shutil.disk_usage(there).free
