"""Migrating makes the newest shape, or leaves everything as it was."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from databases import opened

from bot.errors.databases import (
    DatabaseAheadError,
    NotADatabaseError,
    StoreBrokenError,
    StoreLockedError,
    StoreUnwritableError,
)
from bot.store.connection import make_file
from bot.store.migrate import config, migrate
from bot.store.versions import HEAD, KNOWN

TABLES = {
    "round",
    "sealed",
    "talk",
    "seen",
    "programme",
    "code",
    "staff",
    "invite",
    "digest",
    "outbox",
    "act",
    "erased",
    "tick",
    "restored",
    "told",
    "wording",
    "signature",
    "voice",
    "desk",
    "announced",
    "edition",
    "decision",
    "paraphrase",
    "quote",
    "look",
}


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return where a database is to be made."""
    return tmp_path / "home" / "sotto.db"


def tables(path: Path) -> set[str]:
    """Return the names of the tables in a file."""
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {name for (name,) in found}


@pytest.fixture
def held(new: Path) -> Iterator[Path]:
    """Return a database that another program writes to."""
    migrate(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("DELETE FROM alembic_version")
        db.execute("BEGIN IMMEDIATE")
        yield new


def test_every_table_is_made(new: Path) -> None:
    """A new file holds the tables of the serving side and its version."""
    migrate(new)
    assert tables(new) == TABLES | {"alembic_version"}


def test_only_its_owner_reads_the_file(new: Path) -> None:
    """A new file and its folder are closed to others."""
    migrate(new)
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert stat.S_IMODE(new.parent.stat().st_mode) == 0o700


def test_migrating_again_changes_nothing(new: Path) -> None:
    """A database of the newest shape stays as it is."""
    migrate(new)
    before = new.read_bytes()
    migrate(new)
    assert new.read_bytes() == before


def test_an_older_database_is_brought_forward(new: Path) -> None:
    """Rows of the first shape stay; an invitation of that time is spent."""
    make_file(new)
    command.upgrade(config(new), "0001")
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("INSERT INTO invite VALUES (x'00', 'designer', 'p1', 0)")
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        kept = db.execute("SELECT role, used, ends_week FROM invite").fetchall()
    assert kept == [("designer", 0, 0)]
    assert tables(new) == TABLES | {"alembic_version"}


def test_a_database_that_knew_no_wordings_keeps_its_rows(new: Path) -> None:
    """Staff and invitations of that time look after no language; no edition is due."""
    make_file(new)
    command.upgrade(config(new), "0004")
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("INSERT INTO staff VALUES (1, x'01', x'02', 'admin', '')")
        db.execute("INSERT INTO invite VALUES (x'00', 'designer', 'p1', 0, 99)")
        db.execute("INSERT INTO code VALUES ('x1', 'p1', 0)")
        db.execute("INSERT INTO sealed VALUES (7, 'r', x'03', x'04')")
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        kept = {
            name: db.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 (ours)
            for name in ("staff", "invite", "code", "sealed", "wording", "edition")
        }
    assert kept == {
        "staff": [(1, b"\1", b"\2", "admin", "", "", "")],
        "invite": [(b"\0", "designer", "p1", 0, 99, "", "")],
        "code": [("x1", "p1", 0)],
        "sealed": [(7, "r", b"\3", b"\4")],
        "wording": [],
        "edition": [(1, 0)],
    }


def test_digests_of_before_fixed_days_keep_their_rows(new: Path) -> None:
    """They may be read on any day, and what was sent of them stays sent."""
    make_file(new)
    command.upgrade(config(new), "0005")
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("INSERT INTO digest VALUES ('b1', 'p1', '', '', '10-19', x'00')")
        db.execute("INSERT INTO outbox VALUES ('b1', 7, 'sent', 1, 99)")
        db.execute(
            "INSERT INTO programme VALUES ('p1', '', 'home', '{}', 'default', 9, 3, 0)"
        )
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        assert db.execute("SELECT leaves FROM digest").fetchall() == [(0,)]
        assert db.execute("SELECT * FROM outbox").fetchall() == [
            ("b1", 7, 0, "sent", 1, 99)
        ]
        rhythm = db.execute("SELECT digest_day, every, zone FROM programme").fetchall()
    assert rhythm == [(3, "week", "UTC")]


async def test_a_migrated_database_serves(path: Path) -> None:
    """What migrating makes, serving opens."""
    async with opened(path) as store:
        assert await store.rounds() == []


def test_serving_knows_the_same_versions_as_the_revisions() -> None:
    """The versions that serving compares are those in `migrations/`, in order."""
    scripts = ScriptDirectory.from_config(config(Path("unused")))
    walked = [script.revision for script in scripts.walk_revisions()]
    assert walked[::-1] == list(KNOWN)
    assert scripts.get_current_head() == HEAD


def test_a_step_that_fails_leaves_nothing_half_made(new: Path) -> None:
    """When the last table cannot be made, the first ones are not there either."""
    new.parent.mkdir()
    with closing(sqlite3.connect(new)) as db:
        db.execute("CREATE TABLE alembic_version (version_num TEXT)")
        db.execute("CREATE TABLE outbox (mine TEXT)")
    with pytest.raises(StoreBrokenError):
        migrate(new)
    assert tables(new) == {"alembic_version", "outbox"}


def test_no_row_of_people_is_numbered_by_arrival(new: Path) -> None:
    """Each table's key is its own: no hidden row number counts, nothing is in turn."""
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        made = dict(
            db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        )
    numbered = {n for n in TABLES if "WITHOUT ROWID" not in made[n]}
    assert numbered == {
        *("sealed", "talk", "seen", "staff", "act"),
        *("erased", "tick", "restored"),
    }
    for name in numbered:
        first = made[name].split("(", 1)[1].split(",")[0].split()
        assert first[1:] == ["INTEGER", "NOT", "NULL"]
        assert f"PRIMARY KEY ({first[0]})" in made[name]
    assert not [n for n in TABLES if "AUTOINCREMENT" in made[n]]


def test_no_column_holds_a_time_or_a_person(new: Path) -> None:
    """Beside weeks and the hour of sending a digest, nothing tells when or who."""
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        columns = {
            name: [column[1] for column in db.execute(f"PRAGMA table_info({name})")]
            for name in TABLES
        }
    assert columns["sealed"] == ["id", "round", "locator", "envelope"]
    assert columns["talk"] == ["place", "slot", "epoch", "state"]
    assert columns["seen"] == ["update_id"]


def test_small_pages_are_mended(new: Path) -> None:
    """The remedy that the refusal names works, and keeps the rows."""
    migrate(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("INSERT INTO code VALUES ('x1', 'p1', 0)")
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("PRAGMA page_size=4096")
        db.execute("VACUUM")
    migrate(new)
    with closing(sqlite3.connect(new)) as db:
        assert db.execute("PRAGMA page_size").fetchone() == (32768,)
        assert db.execute("SELECT code FROM code").fetchall() == [("x1",)]


def test_a_newer_programs_database_is_left_alone(new: Path) -> None:
    """A version from the future is refused."""
    migrate(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseAheadError):
        migrate(new)


@pytest.mark.parametrize("content", [b"a letter" * 999, b"SQLite format 3\0 no"])
def test_a_file_of_something_else_is_left_alone(new: Path, content: bytes) -> None:
    """What is no database of ours is refused and unchanged."""
    new.parent.mkdir()
    new.write_bytes(content)
    with pytest.raises(NotADatabaseError):
        migrate(new)
    assert new.read_bytes() == content


def test_somebody_elses_database_is_left_alone(new: Path) -> None:
    """Tables without our version are somebody else's."""
    new.parent.mkdir()
    with closing(sqlite3.connect(new)) as db:
        db.execute("CREATE TABLE accounts (id INTEGER)")
    before = new.read_bytes()
    with pytest.raises(NotADatabaseError):
        migrate(new)
    assert new.read_bytes() == before


def test_a_locked_database_is_told(held: Path) -> None:
    """While another program writes, migrating says so and changes nothing."""
    with pytest.raises(StoreLockedError):
        migrate(held, patience=0.02)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A path through a file is refused in one line."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnwritableError):
        migrate(tmp_path / "file" / "sotto.db")
