"""A poster says nothing of the topic, and is whole or not there."""

import zlib
from pathlib import Path

import pytest

from bot.chat.poster import FONT_FOLDERS, Page, page_pdf, ready, write_posters
from bot.errors.programmes import FontMissingError, OutFolderError
from bot.errors.settings import NoSuchLanguageError
from bot.settings import Settings, load

URL = "https://t.me/SampleBot?start=abcdefghjkmn"
NO_FONTS: tuple[Path, ...] = ()
HAVE_FONTS = all(
    any(list(folder.rglob(f"{name}.ttf")) for folder in FONT_FOLDERS)
    for name in ("DejaVuSans", "NotoNaskhArabic-Regular")
)
needs_fonts = pytest.mark.skipif(
    not HAVE_FONTS, reason="no page was set: install fonts-dejavu and fonts-noto-core"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of an empty home."""
    return load({"SOTTO_HOME": str(tmp_path)})


def test_codes_are_written_where_no_font_is(settings: Settings, tmp_path: Path) -> None:
    """PNG and SVG are there, and one line says which page is missing and why."""
    pages = ready(settings, ["ti"], tmp_path / "out")
    lines = write_posters(pages, URL, tmp_path / "out" / "code", NO_FONTS)
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert made.keys() == {"code.png", "code.svg"}
    assert made["code.png"].startswith(b"\x89PNG")
    assert b"<svg" in made["code.svg"]
    assert "letters of ti" in lines[-1]


def test_a_font_without_the_letters_is_not_used(tmp_path: Path) -> None:
    """A page with empty boxes instead of letters is refused."""
    with pytest.raises(FontMissingError):
        page_pdf(Page("xx", "ltr", "\U000f0000", "\U000f0001"), URL)
    assert not list(tmp_path.iterdir())


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar", "uk"])
def test_a_page_is_one_sheet_with_its_font(
    settings: Settings, tmp_path: Path, language: str
) -> None:
    """One A4 page, the language's font inside it, and the link to type."""
    (page,) = ready(settings, [language], tmp_path / "out")
    pdf = page_pdf(page, URL)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in pdf
    assert b"/FontFile2" in pdf


@needs_fonts
def test_arabic_letters_are_joined_and_turned(settings: Settings) -> None:
    """Shaping draws other glyphs than the letters' own, in another order."""
    (page,) = ready(settings, ["ar"], settings.home)
    turned = Page("ar", "ltr", page.name, page.about)
    assert _drawn(page_pdf(page, URL)) != _drawn(page_pdf(turned, URL))


def _drawn(pdf: bytes) -> bytes:
    """Return what the page's first stream draws."""
    start = pdf.index(b"stream\n") + len(b"stream\n")
    return zlib.decompress(pdf[start : pdf.index(b"\nendstream", start)])


def test_the_words_are_the_bots_own(settings: Settings, tmp_path: Path) -> None:
    """A page has the bot's name and short description, and runs its own way."""
    english, arabic = ready(settings, ["en", "ar", "en"], tmp_path)
    assert (english.name, english.direction) == ("Your Say", "ltr")
    assert (arabic.name, arabic.direction) == ("رأيك", "rtl")


def test_all_languages_offered_are_printed(settings: Settings, tmp_path: Path) -> None:
    """Left out, the languages are the deployment's."""
    pages = ready(settings, [], tmp_path)
    assert tuple(page.language for page in pages) == settings.languages


def test_what_cannot_be_written_is_told(settings: Settings, tmp_path: Path) -> None:
    """An unknown language and a folder that is a file are said in one line."""
    with pytest.raises(NoSuchLanguageError):
        ready(settings, ["tlh"], tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutFolderError):
        ready(settings, ["en"], tmp_path / "file")
