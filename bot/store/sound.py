"""Whether a copy of a database is whole: asked of a backup before it counts as one.

And of a copy that a server sent: whoever rules the server chose every byte of it, and
views or triggers would run in the vault's process. Rule: such a copy is used only after
it was found to be tables alone, and sound.
"""

from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors.carried import DamagedParcelError, StrangeCopyError
from bot.errors.databases import NotADatabaseError, StoreBrokenError
from bot.store.connection import connect, explained
from bot.store.versions import TABLES_SQL

_FAILED = "integrity_check"
_STRANGE_SQL = (
    "SELECT 1 FROM sqlite_schema"
    " WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL %'"
)
"""A row that says another type than it makes does not get as far: SQLite refuses it."""


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


async def check_plain(path: Path) -> None:
    """Raise `StrangeCopyError` where a database is more than tables; find it sound."""
    try:
        db = await connect(path)
        try:
            with explained(path):
                if await _column(db, _STRANGE_SQL):
                    raise StrangeCopyError
        finally:
            await db.close()
        await rows_of(path)
    except (NotADatabaseError, StoreBrokenError):
        raise DamagedParcelError from None


async def _column(db: aiosqlite.Connection, sql: str) -> list[Any]:
    return [value for (value,) in await db.execute_fetchall(sql)]
