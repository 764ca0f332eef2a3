"""What a thief of this disk sees: the real files, read without any of our own code.

The rows come from a plain SQLite reader and the dump from the file's raw bytes, so
nothing between the disk and the eye can make them look better than they are. Rule: a
thief is another process. Whoever opens and closes a database's file in the process
that serves takes its locks away (sqlite.org/howtocorrupt.html, 2.2), and the vault
would then clear away a log that is still written to.
"""

import asyncio
import signal
import sqlite3
import unicodedata
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

SENTENCES = {
    "sealed": "One row is one sent answer, locked. Its number and its locator are"
    " random, and every envelope has one of a few sizes. No name, no time, no order, no"
    " service, no language.",
    "talk": "One row is one talk that is going on. The slot is the account's number"
    " under a key that is only in memory, and the rest is locked with it. Gone in a"
    " day or two.",
    "seen": "Numbers of messages that were dealt with, so that none counts twice. They"
    " say nothing of who or what.",
    "round": "The lock itself: it can close an envelope and cannot open one.",
    "programme": "The services, as they stand on the posters. Not a secret.",
    "code": "The codes on the posters: each stands for a service, never for a person.",
    "staff": "The people who work here. Slot and contact are locked with a key that"
    " real use keeps off this disk.",
    "invite": "Used invitations, as hashes.",
    "act": "What was done to staff and services, and in which week.",
    "digest": "What was told to the designers: few, some or most, and nothing finer.",
    "outbox": "Which digest went to which member of staff.",
}
"""A plain sentence or two for each table of `data.md`, in the order of showing."""
INNER = "The database's own notes."
FILES = {
    "sotto.db": "the database",
    "sotto.db-wal": "what was written last, in order, tied to nobody",
    "sotto.db-shm": "an index of that",
    "sotto.toml": "the settings",
    "fingerprint.txt": "the public key's fingerprint",
    "vault.db": "the vault's ledger, on another machine in real use",
}
"""What the files of a home are; others are keys."""
MOST_ROWS = 40
"""Rows of one table that are shown."""
LONGEST_VALUE = 12
"""Bytes of a value that are shown; a longer one says its length."""
DUMP_LINES, DUMP_WIDTH = 8, 10
SHORTEST_SEARCH = 4
"""Bytes: a shorter string stands in random bytes by chance."""

DISTURBED = (OSError, sqlite3.Error)
"""What a look may end with while files come and go; the next look will do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it lies there: every value is shown as hex, a number or text."""

    name: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class File:
    """A stolen file: its name, what it is, its size in bytes."""

    name: str
    says: str
    size: int


@dataclass(frozen=True, slots=True)
class Dump:
    """Raw bytes of a file from `offset` on: lines of (offset, hex, characters)."""

    file: str
    offset: int
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Loot:
    """Everything that was carried off."""

    files: tuple[File, ...]
    tables: tuple[Table, ...]
    dump: Dump | None


def steal(home: Path) -> Loot:
    """Read everything that lies in a home folder."""
    database = home / "sotto.db"
    with closing(_reader(database)) as reader:
        names = [
            name
            for (name,) in reader.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
            )
        ]
        tables = tuple(_table(reader, name) for name in sorted(names, key=_place))
        answer = reader.execute("SELECT envelope FROM sealed LIMIT 1").fetchone()
    files = tuple(
        File(
            _name(home, path),
            FILES.get(path.name, "a key; real use keeps it elsewhere"),
            size,
        )
        for path, size in _files(home)
    )
    return Loot(files, tables, _dump(database, answer[0]) if answer else None)


def search(home: Path, sought: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return for each of the words the files whose bytes hold them, however written."""
    files = [(_name(home, path), path.read_bytes()) for path, _ in _files(home)]
    return tuple(
        tuple(name for name, content in files if any(n in content for n in needles))
        for needles in map(_spellings, sought)
    )


def searchable(words: str) -> bool:
    """Tell whether finding these words would mean anything."""
    return len(words.strip().encode()) >= SHORTEST_SEARCH


def _spellings(words: str) -> frozenset[bytes]:
    """Return the bytes that could stand for words, or for a number."""
    words = words.strip()
    needles = {
        unicodedata.normalize(form, words).encode(code)
        for form in ("NFC", "NFD")
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    }
    if words.isascii() and words.isdecimal() and int(words) >= 1 << 24:
        number = int(words)
        length = (number.bit_length() + 7) // 8
        needles |= {number.to_bytes(length, "big"), number.to_bytes(length, "little")}
    return frozenset(needles)


def _reader(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)


def _place(table: str) -> tuple[int, str]:
    order = list(SENTENCES)
    return (order.index(table) if table in order else len(order), table)


def _table(reader: sqlite3.Connection, name: str) -> Table:
    quoted = '"' + name.replace('"', '""') + '"'
    (count,) = reader.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608 (a table's own name)
    rows = reader.execute(f"SELECT * FROM {quoted} LIMIT {MOST_ROWS}")  # noqa: S608 (the same)
    return Table(
        name=name,
        says=SENTENCES.get(name, INNER),
        columns=tuple(column[0] for column in rows.description),
        rows=tuple(tuple(_shown(value) for value in row) for row in rows),
        count=count,
    )


def _shown(value: object) -> str:
    """Show a value as it lies there, shortened."""
    if not isinstance(value, bytes):
        return str(value)
    head = value[:LONGEST_VALUE].hex(" ")
    return head if len(value) <= LONGEST_VALUE else f"{len(value):,} B: {head} …"


def _name(home: Path, path: Path) -> str:
    return path.relative_to(home).as_posix()


def _files(home: Path) -> Iterator[tuple[Path, int]]:
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield path, path.stat().st_size


def _dump(database: Path, envelope: bytes) -> Dump | None:
    """Show the place of the disk where an envelope begins."""
    log = database.with_name(database.name + "-wal")
    for path in (database, log):
        content = path.read_bytes() if path.exists() else b""
        offset = content.find(envelope[:32])
        if offset >= 0:
            return Dump(path.name, offset, tuple(_lines(content, offset)))
    return None


def _lines(content: bytes, offset: int) -> Iterator[tuple[str, str, str]]:
    for start in range(offset, offset + DUMP_WIDTH * DUMP_LINES, DUMP_WIDTH):
        part = content[start : start + DUMP_WIDTH]
        seen = "".join(
            chr(b) if chr(b).isascii() and chr(b).isprintable() else "·" for b in part
        )
        yield f"{start:06x}", part.hex(" "), seen


@dataclass(frozen=True, slots=True)
class Thief:
    """A thief at work in a home folder, one look at a time."""

    home: Path
    pool: ProcessPoolExecutor

    async def steal(self) -> Loot:
        """Return everything that lies there now."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, steal, self.home)

    async def search(self, sought: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Return for each of the words the files that hold them."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, search, self.home, sought)


@asynccontextmanager
async def thieving(home: Path) -> AsyncIterator[Thief]:
    """Let a thief into a home folder, in a process of its own."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_deaf)
    with pool:
        yield Thief(home, pool)


def _deaf() -> None:
    """Leave Ctrl+C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
