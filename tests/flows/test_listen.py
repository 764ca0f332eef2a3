"""Listening: durable before it is answered, and whole after every kind of trouble."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from deployments import Deployment, trial
from fakes import FakeDoor, carried
from phones import UPDATES, Phone
from typing_extensions import override

from bot.conversation.events import Blocked, Edited, Started, Tapped
from bot.conversation.talk import Talk
from bot.errors.databases import StoreLockedError
from bot.flows.doors import Arrival, Later, Outgoing
from bot.flows.held import Held, to_bytes
from bot.flows.listen import Store
from bot.store.records import TalkRow, Work

SHE = 41


@dataclass
class PausedDoor(FakeDoor):
    """A platform that asks for a pause when asked to show something."""

    paused: bool = False

    @override
    async def send(self, chat: int, message: Outgoing) -> int:
        """Send, or ask to wait."""
        if self.paused:
            raise Later(30)
        return await FakeDoor.send(self, chat, message)


@dataclass
class LockedStore:
    """A database that can be read, and that another program holds."""

    store: Store

    async def talk(self, slots: Sequence[bytes]) -> TalkRow | None:
        """Read as ever."""
        return await self.store.talk(slots)

    async def row_at(self, locator: bytes) -> int | None:
        """Read as ever."""
        return await self.store.row_at(locator)

    async def commit(self, work: Work) -> bool:
        """Refuse."""
        del work
        raise StoreLockedError


async def hello(d: Deployment) -> Phone:
    """Bring somebody to the hello screen."""
    phone = d.phone(SHE)
    await phone.start(await d.code())
    await phone.tap("English")
    return phone


async def asked(d: Deployment) -> Phone:
    """Bring somebody to the first question."""
    phone = await hello(d)
    await phone.tap("Yes, it is safe")
    await phone.tap("I am 18 or older")
    return phone


async def talks_at_rest(d: Deployment) -> int:
    """Count the talks that rest."""
    return len(await d.serving.store.talks())


async def test_the_card_edits_itself_after_a_press(tmp_path: Path) -> None:
    """Going through the screens leaves one live message of the bot in the chat."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        bots = [m for m in d.door.chats[SHE].values() if m.rows]
        assert len(bots) == 1
        assert "How is this service" in phone.screen


async def test_words_bring_the_card_below_them(tmp_path: Path) -> None:
    """After a written message the card stands last again, and only once."""
    async with trial(tmp_path) as d:
        phone = await hello(d)
        await phone.write("what is this")
        assert d.door.last(SHE)[1].rows
        assert phone.screen.count("Is it safe for you") == 1


async def test_a_card_that_was_deleted_by_hand_is_sent_anew(tmp_path: Path) -> None:
    """A press whose message is gone is answered by a new card."""
    async with trial(tmp_path) as d:
        phone = await hello(d)
        message, card = d.door.last(SHE)
        del d.door.chats[SHE][message]
        await phone.press(carried(card, "yes"), message)
        assert "I am 18 or older" in str(d.door.last(SHE)[1].rows)


async def test_a_press_on_an_old_card_changes_nothing(tmp_path: Path) -> None:
    """The current card is shown again, and the press is answered."""
    async with trial(tmp_path) as d:
        phone = await hello(d)
        message, old = d.door.last(SHE)
        await phone.tap("Yes, it is safe")
        before = phone.screen
        await phone.press(carried(old, "danger"), message)
        assert phone.screen == before
        assert len(d.door.answered) == len([a for a in phone.arrivals if a.press])


async def test_two_devices_of_one_account_hold_one_talk(tmp_path: Path) -> None:
    """The same button pressed on both devices moves the talk once."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        message, card = d.door.last(SHE)
        data = carried(card, "pick:bad")
        await phone.press(data, message)
        await phone.press(data, message)
        assert "2 of 8" in phone.screen


async def test_an_edited_message_changes_nothing(tmp_path: Path) -> None:
    """What is edited after sending is not read."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        before = phone.screen
        edit = Arrival(next(UPDATES), SHE, SHE, Edited(d.clock.at), message=1001)
        await d.serving.receive(edit)
        assert phone.screen == before


async def test_blocking_the_bot_forgets_the_talk(tmp_path: Path) -> None:
    """A person who closes the door leaves nothing behind it."""
    async with trial(tmp_path) as d:
        await asked(d)
        block = Arrival(next(UPDATES), SHE, SHE, Blocked(d.clock.at))
        await d.serving.receive(block)
        assert await talks_at_rest(d) == 0


