"""Forgetting takes away what is due, and nothing that is not; it says no count."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from deployments import Deployment, trial
from store.rows import talk_row
from test_promises import crowd, everything_on_disk, rows, send
from two_homes import two_homes

from bot.carried import place_in
from bot.errors.databases import StoreLockedError
from bot.errors.gathered import ClockWrongError
from bot.errors.keys import FingerprintError
from bot.errors.settings import NotSetUpError
from bot.flows.staff import INVITE_WEEKS, invite
from bot.heard import NAME
from bot.keeper import ledger_file
from bot.leftovers import forget
from bot.presence import alone
from bot.settings import load
from bot.store import connection
from bot.store.ledger import Ledger
from bot.store.records import Work
from bot.vault import ram
from bot.weeks import DAY, Week, week_begins, week_of

ENDED = "Rounds that ended: their answers, peppers and keys are gone."
NONE_ENDED = "No round has ended, so nothing of one is due to go."


async def over(d: Deployment, weeks: int) -> None:
    """Let it be so many weeks after the end of the round."""
    (one,) = await d.serving.store.rounds()
    d.clock.at = week_begins(Week(one.closes_week + weeks))


def left(d: Deployment) -> tuple[int, int, int]:
    """Count the envelopes, peppers and keys that are there."""
    settings = d.settings
    peppers = settings.secrets_folder.glob("pepper-*")
    keys = settings.vault_folder.glob("*.key")
    return len(rows(d, "sealed")), len(list(peppers)), len(list(keys))


async def test_nothing_is_forgotten_before_its_time(tmp_path: Path) -> None:
    """In mid-round everything stays, and that is said, also where nobody answered."""
    async with trial(tmp_path) as d:
        nobody = await forget(d.settings, d.clock.at)
        await crowd(d, 3)
        assert await forget(d.settings, d.clock.at) == nobody
        assert nobody[0] == NONE_ENDED
        assert left(d) == (3, 1, 1)


async def test_what_is_due_goes_without_a_server_and_without_a_keeper(
    tmp_path: Path,
) -> None:
    """The pepper at the round's end; the rest when its last tick is over."""
    async with trial(tmp_path) as d:
        await crowd(d, 3)
        await over(d, 0)
    first = await forget(d.settings, d.clock.at)
    assert "A round that is over and still told: its pepper is gone." in first
    assert left(d) == (3, 0, 1)
    at = d.clock.at + 28 * DAY
    assert (await forget(d.settings, at - 1))[0] == NONE_ENDED
    assert left(d) == (3, 0, 1)
    assert (await forget(d.settings, at))[0] == ENDED
    assert left(d) == (0, 0, 0)
    assert (await forget(d.settings, at))[0] == ENDED


async def test_the_ledger_forgets_an_ended_round(tmp_path: Path) -> None:
    """Whom the round told, and who took back, is gone from the vault's files."""
    async with trial(tmp_path) as d:
        await crowd(d, 16)
        d.clock.at += 14 * DAY
        await d.gather()
        (one,) = await d.serving.store.rounds()
        await over(d, 4)
    ledger = await Ledger.open(ledger_file(d.settings))
    await ledger.add_erased(one.id, [5])
    await ledger.close()
    await forget(d.settings, d.clock.at)
    with closing(sqlite3.connect(ledger_file(d.settings))) as db:
        for table in ("ledger", "appearance", "erased"):
            assert db.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608 (names from here)
        assert len(db.execute("SELECT * FROM batch").fetchall()) == 1


async def test_talks_and_invitations_of_the_past_go(tmp_path: Path) -> None:
    """A talk of yesterday and a link that still binds stay."""
    async with trial(tmp_path) as d:
        store, week = d.serving.store, week_of(d.clock.at)
        today = d.clock.at // DAY
        talks = [talk_row(epoch=today - past) for past in (0, 1, 2)]
        for talk in talks:
            await store.commit(Work(talk=talk))
        used = d.phone(5_550_000_001)
        await used.start(await invite(store, "admin", week))
        await invite(store, "designer", Week(week - INVITE_WEEKS))
        await invite(store, "designer", Week(week + 1 - INVITE_WEEKS))
        await forget(d.settings, d.clock.at)
        epochs = {talk.epoch for talk in await store.talks()}
        assert epochs == {today, today - 1}
        assert [row[3:5] for row in rows(d, "invite")] == [(0, week + 1)]


