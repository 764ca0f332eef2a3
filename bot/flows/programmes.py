"""What happens when an admin adds a service or prints a poster's link.

A code stands for a programme and a batch of posters, never for a person, and says
nothing in clear (`conversation.md`, deep link). A programme of fewer than k people
shares its family's code, so that its code cannot name its people.
"""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.deployment import NETWORK, Programme, Rhythm
from bot.errors.programmes import (
    FamilyNeededError,
    NoSuchCodeError,
    NoSuchProgrammeError,
    NoSuchZoneError,
    PostersNameItError,
    ProgrammeExistsError,
    ProgrammeIdError,
    ProgrammeNameError,
    TooManyCodesError,
)
from bot.errors.settings import NoSuchFormError
from bot.flows.acts import by_command
from bot.flows.schedule import is_zone
from bot.store.records import ActRow
from bot.weeks import Week
from bot.words.phrases import Own

CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
CODE_LENGTH = 12
"""60 bits: opaque, and short enough to type from a poster."""
LONGEST_NAME = 48
"""Characters of a programme's name, so that a button shows all of it."""
MOST_CODES = 50
"""Codes that may lead to one pool at a time: more posters nobody can take down."""
_ID = re.compile(r"[a-z][a-z0-9-]{0,23}")


class Store(Protocol):
    """What programmes need of the database."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def add_programme(self, programme: Programme, kind: str, act: ActRow) -> None:
        """Keep a new one."""

    async def change_programme(self, programme: Programme, act: ActRow) -> bool:
        """Rewrite one; False where there is none."""

    async def close_programme(self, programme: str, act: ActRow) -> bool:
        """Offer it no longer; False where there is none."""

    async def codes(self) -> list[tuple[str, str]]:
        """Return (poster code, pool) of the codes in use."""

    async def revoke_code(self, code: str, act: ActRow) -> bool:
        """Revoke a code; False where there is none."""

    async def add_code(self, code: str, pool: str, most: int, act: ActRow) -> bool:
        """Keep a poster's code; False if `most` lead there already."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different of a programme; None leaves it as it stands.

    `names` are pairs (language, name): a language that is not named keeps its own.
    """

    names: tuple[tuple[str, str], ...] = ()
    family: str | None = None
    form: str | None = None
    people: int | None = None
    digest_day: int | None = None
    every: Rhythm | None = None
    zone: str | None = None

    def of(self, it: Programme) -> Programme:
        """Return the programme as it is to be."""
        return replace(
            it,
            name=Own(tuple({**dict(it.name.texts), **dict(self.names)}.items())),
            family=it.family if self.family is None else self.family,
            form=it.form if self.form is None else self.form,
            expected_people=self.people or it.expected_people,
            digest_day=it.digest_day if self.digest_day is None else self.digest_day,
            every=self.every or it.every,
            zone=it.zone if self.zone is None else self.zone,
        )


async def add(
    store: Store,
    programme: Programme,
    forms: Collection[str],
    languages: Collection[str],
    week: Week,
) -> None:
    """Keep a new programme; raise what is wrong with it in one line."""
    _check_name(programme.name, languages)
    _check(programme, forms)
    if any(p.id == programme.id for p in await store.programmes()):
        raise ProgrammeExistsError(programme.id)
    act = by_command(week, "programme add", programme.id)
    await store.add_programme(programme, "service", act)


async def edit(  # noqa: PLR0913, PLR0917 (of what, what, held to which rules, when)
    store: Store,
    programme: str,
    changes: Edit,
    forms: Collection[str],
    languages: Collection[str],
    k: int,
    week: Week,
) -> Programme:
    """Change a programme and return it; raise what is wrong with it in one line."""
    _check_name(Own(changes.names), languages)
    edited = changes.of(await _found(store, programme))
    _check(edited, forms)
    named = any(pool == programme for _, pool in await store.codes())
    if edited.expected_people < k and named:
        raise PostersNameItError(programme, k)
    await store.change_programme(edited, by_command(week, "programme edit", programme))
    return edited


def _check(programme: Programme, forms: Collection[str]) -> None:
    if programme.form not in forms:
        raise NoSuchFormError(programme.form)
    if not _ID.fullmatch(programme.id) or programme.id == NETWORK:
        raise ProgrammeIdError
    if programme.family and not _ID.fullmatch(programme.family):
        raise ProgrammeIdError
    if not is_zone(programme.zone):
        raise NoSuchZoneError(programme.zone)


def _check_name(name: Own, languages: Collection[str]) -> None:
    if not _named(name, languages):
        raise ProgrammeNameError(LONGEST_NAME)


def _named(name: Own, languages: Collection[str]) -> bool:
    """Tell whether there is one short name, that can be shown, in each language."""
    return len(dict(name.texts)) == len(name.texts) and all(
        language in languages
        and text.strip()
        and text.isprintable()
        and len(text) <= LONGEST_NAME
        for language, text in name.texts
    )


def alone(programme: Programme, programmes: Sequence[Programme]) -> bool:
    """Tell whether a programme is the only one of its family, which is then none."""
    family = [p for p in programmes if p.family and p.family == programme.family]
    return len(family) == 1


async def link(store: Store, programme: str, k: int, week: Week) -> str:
    """Make a new code for a programme's posters and return it."""
    pool = pool_of(await _found(store, programme), k)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    act = by_command(week, "programme link", programme)
    if not await store.add_code(code, pool, MOST_CODES, act):
        raise TooManyCodesError(programme, MOST_CODES)
    return code


def pool_of(programme: Programme, k: int) -> str:
    """Return where a programme's codes lead: to its family's if it is small."""
    if programme.expected_people >= k:
        return programme.id
    if not programme.family:
        raise FamilyNeededError(programme.id, k)
    return f"family:{programme.family}"


async def linked(store: Store, programme: str, code: str, k: int) -> str:
    """Return a code in use if it leads where this programme's posters lead."""
    pool = pool_of(await _found(store, programme), k)
    if (code, pool) not in await store.codes():
        raise NoSuchCodeError
    return code


async def close(store: Store, programme: str, week: Week) -> None:
    """Offer a programme no longer; answers that wait are still gathered."""
    act = by_command(week, "programme close", programme)
    if not await store.close_programme(programme, act):
        raise NoSuchProgrammeError(programme)


async def unlink(store: Store, code: str, week: Week) -> None:
    """Revoke a poster's code: whoever scans it chooses from the list instead."""
    pool = dict(await store.codes()).get(code, "")
    if not await store.revoke_code(code, by_command(week, "programme unlink", pool)):
        raise NoSuchCodeError


async def _found(store: Store, programme: str) -> Programme:
    for one in await store.programmes():
        if one.id == programme:
            return one
    raise NoSuchProgrammeError(programme)
