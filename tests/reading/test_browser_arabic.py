"""The desk in a real Chromium, in Arabic: no English word is left anywhere on it.

The page is walked through as a reader would, with what goes wrong on the way. Without a
browser on this computer this says so and is not run.
"""

import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from databases import opened as stored
from playwright.async_api import Page, ViewportSize, async_playwright, expect
from readers import TEXTS, WEEK, Home, because, made, written
from reading.test_browser import CHROMIUM, PATIENCE, QUIET
from reading.test_groups import AR
from reading.test_page import SHOWN, Clock
from reading.test_quotes import TEXTS as THEIRS
from reading.test_quotes import lend, told
from released import WORDS

from bot.loopback import ADDRESS, listening
from bot.reading import server
from bot.reading.reasons import LOCKED
from bot.reading.sentences import WARNED
from bot.reading.session import Session
from bot.reading.sitting import laid
from bot.store.records import Work
from bot.themes import quotes
from bot.themes.paraphrases import Refusal
from bot.words.phrases import Msg, Phrase

IDLE = 600
LATIN = r"[A-Za-z][A-Za-z.]+"
KEYS = {"Shift", "Enter", "Backspace", "Esc"}
AUTONYMS = " ".join(name for _, name in WORDS.language_names())
AS_THEY_ARE = {"Sotto", *KEYS, *re.findall(LATIN, AUTONYMS)}
"""Words that are the same on every page: names, and what stands on a key."""
VISIBLE = """
() => {
  const own = (node) => !node.parentElement.closest("[lang]:not(html), script, style");
  const seen = (node) => node.parentElement.checkVisibility();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && own(node) && seen(node)) found.push(node.data.trim());
  }
  for (const one of document.querySelectorAll("*")) {
    if (!one.checkVisibility()) continue;
    const told = ["aria-label", "placeholder", "title"];
    found.push(...told.map((name) => one.getAttribute(name)).filter(Boolean));
  }
  return found;
}
"""
"""All that the page shows or says of itself; people's words have a language."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Walk:
    """A page in Arabic, its desk, and all that was seen on it."""

    page: Page
    home: Home
    session: Session
    link: str
    waiting: tuple[int, ...]
    seen: set[str] = field(default_factory=set)

    async def look(self, *shown: str) -> None:
        """Wait for these elements, then take in all that is seen."""
        for one in shown:
            await expect(self.page.locator(one)).to_be_visible()
        self.seen |= {*await self.page.evaluate(VISIBLE)}

    async def says(self, element: str, words: str) -> None:
        """Wait until an element says something, then take in all that is seen."""
        await expect(self.page.locator(element)).to_contain_text(words)
        await self.look()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, key: str, code: str, *, shift: bool = False) -> None:
        """Press the key of a place on an Arabic keyboard."""
        made = {"key": key, "code": code, "shiftKey": shift, "bubbles": True}
        press = (
            "made => document.body.dispatchEvent(new KeyboardEvent('keydown', made))"
        )
        await self.page.evaluate(press, made)

    async def turn(self, act: Awaitable[None]) -> None:
        """Go to another text; before it is all there, the page does nothing else."""
        done = self.page.expect_request_finished(lambda it: "/standing" in it.url)
        async with done:
            await act


def arabic(id_: Msg, count: int | None = None) -> str:
    """Return what a sentence is in Arabic."""
    return WORDS.say("ar", Phrase(id_, (), count))


@pytest.fixture
async def walk(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Walk]:
    """Serve a desk with texts that wait and words that may leave, to such a browser."""
    home = await made(
        tmp_path,
        WEEK,
        SOTTO_QUOTES="true",
        SOTTO_DUTY_TO_ACT="true",
        SOTTO_FOCAL_POINT="الاتصال بهاتف المناوبة",
    )
    await told(home, [lend(one) for one in written(THEIRS, WEEK)])
    waiting = await home.send(*written(TEXTS[:6], WEEK))
    async with AsyncExitStack() as open_:
        vault = await open_.enter_async_context(home.opened())
        groups = await laid(vault, home.settings, lambda _: None, here=True)
        session = Session(IDLE, Clock())
        app = server.Page(session, groups, SHOWN).app()
        port = await open_.enter_async_context(listening(app, unused_tcp_port))
        playwright = await open_.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET)
        )
        open_.push_async_callback(browser.close)
        context = await browser.new_context(
            locale="ar-EG",
            viewport=ViewportSize(width=1280, height=800),
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.clock.install()
        link = f"http://{ADDRESS}:{port}/#{session.link}"
        yield Walk(page, home, session, link, tuple(row.id for row in waiting))


async def come_in(walk: Walk) -> None:
    """Find the door in the browser's language, try another, and enter."""
    page = walk.page
    root, speaks, who = map(page.locator, ("html", "#speaks", "#door h1"))
    await walk.look("#door")
    await expect(speaks).to_have_value("ar")
    await speaks.select_option("uk")
    await expect(who).to_have_text(WORDS.say("uk", Phrase(Msg("reading.who"))))
    await expect(root).to_have_attribute("dir", "ltr")
    await speaks.select_option("ar")
    await expect(who).to_have_text(arabic(Msg("reading.who")))
    await expect(root).to_have_attribute("dir", "rtl")
    await walk.turn(page.locator("#enter .main").click())
    await walk.look("#reading", "#text span >> nth=0")


