"""What a thief of this disk sees: the real files, read without any of our own code.

The rows come from a plain SQLite reader and the dump from the file's raw bytes, so
nothing between the disk and the eye can make them look better than they are. Rule:
this is the one place outside `store` that opens a database, and it only reads.
"""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SENTENCES = {
    "sealed": "One row is one sent answer, locked. Its number and its locator are"
    " dice, and every envelope has one of a few sizes. No name, no time, no order, no"
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
    "digest": "What was told to the designers: few, some or most, and nothing finer.",
    "outbox": "Which digest went to which member of staff.",
}
"""A plain sentence or two for each table of `data.md`, in the order of showing."""
INNER = "The database's own notes."
FILES = {
    "sotto.db": "the database",
    "sotto.db-wal": "what was written last",
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
DUMP_LINES, DUMP_WIDTH = 8, 12
SHORTEST_SEARCH = 4
"""Bytes: a shorter string stands in random bytes by chance."""


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
        newest = reader.execute("SELECT envelope FROM sealed LIMIT 1").fetchone()
    files = tuple(
        File(
            str(path.relative_to(home)),
            FILES.get(path.name, "a key; real use keeps it elsewhere"),
            size,
        )
        for path, size in _files(home)
    )
    return Loot(files, tables, _dump(database, newest[0]) if newest else None)


def found_in(home: Path, words: str) -> tuple[str, ...]:
    """Return the files whose bytes hold the words, in any usual way of writing them."""
    needles = _spellings(words)
    return tuple(
        str(path.relative_to(home))
        for path, _ in _files(home)
        if any(needle in path.read_bytes() for needle in needles)
    )


def searchable(words: str) -> bool:
    """Tell whether finding these words would mean anything."""
    return len(words.strip().encode()) >= SHORTEST_SEARCH


def _spellings(words: str) -> frozenset[bytes]:
    """Return the bytes that could stand for words, or for a number."""
    words = words.strip()
    written = {words, words.lower(), words.upper()}
    written |= {
        unicodedata.normalize(form, one)
        for one in tuple(written)
        for form in ("NFC", "NFD")
    }
    needles = {
        one.encode(code)
        for one in written
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
