"""Ticks under attack: forged rows, other files put in place, a world that changed.

Rule: whatever is done to what rests, nobody is told twice or among fewer than k, and
nobody is silenced by it either.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from answers import DEFAULT, Vault, crowd, deployment, programme, response, seeded
from gatherings import ENOUGH, HOUSE, Home, opened, people_of
from typing_extensions import override

from bot.deployment import NETWORK, Deployment
from bot.errors.gathered import OldLedgerError
from bot.responses import Response
from bot.store.sqlite import Store
from bot.weeks import Week

TWO = deployment(programme("house", "homes"), programme("other", "homes"))


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """Open a home with nothing in it."""
    async with opened(tmp_path) as it:
        yield it


def _told(home: Home) -> list[tuple[bytes, str]]:
    database = sqlite3.connect(home.folder / "vault.db")
    try:
        return database.execute("SELECT answer_id, batch FROM ledger").fetchall()
    finally:
        database.close()


async def test_two_forged_voices_of_one_answer_silence_nobody(home: Home) -> None:
    """Whoever writes the database cannot stop a tick: neither forgery is counted."""
    people = people_of(ENOUGH)
    dice = seeded(77)
    forged = response(dice, dice.randbytes(16))
    await home.send(*people, forged, replace(forged, voice=dice.randbytes(16)))

    assert len(await home.gather()) == 1
    assert len(_told(home)) == ENOUGH
    assert await home.gather(110) == []


async def test_forged_twins_never_make_up_the_number(home: Home) -> None:
    """Nine people and any number of voices that claim one answer wait on."""
    dice = seeded(78)
    forged = response(dice, dice.randbytes(16))
    twins = (replace(forged, voice=dice.randbytes(16)) for _ in range(20))
    await home.send(*people_of(9), *twins)

    assert await home.gather() == []


async def test_two_gatherings_at_once_tell_once(home: Home) -> None:
    """Two keepers, or a timer and a keeper: one tick is written, one batch is told."""
    await home.send(*people_of(ENOUGH))
    async with opened(home.folder) as other:
        found = await asyncio.gather(home.gather(), other.gather())

    (digest,) = {one.batch for digests in found for one in digests}
    assert [row.batch for row in await home.store.digests()] == [digest]
    assert {batch for _, batch in _told(home)} == {digest}
    assert len(_told(home)) == ENOUGH


async def test_a_crash_after_the_release_tells_nothing_twice(home: Home) -> None:
    """The power goes before the week is noted: the next run hands nothing over."""
    await home.send(*people_of(ENOUGH))
    crashing = _Unnoted(home.store)
    with pytest.raises(RuntimeError):
        await Home(crashing, home.ledger, home.folder).gather()
    before = await home.store.digests()

    assert len(before) == 1
    assert await home.gather() == []
    assert await home.gather(102) == []
    assert await home.store.digests() == before


class _Unnoted(Store):
    """A store before whose noting of the week the power goes."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._reader, store._writer)  # noqa: SLF001 (the same one)

    @override
    async def ticked(self, week: Week) -> None:
        """Crash."""
        raise RuntimeError(week)


async def test_an_older_serving_database_brings_the_same_bytes_again(
    tmp_path: Path,
) -> None:
    """Put back from before the tick, it is handed the same digest, and no other."""
    async with opened(tmp_path) as home:
        await home.send(*people_of(ENOUGH))
    shutil.copy(tmp_path / "sotto.db", tmp_path / "older.db")
    async with opened(tmp_path) as home:
        await home.gather()
        before = await home.store.digests()
    (tmp_path / "older.db").replace(tmp_path / "sotto.db")
    async with opened(tmp_path) as home:
        assert await home.store.digests() == []
        await home.gather(106)
        await home.gather(120)
        assert await home.store.digests() == before


async def test_an_older_ledger_is_refused_and_nothing_is_told(tmp_path: Path) -> None:
    """Put back from before the tick, it would tell the same people with a new blur."""
    async with opened(tmp_path) as home:
        await home.send(*people_of(ENOUGH))
    shutil.copy(tmp_path / "vault.db", tmp_path / "older.db")
    async with opened(tmp_path) as home:
        await home.gather()
    (tmp_path / "older.db").replace(tmp_path / "vault.db")
    async with opened(tmp_path) as home:
        with pytest.raises(OldLedgerError):
            await home.gather(106)
        assert len(await home.store.digests()) == 1


async def test_a_raised_k_holds_at_once_and_changes_nothing_told(home: Home) -> None:
    """What was told of ten stays; nineteen wait where twenty are asked for now."""
    await home.send(*people_of(ENOUGH))
    await home.gather(101)
    before = await home.store.digests()
    await home.send(*people_of(19))

    assert await home.gather(102, replace(HOUSE, k=20)) == []
    assert await home.store.digests() == before


async def test_a_lowered_k_breaks_no_promise(home: Home) -> None:
    """Who was told "14 or more people" is never told among ten, in that round.

    It is enough that the vault once gathered while they were told so.
    """
    strict, lax = replace(HOUSE, k=14), replace(HOUSE, k=10)
    await home.gather(100, strict)
    await home.send(*people_of(13))

    assert await home.gather(101, lax) == []
    assert await home.gather(115, lax) == []
    later = Vault(bytes(32), opens=121)
    await home.send(*crowd(seeded(2), 13, sent=122), vault=later)
    assert len(await home.gather(124, lax, [later.key])) == 1


@pytest.mark.parametrize("pool", ["house", "family:homes"])
async def test_those_whose_service_is_gone_are_told_by_the_network(
    home: Home, pool: str
) -> None:
    """A service or a family that no longer stands here strands nobody.

    Its people wait as long as others do before they may be told by the network.
    """
    await home.send(*people_of(ENOUGH, pool))
    elsewhere = deployment(programme("north"), programme("south"))

    assert await home.gather(108, elsewhere) == []
    (digest,) = await home.gather(109, elsewhere)
    assert digest.pool == NETWORK


async def test_a_family_of_which_one_is_left_is_told_by_the_network(
    home: Home,
) -> None:
    """Those who waited as a family of two are not told under the name of the one."""
    await home.send(*people_of(6, "family:homes"), *crowd(seeded(3), 7, "other"))
    left = replace(TWO, programmes=TWO.programmes[1:])

    assert await home.gather(105, left) == []
    (digest,) = await home.gather(109, left)
    assert digest.pool == NETWORK


def _later(one: Response) -> Response:
    return replace(one, form_version=DEFAULT.version + 1)


def _unknown(one: Response) -> Response:
    return replace(one, form="of-a-later-year")


@pytest.mark.parametrize("change", [_later, _unknown])
async def test_answers_to_questions_that_are_not_known_here_wait_and_it_is_said(
    home: Home,
    change: Callable[[Response], Response],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A vault whose forms are older counts nothing wrong, loses nothing, says so."""
    await home.send(*map(change, people_of(ENOUGH)))

    assert await home.gather() == []
    said = capsys.readouterr().err
    assert said == "some_answers_wait_for_newer_forms level=warning\n"
    newer = replace(DEFAULT, version=DEFAULT.version + 1)
    later = replace(newer, name="of-a-later-year")
    assert len(await home.gather(102, _with(newer, later))) == 1
    assert capsys.readouterr().err == ""


def _with(*forms: object) -> Deployment:
    return replace(HOUSE, forms=forms)  # type: ignore[arg-type] # forms they are
