"""The way out: cards as messages of Telegram, with its refusals understood.

Texts go out plain, so nothing a person or a translator wrote is ever read as markup,
and without link previews, so Telegram fetches nothing. Messages are not protected
from copying: that holds in official clients alone, and a survivor must be able to copy
a helpline or her own secret number.

PTB's methods build a `Message` of each answer, which nobody here reads; so calls go
through `Bot.do_api_request`, which returns the bare answer. Telegram does not look at
the case of a method's name, and in small letters the name is not one of PTB's own.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar, cast

from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.chat.pace import Pace
from bot.chat.request import AiohttpRequest, FloodedError
from bot.flows.doors import Copy, Gone, Later, Outgoing, Tap
from bot.logs import log
from bot.words.writing import units

_T = TypeVar("_T")

PATIENCE: Final = 2.0
"""A pause up to this many seconds is waited for; a longer one is left for later."""
PATIENCE_TO_DELETE: Final = 60.0
"""Deleting waits longer, since nothing else will do it in its place."""
RETRIES: Final = (0.5, 1.5)
"""Seconds between the tries of a call that the network or Telegram lost."""
FLOODS: Final = 3
"""So many short pauses on end are waited for in one call."""
MOST_DELETED: Final = 100
"""Messages that one call may delete."""
MOST_COPIED: Final = 256
"""Units of UTF-16 that a button can copy."""
MOST_CAPTION: Final = 1024
"""Units of UTF-16 that can stand below a document."""
_PATH: Final = re.compile(r"(?!.*\.\.)\w[\w./-]{0,255}", re.ASCII)
"""Where a file lies at the Bot API: below its address, nowhere else."""
_UNCHANGED = ("message is not modified",)
_NO_CHAT = ("chat not found", "peer_id_invalid", "user not found")
_USUAL = (
    "message to delete not found",
    "message can't be deleted",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "query is too old",
    "query id is invalid",
    "query_id_invalid",
    "wrong file identifier",
    "wrong remote file identifier",
    "voice_messages_forbidden",
    "file is too big",
)
"""Refusals that belong to a chat's normal life."""


def _is(refused: BadRequest, phrases: tuple[str, ...]) -> bool:
    said = refused.message.lower()
    return any(phrase in said for phrase in phrases)


def _note(method: str, refused: BadRequest) -> None:
    """Log a refusal that does not belong to a chat's normal life, without its words."""
    if not _is(refused, _USUAL):
        log.warning("call_refused", method=method)


