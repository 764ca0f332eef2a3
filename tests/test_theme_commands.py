"""The commands of themes, typed as a keeper types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main


def _typed(home: Path, *words: str, **env: str) -> Result:
    return CliRunner().invoke(main, words, env={"SOTTO_HOME": str(home), **env})


def test_the_check_says_what_is_there(tmp_path: Path) -> None:
    """Codes, the languages they are said in, and what reads answers."""
    told = _typed(tmp_path, "themes", "check")

    assert told.exit_code == 0, told.output
    assert "Codebook 1: 44 codes." in told.output
    assert "Said in full in en, uk, ar, ru, fr, es." in told.output
    assert "Answers are read by keywords" in told.output


def test_the_check_refuses_a_broken_codebook(tmp_path: Path) -> None:
    """One line says the file, the line and what is wrong there."""
    (tmp_path / "codebook.toml").write_text(
        "version = 1\ndates.1 = 2026-12-01\n[code.A6]\nunder = 'A1'\n", encoding="utf-8"
    )
    told = _typed(tmp_path, "themes", "check")

    assert told.exit_code == 1
    assert "codebook.toml, line 3, A6: this code came with the program" in told.output
    assert len(told.output.splitlines()) == 1


def test_what_is_missed_is_shown_at_a_terminal_only(tmp_path: Path) -> None:
    """Into a file or a pipe nothing is written, not even after the passphrase."""
    told = _typed(tmp_path, "themes", "suggest")

    assert told.exit_code == 2
    assert "is shown at a terminal" in told.output


def test_keywords_say_so_before_they_ask_for_a_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where keywords were wished for, the line says which setting that was."""
    monkeypatch.setattr("bot.coder.choice.installed", lambda: True)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    told = _typed(tmp_path, "themes", "suggest", SOTTO_THEME_MODEL="keywords")

    assert told.exit_code == 2
    assert "unset SOTTO_THEME_MODEL" in told.output


def test_a_model_needs_the_extra(tmp_path: Path) -> None:
    """Without it, one line says what to type."""
    told = _typed(tmp_path, "themes", "model", str(tmp_path))

    assert told.exit_code == 2
    assert "this takes what reads their meaning. Run `deploy/themes`" in told.output
