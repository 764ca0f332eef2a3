"""Readers that are no account: a channel or group, an e-mail address, a web address.

Each is a row of the staff table whose slot is a keyed hash of where it is, so that
one place gets nothing twice and nobody reads from the database which it is. Rule: a
channel gets digests and can ask for nothing, since no account has its slot.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from bot.deployment import Programme
from bot.errors.post import ChannelAddressError, ChannelThereError, NoSuchChannelError
from bot.errors.programmes import NoSuchProgrammeError
from bot.flows.acts import by_command
from bot.flows.staff import CHANNEL, Contact, HostKey, read_contact
from bot.settings import is_mailbox
from bot.store.records import ActRow, StaffRow
from bot.weeks import Week

MOST = 300
"""Characters of a web address: with its secret, what fits into a sealed contact."""
_PLAIN = re.compile(r"http://127\.0\.0\.1(?::\d{1,5})?(?:/[!-~]*)?")
_HOOK = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[!-~]*)?")


class Places(Protocol):
    """What turns an address into a keyed slot: the host key."""

    def place(self, address: str) -> bytes:
        """Return the slot of a channel, an address or a hook."""


class Host(HostKey, Places, Protocol):
    """What seals a channel's contact into a slot of its own."""


class Store(Protocol):
    """What keeping channels needs of the database."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def add_channel(self, row: StaffRow, act: ActRow) -> bool:
        """Keep a channel; False if there is one in its slot."""

    async def remove_staff(self, staff: int, act: ActRow) -> bool:
        """Remove a reader."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A reader that is no account, opened."""

    id: int
    programme: str
    contact: Contact


def kind_of(contact: Contact) -> str:
    """Return what a contact is: chat, mail or hook."""
    if contact.hook:
        return "hook"
    return "mail" if contact.mail else "chat"


def where(contact: Contact) -> str:
    """Return the address itself, as it was typed; of a chat its number."""
    return contact.hook or contact.mail or str(contact.chat)


def address_of(contact: Contact) -> str:
    """Return what a slot is made from: two ways to write one address are one."""
    place = where(contact)
    return f"{kind_of(contact)}:{place.lower() if contact.mail else place}"


def check_address(contact: Contact) -> None:
    """Raise where an address is none that anything could be brought to."""
    place, is_one = where(contact), True
    match kind_of(contact):
        case "hook":
            is_one = len(place) <= MOST and _is_hook(place)
        case "mail":
            is_one = is_mailbox(place)
        case _:
            is_one = contact.chat < 0
    if not is_one:
        raise ChannelAddressError


def _is_hook(place: str) -> bool:
    """Tell whether a web address is one, down to its port and the name of its host."""
    if not (_PLAIN.fullmatch(place) or _HOOK.fullmatch(place)):
        return False
    try:
        parts = urlsplit(place)
        return parts.port != 0 and bool((parts.hostname or "").encode("idna"))
    except ValueError:
        return False


async def check_new(
    store: Store, host: Host, contact: Contact, programme: str
) -> bytes:
    """Return the slot of a new channel; raise where it is none, or is there already."""
    check_address(contact)
    if programme and all(p.id != programme for p in await store.programmes()):
        raise NoSuchProgrammeError(programme)
    slot = host.place(address_of(contact))
    if any(row.slot == slot for row in await store.staff()):
        raise ChannelThereError
    return slot


async def add(
    store: Store, host: Host, contact: Contact, programme: str, week: Week
) -> int:
    """Keep a channel and return its id; "" is every programme."""
    slot = await check_new(store, host, contact, programme)
    sealed = host.seal(slot, msgspec.msgpack.encode(contact))
    row = StaffRow(secrets.randbits(63), slot, sealed, CHANNEL, programme)
    act = by_command(week, "staff channel add", kind_of(contact), programme)
    if not await store.add_channel(row, act):
        raise ChannelThereError
    return row.id


async def remove(store: Store, id_: int, week: Week) -> None:
    """Remove a channel: nothing is sent there any more."""
    if all(row.id != id_ for row in _channels(await store.staff())):
        raise NoSuchChannelError
    await store.remove_staff(id_, by_command(week, "staff channel remove", str(id_)))


async def channel(store: Store, host: Host, id_: int) -> Channel:
    """Return one channel, opened."""
    for row in _channels(await store.staff()):
        if row.id == id_:
            return _opened(host, row)
    raise NoSuchChannelError


def channel_lines(host: Host, rows: Sequence[StaffRow]) -> list[str]:
    """Return a line for each channel: id, service, kind, where, language."""
    opened = sorted(
        (_opened(host, row) for row in _channels(rows)),
        key=lambda it: (it.programme, kind_of(it.contact), where(it.contact)),
    )
    return ["\t".join(_line(it)) for it in opened]


def _line(it: Channel) -> tuple[str, ...]:
    place, contact = it.programme or "all programmes", it.contact
    return str(it.id), place, kind_of(contact), where(contact), contact.language


def _channels(rows: Sequence[StaffRow]) -> Iterator[StaffRow]:
    return (row for row in rows if row.role == CHANNEL)


def _opened(host: Host, row: StaffRow) -> Channel:
    return Channel(row.id, row.programme, read_contact(host, row))
