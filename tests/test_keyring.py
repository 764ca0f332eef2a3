"""Keys over time on one machine: rounds that follow, and what a loss of each costs."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from deployments import trial
from test_keeper import now
from test_promises import WEEK, crowd, rows, send

from bot.errors.carried import OutFileError
from bot.errors.databases import LedgerMissingError
from bot.errors.keys import (
    NoKeyError,
    OtherPassphraseError,
    ServerHomeError,
    WhichHomeError,
    WrongPassphraseError,
)
from bot.flows.seal import NoOpenRoundError
from bot.keeper import Gathering, ledger_file, migrate_ledger
from bot.keyring import listed, new_rounds, new_vault_rounds
from bot.settings import load
from bot.store.ledger import Ledger
from bot.store.versions import TABLES_SQL
from bot.weeks import Week, week_begins


async def test_rounds_follow_each_other(tmp_path: Path) -> None:
    """Three made at once begin where the last one ends, each with key and pepper."""
    async with trial(tmp_path) as d:
        made = await new_rounds(d.settings, now(d), d.passphrase, count=3)
        weeks = [(r.opens_week, r.closes_week) for r in made.rounds]
        first = weeks[0][0]
        assert weeks == [(first + 26 * n, first + 26 * (n + 1)) for n in range(4)]
        assert len({r.pepper_id for r in made.rounds}) == 4
        assert len(list(d.settings.vault_folder.glob("*.key"))) == 4
        assert await listed(d.settings) == (made.rounds, made.fingerprint)


async def test_serving_goes_from_round_to_round_by_itself(tmp_path: Path) -> None:
    """When one closes the next is open; answers of both are gathered by one phrase."""
    async with trial(tmp_path) as d:
        first, second = (await new_rounds(d.settings, now(d), d.passphrase)).rounds
        await d.serving.reread()
        await crowd(d, 13)
        d.clock.at = week_begins(second.opens_week)
        await d.serving.end_rounds()
        assert [p.name for p in d.settings.secrets_folder.glob("pepper-*")] == [
            f"pepper-{second.pepper_id.hex()}"
        ]
        await crowd(d, 13)
        assert {row[1] for row in rows(d, "sealed")} == {first.id, second.id}
        await d.gather()
        d.clock.at += 2 * WEEK
        await d.gather()
        assert len(rows(d, "digest")) == 2


async def test_a_lost_passphrase_costs_its_rounds_and_no_more(tmp_path: Path) -> None:
    """Nothing opens without it; with the keys moved away a new round begins at once."""
    async with trial(tmp_path) as d:
        await crowd(d, 13)
        d.clock.at += 2 * WEEK
        wrong = Gathering(d.settings, "six words that are not it", processes=1)
        with pytest.raises(WrongPassphraseError):
            await wrong.run(d.clock.at, lambda _: None)
        with pytest.raises(OtherPassphraseError):
            await new_rounds(d.settings, now(d))
        for path in list(d.settings.vault_folder.glob("*.key")):
            path.rename(tmp_path / path.name)
        made = await new_rounds(d.settings, now(d))
        assert made.rounds[-1].opens_week == now(d)
        await d.serving.reread()
        await crowd(d, 13)
        d.passphrase = made.passphrase
        d.clock.at += 2 * WEEK
        await d.gather()
        assert len(rows(d, "digest")) == 1


async def test_a_lost_pepper_begins_a_round_and_the_old_one_is_still_told(
    tmp_path: Path,
) -> None:
    """Nothing new can be sealed with it; what waits is gathered to the round's end."""
    async with trial(tmp_path) as d:
        await crowd(d, 13)
        for path in d.settings.secrets_folder.glob("pepper-*"):
            path.unlink()
        with pytest.raises(NoOpenRoundError):
            await d.serving.begin()
        made = await new_rounds(d.settings, now(d), d.passphrase)
        assert made.rounds[-1].opens_week == now(d)
        await d.serving.begin()
        await send(d)
        d.clock.at += 2 * WEEK
        await d.gather()
        assert len(rows(d, "digest")) == 1


