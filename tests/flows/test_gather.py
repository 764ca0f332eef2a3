"""One tick over real files: sealed rows in, released digests out, and no way around."""

import secrets
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from answers import (
    DyingCoder,
    Vault,
    crowd,
    deployment,
    programme,
    response,
    said,
    seeded,
)
from gatherings import ENOUGH, HOUSE, VAULT, Home, opened, people_of
from typing_extensions import override

from bot.errors.gathered import AlreadyToldError, WorkerLostError
from bot.flows import bench
from bot.store.records import Work
from bot.store.sqlite import Store
from bot.themes.coding import KeywordCoder
from bot.weeks import Week


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """Open a home with nothing in it."""
    async with opened(tmp_path) as it:
        yield it


async def test_enough_people_are_told_once(home: Home) -> None:
    """A group that is large enough is one digest, recorded with the day it leaves."""
    await home.send(*people_of(ENOUGH))
    (digest,) = await home.gather()

    assert (digest.pool, digest.leaf, digest.size_band) == ("house", "", "10-19")
    assert digest.months == ("2025-10", "2025-12")
    assert [(row.batch, row.leaves) for row in await home.store.digests()] == [
        (digest.batch, 20_000)
    ]


async def test_nine_people_and_a_duplicate_never_close_a_batch(home: Home) -> None:
    """A tenth answer of one of nine people changes nothing."""
    nine = people_of(9)
    again = response(seeded(1), nine[0].voice)
    await home.send(*nine, again)

    assert await home.gather() == []


async def test_fifty_answers_of_one_person_never_close_a_batch(home: Home) -> None:
    """One voice is one person, however often it speaks."""
    dice = seeded(1)
    await home.send(*(response(dice, bytes(16)) for _ in range(50)))

    assert await home.gather() == []


async def test_answers_rest_until_they_are_ready(home: Home) -> None:
    """An answer whose rest is not over is not gathered."""
    await home.send(*people_of(ENOUGH, sent=101))

    assert await home.gather(101) == []
    assert len(await home.gather(102)) == 1


async def test_a_second_run_of_a_week_does_nothing(home: Home) -> None:
    """Neither the same week nor a clock gone back gathers again."""
    await home.gather(101)
    await home.send(*people_of(ENOUGH))

    assert await home.gather(101) == []
    assert await home.gather(99) == []
    assert len(await home.gather(102)) == 1


async def test_nobody_is_told_twice(home: Home) -> None:
    """The answers of a released batch never come again, not even much later."""
    await home.send(*people_of(ENOUGH))
    await home.gather(101)

    assert await home.gather(102) == []
    assert await home.gather(115) == []


async def test_a_told_voice_waits_four_weeks(home: Home) -> None:
    """New answers of people who were told are gathered four weeks after."""
    people = people_of(ENOUGH)
    await home.send(*people)
    await home.gather(101)
    dice = seeded(2)
    await home.send(*(response(dice, one.voice, sent=101) for one in people))

    assert await home.gather(104) == []
    (digest,) = await home.gather(105)
    assert digest.months == ("2025-12", "2026-01")


async def test_what_was_taken_back_stays_so_when_an_older_copy_comes_back(
    home: Home,
) -> None:
    """Four of just enough people took back; their rows come again and go again."""
    gone = (await home.send(*people_of(ENOUGH)))[:4]
    ids = tuple(row.id for row in gone)
    await home.store.commit(Work(erase=ids))
    assert await home.gather(101) == []
    await home.store.commit(Work(sealed=tuple(gone)))
    for week in (102, 115):
        assert await home.gather(week) == []
    assert await home.store.envelopes(ids) == []


async def test_what_was_taken_back_is_learnt_before_anything_is_told(
    home: Home,
) -> None:
    """A gathering that breaks off has learnt it all the same."""

    def broken(_: int) -> int:
        raise MemoryError

    rows = await home.send(*people_of(ENOUGH + 1))
    await home.store.commit(Work(erase=(rows[0].id,)))
    with pytest.raises(MemoryError):
        await home.gather(bits=broken)
    assert await home.ledger.erased(VAULT.key.round.id) == [rows[0].id]


