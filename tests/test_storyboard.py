"""The storyboards: what is sent stands there, marked, and the page can do nothing."""

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conversation.telling import HOUSE, WORDS
from databases import migrated
from markupsafe import escape

from bot.commands.storyboard import storyboard
from bot.conversation.scenes import Scene, scenes
from bot.errors.settings import UnknownLanguageError
from bot.flows.doors import Copy
from bot.flows.listen import rendered, text_in
from bot.settings import CHECKOUT
from bot.storyboard import POLICY, Listed, counted, index, page, text_pages
from bot.words.edition import Edition
from bot.words.marks import marks
from bot.words.shipped import Shipped
from bot.words.writing import MESSAGE, units

LIVE = [language.code for language in WORDS.languages]
OUTSIDE = re.compile(r"<script|<iframe|<link rel=\"?style|src=|url\(|@import|https?:")
HEDGEHOG = "\U0001f994"
"""An animal of two UTF-16 units that no text of ours speaks of."""


def scene(whole: str, name: str) -> str:
    """Return one scene of a page."""
    return whole.partition(f'id="{name}">')[2].partition("</section>")[0]


def rows(one: Scene) -> list[list[str]]:
    """Return the labels of a scene's buttons, row by row, as they are sent."""
    return [
        [b.label if isinstance(b, Copy) else b[0] for b in row]
        for row in rendered(WORDS, one.card).rows
    ]


def without(folder: Path, lacks: dict[str, str]) -> Edition:
    """Read copies of the catalogues, of which each of these lacks one text."""
    folder.mkdir(exist_ok=True)
    for code in ("en", *lacks):
        shutil.copytree(CHECKOUT / "locales" / code, folder / code)
    shutil.copy(CHECKOUT / "locales" / "languages.toml", folder)
    for code, id_ in lacks.items():
        path = folder / code / "LC_MESSAGES" / "sotto.po"
        blocks = path.read_text("utf-8").split("\n\n")
        left = [b for b in blocks if f'msgid "{id_}"' not in b.splitlines()]
        assert len(left) == len(blocks) - 1
        path.write_text("\n\n".join(left), "utf-8")
    return Edition(Shipped.read(folder))


@pytest.mark.parametrize("language", LIVE)
def test_whatever_is_sent_stands_on_the_page(language: str) -> None:
    """Every line and every label of every scene, as it would be sent."""
    whole = page(WORDS, HOUSE, language, {})
    for one in scenes(HOUSE, language):
        shown = scene(whole, one.id)
        text = rendered(WORDS, one.card).text
        said = [*text.split("\n\n"), *(label for row in rows(one) for label in row)]
        assert [text for text in said if str(escape(text)) not in shown] == []


@pytest.mark.parametrize("language", LIVE)
def test_a_page_says_its_language_and_direction(language: str) -> None:
    """As HTML writes them; a right-to-left page is turned as a whole."""
    found = next(x for x in WORDS.languages if x.code == language)
    tag = language.replace("_", "-")
    head = f'<html lang="{tag}" dir="{found.direction}">'
    assert head in page(WORDS, HOUSE, language, {})


def test_a_page_loads_nothing_and_can_do_nothing() -> None:
    """No script, nothing from elsewhere; its policy names the one style it has."""
    whole = page(WORDS, HOUSE, "ar", {})
    (style,) = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in POLICY
    assert "default-src 'none'" in POLICY
    assert str(escape(POLICY)) in whole
    assert OUTSIDE.search(whole) is None
    assert " style=" not in whole


def test_a_text_that_is_missing_is_marked_and_said_in_english(tmp_path: Path) -> None:
    """By a word and a border, on the phone and below it, and counted in the head."""
    edition = without(tmp_path, {"fa": "S5"})
    marked = marks(edition, "fa")
    whole = page(edition.words, HOUSE, "fa", marked)
    assert marked == {"S5": "missing"}
    shown = scene(whole, "S5")
    assert '<p class="missing"><span lang="en">Some people share' in shown
    assert '<li><code>S5</code> <b class="mark missing">missing</b></li>' in shown
    assert "1 missing, 0 stale, 0 draft." in whole
    assert "mark" not in scene(whole, "S4")


def test_a_text_of_the_language_that_stands_in_is_tagged_as_it_is(
    tmp_path: Path,
) -> None:
    """Along the chain of the list, not always in English."""
    one = without(tmp_path / "a", {"fa": "S4", "fa_AF": "S5"})
    other = without(tmp_path / "b", {"fa": "S5", "fa_AF": "S5"})
    for edition, tag in ((one, "fa"), (other, "en")):
        whole = page(edition.words, HOUSE, "fa_AF", marks(edition, "fa_AF"))
        assert f'<p class="missing"><span lang="{tag}">' in scene(whole, "S5")


