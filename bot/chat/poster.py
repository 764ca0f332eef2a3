"""What hangs on a wall: a QR code, and a page to print with neutral words beside it.

The words are the bot's own name and short description, which say nothing of its topic
(`conversation.md`, D1 and D2). Rule: a page is set only in a font that has every one
of its letters; a page with empty boxes is no page.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.chat.links import picture
from bot.errors.programmes import FontMissingError, OutFolderError
from bot.errors.settings import NoSuchLanguageError
from bot.settings import Settings
from bot.words.catalogue import Words
from bot.words.phrases import Msg, Phrase
from bot.words.writing import unturned

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local" / "share" / "fonts",
)
PREFERRED = (
    "NotoSans-Regular",
    "NotoNaskhArabic-Regular",
    "NotoSansEthiopic-Regular",
    "DejaVuSans",
)
"""Fonts to try, by their files' names, the best first."""
WIDTH = 210
"""Millimetres of an A4 page."""
MARGIN = 20
TOP = 35
QR = 130
"""Millimetres of the QR code's side: read from two metres."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its language, where its lines begin, and its words."""

    language: str
    direction: str
    name: str
    about: str


def ready(settings: Settings, languages: Sequence[str], out: Path) -> list[Page]:
    """Return the page of each language, before a code is spent; make the folder."""
    words = Words.load(settings.locales)
    directions = {x.code: x.direction for x in words.languages}
    wanted = dict.fromkeys(languages or settings.languages)
    for language in wanted:
        if language not in directions:
            raise NoSuchLanguageError(language)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise OutFolderError(out) from None
    return [
        Page(
            language,
            directions[language],
            unturned(words.say(language, Phrase(Msg("D1")))),
            unturned(words.say(language, Phrase(Msg("D2")))),
        )
        for language in wanted
    ]


def write_posters(
    pages: Sequence[Page],
    url: str,
    stem: Path,
    folders: Sequence[Path] = FONT_FOLDERS,
) -> list[str]:
    """Write the files, named after the code alone; return a line for each.

    A language that no font of this machine can write gets a line that says so.
    """
    files = {f"{stem}.png": picture(url, "png"), f"{stem}.svg": picture(url, "svg")}
    missing = []
    for page in pages:
        try:
            files[f"{stem}-{page.language}.pdf"] = page_pdf(page, url, folders)
        except FontMissingError as no_font:
            missing.append(f"sotto: {no_font}")
    try:
        for name, content in files.items():
            Path(name).write_bytes(content)
    except OSError:
        raise OutFolderError(stem.parent) from None
    return [*files, *missing]


def page_pdf(page: Page, url: str, folders: Sequence[Path] = FONT_FOLDERS) -> bytes:
    """Return the page as PDF; raise `FontMissingError` if no font has its letters."""
    with _in_font(page, folders) as pdf:
        pdf.set_title(page.name)
        pdf.set_margin(MARGIN)
        pdf.add_page()
        _fill(pdf, page, url)
        return bytes(pdf.output())


def _fill(pdf: FPDF, page: Page, url: str) -> None:
    pdf.set_y(TOP)
    _line(pdf, page.name, 44)
    pdf.ln(8)
    _line(pdf, page.about, 22)
    code = io.BytesIO(picture(url, "png"))
    pdf.image(code, x=(WIDTH - QR) / 2, y=pdf.get_y() + 12, w=QR)
    pdf.set_y(pdf.get_y() + 12 + QR + 6)
    pdf.set_text_shaping(use_shaping_engine=False)
    pdf.set_font("helvetica")  # every reader has it, and a link is plain letters
    _line(pdf, url.removeprefix("https://"), 13)


def _line(pdf: FPDF, text: str, size: int) -> None:
    pdf.set_font_size(size)
    # half as much again between lines: marks above and below letters need it
    pdf.multi_cell(0, size * 0.5, text, align="C", new_x="LMARGIN", new_y="NEXT")


@contextmanager
def _in_font(page: Page, folders: Sequence[Path]) -> Iterator[FPDF]:
    """Open an empty document whose font has every letter of the page."""
    letters = {ord(char) for char in page.name + page.about if not char.isspace()}
    for path in _fonts(folders):
        pdf = FPDF(format="A4")
        pdf.add_font("words", fname=path)
        font = pdf.fonts["words"]
        if not isinstance(font, TTFFont):
            continue
        with closing(font.ttfont):
            if letters <= font.cmap.keys():
                pdf.set_font("words")
                direction = "rtl" if page.direction == "rtl" else "ltr"
                pdf.set_text_shaping(use_shaping_engine=True, direction=direction)
                yield pdf
                return
    raise FontMissingError(page.language)


def _fonts(folders: Sequence[Path]) -> Iterator[Path]:
    """Give the preferred fonts of these folders, the best first."""
    for name in PREFERRED:
        for folder in folders:
            yield from sorted(folder.rglob(f"{name}.[to]tf"))
