"""Makes the vault's keys: rounds that follow each other, each with a key of its own.

Where the server is here too, each round gets its pepper at once. Where the vault has a
machine of its own, the public halves go to the server in a signed file.

Rule: what a crash leaves behind is a key that no round uses, never a round that no key
opens; and nothing ever makes a second ledger beside rounds that an existing one told.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.carried import Keys, pack, refuse_over, write_over
from bot.errors.databases import LedgerMissingError
from bot.errors.keys import (
    OtherPassphraseError,
    ServerHomeError,
    VaultElsewhereError,
    WhichHomeError,
    WrongPassphraseError,
)
from bot.flows.rounds import ended
from bot.keeper import key_file, ledger_file, signing_file
from bot.pin import check_pin, fingerprint_of, signer_beside, write_pin, write_signer
from bot.settings import Settings, make_home
from bot.store.ledger import Ledger
from bot.store.records import Round
from bot.store.sqlite import Store
from bot.vault import keys, secrets
from bot.vault.sealing import key_id
from bot.vault.secrets import HostSecrets, new_pepper
from bot.vault.signed import Kind, sign, signer_of
from bot.weeks import Week


@dataclass(frozen=True, slots=True)
class NewRounds:
    """What the keeper writes on paper (passphrase, fingerprint), and all rounds now."""

    passphrase: str = field(repr=False)
    fingerprint: str
    rounds: tuple[Round, ...]


Shows = Callable[[str], None]
"""Shows a new passphrase to the keeper."""


async def new_rounds(  # noqa: PLR0913 (what a keeper can choose, and sees)
    settings: Settings,
    week: Week,
    chosen: str | None = None,
    *,
    count: int = 1,
    at_once: bool = False,
    show: Shows = lambda _: None,
) -> NewRounds:
    """Make rounds that follow the last one, with keys and peppers, on one machine.

    They follow the last round that can still be used; `at_once`, or without one, the
    first opens in `week`. The passphrase is the chosen one or new; a new one is shown
    before anything is locked with it.
    """
    if not settings.database_path.exists():
        raise WhichHomeError(settings.home)
    if settings.vault_elsewhere or signer_beside(settings.pin_file):
        raise VaultElsewhereError
    phrase = _passphrase(chosen)
    store = await Store.open(settings.database_path)
    try:
        before = await store.rounds()
        if before:
            check_pin(settings.pin_file, before)
            await _check_same(settings, before, phrase, week)
        elif not settings.secrets_folder.exists():
            secrets.make(settings.secrets_folder)
        ledger = await _ledger(settings, new=at_once or not before)
        try:
            usable = await _usable(settings, ledger, before)
            _show(show, phrase, chosen)
            opens = week if at_once else _after(usable, week)
            made = await _made(settings, opens, count, phrase)
            made = [_with_pepper(settings, one) for one in made]
            await ledger.add_rounds(made)
        finally:
            await ledger.close()
        found = await _pin(settings, store, before, made)
    finally:
        await store.close()
    return NewRounds(phrase, found, (*before, *made))


async def new_vault_rounds(  # noqa: PLR0913 (as above, and where the list goes)
    settings: Settings,
    week: Week,
    to: Path,
    chosen: str | None = None,
    *,
    count: int = 1,
    at_once: bool = False,
    show: Shows = lambda _: None,
) -> NewRounds:
    """Make rounds on the vault's own machine; write all public keys to `to`, signed."""
    if settings.database_path.exists():
        raise ServerHomeError(settings.home)
    refuse_over(to, Kind.KEYS.value)
    phrase = _passphrase(chosen)
    has_keys = any(settings.vault_folder.glob("*.key"))
    ledger = await _ledger(settings, new=at_once or not has_keys)
    try:
        before = await ledger.rounds()
        await _check_same(settings, before, phrase, week)
        _show(show, phrase, chosen)
        signing = await asyncio.to_thread(_signing_seed, settings, phrase)
        opens = week if at_once else _after(before, week)
        made = await _made(settings, opens, count, phrase)
        await ledger.add_rounds(made)
        rounds = await ledger.rounds()
    finally:
        await ledger.close()
    signer = signer_of(signing)
    write_signer(settings.pin_file, signer)
    message = sign(signing, Kind.KEYS, pack(Keys.of(rounds)))
    write_over(to, Kind.KEYS.value, lambda file: file.write(message))
    return NewRounds(phrase, fingerprint_of(rounds, signer), tuple(rounds))


