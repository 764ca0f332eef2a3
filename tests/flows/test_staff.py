"""Staff talk to the bot: whole talks as text, and what each role may not do."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from deployments import Deployment, trial
from fakes import label
from handed import by_day, release, told
from phones import Phone

from bot.conversation.events import Command
from bot.flows.drawing import Draw
from bot.flows.staff import invite, months_before, read_contact
from bot.flows.staffing import change, remove
from bot.reports.papers import papers
from bot.reports.plan import Board
from bot.settings import CHECKOUT
from bot.store.records import DigestRow, OutboxRow
from bot.themes.gathering import Digest
from bot.weeks import Week, monday_of, week_begins, week_of

TRANSCRIPT = CHECKOUT / "tests" / "transcripts" / "staff" / "invited_and_pulls.txt"
SHE = 42
TOLD = told()


def week(d: Deployment) -> Week:
    """Return the week that the deployment's clock shows."""
    return week_of(d.clock.at)


def shown(phone: Phone) -> str:
    """Return the newest message with its buttons, as a transcript shows it."""
    message = phone.door.last(phone.person)[1]
    buttons = [f"[ {label(tap)} ]" for row in message.rows for tap in row]
    return "\n".join([message.text, *buttons])


async def hired(
    d: Deployment, role: str, programme: str = "blue-house", person: int = SHE
) -> Phone:
    """Bind an account to a role."""
    phone = d.phone(person)
    await phone.start(await invite(d.serving.store, role, week(d), programme))  # type: ignore[arg-type] # a Role
    return phone


async def test_a_coordinators_talk_is_told_as_it_was(tmp_path: Path) -> None:
    """Invited, asking for themes, refused, and pointed to another account."""
    lines = ["A coordinator opens her invitation and asks what people said.", ""]
    async with trial(tmp_path) as d:
        phone = d.phone(SHE)
        lines += [">> opens her invitation"]
        await phone.start(
            await invite(d.serving.store, "coordinator", week(d), "blue-house")
        )
        lines += [shown(phone), "", ">> writes /themes"]
        await phone.write("/themes")
        lines += [shown(phone), "", ">> taps Blue House"]
        await phone.tap("Blue House")
        lines += [shown(phone), "", ">> taps All months"]
        await phone.tap("All months")
        lines += [shown(phone), "", ">> scans a poster"]
        await phone.start(await d.code())
        lines += [shown(phone), "", ">> writes Hello"]
        await phone.write("Hello")
        lines += [shown(phone), "", ">> calls /language, taps українська"]
        await phone.call(Command.LANGUAGE)
        await phone.tap("українська")
        lines += [shown(phone), ""]
    assert "\n".join(lines) == TRANSCRIPT.read_text(encoding="utf-8")


async def test_staff_are_spoken_to_where_everything_is_said(tmp_path: Path) -> None:
    """Where staff texts are missing, a message would be of two languages."""
    async with trial(tmp_path) as d:
        phone = d.phone(SHE)
        invitation = await invite(d.serving.store, "designer", week(d), "blue-house")
        await phone.start(invitation, guess="th")
        assert "Your role here: designer" in shown(phone)
        await phone.call(Command.LANGUAGE)
        newest = d.door.last(SHE)[0]
        offered = shown(phone)
        assert "українська" in offered
        assert "ไทย" not in offered
        await phone.press("t:l:th", newest)
        await phone.write("/themes")
        assert "Blue House" in shown(phone)
        (member,) = await d.serving.store.staff()
        assert read_contact(d.serving.staff.host, member).language == "en"


async def test_a_designer_sees_her_own_services_only(tmp_path: Path) -> None:
    """The list names her service, its family, and everybody; not its neighbours."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer", "tuesday-desk")
        await phone.write("/themes")
        assert "Blue House" not in shown(phone)


async def test_a_press_forged_for_another_service_is_refused(tmp_path: Path) -> None:
    """The role is checked on the press too, not only on the list."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer", "tuesday-desk")
        await phone.write("/themes")
        await phone.press("t:m:all:blue-house", d.door.last(SHE)[0])
        assert "not" in shown(phone)
        assert re.search("Blue House", phone.screen) is None


