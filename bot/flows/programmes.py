"""What happens when an admin adds a service or prints a poster's link.

A code stands for a programme and a batch of posters, never for a person, and says
nothing in clear (`conversation.md`, deep link). A programme of fewer than k people
shares its family's code, so that its code cannot name its people.
"""

import re
import secrets
from collections.abc import Collection
from typing import Protocol

from bot.deployment import NETWORK, Programme
from bot.errors import (
    FamilyNeededError,
    NoSuchCodeError,
    NoSuchFormError,
    NoSuchProgrammeError,
    ProgrammeExistsError,
    ProgrammeIdError,
    ProgrammeNameError,
)
from bot.words.phrases import Own

CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
CODE_LENGTH = 12
"""60 bits: opaque, and short enough to type from a poster."""
LONGEST_NAME = 48
"""Characters of a programme's name, so that a button shows all of it."""
_ID = re.compile(r"[a-z][a-z0-9-]{0,23}")


class Store(Protocol):
    """What programmes need of the database."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def add_programme(self, programme: Programme, kind: str) -> None:
        """Keep a new one."""

    async def close_programme(self, programme: str) -> bool:
        """Offer it no longer; False where there is none."""

    async def revoke_code(self, code: str) -> bool:
        """Revoke a code; False where there is none."""

    async def add_code(self, code: str, pool: str) -> None:
        """Keep a poster's code."""


async def add(
    store: Store,
    programme: Programme,
    forms: Collection[str],
    languages: Collection[str],
) -> None:
    """Keep a new programme; raise what is wrong with it in one line."""
    if not _named(programme.name, languages):
        raise ProgrammeNameError(LONGEST_NAME)
    if programme.form not in forms:
        raise NoSuchFormError(programme.form)
    if not _ID.fullmatch(programme.id) or programme.id == NETWORK:
        raise ProgrammeIdError
    if programme.family and not _ID.fullmatch(programme.family):
        raise ProgrammeIdError
    if any(p.id == programme.id for p in await store.programmes()):
        raise ProgrammeExistsError(programme.id)
    await store.add_programme(programme, "service")


def _named(name: Own, languages: Collection[str]) -> bool:
    """Tell whether there is one short name, that can be shown, in each language."""
    return len(dict(name.texts)) == len(name.texts) and all(
        language in languages
        and text.strip()
        and text.isprintable()
        and len(text) <= LONGEST_NAME
        for language, text in name.texts
    )


async def link(store: Store, programme: str, k: int) -> str:
    """Make a new code for a programme's posters and return it."""
    found = await _found(store, programme)
    pool = found.id
    if found.expected_people < k:
        if not found.family:
            raise FamilyNeededError(found.id, k)
        pool = f"family:{found.family}"
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    await store.add_code(code, pool)
    return code


async def close(store: Store, programme: str) -> None:
    """Offer a programme no longer; answers that wait are still gathered."""
    if not await store.close_programme(programme):
        raise NoSuchProgrammeError(programme)


async def unlink(store: Store, code: str) -> None:
    """Revoke a poster's code: whoever scans it chooses from the list instead."""
    if not await store.revoke_code(code):
        raise NoSuchCodeError


async def _found(store: Store, programme: str) -> Programme:
    for one in await store.programmes():
        if one.id == programme:
            return one
    raise NoSuchProgrammeError(programme)
