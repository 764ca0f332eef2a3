"""One connection to one SQLite file, set so that the file keeps no order.

The settings are `sealing.md`'s: durable at each commit, zeros over what was deleted,
and pages so large that the rows of a random id lie inline. Rule: every connection of
the product is opened here, and errors of SQLite leave this room only as `SottoError`s
that say what to do.
"""

import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import SottoError
from bot.errors.carried import OutFileError
from bot.errors.databases import (
    DatabaseMissingError,
    NotADatabaseError,
    PageSizeError,
    StoreBrokenError,
    StoreClashError,
    StoreFullError,
    StoreLockedError,
    StoreUnwritableError,
)

PAGE = 32_768
"""Bytes a page: a 16 KiB envelope on smaller ones spills over in order of arrival."""
PATIENCE = 5.0
"""Seconds to wait for another program's lock."""
PRAGMAS = """
PRAGMA synchronous=FULL;
PRAGMA secure_delete=ON;
PRAGMA trusted_schema=OFF;
"""


def make_file(path: Path) -> None:
    """Make the file if there is none, readable and writable by its owner only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as refused:
        raise StoreUnwritableError(type(refused).__name__) from None


def make_new(path: Path) -> None:
    """Make an empty file for its owner only; raise where there is one."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise OutFileError(path) from None


async def connect(path: Path) -> aiosqlite.Connection:
    """Open an existing file without changing anything of it."""
    with explained(path):
        db = await aiosqlite.connect(
            _address(path), uri=True, timeout=PATIENCE, isolation_level=None
        )
        try:
            await db.executescript(PRAGMAS)
        except BaseException:
            await db.close()
            raise
    return db


def _address(path: Path) -> str:
    """Return the URI of a file that exists, which SQLite will not make."""
    if not path.is_file():
        raise DatabaseMissingError(path)
    return f"{path.resolve().as_uri()}?mode=rw"


async def log_ahead(db: aiosqlite.Connection) -> None:
    """Set the file to a write-ahead log, once it is known as ours; refuse small pages.

    A file that holds nothing yet takes the page size of this program.
    """
    await db.executescript(f"PRAGMA page_size={PAGE}; PRAGMA journal_mode=WAL;")
    rows: Iterable[Any] = await db.execute_fetchall("PRAGMA page_size")
    for (found,) in rows:
        if found != PAGE:
            raise PageSizeError(found)


async def checkpoint(db: aiosqlite.Connection) -> bool:
    """Move the write-ahead log into the file and cut it to nothing.

    False where somebody who reads still needs a part of it.
    """
    with explained():
        told: Iterable[Any] = await db.execute_fetchall(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )
    return not any(busy for busy, *_ in told)


@asynccontextmanager
async def transaction(db: aiosqlite.Connection) -> AsyncIterator[None]:
    """Write all of the block durably, or nothing of it.

    Only the start can find the database locked: then it is nobody's row's fault.
    """
    with explained():
        await db.execute("BEGIN IMMEDIATE")
        try:
            yield
            await db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                await db.execute("ROLLBACK")
            raise


@contextmanager
def explained(path: Path | None = None) -> Iterator[None]:
    """Turn an error of SQLite inside the block into one that says what to do."""
    try:
        yield
    except sqlite3.Error as failed:
        remedy = _remedy(failed, path)
        if remedy is None:
            raise
        raise remedy from failed


_REMEDIES: dict[int, Callable[[str], SottoError]] = {
    sqlite3.SQLITE_FULL: lambda _: StoreFullError(),
    sqlite3.SQLITE_BUSY: lambda _: StoreLockedError(),
    sqlite3.SQLITE_LOCKED: lambda _: StoreLockedError(),
    sqlite3.SQLITE_CONSTRAINT: lambda _: StoreClashError(),
    sqlite3.SQLITE_READONLY: StoreUnwritableError,
    sqlite3.SQLITE_CANTOPEN: StoreUnwritableError,
    sqlite3.SQLITE_PERM: StoreUnwritableError,
    sqlite3.SQLITE_IOERR: StoreUnwritableError,
}
"""What to do about an error of SQLite; about every other one: restore a backup."""


def _remedy(failed: sqlite3.Error, path: Path | None) -> SottoError | None:
    """Return what to do, or None for a mistake in this program's own call."""
    code = getattr(failed, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = code & 0xFF  # the low byte is the kind of error, the rest its detail
    if kind == sqlite3.SQLITE_NOTADB and path is not None:
        return NotADatabaseError(path)
    return _REMEDIES.get(kind, StoreBrokenError)(failed.sqlite_errorname)
