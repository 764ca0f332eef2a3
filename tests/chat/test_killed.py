"""A serving process that is killed in mid-work loses nothing and repeats nothing."""

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from functools import partial
from pathlib import Path
from time import time

from stand import Person, Stand
from stand.server import TOKEN

from bot.settings import CHECKOUT, load
from bot.store.sqlite import Store
from bot.trial import make_trial, settings_file
from bot.weeks import week_of

PEOPLE = 8
KILLS = 4


async def served(environment: dict[str, str]) -> Process:
    """Start the serving process."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stdout=DEVNULL,
        stderr=DEVNULL,
    )


async def talks(somebody: Person, code: str) -> None:
    """Go from the poster to a sent answer, pressing only what is on the screen."""
    somebody.starts(code)
    for choice in ("say:en", "yes", "yes", "pick:bad", *["skip"] * 7, "send"):
        await somebody.stand.until(lambda c=choice: offers(somebody, c), seconds=60)  # type: ignore[misc] # bound now
        before = somebody.card
        somebody.presses(choice)
        await somebody.stand.until(lambda b=before: somebody.card != b, seconds=60)  # type: ignore[misc] # bound now
    await somebody.stand.until(lambda: "It is sent" in words(somebody), seconds=60)


def offers(somebody: Person, choice: str) -> bool:
    """Tell whether the newest message has the button."""
    card = somebody.card
    return card is not None and any(d.endswith(choice) for d in card.buttons.values())


def words(somebody: Person) -> str:
    """Return the newest message's text."""
    return somebody.card.text if somebody.card else ""


async def test_killed_again_and_again_every_answer_is_sealed_once(
    tmp_path: Path,
) -> None:
    """Eight people's talks go to their end over a process killed four times."""
    home = tmp_path / "home"
    settings_file(home)
    settings = load({"SOTTO_HOME": str(home)})
    await make_trial(settings, week_of(time()))
    store = await Store.open(settings.database_path)
    code = (await store.codes())[0][0]
    await store.close()
    async with Stand() as stand:
        environment = {
            "SOTTO_HOME": str(home),
            "SOTTO_TELEGRAM_TOKEN": TOKEN,
            "SOTTO_TELEGRAM_API": stand.address,
        }
        process = await served(environment)
        people = asyncio.gather(*(talks(stand.person(), code) for _ in range(PEOPLE)))
        for kill in range(1, KILLS + 1):
            await stand.until(partial(shown, stand, kill * PEOPLE * 2), 60)
            process.kill()
            await process.wait()
            process = await served(environment)
        await people
        process.terminate()
        assert await process.wait() == 0
    with sqlite3.connect(settings.database_path) as thief:
        (rows,) = thief.execute("SELECT count(*) FROM sealed").fetchone()
    thief.close()
    assert rows == PEOPLE


def shown(stand: Stand, times: int) -> bool:
    """Tell whether cards were shown so often."""
    shows = len(stand.said("sendMessage")) + len(stand.said("editMessageText"))
    return shows >= times
