"""How a language's texts look in a spreadsheet, and what one may not do to us."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot.settings import CHECKOUT
from bot.words import sheet
from bot.words.languages import Language, read_languages
from bot.words.lines import Line, Row, line_of
from bot.words.po import Entry

LOCALES = CHECKOUT / "locales"
LANGUAGES = {x.code: x for x in read_languages(LOCALES / "languages.toml")}
UK, AR, VI = (LANGUAGES[code] for code in ("uk", "ar", "vi"))
SKIP = Entry("Q1.skip", ("⏭ Skip",), notes=("Button on Q1.",))
WEEKS = Entry("retention", ("{weeks} week", "{weeks} weeks"), counted=True)
LINES = (line_of(SKIP, ("⏭ Далі",)), line_of(WEEKS, ("а", "б", "в")))
PART = "xl/worksheets/sheet1.xml"


def opened(content: bytes) -> Worksheet:
    """Open a file as a spreadsheet program does."""
    found = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def edited(edit: Callable[[Worksheet], object]) -> tuple[Row, ...] | str:
    """Let a translator edit the sheet, and read it."""
    found = opened(sheet.write(UK, LINES))
    edit(found)
    file = io.BytesIO()
    assert found.parent is not None
    found.parent.save(file)
    return sheet.read(file.getvalue(), UK, LINES)


def put(place: str, value: object) -> Callable[[Worksheet], object]:
    """Write a value into a cell."""
    return lambda found: found[place].__setattr__("value", value)


def problem(edit: Callable[[Worksheet], object]) -> str:
    """Return what is wrong with the first row that has anything wrong."""
    rows = edited(edit)
    assert not isinstance(rows, str), rows
    return next((row.problem for row in rows if row.problem), "")


def packed(
    parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return our sheet as a file in which some parts are others."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet.write(UK, LINES))) as ours,
        zipfile.ZipFile(file, "w", compression) as theirs,
    ):
        for name, body in ({n: ours.read(n) for n in ours.namelist()} | parts).items():
            theirs.writestr(name, body)
    return file.getvalue()


def part(old: str, new: str) -> dict[str, str | bytes]:
    """Return the part with the cells, in which something is replaced once."""
    with zipfile.ZipFile(io.BytesIO(sheet.write(UK, LINES))) as ours:
        body = ours.read(PART).decode()
    assert old in body
    return {PART: body.replace(old, new, 1)}


def test_each_form_has_a_column_headed_by_its_numbers() -> None:
    """A text that does not count stands apart from those that do."""
    rows = [list(row) for row in opened(sheet.write(UK, LINES)).values]
    fixed = ["id", "where", "English", "note", "limit", "text"]
    weeks = "{weeks} week\n\n{weeks} weeks"
    numbers = ["text for 1, 21, 31", "text for 2, 3, 4", "text for 0, 5, 6"]
    assert rows == [
        [*fixed, *numbers],
        ["Q1.skip", "Q1", "⏭ Skip", "Button on Q1.", "24", "⏭ Далі", *[None] * 3],
        ["retention", None, weeks, None, "1024", None, "а", "б", "в"],
    ]


def test_a_language_that_does_not_count_has_one_column() -> None:
    """In Vietnamese, every text stands in the same one."""
    lines = (line_of(SKIP, ("a",)), line_of(WEEKS, ("b",)))
    content = sheet.write(VI, lines)
    assert [row[-1] for row in opened(content).values] == ["text", "a", "b"]
    rows = sheet.read(content, VI, lines)
    assert [row.forms for row in rows if isinstance(row, Row)] == [("a",), ("b",)]


def test_only_what_is_to_be_written_is_open() -> None:
    """Head and ids stay in sight; what is not the translator's is locked or grey."""
    found = opened(sheet.write(UK, LINES))
    assert found.freeze_panes == "B2"
    assert found.protection.sheet
    cells = {place: found[place] for place in ("A2", "C2", "F2", "G2", "F3", "G3")}
    unlocked = [place for place, one in cells.items() if not one.protection.locked]
    assert unlocked == ["F2", "G3"]
    grey = [place for place, one in cells.items() if one.fill.fill_type == "solid"]
    assert grey == ["G2", "F3"]


@pytest.mark.parametrize(("language", "turned"), [(UK, False), (AR, True)])
def test_the_sheet_runs_as_its_language_does(
    language: Language, *, turned: bool
) -> None:
    """Arabic has its first column on the right."""
    assert bool(opened(sheet.write(language, ())).sheet_view.rightToLeft) is turned


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "'", "#REF!", "{=1}"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_ever_a_formula(text: str) -> None:
    """It goes out as text behind an apostrophe, and comes back as it was."""
    line = line_of(replace(SKIP, forms=(text,)), (text,))
    content = sheet.write(UK, [line])
    for place in ("C2", "F2"):
        one = opened(content)[place]
        assert one.data_type == "s"
        assert one.number_format == "@"
        assert not str(one.value).startswith(("=", "+", "-", "@", "\t", "\n", "＝"))
    assert sheet.read(content, UK, [line]) == (Row("Q1.skip", (text,), (text,)),)


EDITS = [
    ("F2", "=1+1", "holds a formula"),
    ("H3", "=A1", "holds a formula"),
    ("F2", 7, "a number or a date"),
    ("G2", "текст", "in a grey cell"),
    ("F3", "текст", "in a grey cell"),
    ("A2", None, "has a text and no id"),
    ("F2", "текст", ""),
    ("D2", "=1+1", ""),
    ("J9", "my own note", ""),
]


