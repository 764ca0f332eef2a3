"""How paraphrases reach whoever decides on them, a coordinator.

Rule: what was decided stays decided; offering it again changes nothing.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from bot.store.records import ParaphraseRow


@runtime_checkable
class Offers(Protocol):
    """What takes paraphrases for a coordinator to decide on."""

    async def offer_paraphrases(self, rows: Sequence[ParaphraseRow]) -> None:
        """Take those that are new."""


async def offer(store: object, rows: Sequence[ParaphraseRow]) -> None:
    """Offer signed paraphrases where there is somebody to decide on them."""
    if rows and isinstance(store, Offers):
        await store.offer_paraphrases(rows)
