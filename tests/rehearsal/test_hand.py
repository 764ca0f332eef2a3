"""A hand on a phone: what is typed and tapped becomes what arrives."""

import asyncio

import pytest

from bot.conversation.events import (
    Called,
    Command,
    Event,
    Other,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.flows.doors import Arrival
from bot.rehearsal.door import Phones, press_id
from bot.rehearsal.hand import Hand, Updates, pressed, some_account, typed

PERSON = 7_000_000_001


class Listener:
    """Keeps what arrives, and lets a test hold it up."""

    def __init__(self) -> None:
        self.begun: list[Event] = []
        self.arrived: list[Arrival] = []
        self.open = asyncio.Event()
        self.open.set()

    async def receive(self, arrival: Arrival) -> None:
        """Keep it, when it may."""
        self.begun.append(arrival.event)
        await self.open.wait()
        self.arrived.append(arrival)


def _hand(listener: Listener) -> Hand:
    return Hand(PERSON, Phones(lambda: 1000.9), Updates(), listener.receive)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Started(5)),
        ("/start abc", Started(5, "abc")),
        ("/clear", Called(5, Command.CLEAR)),
        ("/themes", Wrote(5, "/themes")),
        ("stop", Wrote(5, "stop")),
        ("/stopping", Wrote(5, "/stopping")),
    ],
)
def test_commands_are_told_from_words(text: str, event: Event) -> None:
    """A command of the menu is called; everything else is words for the talk."""
    assert typed(text, 5) == event


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("12.pick:yes", Tapped(5, 12, "pick:yes")),
        ("3.say:uk", Tapped(5, 3, "say:uk")),
        ("t:m:3:blue.house", Tapped(5, -1, "t:m:3:blue.house")),
        ("", Tapped(5, -1, "")),
        ("x.yes", Tapped(5, -1, "")),
        ("4.", Tapped(5, -1, "")),
    ],
)
def test_a_press_names_its_card_and_choice(data: str, event: Event) -> None:
    """A mangled press arrives too, naming no choice, so that it can be answered."""
    assert pressed(data, 5) == event


async def test_words_stand_on_the_phone_and_arrive() -> None:
    """What is sent is a message on the screen, and arrives with that message's id."""
    listener = Listener()
    hand = _hand(listener)

    await hand.write("It is quiet.")

    (arrival,) = listener.arrived
    (message,) = hand.phones[PERSON].messages.values()
    assert (message.text, message.mine) == ("It is quiet.", True)
    assert arrival.event == Wrote(1000, "It is quiet.")
    assert (arrival.person, arrival.chat, arrival.message) == (
        PERSON,
        PERSON,
        message.id,
    )


async def test_a_press_arrives_with_the_message_it_was_made_on() -> None:
    """A press can be answered, and says which message it was made on."""
    listener = Listener()
    hand = _hand(listener)

    await hand.tap(9, "1.yes")

    (arrival,) = listener.arrived
    assert (arrival.live, arrival.message) == (9, None)
    assert arrival.press == press_id(PERSON, arrival.update)


async def test_a_picture_is_only_said_to_have_come() -> None:
    """No picture is read: the talk is told that there was one."""
    listener = Listener()
    hand = _hand(listener)

    await hand.photograph()

    assert listener.arrived[0].event == Sent(1000, Other.PHOTO)
    assert [m.picture for m in hand.phones[PERSON].messages.values()] == [True]


async def test_one_persons_things_arrive_one_at_a_time() -> None:
    """While the first thing is dealt with, the second one waits its turn."""
    listener = Listener()
    hand = _hand(listener)
    listener.open.clear()
    both = asyncio.gather(hand.write("first"), hand.write("second"))
    await asyncio.sleep(0)
    begun = list(listener.begun)
    listener.open.set()
    await both

    assert begun == [Wrote(1000, "first")]
    assert listener.begun == [Wrote(1000, "first"), Wrote(1000, "second")]


async def test_the_platforms_numbers_only_go_up() -> None:
    """No two arrivals have one number, and a later one has a higher one."""
    listener = Listener()
    hand = _hand(listener)
    for text in ("first", "second", "third"):
        await hand.write(text)

    updates = [arrival.update for arrival in listener.arrived]
    assert updates == sorted(set(updates))


def test_accounts_are_numbers_as_long_as_real_ones() -> None:
    """An account's number has ten digits, so that a search for it means something."""
    assert {len(str(some_account())) for _ in range(50)} == {10}


async def test_a_file_and_a_recording_arrive_by_the_platforms_name() -> None:
    """Only the name arrives; what it stands for is fetched by whoever may."""
    listener = Listener()
    hand = _hand(listener)

    await hand.upload("texts.csv", b"a,b")
    await hand.record()

    first, second = listener.arrived
    assert (first.event, second.event) == (
        Sent(1000, Other.FILE),
        Sent(1000, Other.VOICE),
    )
    assert hand.phones.files[first.file].content == b"a,b"
    assert second.file in hand.phones.files
