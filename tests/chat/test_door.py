"""What goes out is plain, obeys Telegram's pace and understands its refusals."""

import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from chat.bots import bot_at
from post.parcels import PNG
from stand import Fault, Person, Stand
from telegram.error import BadRequest, NetworkError

from bot.chat.door import TelegramDoor
from bot.chat.pace import BURST
from bot.chat.request import FloodedError
from bot.flows.doors import Copy, Gone, Later, Outgoing

CARD = Outgoing("Is it safe?", rows=((("Yes", "1.yes"), ("No", "1.no")),))
NEXT = Outgoing("Thank you.")
BLOCKED = "Forbidden: bot was blocked by the user"


@dataclass
class Naps:
    """Sleeps that take no time and are remembered."""

    taken: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Remember a sleep."""
        self.taken.append(seconds)


@dataclass
class Scene:
    """A stand, a door on it, and somebody to talk to."""

    stand: Stand
    door: TelegramDoor
    person: Person
    naps: Naps

    def seen(self) -> list[str]:
        """Return the texts in the person's chat."""
        return [message.text for message in self.person.chat]


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    """Open a door on a judged stand."""
    naps = Naps()
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            door = TelegramDoor(bot, sleep=naps.sleep)
            yield Scene(stand, door, stand.person(), naps)


@pytest.fixture
def quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Fail where anything was logged."""
    yield
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("quiet")
async def test_a_card_is_shown_with_its_buttons() -> None:
    """A message goes out plain, without previews, its buttons in their rows."""
    async with scene() as s:
        number = await s.door.send(s.person.id, CARD)
        card = s.person.card
        assert card is not None
        assert (card.id, card.text, card.rows) == (number, CARD.text, CARD.rows)
        sent = s.stand.said("sendMessage")[0]
        assert sent["link_preview_options"] == {"is_disabled": True}
        assert not {"parse_mode", "entities", "protect_content"} & sent.keys()


@pytest.mark.usefixtures("quiet")
async def test_markup_in_words_stays_words() -> None:
    """What looks like markup is shown as it was written."""
    async with scene() as s:
        await s.door.send(s.person.id, Outgoing("<b> *_ & [x](y)"))
        assert s.seen() == ["<b> *_ & [x](y)"]


@pytest.mark.usefixtures("quiet")
async def test_a_card_is_edited_in_place() -> None:
    """An edit changes text and buttons; without buttons it takes them away."""
    async with scene() as s:
        number = await s.door.send(s.person.id, CARD)
        assert await s.door.edit(s.person.id, number, NEXT)
        card = s.person.card
        assert card is not None
        assert (card.id, card.text, card.rows) == (number, NEXT.text, ())


@pytest.mark.usefixtures("quiet")
async def test_an_edit_to_the_same_is_no_failure() -> None:
    """Showing the same card once more counts as shown."""
    async with scene() as s:
        number = await s.door.send(s.person.id, CARD)
        assert await s.door.edit(s.person.id, number, CARD)


@pytest.mark.usefixtures("quiet")
async def test_a_card_that_is_gone_cannot_be_edited() -> None:
    """An edit of a deleted message says so, so that a new one is sent."""
    async with scene() as s:
        assert not await s.door.edit(s.person.id, 999, CARD)


@pytest.mark.usefixtures("quiet")
async def test_messages_are_deleted_a_hundred_at_a_time() -> None:
    """Any number of messages goes, each named once."""
    async with scene() as s:
        ids = [await s.door.send(s.person.id, NEXT) for _ in range(3)]
        await s.door.remove(s.person.id, (*ids, *ids, *range(1000, 1250)))
        assert s.seen() == []
        calls = s.stand.said("deleteMessages")
        assert [len(call["message_ids"]) for call in calls] == [100, 100, 53]


@pytest.mark.usefixtures("quiet")
async def test_deleting_nothing_calls_nobody() -> None:
    """Without messages there is no call, which Telegram would refuse."""
    async with scene() as s:
        await s.door.remove(s.person.id, ())
        assert s.stand.calls == []


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("said", ["message to delete not found", "can't be deleted"])
async def test_what_cannot_be_deleted_is_left(said: str) -> None:
    """A message that Telegram no longer deletes is no failure."""
    async with scene() as s:
        said = f"Bad Request: {said}".replace("can't", "message can't")
        s.stand.faults.append(Fault("refuse", status=400, description=said))
        await s.door.remove(s.person.id, (1,))


@pytest.mark.usefixtures("quiet")
async def test_a_press_is_answered_once_with_or_without_a_box() -> None:
    """A press is answered; one that Telegram has given up on is left alone."""
    async with scene() as s:
        await s.door.send(s.person.id, CARD)
        s.person.presses("Yes")
        s.person.presses("No")
        first, second = sorted(s.stand.unanswered)
        await s.door.answer(first)
        await s.door.answer(second, "This is an old card.")
        await s.door.answer(second)
        assert s.stand.alerts == ["This is an old card."]
        assert not s.stand.unanswered


@pytest.mark.usefixtures("quiet")
async def test_a_closed_chat_is_gone() -> None:
    """A person who blocked the bot is `Gone` to a card, and no failure to the rest."""
    async with scene() as s:
        number = await s.door.send(s.person.id, CARD)
        s.stand.closed_chats.add(s.person.id)
        with pytest.raises(Gone):
            await s.door.send(s.person.id, NEXT)
        with pytest.raises(Gone):
            await s.door.edit(s.person.id, number, NEXT)
        s.stand.faults.append(
            Fault("refuse", "deleteMessages", status=403, description=BLOCKED)
        )
        await s.door.remove(s.person.id, (number,))


@pytest.mark.usefixtures("quiet")
async def test_a_chat_that_does_not_exist_is_gone() -> None:
    """An account that was deleted is `Gone`."""
    async with scene() as s:
        said = "Bad Request: chat not found"
        s.stand.faults.append(Fault("refuse", status=400, description=said))
        with pytest.raises(Gone):
            await s.door.send(s.person.id, NEXT)


async def test_a_refusal_that_nobody_expects_is_logged_without_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A call that Telegram refuses as wrong is named by its method alone."""
    async with scene() as s:
        said = "Bad Request: wordcanary"
        s.stand.faults.append(Fault("refuse", status=400, description=said, times=2))
        with pytest.raises(BadRequest):
            await s.door.send(s.person.id, NEXT)
        assert not await s.door.edit(s.person.id, 1, NEXT)
    told = capsys.readouterr().err
    assert "call_refused level=warning method=send" in told
    assert "call_refused level=warning method=edit" in told
    assert "canary" not in told


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("kind", ["reset", "refuse"])
async def test_a_lost_call_is_made_again(kind: str) -> None:
    """A cut connection or a server error is tried again, a little later each time."""
    async with scene() as s:
        s.stand.faults.append(Fault(kind, times=2, status=502))  # type: ignore[arg-type]  # (a Literal, by parameter)
        await s.door.send(s.person.id, NEXT)
        assert (s.seen(), s.naps.taken) == (["Thank you."], [0.5, 1.5])


