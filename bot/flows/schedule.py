"""When a digest may leave: a fixed weekday, by the clock of its own zone, by day.

A pool's digest leaves on the same weekday of every week, or the first such one of each
month or quarter, so that its day says nothing of when anybody answered (`gathering.md`
P7). Days are whole numbers since 1970 by the pool's own clock. Rule: nothing here
knows what is in a digest, or whether there is a new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.deployment import NETWORK, Deployment, Programme, Rhythm
from bot.store.records import DigestRow
from bot.weeks import DAY, Week, week_of

HOLD_HOURS = 48
"""So long a coordinator may let paraphrases through, at least; then it leaves."""
MORNING, EVENING = 9, 18
"""Hours of a pool's own clock between which anything is sent, and outside never."""
DUE_DAYS = 30
"""Days after a digest left by which each theme is to be answered (`digests.md`)."""
EPOCH = date(1970, 1, 1)
_FAMILY = "family:"
_SLOWEST: tuple[Rhythm, ...] = ("week", "month", "quarter")
_QUARTERS = frozenset({1, 4, 7, 10})
_FIRST_WEEK = 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """A pool's fixed days. `weekday` 0 is Monday."""

    weekday: int
    every: Rhythm
    zone: tzinfo

    def today(self, at: float) -> int:
        """Return the day that the pool's clock shows at a moment."""
        return number_of(datetime.fromtimestamp(at, self.zone).date())

    def begins(self, day: int, hour: int = 0) -> int:
        """Return the moment at which an hour of a day begins."""
        there = datetime.combine(day_of(day), time(hour), self.zone)
        return int(there.timestamp())

    def is_fixed(self, day: int) -> bool:
        """Tell whether digests leave on this day."""
        it = day_of(day)
        if it.weekday() != self.weekday:
            return False
        first = self.every == "week" or it.day <= _FIRST_WEEK
        return first and (self.every != "quarter" or it.month in _QUARTERS)

    def next_fixed(self, day: int) -> int:
        """Return the first fixed day that is not before `day`."""
        return next(one for one in count(day) if self.is_fixed(one))

    def last_fixed(self, at: float) -> int:
        """Return the latest fixed day whose morning has come at a moment."""
        today = self.today(at)
        latest = today if at >= self.begins(today, MORNING) else today - 1
        return next(one for one in count(latest, -1) if self.is_fixed(one))

    def leaves(self, released: float) -> int:
        """Return the day on which a digest leaves that was released at a moment.

        The whole day is at least `HOLD_HOURS` later, so that what is read on it is
        settled when it begins.
        """
        ready = released + HOLD_HOURS * 3600
        day = self.today(ready)
        return self.next_fixed(day if self.begins(day) >= ready else day + 1)

    def is_awake(self, at: float) -> bool:
        """Tell whether something may be sent now: by day, never at night."""
        return MORNING <= datetime.fromtimestamp(at, self.zone).hour < EVENING


def day_of(number: int) -> date:
    """Return the date of a day's number."""
    return EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """Return the number of a date's day."""
    return (day - EPOCH).days


def answer_week(leaves: int) -> Week:
    """Return the week by whose end the themes of a digest are to be answered."""
    return week_of((leaves + DUE_DAYS) * DAY)


def calendar_of(pool: str, deployment: Deployment) -> Calendar:
    """Return a pool's calendar: its programme's, or what its programmes share.

    A family and the network go by their slowest rhythm, so that nobody hears of them
    more often than of their own service; where weekdays or zones differ, by Monday and
    UTC.
    """
    own = deployment.programme(pool)
    members = [own] if own else _members(pool, deployment)
    days, zones = {p.digest_day for p in members}, {p.zone for p in members}
    every: Rhythm = max((p.every for p in members), key=_SLOWEST.index, default="week")
    weekday = days.pop() if len(days) == 1 else 0
    return Calendar(weekday, every, zone_of(zones.pop() if len(zones) == 1 else "UTC"))


def _members(pool: str, deployment: Deployment) -> Sequence[Programme]:
    opened = deployment.offered()
    if pool == NETWORK:
        return opened
    return [p for p in opened if p.family and pool == f"{_FAMILY}{p.family}"]


@cache
def zone_of(name: str) -> tzinfo:
    """Return a time zone; UTC for one that this machine does not know (any more)."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def is_zone(name: str) -> bool:
    """Tell whether a time zone has this name."""
    return name == "UTC" or zone_of(name) is not UTC


def pools_of_all(deployment: Deployment) -> tuple[str, ...]:
    """Return every pool that there can be."""
    families = dict.fromkeys(
        f"{_FAMILY}{p.family}" for p in deployment.programmes if p.family
    )
    return (*(p.id for p in deployment.programmes), *families, NETWORK)


def readable(
    rows: Sequence[DigestRow], deployment: Deployment, at: float
) -> list[DigestRow]:
    """Return the digests that may have left by a moment: all that can be pulled."""
    return [
        row for row in rows if row.leaves <= calendar_of(row.pool, deployment).today(at)
    ]
