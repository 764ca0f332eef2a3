"""A real serving database and a real ledger, and ticks over them."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from answers import Vault, crowd, deployment, programme, seeded
from databases import migrated

from bot.deployment import Deployment
from bot.flows.gather import RoundKey, gather
from bot.responses import Response
from bot.store.ledger import Ledger
from bot.store.records import SealedRow, Work
from bot.store.sqlite import Store
from bot.themes.blur import Bits
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.coding import Coder, KeywordCoder
from bot.themes.gathering import Digest
from bot.weeks import Week

VAULT = Vault(bytes(range(32)))
HOUSE = deployment(programme("house"))
ENOUGH = 13
"""People who close a pool whatever its extra is."""


@dataclass
class Home:
    """A real serving database and a real ledger, and what is gathered from them."""

    store: Store
    ledger: Ledger
    folder: Path
    processes: int = 1
    coder: Coder = field(default_factory=KeywordCoder)
    progress: list[float] = field(default_factory=list)

    async def send(self, *responses: Response, vault: Vault = VAULT) -> list[SealedRow]:
        """Seal responses and let them rest."""
        rows = vault.rows(seeded(len(responses)), responses)
        rows = [replace(row, id=secrets.randbits(63)) for row in rows]
        rows = [replace(row, locator=secrets.token_bytes(16)) for row in rows]
        await self.store.commit(Work(sealed=tuple(rows)))
        return rows

    async def gather(
        self,
        week: int = 101,
        where: Deployment = HOUSE,
        keys: Sequence[RoundKey] = (VAULT.key,),
        bits: Bits = secrets.randbits,
        codebook: Codebook = SHIPPED,
    ) -> list[Digest]:
        """Run one tick and return what it released."""
        rows = await gather(
            self.store,
            self.ledger,
            keys,
            deployment=where,
            week=Week(week),
            coder=self.coder,
            leaves=lambda _: 20_000,
            processes=self.processes,
            progress=self.progress.append,
            bits=bits,
            codebook=codebook,
        )
        return [Digest.from_bytes(row.table) for row in rows]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Home]:
    """Open a home, a new one with nothing in it."""
    path = folder / "sotto.db"
    store = await Store.open(path if path.exists() else migrated(path))
    ledger = await Ledger.open(folder / "vault.db", create=True)
    try:
        yield Home(store, ledger, folder)
    finally:
        await ledger.close()
        await store.close()


def people_of(count: int, pool: str = "house", *, sent: int = 100) -> list[Response]:
    """Return one answer each of different people."""
    return crowd(seeded(count), count, pool, sent=sent)