async def test_a_call_is_not_made_again_for_ever() -> None:
    """After three tries a lost call fails, and the update that asked comes again."""
    async with scene() as s:
        s.stand.faults.append(Fault("reset", times=99))
        with pytest.raises(NetworkError):
            await s.door.send(s.person.id, NEXT)
        assert s.stand.faults[0].times == 96


@pytest.mark.usefixtures("quiet")
async def test_a_short_pause_is_waited_for() -> None:
    """A pause of a second or two is waited for within the call."""
    async with scene() as s:
        s.stand.faults.append(Fault("flood", seconds=1))
        await s.door.send(s.person.id, NEXT)
        assert (s.seen(), s.naps.taken) == (["Thank you."], [1])


async def test_a_long_pause_is_left_for_later_and_is_that_chats_alone() -> None:
    """A flooded chat raises `Later` without calling again; others go on."""
    async with scene() as s:
        s.stand.faults.append(Fault("flood", chat=s.person.id, seconds=30))
        with pytest.raises(Later) as first:
            await s.door.send(s.person.id, NEXT)
        with pytest.raises(Later) as second:
            await s.door.edit(s.person.id, 1, NEXT)
        other = s.stand.person()
        await s.door.send(other.id, NEXT)
        assert first.value.seconds == 30
        assert 29 < second.value.seconds <= 30
        assert (len(s.stand.calls), s.naps.taken) == (1, [])


async def test_several_flooded_chats_hold_everybody() -> None:
    """When three chats are paused at once, a fourth is left alone as well."""
    async with scene() as s:
        s.stand.faults.append(Fault("flood", seconds=30, times=3))
        for _ in range(4):
            with pytest.raises(Later):
                await s.door.send(s.stand.person().id, NEXT)
        assert (s.stand.faults[0].times, s.stand.calls) == (0, [])


