"""The way in: an own getUpdates loop that confirms nothing before it is durable.

PTB's Updater queues a batch in memory and confirms it with its next poll: killed in
mid-work it lost 946 of 1,000 updates, this loop none (`telegram.md`, Losses). Rule: the
offset never passes an update that is unfinished, and it lives in memory alone; after a
restart Telegram says itself where to go on, and what comes twice changes nothing.

A slow update does not stop the others: after a short wait the loop polls on from the
slow one's number, Telegram sends what waits behind it (up to 100), and what is known
already is passed over. Only a full hundred behind one slow update would wait, and
`turns` bounds how long one update can be slow.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import time
from typing import Any, Final

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.chat.request import FloodedError
from bot.chat.turns import Turns
from bot.chat.wire import ALLOWED_UPDATES, UnreadableError, arrival, update_id
from bot.errors.telegram import AnotherPollerError, TokenRefusedError
from bot.flows.doors import Arrival
from bot.logs import log
from bot.weeks import DAY

LONG_POLL: Final = 50
"""Seconds that Telegram may keep a poll open when there is nothing."""
BATCH: Final = 100
SLOW: Final = 0.2
"""Seconds after which the loop polls on past what is unfinished."""
GRACE: Final = 8.0
"""Seconds for what is in work to finish when serving stops."""
CONFLICTS: Final = 4
"""Polls in a row that may meet another poller: a restart meets its former self."""
LONGEST_PAUSE: Final = 30.0
IDLE: Final = 6 * DAY
"""Seconds without updates after which the offset is dropped: ids may begin anew."""


class Polling:
    """Polls until stopped; hands each update to `receive` in its person's order.

    `confirmed` is told up to which number Telegram will not send again, `heard` that
    it has answered.
    """

    def __init__(
        self,
        bot: Bot,
        receive: Callable[[Arrival], Awaitable[None]],
        confirmed: Callable[[int], Awaitable[None]],
        now: Callable[[], float] = time,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._bot = bot
        self._heard = heard
        self._confirmed = confirmed
        self._now = now
        self._turns = Turns(receive)
        self._stopping = asyncio.Event()
        self._offset: int | None = None
        self._told = 0
        self._known: set[int] = set()
        self._newest = now()
        self._troubles = 0
        self._conflicts = 0

    def stop(self) -> None:
        """Ask the loop to end: what is in work is finished and confirmed first."""
        self._stopping.set()
        self._turns.stop()

    async def run(self) -> None:
        """Poll until stopped; raise what an operator has to settle."""
        try:
            while not self._stopping.is_set():
                batch = await self._poll()
                self._take(batch)
                await self._turns.settled(SLOW)
                self._move()
        finally:
            await self._turns.close(GRACE)
        self._move()
        await self._confirm_last()

    async def _poll(self) -> list[Any]:
        """Return what waits; nothing where the network fails or serving stops."""
        self._forget_old_offset()
        poll = asyncio.create_task(self._get_updates())
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else []
        finally:
            poll.cancel()
            stopped.cancel()
            await asyncio.gather(poll, stopped, return_exceptions=True)

    async def _get_updates(self) -> list[Any]:
        wait = 0 if self._turns.unfinished else LONG_POLL
        try:
            batch = await self._ask(wait, BATCH)
        except (InvalidToken, EndPointNotFound):
            raise TokenRefusedError from None
        except Conflict as conflict:
            await self._settle(conflict)
        except FloodedError as flooded:
            await self._pause(flooded.seconds)
        except TelegramError as lost:
            if not self._troubles:  # a long night without a network is one line
                log.warning("poll_failed", error=type(lost).__name__)
            self._troubles += 1
            await self._pause(min(2.0 ** min(self._troubles, 9) / 2, LONGEST_PAUSE))
        else:
            if self._troubles:
                log.info("poll_works_again", count=self._troubles)
            self._troubles = self._conflicts = 0
            self._heard()
            await self._tell()
            return batch
        return []

    async def _ask(self, wait: int, most: int) -> list[Any]:
        parameters: dict[str, object] = {
            "timeout": wait,
            "limit": most,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        found = await self._bot.do_api_request(
            "getupdates", api_kwargs=parameters, read_timeout=wait + 10
        )
        return found if isinstance(found, list) else []

    async def _settle(self, conflict: Conflict) -> None:
        """Meet another poller with patience, a webhook by taking it away.

        What waits at Telegram is kept: it is what survivors said meanwhile.
        """
        if "webhook" in conflict.message.lower():
            log.warning("webhook_removed")
            with suppress(TelegramError):
                await self._bot.delete_webhook(drop_pending_updates=False)
            await self._pause(1)
            return
        self._conflicts += 1
        if self._conflicts >= CONFLICTS:
            raise AnotherPollerError
        await self._pause(float(self._conflicts))

    async def _pause(self, seconds: float) -> None:
        """Wait, or return as soon as serving stops."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _take(self, batch: list[Any]) -> None:
        """Queue what is new; pass over, by number alone, what cannot be read."""
        at = int(self._now())
        for raw in batch:
            number = update_id(raw)
            if number is None or number in self._known:
                continue
            self._known.add(number)
            self._newest = at
            try:
                came = arrival(raw, at)
            except UnreadableError:
                log.warning("update_unreadable")
                continue
            if came is not None:
                self._turns.take(came)

    def _move(self) -> None:
        """Move the offset up to the first unfinished update."""
        if not self._known:
            return
        unfinished = self._turns.unfinished
        self._offset = min(unfinished) if unfinished else max(self._known) + 1
        self._known = {number for number in self._known if number >= self._offset}

    def _forget_old_offset(self) -> None:
        """Begin without an offset after six idle days (`telegram.md`, decision 2)."""
        if self._now() - self._newest > IDLE and not self._turns.unfinished:
            self._offset, self._told = None, 0
            self._newest = self._now()

    async def _tell(self) -> None:
        """Say once what the poll just made has confirmed."""
        if self._offset is None or self._offset <= self._told:
            return
        self._told = self._offset
        try:
            await self._confirmed(self._offset - 1)
        except Exception as failed:  # noqa: BLE001 (tidying up must not stop the door; the next poll does it again)
            log.warning("confirming_failed", error=type(failed).__name__)

    async def _confirm_last(self) -> None:
        """Confirm what is done with a last short poll; what it brings comes again."""
        if self._offset is None or self._offset <= self._told:
            return
        try:
            await self._ask(0, 1)
        except TelegramError as lost:
            log.warning("last_poll_failed", error=type(lost).__name__)
            return
        await self._tell()
