"""What the store's tests share: a real file, and rows that look like real ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest
from databases import migrated, opened

from bot.store.connection import connect
from bot.store.sqlite import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of an empty database of the newest shape."""
    return migrated(tmp_path / "sotto.db")


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    """Open a store over a real file."""
    async with opened(path) as it:
        yield it


@pytest.fixture
async def db(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Open one bare connection to it."""
    it = await connect(path)
    yield it
    await it.close()


@pytest.fixture
async def other(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Open the connection of another program to it."""
    it = await connect(path)
    yield it
    await it.close()
