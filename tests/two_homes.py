"""A server and a vault in two homes of their own, and the stick between them."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deployments import Deployment, quicken, trial

from bot.carrier import accept, carry_in, carry_out
from bot.keeper import Gathering
from bot.keyring import new_vault_rounds
from bot.settings import Settings, load
from bot.weeks import Week, week_of

_MADE: dict[str, tuple[Path, str]] = {}


@dataclass
class TwoHomes:
    """The server that runs, the vault's home, and a folder that is the stick."""

    d: Deployment
    vault: Settings
    stick: Path

    @property
    def file(self) -> Path:
        """Return where the server writes what is carried."""
        return self.stick / "answers"

    @property
    def release(self) -> Path:
        """Return where the vault writes its release."""
        return self.stick / "release"

    async def out(self) -> None:
        """Carry out, on the server."""
        await carry_out(self.d.settings, self.file, week_of(self.d.clock.at))

    async def gather(self, passphrase: str = "") -> None:
        """Gather, on the vault's machine."""
        gathering = Gathering(self.vault, passphrase or self.d.passphrase, processes=1)
        at = self.d.clock.at
        await gathering.run_carried(self.file, self.release, at, lambda _: None)

    async def back(self) -> None:
        """Carry in, on the server."""
        await carry_in(self.d.settings, self.release, self.d.clock.at)

    async def week(self) -> None:
        """Do what a keeper does each week."""
        await self.out()
        await self.gather()
        await self.back()


def stays_here(home: Path) -> Settings:
    """Return the settings of a home, and of no other."""
    return load({"SOTTO_HOME": str(home)})


async def _vault(week: Week) -> tuple[Path, str]:
    """Make a vault's home once for all tests; making keys takes seconds."""
    if "vault" not in _MADE:
        place = Path(tempfile.mkdtemp(prefix="sotto-vault-"))
        home = place / "vault"
        made = await new_vault_rounds(stays_here(home), week, place / "keys", count=2)
        quicken(home / "vault", made.passphrase)
        _MADE["vault"] = (place, made.passphrase)
    return _MADE["vault"]


@asynccontextmanager
async def two_homes(folder: Path, quotes: str = "false") -> AsyncIterator[TwoHomes]:
    """Run a server whose keys were accepted from a vault in a home of its own."""
    async with trial(folder, SOTTO_QUOTES=quotes) as before:
        settings, clock = before.settings, before.clock
        place, phrase = await _vault(week_of(clock.at))
    await asyncio.to_thread(shutil.copytree, place, folder / "laptop")
    vault = stays_here(folder / "laptop" / "vault")
    await accept(
        settings,
        folder / "laptop" / "keys",
        week_of(clock.at),
        lambda _: True,
        vault_lost=True,
    )
    await asyncio.to_thread(shutil.rmtree, settings.vault_folder)
    stick = folder / "stick"
    stick.mkdir()
    async with trial(folder, clock=clock, SOTTO_QUOTES=quotes) as d:
        d.passphrase = phrase
        yield TwoHomes(d, vault, stick)
