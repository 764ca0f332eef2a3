"""Composition root of the vault's side: the keeper's acts, with the private half.

The keeper types a passphrase; the keys that it unwraps live in this process and in
the pool that opens envelopes, nowhere else. Rule: serving never imports this module.
"""

import asyncio
import os
import resource
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.carried import (
    Manifest,
    Release,
    opened,
    pack,
    place_in,
    refuse_over,
    take_manifest,
    write_over,
)
from bot.coder.choice import coder_here, proposed
from bot.coder.trained import MOST_TEXTS, Proposal, Trained
from bot.deployment import Deployment
from bot.errors.carried import OtherParcelError, OtherRoundsError, StaleCarryError
from bot.errors.gathered import ClockWrongError, NumbersOffError
from bot.errors.keys import NoKeyError, PassphraseMissingError
from bot.errors.settings import NotSetUpError
from bot.facts import Facts, read_facts
from bot.flows import lending, paraphrasing
from bot.flows.alert import is_wrong
from bot.flows.codings import examples, forget_taken_back, marked, read_texts
from bot.flows.gather import RoundKey, Tick, gather
from bot.flows.handing import ANY_DAY, Leaves, hand_over, leaving
from bot.flows.numbers import numbers
from bot.flows.passes import Progress
from bot.flows.rounds import ended, told
from bot.flows.uncoded import missed
from bot.heard import last
from bot.pin import check_pin
from bot.presence import is_served
from bot.settings import Settings
from bot.store.ledger import Ledger
from bot.store.records import QuoteRow, Round
from bot.store.sound import check_plain
from bot.store.sqlite import Store
from bot.themes.coding import Coder, KeywordCoder
from bot.themes.codings import Coding
from bot.themes.numbers import Numbers
from bot.themes.pools import Places
from bot.vault import keys
from bot.vault.files import delete
from bot.vault.opening import content_key
from bot.vault.parcel import Purpose, head, unpack
from bot.vault.reader import ReaderKeys
from bot.vault.signed import Kind, sign
from bot.weeks import Week, monday_of, week_of

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


def signing_file(settings: Settings) -> Path:
    """Return where the wrapped key rests that signs releases."""
    return settings.vault_folder / f"signing{KEY_SUFFIX}"


@dataclass(frozen=True, slots=True)
class Vault:
    """What lies open while the keeper's passphrase is here, in the week it is typed.

    `seeds` are the private keys of the rounds that may still be gathered, by round.
    """

    store: Store
    ledger: Ledger
    facts: Facts
    seeds: Mapping[str, bytes] = field(repr=False)
    week: Week

    async def rounds(self) -> list[Round]:
        """Return the rounds with a key here, if the ledger knows them just so."""
        known = await self.ledger.rounds()
        found = [one for one in await self.store.rounds() if one.id in self.seeds]
        if any(replace(one, pepper_id=b"") not in known for one in found):
            raise OtherRoundsError
        return found


