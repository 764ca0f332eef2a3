"""A fresh serving database for a test: made once and copied, as migrating is slow."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from bot.store.migrate import migrate


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