async def test_a_chat_found_closed_is_forgotten(tmp_path: Path) -> None:
    """Where showing meets a closed chat, the talk is dropped and nothing is raised."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        d.door.blocked.add(SHE)
        message, card = max(d.door.chats[SHE].items())
        await phone.press(carried(card), message)
        assert await talks_at_rest(d) == 0


async def test_a_pause_of_the_platform_loses_nothing(tmp_path: Path) -> None:
    """The effect is durable before the pause; coming again shows the card."""
    door = PausedDoor()
    async with trial(tmp_path, door) as d:
        phone = await asked(d)
        door.paused = True
        for _ in range(5):
            await phone.tap("Skip")
        with pytest.raises(Later):
            await phone.write("more light in the hall")
        door.paused = False
        await phone.again()
        assert "I have that" in d.door.last(SHE)[1].text


async def test_without_an_open_round_nothing_is_lost(tmp_path: Path) -> None:
    """Sending that cannot be sealed says so and keeps the answers."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        await phone.tap("Bad")
        for _ in range(7):
            await phone.tap("Skip")
        listener = d.serving.listener
        listener.house = replace(listener.house, rounds=())
        await phone.tap("Send")
        assert "Something went wrong. It is not your fault." in phone.screen
        await d.serving.begin()
        await phone.tap("Try again")
        await phone.tap("Send")
        assert "It is sent" in phone.screen


async def test_an_update_that_cannot_be_written_is_not_answered(
    tmp_path: Path,
) -> None:
    """A database that refuses keeps the update unacknowledged and the screen as is."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        before = phone.screen

        store = d.serving.listener.store
        d.serving.listener.store = LockedStore(store)
        with pytest.raises(StoreLockedError):
            await phone.tap("Bad")
        assert phone.screen == before
        d.serving.listener.store = store
        await phone.again()
        assert "2 of 8" in phone.screen


async def test_a_clock_that_jumps_back_begins_at_hello(tmp_path: Path) -> None:
    """A moment before the last one is a gap like any other; nothing is raised."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        d.clock.at -= 5 * 3600
        await phone.tap("Bad")
        assert "Is it safe for you to chat now?" in d.door.last(SHE)[1].text


async def test_a_malformed_press_shows_the_card_again(tmp_path: Path) -> None:
    """A press that names no card is answered and changes nothing."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        before = phone.screen
        odd = Arrival(
            next(UPDATES), SHE, SHE, Tapped(d.clock.at, -1, ""), press="x", live=7
        )
        await d.serving.receive(odd)
        assert d.door.answered[-1] == ("x", "")
        assert phone.screen == before


@dataclass
class LostDoor(FakeDoor):
    """A platform that cannot be reached when something is to be deleted."""

    lost: bool = False

    @override
    async def remove(self, chat: int, message_ids: tuple[int, ...]) -> None:
        """Delete, or fail."""
        if self.lost:
            raise OSError
        await FakeDoor.remove(self, chat, message_ids)


@pytest.mark.parametrize("tried", [False, True])
async def test_a_number_that_became_a_card_is_not_deleted(
    tmp_path: Path, *, tried: bool
) -> None:
    """A press as the time runs out, or after a failed try, leaves her a card."""
    door = LostDoor()
    async with trial(tmp_path, door) as d:
        phone = await asked(d)
        await phone.tap("Bad")
        for _ in range(7):
            await phone.tap("Skip")
        await phone.tap("Send")
        await phone.tap("Give me the number")
        d.clock.at += 11 * 60
        if tried:
            door.lost = True
            await d.serving.forgetter.delete_due(d.clock.at)
            door.lost = False
        await phone.tap("What happens next")
        d.clock.at += 61
        await d.serving.forgetter.delete_due(d.clock.at)
        assert "secret number" not in phone.screen
        await phone.tap("Clear my screen")


def taps(message: Outgoing) -> list[tuple[str, str]]:
    """Return the label and the data of every button that is pressed."""
    return [tap for row in message.rows for tap in row if isinstance(tap, tuple)]


def test_what_rests_does_not_tell_the_apps_language() -> None:
    """The same bytes are sealed whatever language the app speaks."""
    told = [to_bytes(Held(1, 1, Talk(guess=guess))) for guess in ("", "ti", "pt-BR")]
    assert len(set(told)) == 1


async def test_each_update_brings_the_apps_language_along(tmp_path: Path) -> None:
    """The list begins with it, and its second page goes on in the same order."""
    async with trial(tmp_path) as d:
        at = int(d.clock())
        start = Arrival(1, SHE, SHE, Started(at, guess="ti"))
        await d.serving.receive(start)
        message, first = d.door.last(SHE)
        more = next(data for _, data in taps(first) if "more" in data)
        card, choice = more.split(".")
        press = Tapped(at, int(card), choice, "ti")
        await d.serving.receive(Arrival(2, SHE, SHE, press, press="p", live=message))
        _, second = d.door.last(SHE)
    names = [[label for label, _ in taps(one)][:-1] for one in (first, second)]
    assert names[0][0] == "ትግርኛ"
    assert not set(names[0]) & set(names[1])
