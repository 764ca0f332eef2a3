"""Composition root of the desk: the vault lies open, a page is served, until it locks.

Rule: a sitting begins with the keeper's passphrase and ends for good. What it held is
gone with its process: the command that called it puts a new one in its place, since
nothing wipes a memory as surely as giving it back.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

from bot.errors.keys import NoKeyError
from bot.facts import Facts
from bot.flows import codings, paraphrasing
from bot.flows.overview import Batches, Shown
from bot.flows.overview import Store as Known
from bot.flows.passes import Progress
from bot.keeper import Gathering, Vault, coder_of, lent, read_by
from bot.loopback import ADDRESS, listening
from bot.reading.desk import Desk, Shuffle
from bot.reading.groups import Groups
from bot.reading.reasons import UNSAID
from bot.reading.search import Search, Shelf
from bot.reading.server import Page
from bot.reading.session import Clock, Session, awake_or_not
from bot.reports.names import bare, say
from bot.settings import Settings
from bot.themes.codetexts import read_texts
from bot.words.phrases import Phrase

Say = Callable[[str], None]
"""Told the address of the page, with the link that works once."""
_DICE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, ready to begin. `file` is what a server carried out, if one did."""

    settings: Settings
    passphrase: str = field(repr=False)
    file: Path | None
    port: int
    idle: float
    clock: Clock = awake_or_not

    async def hold(self, at: int, progress: Progress, say: Say) -> bool:
        """Open the vault in the week of `at` (seconds), and serve until it locks.

        Return whether it was stopped for good, by Ctrl+C, and not only locked.
        """
        async with self._opened(at) as vault:
            if not vault.seeds:
                raise NoKeyError(self.settings.vault_folder)
            here = self.file is None
            groups = await laid(vault, self.settings, progress, here=here)
            return await self._serve(groups, await self._shown(vault, at), say)

    async def _shown(self, vault: Vault, at: int) -> Shown:
        """Return what is shown of what was released, as far as it is known here."""
        known: Known = vault.store
        if self.file is not None:
            known = Batches(await vault.ledger.batches())
        facts = vault.facts
        deployment = await facts.deployment(vault.store)
        texts = await asyncio.to_thread(lambda: facts.code_texts)
        return Shown(known, facts.words, deployment, at, facts.codebook, texts)

    def _opened(self, at: int) -> AbstractAsyncContextManager[Vault]:
        gathering = Gathering(self.settings, self.passphrase)
        if self.file is None:
            return gathering.opened(at)
        return gathering.opened_carried(self.file, at)

    async def _serve(self, groups: Groups, shown: Shown, say: Say) -> bool:
        session = Session(self.idle, self.clock)
        loop, ends = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
        async with listening(Page(session, groups, shown).app(), self.port) as port:
            for name in ends:
                loop.add_signal_handler(name, session.stop)
            try:
                say(f"http://{ADDRESS}:{port}/#{session.link}")
                await session.watch()
            finally:
                for name in ends:
                    loop.remove_signal_handler(name)
        return session.stopped


async def laid(
    vault: Vault,
    settings: Settings,
    progress: Progress,
    *,
    here: bool,
    shuffle: Shuffle = _DICE.shuffle,
) -> Groups:
    """Lay out the desk over an open vault; `here` is the server on this machine."""
    shelves = {r.id: Shelf.of(r, vault.seeds[r.id]) for r in await vault.rounds()}
    for id_, shelf in shelves.items():
        knowing = (vault.store, vault.ledger)
        await codings.forget_taken_back(vault.ledger.shelf, knowing, id_, shelf.keys)
    facts, deployment = vault.facts, await vault.facts.deployment(vault.store)
    staff = tuple(one for one in facts.edition.shipped.languages if one.staff)
    forms = {form.name: form for form in deployment.forms}
    search = Search(vault.store, vault.ledger, forms, vault.week)
    found = await search.walk(list(shelves.values()), progress)
    desk = Desk(
        rows=vault.store,
        told=vault.ledger,
        rest=vault.ledger.shelf,
        shelves=shelves,
        deployment=deployment,
        words=facts.words,
        codebook=facts.codebook,
        explained=read_texts(
            settings.locales, [one.code for one in staff], facts.codebook
        ),
        coder=await coder_of(facts, await read_by(vault)),
        week=vault.week,
        path=_path(facts),
    )
    await desk.begin(found.pieces, shuffle)
    told = await vault.ledger.batches()
    return Groups(
        desk=desk,
        shelf=vault.ledger.shelf,
        batches={row.id: row for row in told if row.round in shelves},
        members=found.members,
        languages=staff,
        signed=_offering(vault, here=here),
    )


def _path(facts: Facts) -> Phrase | None:
    """Return what a reader who must act does first, None where nobody must."""
    agreed = facts.settings.focal_point.strip()
    if not facts.settings.duty_to_act:
        return None
    return bare(agreed) if agreed else say(UNSAID)


def _offering(vault: Vault, *, here: bool) -> Callable[[], Awaitable[None]]:
    """Return what offers signed words: here at once, else with a release."""

    async def offer() -> None:
        if here:
            rows = await paraphrasing.signed(vault.ledger.shelf, vault.seeds)
            await vault.store.offer_paraphrases(rows)
            await vault.store.offer_quotes(await lent(vault))

    return offer
