"""Bad input at the command line: one line, the right code, nothing half-written."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import migrated

from bot.__main__ import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home with a database and nothing in it, for commands to find."""
    migrated(tmp_path / "sotto.db")
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path))
    return tmp_path


def sotto(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, words)


def rows(home: Path, table: str) -> int:
    """Count what rests in a table."""
    db = sqlite3.connect(home / "sotto.db")
    ((found,),) = db.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (our own word)
    db.close()
    return int(found)


@pytest.mark.parametrize(
    "words",
    [
        ("gather", "--passphrase-fd", "987"),
        ("keys", "new", "--passphrase-fd", "-1"),
        ("programme", "add", "house", "--name", "House", "--people", "9" * 30),
        ("programme", "add", "house", "--name", ""),
        ("programme", "add", "house", "--name", "  "),
        ("programme", "add", "house", "--name", "two\nlines"),
        ("programme", "add", "house", "--name", "x" * 49),
        ("programme", "add", "house", "--name", "xx=Дім"),
        ("programme", "add", "house", "--name", "House", "--name", "en=Home"),
        ("digest", "--first", "2026-13"),
        ("digest", "--last", "May"),
    ],
)
def test_a_slip_is_said_in_one_line(home: Path, words: tuple[str, ...]) -> None:
    """What cannot be meant ends with 2, says what to do, and changes nothing."""
    done = sotto(*words)
    assert done.exit_code == 2
    assert "broke" not in done.output
    assert not rows(home, "programme")


def test_a_good_programme_is_kept(home: Path) -> None:
    """A name in two languages passes."""
    done = sotto("programme", "add", "house", "--name", "House", "--name", "uk=Дім")
    assert done.exit_code == 0, done.output
    assert rows(home, "programme") == 1


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (("programme", "link", "house"), "code"),
        (("staff", "invite", "--role", "admin"), "invite"),
    ],
)
def test_a_link_that_cannot_be_shown_is_not_kept(
    home: Path, words: tuple[str, ...], table: str
) -> None:
    """Without the bot's name there is no link, so nothing waits to be opened."""
    sotto("programme", "add", "house", "--name", "House")
    assert sotto(*words).exit_code == 2
    assert not rows(home, table)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOTTO_LANGUAGES", "xx"),
        ("SOTTO_LANGUAGES", "uk"),
        ("SOTTO_TELEGRAM_API", "api.example"),
        ("SOTTO_BOT_NAME", "@my bot"),
    ],
)
def test_a_wrong_setting_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """An unknown language, drafts that nobody allowed, an address, a name."""
    del home
    monkeypatch.setenv(name, value)
    done = sotto("digest")
    assert done.exit_code == 2
    assert f"setting {name.removeprefix('SOTTO_').lower()}" in done.output


def test_a_trial_leaves_somebodys_own_settings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where settings stand and no database, no trial is made over them."""
    own = tmp_path / "sotto.toml"
    own.write_text('organisation = "Ours"\n', encoding="utf-8")
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path))
    done = sotto("trial")
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["sotto.toml"]
    assert own.read_text(encoding="utf-8") == 'organisation = "Ours"\n'
