"""Staff over a year: they change and go, and one admin always stays."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from databases import migrated, opened

from bot.errors.programmes import LastAdminError, NoSuchProgrammeError, NoSuchStaffError
from bot.flows.acts import act_lines
from bot.flows.staff import INVITATION, invite
from bot.flows.staffing import change, remove, staff_lines, uninvite
from bot.store.records import StaffRow
from bot.store.sqlite import Store
from bot.weeks import Week

W = Week(100)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store over a real file."""
    async with opened(migrated(tmp_path / "sotto.db")) as it:
        yield it


async def hire(store: Store, *roles: str) -> list[int]:
    """Bind an account to each role."""
    return [
        await store.add_staff(bytes([n]) * 16, b"sealed", role, "")
        for n, role in enumerate(roles)
    ]


async def test_the_last_admin_stays(store: Store) -> None:
    """Neither removing nor changing takes away the only admin, and nothing is said."""
    admin, _ = await hire(store, "admin", "designer")
    with pytest.raises(LastAdminError):
        await remove(store, admin, W)
    with pytest.raises(LastAdminError):
        await change(store, admin, "designer", None, W)
    assert {m.role for m in await store.staff()} == {"admin", "designer"}
    assert await store.acts() == []


async def test_one_of_two_admins_may_go(store: Store) -> None:
    """The second admin then is the last one."""
    first, second = await hire(store, "admin", "admin")
    await change(store, first, "coordinator", None, W)
    with pytest.raises(LastAdminError):
        await remove(store, second, W)
    await change(store, first, "admin", None, W)
    await remove(store, second, W)
    assert [m.id for m in await store.staff()] == [first]


async def test_an_id_that_nobody_has_is_told(store: Store) -> None:
    """A mistyped id changes nothing and points to the list."""
    with pytest.raises(NoSuchStaffError, match="staff list"):
        await remove(store, 1, W)
    with pytest.raises(NoSuchStaffError):
        await change(store, 1, "admin", None, W)


async def test_a_service_that_is_not_there_is_told(store: Store) -> None:
    """Nobody is moved to a service that does not exist."""
    (one,) = await hire(store, "designer")
    with pytest.raises(NoSuchProgrammeError):
        await change(store, one, None, "nowhere", W)


async def test_the_list_tells_roles_and_not_people(store: Store) -> None:
    """A line has an id, a role and a service, and nothing that was sealed."""
    (one,) = await hire(store, "designer")
    assert staff_lines(await store.staff()) == [f"{one}\tdesigner\tall programmes"]


def test_an_organisation_is_listed_where_it_is_another() -> None:
    """The deployment's own goes without saying."""
    member = StaffRow(1, b"", b"", "designer", "p1", organisation="Shelter A")
    assert staff_lines([member]) == ["1\tdesigner\tp1\tShelter A"]


async def test_every_act_is_written_down(store: Store) -> None:
    """Changing and removing stand in the log with their week."""
    _, one = await hire(store, "admin", "designer")
    await change(store, one, "coordinator", None, W)
    await remove(store, one, Week(W + 1))
    assert act_lines(await store.acts()) == [
        f"2025-12-08  command line  staff remove {one}",
        f"2025-12-01  command line  staff change {one} coordinator",
    ]


async def test_open_invitations_end_together(store: Store) -> None:
    """A link that was given binds nobody any more, and the act stands in the log."""
    assert not await uninvite(store, W)
    secret = await invite(store, "admin", W)
    assert await uninvite(store, W)
    hash_ = hashlib.sha256(secret.removeprefix(INVITATION).encode()).digest()
    assert await store.redeem(hash_, bytes(16), b"sealed", W) is None
    assert [a.what for a in await store.acts()].count("staff uninvite") == 1
