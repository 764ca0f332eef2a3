"""Bad input at the command line: one line, the right code, nothing half-written."""

import os
import sqlite3
from errno import ENOSPC
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import migrated

from bot import start
from bot.__main__ import main
from bot.settings import CHECKOUT, Settings, load


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


def test_serving_before_the_first_round_says_what_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database alone is no deployment yet; no secret of it was lost."""
    del home
    monkeypatch.setenv("SOTTO_TELEGRAM_TOKEN", "1:a")
    done = sotto("serve")
    assert done.exit_code == 1
    assert "keys new" in done.output


def test_commands_are_named_as_they_are_typed_here(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the program is installed, its lines say `sotto` and `sotto-vault`."""
    del home
    assert "`deploy/sotto staff invite" in sotto("doctor").output
    link = tmp_path / "sotto"
    link.symlink_to(CHECKOUT / "deploy" / "server")
    monkeypatch.setattr("bot.commands.terminal.INSTALLED", (link,))
    assert "deploy/sotto" not in sotto("doctor").output
    assert "`sotto staff invite" in sotto("doctor").output
    assert "`sotto-vault keys new`" in sotto("doctor").output


def test_a_vaults_home_is_migrated_without_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the vault lives, a migration makes no server's database beside it."""
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path / "vault-home"))
    made = sotto("keys", "new", "--generate", "--to", str(tmp_path / "keys"))
    assert made.exit_code == 0, made.output
    done = sotto("migrate")
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "vault-home" / "sotto.db").exists()


def test_a_trial_that_was_cut_short_is_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where making the key failed, say for want of room, the next start goes on."""
    steps: list[str] = []
    monkeypatch.setattr(start, "_step", steps.append)
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path))

    def full(*_: object) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("bot.vault.keys.write", full)
        done = sotto("trial")
    assert done.exit_code == 1
    assert "No space left" in done.output

    start.prepare(load(os.environ))
    assert steps == ["trial"]
    assert sotto("trial").exit_code == 0
    start.prepare(load(os.environ))
    assert steps == ["trial", "migrate"]
    assert rows(tmp_path, "programme") == 3
    assert rows(tmp_path, "code") == 1
    assert rows(tmp_path, "round") == 1


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


@pytest.mark.parametrize(
    ("words", "setting", "shown"),
    [
        (("serve",), "false", False),
        (("serve", "--show-drafts"), "false", True),
        (("serve",), "true", True),
    ],
)
def test_drafts_are_shown_loudly_or_not_at_all(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    setting: str,
    shown: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    """Whoever starts the bot with drafts reads what that may do to people."""
    served: list[Settings] = []
    monkeypatch.setenv("SOTTO_SHOW_DRAFTS", setting)
    monkeypatch.setattr("bot.commands.serving._serve", served.append)
    told = sotto(*words).output
    assert [one.show_drafts for one in served] == [shown]
    assert ("DRAFTS ARE SHOWN" in told) is shown
    assert served[0].home == home
