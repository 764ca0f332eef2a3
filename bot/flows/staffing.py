"""What happens when an admin changes or removes somebody of the staff.

Each act is checked and written down in the transaction that carries it out. Rule: an
id is all that is known here; who a member is stands nowhere in the clear.
"""

from collections.abc import Iterator
from typing import Protocol

from bot.deployment import Programme
from bot.errors.post import ChannelRoleError
from bot.errors.programmes import LastAdminError, NoSuchProgrammeError, NoSuchStaffError
from bot.flows.acts import by_command
from bot.flows.staff import CHANNEL, Role
from bot.store.records import ActRow, StaffRow
from bot.weeks import Week


class Store(Protocol):
    """What changing the staff needs of the database."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def change_staff(
        self, staff: int, role: str, programme: str, act: ActRow
    ) -> bool:
        """Change a member; False for nobody and for the last admin."""

    async def remove_staff(self, staff: int, act: ActRow) -> bool:
        """Remove a member; False for nobody and for the last admin."""

    async def end_invites(self, act: ActRow) -> bool:
        """Let no invitation bind anybody any more; False if none was open."""


def staff_lines(members: list[StaffRow]) -> list[str]:
    """Return a line for each member: id, role, programme, and organisation if given."""
    ordered = sorted(members, key=lambda m: (m.role, m.programme, m.id))
    return ["\t".join(_parts(member)) for member in ordered]


def _parts(member: StaffRow) -> Iterator[str]:
    yield from (str(member.id), member.role, member.programme or "all programmes")
    if member.organisation:
        yield member.organisation


async def change(
    store: Store, staff: int, role: Role | None, programme: str | None, week: Week
) -> None:
    """Give a member another role or programme; None leaves it, "" is all of them."""
    member = await _found(store, staff)
    if role and member.role == CHANNEL:
        raise ChannelRoleError
    if programme and all(p.id != programme for p in await store.programmes()):
        raise NoSuchProgrammeError(programme)
    new_role = role or member.role
    new_programme = member.programme if programme is None else programme
    act = by_command(week, "staff change", str(staff), new_role, new_programme)
    if not await store.change_staff(staff, new_role, new_programme, act):
        raise LastAdminError


async def remove(store: Store, staff: int, week: Week) -> None:
    """Remove a member: nothing is answered or sent to that account any more."""
    await _found(store, staff)
    act = by_command(week, "staff remove", str(staff))
    if not await store.remove_staff(staff, act):
        raise LastAdminError


async def uninvite(store: Store, week: Week) -> bool:
    """End every open invitation, whoever has its link; False if none was open."""
    return await store.end_invites(by_command(week, "staff uninvite"))


async def _found(store: Store, staff: int) -> StaffRow:
    for member in await store.staff():
        if member.id == staff:
            return member
    raise NoSuchStaffError
