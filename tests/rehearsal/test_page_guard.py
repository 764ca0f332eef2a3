"""The page answers a browser on this computer that read the page from it, and no other.

Another site may make a browser post here, or point a name of its own at 127.0.0.1;
neither gets an answer.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import aiohttp
import pytest
from typing_extensions import override

from bot import loopback
from bot.errors.running import PortsBusyError
from bot.loopback import ADDRESS, listening
from bot.rehearsal import server
from bot.rehearsal.board import Board
from bot.rehearsal.door import File
from bot.rehearsal.server import Page
from bot.rehearsal.stage import staged
from bot.rehearsal.theatre import Theatre

RESET = '{"type": "reset"}'


class Shelf(Theatre):
    """A theatre without a stage, with files on it."""

    files: ClassVar[dict[str, File]] = {}

    @override
    def file(self, name: str) -> File | None:
        """Return a file from the shelf."""
        return self.files.get(name)


@dataclass
class Browser:
    """A browser that has read the page, and the page's address."""

    session: aiohttp.ClientSession
    home: str
    theatre: Shelf = field(default_factory=Shelf)

    async def status(
        self, method: str, path: str, body: str | BytesIO = "", **headers: str
    ) -> int:
        """Ask for a path and return the status of the answer."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(
            method, self.home + path, data=body, headers=sent
        ) as answer:
            return answer.status


@pytest.fixture
async def browser(unused_tcp_port: int) -> AsyncIterator[Browser]:
    """Open the page once, so that the browser holds its key."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        listening(Page(shelf := Shelf()).app(), unused_tcp_port) as port,
        aiohttp.ClientSession(cookie_jar=jar) as session,
    ):
        browser = Browser(session, f"http://{ADDRESS}:{port}", shelf)
        assert await browser.status("GET", "/") == 200
        yield browser


async def test_a_page_that_was_read_here_may_act(browser: Browser) -> None:
    """The page's own posts are carried out."""
    assert await browser.status("POST", "/act", RESET, Origin=browser.home) == 200


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js", "/live"])
async def test_a_name_pointed_at_this_computer_is_refused(
    browser: Browser, path: str
) -> None:
    """A foreign host name that resolves to 127.0.0.1 gets nothing (DNS rebinding)."""
    assert await browser.status("GET", path, Host="example.org") == 403


@pytest.mark.parametrize("origin", ["http://example.org", "null", "http://127.0.0.1:1"])
async def test_another_sites_post_is_refused(browser: Browser, origin: str) -> None:
    """A page from elsewhere cannot act here, though the browser holds the key."""
    assert await browser.status("POST", "/act", RESET, Origin=origin) == 403


async def test_a_post_of_unknown_origin_is_refused(browser: Browser) -> None:
    """Whoever does not say where the page came from cannot act."""
    assert await browser.status("POST", "/act", RESET) == 403


async def test_what_another_site_embeds_is_refused(browser: Browser) -> None:
    """A browser says that another site asks; that site is shown nothing."""
    assert await browser.status("GET", "/live", Sec_Fetch_Site="cross-site") == 403


async def test_a_page_of_an_earlier_run_is_refused(browser: Browser) -> None:
    """Every run has a key of its own; an old page is told to reload."""
    browser.session.cookie_jar.clear()

    assert await browser.status("POST", "/act", RESET, Origin=browser.home) == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        '{"type": "fly"}',
        '{"type": "write", "seat": "thief", "text": "x"}',
        '{"type": "write", "seat": "survivor", "text": ""}',
        '{"type": "tap", "seat": "survivor", "message": "x", "data": "1.yes"}',
        '{"type": "tap", "seat": "survivor", "message": 1, "data": "%s"}' % ("x" * 65),
    ],
)
async def test_what_cannot_be_read_is_refused(browser: Browser, body: str) -> None:
    """A post of another shape is answered with a sentence, and nothing happens."""
    assert await browser.status("POST", "/act", body, Origin=browser.home) == 400


