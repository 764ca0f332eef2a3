"""The links that people open or scan, with their QR code for a terminal.

A payload is opaque (`conversation.md`, deep link): the link says which bot, and
nothing of what the code stands for.
"""

import io

import segno

from bot.chat.serve import bot_name
from bot.errors import BotNameError
from bot.settings import Settings


async def show_link(settings: Settings, payload: str) -> str:
    """Return the link that starts the bot with a payload, and its QR code in blocks."""
    url = f"https://t.me/{await _name(settings)}?start={payload}"
    picture = io.StringIO()
    segno.make(url, micro=False).terminal(out=picture, compact=True)
    return f"{picture.getvalue()}\n{url}"


async def _name(settings: Settings) -> str:
    """Return the bot's name from the settings, else ask Telegram."""
    if settings.bot_name:
        return settings.bot_name
    if settings.telegram_token is None:
        raise BotNameError
    return await bot_name(settings)
