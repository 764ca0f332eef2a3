"""What happens when a round ends: first its pepper goes, then all that it sealed.

A survivor is told when her answers are deleted; this keeps the word, whether or not
the vault's keeper ever comes (`data.md`, gathering, step 8).
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.store.records import Round
from bot.themes.pools import LAST_TICK
from bot.weeks import Week


class Store(Protocol):
    """What ending a round needs of the database."""

    async def rounds(self) -> list[Round]:
        """Return every round."""

    async def erase_round(self, round_id: str) -> None:
        """Delete every envelope of a round."""


def closed(one: Round, week: Week) -> bool:
    """Tell whether a round takes no more answers, so that its pepper has to go."""
    return week >= one.closes_week


def told(one: Round, week: Week) -> bool:
    """Tell whether a round's last tick is reached, so that nothing more is told."""
    return week >= one.closes_week + LAST_TICK


def ended(one: Round, week: Week) -> bool:
    """Tell whether a round's last tick is over, told or missed: nothing may be left."""
    return week > one.closes_week + LAST_TICK


def kept_weeks(one: Round) -> int:
    """Return how many weeks the round's first answer rests: to the last tick's end."""
    return one.closes_week - one.opens_week + LAST_TICK + 1


def covered(rounds: Sequence[Round], week: Week) -> Week | None:
    """Return the first week from now that no round covers; None if this one is it."""
    until = week
    for one in sorted(rounds, key=lambda r: r.opens_week):
        if one.opens_week <= until < one.closes_week:
            until = one.closes_week
    return None if until == week else until


def ungathered(rounds: Sequence[Round], last_tick: Week | None, week: Week) -> int:
    """Return for how many weeks nobody gathered, though there was a round to gather."""
    opened = [
        r.opens_week for r in rounds if r.opens_week <= week and not ended(r, week)
    ]
    return week - max(min(opened), last_tick or min(opened)) if opened else 0


async def end_rounds(
    store: Store, week: Week, destroy_pepper: Callable[[bytes], None]
) -> None:
    """Destroy the peppers of closed rounds, and the envelopes of those past telling."""
    for one in await store.rounds():
        if closed(one, week):
            destroy_pepper(one.pepper_id)
        if ended(one, week):
            await store.erase_round(one.id)
