"""Which digests go to whom on a fixed day: the new ones, else those still the latest.

Each fixed day brings one message for each digest, in the same shape, whether anything
is new or not, so that its coming says nothing (`gathering.md`, test 9). Rule: planning
the same day again adds nothing, and a day long past is not made up for.
"""

from collections.abc import Sequence

from bot.flows.schedule import MORNING, Calendar
from bot.store.records import DigestRow, OutboxRow
from bot.weeks import DAY, Week, week_begins

CATCH_UP = 2
"""Days after a fixed day on which its messages may still go, if nothing is new."""
LOST_DAYS = 28
"""Days after which a digest that reached nobody is no news any more."""
NEVER = -1
"""The day of the last restore, where there was none."""


def plan(  # noqa: PLR0913, PLR0917 (what, what went before, to whom, when, since when)
    rows: Sequence[DigestRow],
    before: Sequence[OutboxRow],
    readers: Sequence[int],
    calendar: Calendar,
    at: float,
    restored: int = NEVER,
) -> list[OutboxRow]:
    """Return a pool's messages of the fixed day that began last, due from its morning.

    `before` are the messages planned so far. What left until the day `restored` may
    have been sent by a database that is lost: it goes again only as the latest.
    """
    day = calendar.last_fixed(at)
    left = [row for row in rows if row.leaves <= day]
    mine = {row.batch for row in left}
    planned = [message for message in before if message.digest in mine]
    over = calendar.today(at) - day
    if not left or day <= restored or (over and _is_done(planned, day)):
        return []
    new = [row for row in left if _is_new(row, planned, day, restored)]
    if not new and over > CATCH_UP:
        return []
    moment = calendar.begins(day, MORNING)
    return [
        OutboxRow(row.batch, reader, "due", 0, moment, day)
        for row in new or latest(left)
        for reader in readers
    ]


def last_day(restored: Week | None) -> int:
    """Return the last day on which a database that is lost may have sent something."""
    return NEVER if restored is None else week_begins(Week(restored + 1)) // DAY - 1


def _is_done(planned: Sequence[OutboxRow], day: int) -> bool:
    """Tell whether a day was planned: whoever joined since waits for the next."""
    return any(message.leaves == day for message in planned)


def _is_new(
    row: DigestRow, planned: Sequence[OutboxRow], day: int, restored: int
) -> bool:
    if row.leaves <= max(restored, day - LOST_DAYS, 0):
        return False
    return all(m.digest != row.batch or m.leaves >= day for m in planned)


def latest(rows: Sequence[DigestRow]) -> list[DigestRow]:
    """Return the digests of the newest months, the pool's before a language's."""
    newest = max(_until(row) for row in rows)
    found = [row for row in rows if _until(row) == newest]
    return sorted(found, key=lambda row: (row.leaf, row.batch))


def _until(row: DigestRow) -> tuple[str, ...]:
    return tuple(row.months.split("/")[::-1])