async def read(walk: Walk) -> None:
    """Pass over a text, code one, be stopped where something is wrong."""
    page = walk.page
    text = page.locator("#text")
    first = await text.inner_text()
    await walk.turn(walk.press("ArrowLeft"))
    await expect(text).not_to_have_text(first)
    await walk.turn(walk.press("ArrowRight"))
    await expect(text).to_have_text(first)
    await walk.says("#given", arabic(Msg("reading.none")))
    await walk.type("ى", "KeyN")
    await walk.says("#status", arabic(Msg("reading.hiding")))
    await walk.press("Space", "n", "a", "4", "b", "2", "d", "3", "c", "1")
    await walk.says("#status", arabic(Msg("reading.most")))
    await page.locator("#codes button >> nth=5").hover()
    await page.locator("#more summary").click()
    await walk.look("#text .covered >> nth=0", "#agreement", "#means")
    await walk.type("؟", "Slash", shift=True)
    await walk.look("#help")
    await page.locator("#help-close").click()
    await page.locator("#urgent").click()
    await walk.look("#danger", "#path")
    await page.locator("#acted").click()
    await walk.says("#marks", arabic(Msg("reading.went")))
    await walk.turn(page.locator("#keep").click())
    await expect(text).not_to_have_text(first)
    await walk.turn(walk.press("ArrowRight"))
    await walk.says("#marks", arabic(Msg("reading.read_before")))
    async with stored(walk.home.settings.database_path) as store:
        await store.commit(Work(erase=walk.waiting))
    await walk.turn(page.locator("#keep").click())
    await walk.says("#status", arabic(Msg("reading.taken_back")))
    await walk.look("#empty")
    await expect(text).to_be_empty()


async def write(walk: Walk) -> None:
    """Put a theme into words, first wrong ones, and let somebody's own words out."""
    page = walk.page
    await walk.press("w")
    await walk.says("#of", arabic(Msg("reading.choose")))
    await page.locator("#entries button >> nth=0").click()
    await walk.says("#lendable", because(quotes.Refusal.DETAIL, "ar"))
    await page.locator("#words").fill(f"{AR} 3")
    await page.locator("#write").click()
    await walk.says("#wrong", because(Refusal.NUMBER, "ar"))
    await page.locator("#words").fill(AR)
    await page.locator("#write").click()
    await walk.says("#state", arabic(Msg("reading.own_written")))
    await page.locator("#lendable .main >> nth=0").click()
    await walk.says("#lendable", arabic(Msg("reading.own_lent")))
    await walk.says("#status", arabic(Msg("reading.kept")))
    await page.locator("#lendable button:not(.main) >> nth=0").click()
    await walk.says("#status", arabic(Msg("reading.thrown")))


async def leave(walk: Walk) -> None:
    """Be warned, lock, and be told by the desk itself that it is locked."""
    page = walk.page
    await page.clock.fast_forward((IDLE - WARNED // 2) * 1000)
    warned = [arabic(Msg("reading.idle"), n) for n in range(WARNED)]
    pattern = re.compile("|".join(map(re.escape, warned)))
    await expect(page.locator("#status")).to_have_text(pattern)
    await walk.look()
    await page.locator("#lock").click()
    await walk.says("#shut", arabic(Msg("reading.shut_how")))
    await page.goto(walk.link.partition("#")[0])
    assert await page.locator("body").inner_text() == arabic(LOCKED)


async def test_arabic_is_arabic_to_the_last_word(walk: Walk) -> None:
    """Door, reading, writing, dialogs, what is wrong, the warning and the lock."""
    page = walk.page
    await page.goto(walk.link)
    await come_in(walk)
    await read(walk)
    await write(walk)
    await leave(walk)
    left = {word for said in walk.seen for word in re.findall(LATIN, said)}
    assert left - AS_THEY_ARE == set()
    assert len(walk.seen) > 150