async def test_deleting_waits_out_a_pause() -> None:
    """Nothing comes after it that would delete instead, so it waits longer."""
    async with scene() as s:
        number = await s.door.send(s.person.id, CARD)
        s.stand.faults.append(Fault("flood", "deleteMessages", seconds=20))
        await s.door.remove(s.person.id, (number,))
        assert (s.seen(), s.naps.taken) == ([], [20])


async def test_deleting_that_cannot_be_tried_fails() -> None:
    """A pause too long to wait for makes the update come again, not finish."""
    async with scene() as s:
        s.stand.faults.append(Fault("flood", "deleteMessages", seconds=3600))
        with pytest.raises(FloodedError):
            await s.door.remove(s.person.id, (1,))


async def test_a_press_is_not_waited_for_long(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A press that cannot be answered for a while is given up, and said so."""
    async with scene() as s:
        s.stand.faults.append(Fault("flood", "answerCallbackQuery", seconds=30))
        await s.door.answer("1")
    assert "press_unanswered" in capsys.readouterr().err


@pytest.mark.usefixtures("quiet")
async def test_a_chat_is_spoken_to_at_its_pace() -> None:
    """After a whole talk's worth of quick taps, about a message a second."""
    async with scene() as s:
        for _ in range(BURST + 2):
            await s.door.send(s.person.id, NEXT)
        assert [round(nap) for nap in s.naps.taken] == [1, 2]


@pytest.mark.usefixtures("quiet")
async def test_a_text_can_be_copied_by_a_button() -> None:
    """A button that copies stands beside those that are pressed."""
    async with scene() as s:
        copy = Copy("Copy it", "Дякую 👍")
        card = Outgoing("A text", ((("Yes", "t:yes"), copy), (copy,)))
        await s.door.send(s.person.id, card)
        shown = s.person.card
        assert shown is not None
        assert shown.buttons == {"Yes": "t:yes"}
        assert shown.copies == (("Copy it", "Дякую 👍"),) * 2


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("text", "copies"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 256, 1),
        ("a" * 257, 0),
        ("👍" * 128, 1),
        ("👍" * 129, 0),
    ],
)
async def test_a_text_too_long_to_copy_has_no_button(text: str, copies: int) -> None:
    """What Telegram would refuse to copy is left out, and the message still goes."""
    async with scene() as s:
        await s.door.send(s.person.id, Outgoing("A text", ((Copy("Copy", text),),)))
        shown = s.person.card
        assert shown is not None
        assert copies == len(shown.copies)


@pytest.mark.usefixtures("quiet")
async def test_a_sound_is_played_by_its_name() -> None:
    """A sound that Telegram knows is sent as a message of its own."""
    async with scene() as s:
        s.stand.files["sound-1"] = b"sound"
        number = await s.door.play(s.person.id, "sound-1")
        card = s.person.card
        assert card is not None
        assert (number, "sound-1") == (card.id, card.voice)


@pytest.mark.usefixtures("quiet")
async def test_a_sound_that_is_known_no_more_is_none() -> None:
    """A name that Telegram does not know plays nothing and fails nothing."""
    async with scene() as s:
        assert await s.door.play(s.person.id, "forgotten") is None
        s.stand.bad_calls.clear()


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("length", [20, 1025])
async def test_a_picture_is_shown_with_its_words(length: int) -> None:
    """They stand below it; where they are too long for that, before it."""
    words = "w" * length
    async with scene() as s:
        await s.door.show(s.person.id, PNG, words)
        photo = s.stand.said("sendPhoto")[0]
        assert photo["photo"].data == PNG
        assert "".join(s.seen()) == words


@pytest.mark.usefixtures("quiet")
async def test_a_document_is_given_with_its_words() -> None:
    """A file goes out under its name, with what is said of it below."""
    async with scene() as s:
        number = await s.door.give(s.person.id, "texts-uk.csv", b"a,b\n", "The texts")
        card = s.person.card
        assert card is not None
        assert [(s.person.id, "texts-uk.csv", b"a,b\n")] == s.stand.given
        assert (number, "The texts") == (card.id, card.text)


