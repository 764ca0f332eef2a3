"""The thief: what is on the disk is shown as it is, found or not found."""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.rehearsal.thief import search, searchable, steal, thieving

ENVELOPE = bytes(range(200)) * 3
ACCOUNT = 7_123_456_789
VISITOR = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT * FROM sealed").fetchall()
database.close()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with a database in use, so that its newest rows are in the log."""
    with closing(sqlite3.connect(tmp_path / "sotto.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA wal_autocheckpoint=0")
        database.execute("CREATE TABLE odd (words TEXT, number INTEGER)")
        database.execute("CREATE TABLE sealed (id INTEGER, envelope BLOB)")
        database.execute("INSERT INTO sealed VALUES (7, ?)", (ENVELOPE,))
        database.execute("INSERT INTO odd VALUES ('Blue House', ?)", (ACCOUNT,))
        database.commit()
        yield tmp_path


def test_every_row_is_shown_as_it_lies_there(home: Path) -> None:
    """Bytes are shown in hex with their length, the rest as it is."""
    tables = {table.name: table for table in steal(home).tables}

    assert tables["sealed"].columns == ("id", "envelope")
    assert tables["sealed"].rows == (
        ("7", "600 B: 00 01 02 03 04 05 06 07 08 09 0a 0b …"),
    )
    assert tables["odd"].rows == (("Blue House", str(ACCOUNT)),)


def test_answers_come_first_and_every_table_is_explained(home: Path) -> None:
    """The table that matters stands on top, and none is left without a sentence."""
    tables = steal(home).tables

    assert [table.name for table in tables] == ["sealed", "odd"]
    assert all(table.says for table in tables)


def test_the_dump_shows_the_raw_bytes_where_an_answer_lies(home: Path) -> None:
    """The lines are the file's own bytes at the offset that is said."""
    dump = steal(home).dump

    assert dump is not None
    content = (home / dump.file).read_bytes()
    first = bytes.fromhex(dump.lines[0][1])
    assert content[dump.offset : dump.offset + len(first)] == first
    assert ENVELOPE.startswith(first)


def test_an_empty_database_has_no_dump(tmp_path: Path) -> None:
    """Before anybody has answered there is nothing to dump."""
    with closing(sqlite3.connect(tmp_path / "sotto.db")) as database:
        database.execute("CREATE TABLE sealed (id INTEGER, envelope BLOB)")

    assert steal(tmp_path).dump is None


def test_what_rests_in_the_open_is_found_even_in_the_log(home: Path) -> None:
    """The search bites: a public name is found, in the file where it stands."""
    assert search(home, [" Blue House "]) == (("sotto.db-wal",),)


def test_what_is_nowhere_is_not_found(home: Path) -> None:
    """A text that was never written is in no file."""
    assert search(home, ["Green House"]) == ((),)


@pytest.mark.parametrize("order", ["big", "little"])
def test_a_number_is_found_however_it_is_written(home: Path, order: str) -> None:
    """An account's number would be found as digits and as bytes, in both orders."""
    length = 5
    raw = ACCOUNT.to_bytes(length, "big" if order == "big" else "little")
    (home / "raw").write_bytes(b"\x00" + raw + b"\x00")

    assert "raw" in search(home, [str(ACCOUNT)])[0]


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_words_are_found_in_the_usual_encodings(home: Path, code: str) -> None:
    """Words in any script would be found, however a program had written them."""
    (home / "inner").mkdir()
    (home / "inner" / "note").write_bytes("المكان هادئ".encode(code))

    assert search(home, ["المكان هادئ"]) == (("inner/note",),)


def test_a_row_stored_as_a_number_is_found_by_its_digits(home: Path) -> None:
    """SQLite keeps a number as bytes; the search sees through it."""
    assert "sotto.db-wal" in search(home, [str(ACCOUNT)])[0]


@pytest.mark.parametrize(
    ("words", "meaningful"),
    [("no", False), ("  a ", False), ("тихо", True), ("here", True)],
)
def test_only_words_long_enough_are_searched_for(
    words: str, *, meaningful: bool
) -> None:
    """A few bytes stand in random bytes by chance, so finding them says nothing."""
    assert searchable(words) is meaningful


async def test_a_thief_at_work_disturbs_nothing(home: Path) -> None:
    """After a look, another process that comes and goes still leaves the log alone."""
    async with thieving(home) as thief:
        await thief.steal()
        found = await thief.search(("Blue House", "Green House"))

    visitor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", VISITOR, str(home / "sotto.db")
    )
    await visitor.wait()

    assert found == (("sotto.db-wal",), ())
    assert (home / "sotto.db-wal").exists()
