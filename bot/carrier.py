"""The serving side's half of what goes to a vault on another machine, and comes back.

Rule: only public halves are here. What goes out is sealed to the vault's key; what
comes in was signed by the key that the keeper's digits vouched for, or is not taken.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.carried import (
    LEFT_BEHIND,
    Keys,
    Manifest,
    Release,
    add_manifest,
    place_in,
    read,
    write_over,
)
from bot.errors.carried import (
    DamagedParcelError,
    FingerprintRefusedError,
    LaterReleaseError,
    NothingCarriedError,
    OtherReleaseError,
    OtherVaultError,
)
from bot.errors.settings import NotSetUpError
from bot.facts import read_facts
from bot.flows.handing import hand_over, leaving
from bot.pin import check_pin, fingerprint_of, signer_beside, write_pin, write_signer
from bot.settings import Settings
from bot.store.records import Round
from bot.store.sqlite import Store
from bot.vault import parcel, secrets
from bot.vault.parcel import Purpose
from bot.vault.secrets import HostSecrets, destroy_pepper, new_pepper
from bot.vault.signed import Kind, verify
from bot.weeks import Week, monday_of, week_of

T = TypeVar("T")


async def accept(
    settings: Settings,
    file: Path,
    week: Week,
    agreed: Callable[[str], bool],
    *,
    vault_lost: bool = False,
) -> str:
    """Take the vault's list of keys, if the digits that are shown are the keeper's.

    Each new round gets its pepper here, and each that lost its own before it opened.
    Rounds that the list lacks stop this, unless their vault is lost: then they go, with
    all that their keys locked.
    """
    signer, body = verify(read(file), Kind.KEYS)
    listed = _decoded(body, Keys).to_rounds()
    store = await _opened(settings)
    try:
        here = await store.rounds()
        gone = [r for r in here if replace(r, pepper_id=b"") not in listed]
        if gone and not vault_lost:
            raise OtherVaultError
        if not agreed(found := fingerprint_of(listed, signer)):
            raise FingerprintRefusedError
        await _forget(settings, store, gone)
        bare = _without_pepper(settings, here, week)
        known = {one.id for one in here if one not in bare}
        new = [one for one in listed if one.id not in known]
        await _take(settings, store, signer, new, [*gone, *bare])
    finally:
        await store.close()
    return found


async def _opened(settings: Settings) -> Store:
    """Open the database of a deployment whose keys are the pinned ones."""
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)
    store = await Store.open(settings.database_path)
    try:
        if rounds := await store.rounds():
            check_pin(settings.pin_file, rounds)
    except BaseException:
        await store.close()
        raise
    return store


async def _forget(settings: Settings, store: Store, gone: list[Round]) -> None:
    """Destroy the peppers of a lost vault's rounds, and what nobody can open."""
    for one in gone:
        destroy_pepper(settings.secrets_folder, one.pepper_id)
        await store.erase_round(one.id)


def _without_pepper(
    settings: Settings, here: Sequence[Round], week: Week
) -> list[Round]:
    """Return rounds still to open whose pepper is lost: no voice is in them yet."""
    if not settings.secrets_folder.exists():
        return [one for one in here if one.opens_week > week]
    peppers = HostSecrets.read(settings.secrets_folder).peppers
    return [r for r in here if r.opens_week > week and r.pepper_id not in peppers]


async def _take(
    settings: Settings, store: Store, signer: bytes, new: list[Round], gone: list[Round]
) -> None:
    """Give new rounds their peppers, and keep and pin them.

    Until all is kept, every list that a crash can leave behind is pinned.
    """
    if not settings.secrets_folder.exists():
        secrets.make(settings.secrets_folder)
    here = await store.rounds()
    made = [replace(r, pepper_id=new_pepper(settings.secrets_folder)) for r in new]
    after = [*(r for r in here if r not in gone), *made]
    pin, old = settings.pin_file, signer_beside(settings.pin_file)
    found = fingerprint_of(after, signer)
    write_pin(pin, fingerprint_of(here, old), fingerprint_of(here, signer), found)
    write_signer(pin, signer)
    await store.add_rounds(made, gone=[r.id for r in gone])
    write_pin(pin, found)


async def carry_out(settings: Settings, file: Path, week: Week) -> None:
    """Write what the vault needs to gather this week, sealed to its key."""
    store = await _opened(settings)
    try:
        to = _newest(await store.rounds(), week)
        facts = read_facts(settings)
        manifest = Manifest(
            week,
            settings.k,
            facts.languages,
            settings.reader_in_programme,
            settings.duty_to_act,
            settings.numbers_from,
            settings.quotes,
        )
        with place_in(settings.home) as copy:
            await store.copy_to(copy, without=LEFT_BEHIND)
            add_manifest(copy, manifest)
            await asyncio.to_thread(_seal, copy, file, to.public_key)
    finally:
        await store.close()


def _newest(rounds: Sequence[Round], week: Week) -> Round:
    """Return the round that opened last: the vault certainly still has its key."""
    begun = [one for one in rounds if one.opens_week <= week]
    if not begun:
        raise NothingCarriedError
    return max(begun, key=lambda one: one.opens_week)


def _seal(copy: Path, file: Path, public_key: bytes) -> None:
    with copy.open("rb") as content:
        write_over(
            file,
            parcel.MAGIC,
            lambda to: parcel.pack(content, to, public_key, Purpose.CARRY),
        )


async def carry_in(settings: Settings, file: Path, at: int) -> None:
    """Take a release: its digests wait here for their fixed day after `at` (seconds).

    Taking it again changes nothing.
    """
    signer, body = verify(read(file), Kind.RELEASE)
    store = await _opened(settings)
    try:
        if signer != signer_beside(settings.pin_file):
            raise OtherReleaseError
        release = _decoded(body, Release)
        if release.week > week_of(at):
            raise LaterReleaseError(monday_of(Week(release.week)))
        deployment = await read_facts(settings).deployment(store)
        await hand_over(store, release.to_batches(), leaving(deployment, at))
        await store.offer_paraphrases(release.to_paraphrases())
        await store.offer_quotes(release.to_quotes() if settings.quotes else ())
        await store.ticked(Week(release.week))
    finally:
        await store.close()


def _decoded(body: bytes, kind: type[T]) -> T:
    """Return what a signed body says; only a program of ours could have signed it."""
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except msgspec.MsgspecError:
        raise DamagedParcelError from None
