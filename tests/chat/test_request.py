"""Calls reach Telegram over aiohttp, and nothing of them is logged or told."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from chat.bots import bot_at
from stand import Fault, Stand
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut

from bot.chat import request as room
from bot.chat.request import AiohttpRequest, FloodedError


@asynccontextmanager
async def bot(stand: Stand) -> AsyncIterator[Bot]:
    """Return a bot with an open pool of connections."""
    found = bot_at(stand.address, stand.token)
    async with found.request:
        yield found


async def test_a_call_is_answered() -> None:
    """PTB's own methods work over this transport."""
    async with Stand() as stand, bot(stand) as caller:
        assert (await caller.get_me()).username == "stand_bot"


async def test_one_connection_serves_many_calls() -> None:
    """A connection is kept open for the next call."""
    ports: set[int] = set()

    async def answer(call: web.Request) -> web.Response:
        assert call.transport is not None
        ports.add(call.transport.get_extra_info("peername")[1])
        return web.json_response({"ok": True, "result": True})

    async with answering(answer) as caller:
        for _ in range(5):
            await caller.do_api_request("x_y")
    assert len(ports) == 1


@pytest.mark.parametrize("kind", ["reset", "done_reset"])
async def test_a_cut_connection_is_a_network_error(kind: str) -> None:
    """A connection cut before or after the effect raises PTB's own error."""
    async with Stand() as stand, bot(stand) as caller:
        stand.faults.append(Fault(kind))  # type: ignore[arg-type]  # (a Literal, by parameter)
        with pytest.raises(NetworkError) as lost:
            await caller.send_message(1, "hello")
        assert stand.token not in str(lost.value)


async def test_nobody_there_is_a_network_error() -> None:
    """A port that nobody listens on raises PTB's own error, without the address."""
    caller = bot_at("http://127.0.0.1:1", "42:TOKENCANARY")
    async with caller.request:
        with pytest.raises(NetworkError) as lost:
            await caller.get_me()
    assert "CANARY" not in str(lost.value)
    assert lost.value.__suppress_context__


async def test_a_slow_answer_times_out_at_the_calls_own_time() -> None:
    """A call's own timeout holds."""
    async with Stand() as stand, bot(stand) as caller:
        stand.faults.append(Fault("slow", seconds=5))
        with pytest.raises(TimedOut):
            await caller.get_me(read_timeout=0.05)


async def test_a_flood_tells_its_seconds() -> None:
    """A 429 raises with the pause that Telegram asks for."""
    async with Stand() as stand, bot(stand) as caller:
        stand.faults.append(Fault("flood", seconds=17))
        with pytest.raises(FloodedError) as flooded:
            await caller.get_me()
        assert flooded.value.seconds == 17


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"parameters": {}}', b'{"parameters": 3}', b"\xff"]
)
async def test_a_flood_that_does_not_say_is_a_second(body: bytes) -> None:
    """A 429 without readable seconds, as from a proxy, asks for one."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=429, body=body)

    async with answering(answer) as caller:
        with pytest.raises(FloodedError) as flooded:
            await caller.do_api_request("x_y")
        assert flooded.value.seconds == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff\xfe", b"[" * 9999])
async def test_an_unreadable_answer_is_a_network_error(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """What is not Telegram's JSON raises PTB's own error and is not logged."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body)

    async with answering(answer) as caller:
        with caplog.at_level(logging.DEBUG), pytest.raises(NetworkError):
            await caller.do_api_request("x_y")
    assert not [r for r in caplog.records if r.levelno > logging.DEBUG]


async def test_a_file_is_sent_as_a_form() -> None:
    """A call that holds a file goes out as multipart, its words beside it."""
    found: dict[str, object] = {}

    async def answer(call: web.Request) -> web.Response:
        for name, value in (await call.post()).items():
            found[name] = value.file.read() if hasattr(value, "file") else value
        return web.json_response({"ok": True, "result": True})

    async with answering(answer) as caller:
        photo = InputFile(io.BytesIO(b"picture"), filename="p.png")
        parameters = {"chat_id": 1, "photo": photo, "caption": "c"}
        await caller.do_api_request("sendphoto", api_kwargs=parameters)
    assert found == {"chat_id": "1", "photo": b"picture", "caption": "c"}


async def test_a_pool_opens_and_closes_more_than_once() -> None:
    """PTB starts and ends a request object twice where it serves both its uses."""
    async with Stand() as stand:
        request = AiohttpRequest()
        await request.initialize()
        await request.initialize()
        await request.shutdown()
        await request.shutdown()
        with pytest.raises(NetworkError):
            await request.do_request(stand.address, "GET")


async def test_a_fetch_without_parameters_is_a_plain_get() -> None:
    """A file of Telegram is fetched as it lies there."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"content")

    async with answering(answer) as caller:
        assert await caller.request.retrieve(caller.base_url + "/x") == b"content"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(None, None), (3, 3.0), (0.5, 0.5), (AiohttpRequest.DEFAULT_NONE, 9.0)],
)
def test_a_timeout_is_the_calls_own_or_the_default(
    asked: object, seconds: float | None
) -> None:
    """None means no end, PTB's mark of nothing said means the default."""
    assert seconds == room._seconds(asked, 9.0)  # noqa: SLF001 (a table of PTB's values)


@asynccontextmanager
async def answering(
    answer: "web.types.Handler",  # type: ignore[name-defined]  # (named in aiohttp's stubs only)
) -> AsyncIterator[Bot]:
    """Return a bot of a server that answers every call in one way."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    caller = bot_at(f"http://127.0.0.1:{runner.addresses[0][1]}", "42:T")
    async with caller.request:
        yield caller
    await runner.cleanup()
    await asyncio.sleep(0)
