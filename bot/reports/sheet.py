"""A digest as a spreadsheet: what it is, figures, themes, languages, actions, codes.

Rule: the same table is the same bytes, at any time and whoever asks. The library notes
the moment and its own name in a book; both are taken out again.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.about import (
    HEADS,
    SENSITIVITY,
    TYPES,
    about,
    leaf,
    listed,
    status_of,
    types_of,
    when,
)
from bot.reports.names import Says, number, say, theme_of
from bot.reports.plan import drawable
from bot.reports.table import QUESTION, Row, Table
from bot.themes.codes import Codebook
from bot.themes.codetexts import CodeTexts
from bot.words.cells import cell
from bot.words.phrases import Msg

_FACTS: Final = {
    "first": "#date+start",
    "last": "#date+end",
    "digest": "#x_digest+code",
    "language": "#x_leaf+name",
}
_PEOPLE: Final = {"band": "#x_band+name", "size": "#x_sizeband"}
_IFRC: Final = {
    "types": "#x_ifrc+type",
    "category": "#x_ifrc+category",
    "sensitivity": "#x_ifrc+sensitivity",
}
FIGURES: Final = {
    **_FACTS,
    "question": "#indicator+question+name",
    "answer": "#indicator+name",
    "code": "#indicator+code",
    **_PEOPLE,
}
THEMES: Final = {
    **_FACTS,
    "side": "#indicator+type",
    "code": "#indicator+theme+code",
    "theme": "#indicator+theme+name",
    **_PEOPLE,
    **_IFRC,
    "status": "#status+name",
}
LANGUAGES: Final = {
    "code": "#x_leaf+code",
    "language": "#x_leaf+name",
    "told": "#x_leaf+months",
}
ACTIONS: Final = {
    "side": "#indicator+type",
    "code": "#indicator+theme+code",
    "theme": "#indicator+theme+name",
    "state": "#status+name",
    "month": "#date+due",
}
CODES: Final = {
    "code": "#indicator+theme+code",
    "theme": "#indicator+theme+name",
    "means": "#description",
    **_IFRC,
    "outcome": "#x_mscos+outcome",
}
"""The columns of each sheet, with their HXL tags."""
_WIDE = {"theme": 44, "means": 60, "question": 30, "answer": 24, "told": 34}
_PLAIN_WIDTH, _README_WIDTH = 18, 100
_LINE = 15
"""Points of a row of one line."""
_TOP = Alignment(vertical="top", wrap_text=True)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file knows: none."""
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="http://schema'
    b's.openxmlformats.org/package/2006/metadata/core-properties"/>\n'
)
"""The properties of a book: none."""


class Tab(NamedTuple):
    """One sheet: its name, its columns with their tags, and its rows."""

    name: str
    columns: dict[str, str]
    rows: Iterable[tuple[str, ...]]


