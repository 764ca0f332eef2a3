"""A parcel in a chat: each of its messages once, and buttons for accounts alone."""

from dataclasses import replace

import pytest
from fakes import FakeDoor
from post.parcels import HOST, PAPERS, PARCEL, PNG, READER, Clock
from typing_extensions import override

from bot.flows.doors import Later
from bot.flows.staff import Contact
from bot.post.chats import Chats
from bot.post.ways import posts
from bot.settings import load

DESIGNER, CHANNEL = Contact(42, "uk"), Contact(-1001234567890, "uk")


class Stumbling(FakeDoor):
    """Asks for a pause at the second paper, once."""

    stumbled = False

    @override
    async def give(self, chat: int, name: str, content: bytes, says: str = "") -> int:
        """Give a document, but not the second one at first."""
        if name == PAPERS[1].name and not self.stumbled:
            self.stumbled = True
            raise Later(60)
        return await super().give(chat, name, content, says)


async def test_text_picture_and_papers_come_in_this_order() -> None:
    """The picture's facts stand below it in words."""
    door = FakeDoor()
    await Chats(door).deliver(DESIGNER, PARCEL)
    shown = [message.text for message in door.chats[42].values()]
    assert shown[:2] == [PARCEL.text, "🖼 Безпечно: більшість"]
    assert [name for _, name, _ in door.given] == [
        "picture.png",
        *(paper.name for paper in PAPERS),
    ]
    assert door.given[0][2] == PNG


async def test_a_channel_gets_no_buttons() -> None:
    """Whoever reads it is no account of the staff."""
    door = FakeDoor()
    for contact in (DESIGNER, CHANNEL):
        await Chats(door).deliver(contact, PARCEL)
    rows = [next(iter(door.chats[c.chat].values())).rows for c in (DESIGNER, CHANNEL)]
    assert rows == [PARCEL.rows, ()]


async def test_the_next_try_goes_on_where_it_stopped() -> None:
    """What came is not sent again; a parcel that came whole may come again."""
    door = Stumbling()
    way = Chats(door)
    with pytest.raises(Later):
        await way.deliver(CHANNEL, PARCEL)
    await way.deliver(CHANNEL, PARCEL)
    assert len(door.chats[CHANNEL.chat]) == 2 + len(PAPERS)
    await way.deliver(CHANNEL, PARCEL)
    assert len(door.chats[CHANNEL.chat]) == 2 * (2 + len(PAPERS))


async def test_an_answer_between_two_tries_repeats_nothing() -> None:
    """Its words are others by then; its number and its day are the same."""
    door = Stumbling()
    way = Chats(door)
    with pytest.raises(Later):
        await way.deliver(DESIGNER, PARCEL)
    await way.deliver(DESIGNER, replace(PARCEL, text="Planned.", picture=None))
    assert [name for _, name, _ in door.given] == [
        "picture.png",
        *(paper.name for paper in PAPERS),
    ]
    texts = [message.text for message in door.chats[42].values()]
    assert texts.count(PARCEL.text) == 1
    assert "Planned." not in texts


async def test_what_stopped_half_way_begins_anew_on_the_next_day() -> None:
    """Though it says the same: the words come first, and the rest after them."""
    door = Stumbling()
    way = Chats(door)
    with pytest.raises(Later):
        await way.deliver(CHANNEL, PARCEL)
    came = len(door.chats[CHANNEL.chat])
    await way.deliver(CHANNEL, replace(PARCEL, turn=7))
    assert len(door.chats[CHANNEL.chat]) == came + 2 + len(PAPERS)


def test_the_way_follows_from_the_contact() -> None:
    """A web address, an e-mail address, else a chat."""
    ways = posts(load({"SOTTO_HOME": "/nowhere"}), FakeDoor(), HOST, Clock())
    hook = Contact(0, "en", hook="https://hope.example", secret="whsec_")  # noqa: S106 (none)
    assert ways(hook) is ways.hook
    assert ways(READER) is ways.mail
    assert ways(CHANNEL) is ways(DESIGNER) is ways.chats
    assert not ways.trouble
