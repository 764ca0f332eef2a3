"""Words that somebody agreed to show, from her tap to what designers read."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from deployments import Deployment, trial
from flows.test_staff import hired
from handed import tended
from phones import Phone
from test_promises import HER_ID, WEEK, answer, asked, crowd, number, safe, take_back
from two_homes import two_homes

from bot.flows.archive import archive
from bot.flows.paraphrasing import Theme
from bot.keeper import Gathering, Vault
from bot.reading.quotes import Quotes
from bot.reading.sights import Picked
from bot.reading.sitting import laid
from bot.settings import Settings
from bot.store.records import QuoteRow
from bot.weeks import DAY, week_begins, week_of

HERS = "Kind staff. They listened to me, and nobody shouted."
LEAD, DESIGNER = 43, 42


async def lends(d: Deployment) -> str:
    """Let her agree to her words, and others write alike; return her number."""
    phone = await asked(d)
    await phone.tap("I am 18 or older")
    await answer(phone, words=HERS)
    await phone.tap("Show my exact words")
    await phone.tap("Yes, show them")
    await phone.tap("Send")
    digits = await number(phone)
    await crowd(d, 18, words="The staff are kind and they listen.")
    d.clock.at = week_begins(week_of(d.clock.at)) + 3 * WEEK + DAY + DAY // 2
    return digits


def here(d: Deployment) -> AbstractAsyncContextManager[Vault]:
    """Open the vault on the server's machine."""
    return Gathering(d.settings, d.passphrase, processes=1).opened(d.clock.at)


async def sign(
    opening: AbstractAsyncContextManager[Vault], settings: Settings, *, here: bool
) -> None:
    """Let two readers let her words out, below the first theme that they stand in."""
    async with opening as vault:
        groups = await laid(vault, settings, lambda _: None, here=here)
        quotes, desk = Quotes(groups), groups.desk
        one, two = (desk.seat(f"reader {n}", desk.languages) for n in (1, 2))
        for told in await groups.entries(one, "en"):
            theme = Theme(told.batch, told.entry, "en")
            for found in await quotes.candidates(one, theme):
                it = Picked(told.batch, told.entry, "en", found.id)
                assert await quotes.propose(one, it) == ()
                assert await quotes.sign(two, it) == ()
                return
    raise AssertionError(opening)


async def staffed(d: Deployment) -> tuple[Phone, Phone]:
    """Return a coordinator's and a designer's phone."""
    lead = await hired(d, "coordinator", person=LEAD)
    return lead, await hired(d, "designer", person=DESIGNER)


async def page(d: Deployment) -> list[str]:
    """Return the words on what may be read now, whatever was sent."""
    it = await archive(d.serving.store, d.serving.staff.deployment, d.clock.at)
    digests = [one for row in it.rows for one in it.of(row.pool)]
    return [words for *_, words in it.quoted(digests)]


async def leave(d: Deployment) -> None:
    """Let the fixed day come."""
    await tended(d, d.clock.at + WEEK)


@pytest.mark.parametrize("tap", ["Approve", "Drop"])
async def test_on_one_machine_from_her_yes_to_the_digest(
    tmp_path: Path, tap: str
) -> None:
    """She agrees, two sign, a coordinator decides: then it stands below its theme."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead, designer = await staffed(d)
        await lends(d)
        await d.gather()
        await sign(here(d), d.settings, here=True)
        await tended(d, d.clock.at)
        assert "agreed to show these exact words" in lead.screen
        await lead.tap(tap)
        await d.gather()
        await leave(d)
        shown = tap == "Approve"
        assert (f"“{HERS}”" in designer.screen) is shown
        assert await page(d) == ([HERS] if shown else [])
        rest = [row.state for row in await d.serving.store.quotes()]
        assert rest == [f"{tap.lower()}d" if shown else "dropped"]


async def test_taken_back_before_the_digest_leaves_it_goes_too(tmp_path: Path) -> None:
    """Approved or not, it is gone at once; the vault does not offer it again."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead, designer = await staffed(d)
        digits = await lends(d)
        await d.gather()
        await sign(here(d), d.settings, here=True)
        await tended(d, d.clock.at)
        await lead.tap("Approve")
        await take_back(await safe(d, HER_ID), digits)
        assert await d.serving.store.quotes() == []
        await sign_again(d)
        await leave(d)
        assert HERS not in designer.screen


async def sign_again(d: Deployment) -> None:
    """Gather once more, which offers all that is still lent."""
    d.clock.at += DAY
    await d.gather()
    assert await d.serving.store.quotes() == []


async def test_once_it_left_it_stays_as_she_was_told(tmp_path: Path) -> None:
    """“After that you cannot take them back”: what was read is not changed."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead, _ = await staffed(d)
        digits = await lends(d)
        await d.gather()
        await sign(here(d), d.settings, here=True)
        await tended(d, d.clock.at)
        await lead.tap("Approve")
        await leave(d)
        await take_back(await safe(d, HER_ID), digits)
        assert await page(d) == [HERS]


async def test_switched_off_nothing_of_it_is_shown(tmp_path: Path) -> None:
    """Neither offered to a coordinator nor read, though it rests there approved."""
    async with trial(tmp_path) as d:
        lead, designer = await staffed(d)
        await crowd(d, 18, words="The staff are kind and they listen.")
        d.clock.at += 3 * WEEK
        await d.gather()
        (row,) = await d.serving.store.digests()
        entry = "keep:A4"
        for state in ("offered", "approved"):
            one = QuoteRow(row.batch, entry, f"{HERS} {state}", "en", state)
            await d.serving.store.offer_quotes([one])
            await tended(d, d.clock.at)
        await leave(d)
        assert HERS not in lead.screen + designer.screen
        assert await page(d) == []


async def test_a_release_brings_it_from_another_machine(tmp_path: Path) -> None:
    """With next week's stick: signed where the vault is, approved where it is served."""
    async with two_homes(tmp_path, SOTTO_QUOTES="true") as home:
        d = home.d
        lead, designer = await staffed(d)
        await lends(d)
        await home.week()
        keeper = Gathering(home.vault, d.passphrase, processes=1)
        opening = keeper.opened_carried(home.file, d.clock.at)
        await sign(opening, home.vault, here=False)
        assert await d.serving.store.quotes() == []
        d.clock.at += DAY
        await home.week()
        await tended(d, d.clock.at)
        await lead.tap("Approve")
        await leave(d)
        assert f"“{HERS}”" in designer.screen