def table_xlsx(told: Table, words: Says, book: Codebook, texts: CodeTexts) -> bytes:
    """Return the table as a book of six sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    _readme(made, told, words)
    for tab in _tabs(told, words, book, texts):
        _fill(made.create_sheet(tab.name), tab, told, words)
    file = io.BytesIO()
    made.save(file)
    return _still(file.getvalue())


def _tabs(told: Table, words: Says, book: Codebook, texts: CodeTexts) -> Iterator[Tab]:
    figures = (row for row in told.rows if row.indicator == QUESTION)
    themes = (row for row in told.rows if row.indicator != QUESTION)
    yield Tab("Figures", FIGURES, (_figure(row, words) for row in figures))
    yield Tab("Themes", THEMES, (_theme(row, told, words, book) for row in themes))
    yield Tab("Languages", LANGUAGES, _languages(told, words))
    yield Tab("Actions", ACTIONS, _actions(told))
    yield Tab("Codebook", CODES, _codes(told, words, book, texts))


def _readme(made: Workbook, told: Table, words: Says) -> None:
    sheet = made.create_sheet("README")
    sheet.column_dimensions["A"].width = _README_WIDTH
    lines = [told.place, *_listed(told, words)]
    lines += (words.say(told.language, phrase) for phrase in about(told))
    for line in lines:
        sheet.append([_text(sheet, line)])
    _dress(sheet, told)
    sheet["A1"].font = Font(bold=True, size=14)


def _listed(told: Table, words: Says) -> Iterator[str]:
    """Yield the digests that are told, by their numbers."""
    for digest in told.digests:
        months = when(digest, words, told.language)
        size = say(Msg("picture.under"), months=months, size=digest.size_band)
        called = say(Msg("digest.number"), number=number(digest))
        yield words.say(told.language, say(Msg("digest.fact"), fact=called, band=size))


def _figure(row: Row, words: Says) -> tuple[str, ...]:
    return (*_fact(row, words), row.asked, row.told, row.code, *_people(row))


def _theme(row: Row, told: Table, words: Says, book: Codebook) -> tuple[str, ...]:
    code = book.by_id().get(row.code)
    return (
        *_fact(row, words),
        row.asked,
        row.code,
        row.told,
        *_people(row),
        types_of(row, code),
        listed(code.category) if code else "",
        SENSITIVITY[code.sensitivity] if code else "",
        status_of(row, told.actions),
    )


def _fact(row: Row, words: Says) -> tuple[str, ...]:
    return (*row.digest.months, row.number, leaf(row.digest, words))


def _people(row: Row) -> tuple[str, str]:
    return row.said, row.digest.size_band


def _languages(told: Table, words: Says) -> Iterator[tuple[str, ...]]:
    """Yield each language that is spoken here, and when it was last told by itself."""
    last = {digest.leaf: digest for digest in told.digests if digest.leaf}
    names = dict(words.language_names())
    never = words.say(told.language, say(Msg("paper.not_alone")))
    for code in dict.fromkeys((*told.spoken, *sorted(last))):
        heard = when(last[code], words, told.language) if code in last else never
        yield code, names.get(code, code), heard


def _actions(told: Table) -> Iterator[tuple[str, ...]]:
    for it in told.actions:
        code = it.action.entry.partition(":")[2]
        yield it.side, code, it.name, it.said, it.action.due


def _codes(
    told: Table, words: Says, book: Codebook, texts: CodeTexts
) -> Iterator[tuple[str, ...]]:
    for code in book.codes:
        text = texts.of(code.id, told.language)
        yield (
            code.id,
            words.say(told.language, theme_of(code.id, book.labels())),
            text.means if text else "",
            listed(TYPES[one] for one in code.types),
            listed(code.category),
            SENSITIVITY[code.sensitivity],
            code.outcome,
        )


def _fill(sheet: Worksheet, tab: Tab, told: Table, words: Says) -> None:
    """Write heads, tags and rows; the first two stay in sight."""
    heads = (words.say(told.language, say(HEADS[name])) for name in tab.columns)
    for row in (heads, tab.columns.values(), *tab.rows):
        sheet.append([_text(sheet, text) for text in row])
    for written in sheet[1]:
        written.font = Font(bold=True)
    for written in sheet[2]:
        written.font = Font(size=8, color="666666")
    sheet.freeze_panes = "A3"
    for place, name in enumerate(tab.columns, 1):
        width = _WIDE.get(name, _PLAIN_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
    _dress(sheet, told)


def _dress(sheet: Worksheet, told: Table) -> None:
    """Turn a sheet the reader's way, as wide as paper, with rows as high as they need.

    Not every program that opens a book finds their heights by itself.
    """
    sheet.sheet_view.rightToLeft = told.direction == "rtl"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number_, row in enumerate(sheet.iter_rows(), 1):
        lines = (
            len(str(it.value)) / sheet.column_dimensions[it.column_letter].width
            for it in row
            if it.value
        )
        sheet.row_dimensions[number_].height = _LINE * ceil(max(lines, default=1))


def _text(sheet: Worksheet, text: str) -> Cell:
    """Make a cell that stays text, whatever it looks like, without emoji."""
    guarded = cell(ILLEGAL_CHARACTERS_RE.sub("", drawable(text)))
    written = Cell(sheet, row=1, column=1, value=guarded or None)  # its row moves it
    written.data_type = "s" if guarded else "n"
    written.number_format = "@"
    written.alignment = _TOP
    return written


def _still(content: bytes) -> bytes:
    """Return a book without any moment, and without who or what made it."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in read.namelist():
            kept = zipfile.ZipInfo(part, _EPOCH)
            kept.compress_type, kept.create_system = zipfile.ZIP_DEFLATED, 0
            core = part == "docProps/core.xml"
            made.writestr(kept, _CORE if core else read.read(part))
    return file.getvalue()
