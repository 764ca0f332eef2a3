"""Whole talks, told again word by word: `tests/transcripts/`."""

from pathlib import Path

import pytest
from conversation.telling import files, told


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_talk_is_told_as_it_was(path: Path) -> None:
    """Every screen, button and duty of the transcript comes again."""
    transcript = path.read_text(encoding="utf-8")
    assert told(transcript) == transcript


def test_the_talks_that_must_be_there_are() -> None:
    """Ten and more, each a way that people go."""
    assert {path.stem for path in files()} >= {
        "happy_path",
        "listening",
        "skip_all",
        "stop_at_every_step",
        "switch_language",
        "arabic",
        "ukrainian",
        "danger",
        "under_18",
        "withdraw",
        "two_devices",
        "shared_phone",
        "personal_detail",
    }
