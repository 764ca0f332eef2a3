"""The only calendar of the product: whole weeks, and months told in words.

A week is the finest time that rests anywhere (`data.md`: a whole number, weeks
since a fixed Monday). Months are what leaves the vault, never a day.
"""

from datetime import UTC, date, datetime, timedelta
from typing import NewType

Week = NewType("Week", int)
"""Whole weeks since Monday, 1 January 2024, counted in UTC."""

FIRST_MONDAY = date(2024, 1, 1)
DAY = 86_400
"""Seconds in a day."""


def week_of(at: float) -> Week:
    """Return the week in which the moment `at` (seconds since 1970, UTC) lies."""
    day = datetime.fromtimestamp(at, UTC).date()
    return Week((day - FIRST_MONDAY).days // 7)


def week_begins(week: Week) -> int:
    """Return the first moment of a week, in seconds since 1970 (UTC)."""
    monday = FIRST_MONDAY + timedelta(weeks=week)
    return int(datetime.combine(monday, datetime.min.time(), UTC).timestamp())


def monday_of(week: Week) -> str:
    """Return the day on which a week begins, as `2026-03-02`."""
    return (FIRST_MONDAY + timedelta(weeks=week)).isoformat()


def sunday_of(week: Week) -> str:
    """Return the last day of a week, as `2026-03-08`."""
    return (FIRST_MONDAY + timedelta(weeks=week, days=6)).isoformat()


def month_of(week: Week) -> str:
    """Return the month in which a week begins, as `2026-03`."""
    return (FIRST_MONDAY + timedelta(weeks=week)).strftime("%Y-%m")


def ready_week(at: float, rest_days: int) -> Week:
    """Return the first week that begins after `rest_days` days of rest.

    `rest_days` is a random 2 to 9 (`gathering.md` P7); the week is rounded up, so
    that an answer is never ready before its rest is over.
    """
    rested = at + rest_days * DAY
    started = week_of(rested)
    return started if week_begins(started) == rested else Week(started + 1)