async def test_what_was_deleted_leaves_no_byte_beside_a_running_server(
    tmp_path: Path,
) -> None:
    """Neither the database nor its log has anything of an erased envelope."""
    async with trial(tmp_path) as d:
        await send(d)
        ((id_, _, locator, envelope),) = rows(d, "sealed")
        assert isinstance(id_, int)
        assert isinstance(envelope, bytes)
        assert isinstance(locator, bytes)
        await d.serving.store.commit(Work(erase=(id_,)))
        before = everything_on_disk(d.settings.home)
        await forget(d.settings, d.clock.at)
        after = everything_on_disk(d.settings.home)
        assert envelope[500:532] in before
        assert envelope[500:532] not in after
        assert locator not in after


async def test_a_copy_that_a_crash_left_goes_too(tmp_path: Path) -> None:
    """In either folder; one at which somebody works stays."""
    async with trial(tmp_path) as d:
        folders = (d.settings.home, d.settings.vault_folder)
        left = [folder / ".carried-x" for folder in folders]
        for copy in left:
            copy.mkdir()
            (copy / "carried.db").write_bytes(b"a copy")
        with place_in(d.settings.home) as used:
            await forget(d.settings, d.clock.at)
            assert [copy.exists() for copy in (*left, used.parent)] == [
                *(False, False, True)
            ]


async def test_a_log_that_somebody_reads_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the log could not be emptied, nobody is told that it was."""
    monkeypatch.setattr(connection, "PATIENCE", 0.02)
    async with trial(tmp_path) as d:
        await send(d)
        reader = sqlite3.connect(d.settings.database_path)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sealed").fetchall()
        await d.serving.store.commit(Work(update=1))
        with pytest.raises(StoreLockedError):
            await forget(d.settings, d.clock.at)
        reader.close()
        assert (await forget(d.settings, d.clock.at))[0] == NONE_ENDED


async def test_two_homes_forget_each_its_own(tmp_path: Path) -> None:
    """The server has no key to destroy, the vault no answer; both work alone."""
    async with two_homes(tmp_path) as home:
        d = home.d
        await send(d)
        first, second = await d.serving.store.rounds()
        assert await forget(home.vault, d.clock.at) == [NONE_ENDED]
        at = week_begins(Week(first.closes_week + 4))
        told = await forget(d.settings, at)
        assert told[0] == "Rounds that ended: their answers and peppers are gone."
        assert rows(d, "sealed") == []
        told = await forget(home.vault, at)
        assert told == ["Rounds that ended: their keys are gone."]
        left = {path.stem for path in home.vault.vault_folder.glob("*.key")}
        assert left == {second.id, "signing"}


async def test_nothing_is_forgotten_by_a_wrong_clock(tmp_path: Path) -> None:
    """While serving finds the clock wrong, a year ahead ends no round."""
    async with trial(tmp_path) as d, alone(d.settings.home):
        folder = ram.folder_for(d.settings.home, ram.places())
        if folder is None:
            pytest.skip("no memory file system to note a clock in")
        await send(d)
        (folder / NAME).write_text("99999", encoding="ascii")
        with pytest.raises(ClockWrongError):
            await forget(d.settings, d.clock.at + 365 * DAY)
        assert left(d) == (1, 1, 1)


async def test_a_round_that_was_moved_in_time_is_not_forgotten(tmp_path: Path) -> None:
    """Whoever writes the database cannot have keys destroyed early."""
    async with trial(tmp_path) as d:
        await send(d)
    db = sqlite3.connect(d.settings.database_path)
    with db:
        db.execute("UPDATE round SET closes_week = closes_week - 50")
    db.close()
    with pytest.raises(FingerprintError):
        await forget(d.settings, d.clock.at)
    assert left(d) == (1, 1, 1)


async def test_where_nothing_is_there_is_nothing_to_forget(tmp_path: Path) -> None:
    """An empty folder is no deployment."""
    with pytest.raises(NotSetUpError):
        await forget(load({"SOTTO_HOME": str(tmp_path)}), 0)
    assert everything_on_disk(tmp_path) == b""
