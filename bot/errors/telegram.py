"""The bot's token, and Telegram itself."""

from bot.errors import SottoError, UsageError


class BotNameError(UsageError):
    """The bot's name is not known, and a link needs it: say it."""

    def __init__(self) -> None:
        super().__init__(
            "the link needs the bot's name in Telegram."
            " Set SOTTO_BOT_NAME (without the @), or SOTTO_TELEGRAM_TOKEN."
        )


class TokenMissingError(UsageError):
    """Serving Telegram needs a token: ask BotFather for one."""

    def __init__(self) -> None:
        super().__init__(
            "there is no Telegram token. Set SOTTO_TELEGRAM_TOKEN to the one that"
            " @BotFather gave, or run `deploy/run` without it for the rehearsal."
        )


class TokenRefusedError(SottoError):
    """Telegram does not know the token: get it again from BotFather."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the token. Ask @BotFather for it (/token), set"
            " SOTTO_TELEGRAM_TOKEN to it, and check SOTTO_TELEGRAM_API if you set it."
        )


class AnotherPollerError(SottoError):
    """Another process polls this bot: stop that one."""

    def __init__(self) -> None:
        super().__init__(
            "another process is polling this bot. Stop it, or use a token of your own,"
            " then start again."
        )


class TelegramUnreachableError(SottoError):
    """Telegram does not answer: look at the network, then try again."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not answer. Look at the network and at SOTTO_TELEGRAM_API,"
            " then try again; or set SOTTO_BOT_NAME, and nobody needs to be asked."
        )