async def test_one_answer_of_each_voice_is_drawn(home: Home) -> None:
    """Of two answers of everybody one is told now and the other four weeks later."""
    people = people_of(ENOUGH)
    dice = seeded(3)
    await home.send(*people, *(response(dice, one.voice) for one in people))

    assert len(await home.gather(101)) == 1
    assert await home.gather(104) == []
    assert len(await home.gather(105)) == 1
    assert await home.gather(109) == []


async def test_which_answer_is_drawn_is_chance(home: Home) -> None:
    """Of 300 people with a bad and a good answer, about half are told with each.

    All the bad ones lie first in the database.
    """
    dice = seeded(3)
    people = [response(dice, dice.randbytes(16)) for _ in range(300)]
    bad = [said(one, "Q1", "very_bad") for one in people]
    good = [said(response(dice, one.voice), "Q1", "very_good") for one in people]
    rows = [
        replace(row, id=number)
        for number, row in enumerate(VAULT.rows(dice, [*bad, *good]))
    ]
    await home.store.commit(Work(sealed=tuple(rows)))
    (digest,) = await home.gather()
    told = dict(digest.table)

    assert {told["Q1", "low"], told["Q1", "high"]} == {"some"}


async def test_facts_are_counted_across_languages(home: Home) -> None:
    """What everybody says is told most, what nobody says few, coded words included."""
    people = [said(one, "Q2", "no") for one in crowd(seeded(5), 60)]
    await home.send(*people)
    digests = await home.gather(bits=seeded(1).getrandbits)
    told = [dict(digest.table) for digest in digests]

    assert {digest.leaf for digest in digests} > {""}
    assert all(table["Q2", "no"] == "most" for table in told)
    assert all(table["Q2", "yes"] == "few" for table in told)
    assert all(table["themes", "change:B1"] == "few" for table in told)


async def test_a_language_leaf_and_its_rest_are_disjoint(home: Home) -> None:
    """A batch with leaves tells every person in exactly one of them."""
    people = crowd(seeded(6), 60)
    await home.send(*people)
    digests = await home.gather()
    rows = _rows(home, "SELECT answer_id, batch FROM ledger")

    assert len(rows) == len({mark for mark, _ in rows}) == 60
    assert {batch for _, batch in rows} == {digest.batch for digest in digests}
    assert min(Counter(batch for _, batch in rows).values()) >= HOUSE.k