async def test_a_lost_ledger_is_never_replaced_unasked(tmp_path: Path) -> None:
    """Begun anew on purpose, it gathers new rounds only: nothing is told again."""
    async with trial(tmp_path) as d:
        await crowd(d, 16)
        d.clock.at += 2 * WEEK
        await d.gather()
        ledger_file(d.settings).unlink()
        with pytest.raises(LedgerMissingError):
            await d.gather()
        with pytest.raises(LedgerMissingError):
            await new_rounds(d.settings, now(d), d.passphrase)
        await new_rounds(d.settings, now(d), d.passphrase, at_once=True)
        await d.serving.reread()
        before = rows(d, "digest")
        for _ in range(3):
            d.clock.at += 4 * WEEK
            await d.gather()
        assert rows(d, "digest") == before
        await crowd(d, 16)
        d.clock.at += 2 * WEEK
        await d.gather()
        assert len(rows(d, "digest")) == 2


async def test_an_older_vaults_database_learns_its_rounds(tmp_path: Path) -> None:
    """Migrating an older shape goes on with the rounds whose keys are here."""
    async with trial(tmp_path) as d:
        path = ledger_file(d.settings)
        await asyncio.to_thread(_as_of_old, path)
        await migrate_ledger(d.settings)
        ledger = await Ledger.open(path)
        known = {one.id for one in await ledger.rounds()}
        await ledger.close()
        assert known == {one.id for one in await d.serving.store.rounds()}


def _as_of_old(path: Path) -> None:
    """Leave the tables of the first shape alone."""
    with sqlite3.connect(path) as db:
        tables = {name for (name,) in db.execute(TABLES_SQL)}
        for later in sorted(tables - {"tick", "batch", "ledger", "appearance"}):
            db.execute(f"DROP TABLE {later}")
        db.execute("PRAGMA user_version=1")
    db.close()


async def test_each_command_knows_in_which_home_it_is(tmp_path: Path) -> None:
    """Keys for another server are not made beside a server, nor without a file."""
    async with trial(tmp_path) as d:
        with pytest.raises(ServerHomeError):
            await new_vault_rounds(d.settings, now(d), tmp_path / "keys")
    empty = load({"SOTTO_HOME": str(tmp_path / "empty")})
    with pytest.raises(WhichHomeError):
        await new_rounds(empty, Week(1))
    assert not (tmp_path / "empty").exists()


async def test_a_list_of_keys_is_written_over_nothing_else(tmp_path: Path) -> None:
    """A file of that name that is no list of keys stays, and the keys can be listed."""
    vault = load({"SOTTO_HOME": str(tmp_path / "vault")})
    mine = tmp_path / "mine"
    mine.write_text("mine")
    with pytest.raises(OutFileError):
        await new_vault_rounds(vault, Week(150), mine)
    assert mine.read_text() == "mine"
    assert not vault.home.exists()


async def test_a_new_passphrase_is_shown_before_it_locks_anything(
    tmp_path: Path,
) -> None:
    """If the list cannot be written the keeper can go on; none is shown in vain."""
    vault, shown = load({"SOTTO_HOME": str(tmp_path / "vault")}), list[str]()
    for week in (150, 151):
        with pytest.raises((FileNotFoundError, OtherPassphraseError)):
            await new_vault_rounds(
                vault, Week(week), tmp_path / "no" / "keys", show=shown.append
            )
    (phrase,) = shown
    made = await new_vault_rounds(vault, Week(150), tmp_path / "keys", phrase)
    assert len(made.rounds) == 2


async def test_a_key_that_is_elsewhere_is_said(tmp_path: Path) -> None:
    """Gathering names the folder in which no key is."""
    async with trial(tmp_path) as d:
        for path in d.settings.vault_folder.glob("*.key"):
            path.unlink()
        with pytest.raises(NoKeyError):
            await d.gather()
