"""When a digest leaves: its weekday, its rhythm, by the clock of its own zone."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from released import DEPLOYMENT, HOUSE

from bot.deployment import NETWORK, Programme, Rhythm
from bot.flows.schedule import (
    Calendar,
    answer_week,
    calendar_of,
    day_of,
    is_zone,
    readable,
)
from bot.store.records import DigestRow
from bot.weeks import monday_of

KYIV = ZoneInfo("Europe/Kyiv")
MONDAYS = Calendar(0, "week", UTC)


def at(text: str, zone: str = "UTC") -> float:
    """Return a moment by a zone's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def left(calendar: Calendar, released: float) -> str:
    """Return the date on which a digest leaves that is released at a moment."""
    return day_of(calendar.leaves(released)).isoformat()


@pytest.mark.parametrize(
    ("released", "leaves"),
    [
        ("2026-11-21T00:00", "2026-11-23"),  # a Saturday's first minute: 48 hours
        ("2026-11-21T00:01", "2026-11-30"),
        ("2026-11-23T09:00", "2026-11-30"),
        ("2026-11-27T12:00", "2026-11-30"),
    ],
)
def test_it_leaves_48_hours_after_its_release_at_the_earliest(
    released: str, leaves: str
) -> None:
    """Its day begins two whole days later, or it waits for the next fixed day."""
    assert left(MONDAYS, at(released)) == leaves


@pytest.mark.parametrize(
    ("every", "leaves"),
    [("week", "2026-11-11"), ("month", "2026-12-02"), ("quarter", "2027-01-06")],
)
def test_a_rhythm_keeps_to_the_first_such_weekday(every: Rhythm, leaves: str) -> None:
    """Weekly is any Wednesday; a month's or a quarter's is its first."""
    assert left(Calendar(2, every, UTC), at("2026-11-05T08:00")) == leaves


def test_the_day_is_that_of_the_pools_own_clock() -> None:
    """It is Monday in Auckland while it is Sunday in Lima."""
    moment = at("2026-11-22T20:00")
    auckland, lima = (
        Calendar(0, "week", ZoneInfo(name))
        for name in ("Pacific/Auckland", "America/Lima")
    )
    assert auckland.today(moment) == lima.today(moment) + 1
    assert auckland.is_awake(at("2026-11-22T20:30"))
    assert not lima.is_awake(at("2026-11-23T04:00"))


@pytest.mark.parametrize(
    ("clock", "awake"),
    [("08:59", False), ("09:00", True), ("17:59", True), ("18:00", False)],
)
def test_nothing_goes_at_night(clock: str, awake: object) -> None:
    """From nine to six by the pool's clock, in winter and in summer."""
    for day in ("2026-01-15", "2026-07-15"):
        moment = at(f"{day}T{clock}", "Europe/Kyiv")
        assert Calendar(0, "week", KYIV).is_awake(moment) is awake


def test_a_fixed_day_begins_in_its_morning() -> None:
    """Before nine on Monday, the last fixed day is the Monday before."""
    calendar = Calendar(0, "week", KYIV)
    before, after = (
        calendar.last_fixed(at(f"2026-11-23T{clock}", "Europe/Kyiv"))
        for clock in ("08:59", "09:00")
    )
    assert (day_of(before).isoformat(), day_of(after).isoformat()) == (
        "2026-11-16",
        "2026-11-23",
    )


def test_a_family_goes_by_its_slowest_service() -> None:
    """What its services share holds for it; where they differ, Monday and UTC do."""
    homes = (
        Programme("a", HOUSE, "homes", digest_day=3, every="month", zone="Asia/Dhaka"),
        Programme("b", HOUSE, "homes", digest_day=3, zone="Asia/Dhaka"),
        Programme("c", HOUSE, digest_day=1),
    )
    deployment = replace(DEPLOYMENT, programmes=homes)
    family = calendar_of("family:homes", deployment)
    assert family == Calendar(3, "month", ZoneInfo("Asia/Dhaka"))
    assert calendar_of(NETWORK, deployment) == Calendar(0, "month", UTC)
    assert calendar_of("c", deployment) == Calendar(1, "week", UTC)
    assert calendar_of("gone", deployment) == MONDAYS


def test_an_unknown_zone_is_refused_and_never_stops_anything() -> None:
    """A zone has a name of the IANA list; one that this machine lacks is UTC."""
    assert is_zone("UTC")
    assert is_zone("Europe/Kyiv")
    assert not is_zone("Europe/Atlantis")
    assert not is_zone("../etc/passwd")
    lost = replace(DEPLOYMENT, programmes=(Programme("a", HOUSE, zone="Moon/Base"),))
    assert calendar_of("a", lost).zone is UTC


def test_what_has_not_left_cannot_be_read() -> None:
    """Until its day begins a digest is in no pull; what has no day always is."""
    monday = MONDAYS.today(at("2026-11-23T00:00"))
    rows = [
        DigestRow(str(day), "blue-house", "", "", "10-19", b"", day)
        for day in (0, monday, monday + 7)
    ]
    for clock, shown in (("22T23:59", 1), ("23T00:00", 2)):
        assert readable(rows, DEPLOYMENT, at(f"2026-11-{clock}")) == rows[:shown]


def test_themes_are_to_be_answered_within_thirty_days() -> None:
    """The week in which the thirtieth day lies is the last one."""
    monday = MONDAYS.today(at("2026-11-23T00:00"))
    assert monday_of(answer_week(monday)) == "2026-12-21"
