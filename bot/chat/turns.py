"""Whose turn it is: one person's updates in order, different people side by side.

Telegram queues one person's messages and presses apart, so they can overlap: the order
is kept here, by account (`telegram.md`, decision 4). Rule: an update is finished only
when its effect is durable, or when it alone fails while others pass.

Nothing here can stand in the way of another person for long. A pause that Telegram
orders gives the turn back at once and brings the update again afterwards; a failing
update waits for its next try without holding one of the places.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from bot.flows.doors import Arrival, Gone, Later
from bot.logs import log, place_of

TOGETHER: Final = 64
"""People whose updates are carried through at once."""
TRIES: Final = 5
"""After this many an update is set aside, if others have passed in the meantime."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds between two tries: doubled each time."""


class Turns:
    """The updates in work. `unfinished` are the numbers not yet durable."""

    def __init__(self, receive: Callable[[Arrival], Awaitable[None]]) -> None:
        self._receive = receive
        self._places = asyncio.Semaphore(TOGETHER)
        self._queues: dict[int, deque[Arrival]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._pauses: dict[int, asyncio.TimerHandle] = {}
        self._passed = 0
        self._closing = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        self.unfinished: set[int] = set()

    def take(self, arrival: Arrival) -> None:
        """Put an update at the end of its person's queue."""
        self.unfinished.add(arrival.update)
        self._free.clear()
        self._queue(arrival)

    def _queue(self, arrival: Arrival) -> None:
        queue = self._queues.get(arrival.person)
        if queue is not None:
            queue.append(arrival)
            return
        self._queues[arrival.person] = deque([arrival])
        worker = asyncio.create_task(self._serve(arrival.person))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def settled(self, seconds: float) -> None:
        """Wait until everything is finished or stopped, for at most `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._free.wait()
        except TimeoutError:
            return

    def stop(self) -> None:
        """Begin nothing more."""
        self._closing.set()
        self._free.set()

    async def close(self, seconds: float) -> None:
        """Finish what is in work within `seconds`; the rest stays unfinished."""
        self.stop()
        for pause in self._pauses.values():
            pause.cancel()
        self._pauses.clear()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=seconds)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, person: int) -> None:
        """Carry one person's updates through, one after the other."""
        queue = self._queues[person]
        while queue and not self._closing.is_set():
            if await self._carried(queue[0]):
                self._finish(queue[0])
            queue.popleft()
        del self._queues[person]

    def _finish(self, arrival: Arrival) -> None:
        self.unfinished.discard(arrival.update)
        if not self.unfinished:
            self._free.set()

    async def _carried(self, arrival: Arrival) -> bool:
        """Try until it is durable or set aside; False when closing cut it short."""
        others, tries = self._passed, 0
        while not self._closing.is_set():
            if await self._tried(arrival, tries + 1):
                return True
            tries += 1
            if tries >= TRIES and self._passed > others:
                log.error("update_set_aside", attempt=tries)
                return True
            await self._rest(min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT))
        return False

    async def _tried(self, arrival: Arrival, attempt: int) -> bool:
        """Try once, in one of the places; tell whether the update is finished."""
        async with self._places:
            try:
                await self._receive(arrival)
            except Gone:
                pass
            except Later as later:
                self._bring_again(arrival, later.seconds)
            except Exception as failed:  # noqa: BLE001 (one of the two doors: an update must not stop serving; it is logged by class and tried again)
                error, where = type(failed).__name__, place_of(failed.__traceback__)
                log.warning("update_failed", error=error, where=where, attempt=attempt)
                return False
        self._passed += 1
        return True

    def _bring_again(self, arrival: Arrival, seconds: float) -> None:
        """Bring a person's newest unanswered update once more, after a pause."""
        older = self._pauses.pop(arrival.person, None)
        if older is not None:
            older.cancel()
        self._pauses[arrival.person] = asyncio.get_running_loop().call_later(
            seconds, self._again, arrival
        )

    def _again(self, arrival: Arrival) -> None:
        del self._pauses[arrival.person]
        self._queue(arrival)

    async def _rest(self, seconds: float) -> None:
        """Wait for the next try, or for the end."""
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
