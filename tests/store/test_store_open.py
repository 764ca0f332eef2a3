"""A database that is not fit for serving is refused, left alone, with a remedy."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest
from databases import migrated, opened

from bot.errors import SottoError
from bot.errors.databases import (
    DatabaseAheadError,
    DatabaseBehindError,
    DatabaseMissingError,
    NotADatabaseError,
    PageSizeError,
    StoreBrokenError,
)
from bot.store.connection import PAGE
from bot.store.sqlite import Store


def run(path: Path, *statements: str) -> None:
    """Change a file behind the product's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def damage(path: Path) -> None:
    """Overwrite every page but the first."""
    whole = path.read_bytes()
    path.write_bytes(whole[:PAGE] + b"\xff" * (len(whole) - PAGE))


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return [path.name for path in folder.iterdir()]


async def refusal(path: Path) -> SottoError:
    """Return the error with which a store is refused."""
    with pytest.raises(SottoError) as refused:
        await (await Store.open(path)).close()
    return refused.value


async def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    """Serving never makes a file: it says how one is made."""
    path = tmp_path / "none.db"
    assert isinstance(await refusal(path), DatabaseMissingError)
    assert not path.exists()


async def test_a_database_that_is_behind_is_refused(path: Path) -> None:
    """A file without its version says what to run."""
    run(path, "DELETE FROM alembic_version")
    refused = await refusal(path)
    assert isinstance(refused, DatabaseBehindError)
    assert "deploy/sotto migrate" in str(refused)


async def test_an_empty_file_is_behind(tmp_path: Path) -> None:
    """A file of no bytes is a database that was not migrated yet."""
    path = tmp_path / "empty.db"
    path.touch()
    assert isinstance(await refusal(path), DatabaseBehindError)
    assert path.read_bytes() == b""


async def test_a_database_that_is_ahead_is_refused(path: Path) -> None:
    """A version that this program does not know needs the newer program."""
    run(path, "UPDATE alembic_version SET version_num = '9999'")
    assert isinstance(await refusal(path), DatabaseAheadError)


async def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """Text is no database, and not a byte of it is changed."""
    path = tmp_path / "letter.db"
    path.write_text("a letter, not a database " * 100)
    before = path.read_bytes()
    assert isinstance(await refusal(path), NotADatabaseError)
    assert path.read_bytes() == before


async def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    """A database with other tables is not ours, and not a byte of it is changed."""
    path = tmp_path / "other.db"
    run(path, "CREATE TABLE accounts (id INTEGER)")
    before = path.read_bytes()
    assert isinstance(await refusal(path), NotADatabaseError)
    assert path.read_bytes() == before


async def test_small_pages_are_refused(path: Path) -> None:
    """Pages of another size would keep the order of arrival."""
    run(path, "PRAGMA journal_mode=DELETE", "PRAGMA page_size=4096", "VACUUM")
    refused = await refusal(path)
    assert isinstance(refused, PageSizeError)
    assert "deploy/sotto migrate" in str(refused)


async def test_a_damaged_file_says_restore(path: Path) -> None:
    """A file whose pages were overwritten is told as damaged."""
    damage(path)
    assert isinstance(await refusal(path), StoreBrokenError)


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "q?x=1#y.db", "дім.db"])
async def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    """Spaces, marks and every script may stand in the path."""
    async with opened(migrated(tmp_path / name)) as store:
        assert await store.rounds() == []
    assert names(tmp_path) == [name]


async def test_every_connection_is_set_alike(db: aiosqlite.Connection) -> None:
    """The settings that keep order and deleted rows off the disk are really on."""
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "page_size": PAGE,
    }
    found = {}
    for name in wanted:
        ((found[name],),) = await db.execute_fetchall(f"PRAGMA {name}")
    assert found == wanted


def test_serving_carries_no_migrations() -> None:
    """Whoever opens the store has neither Alembic nor SQLAlchemy in memory."""
    program = (
        "import json, sys; import bot.store.sqlite, bot.store.ledger;"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(  # noqa: S603 (this very interpreter, with a fixed program)
        [sys.executable, "-c", program], capture_output=True, check=True
    )
    modules = json.loads(done.stdout)
    assert "aiosqlite" in modules
    assert not {"alembic", "sqlalchemy", "mako"} & set(modules)
