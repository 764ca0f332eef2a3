"""The desk in a real Chromium, by keys that are pressed in the wrong place or moment.

Without a browser on this computer this says so and is not run.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, async_playwright, expect
from readers import Lay
from reading.test_browser import CHROMIUM, PATIENCE, QUIET
from reading.test_page import IDLE, SHOWN, Clock
from released import WORDS

from bot.loopback import ADDRESS, listening
from bot.reading import server
from bot.reading.desk import Desk
from bot.reading.session import Session
from bot.words.phrases import Msg, Phrase

BEGUN = 2_000_000_000
"""When the page is opened, in seconds."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Reader:
    """A browser in which nothing moves the clock but the test, and its desk."""

    page: Page
    desk: Desk
    at: float = BEGUN

    async def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.at += seconds
        await self.page.clock.set_fixed_time(self.at)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def turn(self, *keys: str) -> None:
        """Press keys, the last of which brings another text, and wait for it."""
        done = self.page.expect_request_finished(lambda it: "/standing" in it.url)
        async with done:
            await self.press(*keys)
        await expect(self.page.locator("#text span").first).to_be_visible()

    async def says(self, id_: Msg) -> None:
        """Wait until this stands in the line of what the desk says."""
        said = WORDS.say("en", Phrase(id_))
        await expect(self.page.locator("#status")).to_have_text(said)


@pytest.fixture
async def reader(lay: Lay, unused_tcp_port: int) -> AsyncIterator[Reader]:
    """Serve a desk to a browser that stands before its door."""
    groups = await lay()
    session = Session(IDLE, Clock())
    app = server.Page(session, groups, SHOWN).app()
    async with AsyncExitStack() as open_:
        port = await open_.enter_async_context(listening(app, unused_tcp_port))
        playwright = await open_.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET)
        )
        open_.push_async_callback(browser.close)
        page = await browser.new_page(locale="en", reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        await page.clock.set_fixed_time(BEGUN)
        await page.goto(f"http://{ADDRESS}:{port}/#{session.link}")
        await expect(page.locator("#door")).to_be_visible()
        it = Reader(page, groups.desk)
        await it.turn(*["Tab"] * 4, "Enter")  # a name, another, what it speaks, begin
        await it.wait(1)
        yield it


async def test_enter_keeps_what_was_read_and_nothing_else(reader: Reader) -> None:
    """Held down or pressed twice it keeps one text; on a link it follows the link."""
    page, done = reader.page, reader.desk.done
    await reader.turn("Enter")
    await expect(page.locator("#share")).to_have_text("5 % read")
    await reader.turn("Enter", "ArrowRight")
    assert len(done) == 1
    await reader.wait(1)
    async with page.expect_request_finished(lambda it: "/standing" in it.url):
        await page.keyboard.down("Enter")
    await expect(page.locator("#share")).to_have_text("10 % read")
    await reader.wait(1)
    await page.keyboard.down("Enter")  # which is how a held key repeats
    await page.keyboard.up("Enter")
    await page.locator("header a").focus()
    async with page.expect_popup():
        await reader.press("Enter")
    await reader.turn("ArrowRight")
    assert len(done) == 2


async def test_half_a_theme_is_not_given_to_another_text(reader: Reader) -> None:
    """A letter before a text was left is not the beginning of a theme of the next."""
    await reader.press("d")
    await expect(reader.page.locator("#codes .near")).to_have_count(5)
    await reader.turn("ArrowRight")
    await expect(reader.page.locator("#codes .near")).to_have_count(0)
    await reader.press("3")
    await expect(reader.page.locator("#given")).not_to_contain_text("D3")


async def test_what_is_said_stays_until_it_is_over(reader: Reader) -> None:
    """That the desk hears of her wipes no line away; her coming ends the warning."""
    await reader.wait(30)
    async with reader.page.expect_response("**/stay") as heard:
        await reader.press("n")
    await (await heard.value).finished()
    await reader.press("ArrowRight")
    await reader.says(Msg("reading.hiding"))
    await reader.press("n")
    await reader.wait(IDLE - 30)
    await expect(reader.page.locator("#status")).not_to_be_empty()
    await reader.press("Shift")
    await expect(reader.page.locator("#status")).to_be_empty()
