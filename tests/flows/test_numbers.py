"""Numbers of the network: who is counted, that they are drawn once, and when not."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from answers import DEFAULT, crowd, response, said, seeded
from gatherings import HOUSE, VAULT, Home, opened

from bot.errors.gathered import FewPeopleError, NoNetworkExtraError, NoQuarterError
from bot.flows import noise
from bot.flows import numbers as telling
from bot.flows.gather import Tick
from bot.flows.noise import blurred
from bot.flows.numbers import numbers
from bot.responses import Response
from bot.store.records import Work
from bot.themes.coding import KeywordCoder
from bot.themes.numbers import Numbers, counted
from bot.themes.pools import Places
from bot.weeks import Week

OPENS = VAULT.key.round.opens_week
OVER = Week(OPENS + 13)
"""The last tick of the first quarter."""


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """Open a home with nothing in it."""
    async with opened(tmp_path) as it:
        yield it


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let noise be nothing, to see what is counted."""
    monkeypatch.setattr(telling, "blurred", lambda counts, *_: list(counts))


async def _numbers(home: Home, since: int = OPENS) -> Numbers:
    tick = Tick(
        home.store,
        home.ledger,
        HOUSE,
        Places(HOUSE.programmes),
        Week(OVER + 1),
        KeywordCoder(),
        1,
    )
    return await numbers(home.store, home.ledger, tick, [VAULT.key], Week(since))


def _saying(people: list[Response], *choices: str) -> list[Response]:
    return [said(one, "Q2", *choices) for one in people]


@pytest.mark.usefixtures("exact")
async def test_those_of_released_batches_are_counted_once_each(home: Home) -> None:
    """Of two batches; who was told in both counts once, who waits does not."""
    dice = seeded(1)
    people = _saying(crowd(dice, 110, sent=OPENS + 1), "no")
    await home.send(*people)
    await home.gather(OPENS + 2)
    again = [response(dice, one.voice, sent=OPENS + 5) for one in people[:30]]
    await home.send(*_saying(again, "no"))
    await home.gather(OPENS + 7)
    await home.send(*_saying(crowd(dice, 9, sent=OPENS + 8), "no"))
    await home.gather(OVER)
    found = await _numbers(home)

    assert dict(found.table)["Q2", "no"] == 110
    assert dict(found.table)["Q2", "yes"] == 0
    assert found.size_band == "100-199"


async def test_they_are_drawn_once_and_kept(home: Home) -> None:
    """Asked again, after people took back what they said, the same bytes are told."""
    rows = await home.send(*crowd(seeded(2), 120, sent=OPENS + 1))
    await home.gather(OPENS + 2)
    await home.gather(OVER)
    first = await _numbers(home)
    await home.store.commit(Work(erase=tuple(row.id for row in rows[:60])))

    assert (await _numbers(home)).to_bytes() == first.to_bytes()


async def test_ninety_nine_people_are_not_enough(home: Home) -> None:
    """The refusal is the same for nobody and for 99, and nothing is kept of it."""
    await home.gather(OPENS + 2)
    await home.gather(OVER)
    with pytest.raises(FewPeopleError) as none:
        await _numbers(home)
    await home.send(*crowd(seeded(3), 99, sent=OPENS + 14))
    await home.gather(OPENS + 16)
    await home.gather(OPENS + 26)
    with pytest.raises(FewPeopleError) as few:
        await _numbers(home)

    assert str(none.value) == str(few.value)
    assert await home.ledger.numbers(VAULT.key.round.id, 1) is None


async def test_what_was_sent_before_people_were_told_is_not_counted(
    home: Home,
) -> None:
    """A hundred who answered before numbers were spoken of are nobody here."""
    await home.send(*crowd(seeded(4), 150, sent=OPENS + 1))
    await home.gather(OPENS + 2)
    await home.gather(OVER)

    with pytest.raises(FewPeopleError):
        await _numbers(home, since=OPENS + 2)


async def test_a_quarter_that_is_not_over_has_no_numbers(home: Home) -> None:
    """Before its last tick nobody can ask how it stands."""
    await home.send(*crowd(seeded(5), 150, sent=OPENS + 1))
    await home.gather(OVER - 1)

    with pytest.raises(NoQuarterError):
        await _numbers(home)


async def test_without_the_extra_it_is_said_and_nothing_is_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is named, and the quarter can still be told."""
    await home.send(*crowd(seeded(6), 110, sent=OPENS + 1))
    await home.gather(OPENS + 2)
    await home.gather(OVER)
    monkeypatch.setitem(sys.modules, "opendp", None)
    with pytest.raises(NoNetworkExtraError, match="network"):
        await _numbers(home)
    monkeypatch.setattr(telling, "blurred", lambda counts, *_: list(counts))

    assert (await _numbers(home)).size_band == "100-199"


def test_noise_is_of_the_scale_that_was_asked_for() -> None:
    """OpenDP draws it; over 15,000 counts its mean size is the law's."""
    pytest.importorskip("opendp", reason="opendp is not installed")
    drawn = blurred([500] * 15_000, 10, 1)
    mean = sum(abs(count - 500) for count in drawn) / len(drawn)

    assert 9.5 < mean < 10.5


def test_the_numbers_of_two_draws_differ() -> None:
    """So that a second release of a quarter would tell more, if there were one."""
    pytest.importorskip("opendp", reason="opendp is not installed")
    exact = [100] * len(counted((DEFAULT,)))

    assert noise.blurred(exact, 10, 1) != noise.blurred(exact, 10, 1)


@pytest.mark.usefixtures("exact")
async def test_an_older_version_of_the_form_counts_by_what_still_stands(
    home: Home,
) -> None:
    """Numbers are of questions that all services ask alike now."""
    people = crowd(seeded(7), 130, sent=OPENS + 1)
    await home.send(*(replace(one, form_version=0) for one in people))
    await home.gather(OPENS + 2)
    await home.gather(OVER)

    assert {fact for fact, _ in (await _numbers(home)).table} == {*counted((DEFAULT,))}
