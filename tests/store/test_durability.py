"""What was acknowledged is on the disk: through kills, full disks and locks."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from databases import opened

from bot.store.records import ActRow, Work
from bot.weeks import Week

LINKED = ActRow("command line", "programme link p1", Week(100))
WRITES = """
import asyncio, pathlib, sys
sys.path[:0] = ["tests", "tests/store"]
from store.rows import sealed_row, talk_row
from bot.store.records import Work
from bot.store.sqlite import Store

async def write(store, numbers):
    for n in numbers:
        row, talk = sealed_row(), talk_row()
        await store.commit(Work(update=n, talk=talk, sealed=(row,)))
        print(n, row.id, talk.slot.hex(), flush=True)

async def main():
    store = await Store.open(pathlib.Path(sys.argv[1]))
    numbers = iter(range(10**9))
    await asyncio.gather(*(write(store, numbers) for _ in range(24)))

asyncio.run(main())
"""

FILLS = """
import asyncio, pathlib, resource, sys
sys.path[:0] = ["tests", "tests/store"]
from store.rows import sealed_row
from bot.errors import SottoError
from bot.store.records import Work
from bot.store.sqlite import Store

async def main():
    store = await Store.open(pathlib.Path(sys.argv[1]))
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**21, most))
    kept = 0
    try:
        while True:
            await store.commit(Work(update=kept, sealed=(sealed_row(16384),)))
            kept += 1
    except SottoError as failed:
        print(type(failed).__name__, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    await store.commit(Work(update=kept, sealed=(sealed_row(16384),)))
    await store.close()
    print(kept + 1, flush=True)

asyncio.run(main())
"""


def child(program: str, path: Path) -> subprocess.Popen[str]:
    """Start a program on a database, in a process of its own."""
    return subprocess.Popen(  # noqa: S603 (this very interpreter, a fixed program)
        [sys.executable, "-c", program, str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(path: Path, after: int) -> list[list[str]]:
    """Return what a writing process acknowledged until it was killed in mid-write."""
    with child(WRITES, path) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    return [line.split() for line in lines if line.endswith("\n")]


@pytest.mark.parametrize("after", [1, 100, 777])
async def test_a_killed_process_loses_nothing_acknowledged(
    path: Path, after: int
) -> None:
    """After kill -9 each acknowledged update is there whole, and none by half."""
    acknowledged = killed(path, after)
    async with opened(path) as store:
        ids = {id_ async for rows in store.sealed("r1") for id_, _ in rows}
        slots = {talk.slot.hex() for talk in await store.talks()}
    assert len(acknowledged) >= after
    assert {int(row) for _, row, _ in acknowledged} <= ids
    assert {slot for _, _, slot in acknowledged} <= slots
    with closing(sqlite3.connect(path)) as db:
        ((seen,),) = db.execute("SELECT count(*) FROM seen")
    assert seen == len(ids) == len(slots)


async def test_a_disk_that_takes_no_more_is_told_and_loses_nothing(path: Path) -> None:
    """When writing fails the caller is told; with space again it goes on."""
    with child(FILLS, path) as process:
        told, _ = process.communicate(timeout=60)
    name, kept = told.split()
    assert name in {"StoreUnwritableError", "StoreFullError"}
    async with opened(path) as store:
        rows = [row async for rows in store.sealed("r1") for row in rows]
    assert len(rows) == int(kept) >= 3


async def test_two_programs_share_the_file(path: Path) -> None:
    """A command may write, settle and close while the bot goes on committing."""
    async with opened(path) as bot:
        begun = [asyncio.create_task(bot.commit(Work(update=n))) for n in range(500)]
        for n in range(5):
            async with opened(path) as command:
                await command.add_code(f"x{n}", "p1", 9, LINKED)
        assert all(await asyncio.gather(*begun))
        await bot.settle()
        assert len(await bot.codes()) == 5
