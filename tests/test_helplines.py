"""Numbers to call: only checked ones are shown, and never none by accident."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import FileError
from bot.errors.settings import HelplinesNeededError, NoCountryError, SampleCountryError
from bot.helplines import checked, overdue, read_countries, template
from bot.settings import CHECKOUT
from bot.words.phrases import Own

SAMPLES = {"xx": CHECKOUT / "locales" / "helplines" / "xx.toml"}
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


def files(folder: Path) -> dict[str, Path]:
    """Return the one country of a folder."""
    return {"yy": folder / "yy.toml"}


def row(days: int | None = 0, more: str = "") -> str:
    """Return a row checked so many days before today, or never."""
    if days is None:
        return ROW + more
    return ROW + CHECKED.format(TODAY - timedelta(days=days)) + more


def shown(folder: Path, *, trial: bool = False) -> int:
    """Return how many rows a person would be shown today."""
    found = read_countries(files(folder), today=TODAY, trial=trial)
    return len(found[0].helplines)


def test_the_sample_country_serves_a_trial() -> None:
    """A trial has an emergency number, a helpline, and one for children."""
    found = read_countries(SAMPLES, today=TODAY, trial=True)[0]
    kinds = {helpline.kind for helpline in found.helplines}
    assert (found.emergency, kinds) == ("0000", {"trafficking", "women", "child"})


def test_every_sample_says_that_it_is_one_in_every_language() -> None:
    """Nobody who is in danger takes a sample for a number that answers."""
    found = read_countries(SAMPLES, today=TODAY, trial=True)[0]
    names = [dict(h.name.texts) for h in found.helplines if isinstance(h.name, Own)]
    marks = {"en": "not real", "uk": "не справжня", "ar": "غير حقيقي"}
    assert len(names) == len(found.helplines)
    assert all(mark in name[code] for name in names for code, mark in marks.items())


def test_a_sample_serves_nobody_but_a_trial() -> None:
    """A real deployment that names the sample country is stopped."""
    with pytest.raises(SampleCountryError, match="Set countries to the two letters"):
        read_countries(SAMPLES, today=TODAY, trial=False)


def test_no_country_at_all_is_refused() -> None:
    """Somebody in danger would be shown nothing."""
    with pytest.raises(NoCountryError, match="SOTTO_COUNTRIES"):
        read_countries({}, today=TODAY, trial=True)


def test_a_country_without_a_file_is_refused(tmp_path: Path) -> None:
    """The error names the file to write."""
    with pytest.raises(HelplinesNeededError, match=r"into .*/qq\.toml"):
        read_countries({"qq": tmp_path / "qq.toml"}, today=TODAY, trial=True)


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
        files(country(tmp_path, row(days))), today=TODAY, trial=False
    )
    assert (count, "0000") == (len(found[0].helplines), found[0].emergency)


def test_what_is_due_for_a_check_is_listed(tmp_path: Path) -> None:
    """Rows older than 90 days or never checked are listed, samples are not."""
    sample = ROW + "sample = true\n"
    folder = country(tmp_path, row(90), row(91), row(None), sample)
    assert overdue(files(folder), today=TODAY) == (("yy", "0000 000 000"),) * 2


def test_a_row_becomes_a_helpline_in_every_language(tmp_path: Path) -> None:
    """Name, hours and cost keep the languages that they are given in."""
    more = 'hours.uk = "Цілодобово."\npolice = true\nlanguages = ["uk"]\n'
    found = read_countries(
        files(country(tmp_path, row(0, more))), today=TODAY, trial=False
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


def test_each_number_is_told_with_what_to_do(tmp_path: Path) -> None:
    """Well, due, hidden and never checked: a line each, and only the first is well."""
    folder = country(tmp_path, row(3), row(91), row(181), row(None))
    told = list(checked(files(folder), today=TODAY))
    assert [well for well, _ in told] == [True, False, False, False]
    assert "call it again by 2027-02-18" in told[0][1]
    assert "is shown until 2027-02-20" in told[1][1]
    assert "is not shown" in told[2][1]
    assert "was never checked" in told[3][1]
    assert all(str(folder / "yy.toml") in line for _, line in told[1:])


def test_a_country_that_is_missing_hides_no_other(tmp_path: Path) -> None:
    """Its own line says what to write, and the next country is told of too."""
    both = {"zz": tmp_path / "zz.toml", **files(country(tmp_path, row(3)))}
    told = list(checked(both, today=TODAY))
    assert [well for well, _ in told] == [False, True]
    assert str(tmp_path / "zz.toml") in told[0][1]


def test_a_template_shows_nobody_anything_until_it_is_filled_in(
    tmp_path: Path,
) -> None:
    """As it is made it can be read, names no number, and does not serve."""
    text = template("yy", {"en": "Somewhere", "uk": "Десь"})
    (tmp_path / "yy.toml").write_text(text, encoding="utf-8")
    with pytest.raises(HelplinesNeededError, match="Call the numbers"):
        shown(tmp_path)
    told = [line for _, line in checked(files(tmp_path), today=TODAY)]
    assert "emergency number is missing" in told[0]
    assert "was never checked" in told[1]


def test_a_filled_template_serves(tmp_path: Path) -> None:
    """Filled in as its comments say, its number is shown."""
    text = template("yy", {"en": "Somewhere"})
    for old, new in (
        ('emergency = ""', 'emergency = "0000"'),
        ('name.en = ""', 'name.en = "A line"'),
        ('number = ""', 'number = "0000 000 000"'),
        ('source = ""', 'source = "https://example.org"'),
        ('checked_by = ""', 'checked_by = "coordinator"'),
        ("# checked_on = 2026-03-02", f"checked_on = {TODAY}"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "yy.toml").write_text(text, encoding="utf-8")
    (found,) = read_countries(files(tmp_path), today=TODAY, trial=False)
    assert (found.name, found.emergency) == (Own((("en", "Somewhere"),)), "0000")
    assert found.helplines[0].hours == Own(())
