"""What a coordinator may do before a digest leaves, and nothing after."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from deployments import Deployment, trial
from fakes import carried
from flows.test_staff import hired, shown
from handed import FOOD, MONDAY, by_day, paraphrase, release, tended, told, with_band

from bot.store.records import ParaphraseRow, QuoteRow
from bot.themes.gathering import Band
from bot.weeks import DAY

WEEK = 7
LEAD, DESIGNER = 43, 42


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial with a coordinator and a digest that has not left yet."""
    async with trial(tmp_path) as it:
        await hired(it, "coordinator", person=LEAD)
        await hired(it, "designer", person=DESIGNER)
        await release(it, told(), by_day(2))
        yield it


async def state(d: Deployment) -> str:
    """Return what became of the one paraphrase."""
    (row,) = await d.serving.store.paraphrases()
    return row.state


async def offered(d: Deployment, it: ParaphraseRow) -> None:
    """Let a paraphrase come from the vault, and the next round show it."""
    await d.serving.store.offer_paraphrases([it])
    await tended(d, by_day(3))


async def test_words_are_shown_once_a_week_by_day(d: Deployment) -> None:
    """At night nothing comes; what was shown is not shown again the same week."""
    await d.serving.store.offer_paraphrases([paraphrase(told())])
    await tended(d, by_day(3) - 4 * 3600)
    assert "The food is cold." not in d.phone(LEAD).screen
    for hours in (0, 1, 24):
        await tended(d, by_day(3) + hours * 3600)
    assert d.phone(LEAD).screen.count("The food is cold.") == 1
    assert "The food is cold." not in d.phone(DESIGNER).screen


async def test_a_coordinator_may_think_again_until_the_day(d: Deployment) -> None:
    """Approved, dropped, approved: what stands when the day begins counts."""
    await offered(d, paraphrase(told()))
    lead = d.phone(LEAD)
    for tap, becomes in (("Approve", "approved"), ("Drop", "dropped")) * 2:
        await lead.tap(tap)
        assert await state(d) == becomes
        assert f"{becomes.capitalize()}. Blue House" in shown(lead)


async def test_nothing_changes_once_the_day_has_begun(d: Deployment) -> None:
    """From its first minute a tap says so, and the digest leaves as it stood."""
    await offered(d, paraphrase(told()))
    message, card = d.door.last(LEAD)
    d.clock.at = MONDAY + WEEK * DAY
    await d.phone(LEAD).press(carried(card, "vy"), message)
    assert await state(d) == "offered"
    assert d.door.answered[-1][1] == "This digest’s day has come. It stays as it is."
    await tended(d, by_day(WEEK))
    assert "📋 Blue House" in d.phone(DESIGNER).screen
    assert "The food is cold." not in d.phone(DESIGNER).screen


async def test_words_that_come_too_late_are_never_told(d: Deployment) -> None:
    """Offered after its digest left, they are shown to nobody."""
    await tended(d, by_day(WEEK))
    await d.serving.store.offer_paraphrases([paraphrase(told())])
    await tended(d, by_day(WEEK + 1))
    await tended(d, by_day(2 * WEEK))
    for person in (LEAD, DESIGNER):
        assert "The food is cold." not in d.phone(person).screen


async def test_only_its_coordinators_decide(d: Deployment) -> None:
    """A designer, or a coordinator of another service, changes nothing."""
    await offered(d, paraphrase(told()))
    message, card = d.door.last(LEAD)
    other = await hired(d, "coordinator", "tuesday-desk", 44)
    for phone in (d.phone(DESIGNER), other):
        await phone.press(carried(card, "vy"), message)
    assert await state(d) == "offered"


@pytest.mark.parametrize("why", ["few", "leaf"])
async def test_words_for_what_few_said_are_not_offered(
    tmp_path: Path, why: str
) -> None:
    """Nor for a language told apart: P10 holds here too, whatever comes in."""
    few = with_band(told(), FOOD, Band.FEW)
    digest = few if why == "few" else replace(told(), leaf="uk")
    async with trial(tmp_path) as d:
        lead = await hired(d, "coordinator", person=LEAD)
        await release(d, digest, by_day(2))
        await offered(d, paraphrase(digest))
        assert "The food is cold." not in lead.screen


HERS = "The soup was cold, and I said so."


@pytest.mark.parametrize("tap", ["Approve", "Drop", ""])
async def test_a_quote_needs_a_yes_of_its_own(tmp_path: Path, tap: str) -> None:
    """It leaves if a coordinator approved it, beside a paraphrase of the same theme."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead = await hired(d, "coordinator", person=LEAD)
        designer = await hired(d, "designer", person=DESIGNER)
        await release(d, told(), by_day(2))
        await offered(d, paraphrase(told()))
        await lead.tap("Approve")
        await d.serving.store.offer_quotes([QuoteRow(told().batch, FOOD, HERS, "en")])
        await tended(d, by_day(3) + 3600)
        assert "two readers signed them" in lead.screen
        if tap:
            await lead.tap(tap)
        await tended(d, by_day(WEEK))
        assert (f"“{HERS}”" in designer.screen) is (tap == "Approve")
        assert "In a reader’s own words: The food is cold." in designer.screen


async def test_where_quotes_are_off_none_is_shown(d: Deployment) -> None:
    """Neither to a coordinator nor in a digest, whatever rests there."""
    for state in ("offered", "approved"):
        one = QuoteRow(told().batch, FOOD, HERS, "en", state)
        await d.serving.store.offer_quotes([])
        await d.serving.store.offer_quotes([one])
        await tended(d, by_day(3))
    await tended(d, by_day(WEEK))
    assert "📋 Blue House" in d.phone(DESIGNER).screen
    for person in (LEAD, DESIGNER):
        assert HERS not in d.phone(person).screen
