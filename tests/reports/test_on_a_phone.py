"""The pages in a real Chromium, as wide as a phone: whole words, nothing cut off.

Without a browser on this computer, or without its fonts, these tests say so and are
not run.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from browsers import chromium_for
from matplotlib.font_manager import fontManager
from playwright.sync_api import Browser, ViewportSize, sync_playwright
from released import DEPLOYMENT, LEAF, LOCALES, WORDS, YEAR

from bot.reports.overview import Look, overview
from bot.reports.page import table_html
from bot.reports.table import Action, State, Table, table
from bot.themes.codebook import SHIPPED
from bot.themes.codetexts import read_texts

CHROMIUM = chromium_for("pages on a phone")
if "Noto Sans" not in fontManager.get_font_names():
    pytest.skip(
        "NOT RUN: no Noto Sans here, so no page on a phone was looked at"
        " (apt-get install fonts-noto-core)",
        allow_module_level=True,
    )

PHONE = ViewportSize(width=390, height=844)
STAFF = [language.code for language in WORDS.languages if language.staff]
STATES = [*State]
TOLD = [code.id for code in SHIPPED.codes if not code.id.startswith("E")]
EVERY = tuple(
    Action(f"{side}:{code}", STATES[at % 5], f"2026-{1 + at % 12:02d}")
    for at, (side, code) in enumerate(product(("need", "keep", "change"), TOLD))
)
"""Every theme of a digest, state and month, so that their longest words are there."""
LOOKS = [Look("blue-house", "Sample organisation", 4, 1)]
PARTED = """() => {
  const range = document.createRange(), found = new Set();
  for (const cell of document.querySelectorAll("th, td")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{M}]+/gu)) {
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        const lines = [...range.getClientRects()].map((box) => Math.round(box.top));
        if (new Set(lines).size > 1) found.add(word[0]);
      }
  }
  return [...found];
}"""
"""Returns the words of tables that stand on two lines."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open a browser."""
    with sync_playwright() as playwright:
        it = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield it
        it.close()


def pages(told: Table, language: str) -> Iterator[str]:
    """Yield the coordinator's page and a digest's."""
    yield overview([told], LOOKS, WORDS, language, DEPLOYMENT)
    yield table_html(told, WORDS, read_texts(LOCALES, STAFF), None)


@pytest.mark.parametrize("language", STAFF)
def test_no_word_of_a_table_is_parted(browser: Browser, language: str) -> None:
    """Nor is the page wider than the phone, whatever was decided about what."""
    told = table([*YEAR, LEAF], WORDS, language, DEPLOYMENT, EVERY)
    for html in pages(told, language):
        page = browser.new_page(viewport=PHONE)
        page.set_content(html)
        assert page.evaluate(PARTED) == []
        assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
        page.close()
