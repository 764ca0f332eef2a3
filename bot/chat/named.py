"""Which bot this is: its token, its Bot API, its name, and the links that open it.

A payload is opaque (`conversation.md`, deep link): the link says which bot, and
nothing of what the code stands for. Rule: the token leaves the settings here alone.
"""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.chat.request import AiohttpRequest
from bot.errors.telegram import (
    BotNameError,
    TelegramUnreachableError,
    TokenMissingError,
    TokenRefusedError,
)
from bot.settings import Settings


def bot_of(settings: Settings, request: AiohttpRequest) -> Bot:
    """Return the bot of a deployment's token, at its Bot API."""
    if settings.telegram_token is None:
        raise TokenMissingError
    api = settings.telegram_api.rstrip("/")
    return Bot(
        settings.telegram_token.reveal(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def bot_name(settings: Settings) -> str:
    """Ask Telegram for the bot's name."""
    try:
        async with bot_of(settings, AiohttpRequest()) as bot:
            return bot.username
    except InvalidToken:
        raise TokenRefusedError from None
    except TelegramError:
        raise TelegramUnreachableError from None


async def name_of(settings: Settings) -> str:
    """Return the bot's name from the settings, else ask Telegram.

    To be asked before anything is kept that only the link will show.
    """
    if settings.bot_name:
        return settings.bot_name
    if settings.telegram_token is None:
        raise BotNameError
    return await bot_name(settings)


def link_of(name: str, payload: str) -> str:
    """Return the link that starts a bot with a payload."""
    return f"https://t.me/{name}?start={payload}"


async def link_to(settings: Settings, payload: str) -> str:
    """Return the link that starts this bot with a payload."""
    return link_of(await name_of(settings), payload)
