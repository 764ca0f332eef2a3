"""Whether a copy of a database is whole: asked of a backup before it counts as one."""

from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import StoreBrokenError
from bot.store.connection import connect, explained
from bot.store.versions import TABLES_SQL

_FAILED = "integrity_check"


async def rows_of(path: Path) -> dict[str, int]:
    """Return how many rows each table has; raise if the file is damaged."""
    db = await connect(path)
    try:
        with explained(path):
            if await _column(db, "PRAGMA integrity_check") != ["ok"]:
                raise StoreBrokenError(_FAILED)
            counts = {
                name: await _column(db, f'SELECT count(*) FROM "{name}"')  # noqa: S608 (a table's own name)
                for name in await _column(db, TABLES_SQL)
            }
            return {name: count for name, (count,) in counts.items()}
    finally:
        await db.close()


async def _column(db: aiosqlite.Connection, sql: str) -> list[Any]:
    return [value for (value,) in await db.execute_fetchall(sql)]
