"""Whole deployments for tests: a real home folder, a real database, real keys."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fakes import FakeDoor
from phones import Clock, Phone

from bot.app import Serving, serving
from bot.flows.drawing import Draw
from bot.keeper import Gathering
from bot.reports.paper import Picture
from bot.reports.plan import Board
from bot.settings import Settings, load
from bot.trial import make_trial, settings_file
from bot.vault import keys
from bot.weeks import DAY, Week, week_begins, week_of

_MADE: dict[str, tuple[Path, str]] = {}


@dataclass(repr=False)  # all texts of all languages, each time a fixture is shown
class Deployment:
    """A running trial: its serving side, its door, its clock, and its keeper."""

    serving: Serving
    door: FakeDoor
    clock: Clock
    settings: Settings
    passphrase: str

    def phone(self, person: int) -> Phone:
        """Return the phone of an account."""
        return Phone(person, self.serving, self.door, self.clock)

    async def gather(self, week: Week | None = None) -> None:
        """Let the vault gather once, as the keeper would; now, or in a later week."""
        at = self.clock.at if week is None else week_begins(week)
        gathering = Gathering(self.settings, self.passphrase, processes=1)
        await gathering.run(at, lambda _: None)

    async def code(self) -> str:
        """Return the poster's code of the trial's first service."""
        return (await self.serving.store.codes())[0][0]


def quicken(vault: Path, phrase: str) -> None:
    """Wrap the keys in a folder anew at a cost that tests can pay a thousand times.

    The cost stands in each file's head, so they are real key files all the same.
    """
    for path in vault.glob("*.key"):
        seed = keys.unwrap(path.read_bytes(), phrase)
        path.write_bytes(keys.wrap(seed, phrase, keys.Cost(64, 1, 1)))


def _template(clock: Clock) -> tuple[Path, str]:
    """Make a trial's home once for all tests; making a key takes a second."""
    if "home" not in _MADE:
        home = Path(tempfile.mkdtemp(prefix="sotto-template-")) / "home"
        settings_file(home)
        week = week_of(clock.at)
        phrase = asyncio.run(make_trial(load({"SOTTO_HOME": str(home)}), week))
        quicken(home / "vault", phrase)
        _MADE["home"] = (home, phrase)
    return _MADE["home"]


@dataclass(frozen=True)
class Copied:
    """A trial that nothing serves: its folder, and the keeper who can come to it."""

    home: Path
    passphrase: str
    clock: Clock

    async def gather(self, weeks: int = 3) -> None:
        """Let the vault gather once, some weeks from now."""
        settings = load({"SOTTO_HOME": str(self.home)})
        gathering = Gathering(settings, self.passphrase, processes=1)
        await gathering.run(self.clock.at + weeks * 7 * DAY, lambda _: None)


async def copied(folder: Path) -> Copied:
    """Make a trial deployment in a folder of its own, and serve nothing."""
    clock = Clock()
    template, phrase = await asyncio.to_thread(_template, clock)
    home = folder / "home"
    shutil.copytree(template, home)
    return Copied(home, phrase, clock)


async def linked(payload: str) -> str:
    """Return the link that a test's bot would have."""
    return f"https://t.me/test_bot?start={payload}"


@asynccontextmanager
async def drawn_nothing() -> AsyncIterator[Draw]:
    """Draw no picture: a process of its own for each message takes seconds."""

    async def draw(_board: Board) -> Picture | None:
        return None

    yield draw


@asynccontextmanager
async def trial(
    folder: Path,
    door: FakeDoor | None = None,
    clock: Clock | None = None,
    **variables: str,
) -> AsyncIterator[Deployment]:
    """Run a trial deployment in a folder of its own; run it again to restart it.

    Run beside another in the same folder, it is a second process. `variables` are
    settings that are not as in a trial.
    """
    clock, door = clock or Clock(), door or FakeDoor()
    template, phrase = await asyncio.to_thread(_template, clock)
    home = folder / "home"
    if not home.exists():
        shutil.copytree(template, home)
    settings = load({"SOTTO_HOME": str(home), **variables})
    async with serving(settings, door, now=clock, link=linked) as it:
        it.publisher.drawing = drawn_nothing
        yield Deployment(it, door, clock, settings, phrase)
