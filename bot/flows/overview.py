"""What the coordinator's page is made from, as it rests at a moment.

Rule: what has not left yet is not on it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.archive import Archive, archive
from bot.flows.archive import Store as Released
from bot.flows.handing import ANY_DAY, digest_row
from bot.flows.pulls import actions_of
from bot.reports.names import Says
from bot.reports.overview import Look, overview
from bot.reports.table import Table, table
from bot.store.records import (
    BatchRow,
    DecisionRow,
    DigestRow,
    LookRow,
    ParaphraseRow,
    QuoteRow,
)


class Store(Released, Protocol):
    """What the page needs of the database."""

    async def looks(self) -> list[LookRow]:
        """Return how often what was released was opened, and how often refused."""


@dataclass(frozen=True, slots=True)
class Batches:
    """What a vault on a machine of its own knows: what it told, and nothing since."""

    told: Sequence[BatchRow]

    async def digests(self) -> list[DigestRow]:
        """Return what it told, whenever that leaves."""
        return [digest_row(batch, ANY_DAY) for batch in self.told]

    async def decisions(self) -> list[DecisionRow]:
        """Return none: they are made where the server is."""
        return []

    async def paraphrases(self) -> list[ParaphraseRow]:
        """Return none, as above."""
        return []

    async def quotes(self) -> list[QuoteRow]:
        """Return none, as above."""
        return []

    async def looks(self) -> list[LookRow]:
        """Return none, as above."""
        return []


async def overview_of(
    store: Store, words: Says, language: str, deployment: Deployment, at: float
) -> str:
    """Return the page in a language, as HTML, at a moment (seconds since 1970)."""
    released = await archive(store, deployment, at)
    looks = summed(await store.looks())
    return overview(
        tables_of(released, words, language), looks, words, language, deployment
    )


def tables_of(released: Archive, words: Says, language: str) -> list[Table]:
    """Return the table of each pool of which something may be read."""
    found = {row.pool: released.of(row.pool) for row in released.rows}
    return [
        table(
            digests,
            words,
            language,
            released.deployment,
            actions_of(released.matters(pool), released.week),
        )
        for pool, digests in found.items()
        if digests
    ]


def summed(rows: Iterable[LookRow]) -> list[Look]:
    """Return the looks of all months, by pool and organisation."""
    opened: Counter[tuple[str, str]] = Counter()
    refused: Counter[tuple[str, str]] = Counter()
    for row in rows:
        opened[row.pool, row.organisation] += row.opened
        refused[row.pool, row.organisation] += row.refused
    return [
        Look(pool, by, opened[pool, by], refused[pool, by])
        for pool, by in sorted(opened)
    ]
