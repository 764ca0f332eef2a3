"""The serving process on Telegram: the application joined to its door, until stopped.

Rule: everything that an operator has to settle ends serving with one line; a person's
update never does.
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import time

from telegram import Bot

from bot.app import Serving, serving
from bot.chat.door import TelegramDoor
from bot.chat.face import Face, set_face
from bot.chat.named import bot_of, link_to
from bot.chat.polling import Polling
from bot.chat.request import AiohttpRequest
from bot.conversation.events import Command
from bot.heard import note
from bot.logs import log, set_up
from bot.presence import alone
from bot.settings import Settings
from bot.words.phrases import Msg, Phrase

LOOK = 5.0
"""Seconds between two looks whether the bot is worded anew before Start."""
MENU: dict[Command, Msg] = {
    Command.HELP: Msg("command.help"),
    Command.CLEAR: Msg("command.clear"),
    Command.STOP: Msg("command.stop"),
    Command.LANGUAGE: Msg("command.language"),
    Command.DELETE: Msg("command.delete"),
    Command.ABOUT: Msg("command.about"),
    Command.WHO: Msg("command.who"),
}
"""The menu of the chat, after /start."""


async def serve(settings: Settings, now: Callable[[], float] = time) -> None:
    """Serve until SIGTERM or Ctrl-C; what is in work is finished first."""
    set_up()
    request = AiohttpRequest()
    bot = bot_of(settings, request)
    async with (
        request,
        alone(settings.home),
        serving(
            settings, TelegramDoor(bot), now=now, link=partial(link_to, settings)
        ) as it,
    ):
        polling = Polling(
            bot, it.receive, it.store.prune_seen, now, partial(_hear, it, request)
        )
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, polling.stop)
        tending = asyncio.create_task(it.tend())
        face = asyncio.create_task(_keep_face(bot, it))
        log.info("serving", trial=settings.trial)
        try:
            await polling.run()
        finally:
            for task in (tending, face):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
    log.info("stopped")


async def _keep_face(bot: Bot, it: Serving) -> None:
    """Show the bot as it is worded, and anew whenever that changes."""
    shown: list[Face] = []
    while True:
        if (wanted := faces(it)) != shown:
            await set_face(bot, wanted)
            shown = wanted
        await asyncio.sleep(LOOK)


def _hear(it: Serving, request: AiohttpRequest) -> None:
    """Note that Telegram has answered, and how far our clock is from its own."""
    date = request.date
    it.ahead = None if date is None else it.now() - date
    note(it.memory, it.ahead)


def faces(it: Serving) -> list[Face]:
    """Return what Telegram shows of the bot before Start, in each language."""
    words = it.facts.words
    say, menus = words.say, {x.code: x.menu or x.code for x in words.languages}
    return [
        Face(
            language=menus[code],
            name=say(code, Phrase(Msg("D1"))),
            short=say(code, Phrase(Msg("D2"))),
            description=say(code, Phrase(Msg("D3"))),
            commands=(
                ("start", say(code, Phrase(Msg("command.start")))),
                *((c.value, say(code, Phrase(m))) for c, m in MENU.items()),
            ),
        )
        for code in it.facts.languages
    ]
