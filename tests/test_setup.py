"""A whole setup, typed: what it makes, what it refuses, and what it leaves behind."""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import setup
from bot.__main__ import main
from bot.errors.databases import StoreFullError
from bot.settings import CHECKOUT, Settings, load

TOKEN = "12345678:" + "A" * 35
TYPED = {
    "organisation": 'Hope "House"',
    "contact": "ask@hope.example",
    "authority": "The authority",
    "countries": "xx",
    "languages": "en,uk",
    "show_drafts": "yes",
    "reader": "yes",
    "duty": "no",
    "programme": "Blue House",
    "people": "40",
    "token": TOKEN,
    "written": "yes",
}
"""The answers to all twelve questions."""


def sotto(home: Path, *words: str, typed: str = "", **more: str) -> Result:
    """Run a command on a home folder, with what a person types."""
    environment = {"SOTTO_HOME": str(home), **more}
    return CliRunner().invoke(main, list(words), input=typed, env=environment)


def lines(**other: str) -> str:
    """Return what is typed, with some answers changed."""
    return "".join(f"{answer}\n" for answer in {**TYPED, **other}.values())


def test_there_are_at_most_twelve_questions() -> None:
    """Eleven are asked, and whether the passphrase was written down."""
    assert len(setup.questions(CHECKOUT / "locales")) + 1 <= 12 == len(TYPED)


def test_a_whole_setup_makes_a_deployment(tmp_path: Path) -> None:
    """Settings, database, key and service are there, and closed to others."""
    home = tmp_path / "home"
    done = sotto(home, "setup", typed=lines())
    assert done.exit_code == 0, done.output
    assert TOKEN not in done.output.split("What `deploy/sotto doctor` says")[1]
    settings = load({"SOTTO_HOME": str(home)})
    assert settings.organisation == 'Hope "House"'
    assert settings.telegram_token is not None
    assert settings.telegram_token.reveal() == TOKEN
    assert (settings.languages, settings.show_drafts) == (("en", "uk"), True)
    assert (settings.reader_in_programme, settings.duty_to_act) == (True, False)
    assert (home / "sotto.toml").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert "blue-house" in sotto(home, "programme", "list").output
    assert "protects a stolen disk or backup" in done.output
    stops = [line for line in done.output.splitlines() if line.startswith("stop")]
    assert len(stops) == 1  # the sample helplines, which no real deployment may show
    assert "the helplines of xx are samples" in stops[0]
    assert sotto(home, "doctor").exit_code == 1


def test_the_shown_passphrase_opens_the_vault(tmp_path: Path) -> None:
    """What was shown once is what gathering asks for."""
    home = tmp_path / "home"
    shown = sotto(home, "setup", typed=lines()).output
    phrase = shown.split("kept nowhere:")[1].split("Without")[0].strip()
    reading, writing = os.pipe()
    os.write(writing, f"{phrase}\n".encode())
    os.close(writing)
    done = sotto(home, "gather", "--passphrase-fd", str(reading))
    assert done.exit_code == 0, done.output


def test_an_answer_that_does_not_fit_is_asked_again(tmp_path: Path) -> None:
    """A placeholder, a country's name, a name too long, no number: each once more."""
    typed = lines(
        organisation="-\nHope",
        countries="Romania\nro",
        languages="en,xx\nen",
        show_drafts="perhaps",  # English alone has no drafts, so this is not yes or no
        programme="A name that no button of a phone could show to its end\nBlue House",
        people="many\n0\n40",
    ).replace(TOKEN, "a-token\n")
    done = sotto(tmp_path / "home", "setup", typed=typed)
    assert done.exit_code == 0, done.output
    assert done.output.count("Error:") == 8
    written = tomllib.loads((tmp_path / "home" / "sotto.toml").read_text())
    assert written["organisation"] == "Hope"
    assert "telegram_token" not in written