@dataclass(frozen=True, slots=True)
class Gathering:
    """One tick, ready to run: what `sotto gather` and the rehearsal both do."""

    settings: Settings
    passphrase: str = field(repr=False)
    processes: int = os.cpu_count() or 1

    async def run(self, at: int, progress: Progress) -> None:
        """Gather what is ready in the week of `at` (seconds); once a week, no more.

        The week decides what is told, the moment only when its digests may leave.
        """
        async with self.opened(at) as vault:
            leaves = leaving(await vault.facts.deployment(vault.store), at)
            if not vault.seeds:
                await hand_over(vault.store, await vault.ledger.batches(), leaves)
                raise NoKeyError(self.settings.vault_folder)
            await self._gather(vault, leaves, progress)
            signed = await paraphrasing.signed(vault.ledger.shelf, vault.seeds)
            await vault.store.offer_paraphrases(signed)
            await vault.store.offer_quotes(await lent(vault))
            past = [r for r in await vault.store.rounds() if told(r, vault.week)]
            await self._erase(vault.store, vault.ledger, past)

    async def run_carried(
        self, file: Path, release: Path, at: int, progress: Progress
    ) -> None:
        """Gather what a server wrote to `file`; write what it may have to `release`.

        For a vault on a machine of its own, once a week like `run`.
        """
        refuse_over(release, Kind.RELEASE.value)
        async with self.opened_carried(file, at) as vault:
            signing = await asyncio.to_thread(self._unwrap, signing_file(self.settings))
            await self._gather(vault, _copied, progress)
            past = [r for r in await vault.ledger.rounds() if told(r, vault.week)]
            signed = await paraphrasing.signed(vault.ledger.shelf, vault.seeds)
            batches = await vault.ledger.batches()
            released = Release.of(vault.week, batches, signed, await lent(vault))
            await self._erase(vault.store, vault.ledger, past)
        message = sign(signing, Kind.RELEASE, pack(released))
        write_over(release, Kind.RELEASE.value, lambda to: to.write(message))

    @asynccontextmanager
    async def opened(self, at: int) -> AsyncIterator[Vault]:
        """Open, for a block, the vault of the server on this machine.

        What is over by the week of `at` is erased first. Without a key there are no
        seeds; a passphrase that is not theirs is refused.
        """
        if not self.settings.database_path.exists():
            raise NotSetUpError(self.settings.home)
        refuse_wrong_clock(self.settings, at)
        week, path = week_of(at), self.settings.database_path
        async with _store(path) as store, opened_ledger(self.settings) as it:
            rounds = await store.rounds()
            check_pin(self.settings.pin_file, rounds)
            every = [*rounds, *await it.rounds()]  # an older database knows fewer
            await self._erase(store, it, [r for r in every if ended(r, week)])
            seeds = await self._seeds(await it.rounds(), week)
            yield Vault(store, it, read_facts(self.settings), seeds, week)

    @asynccontextmanager
    async def opened_carried(self, file: Path, at: int) -> AsyncIterator[Vault]:
        """Open, for a block, a vault on a machine of its own, with what a server wrote.

        Raise `NoKeyError` where it has no key that may still be used.
        """
        week = week_of(at)
        async with opened_ledger(self.settings) as it:
            rounds = await it.rounds()
            over = [r for r in rounds if ended(r, week)]
            await erase_keys(self.settings, it, over)
            seeds = await self._seeds(rounds, week)
            if not seeds:
                raise NoKeyError(self.settings.vault_folder)
            with _unpacked(file, self.settings.vault_folder, seeds, week) as found:
                copy, manifest = found
                await check_plain(copy)
                facts = read_facts(manifest.over(self.settings))
                async with _store(copy) as store:
                    yield Vault(store, it, facts, seeds, week)

    async def _seeds(self, rounds: Sequence[Round], week: Week) -> dict[str, bytes]:
        """Unwrap the keys of the rounds that may still be gathered, by round.

        From here on a crash writes no memory to a disk, nor does one of a worker.
        """
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return {
            one.id: await asyncio.to_thread(self._unwrap, path)
            for one, path in _locked(self.settings, rounds, week)
        }

    def _unwrap(self, path: Path) -> bytes:
        try:
            return keys.unwrap(path.read_bytes(), self.passphrase)
        except FileNotFoundError:
            raise NoKeyError(path.parent) from None

    async def _gather(self, vault: Vault, leaves: Leaves, progress: Progress) -> None:
        """Gather every round with a key, with what readers gave its answers.

        Only answers that were told teach how others are counted: what is released says
        nothing of who still waits.
        """
        read = await read_by(vault)
        taught = await _told_of(vault.ledger, read)
        await gather(
            vault.store,
            vault.ledger,
            [RoundKey(r, vault.seeds[r.id], marked(t)) for r, t in read.items()],
            deployment=await vault.facts.deployment(vault.store),
            week=vault.week,
            coder=await coder_of(vault.facts, taught),
            codebook=vault.facts.codebook,
            leaves=leaves,
            processes=self.processes,
            progress=progress,
        )

    async def missing(
        self, at: int, progress: Progress, file: Path | None = None
    ) -> tuple[Proposal, ...]:
        """Return groups of texts that no code fits, each from at least k people.

        Nothing of it is written anywhere. `file` is what a server wrote.
        """
        opened = self.opened_carried(file, at) if file else self.opened(at)
        async with opened as vault:
            if not vault.seeds:
                raise NoKeyError(self.settings.vault_folder)
            return await self._missing(vault, progress)

    def _tick(self, vault: Vault, deployment: Deployment, coder: Coder) -> Tick:
        return Tick(
            store=vault.store,
            ledger=vault.ledger,
            deployment=deployment,
            places=Places(deployment.programmes),
            week=vault.week,
            coder=coder,
            processes=self.processes,
            codebook=vault.facts.codebook,
        )

    async def _missing(self, vault: Vault, progress: Progress) -> tuple[Proposal, ...]:
        deployment = await vault.facts.deployment(vault.store)
        read = await read_by(vault)
        coder = await coder_of(vault.facts, read)
        tick = self._tick(vault, deployment, coder)
        found = [
            await missed(
                vault.store,
                tick.task(RoundKey(one, vault.seeds[one.id], marked(texts))),
                one.id,
                self.processes,
                progress=progress,
                most=MOST_TEXTS,
            )
            for one, texts in read.items()
        ]
        return await asyncio.to_thread(proposed, coder, found, deployment.k)

    async def numbers(
        self, at: int, file: Path | None = None
    ) -> tuple[Numbers, Deployment]:
        """Return the whole network's numbers of the quarter that ended last.

        They are made once; asked again, the same are returned. `file` is what a server
        wrote. Raise `NumbersOffError` where people are told of no numbers.
        """
        opened = self.opened_carried(file, at) if file else self.opened(at)
        async with opened as vault:
            since = vault.facts.settings.numbers_week
            if since is None:
                raise NumbersOffError
            if not vault.seeds:
                raise NoKeyError(self.settings.vault_folder)
            deployment = await vault.facts.deployment(vault.store)
            tick = self._tick(vault, deployment, KeywordCoder(vault.facts.codebook))
            keys = [RoundKey(one, vault.seeds[one.id]) for one in await vault.rounds()]
            told = await numbers(vault.store, vault.ledger, tick, keys, since)
            return told, deployment

    async def _erase(self, store: Store, ledger: Ledger, rounds: list[Round]) -> None:
        """Destroy the private key of rounds, and everything that it opened."""
        await erase_keys(self.settings, ledger, rounds)
        for one in rounds:
            await store.erase_round(one.id)


