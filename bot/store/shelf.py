"""Where a reader's work rests in `vault.db`: codings, words, what was acted on.

Everything that says something is sealed before it comes here, under a key that dies
with its round; the marks beside it are keyed hashes. Rule: what was read from an answer
goes when the answer goes, and all of it goes with the round. Rows have random ids, so
that the file does not keep the order in which they were written.
"""

import secrets
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import aiosqlite

from bot.store.connection import explained, transaction
from bot.store.records import ActedRow, CodingRow, LentRow, WrittenRow

_TABLES = ("training", "paraphrase", "quote", "acted")
_OF_ANSWERS = ("training", "quote", "acted")
"""The tables whose rows stand for one answer each."""


class Shelf:
    """The reader's tables of an open ledger."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db

    async def codings(self, round_id: str) -> list[CodingRow]:
        """Return what readers found in the texts of a round."""
        rows = await self._rows(
            'SELECT answer, question, reader, round, "row", sealed FROM training'
            " WHERE round = ?",
            round_id,
        )
        return [CodingRow(*row) for row in rows]

    async def put_coding(self, row: CodingRow) -> None:
        """Keep what a reader found in a text, instead of what she found before."""
        async with transaction(self._db):
            await self._db.execute(
                "INSERT INTO training"
                ' (id, answer, question, reader, round, "row", sealed)'
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (answer, question, reader)"
                " DO UPDATE SET sealed = excluded.sealed",
                (
                    secrets.randbits(63),
                    *(row.answer, row.question, row.reader),
                    *(row.round, row.row, row.sealed),
                ),
            )

    async def forget(self, round_id: str, rows: Sequence[bytes]) -> None:
        """Delete all that was read from rows that were taken back, by their marks."""
        async with transaction(self._db):
            for table in _OF_ANSWERS:
                await self._db.executemany(
                    f'DELETE FROM {table} WHERE round = ? AND "row" = ?',  # noqa: S608 (a name from above)
                    [(round_id, row) for row in rows],
                )

    async def written(self) -> list[WrittenRow]:
        """Return every paraphrase of the rounds whose key lives."""
        rows = await self._rows(
            "SELECT batch, entry, language, round, state, sealed FROM paraphrase"
            " ORDER BY batch, entry, language"
        )
        return [WrittenRow(*row) for row in rows]

    async def write(self, row: WrittenRow) -> bool:
        """Keep a paraphrase; False where a signed one is there, which stays."""
        async with transaction(self._db):
            done = await self._db.execute(
                "INSERT INTO paraphrase"
                " (id, batch, entry, language, round, state, sealed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (batch, entry, language) DO UPDATE SET"
                " state = excluded.state, sealed = excluded.sealed"
                " WHERE paraphrase.state <> 'signed'",
                (
                    secrets.randbits(63),
                    *(row.batch, row.entry, row.language),
                    *(row.round, row.state, row.sealed),
                ),
            )
        return bool(done.rowcount)

    async def drop(self, batch: str, entry: str, language: str) -> None:
        """Delete a paraphrase that nobody signed."""
        async with transaction(self._db):
            await self._db.execute(
                "DELETE FROM paraphrase WHERE batch = ? AND entry = ? AND language = ?"
                " AND state <> 'signed'",
                (batch, entry, language),
            )

    async def lent(self) -> list[LentRow]:
        """Return every quote of the rounds whose key lives."""
        rows = await self._rows(
            'SELECT person, batch, entry, round, "row", state, sealed FROM quote'
            " ORDER BY person"
        )
        return [LentRow(*row) for row in rows]

    async def lend(self, it: LentRow) -> bool:
        """Keep a quote; False where another of this person, or a signed one, is."""
        async with transaction(self._db):
            done = await self._db.execute(
                "INSERT INTO quote"
                ' (id, person, batch, entry, round, "row", state, sealed)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET"
                " state = excluded.state, sealed = excluded.sealed"
                " WHERE quote.state <> 'signed' AND quote.entry = excluded.entry"
                ' AND quote."row" = excluded."row"',
                (secrets.randbits(63), *astuple(it)),
            )
        return bool(done.rowcount)

    async def leave(self, person: bytes) -> None:
        """Delete a quote that nobody signed."""
        async with transaction(self._db):
            await self._db.execute(
                "DELETE FROM quote WHERE person = ? AND state <> 'signed'", (person,)
            )

    async def acted(self, round_id: str) -> list[ActedRow]:
        """Return what was acted on in a round."""
        rows = await self._rows(
            'SELECT round, "row", sealed FROM acted WHERE round = ?', round_id
        )
        return [ActedRow(*row) for row in rows]

    async def add_acted(self, row: ActedRow) -> None:
        """Note that a reader acted."""
        async with transaction(self._db):
            await self._db.execute(
                'INSERT INTO acted (id, round, "row", sealed) VALUES (?, ?, ?, ?)',
                (secrets.randbits(63), row.round, row.row, row.sealed),
            )

    async def _rows(self, sql: str, *values: object) -> list[Any]:
        with explained():
            return list(await self._db.execute_fetchall(sql, values))


async def forget_round(db: aiosqlite.Connection, round_id: str) -> None:
    """Delete, inside a transaction, all that was read in a round."""
    for table in _TABLES:
        await db.execute(
            f"DELETE FROM {table} WHERE round = ?",  # noqa: S608 (a name from above)
            (round_id,),
        )
