"""New texts of a deployment's own, told to the people of each language, once.

Whoever adds a service or a helpline writes it in a language or two; the readers of the
others learn of it by one message that opens the first text. Rule: what was told is
noted before the next look, so a restart repeats nothing.
"""

from collections.abc import Iterator
from typing import Protocol

from bot.flows.desk.library import Library
from bot.flows.desk.room import NEW, Desk
from bot.store.records import StaffRow, TextWork, Work
from bot.words.standing import Standing, State


class Store(Protocol):
    """What telling news needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing."""

    async def announced(self) -> frozenset[tuple[str, str]]:
        """Return (language, id) of what was told."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""


async def tell_news(store: Store, desk: Desk, library: Library) -> None:
    """Tell the readers of each language which new texts need it."""
    languages = {m.language for m in await store.staff() if m.role == "reader"}
    known = await store.announced()
    for code in sorted(languages):
        new = [s for s in untranslated(library, code) if (code, s.id) not in known]
        if new and await desk.tell(new[0], NEW, len(new)):
            told = tuple((code, standing.id) for standing in new)
            await store.commit(Work(texts=TextWork(announced=told)))


def untranslated(library: Library, code: str) -> Iterator[Standing]:
    """Walk the deployment's own texts that a language lacks."""
    if library.edition.shipped.language(code) is None:
        return
    standings = library.shelf(code).standings
    for own in library.owns:
        if own.id and standings[own.id].state is State.MISSING:
            yield standings[own.id]
