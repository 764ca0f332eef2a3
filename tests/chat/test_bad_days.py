"""A bad day at Telegram's side or ours: what serving does, and what it says once."""

import asyncio
import os
import re
from pathlib import Path
from time import time

import pytest
from chat.bots import Recorder, bot_at, eventually, polling, words
from chat.test_whole_talk import prepared, process, talks
from stand import Fault, Stand
from stand.server import TOKEN

from bot import heard
from bot.chat import face as face_room
from bot.chat import polling as polling_room
from bot.chat.face import Face, set_face
from bot.chat.polling import Polling
from bot.errors.telegram import TokenRefusedError
from bot.flows.staff import invite
from bot.settings import Settings
from bot.signs import look
from bot.status import status
from bot.store.sqlite import Store
from bot.weeks import week_of

SOON = """
import asyncio, os, sys, time
from bot import app
from bot.chat.serve import serve
from bot.settings import load
app.WATCH = 0.2
ahead = float(sys.argv[1])
asyncio.run(serve(load(os.environ), now=lambda: time.time() + ahead))
"""
"""The serving process that looks around five times a second, with a clock ahead."""


def served(settings: Settings, address: str) -> dict[str, str]:
    """Return the environment of a process that serves a trial at the stand."""
    return {
        "SOTTO_HOME": str(settings.home),
        "SOTTO_TELEGRAM_TOKEN": TOKEN,
        "SOTTO_TELEGRAM_API": address,
    }


async def admin_of(settings: Settings) -> str:
    """Return the payload of an admin's invitation."""
    store = await Store.open(settings.database_path)
    try:
        return await invite(store, "admin", week_of(time()))
    finally:
        await store.close()


async def test_an_admin_reads_in_telegram_that_the_clock_is_wrong(
    tmp_path: Path,
) -> None:
    """Held against Telegram's own Date, a clock a day ahead is told, over HTTP."""
    settings, *_ = await prepared(tmp_path / "home")
    invitation = await admin_of(settings)
    async with Stand() as stand:
        admin = stand.person()
        async with process(served(settings, stand.address), "-c", SOON, "86400"):
            admin.starts(invitation)
            await stand.until(
                lambda: any("clock" in seen.text for seen in admin.chat), 30
            )
    texts = [seen.text for seen in admin.chat]
    assert len([text for text in texts if "clock of the server" in text]) == 1


async def test_what_serving_hears_is_told_by_status_and_rests_on_no_disk(
    tmp_path: Path,
) -> None:
    """Status says coarsely when Telegram answered last, from a file in memory."""
    settings, *_ = await prepared(tmp_path / "home")
    async with (
        Stand() as stand,
        process(served(settings, stand.address), "-c", SOON, "0"),
    ):
        stand.person().starts("")
        await stand.until(lambda: stand.polls > 1, 30)
        signs = await look(settings, time(), settings.home / "sotto.toml")
        found = heard.last(settings.home, time())
    assert "less than a minute ago" in status(signs)
    assert found is not None
    assert found.ahead is not None
    assert abs(found.ahead) < 5
    assert not [p for p in settings.home.rglob("*") if p.name == heard.NAME]


async def test_a_token_revoked_in_mid_run_ends_serving_with_what_to_do() -> None:
    """What is in work is finished; nothing is confirmed that was not done."""
    async with Stand() as stand:
        recorder, bot = Recorder(), bot_at(stand.address, stand.token)
        async with bot.request:

            async def confirmed(_: int) -> None:
                return

            loop = asyncio.create_task(Polling(bot, recorder.receive, confirmed).run())
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
            stand.faults.append(
                Fault("refuse", "getUpdates", status=401, description="Unauthorized")
            )
            stand.person().writes("later")
            with pytest.raises(TokenRefusedError, match="BotFather"):
                await asyncio.wait_for(loop, 10)
        assert [words(a) for a in recorder.received] == ["hello", "later"]
        assert stand.waiting == 1  # Telegram brings it again, and it changes nothing


async def test_a_night_without_a_network_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Serving waits; it says so once, and once that it is over."""
    monkeypatch.setattr(polling_room, "LONGEST_PAUSE", 0.01)
    async with Stand() as stand:
        stand.faults += [Fault("reset", "getUpdates", times=30)]
        recorder = Recorder()
        async with polling(stand, recorder.receive):
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
    told = re.findall(r"poll_\w+", capsys.readouterr().err)
    assert told == ["poll_failed", "poll_works_again"]


async def test_serving_starts_without_a_network_and_finds_it(tmp_path: Path) -> None:
    """Nobody listens at first; when Telegram is there, people are served."""
    settings, _, code, _ = await prepared(tmp_path / "home")
    async with Stand() as stand:
        port = int(stand.address.rpartition(":")[2])
    environment = served(settings, f"http://127.0.0.1:{port}")
    async with process(environment, "-m", "bot", "serve") as it:
        assert it.stderr is not None
        line = b""
        while b"poll_failed" not in line:
            line = await asyncio.wait_for(it.stderr.readline(), 30)
            assert line
        async with Stand(port=port) as stand:
            async with asyncio.timeout(60):
                await talks(stand.person(), code)
                await stand.until(lambda: not stand.unanswered)


async def test_the_face_is_set_once_the_network_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A start without a network does not leave the bot without its name."""
    monkeypatch.setattr(face_room, "AGAIN", 0.01)
    face = Face("en", "Name", "Short", "Long", (("start", "Begin"),))
    async with Stand() as stand:
        stand.faults.append(Fault("reset", times=5))
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            await set_face(bot, [face])
    assert stand.face["name", ""] == {"name": "Name"}
    assert len(stand.face) == 8


async def test_a_full_disk_loses_no_answer(tmp_path: Path) -> None:
    """While nothing can be written nothing is acknowledged; then all of it is."""
    settings, _, code, _ = await prepared(tmp_path / "home")
    async with Stand() as stand:
        somebody = stand.person()
        full = SOON.replace("app.WATCH = 0.2", FULL)
        async with process(served(settings, stand.address), "-c", full, "0"):
            somebody.starts(code)
            await eventually((tmp_path / "tried").exists, 30)
            assert (stand.waiting, somebody.card) == (1, None)
            (tmp_path / "tried").unlink()
            os.close(os.open(tmp_path / "room", os.O_CREAT))
            await stand.until(lambda: stand.waiting == 0, 30)
            assert somebody.card is not None


FULL = """
from pathlib import Path
from bot.errors.databases import StoreFullError
from bot.store.sqlite import Store
commit, at = Store.commit, Path(os.environ["SOTTO_HOME"]).parent
async def full(self, work):
    if (at / "room").exists():
        return await commit(self, work)
    (at / "tried").touch()
    raise StoreFullError
Store.commit = full
"""
"""A disk that takes nothing until somebody makes room."""
