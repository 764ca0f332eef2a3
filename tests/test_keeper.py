"""The keeper's acts: rounds that follow each other, keys that end, crashes between."""

import resource
import sqlite3
from pathlib import Path

import pytest
from deployments import Deployment, trial
from test_promises import send

from bot import keeper
from bot.errors.databases import StoreLockedError
from bot.errors.gathered import ClockWrongError
from bot.errors.keys import (
    FingerprintError,
    NoKeyError,
    OtherPassphraseError,
    PassphraseMissingError,
)
from bot.heard import NAME
from bot.keeper import key_file, passphrase
from bot.keyring import new_rounds
from bot.pin import check_pin
from bot.presence import alone
from bot.settings import load
from bot.store.records import Round
from bot.store.sqlite import Store
from bot.vault import keys, ram
from bot.weeks import Week, week_of


def now(d: Deployment) -> Week:
    """Return this week."""
    return week_of(d.clock.at)


def key_files(d: Deployment) -> set[Path]:
    """Return the wrapped keys."""
    return set(d.settings.vault_folder.glob("*.key"))


async def test_two_rounds_open_with_one_passphrase(tmp_path: Path) -> None:
    """While the last round is still told, the new one is gathered beside it."""
    async with trial(tmp_path) as d:
        await new_rounds(d.settings, now(d), d.passphrase, at_once=True)
        await d.gather(Week(now(d) + 1))
        assert len(key_files(d)) == 2


async def test_where_the_vault_lies_open_no_crash_writes_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gathering, suggesting and the desk all open it so; no core file has a word."""
    limits: list[tuple[int, tuple[int, int]]] = []
    async with trial(tmp_path) as d:
        monkeypatch.setattr(resource, "setrlimit", lambda *it: limits.append(it))
        async with keeper.Gathering(d.settings, d.passphrase).opened(int(d.clock.at)):
            assert limits == [(resource.RLIMIT_CORE, (0, 0))]


async def test_a_second_passphrase_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    """One tick asks once, so a round beside another has the same passphrase."""
    async with trial(tmp_path) as d:
        before = key_files(d)
        with pytest.raises(OtherPassphraseError):
            await new_rounds(d.settings, now(d))
        assert key_files(d) == before
        assert len(await d.serving.store.rounds()) == 1


async def test_a_lost_passphrase_does_not_bar_a_new_round(tmp_path: Path) -> None:
    """With the key moved away, a new round is made and gathered."""
    async with trial(tmp_path) as d:
        for path in key_files(d):
            path.rename(tmp_path / path.name)
        made = await new_rounds(d.settings, now(d))
        run = keeper.Gathering(d.settings, made.passphrase, processes=1).run
        await run(d.clock.at, lambda _: None)


async def test_a_swapped_key_is_never_pinned(tmp_path: Path) -> None:
    """A new round does not vouch for what somebody else wrote."""
    async with trial(tmp_path) as d:
        other = keys.public_half(keys.new_seed())
        db = sqlite3.connect(d.settings.database_path)
        with db:
            db.execute("UPDATE round SET public_key = ?", (other,))
        db.close()
        with pytest.raises(FingerprintError):
            await new_rounds(d.settings, now(d), d.passphrase, at_once=True)
        with pytest.raises(FingerprintError):
            await d.gather()


async def test_a_crash_while_a_round_is_made_bars_no_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not the round was written, serving goes on and a next try works."""

    async def refused(_store: Store, _rounds: list[Round]) -> None:
        raise StoreLockedError

    async with trial(tmp_path) as d:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "add_rounds", refused)
            with pytest.raises(StoreLockedError):
                await new_rounds(d.settings, now(d), d.passphrase, at_once=True)
        check_pin(d.settings.pin_file, await d.serving.store.rounds())
        await new_rounds(d.settings, now(d), d.passphrase, at_once=True)
        check_pin(d.settings.pin_file, await d.serving.store.rounds())
        assert len(d.settings.pin_file.read_text().splitlines()) == 1


async def test_a_key_ends_even_if_its_last_tick_was_missed(tmp_path: Path) -> None:
    """Coming a week late, the keeper's next run destroys what must not be left."""
    async with trial(tmp_path) as d:
        (one,) = await d.serving.store.rounds()
        with pytest.raises(NoKeyError):
            await d.gather(Week(one.closes_week + 4))
        assert not key_file(d.settings, one.id).exists()


async def test_what_a_crash_kept_back_is_released_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A digest of the last tick is handed over though its round is over."""

    async def refused(*_: object) -> int:
        raise StoreLockedError

    async with trial(tmp_path) as d:
        (one,) = await d.serving.store.rounds()
        for person in range(13):
            await send(d, 900 + person)
        last = Week(one.closes_week + 3)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "release", refused)
            with pytest.raises(StoreLockedError):
                await d.gather(last)
        with pytest.raises(NoKeyError):
            await d.gather(Week(last + 1))
        assert await d.serving.store.digests()


def test_a_descriptor_that_gives_no_passphrase_is_said(tmp_path: Path) -> None:
    """A number that is no open file is a slip of usage, in one line."""
    settings = load({"SOTTO_HOME": str(tmp_path)})
    for number in (987, -1):
        with pytest.raises(PassphraseMissingError):
            passphrase(settings, number, None)


async def test_nothing_is_gathered_by_a_wrong_clock(tmp_path: Path) -> None:
    """While serving finds the clock wrong, no key dies and no week is gathered."""
    async with trial(tmp_path) as d, alone(d.settings.home):
        folder = ram.folder_for(d.settings.home, ram.places())
        if folder is None:
            pytest.skip("no memory file system to note a clock in")
        (folder / NAME).write_text("99999", encoding="ascii")
        before = key_files(d)
        with pytest.raises(ClockWrongError):
            await d.gather(Week(now(d) + 60))
        assert key_files(d) == before
        assert await d.serving.store.last_tick() is None
