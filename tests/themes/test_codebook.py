"""The codebook is the one of `digests.md`, and its sensitive codes stay silent."""

import tomllib
from importlib.resources import files

import pytest

from bot.questions import Direction
from bot.themes.codebook import CODEBOOK, Sensitivity, told

SENSITIVE = {"B6", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"}


def test_every_code_is_there_once() -> None:
    """Version 1 has seven A, six B, eight C, five D, eight E, four F, three G and H."""
    lengths = {"A": 7, "B": 6, "C": 8, "D": 5, "E": 8, "F": 4, "G": 3, "H": 3}

    assert list(CODEBOOK) == [f"{a}{n}" for a, m in lengths.items() for n in _to(m)]


def _to(most: int) -> range:
    return range(1, most + 1)


def test_sensitive_codes_are_marked() -> None:
    """What the codebook calls sensitive or urgent is marked so here."""
    marked = {Sensitivity.SENSITIVE, Sensitivity.URGENT}

    assert {c.id for c in CODEBOOK.values() if c.sensitivity in marked} == SENSITIVE


@pytest.mark.parametrize("direction", Direction)
def test_sensitive_codes_are_never_told(direction: Direction) -> None:
    """Neither direction tells a sensitive code."""
    assert not SENSITIVE & set(told(direction))


def test_no_word_speaks_for_a_sensitive_code() -> None:
    """The lexicon holds only codes that may be told, in every language."""
    text = files("bot.themes").joinpath("lexicon.toml").read_text(encoding="utf-8")
    may = {*told(Direction.KEEP), *told(Direction.CHANGE), "script"}

    assert all(set(table) <= may for table in tomllib.loads(text).values())
