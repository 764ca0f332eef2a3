"""Pictures and papers are made beside the talk, and are the same for whoever asks."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from released import DECIDED, DEPLOYMENT, WORDS, YEAR

from bot.flows.drawing import drawing, prepared
from bot.reports.paper import Picture
from bot.reports.papers import ATTACHED, papers
from bot.reports.pictures import drawn
from bot.reports.plan import plan
from bot.settings import CHECKOUT

ELSEWHERE = """
import asyncio, hashlib, sys
import bot.app
from bot.flows.drawing import drawing, prepared
from bot.reports.plan import plan
from released import DECIDED, DEPLOYMENT, WORDS, YEAR

async def main():
    async with drawing() as draw:
        picture, files = await prepared(
            YEAR[::-1], DECIDED[::-1], WORDS, "ar", DEPLOYMENT, draw=draw
        )
        board = plan(YEAR, DECIDED, WORDS, "ar", DEPLOYMENT)
        print(await draw(board) is picture)
    for content in (picture.png, *(file.content for file in files)):
        print(hashlib.sha256(content).hexdigest())
    print("matplotlib" in sys.modules)

asyncio.run(main())
"""


def test_another_process_makes_the_same_bytes_and_never_loads_what_draws() -> None:
    """Another hash seed, time zone and order: nothing differs, the PNG included.

    The process that asks has the whole serving side in it, and no matplotlib. One
    board is drawn once, however many readers it has.
    """
    board = plan(YEAR, DECIDED, WORDS, "ar", DEPLOYMENT)
    picture = Picture(drawn(board), board.caption)
    files = papers(YEAR, WORDS, "ar", DEPLOYMENT, actions=DECIDED, picture=picture)
    contents = (picture.png, *(file.content for file in files))
    hashes = [hashlib.sha256(content).hexdigest() for content in contents]
    changed = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "PYTHONPATH": "tests"}
    done = subprocess.run(  # noqa: S603 (our own interpreter on our own words)
        [sys.executable, "-c", ELSEWHERE],
        cwd=CHECKOUT,
        env={**os.environ, **changed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", *hashes, "False"]


async def test_what_cannot_be_drawn_leaves_the_rest() -> None:
    """A name in letters that no font has costs the picture, and nothing else."""

    async def draw(_: object) -> None:
        return None

    picture, files = await prepared(YEAR, (), WORDS, "en", DEPLOYMENT, draw=draw)
    assert picture is None
    assert [file.name.rpartition(".")[2] for file in files] == list(ATTACHED)
    assert b"<img" not in files[0].content


async def test_a_paper_alone_is_the_one_that_is_attached() -> None:
    """What is pulled by itself has the bytes of what went with the message."""

    async def draw(_: object) -> None:
        return None

    attached = papers(YEAR, WORDS, "uk", DEPLOYMENT, kinds=["csv"])
    _, pulled = await prepared(
        YEAR[::-1], (), WORDS, "uk", DEPLOYMENT, draw=draw, kinds=["csv"]
    )
    assert pulled == attached


async def test_a_process_that_is_lost_costs_the_picture_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where none can be begun, the digest goes without its picture, and is not lost."""

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("bot.flows.drawing.drawn_apart", full)
    monkeypatch.setattr("bot.flows.drawing.ProcessPoolExecutor", _Threads)
    async with drawing() as draw:
        assert await draw(plan(YEAR, (), WORDS, "en", DEPLOYMENT)) is None


class _Threads(ThreadPoolExecutor):
    """Stands in for processes, and takes what they are begun with."""

    def __init__(self, most: int, _context: object) -> None:
        super().__init__(most)