async def test_an_unknown_invitation_binds_nobody(tmp_path: Path) -> None:
    """A made-up link gets words that say so, and no role."""
    async with trial(tmp_path) as d:
        phone = d.phone(SHE)
        await phone.start("s-" + "A" * 24)
        assert await d.serving.store.staff() == []
        assert "new" in shown(phone)


async def test_a_survivor_gets_no_staff_answer(tmp_path: Path) -> None:
    """/themes from anybody else is not understood, like any other words."""
    async with trial(tmp_path) as d:
        phone = d.phone(SHE)
        await phone.start(await d.code())
        await phone.tap("English")
        await phone.write("/themes")
        assert "Sorry, I did not get that" in shown(phone)


def test_periods_are_whole_months() -> None:
    """Three months end with this one and begin two before, over a year's turn."""
    assert months_before("2026-01", 3) == "2025-11"
    assert months_before("2026-12", 12) == "2026-01"
    assert months_before("2026-12", 0) == "0000-01"


async def test_one_broken_contact_keeps_no_digest_from_the_others(
    tmp_path: Path,
) -> None:
    """What does not open waits for its next try; the next designer is written to."""
    async with trial(tmp_path) as d:
        await hired(d, "designer", person=SHE)
        await hired(d, "designer", person=SHE + 1)
        hers = d.serving.staff.host.slot(SHE)
        store = d.serving.store
        first, _ = sorted(await store.staff(), key=lambda member: member.slot != hers)
        await store.change_contact(first.id, bytes(160))
        await release(d, told(), by_day(2))
        d.clock.at = by_day(7)
        await d.serving.publish()
        assert "📋 Blue House" in d.door.screen(SHE + 1)
        assert [due.staff for due in await store.due(d.clock.at + 60)] == [first.id]


async def test_a_removed_member_is_answered_like_anybody_else(tmp_path: Path) -> None:
    """The very next command tells nothing, even before the staff is read again."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "coordinator")
        (member,) = await d.serving.store.staff()
        await remove(d.serving.store, member.id, week(d))
        await phone.write("/themes")
        assert "Which programme" not in phone.screen
        await phone.press("t:m:all:blue-house", d.door.last(SHE)[0])
        assert "Not enough different people" not in phone.screen


async def due_to(d: Deployment, staff: int) -> None:
    """Let a digest of Blue House wait to be sent to a member."""
    row = DigestRow("b1", "blue-house", "", "2026-03/2026-05", "10-20", b"{}")
    await d.serving.store.release([row])
    await d.serving.store.plan([OutboxRow("b1", staff, "due", 0, 0)])


async def test_nothing_more_is_sent_to_a_removed_member(tmp_path: Path) -> None:
    """What waited for that account is given up with it."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer")
        (member,) = await d.serving.store.staff()
        await due_to(d, member.id)
        before = phone.screen
        await remove(d.serving.store, member.id, week(d))
        assert await d.serving.store.due(week(d)) == []
        await d.serving.publish()
        assert phone.screen == before


async def test_a_digest_that_waits_is_not_sent_to_who_may_not_read_it(
    tmp_path: Path,
) -> None:
    """A designer moved to another service does not get the old one's digest."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer")
        (member,) = await d.serving.store.staff()
        await due_to(d, member.id)
        before = phone.screen
        await change(d.serving.store, member.id, None, "tuesday-desk", week(d))
        d.clock.at = by_day(7)
        await d.serving.publish()
        assert await d.serving.store.due(int(d.clock.at) + 9**9) == []
        assert phone.screen == before


async def test_a_changed_role_holds_from_the_next_command(tmp_path: Path) -> None:
    """Nobody waits until the staff is read again."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "coordinator")
        (member,) = await d.serving.store.staff()
        await change(d.serving.store, member.id, "designer", "tuesday-desk", week(d))
        await phone.write("/themes")
        assert "Blue House" not in shown(phone)
        await phone.write("/log")
        assert "Your role does not open this" in shown(phone)