@pytest.mark.parametrize("mark", ["missing", "stale", "draft"])
def test_a_mark_is_a_word_on_the_button_too(mark: str) -> None:
    """Not a colour alone; of several marks in one text, the gravest is said."""
    whole = page(WORDS, HOUSE, "uk", {"R2.number": mark, "R1.item": "draft"})
    assert f'<span class="key {mark}">' in scene(whole, "R2")
    assert f'<b class="mark {mark}" lang="en" dir="ltr">{mark}</b>' in scene(
        whole, "R2"
    )
    assert '<p class="draft">' in scene(whole, "R1")


def test_a_marked_text_on_no_screen_is_listed_at_the_end() -> None:
    """Such as the words that people type."""
    whole = page(WORDS, HOUSE, "uk", {"word.help": "missing", "S1": "stale"})
    assert "word.help" in scene(whole, "unseen")
    assert "S1" not in scene(whole, "unseen")
    assert 'id="unseen"' not in page(WORDS, HOUSE, "uk", {"S1": "stale"})


def test_a_draft_is_called_one_in_the_head() -> None:
    """And the source is not."""
    assert "Draft: no native reader" in page(WORDS, HOUSE, "ar", {})
    assert "Draft: no native reader" not in page(WORDS, HOUSE, "en", {})


def test_a_deployments_own_words_cannot_become_markup() -> None:
    """Names are text, whatever stands in them."""
    house = replace(HOUSE, organisation='<img src="x">', contact="</style>")
    whole = page(WORDS, house, "en", {})
    assert "<img" not in whole
    assert whole.count("</style>") == 1
    assert "&lt;img" in whole


def test_the_bots_own_face_and_menu_stand_there() -> None:
    """D1, D2, D3 and every line of the menu, with their ids."""
    whole = page(WORDS, HOUSE, "fr", {})
    for id_ in ("D1", "D2", "D3", "command.start", "command.about"):
        assert f"<code>{id_}</code>" in whole
    assert '<code dir="ltr">/about</code>' in whole


def test_the_index_leads_to_every_page() -> None:
    """With the language's own name, its direction, and what is missing."""
    counts = counted({"S1": "missing", "S2": "missing", "S3": "stale"})
    listed = [Listed(x, f"storyboard-{x.code}.html", counts) for x in WORDS.languages]
    shown = index(listed)
    for one in listed:
        assert f'<a href="{one.page}"' in shown
        assert one.language.name in shown
    assert shown.count("2 missing") == len(listed)
    assert OUTSIDE.search(shown) is None


# In words alone


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_pages_in_words_fit_into_messages_and_keep_scenes_whole(
    language: str,
) -> None:
    """Every scene stands whole on one page, its buttons in brackets."""
    pages = text_pages(WORDS, HOUSE, language)
    assert all(0 < units(one) <= MESSAGE for one in pages)
    for one in scenes(HOUSE, language):
        text = rendered(WORDS, one.card).text
        keys = "\n".join(" ".join(f"[ {b} ]" for b in row) for row in rows(one))
        assert any(f"{one.says}\n\n{text}\n\n{keys}" in p for p in pages)


def test_pages_are_filled_before_another_begins() -> None:
    """As few messages as will do, give or take one."""
    pages = text_pages(WORDS, HOUSE, "en")
    assert len(pages) <= sum(map(units, pages)) // (MESSAGE - 1_500) + 1


def test_a_scene_too_long_for_one_message_is_cut_and_nothing_is_lost() -> None:
    """Emoji are never cut in half."""
    house = replace(HOUSE, organisation=HEDGEHOG * 5_000)
    pages = text_pages(WORDS, house, "en")
    assert all(0 < units(one) <= MESSAGE for one in pages)
    everything = "".join(pages)
    asked = [s for s in scenes(house, "en") if HEDGEHOG in repr(s.card)]
    said = sum(text_in(WORDS, s.card, "en").count(HEDGEHOG) for s in asked)
    assert everything.count(HEDGEHOG) == said >= 5_000


# The command


def test_without_a_home_every_live_language_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a trial's samples; nothing but the pages is written."""
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(storyboard, ["--to", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"index.html", *(f"storyboard-{code}.html" for code in LIVE)}
    assert not (tmp_path / "home").exists()
    assert "Trial organisation" in (tmp_path / "out/storyboard-vi.html").read_text()


def test_a_home_that_is_set_up_is_the_one_that_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own names stand there; samples only for numbers that are not checked yet."""
    migrated(tmp_path / "sotto.db")
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path))
    monkeypatch.setenv("SOTTO_ORGANISATION", "Harbour Light")
    monkeypatch.setenv("SOTTO_COUNTRIES", "ro")
    monkeypatch.setenv("SOTTO_LANGUAGES", "ar")
    done = CliRunner().invoke(storyboard, ["--to", str(tmp_path / "out"), "ar"])
    assert done.exit_code == 0, done.output
    assert "Samples stand in for the helplines" in done.output
    assert "Harbour Light" in (tmp_path / "out/storyboard-ar.html").read_text()


def test_a_language_without_texts_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planned one, or one that is no language."""
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path / "home"))
    words = ["--to", str(tmp_path / "out"), "en", "xx"]
    done = CliRunner().invoke(storyboard, words)
    assert isinstance(done.exception, UnknownLanguageError)
    assert not (tmp_path / "out").exists()