Read = Mapping[Round, Mapping[tuple[bytes, str], Coding]]
"""What readers found in the texts of each round."""


async def read_by(vault: Vault) -> Read:
    """Return what readers found in every round with a key."""
    return {
        one: await read_texts(vault.store, vault.ledger, one.id, vault.seeds)
        for one in await vault.rounds()
    }


async def _told_of(ledger: Ledger, read: Read) -> Read:
    """Return what readers found in answers that were told."""
    answers = {answer for texts in read.values() for answer, _ in texts}
    told = await ledger.told_among(sorted(answers))
    return {
        one: {text: coding for text, coding in texts.items() if text[0] in told}
        for one, texts in read.items()
    }


async def lent(vault: Vault) -> list[QuoteRow]:
    """Return the quotes that two readers let out and whose answers are still there."""
    if not vault.facts.settings.quotes:
        return []
    for one in await vault.rounds():
        keys_ = ReaderKeys(vault.seeds[one.id], one.id)
        knowing = (vault.store, vault.ledger)
        await forget_taken_back(vault.ledger.shelf, knowing, one.id, keys_)
    return await lending.signed(vault.ledger.shelf, vault.seeds)


async def coder_of(facts: Facts, read: Read) -> Trained:
    """Return what finds themes in free texts here, taught by what readers coded."""
    taught = [one for texts in read.values() for one in examples(texts)]
    model = facts.settings.theme_model
    return await asyncio.to_thread(coder_here, facts.codebook, model, taught)


@asynccontextmanager
async def opened_ledger(settings: Settings) -> AsyncIterator[Ledger]:
    """Open the vault's own database for a block."""
    ledger = await Ledger.open(ledger_file(settings))
    try:
        yield ledger
    finally:
        await ledger.close()


async def erase_keys(
    settings: Settings, ledger: Ledger, rounds: Sequence[Round]
) -> None:
    """Destroy the private keys of rounds, and what the ledger has of them."""
    for one in rounds:
        delete(key_file(settings, one.id))
        await ledger.erase_round(one.id)


@asynccontextmanager
async def _store(path: Path) -> AsyncIterator[Store]:
    store = await Store.open(path)
    try:
        yield store
    finally:
        await store.close()


def _locked(
    settings: Settings, rounds: Sequence[Round], week: Week
) -> Iterator[tuple[Round, Path]]:
    """Yield the rounds that may still be gathered and whose key is here."""
    for one in rounds:
        path = key_file(settings, one.id)
        if path.exists() and one.opens_week <= week and not ended(one, week):
            yield one, path


@contextmanager
def _unpacked(
    file: Path, folder: Path, seeds: Mapping[str, bytes], week: Week
) -> Iterator[tuple[Path, Manifest]]:
    """Give the database that a server carried out, as a file for the block's time."""
    with place_in(folder) as path:
        _unpack(file, path, seeds)
        manifest = take_manifest(path)
        if not 0 <= week - manifest.week <= 1:
            raise StaleCarryError(monday_of(Week(manifest.week)))
        yield path, manifest


def _unpack(file: Path, to: Path, seeds: Mapping[str, bytes]) -> None:
    with opened(file) as parcel, to.open("wb") as content:
        it = head(parcel, Purpose.CARRY)
        if it.key_id.hex() not in seeds:
            raise OtherParcelError
        unpack(parcel, content, content_key(it, seeds[it.key_id.hex()]))


def _copied(_pool: str) -> int:
    """Return any day: the server says when a digest leaves, this is but a copy."""
    return ANY_DAY


async def migrate_ledger(settings: Settings) -> None:
    """Bring the vault's database, where there is one, to this program's shape."""
    path = ledger_file(settings)
    if not path.exists():
        return
    known: list[Round] = []
    if settings.database_path.exists():
        async with _store(settings.database_path) as store:
            known = await store.rounds()
    await Ledger.migrate(
        path, [one for one in known if key_file(settings, one.id).exists()]
    )


def refuse_wrong_clock(settings: Settings, at: float) -> None:
    """Raise while serving finds our clock wrong: what is destroyed does not come back.

    Where nothing serves, nobody compares the clock, and it is believed.
    """
    served = settings.home.exists() and is_served(settings.home)
    heard = last(settings.home, at) if served else None
    if heard and is_wrong(heard.ahead):
        raise ClockWrongError
