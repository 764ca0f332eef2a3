"""What the vault remembers of its ticks: its own SQLite file, `vault.db`.

It holds marks (keyed hashes) in place of answers and voices, and is what keeps an
answer from being told twice: each answer's mark is a key that can be taken only once.
It knows the rounds that were begun with it; a ledger that replaces a lost one does not
know the earlier ones, whose answers it can no longer tell from told ones.
Rule: a tick is written whole or not at all. The tables are made here by plain
numbered statements, since the vault machine should need neither Alembic nor
SQLAlchemy for a few tables of its own. What a reader wrote has its acts in
`store.shelf`.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors.databases import (
    DatabaseAheadError,
    DatabaseBehindError,
    LedgerMissingError,
    NotADatabaseError,
    StoreClashError,
)
from bot.errors.gathered import AlreadyToldError
from bot.store.connection import (
    checkpoint,
    connect,
    explained,
    log_ahead,
    make_file,
    transaction,
)
from bot.store.records import BatchRow, Round
from bot.store.shelf import Shelf, forget_round
from bot.store.versions import TABLES_SQL
from bot.weeks import Week

SHAPES = (
    """
    CREATE TABLE tick (week INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE batch (
        id TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        pool TEXT NOT NULL,
        leaf TEXT NOT NULL,
        week INTEGER NOT NULL,
        size_band TEXT NOT NULL,
        "table" BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger (
        answer_id BLOB PRIMARY KEY,
        batch TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE appearance (
        mark BLOB,
        week INTEGER,
        round TEXT NOT NULL,
        PRIMARY KEY (mark, week)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE round (
        id TEXT PRIMARY KEY,
        public_key BLOB NOT NULL,
        opens_week INTEGER NOT NULL,
        closes_week INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE erased (
        id INTEGER PRIMARY KEY,
        round TEXT NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE training (
        id INTEGER PRIMARY KEY,
        answer BLOB NOT NULL,
        question TEXT NOT NULL,
        reader BLOB NOT NULL,
        round TEXT NOT NULL,
        "row" BLOB NOT NULL,
        sealed BLOB NOT NULL,
        UNIQUE (answer, question, reader)
    ) STRICT;
    CREATE TABLE paraphrase (
        id INTEGER PRIMARY KEY,
        batch TEXT NOT NULL,
        entry TEXT NOT NULL,
        language TEXT NOT NULL,
        round TEXT NOT NULL,
        state TEXT NOT NULL,
        sealed BLOB NOT NULL,
        UNIQUE (batch, entry, language)
    ) STRICT;
    CREATE TABLE quote (
        id INTEGER PRIMARY KEY,
        person BLOB NOT NULL UNIQUE,
        batch TEXT NOT NULL,
        entry TEXT NOT NULL,
        round TEXT NOT NULL,
        "row" BLOB NOT NULL,
        state TEXT NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE acted (
        id INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        "row" BLOB NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE promised (
        round TEXT PRIMARY KEY,
        k INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE numbers (
        round TEXT,
        quarter INTEGER,
        "table" BLOB NOT NULL,
        PRIMARY KEY (round, quarter)
    ) STRICT, WITHOUT ROWID;
    """,
)
"""What each version of the file added, oldest first; `user_version` counts them."""
NEWEST = len(SHAPES)
CACHE = 8000
"""KiB of pages kept; without a word SQLite keeps twice that of pages this large."""
CHUNK = 500
"""Marks looked up at once."""
_MARKS = ", ".join("?" * CHUNK)
_TOLD = f"SELECT answer_id FROM ledger WHERE answer_id IN ({_MARKS})"  # noqa: S608 (only question marks are put in)
_TOLD_IN = f"SELECT answer_id, batch FROM ledger WHERE answer_id IN ({_MARKS})"  # noqa: S608 (only question marks are put in)
_APPEARED = f"SELECT mark, week FROM appearance WHERE mark IN ({_MARKS}) ORDER BY week"  # noqa: S608 (only question marks are put in)


class Ledger:
    """The vault's database, open. Errors are `SottoError`s that say what to do."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self.shelf = Shelf(db)

    @classmethod
    async def open(cls, path: Path, *, create: bool = False) -> "Ledger":
        """Open the ledger; a missing one is made only when the vault is set up."""
        _find(path, create=create)
        return cls(await _opened(path, {0, NEWEST} if create else {NEWEST}))

    @classmethod
    async def migrate(cls, path: Path, known: Sequence[Round]) -> None:
        """Bring the ledger to the newest shape; `known` are the rounds begun with it.

        Only an older shape, which knew no rounds, learns them.
        """
        it = cls(await _opened(path, range(1, NEWEST + 1)))
        try:
            if not await it.rounds():
                await it.add_rounds(known)
        finally:
            await it.close()

    async def settle(self) -> None:
        """Empty the write-ahead log, which keeps what was erased."""
        await checkpoint(self._db)

    async def close(self) -> None:
        """Settle and close."""
        try:
            await self.settle()
        finally:
            await self._db.close()

    async def rounds(self) -> list[Round]:
        """Return the rounds begun with this ledger, the earliest first; no peppers."""
        rows = await self._rows(
            "SELECT id, public_key, opens_week, closes_week FROM round"
            " ORDER BY opens_week, id"
        )
        return [Round(id_, key, b"", *weeks) for id_, key, *weeks in rows]

    async def add_rounds(self, new: Sequence[Round]) -> None:
        """Keep new rounds, all or none."""
        async with transaction(self._db):
            await self._db.executemany(
                "INSERT INTO round (id, public_key, opens_week, closes_week)"
                " VALUES (?, ?, ?, ?)",
                [(r.id, r.public_key, r.opens_week, r.closes_week) for r in new],
            )

    async def ticks(self) -> set[Week]:
        """Return the weeks that had their tick."""
        return {week for (week,) in await self._rows("SELECT week FROM tick")}

    async def last_tick(self) -> Week | None:
        """Return the latest week that had its tick."""
        ((week,),) = await self._rows("SELECT max(week) FROM tick")
        return None if week is None else Week(week)

    async def told_among(self, marks: Sequence[bytes]) -> set[bytes]:
        """Return those of the answers' marks that were told."""
        told: set[bytes] = set()
        for chunk in _chunks(marks):
            told.update(mark for (mark,) in await self._rows(_TOLD, *chunk))
        return told

    async def batches_among(self, marks: Sequence[bytes]) -> dict[bytes, str]:
        """Return the batch of each of the answers' marks that was told."""
        found: dict[bytes, str] = {}
        for chunk in _chunks(marks):
            found.update(await self._rows(_TOLD_IN, *chunk))
        return found

    async def appearances_among(
        self, marks: Sequence[bytes]
    ) -> dict[bytes, tuple[Week, ...]]:
        """Return the weeks, in order, in which those voices were told; none: absent."""
        found: dict[bytes, tuple[Week, ...]] = {}
        for chunk in _chunks(marks):
            for mark, week in await self._rows(_APPEARED, *chunk):
                found[mark] = (*found.get(mark, ()), week)
        return found

    async def promise(self, round_id: str, k: int) -> int:
        """Learn how many people a mix is said to need; return the most ever said."""
        async with transaction(self._db):
            await self._db.execute(
                "INSERT INTO promised (round, k) VALUES (?, ?)"
                " ON CONFLICT (round) DO UPDATE SET k = max(k, excluded.k)",
                (round_id, k),
            )
        ((most,),) = await self._rows(
            "SELECT k FROM promised WHERE round = ?", round_id
        )
        return int(most)

    async def numbers(self, round_id: str, quarter: int) -> bytes | None:
        """Return the numbers that were told of a round's quarter, if they were."""
        rows = await self._rows(
            'SELECT "table" FROM numbers WHERE round = ? AND quarter = ?',
            round_id,
            quarter,
        )
        return next((table for (table,) in rows), None)

    async def keep_numbers(self, round_id: str, quarter: int, table: bytes) -> bytes:
        """Keep a quarter's numbers, once; return those that were kept first."""
        async with transaction(self._db):
            await self._db.execute(
                'INSERT OR IGNORE INTO numbers (round, quarter, "table")'
                " VALUES (?, ?, ?)",
                (round_id, quarter, table),
            )
        return await self.numbers(round_id, quarter) or table

    async def batches(self) -> list[BatchRow]:
        """Return every batch that closed, the earliest week first."""
        rows = await self._rows(
            'SELECT id, round, pool, leaf, week, size_band, "table" FROM batch'
            " ORDER BY week, id"
        )
        return [BatchRow(*row) for row in rows]

    async def commit_tick(
        self,
        week: Week,
        batches: Sequence[BatchRow],
        ledger: Iterable[tuple[bytes, str]],
        appearances: Iterable[tuple[bytes, Week, str]],
    ) -> bool:
        """Write a tick; False, writing nothing, if this or a later week had one.

        `ledger` are pairs (answer mark, batch), `appearances` are (voice mark, week,
        round). Raises `AlreadyToldError` if an answer is in the ledger.
        """
        async with transaction(self._db):
            added = await self._db.execute(
                "INSERT INTO tick (week) SELECT :week WHERE NOT EXISTS"
                " (SELECT 1 FROM tick WHERE week >= :week)",
                {"week": week},
            )
            if not added.rowcount:
                return False
            await _tell(self._db, batches, ledger)
            await self._db.executemany(
                "INSERT INTO appearance (mark, week, round) VALUES (?, ?, ?)",
                appearances,
            )
        return True

    async def erase_round(self, round_id: str) -> None:
        """Forget whom a round told, who took back, what was read: its key is erased."""
        async with transaction(self._db):
            await self._db.execute(
                "DELETE FROM ledger WHERE batch IN"
                " (SELECT id FROM batch WHERE round = ?)",
                (round_id,),
            )
            await self._db.execute(
                "DELETE FROM appearance WHERE round = ?", (round_id,)
            )
            await self._db.execute("DELETE FROM erased WHERE round = ?", (round_id,))
            await forget_round(self._db, round_id)

    async def erased(self, round_id: str) -> list[int]:
        """Return the ids of a round's rows that were taken back, as far as is known."""
        rows = await self._rows("SELECT id FROM erased WHERE round = ?", round_id)
        return [id_ for (id_,) in rows]

    async def add_erased(self, round_id: str, ids: Sequence[int]) -> None:
        """Learn which rows of a round were taken back, durably."""
        async with transaction(self._db):
            await self._db.executemany(
                "INSERT OR IGNORE INTO erased (id, round) VALUES (?, ?)",
                [(id_, round_id) for id_ in ids],
            )

    async def _rows(self, sql: str, *values: object) -> list[Any]:
        with explained():
            return list(await self._db.execute_fetchall(sql, values))


def _find(path: Path, *, create: bool) -> None:
    if create:
        make_file(path)
    elif not path.exists():
        raise LedgerMissingError(path)


def _chunks(marks: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Cut marks into pieces of one length, the last filled up with no mark at all."""
    for start in range(0, len(marks), CHUNK):
        chunk = list(marks[start : start + CHUNK])
        yield chunk + [b""] * (CHUNK - len(chunk))


async def _tell(
    db: aiosqlite.Connection,
    batches: Sequence[BatchRow],
    ledger: Iterable[tuple[bytes, str]],
) -> None:
    await db.executemany(
        'INSERT INTO batch (id, round, pool, leaf, week, size_band, "table")'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (b.id, b.round, b.pool, b.leaf, b.week, b.size_band, b.table)
            for b in batches
        ],
    )
    try:
        with explained():
            await db.executemany(
                "INSERT INTO ledger (answer_id, batch) VALUES (?, ?)", ledger
            )
    except StoreClashError:
        raise AlreadyToldError from None


async def _opened(path: Path, versions: Container[int]) -> aiosqlite.Connection:
    db = await connect(path)
    try:
        with explained(path):
            await _shape(db, path, versions)
    except BaseException:
        await db.close()
        raise
    return db


async def _shape(
    db: aiosqlite.Connection, path: Path, versions: Container[int]
) -> None:
    """Refuse what is no ledger of these versions; bring one of them to the newest."""
    rows: Iterable[Any] = await db.execute_fetchall("PRAGMA user_version")
    version = next(version for (version,) in rows)
    tables: Iterable[Any] = await db.execute_fetchall(TABLES_SQL)
    if version > NEWEST:
        raise DatabaseAheadError(str(version))
    if not version and list(tables):
        raise NotADatabaseError(path)
    if version not in versions:
        raise (
            DatabaseBehindError(str(version), str(NEWEST))
            if version
            else LedgerMissingError(path)
        )
    await log_ahead(db)
    await db.execute(f"PRAGMA cache_size=-{CACHE}")
    for number, tables_of in enumerate(SHAPES[version:], version + 1):
        await db.executescript(
            f"BEGIN IMMEDIATE; {tables_of} PRAGMA user_version={number}; COMMIT;"
        )