@pytest.mark.usefixtures("quiet")
async def test_a_large_document_is_given_without_a_warning() -> None:
    """Some megabytes go out as quietly as some bytes."""
    async with scene() as s:
        await s.door.give(s.person.id, "a.csv", b"a" * 3_000_000)
        assert len(s.stand.given[0][2]) == 3_000_000


@pytest.mark.usefixtures("quiet")
async def test_words_too_long_to_stand_below_a_document_stand_before_it() -> None:
    """Nothing of what is said of a file is lost."""
    async with scene() as s:
        await s.door.give(s.person.id, "a.csv", b"a", "w" * 1025)
        assert s.seen() == ["w" * 1025, ""]


async def test_documents_and_sounds_keep_the_chats_pace_and_its_closing() -> None:
    """Files raise `Gone` and `Later` as words do."""
    async with scene() as s:
        s.stand.files["sound-1"] = b"sound"
        s.stand.closed_chats.add(s.person.id)
        with pytest.raises(Gone):
            await s.door.play(s.person.id, "sound-1")
        with pytest.raises(Gone):
            await s.door.give(s.person.id, "a.csv", b"a")
        s.stand.faults.append(Fault("flood", seconds=30))
        with pytest.raises(Later):
            await s.door.give(s.person.id, "a.csv", b"a")
        with pytest.raises(Later):
            await s.door.play(s.person.id, "sound-1")


@pytest.mark.usefixtures("quiet")
async def test_a_lost_document_is_sent_again_whole() -> None:
    """A second try sends the content once more, not what was left of it."""
    async with scene() as s:
        s.stand.faults.append(Fault("reset", "sendDocument"))
        await s.door.give(s.person.id, "a.csv", b"content")
        assert [(s.person.id, "a.csv", b"content")] == s.stand.given


@pytest.mark.usefixtures("quiet")
async def test_a_file_that_staff_sent_is_fetched() -> None:
    """A file of any bytes comes as it was sent."""
    async with scene() as s:
        s.stand.files["file-1"] = bytes(range(256)) * 100
        assert await s.door.fetch("file-1", 25_600) == s.stand.files["file-1"]


@pytest.mark.usefixtures("quiet")
async def test_a_file_that_is_too_large_is_not_even_begun() -> None:
    """A file that says that it is too large is left where it is."""
    async with scene() as s:
        s.stand.files["file-1"] = b"1234"
        assert await s.door.fetch("file-1", 3) is None
        assert s.stand.downloads == []


@pytest.mark.usefixtures("quiet")
async def test_a_file_larger_than_it_says_is_read_no_further() -> None:
    """The size is held to while reading, whatever was said of it before."""
    async with scene() as s:
        s.stand.files["file-1"] = b"1234"
        s.stand.said_size = 1
        assert await s.door.fetch("file-1", 3) is None
        assert s.stand.downloads == ["file-1"]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x", "a?b", 3])
async def test_a_path_that_leads_elsewhere_is_not_followed(path: object) -> None:
    """Only what lies below the Bot API's own address is fetched."""
    async with scene() as s:
        s.stand.files["file-1"] = b"1"
        s.stand.said_path = path
        assert await s.door.fetch("file-1", 3) is None
        assert s.stand.downloads == []


@pytest.mark.usefixtures("quiet")
async def test_a_file_that_is_not_there_is_none() -> None:
    """A name that Telegram does not know, or a file that has gone, is no failure."""
    async with scene() as s:
        assert await s.door.fetch("file-1", 3) is None
        s.stand.bad_calls.clear()
        s.stand.files["file-1"] = b"1"
        s.stand.said_path = "documents/other"
        assert await s.door.fetch("file-1", 3) is None


async def test_a_download_that_fails_tells_no_token(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A cut download is tried again, then raises an error that says no address."""
    async with scene() as s:
        s.stand.files["file-1"] = b"1"
        s.stand.faults.append(Fault("reset", "download", times=99))
        with pytest.raises(NetworkError) as lost:
            await s.door.fetch("file-1", 3)
        told = "".join(traceback.format_exception(lost.value))
        assert s.naps.taken == [0.5, 1.5]
        assert s.stand.token not in told + "".join(capsys.readouterr())


@pytest.mark.usefixtures("quiet")
async def test_a_server_that_breaks_at_a_download_is_asked_again() -> None:
    """A server error is tried again, as with any call."""
    async with scene() as s:
        s.stand.files["file-1"] = b"1"
        s.stand.faults.append(Fault("refuse", "download", status=502))
        assert await s.door.fetch("file-1", 3) == b"1"
