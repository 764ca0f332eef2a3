"""How calls reach Telegram: PTB's request hook over aiohttp.

PTB's own transport costs several times as much for each call, and its log lines hold
the token (`telegram.md`, Throughput and Logs). Rule: a URL holds the token and an
answer holds words, so neither is ever logged or put into an exception here.
"""

import io
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Annotated, Any, Final

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override
from yarl import URL

CONNECT, READ = 5.0, 15.0
"""Seconds after which a connection, and an answer, count as lost."""
KEPT_OPEN = 50
"""Seconds for which a connection waits for its next call."""
FOUND: Final = 200
TOO_MANY_REQUESTS: Final = 429
SERVER_BROKE: Final = 500
_JSON: Final = {"Content-Type": "application/json"}
_url = lru_cache(maxsize=64)(URL)


class FloodedError(TelegramError):
    """Telegram asks for a pause of `seconds`.

    PTB's `RetryAfter` says the same, but warns of a change to come when it is read.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class _Pause(msgspec.Struct):
    retry_after: Annotated[float, msgspec.Meta(gt=0)]


class _Refusal(msgspec.Struct):
    parameters: _Pause


class AiohttpRequest(BaseRequest):
    """One pool of connections for every call of a bot, long polls included."""

    __slots__ = ("_date", "_session")

    def __init__(self) -> None:
        self._date = ""
        self._session: aiohttp.ClientSession | None = None

    @property
    def date(self) -> float | None:
        """Return what Telegram's clock said with its last answer, in seconds; or None.

        Every answer over HTTP has it, so our own clock can be held against it.
        """
        try:
            return parsedate_to_datetime(self._date).timestamp()
        except (ValueError, TypeError, OverflowError):
            return None

    @property
    @override
    def read_timeout(self) -> float:
        """Return the seconds an answer may take where a call does not say."""
        return READ

    @override
    async def initialize(self) -> None:
        """Open the pool, once."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_OPEN),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    @override
    async def shutdown(self) -> None:
        """Close the pool; a second time does nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return a call's status and body.

        Raises `TimedOut`, `NetworkError` or `FloodedError`. Writing counts as reading
        here, and the pool has no bound to wait at.
        """
        if self._session is None:
            raise NetworkError("closed")  # noqa: EM101 (PTB's class)
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, CONNECT),
            sock_read=_seconds(read_timeout, READ),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, _url(url), data=body, headers=headers, timeout=timeout
            ) as response:
                status, payload = response.status, await response.read()
                self._date = response.headers.get("Date", "")
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as lost:
            raise NetworkError(type(lost).__name__) from None
        if status == TOO_MANY_REQUESTS:
            raise FloodedError(_pause(payload))
        return status, payload

    async def download(self, url: str, most: int) -> bytes | None:
        """Return a file of Telegram, read no further than `most` bytes.

        None where it is larger, or is not there. Raises as `do_request` does.
        """
        if self._session is None:
            raise NetworkError("closed")  # noqa: EM101 (PTB's class)
        timeout = aiohttp.ClientTimeout(sock_connect=CONNECT, sock_read=READ)
        try:
            async with self._session.get(
                URL(url), timeout=timeout, allow_redirects=False
            ) as response:
                if response.status >= SERVER_BROKE:
                    raise NetworkError("unfetched")  # noqa: EM101 (PTB's class)
                if response.status != FOUND:
                    return None
                return await _bounded(response.content, most)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as lost:
            raise NetworkError(type(lost).__name__) from None

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; PTB's own reader would log one that it cannot read."""
        try:
            return msgspec.json.decode(payload, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise NetworkError("unreadable") from None  # noqa: EM101 (PTB's class)


async def _bounded(content: aiohttp.StreamReader, most: int) -> bytes | None:
    """Read to the end; None as soon as there is more than `most`."""
    found = bytearray()
    async for part in content.iter_any():
        found += part
        if len(found) > most:
            return None
    return bytes(found)


def _seconds(asked: object, default: float) -> float | None:
    """Return a timeout in seconds; None is PTB's word for no end."""
    if asked is None:
        return None
    return float(asked) if isinstance(asked, int | float) else default


def _body(
    data: RequestData | None,
) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    """Return what is sent and its headers: JSON, or a form where it holds files."""
    if data is None:
        return None, None
    if not data.contains_files:
        return msgspec.json.encode(data.parameters), _JSON
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        whole = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, whole, filename=filename, content_type=kind)
    return form, None


def _pause(payload: bytes) -> float:
    """Return the seconds Telegram asks for; 1 where it does not say."""
    try:
        return msgspec.json.decode(payload, type=_Refusal).parameters.retry_after
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 1.0
