"""What the coordinator's page is made from, as it rests at a moment.

Rule: what has not left yet is not on it; where a vault on a machine of its own shows
what it told, nobody but its readers sees that before its day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.deployment import Deployment
from bot.flows.archive import Archive, archive
from bot.flows.archive import Store as Released
from bot.flows.drawing import drawing
from bot.flows.handing import ANY_DAY, digest_row
from bot.flows.pulls import actions_of, own_look, paper_from
from bot.reports.names import Says
from bot.reports.overview import Look, overview
from bot.reports.paper import Paper
from bot.reports.papers import KINDS
from bot.reports.table import Table, table
from bot.store.records import (
    BatchRow,
    DecisionRow,
    DigestRow,
    LookRow,
    ParaphraseRow,
    QuoteRow,
    Work,
)
from bot.themes.codebook import Codebook
from bot.themes.codetexts import CodeTexts

ALWAYS = "0000-01", "9999-12"
"""All months."""


class Store(Released, Protocol):
    """What the page needs of the database."""

    async def looks(self) -> list[LookRow]:
        """Return how often what was released was opened, and how often refused."""

    async def commit(self, work: Work) -> bool:
        """Count a look."""


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

    async def commit(self, _work: Work) -> bool:
        """Count nothing: looks rest where the server is."""
        return False


@dataclass(frozen=True, slots=True)
class Shown:
    """What the desk shows of what was released: the page, and the same files.

    `at` is the moment (seconds since 1970) from which on nothing newer is shown.
    """

    store: Store
    words: Says
    deployment: Deployment
    at: float
    book: Codebook
    texts: CodeTexts

    async def page(self, language: str) -> str:
        """Return the coordinator's page in a language."""
        it = self.words, language, self.deployment, self.at
        return await overview_of(self.store, *it, files=tuple(KINDS))

    async def paper(self, pool: str, kind: str, language: str) -> Paper:
        """Return a pool's digests as the file that the bot and commands give.

        It is a look, and counted before anything is given.
        Raise `NothingReleasedError` where nothing is out, `NoPictureError` where a
        picture is wanted and cannot be drawn.
        """
        released = await archive(self.store, self.deployment, self.at, self.texts.of)
        wanted = (pool, *ALWAYS)
        await self.store.commit(Work(looks=(own_look(released, wanted),)))
        async with drawing() as draw:
            return await paper_from(
                released,
                wanted,
                kind,
                self.words,
                language,
                draw=draw,
                book=self.book,
                texts=self.texts,
            )


async def overview_of(  # noqa: PLR0913 (what, in which words, as of when)
    store: Store,
    words: Says,
    language: str,
    deployment: Deployment,
    at: float,
    *,
    files: Sequence[str] = (),
) -> str:
    """Return the page in a language, as HTML, at a moment (seconds since 1970)."""
    released = await archive(store, deployment, at)
    looks = summed(await store.looks())
    tables = tables_of(released, words, language)
    return overview(tables, looks, words, language, deployment, files=files)


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
