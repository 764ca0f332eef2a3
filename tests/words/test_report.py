"""What `sotto words` says: how much there is of each language, and what is wrong."""

import shutil
from functools import cache, partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.settings import CHECKOUT
from bot.words import po
from bot.words.edition import Edition
from bot.words.languages import read_languages
from bot.words.report import report
from bot.words.shipped import Shipped
from bot.words.signoff import wordings
from bot.words.template import TEMPLATE, extract, ids

LOCALES = CHECKOUT / "locales"
LANGUAGES = read_languages(LOCALES / "languages.toml")


shipped = cache(partial(report, CHECKOUT))
"""The report on what is shipped, made once for all tests."""


def table(root: Path) -> list[str]:
    """Return the head and the line of each language, without the findings."""
    text, _ = shipped() if root == CHECKOUT else report(root)
    lines = text.splitlines()
    return lines[-len(LANGUAGES) - 1 :]


def ukrainian(root: Path) -> list[str]:
    """Return what the table says of Ukrainian, word by word."""
    (line,) = (line for line in table(root) if line.startswith("uk "))
    return line.split()


def test_the_list_of_ids_is_fresh() -> None:
    """`locales/messages.pot` is what the code says today, byte for byte."""
    assert extract(CHECKOUT) == (CHECKOUT / TEMPLATE).read_text(encoding="utf-8")


def test_english_has_every_id_and_no_other() -> None:
    """What the code can say is written, and what is written can be said."""
    assert ids(CHECKOUT) == po.read(po.path_of(LOCALES, "en")).entries.keys()


def test_the_report_is_good_and_counts_every_language() -> None:
    """A head and a line for each language, live or planned, and nothing to mend."""
    head, *lines = table(CHECKOUT)
    assert shipped()[1]
    assert head.split("  ")[0] == "language"
    assert [line.split()[0] for line in lines] == [x.code for x in LANGUAGES]
    assert {tuple(line.split()[-2:]) for line in lines} == {("0", "0")}


def test_a_complete_language_has_every_text() -> None:
    """Have and of are equal for people and for staff, and a planned one has none."""
    entries = po.read(po.path_of(LOCALES, "en")).entries.values()
    staff = sum(entry.for_staff for entry in entries)
    people = len(entries) - staff
    found = [line.split() for line in table(CHECKOUT)[1:]]
    counts = {row[0]: tuple(row[-4:-2]) for row in found}
    full = (f"{people}/{people}", f"{staff}/{staff}")
    none = (f"0/{people}", f"0/{staff}")
    written = {x.code for x in LANGUAGES if po.path_of(LOCALES, x.code).exists()}
    assert counts["en"] == counts["uk"] == full
    assert {counts[x.code] for x in LANGUAGES if x.code not in written} <= {none}


def test_the_columns_stand_under_one_another() -> None:
    """A column begins where its head does, for wide letters and marks too."""
    lines = table(CHECKOUT)
    (english,) = (line for line in lines if line.startswith("en "))
    (chinese,) = (line for line in lines if line.startswith("zh_Hans "))
    wide = len("简体中文")
    assert lines[0].index("state") == english.index("source")
    assert english.index("source") - wide == chinese.index(chinese.split()[2])


def test_a_stale_list_fails_the_report(tmp_path: Path) -> None:
    """An id that only the catalogue has, or a list not drawn anew, blocks."""
    shutil.copytree(LOCALES, tmp_path / "locales")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "one.py").write_text('Msg("S1")\nMsg("S1.new")\n', "utf-8")
    text, good = report(tmp_path)
    assert not good
    assert "blocks  en S1.new: the code says it; write its English" in text
    assert "blocks  en S2: no code says it; take it out" in text
    assert "messages.pot is stale; run `deploy/sotto words extract`" in text


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("{number} з {count}", "{number} з", -4),
        ('msgid "role.admin"', 'msgid "role.chief"', -3),
    ],
)
def test_a_text_that_cannot_be_shown_is_not_counted(
    tmp_path: Path, old: str, new: str, column: int
) -> None:
    """A translation without its placeholder, or none, is not one that there is."""
    shutil.copytree(LOCALES, tmp_path / "locales")
    (tmp_path / "bot").mkdir()
    path = po.path_of(tmp_path / "locales", "uk")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    have, before = (ukrainian(root)[column] for root in (tmp_path, CHECKOUT))
    assert int(have.split("/")[0]) == int(before.split("/")[0]) - 1
    assert ukrainian(tmp_path)[-2] != "0"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("words", "check"), "own name"),
        (
            ("words", "hashes"),
            "\n".join("\t".join(x) for x in wordings(Edition(Shipped.read(LOCALES)))),
        ),
    ],
    ids=" ".join,
)
def test_the_command_says_it(words: tuple[str, ...], said: str) -> None:
    """What is computed here is what the command line prints, and ends well."""
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert said in done.output


def test_the_command_writes_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sotto words extract` mends the list that the report calls stale."""
    shutil.copytree(LOCALES, tmp_path / "locales")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "one.py").write_text('Msg("S1")\n', "utf-8")
    monkeypatch.setattr("bot.commands.words.CHECKOUT", tmp_path)
    assert CliRunner().invoke(main, ["words", "extract"]).exit_code == 0
    assert "messages.pot is stale" not in report(tmp_path)[0]
