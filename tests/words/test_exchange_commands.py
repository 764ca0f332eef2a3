"""A language's texts go out and come back at the command line."""

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from deployments import trial

from bot.__main__ import main
from bot.settings import CHECKOUT, Settings
from bot.store.records import TextWork, Work
from bot.weeks import Week
from bot.words.phrases import Msg, Phrase
from bot.words.versions import Stage, Wording, mark_of

LOCALES = CHECKOUT / "locales"

Sotto = Callable[..., Result]


@pytest.fixture
def sotto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sotto:
    """Return the command line in an empty folder; it must end with `code`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path / "home"))

    def typed(*words: str, code: int = 0) -> Result:
        told = CliRunner().invoke(main, ["words", *words])
        assert told.exit_code == code, told.output
        return told

    return typed


@pytest.mark.parametrize("name", ["uk.po", "uk.xlsx"])
def test_what_goes_out_comes_back_the_same(sotto: Sotto, name: str) -> None:
    """The kind of file follows its name; a dry run of it changes nothing."""
    assert "of them translated" in sotto("export", "uk", "--to", name).output
    assert (Path(name).read_bytes()[:2] == b"PK") is name.endswith("xlsx")
    told = sotto("import", name).output
    assert told.startswith(
        f"{name}, українська (uk):\n0 added\n0 changed\n0 rejected\n"
    )
    assert told.endswith("Nothing has been changed. --apply keeps it as drafts.\n")


def test_the_kind_of_file_can_be_named(sotto: Sotto) -> None:
    """Then its name may be anything."""
    sotto("export", "ar", "--to", "texts", "--format", "xlsx")
    assert Path("texts").read_bytes().startswith(b"PK")
    assert "العربية (ar)" in sotto("import", "texts").output


def test_a_dry_run_shows_each_text_and_each_reason(sotto: Sotto) -> None:
    """What would change is shown on one line, what would not is told why."""
    sotto("export", "uk", "--to", "uk.po")
    path = Path("uk.po")
    text = path.read_text(encoding="utf-8")
    text = text.replace('"⏭ Пропустити"', '"⏭ Оминути"')
    path.write_text(text.replace('"🛑 Стоп"', '"Стоп"'), encoding="utf-8")
    told = sotto("import", "uk.po").output
    assert "1 changed\n  button.skip: ⏭ Оминути\n" in told
    assert "1 rejected\n  button.stop: It must begin with 🛑" in told


def test_a_translators_work_is_never_overwritten(sotto: Sotto) -> None:
    """A file that is there stays as it is."""
    Path("uk.po").write_text("my work", encoding="utf-8")
    told = sotto("export", "uk", "--to", "uk.po", code=2)
    assert "may hold a translator's work" in told.output
    assert Path("uk.po").read_text(encoding="utf-8") == "my work"


def test_a_language_without_texts_can_be_begun(
    sotto: Sotto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is empty, and whatever is written into it would be added."""
    sotto("export", "fr", "--to", "whole.po")
    locales = shutil.copytree(LOCALES, tmp_path / "locales")
    shutil.rmtree(locales / "fr")
    languages = locales / "languages.toml"
    listed = languages.read_text(encoding="utf-8")
    french, state = listed.index('code = "fr"'), 'state = "draft"'
    begun = listed[french:].replace(state, 'state = "planned"', 1)
    languages.write_text(listed[:french] + begun, encoding="utf-8")
    monkeypatch.setattr(Settings, "locales", locales)
    assert ", 0 of them translated." in sotto("export", "fr", "--to", "a.po").output
    assert "\n0 added\n" not in sotto("import", "whole.po").output


def test_a_language_that_is_not_listed_is_refused(sotto: Sotto) -> None:
    """Neither can its texts be written, nor does anybody know its rules."""
    assert "no texts in xx" in sotto("export", "xx", "--to", "a.po", code=2).output
    head = 'msgid ""\nmsgstr "Language: xx\\n"\n'
    Path("xx.po").write_text(head, encoding="utf-8")
    assert "no texts in xx" in sotto("import", "xx.po", code=2).output


def test_a_file_that_is_something_else_is_refused(sotto: Sotto) -> None:
    """One line says why, and the exit code tells a script."""
    Path("a.po").write_text("Dear all", encoding="utf-8")
    told = sotto("import", "a.po", code=1).output
    assert told.startswith("a.po is refused. This is no .po file")


async def test_what_translators_are_told_can_be_typed(
    sotto: Sotto, tmp_path: Path
) -> None:
    """Every command of `deploy/TRANSLATING.md` runs as it stands there."""
    async with trial(tmp_path):
        pass
    text = (CHECKOUT / "deploy" / "TRANSLATING.md").read_text(encoding="utf-8")
    typed = re.findall(r"^deploy/sotto words (.*?) *#", text, re.MULTILINE)
    assert len(typed) == 4
    for line in typed:
        await asyncio.to_thread(sotto, *line.split())


def change(path: Path, old: str, new: str) -> None:
    """Change one text of a file, as a translator does."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")


async def test_what_is_applied_is_a_draft_of_the_command_line(
    sotto: Sotto, tmp_path: Path
) -> None:
    """It is shown to nobody before another person has approved it."""
    async with trial(tmp_path) as d:
        await asyncio.to_thread(sotto, "export", "uk", "--to", "uk.po")
        change(Path("uk.po"), '"⏭ Пропустити"', '"⏭ Оминути"')
        told = await asyncio.to_thread(sotto, "import", "--apply", "uk.po")
        (one,) = await d.serving.store.wordings()
        await d.serving.refresh()
        said = d.serving.facts.words.say("uk", Phrase(Msg("button.skip")))
    assert "1 draft is kept" in told.output
    assert (one.author, one.stage) == ("command line", Stage.DRAFT)
    assert (one.id, one.forms, said) == (
        "button.skip",
        ("⏭ Оминути",),
        "⏭ Пропустити",
    )


async def test_what_is_worded_anew_is_listed_as_it_stands(
    sotto: Sotto, tmp_path: Path
) -> None:
    """Active, of another English by now, unfit for it, or of a text that is no more."""
    async with trial(tmp_path) as d:
        english = d.serving.facts.edition.source["button.skip"].forms
        rows = (
            ("button.skip", mark_of(english)),
            ("S2", "0" * 16),
            ("Q.head", "0" * 16),
            ("Z9", "0" * 16),
        )
        live = tuple(
            Wording("uk", id_, 1, ("⏭ Добре.",), mark, Stage.LIVE, "1", Week(1))
            for id_, mark in rows
        )
        await d.serving.store.commit(Work(texts=TextWork(added=live)))
        lines = (await asyncio.to_thread(sotto, "list")).output.splitlines()
    assert [line.split("  ")[:3] for line in lines] == [
        ["uk", "button.skip", "active"],
        ["uk", "S2", "source changed"],
        ["uk", "Q.head", "not said"],
        ["uk", "Z9", "orphaned"],
    ]
