"""Publishing: on the fixed day, by day, at least once, and the same whatever is new."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from deployments import Deployment, trial
from flows.test_staff import hired
from handed import HOUR, MONDAY, by_day, paraphrase, release, tended, told

from bot.flows.doors import Later
from bot.flows.drawing import Draw
from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.reports.paper import Picture
from bot.reports.plan import Board
from bot.store.records import ActRow, Work
from bot.weeks import DAY, Week, week_of

WEEK = 7


async def shows(d: Deployment, person: int) -> list[str]:
    """Return the digests that a phone shows, whole."""
    texts = [m.text for m in d.door.chats[person].values()]
    return [text for text in texts if text.startswith("📋")]


async def test_a_digest_leaves_on_its_fixed_day_in_its_morning(tmp_path: Path) -> None:
    """Released on a Wednesday, it comes on Monday at nine, and not before."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        for early in (
            by_day(3),
            MONDAY + WEEK * DAY,
            MONDAY + WEEK * DAY + 9 * HOUR - 1,
        ):
            await tended(d, early)
            assert await shows(d, designer.person) == []
        await tended(d, MONDAY + WEEK * DAY + 9 * HOUR)
        assert len(await shows(d, designer.person)) == 1


async def test_a_services_own_clock_and_rhythm_decide(tmp_path: Path) -> None:
    """Monthly in Auckland: the first Monday of December there is a Sunday in UTC."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        (one,) = [p for p in await d.serving.store.programmes() if p.id == "blue-house"]
        there = replace(one, every="month", zone="Pacific/Auckland")
        await d.serving.store.change_programme(there, ActRow("", "", Week(0)))
        await d.serving.reread()
        await release(d, told(), by_day(-20))
        nine = MONDAY + 13 * DAY + 20 * HOUR  # Monday, 7 December 2026, 9:00 there
        for moment, count in ((nine - 1, 0), (nine, 1)):
            await tended(d, moment)
            assert len(await shows(d, designer.person)) == count


async def test_a_try_again_waits_for_the_day(tmp_path: Path) -> None:
    """What could not be sent in the evening is tried when it is day again."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        well = d.serving.publisher.posts
        d.serving.publisher.posts = lambda _: Sick()
        await tended(d, MONDAY + WEEK * DAY + 18 * HOUR - 60)
        d.serving.publisher.posts = well
        for moment, count in ((21 * HOUR, 0), (DAY + 8 * HOUR, 0), (DAY + 9 * HOUR, 1)):
            await tended(d, MONDAY + WEEK * DAY + moment)
            assert len(await shows(d, designer.person)) == count


class Sick:
    """A post that asks for patience."""

    async def deliver(self, _contact: Contact, _parcel: Parcel) -> None:
        """Bring nothing."""
        raise Later(60)


@dataclass
class Keeping:
    """A post that keeps what it is given."""

    parcels: list[Parcel] = field(default_factory=list)

    async def deliver(self, _contact: Contact, parcel: Parcel) -> None:
        """Keep it."""
        self.parcels.append(parcel)


async def test_the_latest_of_another_day_is_another_message(tmp_path: Path) -> None:
    """It says the same; so its day tells it from a repeat."""
    async with trial(tmp_path) as d:
        await hired(d, "designer")
        post = Keeping()
        d.serving.publisher.posts = lambda _: post
        await release(d, told(), by_day(2))
        for week in (1, 2, 3):
            await tended(d, by_day(week * WEEK))
        _, second, third = post.parcels
        assert second != third
        assert replace(second, turn=0) == replace(third, turn=0)


async def test_each_fixed_day_brings_one_message_of_one_shape(tmp_path: Path) -> None:
    """New or still the latest: the same sections, and one line that says which."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await tended(d, by_day(0))
        assert await shows(d, designer.person) == []
        await release(d, told(), by_day(2))
        for week in (1, 2, 3):
            await tended(d, by_day(week * WEEK))
            await tended(d, by_day(week * WEEK) + HOUR)
        first, second, third = await shows(d, designer.person)
        assert second == third
        latest = "This is still the latest.\n"
        assert latest not in first
        assert second.replace(latest, "") == first


async def test_a_newer_digest_takes_the_place_of_the_latest(tmp_path: Path) -> None:
    """On the day of a new one, the old one does not come again."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told("aa"), by_day(2))
        await tended(d, by_day(WEEK))
        await release(d, told("bb", months="2026-12/2026-12"), by_day(WEEK + 1))
        await tended(d, by_day(2 * WEEK))
        first, second = await shows(d, designer.person)
        assert "Digest AAAA-AAAA" in first
        assert "Digest BBBB-BBBB" in second
        assert "still the latest" not in second


@asynccontextmanager
async def drawn() -> AsyncIterator[Draw]:
    """Draw the same picture of everything."""

    async def draw(_board: Board) -> Picture:
        return Picture(b"PNG", "Bands of Blue House")

    yield draw


async def test_a_message_has_one_picture_and_files(tmp_path: Path) -> None:
    """First the words with their buttons, then the picture, then each file."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        d.serving.publisher.drawing = drawn
        await release(d, told(), by_day(2))
        await tended(d, by_day(WEEK))
        *_, text, picture, html, xlsx, csv, json = d.door.chats[
            designer.person
        ].values()
        assert text.text.startswith("📋")
        assert picture.text == "🖼 Bands of Blue House"
        names = [one.text.rpartition(".")[2] for one in (html, xlsx, csv, json)]
        assert names == ["html", "xlsx", "csv", "json"]


async def test_two_rounds_of_sending_at_once_send_once(tmp_path: Path) -> None:
    """Publishing that overlaps itself waits its turn, and finds nothing more due."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        d.clock.at = by_day(WEEK)
        await asyncio.gather(d.serving.publish(), d.serving.publish())
        assert len(await shows(d, designer.person)) == 1


