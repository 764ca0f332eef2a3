"""What needs a person is told to admins, once a week, and never more than that."""

from dataclasses import replace
from pathlib import Path

import pytest
from deployments import Deployment, trial
from flows.test_staff import hired
from post.parcels import PARCEL, READER
from test_app import rewrite, swap_the_key

from bot.conversation.events import Command
from bot.errors.databases import StoreFullError
from bot.errors.post import MailMissingError
from bot.flows.alert import ENOUGH_FREE, Need, Seen, look, needs
from bot.flows.publish import stuck
from bot.flows.rounds import covered, ungathered
from bot.store.records import DigestRow, OutboxRow, Round
from bot.weeks import DAY, Week, week_begins, week_of

GIB = 2**30
WELL = Seen(week=Week(100), until=Week(120), total=40 * GIB, free=20 * GIB)
"""A deployment that needs nobody."""
ROUND = Round("r", b"", b"", Week(100), Week(126))


@pytest.mark.parametrize(
    ("seen", "need"),
    [
        (replace(WELL, pinned=False), Need.KEYS),
        (replace(WELL, until=None), Need.NO_ROUND),
        (replace(WELL, until=Week(104)), Need.ROUND_ENDS),
        (replace(WELL, ahead=DAY), Need.CLOCK),
        (replace(WELL, ahead=-DAY), Need.CLOCK),
        (replace(WELL, free=2 * GIB - 1), Need.DISK),
        (replace(WELL, total=GIB, free=200 * 2**20 - 1), Need.DISK),
        (replace(WELL, countries=("ro",)), Need.HELPLINES),
        (replace(WELL, stuck=True), Need.UNSENT),
        (replace(WELL, ungathered=3), Need.GATHERING),
        (replace(WELL, no_backup=True), Need.BACKUP),
        (replace(WELL, unread=("uk",)), Need.WORDS),
        (replace(WELL, mail=True), Need.MAIL),
    ],
)
def test_each_need_is_seen_by_itself(seen: Seen, need: Need) -> None:
    """One thing that is wrong is one need, said with what to type."""
    ((found, phrase),) = needs(seen)
    assert found is need
    assert dict(phrase.values)["command"]