async def listed(settings: Settings) -> tuple[tuple[Round, ...], str]:
    """Return the rounds of this folder and their fingerprint, as the keeper has it."""
    if settings.database_path.exists():
        store = await Store.open(settings.database_path)
        try:
            rounds = await store.rounds()
        finally:
            await store.close()
    else:
        if not ledger_file(settings).exists():
            raise WhichHomeError(settings.home)
        ledger = await Ledger.open(ledger_file(settings))
        try:
            rounds = await ledger.rounds()
        finally:
            await ledger.close()
    return tuple(rounds), fingerprint_of(rounds, signer_beside(settings.pin_file))


def _passphrase(chosen: str | None) -> str:
    phrase = keys.passphrase() if chosen is None else chosen
    keys.check_passphrase(phrase)
    return phrase


def _show(show: Shows, phrase: str, chosen: str | None) -> None:
    """Show a passphrase that nobody knows yet."""
    if chosen is None:
        show(phrase)


async def _check_same(
    settings: Settings, rounds: Sequence[Round], passphrase: str, week: Week
) -> None:
    """Refuse a second passphrase: one tick opens every round, and asks once."""
    needed = [key_file(settings, one.id) for one in rounds if not ended(one, week)]
    for path in (*needed, signing_file(settings)):
        if not path.exists():
            continue
        try:
            await asyncio.to_thread(keys.unwrap, path.read_bytes(), passphrase)
        except WrongPassphraseError:
            raise OtherPassphraseError(path) from None


async def _ledger(settings: Settings, *, new: bool) -> Ledger:
    """Open the ledger; only where there is `new` reason to is a missing one made."""
    for folder in (settings.home, settings.vault_folder):
        make_home(folder)
    path = ledger_file(settings)
    if not new and not path.exists():
        raise LedgerMissingError(path)
    return await Ledger.open(path, create=new)


async def _usable(
    settings: Settings, ledger: Ledger, rounds: Iterable[Round]
) -> list[Round]:
    """Return the rounds of which no part is lost: pepper, key, place in the ledger."""
    peppers = HostSecrets.read(settings.secrets_folder).peppers
    known = {one.id for one in await ledger.rounds()}
    return [
        one
        for one in rounds
        if one.pepper_id in peppers
        and one.id in known
        and key_file(settings, one.id).exists()
    ]


def _after(rounds: Iterable[Round], week: Week) -> Week:
    """Return the week in which the last round ends, this one at the earliest."""
    return max([week, *(one.closes_week for one in rounds)])


async def _made(
    settings: Settings, opens: Week, count: int, passphrase: str
) -> list[Round]:
    """Draw keys and write them, wrapped; return their rounds, without peppers."""
    made = []
    for number in range(count):
        seed = keys.new_seed()
        public = keys.public_half(seed)
        id_ = key_id(public).hex()
        wrapped = await asyncio.to_thread(keys.wrap, seed, passphrase)
        keys.write(key_file(settings, id_), wrapped)
        first = Week(opens + number * settings.round_weeks)
        closes = Week(first + settings.round_weeks)
        made.append(Round(id_, public, b"", first, closes))
    return made


def _with_pepper(settings: Settings, one: Round) -> Round:
    return replace(one, pepper_id=new_pepper(settings.secrets_folder))


def _signing_seed(settings: Settings, passphrase: str) -> bytes:
    """Return the seed that signs releases; the first time, draw and wrap it."""
    path = signing_file(settings)
    if path.exists():
        return keys.unwrap(path.read_bytes(), passphrase)
    seed = keys.new_seed()
    keys.write(path, keys.wrap(seed, passphrase))
    return seed


async def _pin(
    settings: Settings, store: Store, before: list[Round], made: list[Round]
) -> str:
    """Keep rounds and pin them; until they are kept, both lists are pinned."""
    found = fingerprint_of([*before, *made], b"")
    write_pin(settings.pin_file, fingerprint_of(before, b""), found)
    await store.add_rounds(made)
    write_pin(settings.pin_file, found)
    return found