async def test_a_restart_plans_and_sends_nothing_twice(tmp_path: Path) -> None:
    """A new process on the same day finds what the one before wrote down."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        await tended(d, by_day(WEEK))
        door, clock = d.door, d.clock
    async with trial(tmp_path, door, clock) as d:
        await tended(d, by_day(WEEK) + HOUR)
        await tended(d, by_day(WEEK + 1))
        assert len(await shows(d, designer.person)) == 1


async def test_a_designer_who_left_telegram_is_given_up(tmp_path: Path) -> None:
    """A closed chat ends the sending of that day; the next one tries anew, once."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        d.door.blocked.add(designer.person)
        await tended(d, by_day(WEEK))
        assert await d.serving.store.due(by_day(365)) == []
        d.door.blocked.clear()
        await tended(d, by_day(2 * WEEK))
        assert len(await shows(d, designer.person)) == 1


async def test_what_a_coordinator_let_through_stands_under_its_theme(
    tmp_path: Path,
) -> None:
    """A paraphrase that was approved is in the message and in every pull."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        offered = paraphrase(told())
        await d.serving.store.offer_paraphrases([offered])
        approved = replace(offered, state="approved")
        await d.serving.store.commit(Work(paraphrases=(approved,)))
        await tended(d, by_day(WEEK))
        (message,) = await shows(d, designer.person)
        words = "• change: food\n– In a reader’s own words: The food is cold."
        assert words in message
        await _pull(d)
        assert words in (await shows(d, designer.person))[-1]


async def test_what_has_not_left_cannot_be_pulled(tmp_path: Path) -> None:
    """Before its day it is refused like nothing; from then on it is always the same."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer")
        await release(d, told(), by_day(2))
        await _pull(d)
        assert "Not enough different people yet." in designer.screen
        d.clock.at = MONDAY + WEEK * DAY
        await _pull(d)
        await tended(d, by_day(2 * WEEK))
        await _pull(d)
        pulled = await shows(d, designer.person)
        assert pulled[0] == pulled[-1]


async def _pull(d: Deployment) -> None:
    phone = d.phone(42)
    await phone.write("/themes")
    await phone.tap("Blue House")
    await phone.tap("All months")


async def test_who_becomes_staff_in_mid_talk_leaves_no_draft(tmp_path: Path) -> None:
    """The talk of an account that accepts an invitation is forgotten at once."""
    async with trial(tmp_path) as d:
        phone = d.phone(42)
        await phone.start(await d.code())
        await phone.tap("English")
        await hired(d, "designer")
        assert await d.serving.store.talks() == []


@pytest.mark.parametrize("days", [1, 27])
async def test_a_digest_that_reached_nobody_is_an_alert(
    tmp_path: Path, days: int
) -> None:
    """Its day is over and nobody was there: admins are told its number."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "", person=7)
        await release(d, told(), by_day(2))
        await tended(d, by_day(WEEK))
        await d.serving.alert()
        assert "AAAA-AAAA" not in admin.screen
        d.clock.at = by_day(WEEK + days)
        await d.serving.alert()
        assert "AAAA-AAAA" in admin.screen


@pytest.mark.parametrize("table", [b"{", b'{"batch": "\xff"}'])
async def test_a_digest_that_cannot_be_read_stops_no_other(
    tmp_path: Path, table: bytes
) -> None:
    """A broken table waits, admins are told its number, the others leave."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "", person=7)
        designer = await hired(d, "designer")
        await release(d, told("aa"), by_day(2))
        (good,) = await d.serving.store.digests()
        broken = replace(good, batch="bb" * 16, table=table)
        await d.serving.store.release([broken])
        await tended(d, by_day(WEEK))
        await d.serving.alert()
        assert len(await shows(d, designer.person)) == 1
        assert "BBBB-BBBB" in admin.screen
        assert [m.digest for m in await d.serving.store.due(by_day(8))] == ["bb" * 16]


@pytest.mark.parametrize(
    "strange",
    [{"forms": (("default", 99),)}, {"table": ((("themes", "need:ZZ"), "some"),)}],
)
async def test_what_has_no_name_here_is_told_by_its_code(
    tmp_path: Path, strange: dict[str, object]
) -> None:
    """A form's version or a code that nobody knows: it leaves, and admins are told."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "", person=7)
        designer = await hired(d, "designer")
        await release(d, replace(told(), **strange), by_day(2))  # type: ignore[arg-type] # fields of a digest
        await tended(d, by_day(WEEK))
        await d.serving.alert()
        assert len(await shows(d, designer.person)) == 1
        assert "AAAA-AAAA" in admin.screen


async def test_a_designer_removed_before_the_day_gets_nothing(tmp_path: Path) -> None:
    """Whoever stays gets the digest; the one who went is planned for no more."""
    async with trial(tmp_path) as d:
        gone, stays = [await hired(d, "designer", person=p) for p in (42, 43)]
        await release(d, told(), by_day(2))
        slot = d.serving.staff.host.slot(gone.person)
        (her,) = [m for m in await d.serving.store.staff() if m.slot == slot]
        act = ActRow("command line", "staff remove", week_of(d.clock.at))
        await d.serving.store.remove_staff(her.id, act)
        await tended(d, by_day(WEEK))
        assert await shows(d, gone.person) == []
        assert len(await shows(d, stays.person)) == 1
