"""Readers that are no account get digests, and can do nothing else."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from databases import migrated, opened
from deployments import trial

from bot.deployment import NETWORK
from bot.errors.post import (
    ChannelAddressError,
    ChannelRoleError,
    ChannelThereError,
    NoSuchChannelError,
)
from bot.errors.programmes import NoSuchProgrammeError
from bot.flows.acts import act_lines
from bot.flows.channels import add, channel_lines, check_address, remove
from bot.flows.staff import CHANNEL, Contact, designers_of, read_contact
from bot.flows.staffing import change
from bot.store.records import StaffRow
from bot.store.sqlite import Store
from bot.vault.resting import HostKey
from bot.weeks import Week

W = Week(100)
HOST = HostKey(bytes(32))
TEAM = Contact(-1001234567890, "uk")
MAIL = Contact(0, "en", mail="Team@hope.example")
HOOK = Contact(0, "en", hook="https://hope.example/s", secret="whsec_" + "A" * 44)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store over a real file."""
    async with opened(migrated(tmp_path / "sotto.db")) as it:
        yield it


async def test_a_channel_is_added_listed_and_removed(store: Store) -> None:
    """Each kind by its address; the log names the kind alone."""
    ids = [await add(store, HOST, it, "", W) for it in (HOOK, MAIL, TEAM)]
    lines = channel_lines(HOST, await store.staff())
    assert [line.split("\t")[1:] for line in lines] == [
        ["all programmes", "chat", "-1001234567890", "uk"],
        ["all programmes", "hook", "https://hope.example/s", "en"],
        ["all programmes", "mail", "Team@hope.example", "en"],
    ]
    await remove(store, ids[0], W)
    assert len(await store.staff()) == 2
    log = "\n".join(act_lines(await store.acts()))
    assert "staff channel add mail" in log
    assert f"staff channel remove {ids[0]}" in log
    assert "hope.example" not in log


async def test_nothing_of_an_address_stands_on_the_disk(
    store: Store, tmp_path: Path
) -> None:
    """Only who has the host key reads where digests go, or can test an address."""
    await add(store, HOST, MAIL, "", W)
    await store.settle()
    with closing(sqlite3.connect(tmp_path / "sotto.db")) as db:
        ((slot, contact),) = db.execute("SELECT slot, contact FROM staff")
    assert b"hope" not in (tmp_path / "sotto.db").read_bytes().lower()
    assert slot == HOST.place("mail:team@hope.example")
    assert slot != HostKey(bytes([1]) * 32).place("mail:team@hope.example")
    assert len(contact) < 200


async def test_one_place_gets_nothing_twice(store: Store) -> None:
    """However its address is written."""
    await add(store, HOST, MAIL, "", W)
    with pytest.raises(ChannelThereError):
        await add(store, HOST, Contact(0, "uk", mail="team@HOPE.example"), "", W)
    with pytest.raises(NoSuchProgrammeError):
        await add(store, HOST, TEAM, "nowhere", W)
    assert len(await store.staff()) == 1


async def test_a_channel_has_no_other_role(store: Store) -> None:
    """It becomes no admin, and an account's id is no channel's."""
    id_ = await add(store, HOST, TEAM, "", W)
    with pytest.raises(ChannelRoleError):
        await change(store, id_, "admin", None, W)
    person = await store.add_staff(bytes(16), b"sealed", "designer", "")
    with pytest.raises(NoSuchChannelError):
        await remove(store, person, W)
    assert {m.role for m in await store.staff()} == {CHANNEL, "designer"}


def test_no_account_has_a_channels_slot() -> None:
    """Not even one whose number is the address, letter for letter."""
    address = "mail:a@b"
    assert HOST.slot(int.from_bytes(address.encode(), "big")) != HOST.place(address)


async def test_a_channel_can_ask_for_nothing(tmp_path: Path) -> None:
    """Even a row that stands in an account's slot opens no command."""
    async with trial(tmp_path) as d:
        host, person = d.serving.staff.host, 42
        slot = host.slot(person)
        sealed = host.seal(slot, msgspec.msgpack.encode(Contact(person, "en")))
        row = StaffRow(1, slot, sealed, CHANNEL, "")
        act = (await d.serving.store.acts())[0]
        assert await d.serving.store.add_channel(row, act)
        await d.serving.reread()
        phone = d.phone(person)
        await phone.write("/themes")
        await phone.write("/log")
        assert "command line" not in phone.screen
        assert "Which" not in phone.screen


async def test_a_channel_gets_what_a_designer_of_its_service_gets(
    tmp_path: Path,
) -> None:
    """Its own pool and those above, and never another service's."""
    async with trial(tmp_path) as d:
        store, deployment = d.serving.store, d.serving.staff.deployment
        own, other = (p.id for p in deployment.programmes[:2])
        host = HostKey(bytes(32))
        id_ = await add(store, host, TEAM, own, W)
        staff = await store.staff()
        pools = (own, other, NETWORK)
        got = [designers_of(pool, staff, deployment) for pool in pools]
        assert got == [(id_,), (), (id_,)]


def test_a_contact_that_rested_before_opens_as_it_did() -> None:
    """What was sealed with a chat and a language has no other way."""
    slot = HOST.slot(42)
    old = HOST.seal(slot, msgspec.msgpack.encode({"chat": 42, "language": "uk"}))
    row = StaffRow(1, slot, old, "designer", "")
    assert read_contact(HOST, row) == Contact(42, "uk")
    assert msgspec.msgpack.encode(Contact(42, "uk")) == msgspec.msgpack.encode(
        {"chat": 42, "language": "uk"}
    )


GOOD = [
    Contact(-5, "en"),
    Contact(0, "en", mail="a.b+c@mail.hope.example"),
    Contact(0, "en", hook="https://hope.example"),
    Contact(0, "en", hook="https://192.168.1.5:8443/a?b=c"),
    Contact(0, "en", hook="http://127.0.0.1:8000/x"),
    Contact(0, "en", hook="https://hope.example/" + "x" * 279),
]
BAD = [
    Contact(42, "en"),
    Contact(0, "en"),
    *(
        Contact(0, "en", mail=mail)
        for mail in (
            "team",
            "a@b c",
            "a@b\nBcc: c@d",
            "A <a@b.example>",
            "a,b@c.example",
        )
    ),
    Contact(0, "en", mail="é@hope.example"),
    Contact(0, "en", mail="a@" + "b" * 200 + ".example"),
    *(
        Contact(0, "en", hook=hook)
        for hook in (
            "http://hope.example",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "https://user:word@hope.example/",
            "https://hope.example/ x",
            "https://hope.example/\r\nX: y",
            "ftp://hope.example",
            "https://",
            "https://../",
            "https://hope..example/",
            "https://hope.example:99999/",
            "http://127.0.0.1:0/",
            "https://" + "a" * 70 + ".example/",
            "https://hope.example/" + "x" * 280,
        )
    ),
]


@pytest.mark.parametrize("contact", GOOD)
def test_an_address_that_can_be_reached_fits(contact: Contact) -> None:
    """With its secret, it fits into what rests."""
    check_address(contact)
    whole = msgspec.structs.replace(contact, secret="x" * 50)
    HOST.seal(bytes(16), msgspec.msgpack.encode(whole))


@pytest.mark.parametrize("contact", BAD)
def test_what_is_no_address_is_refused(contact: Contact) -> None:
    """Nor is a chat of one person's a channel, nor clear text a way."""
    with pytest.raises(ChannelAddressError):
        check_address(contact)
