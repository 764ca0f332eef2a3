"""Files tell the table and nothing else: the same bytes for whoever asks, whenever."""

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import hxl
import jsonschema
import pytest
from openpyxl import Workbook, load_workbook
from released import DECIDED, DEPLOYMENT, LEAF, LOCALES, WORDS, YEAR

from bot import reports
from bot.deployment import Deployment, Programme
from bot.errors.gathered import NoPictureError
from bot.reports.paper import Paper, Picture
from bot.reports.papers import ATTACHED, papers
from bot.reports.sheet import ACTIONS, CODES, FIGURES, LANGUAGES, THEMES
from bot.reports.table import Action, State
from bot.themes.codetexts import read_texts
from bot.themes.gathering import Digest
from bot.words.phrases import Msg, Own, Phrase

STAFF = [language.code for language in WORDS.languages if language.staff]
TEXTS = read_texts(LOCALES, STAFF)
PICTURE = Picture(b"\x89PNG sample", "What the picture says.")
FORBIDDEN = {"#respondee", "#contact", "#geo", "#loc", "#country"}
SCHEMA = json.loads(
    (Path(reports.__file__).parent / "digest.schema.json").read_text(encoding="utf-8")
)


def made(
    *kinds: str,
    language: str = "en",
    digests: Sequence[Digest] = YEAR,
    actions: Sequence[Action] = DECIDED,
    deployment: Deployment = DEPLOYMENT,
) -> dict[str, Paper]:
    """Return papers of the sample by their kinds, all of them where none is named."""
    wanted = kinds or ATTACHED
    files = papers(
        digests,
        WORDS,
        language,
        deployment,
        actions=actions,
        kinds=wanted,
        picture=PICTURE,
        texts=TEXTS,
    )
    return dict(zip(wanted, files, strict=True))


def book(paper: Paper) -> Workbook:
    """Open a spreadsheet."""
    return load_workbook(io.BytesIO(paper.content))


def rows(paper: Paper) -> list[list[str]]:
    """Return a CSV's rows."""
    return list(csv.reader(io.StringIO(paper.content.decode())))


@pytest.fixture(scope="module")
def english() -> dict[str, Paper]:
    """Return the sample's papers in English, and its picture's place."""
    return made()


@pytest.fixture(scope="module")
def sheets(english: dict[str, Paper]) -> Workbook:
    """Return the sample's spreadsheet in English, opened."""
    return book(english["xlsx"])


def test_libhxl_reads_the_csv(english: dict[str, Paper]) -> None:
    """It finds the tags of `digests.md`, every fact, and none that must not appear."""
    data = hxl.data(rows(english["csv"])).cache()
    assert " ".join(column.display_tag for column in data.columns) == (
        "#date+start #date+end #activity+programme+code #service+type #x_leaf+code"
        " #indicator+type #indicator+theme+code #indicator+theme+name #x_band"
        " #x_sizeband #status+name"
    )
    assert data.validate()
    assert len(list(data)) == sum(len(digest.table) for digest in YEAR)
    assert not FORBIDDEN & {column.tag for column in data.columns}


@pytest.mark.parametrize("columns", [FIGURES, THEMES, LANGUAGES, ACTIONS, CODES])
def test_the_tags_of_a_sheet_are_hxl(columns: dict[str, str]) -> None:
    """Each parses, none singles out a person or a place, and none promises a number."""
    tags = [hxl.model.TagPattern.parse(tag) for tag in columns.values()]
    assert not FORBIDDEN & {pattern.tag for pattern in tags}
    assert not [tag for tag in columns.values() if re.search(r"\+num|#affected", tag)]


def test_every_file_tells_the_same_facts(
    english: dict[str, Paper], sheets: Workbook
) -> None:
    """CSV, JSON and the spreadsheet hold one table; the page has its every name."""
    told = json.loads(english["json"].content)
    as_json = [
        (fact["code"], fact["band"]) for one in told["digests"] for fact in one["facts"]
    ]
    as_csv = [(row[6], row[8]) for row in rows(english["csv"])[2:]]
    as_cells = [
        (row[list(columns).index("code")], row[list(columns).index("band")])
        for name, columns in (("Figures", FIGURES), ("Themes", THEMES))
        for row in sheets[name].iter_rows(min_row=3, values_only=True)
    ]
    page = english["html"].content.decode()
    assert as_json == as_csv
    assert sorted(as_csv) == sorted(as_cells)
    for fact in told["digests"][-1]["facts"]:
        assert all(part in page for part in fact["name"].split(": "))


def test_the_json_keeps_its_schema(english: dict[str, Paper]) -> None:
    """What is shipped describes what is written, and has no place for a number."""
    told = json.loads(english["json"].content)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    validator.validate(told)
    told["digests"][0]["facts"][0]["count"] = 7
    assert not validator.is_valid(told)


def test_a_book_has_six_sheets_and_runs_its_readers_way() -> None:
    """In Arabic every sheet begins on the right; the first says what the book is."""
    sheets = book(made("xlsx", language="ar", digests=YEAR[-1:])["xlsx"])
    readme = [str(row[0]) for row in sheets["README"].values]
    standards = WORDS.say("ar", Phrase(Msg("paper.standards")))
    assert sheets.sheetnames == (
        ["README", "Figures", "Themes", "Languages", "Actions", "Codebook"]
    )
    assert {sheet.sheet_view.rightToLeft for sheet in sheets} == {True}
    assert readme[0] == "البيت الأزرق"
    assert readme[-1] == standards


@pytest.mark.parametrize("language", STAFF)
def test_whose_terms_are_used_is_said_in_every_language(language: str) -> None:
    """CHS 2024 with its commitments, IFRC, MSCOS and OCHA are named."""
    standards = WORDS.say(language, Phrase(Msg("paper.standards")))
    for word in ("2024", "1", "5", "7", "IFRC", "MSCOS", "OCHA"):
        assert word in standards


