"""A code is near, and what was learned of it is heard beside that."""

from pathlib import Path

import lettered
import numpy as np
import pytest

from bot.coder.likeness import HEARD, Likeness
from bot.coder.model import unit
from bot.coder.shares import Shares
from bot.themes.codebook import SHIPPED
from bot.themes.codefile import extended
from bot.themes.readings import Wanted

ALONG = unit(np.array([1, 0], np.float32))
CODES = ("D1", "D3", "B1")
VECTORS = unit(np.array([[1, 0.1], [0.1, 1], [-1, 0.2]], np.float32))
NOTHING = Shares(CODES, np.zeros((3, 3), np.float32))
KINDS = Shares(("need", "problem", "praise"), np.zeros((3, 3), np.float32))


def _sure(code: str) -> Shares:
    """Return shares that are all of one code, whatever is asked."""
    weights = np.zeros((3, 3), np.float32)
    weights[CODES.index(code), -1] = 50
    return Shares(CODES, weights)


def test_shares_come_to_one_also_of_those_that_are_left() -> None:
    """A code that is closed takes nothing with it, and the others keep their odds."""
    shares = Shares(CODES, np.array([[1, 0, 0.5], [0, 2, 0], [3, 1, 1]], np.float32))
    every, left = shares.of(ALONG), shares.only({"D3", "D1"}).of(ALONG)

    assert sum(every.values()) == pytest.approx(1)
    assert left.keys() == {"D1", "D3"}
    assert sum(left.values()) == pytest.approx(1)
    assert left["D1"] / left["D3"] == pytest.approx(every["D1"] / every["D3"])


def test_what_was_learned_is_heard_a_quarter() -> None:
    """It moves a code by what it is sure of, and takes from the others."""
    before = Likeness.of(VECTORS, CODES, NOTHING, KINDS).codes(ALONG)
    after = Likeness.of(VECTORS, CODES, _sure("D3"), KINDS).codes(ALONG)
    third = 1 / len(CODES)

    assert after["D3"] - before["D3"] == pytest.approx(HEARD * (1 - third), abs=1e-6)
    assert before["D1"] - after["D1"] == pytest.approx(HEARD * third, abs=1e-6)


def test_of_an_own_code_nothing_was_learned() -> None:
    """It is as near as its words, whatever is believed of the others."""
    codes = ("D1", "X1", "B1")
    one, other = (
        Likeness.of(VECTORS, codes, shares, KINDS).codes(ALONG)
        for shares in (NOTHING, _sure("B1"))
    )
    assert one["X1"] == other["X1"]
    assert one["B1"] < other["B1"]


def test_every_kind_has_a_share() -> None:
    """What is wanted comes to one, too."""
    wanted = Likeness.of(VECTORS, CODES, NOTHING, KINDS).wanted(ALONG)

    assert wanted.keys() == set(Wanted)
    assert sum(wanted.values()) == pytest.approx(1)


OWN = """
version = 1
dates.1 = 2026-12-01

[code.X1]
told = ["keep", "change"]
under = "A5"
since = 1
label = { en = "swimming" }
means = { en = "To swim." }
example = { en = "I like to swim." }
not_this = { en = "Health is A6." }
"""


def test_an_own_code_is_found_by_its_words(tmp_path: Path) -> None:
    """A deployment's own code needs no examples but those of its description."""
    (tmp_path / "codebook.toml").write_text(OWN, encoding="utf-8")
    coder = lettered.coder(extended(SHIPPED, tmp_path / "codebook.toml"))
    told = [("en", "I like to swim a lot"), ("en", "all the food is bad")]

    assert coder.code(told) == [("X1",), ("D1",)]
