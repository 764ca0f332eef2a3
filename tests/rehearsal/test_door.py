"""The rehearsal's door: phones that behave as a messenger's do."""

import pytest

from bot.flows.doors import Copy, Outgoing
from bot.rehearsal.door import MOST_FILES, Message, Phones, press_id

CHAT = 7_000_000_001
CARD = Outgoing("Hello", rows=((("Yes", "1.yes"),),))


class Moment:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def now(self) -> float:
        """Return it."""
        return self.at


@pytest.fixture
def moment() -> Moment:
    """Give a time to be moved."""
    return Moment()


@pytest.fixture
def phones(moment: Moment) -> Phones:
    """Give a door whose time the test moves."""
    return Phones(moment.now)


def _texts(phones: Phones) -> list[str]:
    return [m.text for m in phones[CHAT].messages.values()]


async def test_messages_stand_in_order_of_sending(phones: Phones) -> None:
    """A person's words and the answers to them stand one below the other."""
    phones.write(CHAT, "/start")
    await phones.send(CHAT, CARD)

    assert _texts(phones) == ["/start", "Hello"]


async def test_an_edited_message_stays_in_its_place(phones: Phones) -> None:
    """An edit changes the words and the buttons, and moves nothing."""
    card = await phones.send(CHAT, CARD)
    phones.write(CHAT, "words")

    done = await phones.edit(CHAT, card, Outgoing("Good day"))

    assert done
    assert _texts(phones) == ["Good day", "words"]
    assert phones[CHAT].card() is None


async def test_a_message_that_is_gone_cannot_be_edited(phones: Phones) -> None:
    """After a deletion the edit says so, and nothing comes back."""
    card = await phones.send(CHAT, CARD)
    await phones.remove(CHAT, (card,))

    assert not await phones.edit(CHAT, card, CARD)
    assert _texts(phones) == []


async def test_both_sides_messages_can_be_deleted(phones: Phones) -> None:
    """Clearing the screen takes away what the person wrote and what she was told."""
    mine = phones.write(CHAT, "words")
    card = await phones.send(CHAT, CARD)

    await phones.remove(CHAT, (mine, card, 999))

    assert not phones[CHAT].messages


async def test_a_message_of_two_days_ago_can_no_longer_be_deleted(
    phones: Phones, moment: Moment
) -> None:
    """The platform's own limit holds here too, so that nothing looks better."""
    old = phones.write(CHAT, "old")
    moment.at += 48 * 3600
    new = phones.write(CHAT, "new")

    await phones.remove(CHAT, (old, new))

    assert _texts(phones) == ["old"]


async def test_a_press_may_be_answered_with_a_box(phones: Phones) -> None:
    """A box stands above the chat until it is put away, and leaves no message."""
    await phones.answer(press_id(CHAT, 5), "Not yet")
    shown = phones[CHAT].box
    phones.close_box(CHAT)

    assert (shown, phones[CHAT].box, _texts(phones)) == ("Not yet", "", [])


async def test_every_change_of_a_phone_is_heard(phones: Phones) -> None:
    """Whoever draws a phone hears of sending, editing, deleting and boxes."""
    heard: list[int] = []
    phones.changed = heard.append
    card = await phones.send(CHAT, CARD)
    await phones.edit(CHAT, card, CARD)
    await phones.answer(press_id(CHAT, 1), "box")
    await phones.answer(press_id(CHAT, 2))
    await phones.remove(CHAT, (card,))

    assert heard == [CHAT] * 4


async def test_the_card_is_the_newest_message_with_buttons(phones: Phones) -> None:
    """Somebody who reads the phone taps the buttons that were shown last."""
    await phones.send(CHAT, CARD)
    last = await phones.send(CHAT, CARD)
    phones.write(CHAT, "words")

    card = phones[CHAT].card()

    assert isinstance(card, Message)
    assert card.id == last


async def test_a_phone_that_is_put_away_is_forgotten(phones: Phones) -> None:
    """Nothing remains in memory of somebody who has answered."""
    await phones.send(CHAT, CARD)

    phones.put_away(CHAT)

    assert not phones[CHAT].messages


async def test_a_document_that_was_given_can_be_taken(phones: Phones) -> None:
    """It stands on the phone by its name, with its words, and its content is kept."""
    number = await phones.give(CHAT, "texts.csv", b"a,b", "The texts")
    message = phones[CHAT].messages[number]
    kept = phones.files[message.file]
    assert (message.name, message.text, message.mine) == (
        "texts.csv",
        "The texts",
        False,
    )
    assert (kept.name, kept.content) == ("texts.csv", b"a,b")


async def test_what_a_person_sends_can_be_fetched(phones: Phones) -> None:
    """A file comes as it was sent; a larger one than asked for does not come."""
    message, file = phones.upload(CHAT, "texts.csv", b"a,b")
    assert phones[CHAT].messages[message].mine
    assert await phones.fetch(file, 3) == b"a,b"
    assert await phones.fetch(file, 2) is None
    assert await phones.fetch("f0", 9) is None


async def test_a_recording_is_played_by_its_name(phones: Phones) -> None:
    """Its line stands below the others; an unknown one is not played."""
    _, file = phones.record(CHAT)
    assert await phones.play(CHAT + 1, file) is not None
    assert await phones.play(CHAT + 1, "f0") is None
    assert [m.text for m in phones[CHAT + 1].messages.values()] == ["🔊 voice message"]


async def test_a_deleted_document_is_gone(phones: Phones) -> None:
    """What is deleted from a phone can be taken from it no more."""
    number = await phones.give(CHAT, "texts.csv", b"a,b")
    await phones.remove(CHAT, (number,))
    assert not phones.files


async def test_only_the_newest_files_are_kept(phones: Phones) -> None:
    """However much is sent either way, memory holds a few files."""
    for _ in range(MOST_FILES + 3):
        await phones.give(CHAT, "a.csv", b"a")
    assert len(phones.files) == MOST_FILES


async def test_a_button_that_copies_is_no_press(phones: Phones) -> None:
    """It reaches the page whole, to be told from those that are pressed."""
    copy = Copy("Copy it", "a text")
    number = await phones.send(CHAT, Outgoing("x", ((copy, ("Yes", "t:yes")),)))
    assert phones[CHAT].messages[number].rows == ((copy, ("Yes", "t:yes")),)
