"""Which shapes of the serving database this program knows, oldest first.

The names are those of the revisions in `migrations/`. Rule: serving compares names and
never changes a table; changing is `store.migrate`, a process of its own.
"""

from bot.errors.databases import DatabaseAheadError, DatabaseBehindError

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD = KNOWN[-1]

TABLES_SQL = "SELECT name FROM sqlite_schema WHERE type = 'table'"
VERSION_TABLE = "alembic_version"
VERSION_SQL = "SELECT version_num FROM alembic_version"


def check(found: str | None) -> None:
    """Refuse a shape that is behind this program, or ahead of it."""
    if found == HEAD:
        return
    if found is None or found in KNOWN:
        raise DatabaseBehindError(found or "none", HEAD)
    raise DatabaseAheadError(found)
