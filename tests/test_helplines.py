"""Numbers to call: only checked ones are shown, and never none by accident."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import FileError, HelplinesNeededError, NoCountryError
from bot.helplines import overdue, read_countries
from bot.settings import CHECKOUT
from bot.words.phrases import Own

SHIPPED = CHECKOUT / "locales" / "helplines"
TODAY = date(2026, 11, 23)
HEAD = 'code = "yy"\nemergency = "0000"\nname.en = "Somewhere"\n'
ROW = """
[[helpline]]
kind = "women"
name.en = "A line"
number = "0000 000 000"
"""
CHECKED = (
    'source = "https://example.org"\nchecked_by = "coordinator"\nchecked_on = {}\n'
)


def country(folder: Path, *rows: str) -> Path:
    """Write one country of these rows and return its folder."""
    (folder / "yy.toml").write_text(HEAD + "".join(rows), encoding="utf-8")
    return folder


def row(days: int | None = 0, more: str = "") -> str:
    """Return a row checked so many days before today, or never."""
    if days is None:
        return ROW + more
    return ROW + CHECKED.format(TODAY - timedelta(days=days)) + more


def shown(folder: Path, *, trial: bool = False) -> int:
    """Return how many rows a person would be shown today."""
    found = read_countries(folder, ["yy"], today=TODAY, trial=trial)
    return len(found[0].helplines)


def test_the_sample_country_serves_a_trial() -> None:
    """A trial has an emergency number, a helpline, and one for children."""
    found = read_countries(SHIPPED, ["xx"], today=TODAY, trial=True)[0]
    kinds = {helpline.kind for helpline in found.helplines}
    assert (found.emergency, kinds) == ("0000", {"trafficking", "women", "child"})


def test_every_sample_says_that_it_is_one_in_every_language() -> None:
    """Nobody who is in danger takes a sample for a number that answers."""
    found = read_countries(SHIPPED, ["xx"], today=TODAY, trial=True)[0]
    names = [dict(h.name.texts) for h in found.helplines if isinstance(h.name, Own)]
    marks = {"en": "not real", "uk": "не справжня", "ar": "غير حقيقي"}
    assert len(names) == len(found.helplines)
    assert all(mark in name[code] for name in names for code, mark in marks.items())


def test_a_sample_serves_nobody_but_a_trial() -> None:
    """A real deployment that names the sample country is stopped."""
    with pytest.raises(HelplinesNeededError, match=r"xx has no helpline.*xx\.toml"):
        read_countries(SHIPPED, ["xx"], today=TODAY, trial=False)


def test_no_country_at_all_is_refused() -> None:
    """Somebody in danger would be shown nothing."""
    with pytest.raises(NoCountryError, match="SOTTO_COUNTRIES"):
        read_countries(SHIPPED, [], today=TODAY, trial=True)


def test_a_country_without_a_file_is_refused(tmp_path: Path) -> None:
    """The error names the file to write."""
    with pytest.raises(HelplinesNeededError, match=r"locales/helplines/qq\.toml"):
        read_countries(tmp_path, ["qq"], today=TODAY, trial=True)


def test_a_row_that_nobody_checked_is_never_shown(tmp_path: Path) -> None:
    """Beside a checked row, an unchecked one stays out, in a trial too."""
    folder = country(tmp_path, row(0), row(None))
    assert [shown(folder), shown(folder, trial=True)] == [1, 1]


def test_only_unchecked_rows_stop_serving(tmp_path: Path) -> None:
    """A country in use without any checked row is an error that says what to do."""
    with pytest.raises(HelplinesNeededError, match="Call the numbers"):
        shown(country(tmp_path, row(None)))


@pytest.mark.parametrize(("days", "count"), [(0, 1), (180, 1), (181, 0), (-1, 0)])
def test_a_stale_row_is_hidden_and_the_emergency_number_stays(
    tmp_path: Path, days: int, count: int
) -> None:
    """After 180 days a row is gone; a date that is still to come is no check."""
    found = read_countries(
        country(tmp_path, row(days)), ["yy"], today=TODAY, trial=False
    )
    assert (count, "0000") == (len(found[0].helplines), found[0].emergency)


def test_what_is_due_for_a_check_is_listed(tmp_path: Path) -> None:
    """Rows older than 90 days or never checked are listed, samples are not."""
    sample = ROW + "sample = true\n"
    folder = country(tmp_path, row(90), row(91), row(None), sample)
    assert overdue(folder, ["yy"], today=TODAY) == (("yy", "0000 000 000"),) * 2


def test_a_row_becomes_a_helpline_in_every_language(tmp_path: Path) -> None:
    """Name, hours and cost keep the languages that they are given in."""
    more = 'hours.uk = "Цілодобово."\npolice = true\nlanguages = ["uk"]\n'
    found = read_countries(
        country(tmp_path, row(0, more)), ["yy"], today=TODAY, trial=False
    )
    line = found[0].helplines[0]
    assert (line.name, line.hours, line.cost) == (
        Own((("en", "A line"),)),
        Own((("uk", "Цілодобово."),)),
        Own(()),
    )
    assert (line.is_police, line.languages, line.checked_on) == (
        True,
        ("uk",),
        "2026-11-23",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('number = "0000 000 000"', 'number = "116 006"', "line 8, number: many"),
        ('number = "0000 000 000"', 'number = "call us"', "line 8, number: Expected"),
        ('number = "0000 000 000"', 'numbr = "1"', "line 8, numbr: Object contains"),
        ('kind = "women"', 'kind = "friends"', "line 6, kind: Invalid enum"),
        ("https://example.org", "a friend", "line 11, checked_on: add source"),
        ('"coordinator"', '""', "line 11, checked_on: add source"),
        ('kind = "women"', 'kind = "women"\nsample = true', "line 7, sample: a sample"),
        ('code = "yy"', 'code = "zz"', "line 1, code: must be yy"),
        ('emergency = "0000"\n', "", "emergency: Object missing"),
        ("2026-11-23", "soon", "line 11, TOML: this line cannot be read"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A slip in a country's file is named by line and field."""
    text = HEAD + row(0)
    assert old in text
    (tmp_path / "yy.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FileError) as error:
        shown(tmp_path)
    assert said in str(error.value)
