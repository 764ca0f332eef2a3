"""One answer's whole way over HTTP: real processes, judged by other people's types."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import time

from stand import Person, Stand
from stand.server import TOKEN

from bot.flows.staff import invite
from bot.keeper import Gathering
from bot.settings import CHECKOUT, Settings, load
from bot.store.sqlite import Store
from bot.trial import make_trial, settings_file
from bot.weeks import Week, week_begins, week_of

PEOPLE = 16
WEEKS, TEN = 3, 10 * 3600
LATER = """
import asyncio, os, sys, time
from bot.chat.serve import serve
from bot.settings import load
asyncio.run(serve(load(os.environ), now=lambda: time.time() + float(sys.argv[1])))
"""
"""The serving process on another day: the command itself has no such option."""


WORDS = "Wordscanary: the hall is dark"
FILE = "BQACAgIAAxkBAAIBfilecanary"
TRACES = (b"Namecanary", b"usercanary", b"Wordscanary", b"filecanary", TOKEN.encode())
"""What must stand in no file and on no line."""


@asynccontextmanager
async def process(
    environment: dict[str, str], *arguments: str
) -> AsyncIterator[Process]:
    """Run a process of ours, and end it as systemd would."""
    it = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield it
    finally:
        if it.returncode is None:
            it.send_signal(signal.SIGTERM)
        said = b"".join(await it.communicate())
        assert it.returncode == 0, said.decode()
        for trace in TRACES:
            assert trace not in said


async def prepared(home: Path) -> tuple[Settings, str, str, str]:
    """Make a trial; return its settings, passphrase, poster code, and invitation."""
    settings_file(home)
    settings = load({"SOTTO_HOME": str(home)})
    passphrase = await make_trial(settings, week_of(time()))
    store = await Store.open(settings.database_path)
    try:
        code = (await store.codes())[0][0]
        week = week_of(time())
        payload = await invite(store, "designer", week, "blue-house")
        return settings, passphrase, code, payload
    finally:
        await store.close()


async def taps(somebody: Person, *choices: str) -> None:
    """Press buttons one after the other, each on the card that the last one led to."""
    for choice in choices:
        before = somebody.card
        somebody.presses(choice)
        await somebody.stand.until(lambda b=before: somebody.card != b)  # type: ignore[misc] # bound now


async def talks(somebody: Person, code: str) -> None:
    """Go from the poster to a sent answer."""
    somebody.starts(code)
    await somebody.stand.until(lambda: somebody.card is not None)
    await taps(somebody, "say:en", "yes", "yes", "pick:bad", *["skip"] * 4)
    somebody.uploads(FILE, b"Wordscanary", kind="voice")
    await somebody.stand.until(lambda: "did not keep" in somebody.card.text)  # type: ignore[union-attr] # there is one
    before = somebody.card
    somebody.writes(WORDS)
    await somebody.stand.until(lambda: somebody.card != before)
    await taps(somebody, "go_on", "skip", "skip", "send")
    assert somebody.card is not None
    assert "It is sent" in somebody.card.text


async def test_one_answers_whole_way(tmp_path: Path) -> None:
    """Sixteen people's talks over HTTP become a digest on the designer's phone."""
    settings, passphrase, code, invitation = await prepared(tmp_path / "home")
    async with Stand() as stand:
        environment = {
            "SOTTO_HOME": str(settings.home),
            "SOTTO_TELEGRAM_TOKEN": TOKEN,
            "SOTTO_TELEGRAM_API": stand.address,
        }
        designer = stand.person()
        async with process(environment, "-m", "bot", "serve"):
            designer.starts(invitation)
            async with asyncio.timeout(120):
                await asyncio.gather(
                    *(talks(stand.person(), code) for _ in range(PEOPLE))
                )
        week = Week(week_of(time()) + WEEKS)
        gathering = Gathering(settings, passphrase, processes=1)
        await gathering.run(week_begins(week), lambda _: None)
        fixed_day = week_begins(Week(week + 1)) + TEN
        async with process(environment, "-c", LATER, str(fixed_day - time())):
            await stand.until(lambda: len(designer.chat) > 1, seconds=60)
        assert not any((stand.said("getFile"), stand.downloads))
        assert [seen for seen in designer.chat if "Blue House" in seen.text]
    written = b"".join(f.read_bytes() for f in settings.home.rglob("*") if f.is_file())
    ids = [str(person).encode() for person in stand.chats]
    assert [trace for trace in (*TRACES, *ids) if trace in written] == []
