"""The desk's page: one link, one browser, and nothing when it is locked."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from readers import TEXTS, Lay
from released import DEPLOYMENT, WORDS, YEAR

from bot.flows.overview import Batches, Shown
from bot.loopback import ADDRESS, listening
from bot.reading import session as sessions
from bot.reading.reasons import LOCKED, UNREAD
from bot.reading.sentences import printed
from bot.reading.server import TOKEN, Page
from bot.reading.session import Session
from bot.reading.sitting import Sitting
from bot.reports.papers import NO_TEXTS, papers
from bot.settings import load
from bot.store.records import BatchRow
from bot.themes.clauses import LONGEST
from bot.themes.codebook import SHIPPED
from bot.weeks import Week
from bot.words.phrases import Msg, Phrase

IDLE = 600


@dataclass
class Clock:
    """A clock that a test moves."""

    at: float = 0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.at


@dataclass
class Browser:
    """A browser on this computer, the page's address, and what it was told."""

    session: Session
    clock: Clock
    home: str
    http: aiohttp.ClientSession
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        """Post to the page and return status and answer."""
        sent = {"Origin": self.home, TOKEN: self.token, **headers}
        data = json.dumps(body)
        async with self.http.post(self.home + path, data=data, headers=sent) as it:
            text = await it.text()
            self.headers = dict(it.headers)
            json_ = it.content_type == "application/json"
            return it.status, json.loads(text) if json_ else text

    async def enter(self, link: str = "", speaks: str = "en") -> int:
        """Take the link, and keep the token."""
        who = {"name": "reader 1", "speaks": speaks}
        link = link or self.session.link
        status, told = await self.ask("/enter", {"link": link, **who})
        self.token = told["token"] if status == 200 else ""
        return status


SHOWN = Shown(Batches([]), WORDS, DEPLOYMENT, 0, SHIPPED, NO_TEXTS)
OUT = BatchRow(
    YEAR[0].batch, "r", "blue-house", "", Week(1), "10-19", YEAR[0].to_bytes()
)


@pytest.fixture
async def browser(lay: Lay, unused_tcp_port: int) -> AsyncIterator[Browser]:
    """Serve a desk, and open a browser that has not entered yet."""
    groups, clock = await lay(), Clock()
    session = Session(IDLE, clock)
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        listening(Page(session, groups, SHOWN).app(), unused_tcp_port) as port,
        aiohttp.ClientSession(cookie_jar=jar) as http,
    ):
        yield Browser(session, clock, f"http://{ADDRESS}:{port}", http)


async def test_what_is_released_is_shown_to_who_entered(browser: Browser) -> None:
    """The coordinator's page is there for the browser with the cookie alone."""
    address = f"{browser.home}/overview.html"
    async with browser.http.get(address) as refused:
        assert refused.status == 403
    await browser.enter()
    async with browser.http.get(address) as shown:
        assert "Nothing is released yet." in await shown.text()


async def test_a_file_is_given_as_the_bot_gives_it(browser: Browser) -> None:
    """The same bytes as everywhere; where nothing is out, the one refusal."""
    await browser.enter()
    async with browser.http.get(f"{browser.home}/digest/blue-house/csv") as refused:
        one = WORDS.say("en", Phrase(Msg("staff.refusal")))
        assert (refused.status, await refused.json()) == (404, {"says": one})
    paper = await replace(SHOWN, store=Batches([OUT])).paper("blue-house", "csv", "en")
    assert [paper] == [*papers([YEAR[0]], WORDS, "en", DEPLOYMENT, kinds=["csv"])]


async def test_a_link_opens_one_browser_once(browser: Browser) -> None:
    """Another link opens nothing, and this one nothing twice."""
    assert await browser.enter("another") == 403
    assert await browser.enter() == 200
    status, sight = await browser.ask("/forward")
    assert (status, sight["text"] in {words for _, _, words in TEXTS}) == (200, True)
    assert await browser.enter() == 403


async def test_a_secret_in_another_script_is_just_wrong(browser: Browser) -> None:
    """A link, a token and a cookie that are no ASCII are refused like any other."""
    assert await browser.enter("é") == 403
    assert await browser.enter() == 200
    assert (await browser.ask("/here", **{TOKEN: "é"}))[0] == 403
    assert not browser.session.knows("é\udcff")


async def test_a_text_of_many_details_can_be_kept(browser: Browser) -> None:
    """As many stretches as a text has room for may be covered."""
    await browser.enter()
    place = (await browser.ask("/forward"))[1]["place"]
    hidden = [(n, n + 1) for n in range(0, LONGEST, 2)]
    body = {"place": place, "given": [], "hidden": hidden}
    assert await browser.ask("/keep", body) == (200, None)


