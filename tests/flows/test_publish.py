"""Publishing: on the fixed day, at least once, and never a moment too early."""

import asyncio
from pathlib import Path

from deployments import Deployment, trial
from flows.test_staff import hired
from test_promises import crowd

from bot.deployment import NETWORK
from bot.flows.publish import digest_day
from bot.weeks import DAY, Week, week_begins

MONDAY = week_begins(Week(160))
HOUR = 3600


async def released(d: Deployment, at: int) -> None:
    """Let seventeen people answer, and gather at a later moment."""
    await crowd(d, 17)
    d.clock.at = at
    await d.gather()


async def test_a_digest_gathered_after_its_day_waits_for_the_next(
    tmp_path: Path,
) -> None:
    """Gathered on a Wednesday, it leaves on Monday and not before."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await released(d, MONDAY + 2 * DAY + HOUR)
        await d.serving.publish()
        d.clock.at = MONDAY + 7 * DAY - 1
        await d.serving.publish()
        early = designer.screen
        d.clock.at = MONDAY + 7 * DAY
        await d.serving.publish()
        assert "Blue House" not in early
        assert "Blue House" in designer.screen


async def test_two_rounds_of_sending_at_once_send_once(tmp_path: Path) -> None:
    """Publishing that overlaps itself waits its turn, and finds nothing more due."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await released(d, MONDAY)
        await asyncio.gather(d.serving.publish(), d.serving.publish())
        assert designer.screen.count("Blue House") == 1


async def test_a_designer_who_left_telegram_is_given_up(tmp_path: Path) -> None:
    """A closed chat ends the sending to it, and is not tried for ever."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await released(d, MONDAY)
        d.door.blocked.add(designer.person)
        await d.serving.publish()
        assert await d.serving.store.due(MONDAY + 365 * DAY) == []


async def test_the_day_is_the_pools_own(tmp_path: Path) -> None:
    """A pool's digest leaves on its weekday: today until midnight, else next week."""
    async with trial(tmp_path) as d:
        deployment = d.serving.staff.deployment
        assert digest_day(NETWORK, deployment, MONDAY + HOUR) == MONDAY
        assert digest_day(NETWORK, deployment, MONDAY + DAY) == MONDAY + 7 * DAY


async def test_who_becomes_staff_in_mid_talk_leaves_no_draft(tmp_path: Path) -> None:
    """The talk of an account that accepts an invitation is forgotten at once."""
    async with trial(tmp_path) as d:
        phone = d.phone(42)
        await phone.start(await d.code())
        await phone.tap("English")
        await hired(d, "designer")
        assert await d.serving.store.talks() == []
