"""What is forgotten, and when: timers, drafts, talks whose key is gone.

Messages that delete themselves do so after a restart too, since their timers rest in
the sealed talk. A talk untouched for a day is deleted without a word
(`conversation.md`, notes); for one day more rests which messages "clear my screen" can
still delete, since it is said to reach two days back.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation.talk import Talk
from bot.flows.doors import Door, Gone
from bot.flows.held import HOUR, Held, Timer, from_bytes, to_bytes
from bot.logs import log
from bot.store.records import TalkRow

LIFE = 24 * HOUR
"""Seconds that a draft rests after its last event (`conversation.md`)."""


class Store(Protocol):
    """What forgetting needs of the database."""

    async def talks(self) -> list[TalkRow]:
        """Return every talk at rest."""

    async def exchange(self, old: TalkRow, new: TalkRow | None) -> None:
        """Put a talk in the place of one that is still as it was; None deletes it."""


class TalkKeys(Protocol):
    """What opens a talk at rest."""

    def open(self, row: TalkRow) -> bytes | None:
        """Return the state, or None where no key opens it."""

    def seal(self, person: int, state: bytes, now: float) -> TalkRow:
        """Seal a state under today's key."""

    def rotate(self, now: float) -> int:
        """Make today's key, destroy those past; return the epoch."""


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
        """Drop what nothing opens or is over; seal the rest under today's key.

        To be called before yesterday's key is destroyed, at the first hour of a day.
        """
        for row in await self.store.talks():
            held = self._opened(row)
            left = held and _left(held, now)
            if left is None:
                await self.store.exchange(row, None)
            elif left != held or row.epoch != self.keys.rotate(now):
                fresh = self.keys.seal(left.person, to_bytes(left), now)
                await self.store.exchange(row, fresh)

    def _opened(self, row: TalkRow) -> Held | None:
        state = self.keys.open(row)
        return None if state is None else from_bytes(state)

    async def take_up(self) -> None:
        """After a restart, note again the timers of the talks at rest."""
        for timer, chat in self._resting(await self.store.talks()):
            self.remember(chat, timer)

    def _resting(self, rows: Sequence[TalkRow]) -> list[tuple[Timer, int]]:
        held = [self._opened(row) for row in rows]
        return [(t, h.chat) for h in held if h is not None for t in h.timers]


def _left(held: Held, now: int) -> Held | None:
    """Return what still rests of a talk: after a day, only what can be cleared."""
    if now - held.talk.touched < LIFE:
        return held
    left = replace(held, talk=Talk(), timers=()).with_messages((), now)
    return left if left.messages else None
