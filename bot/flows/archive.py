"""Everything released that may be read at a moment, and what is settled beside it.

Messages, pulls and decisions all read here, so that they say the same. Rule: what has
not left yet is not in it, and what stands beside a digest was settled when it left.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from bot.deployment import Deployment
from bot.errors.gathered import BrokenDigestError
from bot.flows.schedule import answer_week, readable
from bot.reports.digest import Beside, Helps, digest_text, no_help
from bot.reports.matters import Matter, Release, matters
from bot.reports.names import Says
from bot.reports.paper import Quoted
from bot.store.records import DecisionRow, DigestRow, ParaphraseRow, QuoteRow
from bot.themes.gathering import THEMES, Band, Digest
from bot.weeks import Week, week_of
from bot.words.languages import SOURCE

_ANY_DAY = 0


class Store(Protocol):
    """Where what was released rests."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def decisions(self) -> list[DecisionRow]:
        """Return what designers answered."""

    async def paraphrases(self) -> list[ParaphraseRow]:
        """Return readers' words for themes."""

    async def quotes(self) -> list[QuoteRow]:
        """Return words that their authors lent."""


class Pooled(Store, Protocol):
    """A store that need not read everything for a few pools."""

    async def digests_of(self, pools: Sequence[str]) -> list[DigestRow]:
        """Return what was released of some pools."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What may be read at the moment `at`; `rows` have all left by then."""

    deployment: Deployment
    at: float
    rows: tuple[DigestRow, ...]
    decisions: tuple[DecisionRow, ...] = ()
    paraphrases: tuple[ParaphraseRow, ...] = ()
    helps: Helps = field(default=no_help)
    quotes: tuple[QuoteRow, ...] = ()

    @property
    def week(self) -> Week:
        """The week of the moment."""
        return week_of(self.at)

    def of(self, pool: str) -> list[Digest]:
        """Return a pool's digests, oldest first; one that is broken is passed over."""
        return [digest for digest, _ in self._opened(pool)]

    def row(self, batch: str) -> DigestRow | None:
        """Return the digest of a batch, if it has left."""
        return next((row for row in self.rows if row.batch == batch), None)

    def _opened(self, pool: str) -> list[tuple[Digest, DigestRow]]:
        rows = [row for row in self.rows if row.pool == pool]
        return sorted(opened(rows), key=lambda pair: age(pair[0]))

    def beside(self, digest: Digest, language: str) -> Beside:
        """Return what stands beside a digest for a reader of a language.

        Of two digests of the same months, the one that left first was told first: what
        leaves later never changes what stands beside one that left.
        """
        until, earlier = self._until(digest)
        return Beside(
            tuple(d for d in earlier if d.leaf == digest.leaf),
            tuple(self._read(digest, language)),
            tuple(sorted({d.leaf for d in until if d.leaf})),
            self.helps,
            self.lent(digest),
        )

    def lent(self, digest: Digest) -> tuple[tuple[str, str], ...]:
        """Return pairs (entry, words that their author lent), in no order of arrival.

        Whatever rests here, none where quotes are switched off.
        """
        return tuple(
            sorted(
                (row.entry, row.words)
                for row in self.quotes
                if self.deployment.quotes
                and row.batch == digest.batch
                and row.state == "approved"
                and is_tellable(digest, row.entry)
            )
        )

    def quoted(self, digests: Iterable[Digest]) -> tuple[Quoted, ...]:
        """Return the words that are lent below the entries of digests."""
        return tuple((d.batch, *pair) for d in digests for pair in self.lent(d))

    def newest_until(self, digest: Digest, most: int) -> tuple[Digest, ...]:
        """Return a digest, and those of its pool that left before, `most` in all."""
        _, earlier = self._until(digest)
        return (*earlier[1 - most :], digest) if most > 1 else (digest,)

    def _until(self, digest: Digest) -> tuple[list[Digest], list[Digest]]:
        """Return the digests that left no later than one, and those told before it."""
        left = [(_left(d, row), d) for d, row in self._opened(digest.pool)]
        here = (place for place, d in left if d == digest)
        own = next(here, (digest.months[::-1], _ANY_DAY))
        until = sorted((place, age(d), d) for place, d in left if place <= own)
        earlier = [d for place, when, d in until if (place, when) < (own, age(digest))]
        return [d for *_, d in until], earlier

    def _read(self, digest: Digest, language: str) -> Iterator[tuple[str, str]]:
        """Yield the words that were let through, in the language or the next best."""
        found: dict[str, list[ParaphraseRow]] = {}
        for row in self.paraphrases:
            approved = row.batch == digest.batch and row.state == "approved"
            if approved and is_tellable(digest, row.entry):
                found.setdefault(row.entry, []).append(row)
        for entry, rows in sorted(found.items()):
            best = min(rows, key=lambda row: _distance(row.language, language))
            yield entry, best.words

    def matters(self, pool: str) -> tuple[Matter, ...]:
        """Return what became of the pool's themes, what waits longest first.

        Of digests from before there were fixed days nothing is asked.
        """
        releases = [
            Release(digest, answer_week(row.leaves))
            for digest, row in self._opened(pool)
            if row.leaves != _ANY_DAY
        ]
        return matters(releases, self.decisions)


def opened(rows: Iterable[DigestRow]) -> Iterator[tuple[Digest, DigestRow]]:
    """Yield each digest that can be read, with its row."""
    for row in rows:
        with suppress(BrokenDigestError):
            yield Digest.from_bytes(row.table), row


def age(digest: Digest) -> tuple[tuple[str, ...], str, str]:
    """Return a digest's place in time, as `gathering.pull` orders them."""
    return digest.months[::-1], digest.leaf, digest.batch


def _left(digest: Digest, row: DigestRow) -> tuple[tuple[str, ...], int]:
    """Return when a digest was told, as far as months and its day say."""
    return digest.months[::-1], row.leaves


def is_tellable(digest: Digest, entry: str) -> bool:
    """Tell whether words may stand under an entry (`gathering.md` P10).

    Its band must be some or most, and the digest none of a language alone.
    """
    bands = dict(digest.table)
    told = bands.get((THEMES, entry), Band.FEW)
    return not digest.leaf and told is not Band.FEW


def _distance(language: str, wanted: str) -> tuple[bool, bool, str]:
    return language != wanted, language != SOURCE, language


async def archive(
    store: Store, deployment: Deployment, at: float, helps: Helps = no_help
) -> Archive:
    """Read what was released and may be read by now."""
    return await _archive(await store.digests(), store, deployment, at, helps)


async def archive_of(
    pools: Sequence[str],
    store: Pooled,
    deployment: Deployment,
    at: float,
    helps: Helps = no_help,
) -> Archive:
    """Read what was released of some pools and may be read by now."""
    rows = await store.digests_of(pools)
    return await _archive(rows, store, deployment, at, helps)


async def _archive(
    rows: Sequence[DigestRow],
    store: Store,
    deployment: Deployment,
    at: float,
    helps: Helps,
) -> Archive:
    return Archive(
        deployment,
        at,
        tuple(readable(rows, deployment, at)),
        tuple(await store.decisions()),
        tuple(await store.paraphrases()),
        helps,
        tuple(await store.quotes()),
    )


def pulled(digest: Digest, released: Archive, words: Says, language: str) -> str:
    """Return a digest as it is read whenever it is asked for: always the same."""
    beside = released.beside(digest, language)
    return digest_text(digest, words, language, released.deployment, beside=beside)
