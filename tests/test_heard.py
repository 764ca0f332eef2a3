"""When Telegram answered is noted in memory, and nowhere else."""

from pathlib import Path
from time import time

import pytest

from bot import heard
from bot.vault import ram


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home whose memory folder is one of ours."""
    monkeypatch.setattr(ram, "places", lambda _user=None: (tmp_path,))
    found = tmp_path / "home"
    found.mkdir()
    return found


@pytest.mark.parametrize("ahead", [None, 0.0, -86_400.0])
def test_what_is_noted_is_read(home: Path, ahead: float | None) -> None:
    """With the moment, and how far our clock was from Telegram's, if that is known."""
    (folder,) = ram.folders_of(home)
    folder.mkdir()
    heard.note(folder, ahead)
    found = heard.last(home, time() + 60)
    assert found is not None
    assert (round(found.ago / 60), found.ahead) == (1, ahead)


def test_where_nothing_was_noted_nothing_is_known(home: Path) -> None:
    """Without a folder, without a note, without a home; and no folder is made."""
    heard.note(None, 0)
    assert heard.last(home, time()) is None
    assert heard.last(home / "none", time()) is None
    (folder,) = ram.folders_of(home)
    heard.note(folder, 0)
    assert not folder.exists()


def test_a_note_half_written_is_none(home: Path) -> None:
    """What cannot be read as a number tells nothing, and breaks nothing."""
    (folder,) = ram.folders_of(home)
    folder.mkdir()
    (folder / heard.NAME).write_text("x", encoding="ascii")
    assert heard.last(home, time()) is None
