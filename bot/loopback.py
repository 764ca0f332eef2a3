"""Pages for a browser on this very computer, and for no other caller.

Whatever is shown here is asked for by the address 127.0.0.1 itself: a name that was
pointed here, and another site's page that posts here, are refused. Rule: nothing that
is shown may be kept, framed, or load a thing from elsewhere.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.errors.running import PortsBusyError

ADDRESS = "127.0.0.1"
PORTS = 20
"""How many ports are tried, from the wished one on."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self';"
    " style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OTHER = "This page is only for a browser on this computer."


def refusal(says: str) -> web.Response:
    """Return the answer to a caller that gets none."""
    return web.Response(text=says, status=403, headers=HEADERS)


def from_here(request: web.Request) -> bool:
    """Tell whether a browser asks for this very address, and from our own page."""
    transport = request.transport
    port = transport.get_extra_info("sockname")[1] if transport else 0
    hosts = {f"{ADDRESS}:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in hosts}
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin is None:
        return False
    return (
        request.headers.get("Host") in hosts
        and (origin is None or origin in origins)
        and request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    )


def guarded(response: web.StreamResponse) -> web.StreamResponse:
    """Return an answer that was not begun with the headers of every page here."""
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


@asynccontextmanager
async def listening(app: web.Application, port: int) -> AsyncIterator[int]:
    """Listen on the first free port from `port` on, and yield which one it is."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _bound(runner, port)
    finally:
        await runner.cleanup()


async def _bound(runner: web.AppRunner, port: int) -> int:
    last = min(port + PORTS - 1, 65535)
    for tried in range(port, last + 1):
        with suppress(OSError):
            await web.TCPSite(runner, ADDRESS, tried).start()
            return tried
    raise PortsBusyError(port, last)
