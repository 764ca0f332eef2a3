"""Designers answer themes, coordinators see what is late: over real files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from deployments import Deployment, trial
from fakes import carried
from flows.test_staff import hired, shown
from handed import FOOD, by_day, last_digest, paraphrase, release, tended, told
from phones import Phone

from bot.flows.presses import Press, pressed
from bot.flows.schedule import answer_week
from bot.flows.staffing import remove
from bot.store.records import DecisionRow
from bot.weeks import Week, sunday_of, week_of

WEEK = 7
DESIGNER, COORDINATOR, OTHER = 42, 43, 44
HOME = "a safe and suitable home"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial whose designer has a digest on the phone."""
    async with trial(tmp_path) as it:
        await hired(it, "designer", person=DESIGNER)
        await hired(it, "coordinator", person=COORDINATOR)
        await release(it, told(), by_day(2))
        await tended(it, by_day(WEEK))
        yield it


def states(decisions: list[DecisionRow], entry: str = FOOD) -> list[str]:
    """Return the history of a theme."""
    return [one.state for one in decisions if one.entry == entry]


async def opened(d: Deployment, person: int = DESIGNER, theme: str = "food") -> Phone:
    """Tap a theme below the digest."""
    phone = d.phone(person)
    await phone.tap(theme)
    return phone