def test_themes_wear_the_columns_of_the_ifrc(sheets: Workbook) -> None:
    """How a theme was named decides its type, what was decided its status."""
    heads = list(THEMES)
    told = {
        (row[heads.index("side")], row[heads.index("code")]): row[-4:]
        for row in sheets["Themes"].iter_rows(min_row=3, values_only=True)
    }
    review, no_action = "under review", "no individual action required"
    assert told["Keep", "A4"] == (
        "encouragement or praise",
        "quality; appreciation of actors",
        "non-sensitive",
        review,
    )
    assert told["Change", "D4"] == (
        *("report of a concern or incident", "report of incident"),
        *("to be clarified", no_action),
    )
    assert told["Needed", "A1"][0::3] == ("request or suggestion", "action was taken")


def test_nothing_in_a_file_is_finer_than_a_month(english: dict[str, Paper]) -> None:
    """No day is written, nor the moment of writing, nor what or who wrote it."""
    content = english["xlsx"].content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        times = {part.date_time for part in archive.infolist()}
        inside = b"".join(map(archive.read, archive.namelist()))
        core = archive.read("docProps/core.xml")
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert b"created" not in core
    assert b"creator" not in core
    for text in (inside, english["json"].content, english["html"].content):
        assert not re.search(rb"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", text)
    first_and_last = {cell for row in rows(english["csv"])[2:] for cell in row[:2]}
    assert {day[8:] for day in first_and_last} == {"01", "30", "31"}


def test_order_and_repeats_change_no_byte(english: dict[str, Paper]) -> None:
    """The same digests and decisions in another order, or twice, are the same files."""
    again = made(digests=[*reversed(YEAR), YEAR[1]], actions=[*reversed(DECIDED)])
    assert again == english


def test_a_page_can_do_nothing(english: dict[str, Paper]) -> None:
    """No script, nothing from elsewhere, one style, named by its hash in its policy."""
    page = english["html"].content.decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    named = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{named}&#39;" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!data:)", page)
    assert base64.b64encode(PICTURE.png).decode() in page
    assert f'alt="{PICTURE.alt}"' in page


@pytest.mark.parametrize("language", ["uk", "ar", "zh_Hans"])
def test_a_page_says_its_language_and_runs_its_way(language: str) -> None:
    """`lang` and `dir` are set; help that stands in from English says so."""
    page = made("html", language=language)["html"].content.decode()
    tag, way = language.replace("_", "-"), WORDS.direction(language)
    assert f'<html lang="{tag}" dir="{way}">' in page
    own = language in TEXTS.texts
    assert f'<div class="help" lang="{tag if own else "en"}">' in page


def test_help_stands_with_the_newest_digest_alone(english: dict[str, Paper]) -> None:
    """Each theme that most or some named has what homes have tried, and a question."""
    page = english["html"].content.decode()
    text = TEXTS.of("C1", "en")
    assert text is not None
    assert page.count(text.ask) == 1
    assert page.count('class="help"') == 4


def test_no_cell_of_a_book_is_a_formula() -> None:
    """A name that a spreadsheet would run is text there, behind an apostrophe."""
    evil = Own((("en", '=HYPERLINK("http://x")'),))
    programmes = (Programme("blue-house", evil),)
    deployment = replace(DEPLOYMENT, programmes=programmes)
    sheets = book(made("xlsx", digests=YEAR[-1:], deployment=deployment)["xlsx"])
    assert sheets["README"]["A1"].value == "'" + evil.texts[0][1]
    kinds = {c.data_type for sheet in sheets for row in sheet for c in row if c.value}
    assert kinds == {"s"}


def test_a_language_is_told_as_heard_only_once_it_was(sheets: Workbook) -> None:
    """The sheet of languages says which were never told by themselves."""
    never = {row[2] for row in sheets["Languages"].values}
    files = made("xlsx", digests=[YEAR[-1], LEAF])
    heard = {row[0]: row[2] for row in book(files["xlsx"])["Languages"].values}
    assert never == {"Told by itself", "#x_leaf+months", "not told by itself so far"}
    assert heard["uk"] == "March 2026 to May 2026"
    assert heard["ar"] == "not told by itself so far"


def test_a_name_tells_the_service_and_the_months(english: dict[str, Paper]) -> None:
    """Nothing else: not how many digests, not when it was made."""
    names = [paper.name for paper in english.values()]
    stem = "blue-house-2025-08-to-2026-05"
    assert names == [f"{stem}.{kind}" for kind in ATTACHED]
    family = replace(YEAR[0], pool="family:Small homes", months=("2025-08", "2025-08"))
    (one,) = papers([family], WORDS, "en", DEPLOYMENT, kinds=["csv"])
    assert one.name == "family-small-homes-2025-08.csv"


def test_one_paper_tells_of_one_service() -> None:
    """Digests of two services never come into one file."""
    other = replace(YEAR[0], pool="other")
    with pytest.raises(ValueError, match="too many"):
        papers([*YEAR, other], WORDS, "en", DEPLOYMENT)


def test_a_decision_is_due_in_a_month() -> None:
    """A day would be finer than anything that a file may tell."""
    with pytest.raises(ValueError, match="2026-07-01"):
        Action("change:D1", State.PLANNED, "2026-07-01")


def test_a_picture_that_was_not_drawn_is_no_file() -> None:
    """Asked for by itself, it is an error that says where else the facts are."""
    with pytest.raises(NoPictureError):
        papers(YEAR, WORDS, "en", DEPLOYMENT, kinds=["png"])
