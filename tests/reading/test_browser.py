"""The desk in a real Chromium: a reader codes twenty texts in six scripts, and locks.

The desk runs as its own process at a terminal, as `sotto desk` starts it. Without a
browser on this computer this says so and is not run.
"""

import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsers import chromium_for
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright
from readers import MARKER, PHRASE, TEXTS, made, written

from bot.settings import CHECKOUT
from bot.weeks import week_of

CHROMIUM = chromium_for("the desk")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
LAPTOP = ViewportSize(width=1280, height=800)
PATIENCE = 60_000
"""Milliseconds that anything may take on a busy computer."""
expect.set_options(timeout=PATIENCE)
LINK = re.compile(r"http://127\.0\.0\.1:\d+/#\S+")


@dataclass
class Terminal:
    """A terminal in which the desk runs, and what it showed."""

    hand: int
    shown: str = ""

    def sees(self, pattern: str) -> str:
        """Wait until something stands there, and return it."""
        while not (found := re.search(pattern, self.shown)):
            self.shown += os.read(self.hand, 4096).decode()
        self.shown = self.shown[found.end() :]
        return found[0]

    def types(self, line: str) -> None:
        """Type a line."""
        os.write(self.hand, f"{line}\n".encode())


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    """Make a vault's home in which twenty people's texts rest, this very week."""
    it = await made(tmp_path, week_of(time.time()))
    await it.send(*written(TEXTS, it.week))
    settings = 'languages = ["en"]\nshow_drafts = true\n'
    (it.settings.home / "sotto.toml").write_text(settings)
    return it.settings.home


@pytest.fixture
def terminal(home: Path, unused_tcp_port: int) -> Iterator[Terminal]:
    """Start the desk at a terminal of its own."""
    hand, seat = pty.openpty()
    command = (sys.executable, "-m", "bot", "desk", f"--port={unused_tcp_port}")
    with subprocess.Popen(  # noqa: S603 (our own command)
        command,
        stdin=seat,
        stdout=seat,
        stderr=seat,
        cwd=CHECKOUT,
        env={**os.environ, "SOTTO_HOME": str(home), "TMPDIR": str(home.parent)},
        start_new_session=True,
    ) as process:
        os.close(seat)
        try:
            yield Terminal(hand)
        finally:
            process.terminate()
            process.wait(timeout=10)
            os.close(hand)


def code_all(page: Page) -> dict[str, str]:
    """Code what comes by the keyboard until nothing waits; return how each ran."""
    met: dict[str, str] = {}
    text, press = page.locator("#text"), page.keyboard.press
    for number, _ in enumerate(TEXTS, 1):
        words = text.inner_text()
        met[text.get_attribute("lang") or ""] = text.get_attribute("dir") or ""
        for key in ("d", "3", "-"):
            press(key)
        if MARKER in words:
            expect(page.locator("#text .covered")).to_have_text(MARKER)
            for key in ("n", "Shift+ArrowRight", "Space", "n"):
                press(key)
            expect(page.locator("#text .covered").first).to_have_text("Мене")
        press("Enter")
        page.wait_for_function(
            "share => document.getElementById('share').textContent === share",
            arg=f"{100 * number // len(TEXTS)} % read",
        )
    return met


def test_twenty_texts_in_six_scripts_and_a_lock(
    terminal: Terminal, home: Path, tmp_path: Path
) -> None:
    """By the keyboard alone; afterwards no file holds a word, and it asks again."""
    terminal.sees("Passphrase")
    terminal.types(PHRASE)
    link = terminal.sees(LINK.pattern)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=list(QUIET),
            viewport=LAPTOP,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = context.pages[0]
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(link)
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Begin").press("Enter")
        expect(page.locator("#text span").first).to_be_visible()
        met = code_all(page)
        expect(page.locator("#empty")).to_be_visible()
        expect(page.locator("#share")).to_have_text("100 % read")
        page.keyboard.press("r")
        expect(page.locator("#text span").first).to_be_visible()
        page.keyboard.press("l")
        expect(page.locator("#shut")).to_be_visible()
        assert page.locator("#text").inner_text() == ""
        assert page.url.count("#") == 0
        page.goto(link)
        context.close()
    assert faults == []
    assert {code for code, way in met.items() if way == "rtl"} == {"ar"}
    assert met.keys() == {"uk", "ar", "ti", "bn", "th", "zh-Hans", "en"}
    terminal.sees("locked")
    terminal.sees("Passphrase")
    found = [MARKER.encode(form) for form in ("utf-8", "utf-16-le")]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert home / "vault" / "vault.db" in files
    assert [p for p in files if any(word in p.read_bytes() for word in found)] == []