def test_a_computer_that_sleeps_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time in which a lid was closed counts, unlike on the usual clock."""
    clocks = {time.CLOCK_MONOTONIC: 5.0, time.CLOCK_BOOTTIME: 3605.0}
    monkeypatch.setattr(time, "clock_gettime", clocks.__getitem__)
    assert Sitting(load({}), "", None, 0, IDLE).clock() == 3605


async def test_before_it_nothing_of_people_is_told(browser: Browser) -> None:
    """Which languages wait is told to nobody who has no link."""
    async with browser.http.get(f"{browser.home}/desk") as answer:
        told = await answer.json()
    words = {"speaks", "dir", "says"}
    assert (told["entered"], set(told)) == (False, {"entered", "idle", "staff", *words})
    for path in ("/forward", "/standing", "/entries", "/lock"):
        assert (await browser.ask(path))[0] == 403
    assert not browser.session.over.is_set()


async def test_cookie_and_token_are_both_needed(browser: Browser) -> None:
    """One stolen without the other, or another site's post, is refused."""
    await browser.enter()
    assert (await browser.ask("/here", **{TOKEN: "another"}))[0] == 403
    assert (await browser.ask("/here", Origin="http://example.org"))[0] == 403
    assert (await browser.ask("/here", Host="example.org"))[0] == 403
    browser.http.cookie_jar.clear()
    assert (await browser.ask("/here"))[0] == 403


async def test_no_browser_keeps_what_it_was_told(browser: Browser) -> None:
    """Every answer says so, and the cookie is for no script and no other site."""
    await browser.enter()
    assert "HttpOnly" in browser.headers["Set-Cookie"]
    assert "SameSite=Strict" in browser.headers["Set-Cookie"]
    await browser.ask("/forward")
    assert browser.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in browser.headers["Content-Security-Policy"]


async def test_a_locked_desk_tells_nobody_anything(browser: Browser) -> None:
    """The page is refused as well, and the stream that it listened to has ended."""
    await browser.enter()
    async with browser.http.get(f"{browser.home}/live") as live:
        assert (await browser.ask("/lock"))[0] == 200
        assert b"open" in await live.read()
    assert (await browser.ask("/forward"))[0] == 403
    async with browser.http.get(browser.home) as page:
        assert page.status == 403
    assert browser.session.seat is None


@pytest.mark.parametrize(
    "body", [{"place": 0}, {"place": -1, "given": [], "hidden": []}]
)
async def test_what_cannot_be_read_changes_nothing(
    browser: Browser, body: object
) -> None:
    """A post of another shape is answered with a sentence."""
    await browser.enter()
    assert (await browser.ask("/keep", body))[0] == 400


async def test_the_desk_speaks_what_was_chosen(browser: Browser) -> None:
    """Words of the page, what it refuses, and what is wrong, in the reader's language.

    Before she enters, the browser's wish counts, and what it asks for before that.
    """
    desk, wish = f"{browser.home}/desk", {"Accept-Language": "pl,fr-CA;q=0.8"}
    for query, expected in (("", "fr"), ("?speaks=ar", "ar"), ("?speaks=xx", "fr")):
        async with browser.http.get(desk + query, headers=wish) as answer:
            told = await answer.json()
        assert (told["speaks"], told["dir"]) == (expected, WORDS.direction(expected))
        assert told["says"] == printed(WORDS, expected)
    assert await browser.enter(speaks="uk") == 200
    async with browser.http.get(f"{desk}?speaks=ar", headers=wish) as answer:
        assert (await answer.json())["says"] == printed(WORDS, "uk")
    wrong = {"says": WORDS.say("uk", Phrase(UNREAD))}
    assert await browser.ask("/keep", {"place": 0}) == (400, wrong)
    gone = {"says": WORDS.say("uk", Phrase(Msg("reading.gone")))}
    assert await browser.ask("/act", {"place": 7}) == (409, gone)
    await browser.ask("/lock")
    async with browser.http.get(browser.home, headers=wish) as refused:
        assert await refused.text() == WORDS.say("fr", Phrase(LOCKED))


async def test_it_locks_when_nobody_was_there_for_long(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign of the reader begins the time anew; without one it ends for good."""
    monkeypatch.setattr(sessions, "LOOK", 0.001)
    await browser.enter()
    watch = asyncio.ensure_future(browser.session.watch())
    browser.clock.at = IDLE
    await browser.ask("/stay")
    browser.clock.at = 2 * IDLE
    await asyncio.sleep(0.01)
    assert not watch.done()
    browser.clock.at += 1
    await watch
    assert (await browser.ask("/here"))[0] == 403
    assert not browser.session.stopped
