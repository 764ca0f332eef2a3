"""What Telegram shows of the bot before a word is said: name, texts and menu.

They stand in every language that Telegram knows by two letters, and in English (else
the first one) for everybody else, since English tells least of who is meant. Rule: the
texts come ready; a refusal is logged and stops nothing, because the talk works without
them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.logs import log
from bot.words.languages import SOURCE

AGAIN: Final = 60.0
"""Seconds until the next try where the network was lost."""
TWO_LETTERS: Final = 2
"""Telegram takes languages of two letters only (`telegram.md`, Limits)."""


@dataclass(frozen=True, slots=True)
class Face:
    """The bot in one language; `commands` are pairs (name, menu line)."""

    language: str
    name: str
    short: str
    description: str
    commands: tuple[tuple[str, str], ...]


async def set_face(bot: Bot, faces: Sequence[Face]) -> None:
    """Set each language's face, the English one also for every other language.

    What stands already is not written again: Telegram limits how often it may change.
    """
    told = [(f, f.language) for f in faces if len(f.language) == TWO_LETTERS]
    others = sorted(faces, key=lambda f: f.language != SOURCE)[:1]
    for face, code in [*((f, "") for f in others), *told]:
        for item, parameters in _items(face):
            while not await _tried(bot, item, parameters, code):  # noqa: ASYNC110 (the network tells nobody that it is back)
                await asyncio.sleep(AGAIN)


async def _tried(bot: Bot, item: str, parameters: dict[str, object], code: str) -> bool:
    """Try to set one item; False where the network was lost, and it is worth waiting.

    What Telegram refuses is given up until the next start.
    """
    try:
        await _set(bot, item, parameters, code)
    except NetworkError as lost:
        if not isinstance(lost, BadRequest):
            return False
        log.warning("face_not_set", method=item, error=type(lost).__name__)
    except TelegramError as refused:
        log.warning("face_not_set", method=item, error=type(refused).__name__)
    return True


async def _set(bot: Bot, item: str, parameters: dict[str, object], code: str) -> None:
    """Set one item in one language ("" for all others), where it differs."""
    language: dict[str, object] = {"language_code": code} if code else {}
    stands = await bot.do_api_request(f"getmy{item}", api_kwargs=dict(language))
    if stands not in (parameters, *parameters.values()):
        await bot.do_api_request(f"setmy{item}", api_kwargs={**parameters, **language})


def _items(face: Face) -> tuple[tuple[str, dict[str, object]], ...]:
    """Return each item's name in Telegram's methods, and its parameters."""
    commands = [{"command": name, "description": line} for name, line in face.commands]
    return (
        ("commands", {"commands": commands}),
        ("description", {"description": face.description}),
        ("shortdescription", {"short_description": face.short}),
        ("name", {"name": face.name}),
    )
