"""The stand itself: HTTP on 127.0.0.1, the queue of updates, and the chats."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Self, cast

from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import web

from stand.faults import Fault
from stand.judge import Judge, RefusedError, check_update, plain
from stand.people import Person, Raw
from stand.seen import Seen, seen_of

TOKEN: Final = "42:STANDSECRETTOKEN"  # noqa: S105 (a token that opens nothing)
ME: Final[Raw] = {
    "id": 42,
    "is_bot": True,
    "first_name": "Stand",
    "username": "stand_bot",
}
ADMIN: Final[Raw] = {"status": "administrator", "can_post_messages": True}
OLD_PRESS: Final = (
    "Bad Request: query is too old and response timeout expired or query ID is invalid"
)
UNCHANGED: Final = (
    "Bad Request: message is not modified: specified new message content and reply"
    " markup are exactly the same as a current content and reply markup of the message"
)
NO_FILE: Final = "Bad Request: wrong file identifier/HTTP URL specified"
CONFLICT: Final = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or group, and what Telegram says that the bot is in it."""

    id: int
    name: str
    kind: str = "channel"
    me: Raw = field(default_factory=lambda: dict(ADMIN))


class Stand:
    """One bot's Telegram.

    `judged=False` leaves the judgement out, for benchmarks. `calls` are pairs (method
    in small letters, parameters); `bad_calls` what Telegram would refuse as wrong;
    `files` what is known by a name, `given` the documents (chat, name, content);
    `said_size` and `said_path` are told of every file where they are set; `moved` are
    groups and their numbers as supergroups.
    """

    def __init__(self, *, judged: bool = True, port: int = 0) -> None:
        self.me = ME
        self.token = TOKEN
        self.date = 1_767_225_600
        self.judged = judged
        self.calls: list[tuple[str, Raw]] = []
        self.bad_calls: list[str] = []
        self.chats: dict[int, dict[int, Seen]] = {}
        self.files: dict[str, bytes] = {}
        self.said_size: int | None = None
        self.said_path: object = None
        self.downloads: list[str] = []
        self.given: list[tuple[int, str, bytes]] = []
        self.faults: list[Fault] = []
        self.moved: dict[str, int] = {}
        self.closed_chats: set[int] = set()
        self.unanswered: set[str] = set()
        self.alerts: list[str] = []
        self.channels: list[Channel] = []
        self.face: dict[tuple[str, str], object] = {}
        self.confirmed = 0
        self.polls = 0
        self.on_shown: Callable[[int, Seen], None] | None = None
        self._messages = count(1)
        self._updates = count(1000)
        self._pending: dict[int, Raw] = {}
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._poll = 0
        self._judge = Judge(TOKEN, self._messages)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{kind}/{name}", self._file)
        app.router.add_get("/{path:.*}", self._stray)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if kind is None:
            self.judge()

    def judge(self) -> None:
        """Raise where a call was bad or a press was left unanswered."""
        assert not self.bad_calls, self.bad_calls
        assert not self.unanswered, f"{len(self.unanswered)} presses unanswered"

    @property
    def address(self) -> str:
        """Return the Bot API's base address."""
        return f"http://127.0.0.1:{self._port}"

    def person(self, language: str = "en") -> Person:
        """Return somebody with a phone in this language."""
        return Person(self, language=language)

    def next_message(self) -> int:
        """Return a new message's id."""
        return next(self._messages)

    def inject(self, *raws: Raw) -> int:
        """Queue updates; return the last one's number."""
        number = 0
        for raw in raws:
            number = raw.get("update_id") or next(self._updates)
            update = {"update_id": number, **raw}
            if self.judged:
                check_update(update)
            self._pending[number] = update
            if "callback_query" in raw:
                self.unanswered.add(raw["callback_query"]["id"])
        self._news.set()
        return number

    @property
    def waiting(self) -> int:
        """Return how many updates are not yet confirmed."""
        return len(self._pending)

    async def until(self, true: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something is true of the stand."""
        async with asyncio.timeout(seconds):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    def said(self, method: str) -> list[Raw]:
        """Return the parameters of every call of a method."""
        return [parameters for name, parameters in self.calls if name == method.lower()]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _reply(401, {"description": "Unauthorized"})
        method = request.match_info["method"].lower()
        parameters = await _parameters(request)
        try:
            return _reply(200, {"result": await self._answered(method, parameters)})
        except RefusedError as refused:
            return _reply(refused.status, {"description": refused.description})
        except _FloodError as flood:
            text = f"Too Many Requests: retry after {flood.seconds:g}"
            pause = {"retry_after": flood.seconds}
            return _reply(429, {"description": text, "parameters": pause})
        except _MovedError as moved:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            there = {"migrate_to_chat_id": moved.chat}
            return _reply(400, {"description": text, "parameters": there})
        except _CutError:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        finally:
            self._changed.set()

    async def _file(self, request: web.Request) -> web.Response:
        """Give out a file's content, as the Bot API does under its file address."""
        asked = request.match_info
        fault = self._fault("download", {})
        if fault is not None and fault.kind == "reset":
            assert request.transport is not None
            request.transport.abort()
        if fault is not None:
            return _reply(fault.status, {"description": fault.description})
        self.downloads.append(asked["name"])
        content = self.files.get(asked["name"])
        if asked["token"] != TOKEN or content is None:
            return _reply(404, {"description": "Not Found"})
        return web.Response(body=content)

    async def _stray(self, request: web.Request) -> web.Response:
        """Note what was asked for where nothing lies."""
        self.downloads.append(request.path)
        return _reply(404, {"description": "Not Found"})

    async def _answered(self, method: str, parameters: Raw) -> object:
        """Carry a call out, faults and judgement included."""
        fault = self._fault(method, parameters)
        if fault is not None:
            await _fail(fault)
        if method == "getupdates":
            return await self._get_updates(parameters)
        self.calls.append((method, parameters))
        if (moved := self.moved.get(str(parameters.get("chat_id")))) is not None:
            raise _MovedError(moved)
        result = self._done(method, parameters)
        if fault is not None and fault.kind == "done_reset":
            raise _CutError
        return result

    def _fault(self, method: str, parameters: Raw) -> Fault | None:
        chat = parameters.get("chat_id")
        return next((f for f in self.faults if f.takes(method, chat)), None)

    def _done(self, method: str, parameters: Raw) -> object:
        """Judge a call before it has an effect, then let it have it."""
        typed = self._typed(method, parameters) if self.judged else None
        result: object = ME if method == "getme" else True
        match method:
            case "sendmessage" | "sendphoto" | "sendvoice":
                self._known(parameters.get("voice"))
                result = self._send(parameters, typed)
            case "senddocument":
                result = self._give(parameters, typed)
            case "getchat" | "getchatmember":
                result = self._asked(method, parameters["chat_id"])
            case "getfile":
                result = self._found(str(parameters["file_id"]))
            case "editmessagetext":
                result = self._edit(parameters, typed)
            case "deletemessages":
                self._delete(parameters)
            case "answercallbackquery":
                self._answer(parameters)
            case _ if method.startswith(("setmy", "getmy")):
                result = self._own(method, parameters)
            case _ if typed is not None and method != "getme":
                result = self._judge.answer(typed)
        return result

    def _typed(self, method: str, parameters: Raw) -> TelegramMethod[Any]:
        try:
            return self._judge.parse(method, parameters)
        except RefusedError as refused:
            self.bad_calls.append(f"{method}: {refused.description}")
            raise

    def _message(self, parameters: Raw, typed: TelegramMethod[Any] | None) -> Raw:
        """Return a message as Telegram answers it, with an id of its own."""
        if typed is not None:
            return cast("Raw", self._judge.answer(typed))
        chat = {"id": parameters["chat_id"], "type": "private"}
        return {"message_id": self.next_message(), "date": self.date, "chat": chat}

    def _send(self, parameters: Raw, typed: TelegramMethod[Any] | None) -> Raw:
        chat = int(parameters["chat_id"])
        if chat in self.closed_chats:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        message = self._message(parameters, typed)
        self._show(chat, seen_of(message["message_id"], parameters))
        return message

    def _give(self, parameters: Raw, typed: TelegramMethod[Any] | None) -> Raw:
        document = parameters["document"]
        message = self._send(parameters, typed)
        chat = int(parameters["chat_id"])
        self.given.append((chat, document.filename, document.data))
        return message

    def _asked(self, method: str, chat: object) -> Raw:
        """Tell of a channel or group, and what the bot is there."""
        found = next(
            (c for c in self.channels if chat in {c.id, c.name, str(c.id)}), None
        )
        if found is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if method == "getchat":
            return {"id": found.id, "type": found.kind, "title": "A channel"}
        return {"user": ME, **found.me}

    def _known(self, file: str | None) -> bytes:
        """Return a file by its name; none is asked for by None."""
        if file is not None and file not in self.files:
            raise RefusedError(400, NO_FILE)
        return b"" if file is None else self.files[file]

    def _found(self, file: str) -> Raw:
        size, path = len(self._known(file)), f"documents/{file}"
        return {
            "file_id": file,
            "file_unique_id": "u",
            "file_size": size if self.said_size is None else self.said_size,
            "file_path": path if self.said_path is None else self.said_path,
        }

    def _edit(self, parameters: Raw, typed: TelegramMethod[Any] | None) -> Raw:
        chat, number = int(parameters["chat_id"]), int(parameters["message_id"])
        if chat in self.closed_chats:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        stands = self.chats.get(chat, {}).get(number)
        if stands is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        fresh = seen_of(number, parameters)
        if fresh == stands:
            raise RefusedError(400, UNCHANGED)
        message = self._message(parameters, typed)
        self._show(chat, fresh)
        return {**message, "message_id": number}

    def _show(self, chat: int, seen: Seen) -> None:
        self.chats.setdefault(chat, {})[seen.id] = seen
        if self.on_shown is not None:
            self.on_shown(chat, seen)

    def _delete(self, parameters: Raw) -> None:
        """Delete; unknown ids are no trouble to Telegram either."""
        chat = self.chats.get(int(parameters["chat_id"]), {})
        for number in parameters["message_ids"]:
            chat.pop(int(number), None)

    def _answer(self, parameters: Raw) -> None:
        press = str(parameters["callback_query_id"])
        if press not in self.unanswered:
            raise RefusedError(400, OLD_PRESS)
        self.unanswered.discard(press)
        if parameters.get("text"):
            self.alerts.append(parameters["text"])

    def _own(self, method: str, parameters: Raw) -> object:
        """Keep and tell what the bot says of itself, by language."""
        code = str(parameters.pop("language_code", ""))
        item = method[len("setmy") :]
        if method.startswith("setmy"):
            told = parameters if item != "commands" else parameters["commands"]
            self.face[item, code] = told
            return True
        return self.face.get((item, code), [] if item == "commands" else {})

    async def _get_updates(self, parameters: Raw) -> list[Raw]:
        """Confirm what lies below the offset; wait for what lies above it."""
        self.polls += 1
        self._poll += 1
        mine = self._poll
        self._news.set()
        offset = int(parameters.get("offset", 0))
        self.confirmed = max(self.confirmed, offset - 1)
        for number in [n for n in self._pending if n < offset]:
            del self._pending[number]
        self._changed.set()
        wait = float(parameters.get("timeout", 0))
        limit = int(parameters.get("limit", 100))
        await self._wait_for_updates(mine, wait)
        if mine != self._poll:
            raise RefusedError(409, CONFLICT)
        return [self._pending[n] for n in sorted(self._pending)[:limit]]

    async def _wait_for_updates(self, mine: int, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not self._pending and mine == self._poll:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return


class _FloodError(Exception):
    """Answer 429."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class _MovedError(Exception):
    """Answer 400, with the number that a group has since."""

    def __init__(self, chat: int) -> None:
        super().__init__()
        self.chat = chat


class _CutError(Exception):
    """Cut the connection without an answer."""


async def _fail(fault: Fault) -> None:
    """Fail before the call has an effect, or only be slow."""
    match fault.kind:
        case "flood":
            raise _FloodError(fault.seconds)
        case "refuse":
            raise RefusedError(fault.status, fault.description)
        case "reset":
            raise _CutError
        case "slow":
            await asyncio.sleep(fault.seconds)
        case "done_reset":
            return


async def _parameters(request: web.Request) -> Raw:
    """Read a call's parameters from JSON, a form or the address."""
    if request.content_type == "application/json":
        found = await request.json()
        return {name: plain(value) for name, value in found.items()}
    form = await request.post() if request.method == "POST" else request.query
    return {name: _value(value) for name, value in form.items()}


def _value(value: object) -> object:
    """Read a form's field: a parameter, or a file that was sent along."""
    if isinstance(value, web.FileField):
        return BufferedInputFile(value.file.read(), filename=value.filename)
    return plain(value)


def _reply(status: int, content: Raw) -> web.Response:
    body = {"ok": status == web.HTTPOk.status_code, **content}
    if not body["ok"]:
        body["error_code"] = status
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/json"
    )