def _rows(home: Home, sql: str) -> list[tuple[bytes, str]]:
    database = sqlite3.connect(home.folder / "vault.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


async def test_waiting_people_meet_in_the_family(home: Home) -> None:
    """Two small homes close together once their people have waited five weeks."""
    where = deployment(programme("north", "homes", 8), programme("south", "homes", 8))
    await home.send(*people_of(7, "north"), *crowd(seeded(8), 7, "south"))

    assert await home.gather(104, where) == []
    (digest,) = await home.gather(105, where)
    assert digest.pool == "family:homes"


async def test_those_who_named_no_service_are_told_by_the_network(home: Home) -> None:
    """A person who was not sure is gathered with others who were not, at once."""
    await home.send(*people_of(ENOUGH, "network"))
    (digest,) = await home.gather()

    assert digest.pool == "network"


async def test_what_is_left_goes_up_at_the_last_tick(home: Home) -> None:
    """Three weeks after the round's end two programmes close as the network."""
    where = deployment(programme("north"), programme("south"))
    closes = VAULT.key.round.closes_week
    people = [*people_of(7, "north", sent=closes), *people_of(6, "south", sent=closes)]
    await home.send(*people)

    assert await home.gather(closes + 2, where) == []
    (digest,) = await home.gather(closes + 3, where)
    assert digest.pool == "network"


async def test_rounds_never_mix(home: Home) -> None:
    """Nine people of an old round and nine of a new one stay unheard."""
    later = Vault(bytes(32), opens=100)
    await home.send(*people_of(9))
    await home.send(*crowd(seeded(2), 9), vault=later)

    assert await home.gather(keys=(VAULT.key, later.key)) == []


async def test_two_rounds_close_in_one_tick(home: Home) -> None:
    """Each round gathers its own; the week's tick is written once for both."""
    later = Vault(bytes(32), opens=100)
    await home.send(*people_of(ENOUGH))
    await home.send(*crowd(seeded(2), ENOUGH), vault=later)
    digests = await home.gather(keys=(VAULT.key, later.key))

    assert sorted(digest.months for digest in digests) == [
        ("2025-10", "2025-12"),
        ("2025-12", "2025-12"),
    ]


async def test_a_deleted_answer_is_out_of_the_next_tick(home: Home) -> None:
    """Who takes an answer back before the tick leaves too few behind."""
    rows = await home.send(*people_of(10), *crowd(seeded(3), 3))
    await home.store.commit(Work(erase=tuple(row.id for row in rows[:4])))

    assert await home.gather() == []


async def test_an_answer_deleted_in_mid_tick_is_not_told(home: Home) -> None:
    """If people vanish between the passes, their pool waits for the next tick."""
    rows = await home.send(*people_of(ENOUGH))
    leaving = _Leaving(home.store, tuple(row.id for row in rows[:5]))
    released = await Home(leaving, home.ledger, home.folder).gather()

    assert released == []
    assert _rows(home, "SELECT answer_id, batch FROM ledger") == []


class _Leaving(Store):
    """A store from which people take their answers back after the first pass."""

    def __init__(self, store: Store, ids: tuple[int, ...]) -> None:
        super().__init__(store._reader, store._writer)  # noqa: SLF001 (the same one)
        self._ids = ids

    @override
    async def envelopes(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """Erase, then fetch."""
        await self.commit(Work(erase=self._ids))
        return await super().envelopes(ids)


async def test_deleting_changes_nothing_that_was_released(home: Home) -> None:
    """Released bytes stay when answers go, k is raised and time passes."""
    rows = await home.send(*people_of(ENOUGH))
    await home.gather()
    before = await home.store.digests()
    await home.store.commit(Work(erase=tuple(row.id for row in rows)))
    await home.gather(110, replace(HOUSE, k=20))

    assert await home.store.digests() == before


async def test_a_crash_before_the_release_is_healed(home: Home) -> None:
    """A batch that the ledger knows and nobody got is handed over by the next run."""
    await home.send(*people_of(ENOUGH))
    crashing = _Crashing(home.store)
    with pytest.raises(RuntimeError):
        await Home(crashing, home.ledger, home.folder).gather()
    assert await home.store.digests() == []

    (digest,) = await home.gather()
    assert [(row.batch, row.leaves) for row in await home.store.digests()] == [
        (digest.batch, 20_000)
    ]


class _Crashing(Store):
    """A store before whose release the power goes."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._reader, store._writer)  # noqa: SLF001 (the same one)

    @override
    async def release(self, *_: object) -> int:
        """Crash."""
        raise RuntimeError


async def test_a_crash_before_the_tick_leaves_nothing(home: Home) -> None:
    """What the ledger did not take is gathered again, whole."""
    await home.send(*people_of(ENOUGH))
    with pytest.raises(RuntimeError):
        await home.gather(bits=partial(_broken, 128))

    assert await home.ledger.batches() == []
    assert len(await home.gather()) == 1


def _broken(at: int, size: int) -> int:
    if size == at:
        raise RuntimeError
    return secrets.randbits(size)


async def test_a_second_insert_of_an_answer_fails_at_the_database(home: Home) -> None:
    """Even a gathering gone wrong cannot tell an answer twice."""
    await home.send(*people_of(ENOUGH))
    await home.gather()
    ((mark, batch), *_) = _rows(home, "SELECT answer_id, batch FROM ledger")

    with pytest.raises(AlreadyToldError):
        await home.ledger.commit_tick(Week(102), [], [(mark, batch)], [])


async def test_broken_and_forged_envelopes_are_left_aside(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rubbish, other keys and other peppers stop nothing; only "some" is said."""
    other = Vault(bytes(32))
    people = people_of(ENOUGH)
    rows = await home.send(*people)
    alien = other.rows(seeded(1), people[:1])[0]
    forged = VAULT.rows(seeded(2), [replace(people_of(1)[0], pepper=b"another1")])[0]
    broken = [
        replace(alien, id=1, locator=bytes(16), round=VAULT.key.round.id),
        replace(forged, id=2),
        replace(rows[0], id=3, locator=b"3" * 16, envelope=rows[0].envelope[:-1]),
        replace(rows[0], id=4, locator=b"4" * 16, envelope=b""),
    ]
    await home.store.commit(Work(sealed=tuple(broken)))

    assert len(await home.gather()) == 1
    assert capsys.readouterr().err == "some_envelopes_unreadable level=warning\n"


async def test_voices_of_another_pepper_are_nobody(home: Home) -> None:
    """Answers under a pepper that is not the round's never make up the number."""
    forged = [replace(one, pepper=b"another1") for one in crowd(seeded(2), 30)]
    await home.send(*people_of(9), *forged)

    assert await home.gather() == []


async def test_an_envelope_that_was_copied_counts_once(home: Home) -> None:
    """A copied row has the same voice: it closes nothing and breaks nothing."""
    rows = await home.send(*people_of(9))
    copies = [
        replace(row, id=secrets.randbits(63), locator=secrets.token_bytes(16))
        for row in rows
    ]
    await home.store.commit(Work(sealed=tuple(copies)))

    assert await home.gather() == []


@pytest.mark.parametrize("change", ["pool", "form"])
async def test_what_is_not_known_now_waits(home: Home, change: str) -> None:
    """Answers of an unknown service or form are neither told nor lost."""
    unknown = {
        "pool": partial(replace, pool="gone"),
        "form": partial(replace, form="gone"),
    }
    people = [unknown[change](one) for one in people_of(ENOUGH)]
    await home.send(*people)

    assert await home.gather() == []


@pytest.mark.parametrize("waiting", [0, 1, 9])
async def test_nothing_tells_how_many_wait(
    home: Home, waiting: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nobody or k - 1 people waiting, nothing is said or released."""
    await home.send(*people_of(waiting))

    assert await home.gather() == []
    assert capsys.readouterr() == ("", "")
    assert await home.store.digests() == []


async def test_a_pool_of_processes_tells_the_same(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened side by side, the same answers and dice make the same digests."""
    monkeypatch.setattr(bench, "FEW", 1)
    people = crowd(seeded(9), 1100)
    await home.send(*people)
    dice = seeded(10)
    home.processes = 2
    digests = await home.gather(bits=dice.getrandbits)
    told = _rows(home, "SELECT answer_id, batch FROM ledger")

    assert len(told) == 1100
    assert len({digest.leaf for digest in digests}) == len(digests) == 3


async def test_a_worker_that_is_lost_is_said_and_nothing_is_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends a process from outside: one line, and the tick can be repeated."""
    monkeypatch.setattr(bench, "FEW", 0)
    await home.send(*people_of(ENOUGH))
    home.processes, home.coder = 2, DyingCoder()
    with pytest.raises(WorkerLostError, match="gather"):
        await home.gather()

    home.processes, home.coder = 1, KeywordCoder()
    assert len(await home.gather()) == 1


async def test_progress_only_grows_and_ends_whole(home: Home) -> None:
    """The keeper's bar goes from nothing to all, over two rounds."""
    later = Vault(bytes(32), opens=100)
    await home.send(*people_of(ENOUGH))
    await home.send(*crowd(seeded(2), ENOUGH), vault=later)
    await home.gather(keys=(VAULT.key, later.key))

    assert home.progress == sorted(home.progress)
    assert home.progress[0] >= 0
    assert home.progress[-1] == 1
