"""The commands for staff and services, typed as an operator types them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import migrated, opened
from released import DEPLOYMENT, WORDS, YEAR

from bot.__main__ import main
from bot.reports.papers import papers
from bot.store.records import DigestRow, LookRow

Sotto = Callable[..., Result]


@pytest.fixture
def sotto(tmp_path: Path) -> Sotto:
    """Return a command line over an empty deployment; it must end with `code`."""
    home = tmp_path / "home"
    home.mkdir()
    migrated(home / "sotto.db")
    env = {"SOTTO_HOME": str(home), "SOTTO_BOT_NAME": "SampleBot"}

    def typed(*words: str, code: int = 0) -> Result:
        told = CliRunner().invoke(main, words, env=env)
        assert told.exit_code == code, told.output
        return told

    return typed


def hire(home: Path, role: str) -> int:
    """Bind an account to a role and return its id."""

    async def act() -> int:
        async with opened(home / "sotto.db") as store:
            return await store.add_staff(bytes(16), b"sealed", role, "")

    return asyncio.run(act())


def test_adding_says_when_the_first_digest_may_come(sotto: Sotto) -> None:
    """Also that one service is no family yet; a second one ends that."""
    add = ("programme", "add", "--family", "homes", "--people", "12")
    told = sotto(*add, "--name", "Blue", "blue").output
    assert "18 weeks where 35 % answer a month or 10 weeks where 60 %" in told
    assert "homes has this one service so far" in told
    assert "so far" not in sotto(*add, "--name", "Green", "green").output


def test_editing_says_it_anew(sotto: Sotto) -> None:
    """A new size gets a new expectation; a new name gets none."""
    sotto("programme", "add", "blue", "--name", "Blue")
    assert "7 weeks" in sotto("programme", "edit", "blue", "--people", "25").output
    assert "weeks" not in sotto("programme", "edit", "blue", "--name", "B").output
    assert "Say what to change" in sotto("programme", "edit", "blue", code=2).output


def test_a_poster_is_written_and_can_be_printed_again(
    sotto: Sotto, tmp_path: Path
) -> None:
    """Each run has a new code, unless a code in use is named."""
    sotto("programme", "add", "blue", "--name", "Blue")
    out = tmp_path / "out"
    poster = ("programme", "poster", "blue", "--language", "uk", "--out", str(out))
    sotto(*poster)
    (code,) = {path.stem for path in out.glob("*.png")}
    assert (out / f"{code}.svg").exists()
    sotto(*poster, "--code", code)
    assert len(list(out.glob("*.png"))) == 1
    sotto(*poster)
    assert len(list(out.glob("*.png"))) == 2
    sotto(*poster, "--code", "nothing", code=2)


def test_a_poster_that_cannot_be_made_spends_no_code(
    sotto: Sotto, tmp_path: Path
) -> None:
    """An unknown language is told before anything is kept."""
    sotto("programme", "add", "blue", "--name", "Blue")
    out = ("--out", str(tmp_path / "out"))
    sotto("programme", "poster", "blue", "--language", "tlh", *out, code=2)
    assert "link" not in sotto("staff", "log").output


def test_staff_are_listed_changed_and_removed(sotto: Sotto, tmp_path: Path) -> None:
    """By their ids, and every act stands in the log."""
    sotto("programme", "add", "blue", "--name", "Blue")
    id_ = str(hire(tmp_path / "home", "coordinator"))
    assert sotto("staff", "list").output == f"{id_}\tcoordinator\tall programmes\n"
    change = ("staff", "change", id_)
    sotto(*change, "--role", "designer", "--programme", "blue")
    assert sotto("staff", "list").output == f"{id_}\tdesigner\tblue\n"
    sotto(*change, code=2)
    sotto("staff", "remove", id_)
    assert not sotto("staff", "list").output
    assert f"command line  staff remove {id_}" in sotto("staff", "log").output


def test_the_last_admin_stays(sotto: Sotto, tmp_path: Path) -> None:
    """Removing or changing the only admin is refused and says what to do first."""
    id_ = str(hire(tmp_path / "home", "admin"))
    told = sotto("staff", "remove", id_, code=2).output
    assert "staff invite --role admin" in told
    sotto("staff", "change", id_, "--role", "designer", code=2)
    assert "admin" in sotto("staff", "list").output


def test_an_invitation_says_when_it_ends(sotto: Sotto) -> None:
    """The link comes with its last day, and the log does not keep its secret."""
    told = sotto("staff", "invite", "--role", "admin").output
    assert "t.me/SampleBot?start=s-" in told
    assert "ends on 20" in told
    assert sotto("staff", "log").output.endswith("command line  staff invite admin\n")


def test_a_removal_says_what_it_does_not_end(sotto: Sotto, tmp_path: Path) -> None:
    """Links that were given before still invite, until all of them are ended."""
    sotto("staff", "invite", "--role", "designer")
    id_ = str(hire(tmp_path / "home", "designer"))
    assert "staff uninvite" in sotto("staff", "remove", id_).output
    assert sotto("staff", "uninvite").output == "Ended them all.\n"
    assert sotto("staff", "uninvite").output == "No invitation was open.\n"


def released(home: Path) -> None:
    """Let a service and a digest of it rest in the database."""

    async def act() -> None:
        async with opened(home / "sotto.db") as store:
            row = DigestRow(
                YEAR[-1].batch,
                "blue-house",
                "",
                "2026-03/2026-05",
                "10-19",
                YEAR[-1].to_bytes(),
            )
            await store.release([row])

    asyncio.run(act())


def test_a_digest_is_written_as_the_bot_gives_it(sotto: Sotto, tmp_path: Path) -> None:
    """Every kind of file has the bytes of `papers`, and none is written over."""
    sotto("programme", "add", "blue-house", "--name", "Blue House")
    assert "not enough" in sotto("digest", "blue-house", code=1).output
    released(tmp_path / "home")
    out = tmp_path / "digest.csv"
    sotto("digest", "blue-house", "--format", "csv", "--to", str(out))
    (paper,) = papers(YEAR[-1:], WORDS, "en", DEPLOYMENT, kinds=["csv"])
    assert out.read_bytes() == paper.content
    again = sotto("digest", "blue-house", "--format", "csv", "--to", str(out), code=2)
    assert "already" in again.output
    printed = sotto("digest", "blue-house", "--format", "png").stdout_bytes
    assert printed.startswith(b"\x89PNG")
    assert b"Blue House" in sotto("digest", "blue-house").stdout_bytes


def test_a_digest_that_a_command_writes_is_a_look(sotto: Sotto, tmp_path: Path) -> None:
    """A refusal and an opening, of the deployment's own people."""
    sotto("programme", "add", "blue-house", "--name", "Blue House")
    sotto("digest", "blue-house", code=1)
    released(tmp_path / "home")
    sotto("digest", "blue-house")

    async def looks() -> list[LookRow]:
        async with opened(tmp_path / "home" / "sotto.db") as store:
            return await store.looks()

    (row,) = asyncio.run(looks())
    assert (row.pool, row.organisation) == ("blue-house", "")
    assert (row.opened, row.refused) == (1, 1)


def test_a_digest_has_a_day_a_rhythm_and_a_zone(sotto: Sotto) -> None:
    """They are typed once and listed; a zone that nobody knows is refused."""
    add = ("programme", "add", "blue", "--name", "Blue")
    told = sotto(*add, "--zone", "Europe/Atlantis", code=2).output
    assert "no time zone is called 'Europe/Atlantis'" in told
    sotto(*add, "--zone", "Europe/Kyiv", "--every", "month", "--digest-day", "3")
    assert "Thu, every month, Europe/Kyiv" in sotto("programme", "list").output
    sotto("programme", "edit", "blue", "--every", "quarter", "--zone", "UTC")
    assert "Thu, every quarter, UTC" in sotto("programme", "list").output


def test_an_organisation_stands_beside_its_staff(sotto: Sotto) -> None:
    """Whoever is invited for one is listed with it; a name too long is refused."""
    invite = ("staff", "invite", "--role", "designer", "--organisation")
    assert "Write it shorter" in sotto(*invite, "a" * 49, code=2).output
    sotto(*invite, "Shelter A")