@pytest.mark.parametrize("answers", [0, 1, 10, 11])
def test_a_setup_broken_off_leaves_nothing(tmp_path: Path, answers: int) -> None:
    """Without a terminal, or with too few answers, one line says so."""
    typed = "".join(lines().splitlines(keepends=True)[:answers])
    done = sotto(tmp_path / "home", "setup", typed=typed)
    assert done.exit_code == 1
    assert "no settings were written" in done.stderr
    assert len(done.stderr.split("sotto: ")) == 2
    assert not (tmp_path / "home").exists()


def test_a_passphrase_not_written_down_is_thrown_away(tmp_path: Path) -> None:
    """Whoever says no to the last question begins anew, with another passphrase."""
    home = tmp_path / "home"
    home.mkdir()
    assert sotto(home, "setup", typed=lines(written="no")).exit_code == 1
    assert list(home.iterdir()) == []
    assert sotto(home, "setup", typed=lines()).exit_code == 0


def test_a_failure_on_the_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the last step takes the first steps away."""

    async def full(*_: object) -> None:
        raise StoreFullError

    monkeypatch.setattr(setup, "_add", full)
    done = sotto(tmp_path / "home", "setup", typed=lines())
    assert done.exit_code == 1
    assert "the disk is full" in done.output
    assert not (tmp_path / "home").exists()


def test_settings_are_never_overwritten(tmp_path: Path) -> None:
    """Where there are settings, nothing is asked."""
    (tmp_path / "sotto.toml").write_text("k = 12\n", encoding="utf-8")
    done = sotto(tmp_path, "setup", typed=lines())
    assert done.exit_code == 2
    assert "never overwritten" in done.output
    assert (tmp_path / "sotto.toml").read_text(encoding="utf-8") == "k = 12\n"


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """On a database with a round and a service, only the settings are missing."""
    home, config = tmp_path / "home", tmp_path / "other" / "mine.toml"
    assert sotto(home, "setup", typed=lines()).exit_code == 0
    pinned = (home / "fingerprint.txt").read_text(encoding="utf-8")
    (home / "sotto.toml").unlink()
    more = {"SOTTO_CONFIG": str(config)}
    done = sotto(home, "setup", typed=lines(programme="Other", written=""), **more)
    assert done.exit_code == 0, done.output
    assert "passphrase" not in done.output
    assert (home / "fingerprint.txt").read_text(encoding="utf-8") == pinned
    assert "other" not in sotto(home, "programme", "list", **more).output
    assert config.exists()


def test_a_folder_that_cannot_be_made_is_one_line() -> None:
    """A home where nobody can make a folder is refused, and says what to do."""
    done = sotto(Path("/proc/sotto-home"), "setup", typed=lines())
    assert done.exit_code == 2
    assert "Name another one with SOTTO_HOME" in done.output


def test_every_odd_text_comes_back_as_it_was_typed() -> None:
    """Quotes, backslashes, marks and scripts survive the settings file."""
    odd = "\\ \" ' # = “ю” \u202bعربي ™"
    values: setup.Values = {"organisation": odd, "countries": ("ro", "md")}
    read = tomllib.loads(setup.written(values))
    assert read == {"organisation": odd, "countries": ["ro", "md"]}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Blue House", "blue-house"),
        ("Maison Été 2", "maison-ete-2"),
        ("Синій дім", "service"),
        ("2nd home", "service"),
        ("Network", "service"),
        ("a" * 23 + " b", "a" * 23),
    ],
)
def test_a_service_gets_an_id_of_its_name(name: str, id_: str) -> None:
    """Plain letters where there are some, else a neutral word."""
    assert setup.programme_id(name) == id_


def test_each_question_is_of_a_setting_or_of_the_service() -> None:
    """No answer is asked for and then dropped."""
    names = {one.name for one in setup.questions(CHECKOUT / "locales")}
    assert names - set(Settings.__struct_fields__) == {"programme", "people"}


def test_each_country_gets_a_file_to_be_filled_in(tmp_path: Path) -> None:
    """With its own name in the languages chosen, no number, and a word about it."""
    home = tmp_path / "home"
    done = sotto(home, "setup", typed=lines(countries="ro,md"))
    assert done.exit_code == 0, done.output
    file = home / "helplines" / "ro.toml"
    assert f"Fill in {file}" in done.output
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    assert read["name"] == {"en": "Romania", "uk": "Румунія"}
    assert (read["emergency"], read["helpline"][0]["number"]) == ("", "")
    stops = [line for line in done.output.splitlines() if line.startswith("stop")]
    assert str(file) in stops[0]
    told = sotto(home, "helplines", "check")
    assert told.exit_code == 1
    assert {line[:3] for line in told.output.splitlines()[:-1]} == {"ro:", "md:"}


def test_the_numbers_of_ones_own_folder_come_first(tmp_path: Path) -> None:
    """An upgrade, or a program that nobody may write to, takes nothing away."""
    home = tmp_path / "home"
    assert sotto(home, "setup", typed=lines(countries="ro")).exit_code == 0
    settings = load({"SOTTO_HOME": str(home), "SOTTO_COUNTRIES": "ro,xx"})
    mine, shipped = settings.helpline_files.values()
    assert mine == home / "helplines" / "ro.toml"
    assert shipped == CHECKOUT / "locales" / "helplines" / "xx.toml"
    (home / "helplines" / "xx.toml").write_text("", encoding="utf-8")
    assert settings.helpline_files["xx"] == home / "helplines" / "xx.toml"
    text = mine.read_text(encoding="utf-8")
    for old, new in (
        ('emergency = ""', 'emergency = "112"'),
        ('name.en = ""', 'name.en = "A line"'),
        ('number = ""', 'number = "0000 000 000"'),
        ('source = ""', 'source = "https://example.org"'),
        ('checked_by = ""', 'checked_by = "coordinator"'),
        ("# checked_on = 2026-03-02", f"checked_on = {datetime.now(UTC).date()}"),
    ):
        text = text.replace(old, new)
    mine.write_text(text, encoding="utf-8")
    told = sotto(home, "helplines", "check")
    assert told.exit_code == 0, told.output
    assert "stop" not in sotto(home, "doctor").output


def test_a_setting_with_a_slip_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    """An unknown name, a wrong kind and a line that is no TOML: a line for each."""
    for text, said in (
        ("language = ['en']", "Perhaps languages was meant"),
        ("zzz = 1", "there is no such setting"),
        ("k = 'ten'", "setting k: "),
        ("k = ", "line 1, TOML"),
    ):
        (tmp_path / "sotto.toml").write_text(f"{text}\n", encoding="utf-8")
        done = sotto(tmp_path, "status")
        assert done.exit_code in {1, 2}
        assert said in done.output
        assert len(done.output.splitlines()) == 1
        assert "Perhaps" not in done.output or "language" in text


def test_settings_that_were_named_and_are_not_there_are_missed(tmp_path: Path) -> None:
    """A file that SOTTO_CONFIG names is never silently left out."""
    gone = tmp_path / "gone.toml"
    done = sotto(tmp_path, "status", SOTTO_CONFIG=str(gone))
    assert done.exit_code == 2
    assert str(gone) in done.output


def test_a_setup_for_two_machines_makes_no_key_and_lets_none_be_made(
    tmp_path: Path,
) -> None:
    """No private key comes to lie beside the peppers, by no slip of a command."""
    home = tmp_path / "home"
    done = sotto(home, "setup", "--two-machines", typed=lines(written=""))
    assert done.exit_code == 0, done.output
    assert load({"SOTTO_HOME": str(home)}).vault_elsewhere
    refused = sotto(home, "keys", "new", "--generate")
    assert refused.exit_code == 2
    assert "has a machine of its own" in refused.output
    assert list(home.rglob("*.key")) == []
