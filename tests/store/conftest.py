"""What the store's tests share: a real file, and rows that look like real ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from databases import migrated

from bot.store.sqlite import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of an empty database of the newest shape."""
    return migrated(tmp_path / "sotto.db")


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    """Open a store over a real file."""
    it = await Store.open(path)
    yield it
    await it.close()
