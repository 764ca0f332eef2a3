"""Composition root of the desk: the vault lies open, a page is served, until it locks.

Rule: a sitting begins with the keeper's passphrase and ends for good. What it held is
gone with its process: the command that called it puts a new one in its place, since
nothing wipes a memory as surely as giving it back.
"""

import asyncio
import resource
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

from bot.errors import NoKeyError
from bot.facts import Facts
from bot.flows import codings, offers, paraphrasing
from bot.flows.passes import Progress
from bot.keeper import Gathering, Vault, coder_of
from bot.loopback import ADDRESS, listening
from bot.reading.desk import Desk
from bot.reading.groups import Groups
from bot.reading.search import Search, Shelf
from bot.reading.server import Page
from bot.reading.session import Clock, Session
from bot.settings import Settings
from bot.store.records import BatchRow
from bot.themes.codetexts import read_texts

Say = Callable[[str], None]
"""Told the address of the page, with the link that works once."""
UNSAID = (
    "No focal point is named in sotto.toml (focal_point). Go the path that your"
    " organisation wrote down, now."
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, ready to begin. `file` is what a server carried out, if one did."""

    settings: Settings
    passphrase: str = field(repr=False)
    file: Path | None
    port: int
    idle: float
    clock: Clock = time.monotonic

    async def hold(self, at: int, progress: Progress, say: Say) -> bool:
        """Open the vault in the week of `at` (seconds), and serve until it locks.

        Return whether it was stopped for good, by Ctrl+C, and not only locked.
        """
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        async with self._opened(at) as vault:
            if not vault.seeds:
                raise NoKeyError(self.settings.vault_folder)
            groups = await self._groups(vault, progress)
            return await self._serve(groups, say)

    def _opened(self, at: int) -> AbstractAsyncContextManager[Vault]:
        gathering = Gathering(self.settings, self.passphrase)
        if self.file is None:
            return gathering.opened(at)
        return gathering.opened_carried(self.file, at)

    async def _groups(self, vault: Vault, progress: Progress) -> Groups:
        rounds = await vault.rounds()
        shelves = {one.id: Shelf.of(one, vault.seeds[one.id]) for one in rounds}
        for id_, shelf in shelves.items():
            await codings.forget_taken_back(
                vault.ledger.shelf, (vault.store, vault.ledger), id_, shelf.keys
            )
        deployment = await vault.facts.deployment(vault.store)
        desk = Desk(
            rows=vault.store,
            told=vault.ledger,
            rest=vault.ledger.shelf,
            shelves=shelves,
            deployment=deployment,
            words=vault.facts.words,
            codebook=vault.facts.codebook,
            explained=read_texts(
                self.settings.locales, _of_staff(vault.facts), vault.facts.codebook
            ),
            coder=coder_of(vault.facts),
            week=vault.week,
            path=self._path(vault.facts),
        )
        forms = {form.name: form for form in deployment.forms}
        search = Search(vault.store, vault.ledger, forms, vault.week)
        found = await search.walk(list(shelves.values()), progress)
        await desk.begin(found, SystemRandom().shuffle)
        return Groups(
            desk=desk,
            shelf=vault.ledger.shelf,
            batches=await _batches(vault, shelves),
            members=found.members,
            languages=_of_staff(vault.facts),
            signed=self._offering(vault),
        )

    def _path(self, facts: Facts) -> str:
        """Return what a reader who must act does first, "" where nobody must."""
        if not facts.settings.duty_to_act:
            return ""
        return facts.settings.focal_point.strip() or UNSAID

    def _offering(self, vault: Vault) -> Callable[[], Awaitable[None]]:
        """Return what offers signed paraphrases: here at once, else with a release."""

        async def offer() -> None:
            if self.file is None:
                rows = await paraphrasing.signed(vault.ledger.shelf, vault.seeds)
                await offers.offer(vault.store, rows)

        return offer

    async def _serve(self, groups: Groups, say: Say) -> bool:
        """Serve the page until it locks; True where the keeper stopped it for good."""
        session = Session(self.idle, self.clock)
        async with listening(Page(session, groups).app(), self.port) as port:
            say(f"http://{ADDRESS}:{port}/#{session.link}")
            loop = asyncio.get_running_loop()
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, session.stop)
            await session.watch()
        return session.stopped


async def _batches(vault: Vault, shelves: Mapping[str, Shelf]) -> dict[str, BatchRow]:
    """Return what was told of the rounds that are open here, by batch."""
    rows = await vault.ledger.batches()
    return {row.id: row for row in rows if row.round in shelves}


def _of_staff(facts: Facts) -> tuple[str, ...]:
    """Return the languages in which staff read everything."""
    return tuple(one.code for one in facts.edition.shipped.languages if one.staff)
