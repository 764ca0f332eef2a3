"""Staff talk to the bot: whole talks as text, and what each role may not do."""

import re
from pathlib import Path

from deployments import Deployment, trial
from phones import Phone

from bot.conversation.events import Command
from bot.flows.staff import invite, months_before
from bot.settings import CHECKOUT
from bot.weeks import Week, week_of

TRANSCRIPT = CHECKOUT / "tests" / "transcripts" / "staff" / "invited_and_pulls.txt"
SHE = 42


def week(d: Deployment) -> Week:
    """Return the week that the deployment's clock shows."""
    return week_of(d.clock.at)


def shown(phone: Phone) -> str:
    """Return the newest message with its buttons, as a transcript shows it."""
    message = phone.door.last(phone.person)[1]
    buttons = [f"[ {label} ]" for row in message.rows for label, _ in row]
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
