"""The page in a real Chromium: a newcomer's whole way, on a laptop and on a phone.

The rehearsal runs as its own process, as `deploy/run` starts it; nothing of it is
replaced. Without a browser on this computer these tests say so and are not run.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from browsers import chromium_for
from playwright.sync_api import (
    Browser,
    FilePayload,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from bot.settings import CHECKOUT
from bot.words.catalogue import Words
from bot.words.phrases import Msg, Phrase

CHROMIUM = chromium_for("the page")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
LAPTOP = ViewportSize(width=1280, height=720)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 90_000
"""Milliseconds that a long act may take on a busy computer."""
expect.set_options(timeout=PATIENCE)
SAID = "العاملون لطفاء ويستمعون."
WORDS = Words.load(CHECKOUT / "locales")
LOOKED_AT = ("en", "uk", "ar", "fa")
"""The languages of the rehearsal's trial."""


def _says(language: str, message: str) -> str:
    return WORDS.say(language, Phrase(Msg(message)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _rehearsal() -> "subprocess.Popen[str]":
    command = (sys.executable, "-m", "bot", "run", "--no-browser")
    return subprocess.Popen(  # noqa: S603 (our own command)
        [*command, f"--port={_free_port()}"],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
    )


def _address_in(said: Iterator[str]) -> str:
    first = next(line for line in said if "http://" in line)
    return next(part for part in first.split() if part.startswith("http://"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Hold a rehearsal in a process of its own, and give its address."""
    with _rehearsal() as process:
        assert process.stdout is not None
        try:
            said = iter(process.stdout.readline, "")
            found = _address_in(said)
            assert any("Ready" in line for line in said)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=30)
            rest = process.stdout.read()
    assert "everything of it is deleted" in rest


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Open a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Newcomer:
    """Somebody before the page, whose browser speaks `language`."""

    page: Page
    language: str

    def phone(self, seat: str) -> Locator:
        """Return one of the four phones."""
        return self.page.locator(f"#{seat} .phone")

    def label(self, message: str) -> str:
        """Return a button's words."""
        return _says(self.language, message)

    def key(self, message: str) -> Locator:
        """Return the newest button of the survivor's phone that reads so."""
        keys = self.phone("survivor").locator(".keys button")
        return keys.filter(has_text=self.label(message)).last

    def tap(self, message: str) -> None:
        """Press a button of the survivor's live card by its words."""
        self.key(message).click()

    def write(self, text: str) -> None:
        """Send words from the survivor's phone."""
        field = self.phone("survivor").locator("textarea")
        field.fill(text)
        field.press("Enter")

    def sees(self, message: str) -> None:
        """Wait until the survivor reads a sentence."""
        talk = self.phone("survivor").locator(".talk")
        expect(talk).to_contain_text(_says(self.language, message))

    def start_over(self) -> None:
        """Press “Start over” and wait for an empty phone."""
        self.page.get_by_role("button", name="Start over").click()
        start = self.phone("survivor").locator(".start")
        expect(start).to_be_visible()

    def begin(self) -> None:
        """Press Start, choose the language, say that it is safe, and agree."""
        self.phone("survivor").get_by_role("button", name="Start").click()
        own = dict(WORDS.language_names())[self.language]
        self.phone("survivor").locator(".keys button", has_text=own).click()
        self.tap("S1.yes")
        self.tap("C2.yes")
        self.sees("Q1")

    def answer(self) -> None:
        """Answer the whole form, with words to one question, and send it."""
        self.tap("Q1.good")
        for asked, chosen in (("Q2", "yes"), ("Q3", "sometimes"), ("Q4", "no")):
            self.sees(asked)
            self.tap(f"answer.{chosen}")
        self.tap("Q5.home")
        self.tap("button.done")
        self.sees("button.write")
        self.write(SAID)
        self.sees("Q6b")
        self.tap("button.go_on")
        self.tap("button.skip")
        self.sees("Q8")
        self.tap("answer.no")
        self.tap("R1.send")
        self.sees("R2")


Opened = Callable[..., Newcomer]


@pytest.fixture
def opened(address: str, chromium: Browser) -> Iterator[Opened]:
    """Return what opens a fresh rehearsal in a window of a size and a language."""
    contexts = []

    def open_page(language: str = "en", size: ViewportSize = LAPTOP) -> Newcomer:
        context = chromium.new_context(
            viewport=size, locale=language, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        newcomer = Newcomer(page, language)
        drawn = newcomer.phone("survivor").locator(".start:visible, .message")
        expect(drawn.first).to_be_visible()
        if not newcomer.phone("survivor").locator(".start").is_visible():
            newcomer.start_over()
        return newcomer

    faults: list[str] = []
    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def _fits(page: Page) -> bool:
    return bool(
        page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
    )


def test_from_an_arabic_answer_to_the_designers_digest(opened: Opened) -> None:
    """Three steps lead from an answer to a digest, and a thief finds nothing."""
    newcomer = opened("ar")
    page = newcomer.page
    newcomer.begin()
    newcomer.answer()
    page.locator("#fifteen").click()
    expect(page.locator("#status")).to_contain_text("15 of 15")
    page.locator("#weeks").click()
    expect(page.locator("#status")).to_contain_text("have passed")

    told = newcomer.phone("designer").locator(".message.theirs")
    digest = told.filter(has_text="10-19").first
    expect(digest).to_contain_text("Blue House")
    expect(told.last).to_contain_text(".json")
    searches = page.locator("#searches li")
    expect(searches).to_have_count(2)
    for search in searches.all():
        expect(search).to_contain_text("nowhere")
    expect(page.locator("#tables details").first).to_contain_text("16 rows")


def test_an_arabic_card_reads_from_right_to_left(opened: Opened) -> None:
    """Direction belongs to each message: Arabic cards and keys run right to left."""
    newcomer = opened("ar")
    newcomer.begin()

    for asked in ("Q1", "Q2", "Q3", "Q4"):
        newcomer.sees(asked)
        newcomer.tap("button.skip")
    newcomer.sees("Q5")

    card = newcomer.phone("survivor").locator(".message.card").last
    expect(card).to_have_attribute("dir", "rtl")
    row = card.locator(".keys > div").filter(
        has=newcomer.page.locator("button + button")
    )
    first, second = (
        key.bounding_box() for key in row.first.locator("button").all()[:2]
    )
    assert first is not None
    assert second is not None
    assert first["x"] > second["x"]


def test_clearing_the_screen_empties_the_phone(opened: Opened) -> None:
    """After “clear my screen” nothing is left on the phone, of either side."""
    newcomer = opened("uk")
    newcomer.begin()
    newcomer.write("/clear")
    newcomer.tap("S4.delete")

    expect(newcomer.phone("survivor").locator(".message")).to_have_count(0)
    expect(newcomer.phone("survivor").locator(".start")).to_be_visible()


def test_start_over_empties_every_phone_and_the_disk(opened: Opened) -> None:
    """A new rehearsal knows nothing of the one before it."""
    newcomer = opened("en")
    newcomer.begin()
    newcomer.write("/help")
    newcomer.start_over()

    expect(newcomer.phone("survivor").locator(".message")).to_have_count(0)
    expect(newcomer.page.locator("#tables details").first).to_contain_text("0 rows")


def test_a_photo_is_taken_off_the_phone_again(opened: Opened) -> None:
    """A photo that is sent disappears, and the survivor reads why."""
    newcomer = opened("en")
    newcomer.begin()
    newcomer.phone("survivor").locator(".photo").click()

    newcomer.sees("E2")
    expect(newcomer.phone("survivor").locator(".picture")).to_have_count(0)


def test_a_long_text_leaves_room_for_what_was_found(opened: Opened) -> None:
    """However long the words are that a thief looks for, the verdict is seen."""
    newcomer = opened("en")
    newcomer.begin()
    newcomer.write("I would rather not say it here. " * 128)

    verdict = newcomer.page.locator("#searches li").last.locator(".nowhere")
    expect(verdict).to_have_count(1)
    panel, place = newcomer.page.locator(".loot").bounding_box(), verdict.bounding_box()
    assert panel is not None
    assert place is not None
    assert place["x"] + place["width"] <= panel["x"] + panel["width"]


def test_the_page_says_when_it_is_not_ready_and_when_it_is_over(
    chromium: Browser,
) -> None:
    """Before the phones are there, and after the end, nothing can be pressed."""
    page = chromium.new_page(viewport=LAPTOP)
    with _rehearsal() as process:
        assert process.stdout is not None
        said = iter(process.stdout.readline, "")
        status, stage = page.locator("#status"), page.locator("main")
        try:
            page.goto(_address_in(said))
            expect(status).to_contain_text("Setting it up")
            expect(stage).to_have_attribute("inert", "")
            assert any("Ready" in line for line in said)
            expect(status).to_be_empty()
            expect(stage).not_to_have_attribute("inert", "")
        finally:
            process.terminate()
        expect(status).to_contain_text("has ended")
        expect(stage).to_have_attribute("inert", "")
    page.close()


def test_the_search_finds_what_is_public_and_nothing_else(opened: Opened) -> None:
    """The search is a real one: a poster's name is found, an account never."""
    newcomer = opened("en")
    found = newcomer.page.locator("#found")
    newcomer.page.locator("#words").fill("Blue House")
    expect(found).to_contain_text("sotto.db")

    newcomer.page.locator("#words").fill("Green Lighthouse")
    expect(found).to_contain_text("nowhere")

    newcomer.page.locator("#words").fill("no")
    expect(found).to_contain_text("longer")


def test_on_a_phone_everything_fits_and_is_one_swipe_away(opened: Opened) -> None:
    """At a phone's size nothing is wider than the window, on any of the five tabs."""
    newcomer = opened("uk", PHONE)
    page = newcomer.page
    newcomer.begin()
    for seat in ("coordinator", "designer", "admin", "thief", "survivor"):
        tab = page.locator(f".tabs [data-seat={seat}]")
        tab.click()
        expect(tab).to_have_attribute("aria-current", "true")
        expect(page.locator(f"#{seat}")).to_be_in_viewport(ratio=0.9)
        assert _fits(page)


def test_coordinator_and_admin_share_a_place_on_a_laptop(opened: Opened) -> None:
    """A switch above the phone turns from one to the other, by pointer or key."""
    newcomer = opened("en")
    coordinator, admin = newcomer.phone("coordinator"), newcomer.phone("admin")
    expect(coordinator).to_be_visible()
    expect(admin).to_be_hidden()
    newcomer.page.get_by_role("button", name="Admin").click()
    expect(admin).to_be_visible()
    expect(coordinator).to_be_hidden()
    newcomer.page.keyboard.press("Enter")
    expect(coordinator).to_be_visible()
    assert _fits(newcomer.page)


def test_staff_send_files_and_recordings(opened: Opened) -> None:
    """A file goes in by the clip and out by its name; a recording is pretended."""
    newcomer = opened("en", PHONE)
    page, admin = newcomer.page, newcomer.phone("admin")
    page.locator(".tabs [data-seat=admin]").click()
    file = FilePayload(name="texts <uk>.csv", mimeType="text/csv", buffer=b"id,text\n")
    admin.locator(".file").set_input_files(files=[file])
    with page.expect_download() as download:
        admin.locator(".document").click()
    assert download.value.path().read_bytes() == b"id,text\n"
    admin.get_by_role("button", name="Send a voice message").click()
    expect(admin.locator(".mine").last).to_contain_text("voice message")


def test_a_file_that_is_too_large_stays_where_it_is(opened: Opened) -> None:
    """The page says so, and nothing is sent."""
    newcomer = opened("en", PHONE)
    admin = newcomer.phone("admin")
    expect(newcomer.page.locator("#boards")).to_be_visible()
    before = admin.locator(".document").count()  # of the tests before this one
    large = FilePayload(name="a.csv", mimeType="text/csv", buffer=b"a" * 2_097_153)
    admin.locator(".file").set_input_files(files=[large])
    expect(newcomer.page.locator("#status")).to_contain_text("two megabytes")
    expect(admin.locator(".document")).to_have_count(before)


def test_a_button_that_copies_fills_the_box(opened: Opened) -> None:
    """Its text, lines and all, stands where it can be changed and sent."""
    newcomer = opened("en")
    rows = [[{"label": "Copy it", "text": "one\ntwo"}, ["Yes", "t:yes"]]]
    message = {"id": 1, "at": 0, "text": "x", "mine": False, "rows": rows}
    screen = json.dumps({"messages": [message], "box": ""})
    told = f"event: phone.designer\ndata: {screen}\n\n"
    newcomer.page.route(
        "**/live",
        lambda route: route.fulfill(content_type="text/event-stream", body=told),
    )
    newcomer.page.reload()
    designer = newcomer.phone("designer")
    designer.locator(".keys .copies").evaluate("button => button.click()")
    expect(designer.locator("textarea")).to_have_value("one\ntwo")
    expect(designer.locator(".send")).to_be_visible()
    expect(designer.locator(".attach")).to_be_hidden()


def test_a_survivor_is_offered_no_file(opened: Opened) -> None:
    """Her phone has the camera alone, as what she sends is not kept."""
    newcomer = opened("en")
    newcomer.begin()
    for name in (".attach", ".record"):
        expect(newcomer.phone("survivor").locator(name)).to_be_hidden()


@pytest.mark.parametrize("width", [320, 700, 1100, 1440])
def test_no_width_needs_sideways_scrolling(opened: Opened, width: int) -> None:
    """From a small phone to a wide screen the page never scrolls sideways."""
    newcomer = opened("en", ViewportSize(width=width, height=800))

    assert _fits(newcomer.page)


def test_the_keyboard_alone_is_enough(opened: Opened) -> None:
    """Without a pointer a survivor gets from Start to the first question."""
    newcomer = opened("en")
    page = newcomer.page
    newcomer.phone("survivor").locator(".start").focus()
    page.keyboard.press("Enter")
    newcomer.sees("L1")
    newcomer.phone("survivor").locator("textarea").focus()
    for text in ("English", newcomer.label("S1.yes")):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    newcomer.sees("C2.stop")
    newcomer.key("C2.yes").focus()
    page.keyboard.press("Enter")
    newcomer.sees("Q1")

    focused = page.evaluate("document.activeElement.closest('.keys') !== null")
    assert focused


def test_every_screen_is_one_click_away_in_each_language(opened: Opened) -> None:
    """The storyboard opens in a window of its own, styled, turned, and silent."""
    page = opened("en").page
    names = dict(WORDS.language_names())
    page.locator("#boards summary").click()
    expect(page.locator("#boards a")).to_have_text(list(names.values()))
    for code in LOOKED_AT:
        with page.expect_popup() as popup:
            page.locator("#boards").get_by_text(names[code], exact=True).click()
        board = popup.value
        said: list[str] = []
        board.on("console", lambda message: said.append(message.text))  # noqa: B023 (used in this turn)
        board.reload()
        expect(board.locator("html")).to_have_attribute("dir", WORDS.direction(code))
        expect(board.locator("#S1 .bubble")).to_contain_text(
            _says(code, "S1").split("\n")[0]
        )
        first, second = (
            one.bounding_box() for one in board.locator(".scene").all()[:2]
        )
        assert first is not None
        assert second is not None
        turned = WORDS.direction(code) == "rtl"
        assert (first["x"] > second["x"]) is turned
        assert first["width"] == 360
        assert said == []
        board.set_viewport_size(PHONE)
        assert _fits(board)
        board.close()


CONTRAST = """
() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      const part = parse(colour);
      if (colour.startsWith("rgb") && (part[3] ?? 1) === 1) return part;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest("template, .keys")) continue;
    const pair = [parse(getComputedStyle(element).color), ground(element)].map(light);
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) poor.push([texts.currentNode.data.trim(), ratio]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_both_palettes(opened: Opened, scheme: str) -> None:
    """Every visible text holds 4.5 to 1 against its ground (WCAG AA)."""
    newcomer = opened("en")
    newcomer.page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    newcomer.begin()

    assert newcomer.page.evaluate(CONTRAST) == []
