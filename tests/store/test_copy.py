"""A copy of the database holds what was asked for, and nothing of the rest."""

from pathlib import Path

import pytest
from databases import opened
from store.rows import sealed_row, talk_row

from bot.errors.carried import OutFileError
from bot.errors.databases import StoreBrokenError
from bot.store.records import Work
from bot.store.sqlite import Store


async def test_a_copy_lacks_what_is_left_out(store: Store, tmp_path: Path) -> None:
    """Sealed rows come along; talks do not, not even as deleted bytes."""
    talk, row = talk_row(), sealed_row()
    await store.commit(Work(update=1, talk=talk, sealed=(row,)))
    copy = tmp_path / "copy.db"
    await store.copy_to(copy, without=("talk", "seen"))
    assert talk.state not in copy.read_bytes()
    assert talk.slot not in copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    async with opened(copy) as it:
        assert [rows async for rows in it.sealed("r1")] == [[(row.id, row.envelope)]]
        assert await it.talks() == []
        assert not await it.seen(1)
    assert await store.talks() == [talk]


async def test_nothing_is_written_over(store: Store, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(OutFileError):
        await store.copy_to(there, without=())
    assert there.read_text() == "mine"


async def test_a_copy_that_fails_leaves_no_file(store: Store, tmp_path: Path) -> None:
    """What is half written is taken away."""
    copy = tmp_path / "copy.db"
    with pytest.raises(StoreBrokenError):
        await store.copy_to(copy, without=("no_such_table",))
    assert not copy.exists()
