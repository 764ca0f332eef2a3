"""How often what was released is looked at, and how often somebody is refused.

Every pull counts, by organisation and month: never by person, never by day. Survivors
see the sums (`/who`), so that whoever reads about them is looked at as well. Rule: a
look is counted before its answer is given.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.deployment import Looks
from bot.store.records import LookRow
from bot.weeks import month_of, week_of


class Store(Protocol):
    """Where looks are counted."""

    async def look_at(
        self, pool: str, organisation: str, month: str, *, refused: bool = False
    ) -> None:
        """Count one look, or one refusal."""


async def look_at(
    store: Store, pool: str, organisation: str, at: int, *, refused: bool
) -> None:
    """Count a look at a pool at a moment (seconds), of which the month is kept."""
    await store.look_at(pool, organisation, month_of(week_of(at)), refused=refused)


def counted(rows: Sequence[LookRow]) -> Looks:
    """Return the sums; an organisation that was only refused opened nothing."""
    return Looks(
        opened=sum(row.opened for row in rows),
        organisations=len({row.organisation for row in rows if row.opened}),
        refused=sum(row.refused for row in rows),
    )