@pytest.mark.parametrize(("place", "value", "said"), EDITS)
def test_what_is_no_text_is_told(place: str, value: object, said: str) -> None:
    """A row is rejected for what it holds itself; other columns are nobody's."""
    found = problem(put(place, value))
    assert said in found
    assert bool(said) == bool(found)


def test_rows_and_columns_may_be_moved() -> None:
    """They are known by their id and their heading."""

    def move(found: Worksheet) -> None:
        found.insert_cols(1)
        found.insert_rows(3)
        found["A1"] = "my notes"

    assert edited(move) == edited(lambda _: None)


SHEETS = [
    (put("A1", "key"), "lacks the headings “id”."),
    (put("G1", "text for 1"), "lacks the headings “text for 1, 21, 31”."),
    (lambda found: setattr(found, "title", "Sotto ru"), "has only: Sotto ru."),
    (lambda found: found.delete_rows(1, 9), "lacks the headings “id”, “text”"),
]


@pytest.mark.parametrize(
    ("edit", "said"), SHEETS, ids=("an id", "a form", "another", "empty")
)
def test_a_sheet_that_is_not_ours_is_refused(
    edit: Callable[[Worksheet], object], said: str
) -> None:
    """It says which sheet or heading was looked for."""
    refused = edited(edit)
    assert isinstance(refused, str)
    assert said in refused


FEW, MANY = 1_000, 160_000
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet'
HARM: list[tuple[dict[str, str | bytes], str]] = [
    ({"xl/media/a.bin": bytes(21 * 1024**2)}, "too large inside"),
    ({f"xl/media/{n}": b"" for n in range(200)}, "too large inside"),
    (part("</sheetData>", "<row/>" * MANY + "</sheetData>"), "too large inside"),
    (part("<worksheet", BOMB), "cannot be read"),
    (part("<sheetData>", "<sheetData><row>"), "cannot be read"),
    ({"xl/workbook.xml": b""}, "cannot be read"),
]


@pytest.mark.parametrize(
    ("parts", "said"),
    HARM,
    ids=("size", "parts", "elements", "entities", "unclosed", "empty"),
)
def test_a_sheet_that_would_do_harm_is_not_read(
    parts: dict[str, str | bytes], said: str
) -> None:
    """Neither size, nor number of parts, nor what unfolds as it is read gets in."""
    refused = sheet.read(packed(parts), UK, LINES)
    assert isinstance(refused, str)
    assert said in refused


HARMLESS: list[dict[str, str | bytes]] = [
    {},
    {"xl/media/a.bin": bytes(1024**2)},
    part("</sheetData>", "<row/>" * FEW + "</sheetData>"),
    part("</sheetData>", '<row r="99999999999999"><c/></row></sheetData>'),
    part("<dimension ref=", '<dimension ref="A1:XFD1048576"/><x ref='),
]


@pytest.mark.parametrize(
    "parts", HARMLESS, ids=("none", "picture", "rows", "far row", "dimension")
)
def test_a_sheet_that_is_only_odd_is_read(parts: dict[str, str | bytes]) -> None:
    """A picture, empty rows, or a row that claims to be far away do no harm."""
    assert sheet.read(packed(parts), UK, LINES) == sheet.read(
        sheet.write(UK, LINES), UK, LINES
    )


def test_only_one_way_of_packing_is_read() -> None:
    """Another one may unpack to more than it declares before anybody can stop it."""
    refused = sheet.read(packed({}, zipfile.ZIP_BZIP2), UK, LINES)
    assert refused == sheet.read(packed(HARM[0][0]), UK, LINES)


def test_entities_are_never_unfolded() -> None:
    """The library reads by the guarded parser, which the locks install beside it."""
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize("ended", ["_x000D_\n", "\r\n", "\r", "\n"])
def test_each_program_ends_lines_in_its_own_way(ended: str) -> None:
    """They are all one line end to us."""
    rows = edited(put("F2", f"⏭{ended}Далі"))
    assert not isinstance(rows, str)
    assert rows[0].forms == ("⏭\nДалі",)


def test_a_stale_text_says_what_its_english_was() -> None:
    """A translator who works in a sheet sees it in the note."""
    stale = line_of(SKIP, ("⏭ Далі",), stale_of=("⏭ Pass",))
    note = str(opened(sheet.write(UK, [stale]))["D2"].value)
    assert note.endswith("The English has changed. It was: ⏭ Pass")
    unknown = replace(stale, stale_of=("",))
    note = str(opened(sheet.write(UK, [unknown]))["D2"].value)
    assert note.endswith("The English has changed.")


PLAIN = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
)
TEXT = st.text(PLAIN | st.sampled_from("\n\t'=+-@")).filter(str.strip)


@given(TEXT, TEXT)
def test_every_text_comes_back_letter_by_letter(english: str, text: str) -> None:
    """Spaces at the ends, apostrophes and rare letters stand as they were."""
    line: Line = line_of(replace(SKIP, forms=(english,)), (text,))
    wanted = (Row("Q1.skip", (text,), (english,)),)
    assert sheet.read(sheet.write(UK, [line]), UK, [line]) == wanted
