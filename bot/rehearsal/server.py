"""The rehearsal's page: four phones, a panel and two buttons, on this computer only.

It answers only a browser on this computer (`bot.loopback`) that read the page before.
Rule: the page draws what the board says and posts what was done; it knows nothing
else.
"""

import asyncio
import re
import secrets
import signal
import sys
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import aiohttp
import click
import msgspec
from aiohttp import web

from bot.errors import SottoError
from bot.loopback import (
    ADDRESS,
    HEADERS,
    OTHER,
    from_here,
    guarded,
    listening,
    refusal,
)
from bot.rehearsal.facts import Staff
from bot.rehearsal.theatre import Act, Theatre, board_of
from bot.reports.overview import POLICY as OWN_STYLE
from bot.storyboard import POLICY

PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
COOKIE = "sotto_rehearsal"
LONGEST_NAME = 128
_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")
"""What a document's name has none of."""
LARGEST_FILE = 2 * 1024 * 1024
"""Bytes of a document that is sent from a phone of staff."""
LARGEST = 65_536
"""Bytes of one request: 4,096 characters of any script, escaped, and some more."""
EARLIER = "This page belongs to an earlier rehearsal. Please reload it."
UNREAD = "That could not be read."
TOO_LARGE = "A file may have two megabytes at most."
NO_BOARD = "There is no such page here, or not yet."

_READ = msgspec.json.Decoder(Act).decode
_SEATS: tuple[Staff, ...] = get_args(Staff)
_WRITTEN = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Page:
    """The web half: three files, storyboards, what changes, and what is done."""

    theatre: Theatre
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def app(self) -> web.Application:
        """Return the application."""
        app = web.Application(client_max_size=LARGEST, middlewares=[self.guard])
        for path in FILES:
            app.router.add_get(path, self.file)
        app.router.add_get("/live", self.live)
        app.router.add_get("/storyboard/{language}.html", self.storyboard)
        app.router.add_get("/overview.html", self.overview)
        app.router.add_post("/act", self.act)
        app.router.add_post("/file/{seat}", self.upload)
        app.router.add_get("/file/{file}", self.download)
        return app

    @web.middleware
    async def guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse every caller but a page that was read from this very address."""
        if not from_here(request):
            return refusal(OTHER)
        if request.path not in FILES and not self._known(request):
            return refusal(EARLIER)
        return guarded(await handler(request))

    def _known(self, request: web.Request) -> bool:
        return secrets.compare_digest(request.cookies.get(COOKIE, ""), self.key)

    async def file(self, request: web.Request) -> web.Response:
        """Answer with one of the page's files, and the key by which it is known."""
        name, kind = FILES[request.path]
        content = await asyncio.to_thread((PAGE / name).read_bytes)
        response = web.Response(body=content, content_type=kind, charset="utf-8")
        response.set_cookie(COOKIE, self.key, httponly=True, samesite="Strict")
        return response

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Tell what the board says, as server-sent events, until the page is closed."""
        response = web.StreamResponse(headers=HEADERS)
        response.content_type = "text/event-stream"
        await response.prepare(request)
        with suppress(ConnectionError):
            async for name, fact in self.theatre.board.watch():
                told = b"event: %s\ndata: %s\n\n" % (name.encode(), _WRITTEN(fact))
                await response.write(told)
        return response

    async def upload(self, request: web.Request) -> web.Response:
        """Send a document from a phone of staff."""
        seat = next((s for s in _SEATS if s == request.match_info["seat"]), None)
        name = _NAME.sub("", request.query.get("name", ""))[-LONGEST_NAME:]
        if seat is None or not name:
            return web.json_response({"says": UNREAD}, status=400)
        content = await _bounded(request.content)
        if content is None:
            return web.json_response({"says": TOO_LARGE}, status=413)
        await self.theatre.upload(seat, name, content)
        return web.json_response(None)

    async def download(self, request: web.Request) -> web.Response:
        """Answer with a document of a phone: to be kept, never to be shown here."""
        found = self.theatre.file(request.match_info["file"])
        if found is None:
            return web.Response(status=404)
        return web.Response(
            body=found.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": "attachment"},
        )

    async def storyboard(self, request: web.Request) -> web.Response:
        """Answer with every screen in one language; its own style is all it may use."""
        stage, board = self.theatre.stage, ""
        if stage is not None:
            language = request.match_info["language"]
            board = await asyncio.to_thread(board_of, stage, language)
        if not board:
            return web.Response(text=NO_BOARD, status=404)
        policy = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}
        return web.Response(text=board, content_type="text/html", headers=policy)

    async def overview(self, _request: web.Request) -> web.Response:
        """Answer with the coordinator's page; its own style is all it may use."""
        stage = self.theatre.stage
        if stage is None:
            return web.Response(text=NO_BOARD, status=404)
        policy = {"Content-Security-Policy": f"{OWN_STYLE}; frame-ancestors 'none'"}
        page = await stage.overview()
        return web.Response(text=page, content_type="text/html", headers=policy)

    async def act(self, request: web.Request) -> web.Response:
        """Do one thing that was done on the page."""
        try:
            act = _READ(await request.read())
        except msgspec.MsgspecError:
            return web.json_response({"says": UNREAD}, status=400)
        try:
            found = await self.theatre.do(act)
        except SottoError as wrong:
            return web.json_response({"says": str(wrong)}, status=409)
        return web.Response(body=_WRITTEN(found), content_type="application/json")


async def _bounded(content: aiohttp.StreamReader) -> bytes | None:
    """Read to the end; None as soon as it is too large."""
    found = bytearray()
    async for part in content.iter_any():
        found += part
        if len(found) > LARGEST_FILE:
            return None
    return bytes(found)


async def rehearse(port: int, *, open_browser: bool) -> None:
    """Hold a rehearsal until it is interrupted."""
    theatre = Theatre()
    async with listening(Page(theatre).app(), port) as bound:
        if bound != port:
            click.echo(f"Port {port} is in use by something else.", err=True)
        address = f"http://{ADDRESS}:{bound}/"
        click.echo(f"Sotto rehearsal: {address} (nothing is sent anywhere)")
        click.echo("Setting it up takes a few seconds. Stop it with Ctrl+C.")
        await _until_stopped(theatre.run(_once(address, open_browser=open_browser)))
    click.echo("The rehearsal is over; everything of it is deleted.")


async def _until_stopped(play: Awaitable[None]) -> None:
    """Play until Ctrl+C or a polite end; what goes wrong goes on to the caller."""
    task = asyncio.ensure_future(play)
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # where an event loop has no signals
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _once(address: str, *, open_browser: bool) -> Callable[[], None]:
    """Return what says that the page is ready, and opens it, the first time."""
    first = iter((True,))

    def opened() -> None:
        if next(first, False):
            click.echo("Ready.")
            if open_browser and sys.stdout.isatty():
                _open(address)

    return opened


def _open(address: str) -> None:
    """Open the page where there is a window to open it in, never in a terminal."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(address)
