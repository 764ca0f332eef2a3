"""How often what was released is looked at, and how often somebody is refused.

Every pull counts, by organisation and month: never by person, never by day. Survivors
see the sums (`/who`), so that whoever reads about them is looked at as well. Rule: a
look is counted before its answer is given, and once, however often an update comes.
"""

from collections.abc import Sequence

from bot.deployment import Looks
from bot.store.records import LookRow
from bot.weeks import month_of, week_of


def look(pool: str, organisation: str, at: float, *, refused: bool) -> LookRow:
    """Return what a look at a pool, or a refusal, adds; of its moment the month."""
    month = month_of(week_of(at))
    return LookRow(pool, organisation, month, int(not refused), int(refused))


def counted(rows: Sequence[LookRow]) -> Looks:
    """Return the sums; an organisation that was only refused opened nothing."""
    return Looks(
        opened=sum(row.opened for row in rows),
        organisations=len({row.organisation for row in rows if row.opened}),
        refused=sum(row.refused for row in rows),
    )
