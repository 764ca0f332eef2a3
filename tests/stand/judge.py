"""The judgement on a bot's calls: aiogram's methods, teremok's rules and answers."""

import json
from collections.abc import Iterator
from typing import Any

import aiogram.methods
from aiogram import Bot
from aiogram.methods import DeleteMessages, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Update
from pydantic import ValidationError
from teremok.responses import AutoResponder
from teremok.validation import ApiRuleViolation, validate_method
from typing_extensions import override

MOST_DELETED = 100
MOST_COPIED = 256
METHODS: dict[str, type[TelegramMethod[Any]]] = {
    name.lower(): method
    for name in aiogram.methods.__all__
    if isinstance(method := getattr(aiogram.methods, name), type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}


class RefusedError(Exception):
    """Telegram would answer this call with a status other than 200."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


def plain(value: object) -> object:
    """Read a parameter as Telegram does: JSON may come inside a string."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


class _Responder(AutoResponder):
    """Teremok's answers, with message ids that no two chats share."""

    def __init__(self, ids: Iterator[int]) -> None:
        super().__init__()
        self._ids = ids

    @override
    def next_message_id(self, chat_id: Any) -> int:
        return next(self._ids)


class Judge:
    """Parses, checks and answers calls."""

    def __init__(self, token: str, ids: Iterator[int]) -> None:
        self._bot = Bot(token)
        self._responder = _Responder(ids)

    def parse(self, name: str, parameters: dict[str, Any]) -> TelegramMethod[Any]:
        """Return the typed call; raise what Telegram would refuse."""
        known = METHODS.get(name)
        if known is None:
            raise RefusedError(404, "Not Found")
        unknown = sorted(parameters.keys() - known.model_fields.keys())
        if unknown:
            raise RefusedError(400, f"Bad Request: unknown parameter {unknown[0]}")
        try:
            method = known.model_validate(parameters)
            validate_method(self._bot, method)
        except ValidationError as wrong:
            field = wrong.errors()[0]["loc"][0]
            problem = f"Bad Request: {name}: {field} is wrong or missing"
            raise RefusedError(400, problem) from None
        except ApiRuleViolation as violation:
            raise RefusedError(400, violation.description) from None
        if isinstance(method, DeleteMessages):
            _check_deleted(method)
        _check_copied(getattr(method, "reply_markup", None))
        return method

    def answer(self, method: TelegramMethod[Any]) -> object:
        """Return the answer as JSON values."""
        result = self._responder.respond(self._bot, method, {})
        if hasattr(result, "model_dump"):
            return result.model_dump(mode="json", by_alias=True, exclude_none=True)
        return result


def _check_deleted(method: DeleteMessages) -> None:
    if not 1 <= len(method.message_ids) <= MOST_DELETED:
        raise RefusedError(400, "Bad Request: message_ids must hold 1 to 100 ids")


def _check_copied(markup: object) -> None:
    """Hold a button that copies to its 1 to 256 characters, of which no rule is."""
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    for button in (button for row in rows for button in row):
        copied = button.copy_text
        units = len(copied.text.encode("utf-16-le")) // 2 if copied else 1
        if not 1 <= units <= MOST_COPIED:
            raise RefusedError(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")


def check_update(raw: dict[str, Any]) -> None:
    """Raise where an update is not of the shape that Telegram sends."""
    Update.model_validate(raw)
