"""Composition root of the vault's side: the keeper's acts, with the private half.

The keeper types a passphrase; the keys that it unwraps live in this process and in
the pool that opens envelopes, nowhere else. Rule: serving never imports this module.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import read_facts
from bot.errors import (
    NoKeyError,
    NotSetUpError,
    OtherPassphraseError,
    PassphraseMissingError,
    WrongPassphraseError,
)
from bot.flows.gather import RoundKey, gather, hand_over
from bot.flows.publish import outbox
from bot.flows.rounds import ended, told
from bot.flows.staff import designers_of
from bot.pin import check_pin, fingerprint_of, write_pin
from bot.settings import Settings
from bot.store.ledger import Ledger
from bot.store.records import DigestRow, OutboxRow, Round, StaffRow
from bot.store.sqlite import Store
from bot.themes.coding import KeywordCoder
from bot.vault import keys, secrets
from bot.vault.files import delete
from bot.vault.sealing import key_id
from bot.vault.secrets import new_pepper
from bot.weeks import Week, week_of

Asker = Callable[[], str]
KEY_SUFFIX = ".key"


CREDENTIAL = "sotto-passphrase"
UNLOCK_MEBIBYTES = keys.Cost().memory // 1024
"""Memory that trying a passphrase takes."""


def passphrase(settings: Settings, descriptor: int | None, ask: Asker | None) -> str:
    """Return the passphrase from a descriptor, a systemd credential, or a prompt.

    Never from an argument or a variable: other processes could read those.
    """
    try:
        if descriptor is not None:
            with os.fdopen(descriptor, encoding="utf-8") as given:
                return given.readline().rstrip("\n")
        if settings.credentials and (settings.credentials / CREDENTIAL).exists():
            text = (settings.credentials / CREDENTIAL).read_text(encoding="utf-8")
            return text.rstrip("\n")
    except (OSError, ValueError):  # no such descriptor, or what it holds is no text
        raise PassphraseMissingError from None
    if ask is None:
        raise PassphraseMissingError
    return ask()


def ledger_file(settings: Settings) -> Path:
    """Return the vault's own database."""
    return settings.vault_folder / "vault.db"


def key_file(settings: Settings, round_id: str) -> Path:
    """Return where a round's wrapped key rests."""
    return settings.vault_folder / f"{round_id}{KEY_SUFFIX}"


@dataclass(frozen=True, slots=True)
class NewRound:
    """What the keeper writes on paper: the passphrase and the keys' fingerprint."""

    passphrase: str = field(repr=False)
    fingerprint: str


async def new_round(
    settings: Settings, opens: Week, chosen: str | None = None
) -> NewRound:
    """Make a round's key pair and pepper, under a chosen passphrase or a new one.

    The wrapped key is written first: a crash leaves a key that no round uses, never a
    round that no key opens.
    """
    passphrase = keys.passphrase() if chosen is None else chosen
    keys.check_passphrase(passphrase)
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)
    seed = keys.new_seed()
    public = keys.public_half(seed)
    round_id = key_id(public).hex()
    store = await Store.open(settings.database_path)
    try:
        rounds = await store.rounds()
        if rounds:
            check_pin(settings.pin_file, rounds)
            await asyncio.to_thread(_check_same, settings, rounds, passphrase, opens)
        else:
            await _first_time(settings)
        wrapped = await asyncio.to_thread(keys.wrap, seed, passphrase)
        keys.write(key_file(settings, round_id), wrapped)
        pepper_id = new_pepper(settings.secrets_folder)
        closes = Week(opens + settings.round_weeks)
        made = Round(round_id, public, pepper_id, opens, closes)
        with_it = sorted([*rounds, made], key=lambda r: (r.opens_week, r.id))
        found = fingerprint_of(with_it)
        write_pin(settings.pin_file, fingerprint_of(rounds), found)
        await store.add_round(made)
    finally:
        await store.close()
    write_pin(settings.pin_file, found)
    return NewRound(passphrase, found)


async def _first_time(settings: Settings) -> None:
    """Make the ledger and the host's secrets, only before there is any round.

    Later a missing ledger is a loss to be seen, since a new one would tell again what
    was told.
    """
    settings.vault_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ledger = await Ledger.open(ledger_file(settings), create=True)
    await ledger.close()
    if not settings.secrets_folder.exists():
        secrets.make(settings.secrets_folder)


def _locked(
    settings: Settings, rounds: list[Round], week: Week
) -> Iterator[tuple[Round, Path]]:
    """Yield the rounds that may still be gathered and whose key is here."""
    for one in rounds:
        path = key_file(settings, one.id)
        if path.exists() and one.opens_week <= week and not ended(one, week):
            yield one, path


def _check_same(
    settings: Settings, rounds: list[Round], passphrase: str, week: Week
) -> None:
    """Refuse a second passphrase: one tick opens every round, and asks once."""
    for _, path in _locked(settings, rounds, week):
        try:
            keys.unwrap(path.read_bytes(), passphrase)
        except WrongPassphraseError:
            raise OtherPassphraseError(path) from None


def _unlocked(
    settings: Settings, rounds: list[Round], passphrase: str, week: Week
) -> list[RoundKey]:
    """Unwrap the keys of the rounds that may still be gathered."""
    return [
        RoundKey(one, keys.unwrap(path.read_bytes(), passphrase))
        for one, path in _locked(settings, rounds, week)
    ]


@dataclass(frozen=True, slots=True)
class Gathering:
    """One tick, ready to run: what `sotto gather` and the rehearsal both do."""

    settings: Settings
    passphrase: str = field(repr=False)
    processes: int = os.cpu_count() or 1

    async def run(self, at: int, progress: Callable[[float], None]) -> None:
        """Gather what is ready in the week of `at` (seconds); once a week, no more.

        The week decides what is told, the moment only when its digests may leave.
        """
        if not self.settings.database_path.exists():
            raise NotSetUpError(self.settings.home)
        store = await Store.open(self.settings.database_path)
        try:
            ledger = await Ledger.open(ledger_file(self.settings))
            try:
                await self._gather(store, ledger, at, progress)
            finally:
                await ledger.close()
        finally:
            await store.close()

    async def _gather(
        self,
        store: Store,
        ledger: Ledger,
        at: int,
        progress: Callable[[float], None],
    ) -> None:
        settings, week = self.settings, week_of(at)
        rounds = await store.rounds()
        check_pin(settings.pin_file, rounds)
        await self._erase(store, ledger, [r for r in rounds if ended(r, week)])
        facts = read_facts(settings)
        deployment = await facts.deployment(store)
        staff: list[StaffRow] = await store.staff()

        def due(rows: list[DigestRow]) -> list[OutboxRow]:
            return outbox(
                rows,
                lambda pool: designers_of(pool, staff, deployment),
                deployment,
                at,
            )

        found = await asyncio.to_thread(
            _unlocked, settings, rounds, self.passphrase, week
        )
        if not found:
            await hand_over(store, await ledger.batches(), due)
            raise NoKeyError(settings.vault_folder)
        await gather(
            store,
            ledger,
            found,
            deployment=deployment,
            week=week,
            coder=KeywordCoder(),
            due=due,
            processes=self.processes,
            progress=progress,
        )
        await self._erase(store, ledger, [r for r in rounds if told(r, week)])

    async def _erase(self, store: Store, ledger: Ledger, rounds: list[Round]) -> None:
        """Destroy the private key of rounds, and everything that it opened."""
        for one in rounds:
            delete(key_file(self.settings, one.id))
            await ledger.erase_round(one.id)
            await store.erase_round(one.id)
