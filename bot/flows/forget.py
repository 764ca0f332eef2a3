"""What is forgotten, and when: timers, drafts, talks whose key is gone.

Messages that delete themselves do so after a restart too, since their timers rest in
the sealed talk. A talk untouched for a day is deleted without a word
(`conversation.md`, notes).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.flows.doors import Door, Gone
from bot.flows.held import HOUR, Timer, from_bytes
from bot.logs import log
from bot.store.records import TalkRow, Work

LIFE = 24 * HOUR
"""Seconds that a talk rests after its last event (`conversation.md`)."""


class Store(Protocol):
    """What forgetting needs of the database."""

    async def talks(self) -> list[TalkRow]:
        """Return every talk at rest."""

    async def commit(self, work: Work) -> bool:
        """Delete talks."""


class TalkKeys(Protocol):
    """What opens a talk at rest."""

    def open(self, row: TalkRow) -> bytes | None:
        """Return the state, or None where no key opens it."""


@dataclass(slots=True)
class Forgetter:
    """Deletes what is due, a little late rather than never."""

    store: Store
    keys: TalkKeys
    door: Door
    _timers: list[tuple[int, int, int]] = field(default_factory=list)

    def remember(self, chat: int, timer: Timer) -> None:
        """Note that a message is to delete itself."""
        heapq.heappush(self._timers, (timer.due, chat, timer.message))

    def cancel(self, chat: int, timer: Timer) -> None:
        """Let a message stand: it is gone already, or shows something else now."""
        self._timers = [t for t in self._timers if t[1:] != (chat, timer.message)]
        heapq.heapify(self._timers)

    async def delete_due(self, now: int) -> None:
        """Delete the messages whose time has come."""
        while self._timers and self._timers[0][0] <= now:
            _, chat, message = heapq.heappop(self._timers)
            try:
                await self.door.remove(chat, (message,))
            except Gone:
                continue
            except Exception as failed:  # noqa: BLE001 (it is tried again in a minute)
                log.warning("timer_not_done", error=type(failed).__name__)
                heapq.heappush(self._timers, (now + 60, chat, message))
                return

    async def sweep(self, now: int) -> None:
        """Drop talks that nothing opens or that are a day old."""
        drop = [row.slot for row in await self.store.talks() if self._old(row, now)]
        if drop:
            await self.store.commit(Work(drop=tuple(drop)))

    def _old(self, row: TalkRow, now: int) -> bool:
        state = self.keys.open(row)
        held = from_bytes(state) if state is not None else None
        return held is None or now - held.talk.touched >= LIFE

    async def take_up(self) -> None:
        """After a restart, note again the timers of the talks at rest."""
        for timer, chat in self._resting(await self.store.talks()):
            self.remember(chat, timer)

    def _resting(self, rows: Sequence[TalkRow]) -> list[tuple[Timer, int]]:
        states = [self.keys.open(row) for row in rows]
        held = [from_bytes(state) for state in states if state is not None]
        return [(t, h.chat) for h in held if h is not None for t in h.timers]
