"""A bot at the stand, and receivers with one way of behaving each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telegram import Bot

from bot.chat.polling import Polling
from bot.chat.request import AiohttpRequest
from bot.conversation.events import Wrote
from bot.flows.doors import Arrival

if TYPE_CHECKING:
    from stand import Stand


def bot_at(address: str, token: str) -> Bot:
    """Return a bot of the stand with the product's own transport."""
    request = AiohttpRequest()
    return Bot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=request,
    )


def words(arrival: Arrival) -> str:
    """Return what was written."""
    assert isinstance(arrival.event, Wrote)
    return arrival.event.text


@dataclass
class Recorder:
    """Keeps what it received, after a while of work for each."""

    work: float = 0
    received: list[Arrival] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def receive(self, arrival: Arrival) -> None:
        """Work for a while, then keep the arrival."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.work)
        self.at_once -= 1
        self.received.append(arrival)


async def eventually(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is true that no event tells of."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (another process, or a plain value)
            await asyncio.sleep(0.005)


@dataclass
class Confirmed:
    """Remembers up to which number updates were confirmed."""

    upto: int = 0

    async def tell(self, upto: int) -> None:
        """Take note."""
        self.upto = upto


@asynccontextmanager
async def polling(
    stand: "Stand",
    receive: Callable[[Arrival], Awaitable[None]],
    confirmed: Callable[[int], Awaitable[None]] | None = None,
) -> AsyncIterator[Polling]:
    """Poll the stand until the end of the block, then stop cleanly."""
    bot = bot_at(stand.address, stand.token)
    async with bot.request:
        loop = Polling(bot, receive, confirmed or Confirmed().tell)
        running = asyncio.create_task(loop.run())
        try:
            yield loop
        finally:
            loop.stop()
            await asyncio.wait_for(running, 10)
