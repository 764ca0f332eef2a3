"""What lies in the raw file tells no order of arrival, and keeps nothing deleted."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from databases import migrated, opened
from store.rows import sealed_row, talk_row

from bot.store.connection import PAGE
from bot.store.records import Work
from bot.store.sqlite import SMALL, Store

ROWS = 200
CHANCE = 0.3
"""Four standard deviations of the rank correlation of 200 unrelated rows."""
FILE_HEADER = 100
"""SQLite's own header counts commits, which a thief may know."""


def correlation(positions: list[int]) -> float:
    """Return Spearman's rank correlation of positions with the order of insertion."""
    ranks = {position: rank for rank, position in enumerate(sorted(positions))}
    n = len(positions)
    moved = sum((ranks[p] - arrived) ** 2 for arrived, p in enumerate(positions))
    return 1 - 6 * moved / (n * (n * n - 1))


def at_rest(path: Path) -> bytes:
    """Return every byte of the database, its log and its index of the log."""
    return b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*"))


def sizes(path: Path) -> tuple[int, int]:
    """Return the bytes of the database and of its log."""
    return path.stat().st_size, path.with_name(path.name + "-wal").stat().st_size


def body(path: Path) -> bytes:
    """Return what stands in a file behind its header."""
    return path.read_bytes()[FILE_HEADER:]


def checkpoint(path: Path) -> bytes:
    """Move the log into the file without settling, and return the file's bytes."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    return path.read_bytes()


@pytest.mark.parametrize("size", [1024, 4096, 16384])
async def test_envelopes_lie_in_no_order_of_arrival(
    store: Store, path: Path, size: int
) -> None:
    """Even before the file is rewritten, an envelope's page tells no order."""
    rows = [sealed_row(size) for _ in range(ROWS)]
    for row in rows:
        await store.commit(Work(sealed=(row,)))
    raw = checkpoint(path)
    assert abs(correlation([raw.index(r.envelope[-16:]) for r in rows])) < CHANCE


@pytest.mark.parametrize("size", [2048, 8192, 24576])
async def test_talks_lie_in_no_order_of_arrival(
    store: Store, path: Path, size: int
) -> None:
    """Even before the file is rewritten, a talk's page tells no order."""
    rows = [talk_row(size) for _ in range(ROWS)]
    for row in rows:
        await store.commit(Work(talk=row))
    raw = checkpoint(path)
    assert abs(correlation([raw.index(r.state[-16:]) for r in rows])) < CHANCE


async def filled(path: Path, works: list[Work]) -> bytes:
    """Return the body of a settled file that got these works, one after the other."""
    async with opened(migrated(path)) as store:
        for work in works:
            await store.commit(work)
    return body(path)


@pytest.mark.parametrize("size", [1024, 4096, 16384])
async def test_a_settled_file_is_the_same_whatever_the_order(
    tmp_path: Path, size: int
) -> None:
    """The bytes at rest do not depend on who came first, or took back first."""
    works = [
        Work(update=n, talk=talk_row(2 * size), sealed=(sealed_row(size),))
        for n in range(50)
    ]
    gone = [Work(erase=(work.sealed[0].id,)) for work in works[::2]]
    there = await filled(tmp_path / "there.db", works + gone)
    back = await filled(tmp_path / "back.db", works[::-1] + gone[::-1])
    assert there == back


async def test_the_measure_itself_sees_an_order() -> None:
    """Rows in order of arrival would be found out."""
    assert correlation([10, 20, 30, 40]) == 1
    assert correlation([40, 30, 20, 10]) == -1


@pytest.mark.parametrize("size", [1024, 4096, 16384])
async def test_nothing_of_an_erased_row_is_left_after_settling(
    store: Store, path: Path, size: int
) -> None:
    """Neither envelope nor locator of an erased row stands in any of the files."""
    rows = [sealed_row(size) for _ in range(40)]
    talk = talk_row(size)
    await asyncio.gather(*(store.commit(Work(sealed=(row,))) for row in rows))
    await store.commit(Work(talk=talk))
    await store.commit(Work(drop=(talk.slot,), erase=tuple(r.id for r in rows[:20])))
    await store.settle()
    raw = at_rest(path)
    assert [r.envelope[500:532] in raw for r in rows] == [False] * 20 + [True] * 20
    assert [r.locator in raw for r in rows] == [False] * 20 + [True] * 20
    assert talk.state[500:532] not in raw


async def test_the_old_locator_is_gone_after_a_move(store: Store, path: Path) -> None:
    """Once a receipt's locator is set, nothing shows that the row had another."""
    row = sealed_row()
    await store.commit(Work(sealed=(row,)))
    await store.commit(Work(moves=((row.id, b"new locator 16 b"),)))
    await store.settle()
    assert row.locator not in at_rest(path)
    assert b"new locator 16 b" in at_rest(path)


async def test_settling_empties_the_log(store: Store, path: Path) -> None:
    """The write-ahead log, which has everything in order, is cut to nothing."""
    await store.commit(Work(sealed=(sealed_row(),)))
    assert sizes(path)[1] > 0
    await store.settle()
    assert sizes(path)[1] == 0


async def test_closing_leaves_the_database_alone(path: Path) -> None:
    """After a clean stop there is one file, and no log beside it."""
    async with opened(path) as store:
        await store.commit(Work(sealed=(sealed_row(),)))
    assert [p.name for p in path.parent.iterdir()] == [path.name]


async def test_a_large_file_is_rewritten_only_at_night(
    store: Store, path: Path
) -> None:
    """Settling a large file empties its log; a vacuum takes out the holes as well."""
    rows = [sealed_row(16384) for _ in range(SMALL // PAGE)]
    await store.commit(Work(sealed=tuple(rows)))
    await store.commit(Work(erase=tuple(row.id for row in rows[1:])))
    await store.settle()
    settled, log = sizes(path)
    assert (settled > SMALL, log) == (True, 0)
    await store.vacuum()
    vacuumed, log = sizes(path)
    assert (vacuumed < SMALL / 10, log) == (True, 0)
    assert await store.envelopes([rows[0].id]) == [(rows[0].id, rows[0].envelope)]
