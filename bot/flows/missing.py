"""What is wrong with digests that left of late, or are to leave: seen for the alerts.

Rule: a digest is named by its number and by nothing that it tells.
"""

from collections.abc import Sequence

from bot.deployment import Deployment
from bot.flows.archive import opened
from bot.flows.planning import LOST_DAYS
from bot.flows.schedule import calendar_of
from bot.reports.names import has_names, number_of
from bot.store.records import DigestRow, OutboxRow


def recent(
    rows: Sequence[DigestRow], deployment: Deployment, at: float
) -> list[DigestRow]:
    """Return the digests that left within the last weeks, or have not left yet."""
    return [
        row
        for row in rows
        if row.leaves > calendar_of(row.pool, deployment).today(at) - LOST_DAYS
    ]


def missed(
    rows: Sequence[DigestRow],
    planned: Sequence[OutboxRow],
    deployment: Deployment,
    at: float,
    restored: int,
) -> tuple[str, ...]:
    """Return the numbers of the digests whose day is over and that reached nobody.

    Of those that a lost database may have sent, nobody knows.
    """
    reached = {message.digest for message in planned if message.state == "sent"}
    return tuple(
        number_of(row.batch)
        for row in rows
        if restored < row.leaves < calendar_of(row.pool, deployment).today(at)
        and row.batch not in reached
    )


def unnamed(rows: Sequence[DigestRow], deployment: Deployment) -> tuple[str, ...]:
    """Return the numbers of those that are broken, or tell what has no name here."""
    good = {row.batch for digest, row in opened(rows) if has_names(digest, deployment)}
    return tuple(number_of(row.batch) for row in rows if row.batch not in good)
