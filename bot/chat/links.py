"""The links that people open or scan, with their QR code for a terminal.

A payload is opaque (`conversation.md`, deep link): the link says which bot, and
nothing of what the code stands for.
"""

import io
from typing import Literal

import segno

from bot.chat.serve import bot_name
from bot.errors import BotNameError
from bot.settings import Settings


async def show_link(settings: Settings, payload: str) -> str:
    """Return the link that starts the bot with a payload, and its QR code in blocks."""
    url = await link_of(settings, payload)
    blocks = io.StringIO()
    segno.make(url, micro=False).terminal(out=blocks, compact=True)
    return f"{blocks.getvalue()}\n{url}"


async def link_of(settings: Settings, payload: str) -> str:
    """Return the link that starts the bot with a payload."""
    return f"https://t.me/{await _name(settings)}?start={payload}"


def picture(url: str, kind: Literal["png", "svg"]) -> bytes:
    """Return a link's QR code as a file that can be printed large."""
    out = io.BytesIO()
    segno.make(url, micro=False).save(out, kind=kind, scale=20)
    return out.getvalue()


async def _name(settings: Settings) -> str:
    """Return the bot's name from the settings, else ask Telegram."""
    if settings.bot_name:
        return settings.bot_name
    if settings.telegram_token is None:
        raise BotNameError
    return await bot_name(settings)
