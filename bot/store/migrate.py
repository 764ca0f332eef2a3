"""Brings the serving database to this program's shape: `sotto migrate`.

Rule: a process of its own, never part of serving, which carries neither Alembic nor
SQLAlchemy. Either every step is taken or none; a file of somebody else's, or of a
newer program, is left as it is.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from bot.errors.databases import DatabaseBehindError, NotADatabaseError
from bot.store.connection import PAGE, PATIENCE, explained, make_file
from bot.store.versions import TABLES_SQL, VERSION_SQL, VERSION_TABLE, check

SCRIPTS = Path(__file__).parents[2] / "migrations"


def migrate(path: Path, *, patience: float = PATIENCE) -> None:
    """Make the database at `path`, or bring it to this program's shape.

    Another program's lock is waited for `patience` seconds.
    """
    with explained(path):
        _prepare(path, patience)
        try:
            command.upgrade(config(path, patience), "head")
        except DBAPIError as failed:
            if isinstance(failed.orig, sqlite3.Error):
                raise failed.orig from None
            raise


def config(path: Path, patience: float = PATIENCE) -> Config:
    """Return what Alembic needs to know: the revisions and the database."""
    it = Config()
    it.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    it.attributes["database"] = str(path)
    it.attributes["patience"] = patience
    return it


def _prepare(path: Path, patience: float) -> None:
    """Make the file if there is none; mend its page size and its kind of log."""
    make_file(path)
    quiet = sqlite3.connect(path, timeout=patience, isolation_level=None)
    with closing(quiet) as db:
        _recognise(db, path)
        if db.execute("PRAGMA page_size").fetchone() != (PAGE,):
            db.execute("PRAGMA journal_mode=DELETE")
            db.execute(f"PRAGMA page_size={PAGE}")
            db.execute("VACUUM")
        db.execute("PRAGMA journal_mode=WAL")


def _recognise(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours or comes from a newer program."""
    tables = {name for (name,) in db.execute(TABLES_SQL)}
    if VERSION_TABLE in tables:
        row = db.execute(VERSION_SQL).fetchone()
        try:
            check(row[0] if row else None)
        except DatabaseBehindError:
            return
    elif tables:
        raise NotADatabaseError(path)