async def test_a_storyboard_may_use_its_own_style_alone(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    """Its policy is stricter than the page's: no script, no file, no connection."""
    async with staged(tmp_path, Board()) as stage:
        theatre = Theatre(stage=stage)
        async with (
            listening(Page(theatre).app(), unused_tcp_port) as port,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
        ):
            browser = Browser(session, f"http://{ADDRESS}:{port}")
            address = browser.home + "/storyboard/ar.html"
            assert await browser.status("GET", "/storyboard/ar.html") == 403
            assert await browser.status("GET", "/") == 200
            async with session.get(address) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert 'dir="rtl"' in await answer.text()
            assert await browser.status("GET", "/storyboard/xx.html") == 404

    assert "'self'" not in policy
    assert "unsafe" not in policy
    assert "style-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy


async def test_before_the_stage_stands_there_is_no_storyboard(
    browser: Browser,
) -> None:
    """The page says so instead of breaking."""
    assert await browser.status("GET", "/storyboard/en.html") == 404


async def test_nothing_from_outside_can_be_loaded(browser: Browser) -> None:
    """The page may load its own two files and nothing else, and cannot be framed."""
    async with browser.session.get(browser.home + "/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in page.replace("http-equiv", "")


FILE = "/file/admin?name=a.csv"


async def test_a_file_is_taken_of_the_page_alone(browser: Browser) -> None:
    """A file follows the rules of every act: this page, this run, this computer."""
    assert await browser.status("POST", FILE, "a", Origin=browser.home) == 200
    assert await browser.status("POST", FILE, "a") == 403
    assert await browser.status("POST", FILE, "a", Origin="http://example.org") == 403
    browser.session.cookie_jar.clear()
    assert await browser.status("POST", FILE, "a", Origin=browser.home) == 403
    assert await browser.status("GET", "/file/f1") == 403


@pytest.mark.parametrize(
    "path",
    ["/file/survivor?name=a", "/file/thief?name=a", "/file/admin", "/file/x?name=/"],
)
async def test_only_staff_send_files_and_by_a_name(browser: Browser, path: str) -> None:
    """Another seat, or a file without a name, is refused."""
    assert await browser.status("POST", path, "a", Origin=browser.home) == 400


async def test_a_file_may_have_two_megabytes(browser: Browser) -> None:
    """More is refused while it is read, whatever the page has let through."""
    for more, status in ((0, 200), (1, 413)):
        body = BytesIO(b"a" * (server.LARGEST_FILE + more))
        assert status == await browser.status("POST", FILE, body, Origin=browser.home)


async def test_a_file_is_kept_and_never_shown(browser: Browser) -> None:
    """Whatever it holds, a browser stores it: it can run nothing on this page."""
    browser.theatre.files["f1"] = File("a.html", b"<script>alert(1)</script>")
    async with browser.session.get(browser.home + "/file/f1") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert await answer.read() == b"<script>alert(1)</script>"
    assert await browser.status("GET", "/file/f2") == 404


async def test_a_busy_port_leads_to_the_next_free_one(unused_tcp_port: int) -> None:
    """With something else on the wished port, the page takes a later one."""
    with closing(socket.socket()) as other:
        other.bind((ADDRESS, unused_tcp_port))
        other.listen()
        async with listening(Page(Theatre()).app(), unused_tcp_port) as port:
            assert port > unused_tcp_port


async def test_no_free_port_is_said_in_one_line(
    unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every port busy the operator is told which, and what to set."""
    monkeypatch.setattr(loopback, "PORTS", 1)
    with closing(socket.socket()) as other:
        other.bind((ADDRESS, unused_tcp_port))
        other.listen()
        with pytest.raises(PortsBusyError, match="SOTTO_PORT"):
            async with listening(Page(Theatre()).app(), unused_tcp_port):
                pass
