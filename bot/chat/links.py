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


def show_link(name: str, payload: str) -> str:
    """Return the link that starts a bot with a payload, and its QR code in blocks."""
    url = link_of(name, payload)
    blocks = io.StringIO()
    segno.make(url, micro=False).terminal(out=blocks, compact=True)
    return f"{blocks.getvalue()}\n{url}"


def link_of(name: str, payload: str) -> str:
    """Return the link that starts a bot with a payload."""
    return f"https://t.me/{name}?start={payload}"


def picture(url: str, kind: Literal["png", "svg"]) -> bytes:
    """Return a link's QR code as a file that can be printed large."""
    out = io.BytesIO()
    segno.make(url, micro=False).save(out, kind=kind, scale=20)
    return out.getvalue()


async def name_of(settings: Settings) -> str:
    """Return the bot's name from the settings, else ask Telegram.

    To be asked before anything is kept that only the link will show.
    """
    if settings.bot_name:
        return settings.bot_name
    if settings.telegram_token is None:
        raise BotNameError
    return await bot_name(settings)
