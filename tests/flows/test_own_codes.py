"""A deployment's own codes are told, and cannot be taken away once they were."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from gatherings import ENOUGH, Home, opened, people_of

from bot.errors.gathered import CodeGoneError
from bot.questions import Direction
from bot.responses import Answer
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codes import EACH, Code, Sensitivity
from bot.themes.coding import KeywordCoder
from bot.themes.gathering import THEMES, Band

GLASSES = Code(
    "X1",
    Sensitivity.NO,
    frozenset(Direction),
    words=(("en", "optician*"), ("uk", "optician*"), ("ar", "optician*")),
)
OWN = Codebook(SHIPPED.version + EACH, (*SHIPPED.codes, GLASSES))
CLOSED = Codebook(OWN.version + EACH, (*SHIPPED.codes, replace(GLASSES, closed=2)))


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """Open a home with people who all ask for an optician."""
    async with opened(tmp_path) as it:
        text = Answer("Q7", text="please bring me to an optician soon")
        people = people_of(ENOUGH)
        await it.send(*(replace(one, answers=(text,), language="en") for one in people))
        it.coder = KeywordCoder(OWN)
        yield it


async def test_an_own_code_is_told(home: Home) -> None:
    """It stands in the table, with the version of the file that it came from."""
    (digest,) = await home.gather(codebook=OWN)

    assert dict(digest.table)[THEMES, "change:X1"] is Band.MOST
    assert digest.codebook == 1 + EACH


async def test_a_told_code_cannot_be_taken_away(home: Home) -> None:
    """Without it in the codebook nothing is gathered; closed, it is told no more."""
    await home.gather(101, codebook=OWN)
    await home.send(*people_of(ENOUGH + 1, sent=101))

    with pytest.raises(CodeGoneError, match="the code X1 was told"):
        await home.gather(105)
    (digest,) = await home.gather(105, codebook=CLOSED)
    assert (THEMES, "change:X1") not in dict(digest.table)
