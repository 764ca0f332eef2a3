"""The coordinator's page: what is out and what came of it, never who waits."""

import pytest
from released import DECIDED, DEPLOYMENT, LEAF, WORDS, YEAR

from bot.reports.overview import Look, overview
from bot.reports.table import table

TABLE = table([*YEAR, LEAF], WORDS, "en", DEPLOYMENT, DECIDED)
LOOKS = (Look("blue-house", "", 3, 0), Look("blue-house", "Other & Co", 1, 2))


def page(language: str = "en") -> str:
    """Return the page of a year of one service."""
    told = table([*YEAR, LEAF], WORDS, language, DEPLOYMENT, DECIDED)
    return overview([told], LOOKS, WORDS, language, DEPLOYMENT)


def test_what_is_overdue_comes_first() -> None:
    """What waits is listed by how late it is; what ended stands below."""
    said = page()
    late, planned, done = (said.index(it) for it in ("overdue<", "planned<", "done<"))
    assert late < planned < done


def test_each_organisation_that_looked_is_named() -> None:
    """Its name is text and never markup; no name is the deployment's own."""
    said = page()
    assert "Other &amp; Co" in said
    assert "Sample organisation" in said


def test_a_service_of_which_nothing_is_out_says_one_line() -> None:
    """The same for nobody who waits and for all but one of those needed."""
    said = overview([], (), WORDS, "en", DEPLOYMENT)
    assert "Nothing is released yet." in said
    assert "<table>" not in said


@pytest.mark.parametrize(("language", "side"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_reads_in_its_direction(language: str, side: str) -> None:
    """Language and direction stand at its head."""
    assert f'<html lang="{language}" dir="{side}">' in page(language)


def test_no_time_is_finer_than_a_month() -> None:
    """Neither a day nor an hour is on the page."""
    assert not [day for day in ("2026-03-", "2026-05-", ":0") if day in page()]


def test_files_are_linked_where_they_are_given() -> None:
    """The desk gives them; the rehearsal's page, whose phones do, links none."""
    linked = overview([TABLE], LOOKS, WORDS, "en", DEPLOYMENT, files=("csv",))
    assert 'href="digest/blue-house/csv"' in linked
    assert "digest/" not in page()
