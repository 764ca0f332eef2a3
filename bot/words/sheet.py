"""A language's texts as a spreadsheet, and such a sheet read back.

One row a text, one column for each plural form, headed by numbers that take it. Rule:
a sheet is text and never a sum: what begins like a formula is guarded as it goes out,
and a formula that comes back is refused, not reckoned. The library takes 12 MiB, so
who serves imports this module only when a sheet has come.
"""

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.words.cells import cell, uncell
from bot.words.languages import Language
from bot.words.lines import Line, Row, briefly, lines_end

_NAMED = "Sotto "
"""How the sheet's name begins; the language's code follows."""
_ID, _ENGLISH, _TEXT = "id", "English", "text"
_WIDTHS = {_ID: 16, "where": 10, _ENGLISH: 48, "note": 40, "limit": 8}
"""The columns for reading, in their order; those for writing follow."""
_TEXT_WIDTH = 48
_GREY = PatternFill("solid", fgColor="E4E4E4")
_TO_READ = Alignment(wrap_text=True, vertical="top", readingOrder=1)
_RIGHT_TO_LEFT = Alignment(wrap_text=True, vertical="top", readingOrder=2)
_MOST_UNPACKED = 20 * 1024**2
_MOST_PARTS, _MOST_ELEMENTS = 200, 150_000
_MOST_ROWS, _MOST_COLUMNS = 5_000, 50
"""Far more than a sheet of ours has; a row may claim to be the billionth."""
_A_ZIP = "This is a zip. Send the .po file inside it."
_TOO_LARGE = (
    "This spreadsheet is too large inside. Send the one you were sent, and no other."
)
_BROKEN = "This spreadsheet cannot be read. Save it once more as .xlsx, and send that."
_FORMULA = "A cell holds a formula. Write the text itself into it."
_NUMBER = "A cell holds a number or a date. Write it as text."
_ASTRAY = "A text stands in a grey cell. Move it to the white one of its row."
_NO_ID = "This row has a text and no id. Put the id back into its first column."


@dataclass(frozen=True, slots=True)
class _Found:
    """What one cell holds: text, or why it holds none."""

    text: str = ""
    problem: str = ""


def write(language: Language, lines: Sequence[Line]) -> bytes:
    """Return an .xlsx file that a translator can open as a spreadsheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_NAMED + language.code)
    heads = (*_WIDTHS, *_columns(language))
    titles = [_as_text(sheet, head) for head in heads]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for line in lines:
        sheet.append(_filled(sheet, line, language))
    _dress(sheet, language, heads)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _columns(language: Language) -> tuple[str, ...]:
    """Return the headings of what is written: one text, or one for some numbers."""
    if language.nplurals == 1:
        return (_TEXT,)
    samples = (language.samples(form) for form in range(language.nplurals))
    return (_TEXT, *(f"{_TEXT} for {', '.join(map(str, some))}" for some in samples))


def _own(columns: tuple[str, ...], *, counted: bool) -> tuple[str, ...]:
    """Return the headings under which the forms of a text stand."""
    return columns[1:] if counted and len(columns) > 1 else columns[:1]


def _filled(sheet: Worksheet, line: Line, language: Language) -> list[Cell]:
    """Return the row of one text, where only its own cells are white and open."""
    note = " ".join(line.source.notes)
    if line.stale_of:
        note += " The English has changed."
    if any(line.stale_of):
        note += f" It was: {' / '.join(line.stale_of)}"
    screens = " ".join(line.screens)
    to_read = (line.source.id, screens, line.english, note, str(line.limit))
    columns = _columns(language)
    own = _own(columns, counted=line.source.counted)
    forms = dict(zip(own, line.forms, strict=False))
    to_write = {head: _as_text(sheet, forms.get(head, "")) for head in columns}
    for head, written in to_write.items():
        _open(written, language, own=head in own)
    return [*(_as_text(sheet, text) for text in to_read), *to_write.values()]


def _as_text(sheet: Worksheet, text: str) -> Cell:
    """Make a cell that stays text, whatever it looks like and whoever edits it."""
    guarded = cell(ILLEGAL_CHARACTERS_RE.sub("", text))
    written = Cell(sheet, row=1, column=1, value=guarded or None)  # its row moves it
    written.data_type = "s" if guarded else "n"
    written.number_format = "@"
    written.alignment = _TO_READ
    return written


def _open(written: Cell, language: Language, *, own: bool) -> None:
    """Let a cell be written into; one that its text has no use for is grey."""
    if not own:
        written.fill = _GREY
        return
    written.protection = Protection(locked=False)
    if language.direction == "rtl":
        written.alignment = _RIGHT_TO_LEFT


def _dress(sheet: Worksheet, language: Language, heads: tuple[str, ...]) -> None:
    """Keep the head and the ids in sight, and lock all but what is written."""
    sheet.freeze_panes = "B2"
    sheet.sheet_view.rightToLeft = language.direction == "rtl"
    for column, head in enumerate(heads, 1):
        width = _WIDTHS.get(head, _TEXT_WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def read(
    content: bytes, language: Language, lines: Sequence[Line]
) -> tuple[Row, ...] | str:
    """Return the texts of a sheet in a language, or why there are none."""
    try:
        table = _table(content, _NAMED + language.code)
    except Exception:  # noqa: BLE001 (the library raises whatever it stumbles over)
        return _BROKEN
    if isinstance(table, str):
        return table
    head, *rows = table or [()]
    places = {found.text: place for place, found in reversed([*enumerate(head)])}
    columns = _columns(language)
    if missing := [name for name in (_ID, *columns) if name not in places]:
        names = ", ".join(f"“{name}”" for name in missing)
        return f"The first row of the sheet lacks the headings {names}. Put them back."
    counted = {line.source.id for line in lines if line.source.counted}
    named = ({name: row[at] for name, at in places.items()} for row in rows)
    return tuple(_rows(named, columns, counted))


def claimed(content: bytes) -> str:
    """Return the code of the language that a sheet says it is in, or ""."""
    try:
        book = _opened(content)
    except Exception:  # noqa: BLE001 (as above)
        return ""
    names = [] if isinstance(book, str) else book.sheetnames
    codes = (name.removeprefix(_NAMED) for name in names if name.startswith(_NAMED))
    return next(codes, "")


def _opened(content: bytes) -> Workbook | str:
    """Return the book of which rows can be read one by one, or why there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            return _A_ZIP
        if not _is_small(archive):
            return _TOO_LARGE
    return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)


