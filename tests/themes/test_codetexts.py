"""Every code is explained to staff, in every language that they read."""

from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from bot.themes.codebook import CODEBOOK
from bot.themes.codetexts import missing, read_texts

LOCALES = CHECKOUT / "locales"
STAFF = ("en", "uk", "ru", "fr", "es", "ar")


@pytest.mark.parametrize("language", STAFF)
def test_every_code_is_said_in_full(language: str) -> None:
    """What it means, an example, what it is not, what homes tried, and a question."""
    assert list(missing(LOCALES, language)) == []


def test_what_lacks_is_named(tmp_path: Path) -> None:
    """A file that lacks a text, or a whole code, says which."""
    (tmp_path / "en").mkdir()
    text = '[A1]\nmeans = "home"\nexample = "x"\nnot_this = "y"\ntried = ["a", "b"]\n'
    (tmp_path / "en" / "codebook.toml").write_text(text + "[Z1]\n", encoding="utf-8")
    said = list(missing(tmp_path, "en"))

    assert "en: Z1 is no code of the codebook" in said
    assert "en: A1 tried must name 3 things" in said
    assert "en: A1 ask must have 1 to 400 characters" in said
    assert "en: B1 means must have 1 to 400 characters" in said
    assert not any(line.startswith("en: A1 means") for line in said)


def test_english_stands_in() -> None:
    """A reader of a language that has no texts reads English ones."""
    texts = read_texts(LOCALES, ("uk", "ti"))

    assert texts.of("A1", "ti") == texts.of("A1", "en") != texts.of("A1", "uk")
    assert all(texts.of(code, "uk") for code in CODEBOOK)
