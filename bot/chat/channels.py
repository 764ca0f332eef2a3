"""Channels and groups of Telegram that digests go to: found by name, and tried.

Rule: what is kept of a channel is its number, which a new name does not change.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.chat.door import TelegramDoor
from bot.chat.named import bot_of
from bot.chat.request import AiohttpRequest
from bot.errors.post import ChannelAddressError, ChannelClosedError, ChannelUnknownError
from bot.errors.telegram import TelegramUnreachableError, TokenRefusedError
from bot.settings import Settings

_WRITE = {
    "creator": "",
    "administrator": "",
    "member": "",
    "restricted": "can_send_messages",
}
"""Who may write in a group; with what Telegram has to say besides, if anything."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The bot of a deployment, open for one command."""

    bot: Bot

    @property
    def door(self) -> TelegramDoor:
        """The way to write into a channel."""
        return TelegramDoor(self.bot)

    async def find(self, name: str) -> int:
        """Return a channel's or group's number; raise where the bot may not write."""
        try:
            chat = await self._ask("getchat", chat_id=name)
            if chat["type"] == "private":
                raise ChannelAddressError
            who = {"chat_id": chat["id"], "user_id": self.bot.id}
            me = await self._ask("getchatmember", **who)
        except (BadRequest, Forbidden):
            raise ChannelUnknownError from None
        if not _may_write(chat["type"], me):
            raise ChannelClosedError
        return int(chat["id"])

    async def _ask(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 (Telegram's answer, as JSON)
        return await self.bot.do_api_request(method, api_kwargs=parameters)


@asynccontextmanager
async def open_channels(settings: Settings) -> AsyncIterator[Channels]:
    """Open the deployment's bot, and close it."""
    try:
        async with bot_of(settings, AiohttpRequest()) as bot:
            yield Channels(bot)
    except InvalidToken:
        raise TokenRefusedError from None
    except TelegramError:
        raise TelegramUnreachableError from None


def _may_write(kind: str, me: Any) -> bool:  # noqa: ANN401 (Telegram's answer, as JSON)
    """Tell whether somebody of this standing may write in a chat of this kind."""
    if kind == "channel":
        return me["status"] == "creator" or bool(me.get("can_post_messages"))
    needs = _WRITE.get(me["status"])
    return needs is not None and (not needs or bool(me.get(needs)))
