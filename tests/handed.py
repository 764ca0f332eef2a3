"""Digests for tests that need no answers: closed batches, handed over as they are."""

from dataclasses import replace

from deployments import Deployment
from fakes import label
from test_reports import DIGEST

from bot.flows.handing import hand_over, leaving
from bot.flows.schedule import MORNING
from bot.store.records import BatchRow, ParaphraseRow
from bot.themes.gathering import THEMES, Band, Digest
from bot.weeks import DAY, Week, week_begins, week_of

HOUR = 3600
MONDAY = week_begins(Week(160))
"""The first moment of a week, from which these tests count days."""
TEN = (MORNING + 1) * HOUR
"""By day, in UTC."""
FOOD = "change:D1"


def told(
    name: str = "aa", *, months: str = "2026-10/2026-11", pool: str = "blue-house"
) -> Digest:
    """Return a digest of a batch: most need a home, some want other food."""
    first, last = months.split("/")
    return replace(DIGEST, batch=name * 16, pool=pool, months=(first, last))


async def release(d: Deployment, digest: Digest, at: int) -> None:
    """Hand a digest over at a moment, as the vault does when its batch closed."""
    d.clock.at = at
    row = BatchRow(
        digest.batch,
        "r1",
        digest.pool,
        digest.leaf,
        week_of(at),
        digest.size_band,
        digest.to_bytes(),
    )
    await hand_over(d.serving.store, [row], leaving(d.serving.staff.deployment, at))


async def tended(d: Deployment, at: int) -> None:
    """Let a moment come, with what it brings: digests, previews, reminders."""
    d.clock.at = at
    await d.serving.publish()
    await d.serving.remind()


def last_digest(d: Deployment, person: int) -> str:
    """Return the newest digest on a phone, with its buttons."""
    every = d.door.chats[person].values()
    newest = [message for message in every if message.text.startswith("📋")][-1]
    buttons = [f"[ {label(tap)} ]" for row in newest.rows for tap in row]
    return "\n".join([newest.text, *buttons])


def by_day(days: int) -> int:
    """Return ten o'clock so many days after the Monday that these tests count from."""
    return MONDAY + days * DAY + TEN


def paraphrase(digest: Digest, words: str = "The food is cold.") -> ParaphraseRow:
    """Return a reader's words for the theme that some people named."""
    return ParaphraseRow(digest.batch, FOOD, "en", words)


def with_band(digest: Digest, entry: str, band: Band) -> Digest:
    """Return a digest with another band for an entry of its list."""
    table = tuple(
        (fact, band if fact == (THEMES, entry) else found)
        for fact, found in digest.table
    )
    return replace(digest, table=table)