async def test_a_digest_asks_for_an_answer_by_a_date(d: Deployment) -> None:
    """Every theme that most or some named is listed with its date, and has a button."""
    by = sunday_of(answer_week(by_day(WEEK) // 86_400))
    text = last_digest(d, DESIGNER)
    assert f"⬜ {HOME}: to be answered by {by}\n" in text
    assert f"⬜ food: to be answered by {by}\n" in text
    assert "[ ✏️ food ]" in text


async def test_accepting_plans_at_once_and_asks_for_step_and_date(
    d: Deployment,
) -> None:
    """One tap is a plan for 30 days; two more say what comes next, and by when."""
    phone = await opened(d)
    await phone.tap("Accept and plan")
    assert states(await d.serving.store.decisions()) == ["planned"]
    await phone.tap("house meeting")
    await phone.tap("In two weeks")
    by = sunday_of(week_of(by_day(WEEK + 14)))
    assert f"🗓 food: planned, to be done by {by}" in shown(phone)
    assert "– Next step: Talk about it at a house meeting" in shown(phone)
    await phone.tap("It is done")
    assert "✅ food: done" in shown(phone)
    assert states(await d.serving.store.decisions()) == ["planned"] * 3 + ["done"]


async def test_not_possible_takes_the_next_message_for_its_reason(
    d: Deployment,
) -> None:
    """A reason is written, once; what is written after it is no reason any more."""
    phone = await opened(d)
    await phone.tap("Not possible")
    await phone.write("The kitchen is\nanother firm’s.")
    assert "✖️ food: not possible. The kitchen is another firm’s." in shown(phone)
    await phone.again()
    assert "✖️ food: not possible." in shown(phone)
    await phone.write("Hello")
    assert states(await d.serving.store.decisions()) == ["impossible"]


async def test_a_reason_that_is_too_long_is_asked_for_again(d: Deployment) -> None:
    """What no digest has room for is not kept, and not cut either."""
    phone = await opened(d)
    await phone.tap("Not possible")
    await phone.write("a" * 401)
    assert "at most 400 letters" in shown(phone)
    await phone.write("Short.")
    assert "not possible. Short." in shown(phone)


@pytest.mark.parametrize("nothing", ["\u2800", ".", "\u200b \u202e"])
async def test_a_reason_that_says_nothing_is_asked_for_again(
    d: Deployment, nothing: str
) -> None:
    """Without a letter or a digit there is nothing that anybody could read."""
    phone = await opened(d)
    await phone.tap("Not possible")
    await phone.write(nothing)
    assert await d.serving.store.decisions() == []
    await phone.write("Short.")
    assert "not possible. Short." in shown(phone)


@pytest.mark.parametrize("command", ["/themes", "/decisions"])
async def test_who_turns_to_something_else_is_asked_no_more(
    d: Deployment, command: str
) -> None:
    """After another command, words are words again."""
    phone = await opened(d)
    await phone.tap("Not possible")
    await phone.write(command)
    await phone.write("Hello")
    assert await d.serving.store.decisions() == []


async def test_a_next_step_can_be_written(d: Deployment) -> None:
    """In one's own words, which the digest then says as they are."""
    phone = await opened(d)
    await phone.tap("Accept and plan")
    await phone.tap("Write it")
    await phone.write("Ask the cook")
    assert "– Next step: Ask the cook" in shown(phone)
    await tended(d, by_day(2 * WEEK))
    assert "– Next step: Ask the cook" in last_digest(d, DESIGNER)


async def test_more_information_is_told_to_coordinators(d: Deployment) -> None:
    """The theme stays open, and coordinators hear of it at the next round."""
    phone = await opened(d)
    await phone.tap("Need more information")
    assert d.door.answered[-1][1] == "Noted. The coordinators will hear of it."
    await tended(d, by_day(WEEK + 1))
    assert "need more information about this" in shown(d.phone(COORDINATOR))


async def test_two_taps_are_one_step(d: Deployment) -> None:
    """The second tap, by the same person or by another, shows how it stands."""
    await hired(d, "designer", person=OTHER)
    await tended(d, by_day(WEEK) + 60)
    phone, other = await opened(d), await opened(d, OTHER)
    (message, card), (theirs, _) = d.door.last(DESIGNER), d.door.last(OTHER)
    accept = carried(card, "t:d:p")
    await phone.press(accept, message)
    await phone.press(accept, message)
    await other.press(accept, theirs)
    assert states(await d.serving.store.decisions()) == ["planned"]
    assert d.door.answered[-1][1].startswith("This was answered meanwhile.")
    assert "🗓 food: planned" in shown(other)


async def test_a_press_that_comes_twice_has_one_effect(d: Deployment) -> None:
    """A redelivered press decides nothing more and shows the theme again."""
    phone = await opened(d)
    await phone.tap("Accept and plan")
    await phone.again()
    assert states(await d.serving.store.decisions()) == ["planned"]


async def test_a_removed_designers_press_decides_nothing(d: Deployment) -> None:
    """Nor does one whose service changed, or a coordinator's."""
    phone = await opened(d)
    message, card = d.door.last(DESIGNER)
    accept = carried(card, "t:d:p")
    await d.phone(COORDINATOR).press(accept, message)
    slot = d.serving.staff.host.slot(DESIGNER)
    member = await d.serving.store.staff_at(slot)
    assert member is not None
    await remove(d.serving.store, member.id, week_of(d.clock.at))
    await phone.press(accept, message)
    assert await d.serving.store.decisions() == []


async def test_who_plans_another_service_decides_nothing_here(d: Deployment) -> None:
    """A press that is carried over to another designer's phone is refused."""
    await opened(d)
    accept = carried(d.door.last(DESIGNER)[1], "t:d:p")
    stranger = await hired(d, "designer", "tuesday-desk", OTHER)
    await stranger.press(accept, d.door.last(OTHER)[0])
    assert await d.serving.store.decisions() == []
    assert "Your role does not open this" in shown(stranger)


async def test_an_old_button_undoes_nothing(d: Deployment) -> None:
    """A card from before the last answer changes neither its step nor its date."""
    phone = await opened(d)
    message = d.door.last(DESIGNER)[0]
    await phone.tap("Accept and plan")
    steps = d.door.last(DESIGNER)[1]
    await phone.tap("house meeting")
    before = await d.serving.store.decisions()
    await phone.press(carried(steps, ":team"), message)
    assert await d.serving.store.decisions() == before
    assert d.door.answered[-1][1].startswith("This was answered meanwhile.")


@pytest.mark.parametrize(
    "press",
    [
        Press("p", "ff" * 16, 0),
        Press("p", "aa" * 16, 9999),
        Press("p", "aa" * 16, 0),
        Press("u", "aa" * 16, 0, 0, "99999"),
    ],
)
async def test_a_forged_press_decides_nothing(d: Deployment, press: Press) -> None:
    """An unknown digest, a place outside its table, a fact that is no theme."""
    phone = d.phone(DESIGNER)
    await phone.press(press.data(), d.door.last(DESIGNER)[0])
    assert await d.serving.store.decisions() == []
    assert "Your role does not open this" in shown(phone)


def test_a_press_fits_its_button() -> None:
    """The longest one is within 64 bytes, and is read as it was written."""
    press = Press("vn", "f" * 32, 9999, 9999, "zh_Hans")
    assert len(press.data().encode()) <= 64
    assert pressed(press.data()) == press
    assert pressed("t:d:") is None


async def test_what_is_late_is_told_before_and_after(d: Deployment) -> None:
    """Designers hear of a date in its week and the one before, coordinators after."""
    phone = await opened(d)
    await phone.tap("Accept and plan")
    await phone.tap("house meeting")
    await phone.tap("In two weeks")
    due = week_of(by_day(WEEK + 14))
    heard: dict[str, list[Week]] = {"🗓": [], "⏰": []}
    for day in range(WEEK + 1, 5 * WEEK + 1, 3):
        for hour in (0, 3600, 12 * 3600):
            before = {p: len(d.door.chats[p]) for p in (DESIGNER, COORDINATOR)}
            d.clock.at = by_day(day) + hour
            await d.serving.remind()
            for person, mark in ((DESIGNER, "🗓"), (COORDINATOR, "⏰")):
                new = [*d.door.chats[person].values()][before[person] :]
                heard[mark] += [
                    week_of(d.clock.at)
                    for message in new
                    if "food" in message.text and message.text.startswith(mark)
                ]
    assert heard == {"🗓": [due - 1, due], "⏰": [Week(due + 1), Week(due + 2)]}


@pytest.mark.parametrize("closed", [True, False])
async def test_what_is_late_reaches_somebody(d: Deployment, closed: bool) -> None:  # noqa: FBT001 (a parameter of a test)
    """Where the coordinator closed the chat, admins are told; else they are not."""
    admin = await hired(d, "admin", "", person=OTHER)
    if closed:
        d.door.blocked.add(COORDINATOR)
    await tended(d, by_day(7 * WEEK))
    assert ("⏰ Blue House: this is late." in admin.screen) is closed


async def test_everything_is_listed_with_decisions(d: Deployment) -> None:
    """Designers get buttons, coordinators read; who plans another service sees none."""
    phone, lead = d.phone(DESIGNER), d.phone(COORDINATOR)
    stranger = await hired(d, "designer", "tuesday-desk", OTHER)
    for one in (phone, lead, stranger):
        await one.write("/decisions")
    assert shown(phone).startswith("You said, we did\n\nBlue House\n⬜")
    assert "[ ✏️ food ]" in shown(phone)
    assert "food" in shown(lead)
    assert "[" not in shown(lead)
    assert shown(stranger) == "Nothing waits for an answer."


async def test_a_whole_story(tmp_path: Path) -> None:
    """From a release to "done": each of three people sees their part, and no more."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer", person=DESIGNER)
        lead = await hired(d, "coordinator", person=COORDINATOR)
        await release(d, told(), by_day(2))
        await d.serving.store.offer_paraphrases([paraphrase(told())])

        await tended(d, by_day(3))  # the preview, and no button that holds it back
        assert "The food is cold." in shown(lead)
        assert "[ ✅ Approve ]" in shown(lead)
        await lead.tap("Approve")
        assert "food" not in designer.screen

        await tended(d, by_day(WEEK))  # the fixed day
        assert "– In a reader’s own words: The food is cold." in last_digest(
            d, DESIGNER
        )
        await designer.tap("✏️ food")
        await designer.tap("Accept and plan")
        await designer.tap("Back")

        await tended(d, by_day(4 * WEEK))  # the week before its date
        assert "this is due this week or the next" in designer.screen
        await tended(d, by_day(6 * WEEK))
        assert "⏰ Blue House: this is late." in lead.screen
        assert "⏰ food: planned, not done" in last_digest(d, DESIGNER)

        await designer.tap("✏️ food")
        await designer.tap("It is done")
        await tended(d, by_day(7 * WEEK))
        assert "This is still the latest." in last_digest(d, DESIGNER)
        assert "✅ food: done" in last_digest(d, DESIGNER)
        assert states(await d.serving.store.decisions()) == ["planned", "done"]