def _is_small(archive: zipfile.ZipFile) -> bool:
    """Tell whether a book is of the size that a translator's may be, and opened soon.

    What takes time and memory is not its bytes but its elements: 20 MB of the smallest
    took the library a minute and 2 GiB. Only deflated parts are read: Python's zipfile
    stops those at the size that they declare, others it may unpack whole.
    """
    parts = archive.infolist()
    kinds = {part.compress_type for part in parts}
    if not kinds <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return False
    if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_UNPACKED:
        return False
    return sum(archive.read(part).count(b"<") for part in parts) <= _MOST_ELEMENTS


def _table(content: bytes, name: str) -> list[tuple[_Found, ...]] | str:
    """Return the cells of the sheet of that name, or why there are none."""
    book = _opened(content)
    if isinstance(book, str):
        return book
    if name not in book.sheetnames:
        there = briefly(book.sheetnames)
        return f"The sheet “{name}” was wanted, and this spreadsheet has only: {there}."
    rows = book[name].iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
    return [tuple(map(_found, row)) for row in rows]


def _found(read_cell: Any) -> _Found:  # noqa: ANN401 (one of several kinds of cell)
    """Return the text of a cell, or why it is none."""
    value = read_cell.value
    if read_cell.data_type in {"f", "e"}:
        return _Found(problem=_FORMULA)
    if value is None or isinstance(value, str):
        # Some programs write the end of a line so.
        return _Found(lines_end(uncell((value or "").replace("_x000D_", ""))))
    return _Found(problem=_NUMBER)


def _rows(
    named: Iterable[Mapping[str, _Found]],
    columns: tuple[str, ...],
    counted: Collection[str],
) -> Iterator[Row]:
    """Yield the texts of rows whose cells are known by their headings."""
    for number, row in enumerate(named, 2):
        id_ = row[_ID].text.strip()
        own = _own(columns, counted=id_ in counted)
        problem = next((row[head].problem for head in own if row[head].problem), "")
        if any(row[head] != _Found() for head in columns if head not in own):
            problem = problem or _ASTRAY
        forms = tuple(row[head].text for head in own)
        if not any(map(str.strip, forms)):
            forms = ()
        if not id_ and (forms or problem):
            yield Row(f"row {number}", (), problem=_NO_ID)
        elif id_:
            english = row[_ENGLISH].text if _ENGLISH in row else ""
            yield Row(id_, forms, (english,) if english else (), problem=problem)
