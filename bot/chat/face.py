"""What Telegram shows of the bot before a word is said: name, texts and menu.

They stand in every language that Telegram knows by two letters, and in the first one
for everybody else. Rule: the texts come ready; a refusal is logged and stops nothing,
because the talk works without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import log

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
    """Set each language's face, the first one also for every other language.

    What stands already is not written again: Telegram limits how often it may change.
    """
    told = [(f, f.language) for f in faces if len(f.language) == TWO_LETTERS]
    for face, code in [*((f, "") for f in faces[:1]), *told]:
        for item, parameters in _items(face):
            try:
                await _set(bot, item, parameters, code)
            except TelegramError as refused:
                log.warning("face_not_set", method=item, error=type(refused).__name__)


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