@dataclass(slots=True)
class TelegramDoor:
    """A `flows.doors.FileDoor` on a bot of Telegram, whose transport is ours."""

    bot: Bot
    pace: Pace = field(default_factory=Pace)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def send(self, chat: int, message: Outgoing) -> int:
        """Send a message; raise `Gone` or `Later`."""
        return await self._sent("send", chat, "sendmessage", _written(message))

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message; False if Telegram refuses, True if it is the same."""
        parameters = {"message_id": message_id, **_written(message)}
        try:
            await self._say(chat, "editmessagetext", parameters)
        except BadRequest as refused:
            if _is(refused, _UNCHANGED):
                return True
            _note("edit", refused)
            return False
        return True

    async def remove(self, chat: int, message_ids: tuple[int, ...]) -> None:
        """Delete messages, probably; it waits out a pause, for nobody comes after it.

        Raises an error of the network where it could not be tried.
        """
        ids = sorted(set(message_ids))
        for start in range(0, len(ids), MOST_DELETED):
            part = ids[start : start + MOST_DELETED]
            try:
                await self._call(
                    chat,
                    "deletemessages",
                    {"chat_id": chat, "message_ids": part},
                    PATIENCE_TO_DELETE,
                )
            except BadRequest as refused:
                _note("remove", refused)
            except Gone:
                return
            except Later as later:
                raise FloodedError(later.seconds) from None

    async def answer(self, press: str, alert: str = "") -> None:
        """Answer a press; one that Telegram has given up on is left alone."""
        parameters: dict[str, object] = {"callback_query_id": press}
        if alert:
            parameters |= {"text": alert, "show_alert": True}
        try:
            await self._call(None, "answercallbackquery", parameters, PATIENCE)
        except BadRequest as refused:
            _note("answer", refused)
        except (Gone, Later):
            log.warning("press_unanswered")

    async def play(self, chat: int, file: str) -> int | None:
        """Send a voice message; None if Telegram refuses that name, or she does."""
        try:
            return await self._sent("play", chat, "sendvoice", {"voice": file})
        except BadRequest:
            return None

    async def give(self, chat: int, name: str, content: bytes, says: str = "") -> int:
        """Send a document; words too long to stand below it are sent before it."""
        document = {"document": InputFile(content, filename=name)}
        return await self._captioned("give", chat, "senddocument", document, says)

    async def show(self, chat: int, png: bytes, says: str = "") -> int:
        """Send a picture; words too long to stand below it are sent before it."""
        photo = {"photo": InputFile(png, filename="picture.png")}
        return await self._captioned("show", chat, "sendphoto", photo, says)

    async def _captioned(
        self, what: str, chat: int, method: str, file: dict[str, InputFile], says: str
    ) -> int:
        caption: dict[str, object] = {"caption": says} if says else {}
        if units(says) > MOST_CAPTION:
            await self.send(chat, Outgoing(says))
            caption = {}
        return await self._sent(what, chat, method, {**file, **caption})

    async def fetch(self, file: str, most: int) -> bytes | None:
        """Fetch a file; None if it is larger, or Telegram does not give it out."""
        try:
            found = await self._call(None, "getfile", {"file_id": file}, PATIENCE)
        except BadRequest as refused:
            _note("fetch", refused)
            return None
        path, size = found.get("file_path"), found.get("file_size", 0)
        if size > most or not isinstance(path, str) or not _PATH.fullmatch(path):
            return None
        request = cast("AiohttpRequest", self.bot.request)
        url = f"{self.bot.base_file_url}/{path}"
        return await self._tried(None, partial(request.download, url, most), PATIENCE)

    async def _sent(
        self, what: str, chat: int, method: str, parameters: dict[str, object]
    ) -> int:
        """Send what is a message of its own, and return its id."""
        try:
            sent = await self._say(chat, method, parameters)
        except BadRequest as refused:
            if _is(refused, _NO_CHAT):
                raise Gone from None
            _note(what, refused)
            raise
        return int(sent["message_id"])

    async def _say(self, chat: int, method: str, parameters: dict[str, object]) -> Any:  # noqa: ANN401 (Telegram's answer, as JSON)
        """Call at the chat's pace; a group that is a supergroup now is followed.

        Telegram tells its new number as often as it is written to by the old one.
        """
        held = self.pace.held(chat)
        if held > PATIENCE:
            raise Later(held)
        wait = max(held, self.pace.take(chat))
        if wait:
            await self.sleep(wait)
        try:
            there = {"chat_id": chat, **parameters}
            return await self._call(chat, method, there, PATIENCE)
        except ChatMigrated as moved:
            return await self._say(moved.new_chat_id, method, parameters)

    async def _call(
        self,
        chat: int | None,
        method: str,
        parameters: dict[str, object],
        patience: float,
    ) -> Any:  # noqa: ANN401 (Telegram's answer, as JSON)
        call = partial(self.bot.do_api_request, method, api_kwargs=parameters)
        return await self._tried(chat, call, patience)

    async def _tried(
        self, chat: int | None, call: Callable[[], Awaitable[_T]], patience: float
    ) -> _T:
        """Call, again after a short pause or a loss; raise `Later` for a long pause."""
        floods = 0
        losses = iter(RETRIES)
        while True:
            try:
                return await call()
            except FloodedError as flooded:
                floods += 1
                if chat is not None:
                    self.pace.hold(chat, flooded.seconds)
                if flooded.seconds > patience or floods >= FLOODS:
                    raise Later(flooded.seconds) from None
                await self.sleep(flooded.seconds)
            except Forbidden:
                raise Gone from None
            except BadRequest:
                raise
            except NetworkError:
                wait = next(losses, None)
                if wait is None:
                    raise
                await self.sleep(wait)


def _written(message: Outgoing) -> dict[str, object]:
    """Return a message's parameters; an edit without buttons takes them away."""
    parameters: dict[str, object] = {
        "text": message.text,
        "link_preview_options": {"is_disabled": True},
    }
    rows = [[_button(tap) for tap in row if _fits(tap)] for row in message.rows]
    if any(rows):
        keyboard = [row for row in rows if row]
        parameters["reply_markup"] = {"inline_keyboard": keyboard}
    return parameters


def _button(tap: Tap) -> dict[str, object]:
    if isinstance(tap, Copy):
        return {"text": tap.label, "copy_text": {"text": tap.text}}
    label, data = tap
    return {"text": label, "callback_data": data}


def _fits(tap: Tap) -> bool:
    """Leave out what Telegram could only copy in part, and would refuse."""
    return not isinstance(tap, Copy) or 0 < units(tap.text) <= MOST_COPIED
