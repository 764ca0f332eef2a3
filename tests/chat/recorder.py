"""A polling process whose only effect is a line in a file, durable when written.

python recorder.py ADDRESS FILE
"""

import asyncio
import os
import signal
import sys

from chat.bots import Confirmed, bot_at

from bot.chat.polling import Polling
from bot.flows.doors import Arrival


async def record(address: str, token: str, path: str) -> None:
    """Poll until SIGTERM; append `person update` for each arrival."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def receive(arrival: Arrival) -> None:
        await asyncio.sleep(0.005)
        os.write(file, f"{arrival.person} {arrival.update}\n".encode())

    bot = bot_at(address, token)
    async with bot.request:
        polling = Polling(bot, receive, Confirmed().tell)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, polling.stop)
        await polling.run()


asyncio.run(record(*sys.argv[1:4]))
