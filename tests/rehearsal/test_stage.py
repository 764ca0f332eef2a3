"""The stage: a real deployment, a real vault in its own process, and no Telegram."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bot.errors.running import RehearsalVaultError
from bot.rehearsal import demo
from bot.rehearsal.board import Board
from bot.rehearsal.facts import Screen
from bot.rehearsal.stage import Stage, staged
from bot.rehearsal.theatre import Start, Write, cover, played
from bot.settings import CHECKOUT

LOADED = "import sys, bot.rehearsal.server, bot.rehearsal.demo; print(*sys.modules)"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Set up a rehearsal in a folder of its own."""
    async with staged(tmp_path, Board()) as it:
        yield it


def _texts(stage: Stage, seat: str) -> list[str]:
    screen = stage.board[f"phone.{seat}"]
    assert isinstance(screen, Screen)
    return [message.text for message in screen.messages]


def left(folder: Path) -> list[Path]:
    """Return what a folder still holds."""
    return list(folder.iterdir())


async def test_the_demo_plays_the_whole_way_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen answers are sealed, searched in vain, mixed, and told to a designer."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said: list[str] = []
    await demo.play(said.append)
    text = "\n".join(said)

    assert "sealed (15)" in text
    assert "none is anywhere" in text
    assert "Told by 10-19 people" in text
    assert left(tmp_path) == []


async def test_staff_are_bound_by_real_invitations(stage: Stage) -> None:
    """Staff are told who they are; the survivor's phone is empty."""
    staff = await stage.serving.store.staff()

    roles = sorted(member.role for member in staff)
    assert roles == ["admin", "coordinator", "designer"]
    assert len(_texts(stage, "designer")) == len(_texts(stage, "admin")) == 2
    assert _texts(stage, "survivor") == []


async def test_two_days_forget_a_talk(stage: Stage) -> None:
    """After a day its draft is gone, after two what "clear my screen" needs as well."""
    await played(stage, Start("uk"))
    before = len(await stage.serving.store.talks())

    await stage.next_day()
    await stage.next_day()

    assert (before, len(await stage.serving.store.talks())) == (1, 0)


async def test_the_page_never_loads_what_opens_envelopes() -> None:
    """The vault is another process: on this side its code is not even imported."""
    asked = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOADED, stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT
    )
    loaded, _ = await asked.communicate()

    assert b"bot.vault.sealing" in loaded
    assert b"bot.vault.opening" not in loaded
    assert b"bot.keeper" not in loaded


async def test_what_is_written_is_looked_for_and_is_nowhere(stage: Stage) -> None:
    """The thief's panel names the account and the words, and finds neither."""
    await played(stage, Start("en"))
    await played(stage, Write("survivor", "a sentence of my own"))
    sight = await stage.sight()

    account, words = sight.searches
    assert account.words == str(stage.cast["survivor"].person)
    assert words.words == "a sentence of my own"
    assert (account.files, words.files) == ((), ())


async def test_what_the_page_draws_can_be_written_down(stage: Stage) -> None:
    """Every fact on the board is plain enough to be sent to a browser."""
    sight = await stage.sight()

    assert b"sealed" in msgspec.json.encode(sight)
    assert b"Blue House" in msgspec.json.encode(cover(stage))


async def test_a_vault_that_fails_is_said_in_one_line(stage: Stage) -> None:
    """With a wrong passphrase the rehearsal says what to do and nothing is told."""
    stage.passphrase = "six words that are not it"  # noqa: S105 (a wrong one)
    with pytest.raises(RehearsalVaultError, match="Start over"):
        await stage.two_weeks_pass()

    assert await stage.serving.store.digests() == []