@pytest.mark.parametrize("role", ["coordinator", "admin"])
async def test_what_was_done_is_read_with_log(tmp_path: Path, role: str) -> None:
    """Who, what and in which week; neither an account nor a secret."""
    async with trial(tmp_path) as d:
        phone = await hired(d, role)
        (member,) = await d.serving.store.staff()
        await phone.write("/log")
        monday = monday_of(week(d))
        assert f"{monday}  command line  staff invite {role} blue-house" in shown(phone)
        assert f"{monday}  {member.id}  staff bind {role} blue-house" in shown(phone)
        assert "programme add blue-house" in shown(phone)
        assert await d.code() not in shown(phone)


async def test_the_log_fits_a_message(tmp_path: Path) -> None:
    """However much was done, the newest weeks are shown."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "admin")
        for n in range(80):
            await invite(d.serving.store, "designer", Week(n), "blue-house")
        await phone.write("/log")
        assert len(shown(phone)) < 4096
        assert "staff bind admin" in shown(phone)


async def test_an_invitation_ends(tmp_path: Path) -> None:
    """After 14 days the link binds nobody; in the week after its own it still does."""
    async with trial(tmp_path) as d:
        late = await invite(d.serving.store, "designer", week(d))
        in_time = await invite(d.serving.store, "designer", week(d))
        d.clock.at = week_begins(Week(week(d) + 2)) - 1
        await d.phone(7).start(in_time)
        assert len(await d.serving.store.staff()) == 1
        d.clock.at += 1
        phone = d.phone(SHE)
        await phone.start(late)
        assert "used or has ended" in shown(phone)
        assert len(await d.serving.store.staff()) == 1


async def test_a_pull_can_be_had_as_a_file(tmp_path: Path) -> None:
    """The buttons below it give the bytes that the command line writes."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer")
        await d.serving.store.release([row_of(told())])
        await phone.write("/themes")
        await phone.tap("Blue House")
        await phone.tap("All months")
        await phone.tap("CSV")
        (given,) = d.door.given
        words, deployment = d.serving.facts.words, d.serving.staff.deployment
        (paper,) = papers([told()], words, "en", deployment, kinds=["csv"])
        assert given == (SHE, paper.name, paper.content)


async def test_no_file_is_given_of_what_may_not_be_read(tmp_path: Path) -> None:
    """A press forged for another service is refused, and an empty pull as ever."""
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer", "tuesday-desk")
        await phone.write("/themes")
        await phone.press("t:f:csv:all:blue-house", d.door.last(SHE)[0])
        assert "not" in shown(phone)
        await phone.press("t:f:csv:all:tuesday-desk", d.door.last(SHE)[0])
        assert shown(phone) == "Not enough different people yet."
        await phone.press("t:f:exe:all:tuesday-desk", d.door.last(SHE)[0])
        assert d.door.given == []


async def test_a_picture_that_cannot_be_drawn_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no font has the letters, the reader is told where else the facts are."""

    @asynccontextmanager
    async def nothing() -> AsyncIterator[Draw]:
        async def draw(_: Board) -> None:
            return None

        yield draw

    monkeypatch.setattr("bot.flows.staff.drawing", nothing)
    async with trial(tmp_path) as d:
        phone = await hired(d, "designer")
        await d.serving.store.release([row_of(told())])
        await phone.press("t:f:png:all:blue-house", d.door.last(SHE)[0])
        assert "could not be drawn" in shown(phone)


def row_of(digest: Digest) -> DigestRow:
    """Return a digest as it rests."""
    months = "/".join(digest.months)
    return DigestRow(digest.batch, digest.pool, "", months, "10-19", digest.to_bytes())
