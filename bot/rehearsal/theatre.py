"""One stage after another, and what can be done on it from a page.

A reset closes a stage, whose folder goes with it, and opens the next one; a page that
is open stays, and sees the new phones. Rule: of what takes a while, one thing at a
time.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from bot.conversation.events import Command
from bot.errors import SottoError
from bot.logs import log
from bot.rehearsal.board import Board
from bot.rehearsal.door import File
from bot.rehearsal.facts import Cover, Front, Progress, Search, Seat, Staff
from bot.rehearsal.stage import Stage, staged
from bot.rehearsal.thief import searchable
from bot.storyboard import page
from bot.words.marks import marks
from bot.words.phrases import Msg, Phrase

PAUSE = 0.25
"""Seconds between two people or two days, so that a newcomer can follow."""
OPENING = "Setting it up: a database, a vault, four phones. A few seconds …"
BROKEN = "Something inside broke. Please start over."

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]


class Start(msgspec.Struct, tag="start"):
    """Press Start on the survivor's phone, whose app speaks `guess`."""

    guess: Annotated[str, msgspec.Meta(max_length=35)] = ""


class Write(msgspec.Struct, tag="write"):
    """Send words."""

    seat: Seat
    text: Text


class Tap(msgspec.Struct, tag="tap"):
    """Press a button of a message."""

    seat: Seat
    message: int
    data: Annotated[str, msgspec.Meta(max_length=64)]


class Photograph(msgspec.Struct, tag="photo"):
    """Send a picture; there is none, only that one was sent."""

    seat: Seat


class Record(msgspec.Struct, tag="voice"):
    """Send a recording; there is no microphone, only that one was sent."""

    seat: Staff


class CloseBox(msgspec.Struct, tag="close"):
    """Put away the box above a phone."""

    seat: Seat


class Fifteen(msgspec.Struct, tag="fifteen"):
    """Let fifteen more people answer."""


class Weeks(msgspec.Struct, tag="weeks"):
    """Let two weeks pass."""


class Reset(msgspec.Struct, tag="reset"):
    """Start over with an empty folder."""


class Look(msgspec.Struct, tag="search"):
    """Search the stolen files."""

    words: Annotated[str, msgspec.Meta(max_length=200)]


OnPhone = Start | Write | Tap | Photograph | Record | CloseBox
"""What a person does on a phone."""
Act = OnPhone | Fifteen | Weeks | Reset | Look


@dataclass(slots=True)
class Theatre:
    """Holds the stage of the moment, None between two."""

    board: Board = field(default_factory=Board)
    pause: float = PAUSE
    stage: Stage | None = None
    _again: asyncio.Event = field(default_factory=asyncio.Event)
    _long: "asyncio.Task[None] | None" = None

    async def run(self, opened: Callable[[], None]) -> None:
        """Play until cancelled; call `opened` whenever a stage stands."""
        self.board.post("progress", Progress("opening", OPENING, 0))
        while True:
            self._again.clear()
            with tempfile.TemporaryDirectory(prefix="sotto-rehearsal-") as folder:
                async with staged(Path(folder), self.board) as stage:
                    self._begin(stage)
                    opened()
                    try:
                        await self._again.wait()
                    finally:
                        await self._end()

    async def do(self, act: Act) -> object:
        """Carry out an act; return what the page is to know of it, mostly nothing."""
        stage = self.stage
        match act:
            case Reset():
                self._again.set()
            case _ if stage is None:
                return None
            case Fifteen():
                self._begin_long(stage.fifteen_answer)
            case Weeks():
                self._begin_long(stage.two_weeks_pass)
            case Look():
                return await _looked(stage, act.words)
            case _:
                await played(stage, act)
                stage.stir()
        return None

    async def upload(self, seat: Staff, name: str, content: bytes) -> None:
        """Send a document from a phone of staff."""
        if self.stage is not None:
            await self.stage.cast[seat].upload(name, content)

    def file(self, name: str) -> File | None:
        """Return what lies on a phone under the platform's name of it."""
        return None if self.stage is None else self.stage.phones.files.get(name)

    def _begin(self, stage: Stage) -> None:
        self.stage = stage
        self.board.post("cover", cover(stage))
        self.board.post("progress", Progress("", "", 0))

    async def _end(self) -> None:
        self.stage = None
        self.board.post("progress", Progress("reset", "Starting over.", 0))
        if self._long is not None:
            self._long.cancel()
            with suppress(asyncio.CancelledError):
                await self._long
        self._long = None

    def _begin_long(self, act: Callable[[float], Awaitable[None]]) -> None:
        """Begin what takes a while, unless something such is going on already."""
        if self._long is None or self._long.done():
            self._long = asyncio.create_task(self._through(act))

    async def _through(self, act: Callable[[float], Awaitable[None]]) -> None:
        try:
            await act(self.pause)
        except SottoError as wrong:
            self.board.post("progress", Progress("failed", str(wrong), 1))
        except Exception as broken:  # noqa: BLE001 (nobody awaits it: the page must hear)
            log.warning("rehearsal_failed", error=type(broken).__name__)
            self.board.post("progress", Progress("failed", BROKEN, 1))


async def played(stage: Stage, act: OnPhone) -> None:
    """Do what a person does on a phone."""
    match act:
        case Start():
            await stage.cast["survivor"].start(stage.code, act.guess)
        case Write():
            await stage.say(act.seat, act.text)
        case Tap():
            await stage.cast[act.seat].tap(act.message, act.data)
        case Photograph():
            await stage.cast[act.seat].photograph()
        case Record():
            await stage.cast[act.seat].record()
        case CloseBox():
            stage.phones.close_box(stage.cast[act.seat].person)


async def _looked(stage: Stage, words: str) -> Search | None:
    """Search the stolen files, unless the words are too short to mean anything."""
    if not searchable(words):
        return None
    (found,) = await stage.thief.search((words,))
    return Search(words, found)


def board_of(stage: Stage, language: str) -> str:
    """Return every screen of the stage's deployment in a language it offers, or ""."""
    facts, deployment = stage.serving.facts, stage.serving.staff.deployment
    if language not in deployment.languages:
        return ""
    marked = marks(facts.edition, language)
    return page(facts.words, deployment, language, marked)


def cover(stage: Stage) -> Cover:
    """Return what stands on a phone before Start, and what the page says around it."""
    words = stage.serving.facts.words
    names = dict(words.language_names())

    def front(language: str) -> Front:
        def says(message: str) -> str:
            return words.say(language, Phrase(Msg(message)))

        commands = {c.value: says(f"command.{c.value}") for c in Command}
        return Front(names[language], says("D1"), says("D3"), commands)

    return Cover(
        home=str(stage.settings.home),
        programme=words.say("en", Phrase(stage.programme.name)),
        phones={language: front(language) for language in stage.settings.languages},
    )
