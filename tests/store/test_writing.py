"""Waiting works share a commit, and a bad one harms nobody but itself."""

import asyncio
from pathlib import Path

import aiosqlite
import pytest
from databases import opened
from store.rows import sealed_row, talk_row

from bot.errors.databases import (
    StoreClashError,
    StoreClosedError,
    StoreFullError,
    StoreLockedError,
)
from bot.store.records import SealedRow, TalkRow, Work
from bot.store.sqlite import Store
from bot.store.writing import GROUP, Writer


async def met(store: Store) -> set[int]:
    """Return the ids of every sealed row of the round r1."""
    return {id_ async for rows in store.sealed("r1") for id_, _ in rows}


async def test_many_at_once_are_all_written(store: Store) -> None:
    """More works than fit one group come out whole, each with its own row."""
    rows = [sealed_row() for _ in range(3 * GROUP + 1)]
    fresh = await asyncio.gather(
        *(store.commit(Work(update=n, sealed=(r,))) for n, r in enumerate(rows))
    )
    assert fresh == [True] * len(rows)
    assert await met(store) == {row.id for row in rows}


async def begins(db: aiosqlite.Connection) -> list[str]:
    """Return a list that grows by one with each transaction begun."""
    begun: list[str] = []
    await db.set_trace_callback(
        lambda sql: begun.append(sql) if sql.startswith("BEGIN") else None
    )
    return begun


async def test_waiting_works_share_a_transaction(db: aiosqlite.Connection) -> None:
    """A full group costs one commit, not one each."""
    writer, begun = Writer(db), await begins(db)
    await asyncio.gather(*(writer.commit(Work(update=n)) for n in range(GROUP)))
    assert len(begun) == 1


async def test_a_duplicate_in_the_same_group_is_written_once(store: Store) -> None:
    """Of the same update twice at once, the first is new and the second is not."""
    first, second = sealed_row(), sealed_row()
    both = [Work(update=1, sealed=(row,)) for row in (first, second)]
    fresh = await asyncio.gather(*(store.commit(work) for work in both))
    assert fresh == [True, False]
    assert await met(store) == {first.id}


async def test_the_last_word_on_a_slot_counts(store: Store) -> None:
    """A slot written, dropped and written again in one group ends as written last."""
    talk = talk_row()
    after = TalkRow(talk.slot, 2, b"after")
    gone = talk_row()
    await asyncio.gather(
        store.commit(Work(talk=talk)),
        store.commit(Work(drop=(talk.slot,))),
        store.commit(Work(talk=after)),
        store.commit(Work(talk=gone)),
        store.commit(Work(drop=(gone.slot,))),
    )
    assert await store.talks() == [after]


async def test_a_clash_is_told_to_its_own_caller_only(store: Store) -> None:
    """A locator that exists fails its work whole; its neighbours are durable."""
    rows = [sealed_row() for _ in range(5)]
    bad = SealedRow(1, "r1", rows[0].locator, b"envelope")
    works = [Work(update=n, sealed=(row,)) for n, row in enumerate(rows)]
    works.insert(3, Work(update=99, talk=talk_row(), sealed=(bad,)))
    told = await asyncio.gather(
        *(store.commit(work) for work in works), return_exceptions=True
    )
    assert isinstance(told.pop(3), StoreClashError)
    assert told == [True] * 5
    assert await met(store) == {row.id for row in rows}
    assert await store.talks() == []
    assert not await store.seen(99)


async def test_a_value_that_cannot_be_kept_fails_alone(store: Store) -> None:
    """A number beyond 64 bits is its caller's mistake and nobody else's."""
    told = await asyncio.gather(
        store.commit(Work(update=1)),
        store.commit(Work(update=2, erase=(2**64,))),
        store.commit(Work(update=3)),
        return_exceptions=True,
    )
    assert isinstance(told[1], OverflowError)
    assert [await store.seen(n) for n in (1, 2, 3)] == [True, False, True]


async def test_a_caller_who_gives_up_stops_nobody(store: Store) -> None:
    """Cancelling a commit at any moment leaves the writer writing."""
    for pause in range(12):
        task = asyncio.create_task(store.commit(Work(update=pause)))
        for _ in range(pause):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await store.commit(Work(update=100 + pause))


async def test_a_deed_given_up_leaves_no_transaction_open(store: Store) -> None:
    """Cancelling a release at any moment leaves it whole or absent, never half."""
    for pause in range(12):
        task = asyncio.create_task(store.release([]))
        for _ in range(pause):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await store.commit(Work(update=pause))


async def test_closing_finishes_what_waits(path: Path) -> None:
    """Works begun before a clean stop are durable after it; later ones are refused."""
    async with opened(path) as store:
        begun = [asyncio.create_task(store.commit(Work(update=n))) for n in range(100)]
        await asyncio.sleep(0)
    assert all(await asyncio.gather(*begun))
    with pytest.raises(StoreClosedError):
        await store.commit(Work(update=100))
    async with opened(path) as again:
        assert all([await again.seen(n) for n in range(100)])


async def test_a_writer_closes_after_its_last_work(db: aiosqlite.Connection) -> None:
    """The connection is not taken away from under what still waits."""
    writer = Writer(db)
    begun = [asyncio.create_task(writer.commit(Work(update=n))) for n in range(100)]
    await asyncio.sleep(0)
    await writer.close()
    assert all(await asyncio.gather(*begun))


async def test_a_locked_database_is_told_to_everyone_at_once(
    db: aiosqlite.Connection, other: aiosqlite.Connection
) -> None:
    """Another program's lock is waited for once, and passes when it is let go."""
    await db.execute("PRAGMA busy_timeout=20")
    writer, begun = Writer(db), await begins(db)
    await other.execute("BEGIN IMMEDIATE")
    told = await asyncio.gather(
        *(writer.commit(Work(update=n)) for n in range(3)), return_exceptions=True
    )
    assert [type(one) for one in told] == [StoreLockedError] * 3
    assert len(begun) == 1
    await other.execute("ROLLBACK")
    assert await writer.commit(Work(update=1))


async def test_a_full_disk_fails_only_what_does_not_fit(
    db: aiosqlite.Connection,
) -> None:
    """Small works go on beside one that is too large, and all when there is space."""
    writer = Writer(db)
    ((pages,),) = await db.execute_fetchall("PRAGMA page_count")
    await db.execute(f"PRAGMA max_page_count={pages + 2}")
    large = Work(update=2, sealed=tuple(sealed_row(16384) for _ in range(9)))
    told = await asyncio.gather(
        writer.commit(Work(update=1, sealed=(sealed_row(),))),
        writer.commit(large),
        writer.commit(Work(update=3)),
        return_exceptions=True,
    )
    assert told[0] is True
    assert isinstance(told[1], StoreFullError)
    assert told[2] is True
    await db.execute("PRAGMA max_page_count=1000000")
    assert await writer.commit(large)
