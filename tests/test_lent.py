"""Words that somebody agreed to show: where they end, and how they cross machines."""

from pathlib import Path

from deployments import Deployment, trial
from flows.test_staff import hired
from handed import FOOD, by_day, release, tended, told
from phones import Phone
from test_promises import (
    HER_ID,
    SHOWN,
    WEEK,
    keeper,
    lends,
    rows,
    safe,
    send,
    sign,
    take_back,
)
from two_homes import two_homes

from bot.flows.archive import archive
from bot.keeper import Gathering
from bot.reports.papers import papers
from bot.store.records import QuoteRow, Work
from bot.weeks import DAY

LEAD, DESIGNER = 43, 42


async def staffed(d: Deployment) -> tuple[Phone, Phone]:
    """Return a coordinator's and a designer's phone."""
    lead = await hired(d, "coordinator", person=LEAD)
    return lead, await hired(d, "designer", person=DESIGNER)


async def page(d: Deployment) -> str:
    """Return the page of all that may be read now, whatever was sent."""
    deployment, words = d.serving.staff.deployment, d.serving.staff.words
    it = await archive(d.serving.store, deployment, d.clock.at)
    digests = [one for pool in {row.pool for row in it.rows} for one in it.of(pool)]
    (made,) = papers(
        digests, words, "en", deployment, kinds=("html",), quotes=it.quoted(digests)
    )
    return made.content.decode()


async def leave(d: Deployment) -> None:
    """Let the fixed day come."""
    await tended(d, d.clock.at + WEEK)


async def test_once_it_left_it_stays_as_she_was_told(tmp_path: Path) -> None:
    """“After that you cannot take them back”: the page that was read is not changed."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        await send(d)
        ((row, *_),) = rows(d, "sealed")
        await release(d, told(), by_day(2))
        yes = QuoteRow(told().batch, FOOD, SHOWN, "en", "approved")
        await d.serving.store.offer_quotes([yes])
        designer = await hired(d, "designer", person=DESIGNER)
        await tended(d, by_day(7))
        read = await page(d)
        assert f">“{SHOWN}”</blockquote>" in read
        await d.serving.store.commit(Work(erase=(int(str(row)),)))
        assert await page(d) == read
        assert f"“{SHOWN}”" in designer.screen


async def test_taken_back_before_the_digest_leaves_it_goes_too(tmp_path: Path) -> None:
    """Though approved, it is gone at once; the vault does not offer it again."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead, designer = await staffed(d)
        digits = await lends(d)
        await d.gather()
        await sign(keeper(d), d.settings, here=True)
        await tended(d, d.clock.at)
        await lead.tap("Approve")
        await take_back(await safe(d, HER_ID), digits)
        assert await d.serving.store.quotes() == []
        await d.gather()
        assert await d.serving.store.quotes() == []
        await leave(d)
        assert SHOWN not in designer.screen


async def test_a_release_brings_it_from_another_machine(tmp_path: Path) -> None:
    """With the next stick: signed where the vault is, approved where it is served."""
    async with two_homes(tmp_path, "true") as home:
        d = home.d
        lead, designer = await staffed(d)
        await lends(d)
        await home.week()
        vault = Gathering(home.vault, d.passphrase, processes=1)
        opening = vault.opened_carried(home.file, d.clock.at)
        await sign(opening, home.vault, here=False)
        assert await d.serving.store.quotes() == []
        d.clock.at += DAY
        await home.week()
        await tended(d, d.clock.at)
        await lead.tap("Approve")
        await leave(d)
        assert f"“{SHOWN}”" in designer.screen
