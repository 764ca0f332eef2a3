"""A fresh serving database for a test: made once and copied, as migrating is slow.

Opened here, it is closed when the test fails too: a connection left open would keep
the whole run from ending.
"""

import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from bot.store.migrate import migrate
from bot.store.sqlite import Store


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        path = Path(folder) / "sotto.db"
        thread.submit(migrate, path).result()  # in a thread: a test's loop may run
        return path.read_bytes()


def migrated(path: Path) -> Path:
    """Make an empty database of the newest shape at `path`, and return the path."""
    path.write_bytes(_template())
    return path


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Store]:
    """Open a store for a block."""
    store = await Store.open(path)
    try:
        yield store
    finally:
        await store.close()