@pytest.mark.parametrize(
    "seen",
    [
        WELL,
        replace(WELL, until=Week(105)),
        replace(WELL, ahead=3600),
        replace(WELL, ahead=None),
        replace(WELL, total=1000 * GIB, free=ENOUGH_FREE),
        replace(WELL, total=4 * GIB, free=GIB // 4),
        replace(WELL, ungathered=2),
    ],
)
def test_a_sound_deployment_needs_nobody(seen: Seen) -> None:
    """Up to each limit, nothing is said."""
    assert needs(seen) == []


def test_rounds_that_follow_each_other_cover_their_weeks_together() -> None:
    """Only the last one's end counts, and a gap between two is an end."""
    second = replace(ROUND, id="s", opens_week=Week(126), closes_week=Week(152))
    late = replace(second, opens_week=Week(127))
    assert covered([second, ROUND], Week(100)) == 152
    assert covered([ROUND, late], Week(100)) == 126
    assert covered([ROUND], Week(126)) is None
    assert covered([], Week(126)) is None


def test_weeks_without_gathering_count_from_the_last_one() -> None:
    """Before any it is from the first round's opening; with no round there are none."""
    assert ungathered([ROUND], Week(105), Week(108)) == 3
    assert ungathered([ROUND], None, Week(108)) == 8
    assert ungathered([], None, Week(108)) == 0
    assert ungathered([ROUND], Week(105), Week(140)) == 0


async def watched(d: Deployment, **changed: object) -> None:
    """Tell what is seen of a trial, with something changed."""
    settings, deployment = d.settings, d.serving.staff.deployment
    seen = await look(d.serving.store, settings, deployment, d.clock.at, None)
    await d.serving.watch.tell(replace(seen, **changed))  # type: ignore[arg-type]  # (its fields)


async def test_a_fresh_trial_needs_nobody(tmp_path: Path) -> None:
    """Nothing is seen of it that an admin should do."""
    async with trial(tmp_path) as d:
        at = float(d.clock.at)
        seen = await look(
            d.serving.store, d.settings, d.serving.staff.deployment, at, 0
        )
        assert needs(replace(seen, free=GIB, total=GIB)) == []


async def test_every_admin_is_told_once_a_week_and_nobody_else(tmp_path: Path) -> None:
    """A restart repeats nothing; the next week says it again while it lasts."""
    async with trial(tmp_path) as d:
        one = await hired(d, "admin", "", 42)
        two = await hired(d, "admin", "", 43)
        designer = await hired(d, "designer", "", 44)
        await watched(d, free=0)
        await watched(d, free=0)
    async with trial(tmp_path, d.door, d.clock) as again:
        await watched(again, free=0)
        told = "The disk of the server is nearly full"
        assert [p.screen.count(told) for p in (one, two, designer)] == [1, 1, 0]
        assert "say it again next week" in one.screen
        d.clock.at += 7 * DAY
        await watched(again)
        assert one.screen.count(told) == 1
        await watched(again, free=0)
        assert one.screen.count(told) == 2


async def test_an_alert_is_in_the_admins_own_language(tmp_path: Path) -> None:
    """Who chose Ukrainian reads Ukrainian."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        await admin.call(Command.LANGUAGE)
        await admin.tap("українська")
        await watched(d, free=0)
        assert "Диск сервера майже повний" in admin.screen


async def test_what_reached_no_admin_is_tried_again(tmp_path: Path) -> None:
    """Neither without an admin nor with a closed chat is anything ticked off."""
    async with trial(tmp_path) as d:
        await watched(d, free=0)
        admin = await hired(d, "admin", "")
        d.door.blocked.add(admin.person)
        await watched(d, free=0)
        d.door.blocked.clear()
        await watched(d, free=0)
        assert "nearly full" in admin.screen


async def test_a_full_disk_is_told_once_though_nothing_can_be_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the note of it fails, this process still remembers."""

    async def full(*_: object) -> None:
        raise StoreFullError

    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        monkeypatch.setattr(type(d.serving.store), "tell", full)
        with pytest.raises(StoreFullError):
            await watched(d, free=0)
        await watched(d, free=0)
        assert admin.screen.count("nearly full") == 1


async def test_a_swapped_key_reaches_the_admins_while_it_is_refused(
    tmp_path: Path,
) -> None:
    """Serving goes on with the old keys, and somebody knows."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        swap_the_key(d)
        await d.serving.alert()
        assert "may have swapped one" in admin.screen


async def test_a_round_about_to_end_names_the_day(tmp_path: Path) -> None:
    """Its Monday is said, four weeks before; without gathering, that is said too."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        (one,) = await d.serving.store.rounds()
        d.clock.at = week_begins(Week(one.closes_week - 4))
        await d.serving.alert()
        assert "ends on 2027-05" in admin.screen
        assert "more than two weeks" in admin.screen
        await d.serving.store.ticked(week_of(d.clock.at))
        d.clock.at += 7 * DAY
        await d.serving.alert()
        assert admin.screen.count("more than two weeks") == 1


async def test_what_people_answer_changes_no_alert(tmp_path: Path) -> None:
    """What is seen holds nothing of answers, waiting or told."""
    async with trial(tmp_path) as d:
        at, deployment = float(d.clock.at), d.serving.staff.deployment
        before = await look(d.serving.store, d.settings, deployment, at, None)
        for n in range(9):
            rewrite(
                d,
                "INSERT INTO sealed (id, round, locator, envelope)"
                " VALUES (?, '', ?, ?)",
                n,
                n.to_bytes(16),
                bytes(9),
            )
        after = await look(d.serving.store, d.settings, deployment, at, None)
    assert replace(after, free=before.free) == before


async def test_a_message_that_hangs_is_seen(tmp_path: Path) -> None:
    """Late after three days; given up for four weeks, while its reader is here."""
    row = DigestRow("b", "blue-house", "", "2026-01/2026-02", "10-19", b"{}")
    async with trial(tmp_path) as d:
        await hired(d, "designer")
        (member,) = await d.serving.store.staff()
        now, deployment = d.clock.at, d.serving.staff.deployment

        def hangs(due: list[OutboxRow], lost: list[OutboxRow]) -> bool:
            return stuck(due, lost, [row], [member], deployment, now)

        def message(staff: int, state: str, at: int) -> OutboxRow:
            return OutboxRow("b", staff, state, 0, at)

        assert hangs([message(member.id, "due", now - 3 * DAY)], [])
        assert not hangs([message(member.id, "due", now - 3 * DAY + 1)], [])
        assert hangs([], [message(member.id, "given_up", now)])
        assert not hangs([], [message(member.id, "given_up", now - 28 * DAY)])
        assert not hangs([], [message(member.id + 1, "given_up", now)])


async def test_a_wrong_clock_ends_nothing_for_ever(tmp_path: Path) -> None:
    """A day ahead of Telegram, no pepper is destroyed; set right, it is."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        (one,) = await d.serving.store.rounds()
        pepper = d.settings.secrets_folder / f"pepper-{one.pepper_id.hex()}"
        d.clock.at = week_begins(one.closes_week)
        d.serving.ahead = float(DAY)
        await d.serving.end_rounds()
        await d.serving.alert()
        assert pepper.exists()
        assert "The clock of the server is wrong" in admin.screen
        d.serving.ahead = 0.0
        await d.serving.end_rounds()
        assert not pepper.exists()


async def test_letters_that_wait_for_a_person_are_told(tmp_path: Path) -> None:
    """Somebody gets digests by e-mail, and no mail server is named."""
    async with trial(tmp_path) as d:
        admin = await hired(d, "admin", "")
        with pytest.raises(MailMissingError):
            await d.serving.ways.mail.deliver(READER, PARCEL)
        await d.serving.alert()
        assert "sotto staff channel test" in admin.screen
        assert "hope.example" not in admin.screen
