"""What Telegram sends becomes an `Arrival`, and nothing of who somebody is passes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aiogram.types import Update
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.wire import UnreadableError, arrival, update_id
from bot.conversation.events import (
    Blocked,
    Called,
    Command,
    Edited,
    FromPerson,
    Other,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.flows.doors import Arrival

NOW = 1_767_300_000
ACCOUNT = {
    "id": 7001,
    "is_bot": False,
    "first_name": "Namecanary",
    "last_name": "Lastcanary",
    "username": "usercanary",
    "language_code": "uk",
}
CHAT = {"id": 7001, "type": "private", "first_name": "Namecanary"}
GROUP = {"id": -100, "type": "supergroup", "title": "A group"}
DATE = 1_767_225_600
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "u"}
PLACE = {"latitude": 1.0, "longitude": 2.0}
ORIGIN = {"type": "hidden_user", "sender_user_name": "Othercanary", "date": DATE}


def message(chat: dict[str, Any] = CHAT, **content: object) -> dict[str, Any]:
    """Return a message's update of the real shape."""
    found = {"message_id": 5, "date": DATE, "chat": chat, "from": ACCOUNT, **content}
    raw = {"update_id": 31, "message": found}
    Update.model_validate(raw)
    return raw


def press(data: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    """Return a press's update of the real shape."""
    card = {"message_id": 9, "date": DATE, "chat": chat, "text": "a card"}
    query = {
        "id": "q1",
        "from": ACCOUNT,
        "message": card,
        "chat_instance": "1",
        "data": data,
    }
    raw = {"update_id": 32, "callback_query": query}
    Update.model_validate(raw)
    return raw


def came(event: object) -> Arrival:
    """Return the arrival of a message's event, told in the account's language."""
    if isinstance(event, FromPerson):
        event = replace(event, guess="uk")
    return Arrival(31, 7001, 7001, event, message=5)  # type: ignore[arg-type]  # (any event, compared only)


def test_words_are_written() -> None:
    """Words arrive with their account, chat and message number, and nothing else."""
    assert came(Wrote(NOW, "Hello, all")) == arrival(message(text="Hello, all"), NOW)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/start", ""),
        ("/start abcDEF-_12", "abcDEF-_12"),
        ("/start@stand_bot abc", "abc"),
        ("/START abc", "abc"),
        ("/start two words", ""),
        ("/start ' OR 1=1", ""),
        ("/start " + "a" * 65, ""),
    ],
)
def test_a_start_brings_its_code_and_the_apps_language(text: str, code: str) -> None:
    """A start's payload passes only in the shape of a deep link's code."""
    assert came(Started(NOW, code, "uk")) == arrival(message(text=text), NOW)


@pytest.mark.parametrize("tag", ["", "x", "en_US;DROP", "a" * 80, "en us"])
def test_a_language_that_is_no_tag_is_no_guess(tag: str) -> None:
    """An app's language passes only in the shape of a language tag."""
    raw = message(text="/start")
    raw["message"]["from"] = {**ACCOUNT, "language_code": tag}
    found = arrival(raw, NOW)
    assert found is not None
    assert found.event == Started(NOW)


@pytest.mark.parametrize("command", list(Command))
def test_each_command_can_be_called(command: Command) -> None:
    """Each command of the menu is called by its name, whatever follows it."""
    raw = message(text=f"/{command.value} please")
    assert came(Called(NOW, command)) == arrival(raw, NOW)


@pytest.mark.parametrize("text", ["/themes", "/unknown x", "/", "/ help", "/help2"])
def test_an_unknown_command_is_words(text: str) -> None:
    """What is no command of a survivor's stays words; staff have their own."""
    assert came(Wrote(NOW, text)) == arrival(message(text=text), NOW)


@pytest.mark.parametrize(
    ("content", "other"),
    [
        ({"photo": PHOTO, "caption": "Captioncanary"}, Other.PHOTO),
        ({"voice": {**FILE, "duration": 3}}, Other.VOICE),
        ({"audio": {**FILE, "duration": 3}}, Other.VOICE),
        (
            {"video": {**FILE, "duration": 3, "width": 1, "height": 1}},
            Other.PHOTO,
        ),
        ({"video_note": {**FILE, "duration": 3, "length": 1}}, Other.PHOTO),
        (
            {
                "animation": {**FILE, "duration": 3, "width": 1, "height": 1},
                "document": FILE,
            },
            Other.PHOTO,
        ),
        ({"contact": {"phone_number": "1", "first_name": "Other"}}, Other.CONTACT),
        ({"location": PLACE}, Other.PLACE),
        (
            {"venue": {"location": PLACE, "title": "t", "address": "a"}},
            Other.PLACE,
        ),
        (
            {
                "sticker": {
                    **FILE,
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            Other.STICKER,
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Other.STICKER),
        ({"document": FILE, "caption": "Captioncanary"}, Other.FILE),
        ({"text": "Forwardcanary", "forward_origin": ORIGIN}, Other.FORWARD),
        ({"photo": PHOTO, "forward_origin": ORIGIN}, Other.PHOTO),
    ],
)
def test_what_is_not_words_is_only_its_kind(
    content: dict[str, Any], other: Other
) -> None:
    """Of a picture, a sound, a place or a forwarded text only its kind passes."""
    found = arrival(message(**content), NOW)
    assert found is not None
    assert came(Sent(NOW, other)) == replace(found, file="")


@pytest.mark.parametrize(
    ("content", "file"),
    [
        ({"document": FILE, "caption": "Captioncanary"}, "f"),
        ({"voice": {**FILE, "duration": 3}}, "f"),
        ({"audio": {**FILE, "duration": 3, "title": "Titlecanary"}}, "f"),
        ({"document": FILE, "forward_origin": ORIGIN}, "f"),
        ({"photo": PHOTO}, ""),
        ({"video_note": {**FILE, "duration": 3, "length": 1}}, ""),
        ({"text": "Forwardcanary", "forward_origin": ORIGIN}, ""),
    ],
)
def test_a_document_or_a_recording_brings_its_name_alone(
    content: dict[str, Any], file: str
) -> None:
    """Of a file only the name passes by which Telegram would give it out."""
    found = arrival(message(**content), NOW)
    assert found is not None
    assert file == found.file
    assert "canary" not in repr(found)


@pytest.mark.parametrize(
    "name", ["", "a" * 257, "../x", "a/b", "a b", "é", "a\n", 3, None, ["f"]]
)
def test_a_name_of_another_shape_is_no_file(name: object) -> None:
    """A file's name passes only in the shape that Telegram gives it."""
    raw = message(document=FILE)
    raw["message"]["document"] = {"file_id": name}
    assert came(Sent(NOW, Other.FILE)) == arrival(raw, NOW)
    raw["message"]["document"] = name
    assert came(Sent(NOW, Other.FILE)) == arrival(raw, NOW)


def test_a_press_brings_its_card_and_choice() -> None:
    """A press arrives with the message pressed on and the id to answer it by."""
    tapped = Tapped(NOW, 12, "q1.good", "uk")
    expected = Arrival(32, 7001, 7001, tapped, press="q1", live=9)
    assert expected == arrival(press("12.q1.good"), NOW)


@pytest.mark.parametrize(
    "data", ["", "x", "1", ".", "1.", "-1.yes", "01.yes", "1.YES", "1.ja да", "9" * 60]
)
def test_a_malformed_press_is_a_press_on_no_card(data: str) -> None:
    """A press that no card made is still answered, as one on an old card."""
    raw = press("1.yes")
    raw["callback_query"]["data"] = data
    found = arrival(raw, NOW)
    assert found is not None
    assert found.event == Tapped(NOW, -1, "", "uk")


def test_a_press_of_staff_keeps_its_data() -> None:
    """A staff card's press passes whole, on a card that no talk can have."""
    found = arrival(press("t:themes.house-1.3"), NOW)
    assert found is not None
    assert found.event == Tapped(NOW, -1, "t:themes.house-1.3", "uk")


def test_a_press_without_its_message_is_answered_in_the_own_chat() -> None:
    """A press on a message that Telegram no longer shows has a chat to answer in."""
    raw = press("3.yes")
    del raw["callback_query"]["message"]
    expected = Arrival(32, 7001, 7001, Tapped(NOW, 3, "yes", "uk"), press="q1")
    assert expected == arrival(raw, NOW)


def test_an_edit_is_noted_and_not_read() -> None:
    """The words of an edit pass nowhere."""
    raw = message(text="Editcanary", edit_date=DATE)
    raw["edited_message"] = raw.pop("message")
    assert Arrival(31, 7001, 7001, Edited(NOW)) == arrival(raw, NOW)


@pytest.mark.parametrize(
    ("status", "event"), [("kicked", Blocked(NOW)), ("member", None)]
)
def test_blocking_arrives_and_unblocking_does_not(
    status: str, event: Blocked | None
) -> None:
    """Only the block of a private chat means something."""
    bot = {"id": 42, "is_bot": True, "first_name": "Stand"}
    new = {"user": bot, "status": status, "until_date": 0}
    change = {
        "chat": CHAT,
        "from": ACCOUNT,
        "date": DATE,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": new,
    }
    raw = {"update_id": 33, "my_chat_member": change}
    Update.model_validate(raw)
    found = arrival(raw, NOW)
    assert event == (found and found.event)


@pytest.mark.parametrize(
    "raw",
    [
        message(GROUP, text="Hello"),
        press("1.yes", GROUP),
        message(pinned_message={"message_id": 1, "date": 0, "chat": CHAT}),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 60}),
        {"update_id": 1, "something_new": {}},
        {"update_id": 1},
    ],
)
def test_groups_and_service_messages_ask_for_nothing(raw: dict[str, Any]) -> None:
    """What is not somebody's own talk is passed over."""
    assert arrival(raw, NOW) is None


def test_nothing_of_who_somebody_is_passes() -> None:
    """No name, username, caption, forwarded text or origin is in any arrival."""
    raws = [
        message(text="/start"),
        message(text="hello"),
        message(photo=PHOTO, caption="Captioncanary"),
        message(text="Forwardcanary", forward_origin=ORIGIN),
        press("1.yes"),
    ]
    assert "canary" not in repr([arrival(raw, NOW) for raw in raws])


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "update",
        {},
        {"update_id": "1"},
        {"update_id": True},
        {"update_id": 10**30},
        {"update_id": 1, "message": 3},
        {"update_id": 1, "message": {"message_id": 1}},
        {"update_id": 1, "callback_query": {"id": 3, "from": ACCOUNT}},
        {"update_id": 1, "message": {"message_id": 1, "chat": {"id": "x"}}},
    ],
)
def test_what_is_no_update_is_refused_by_one_error(raw: object) -> None:
    """An update that cannot be read raises one error, which says nothing of it."""
    with pytest.raises(UnreadableError) as refused:
        arrival(raw, NOW)
    assert not str(refused.value)


@pytest.mark.parametrize(
    ("raw", "number"),
    [({"update_id": 3, "message": 0}, 3), ({"update_id": True}, None), ([], None)],
)
def test_an_unreadable_update_can_still_be_confirmed(
    raw: object, number: int | None
) -> None:
    """The number of an update is found where the rest of it cannot be read."""
    assert number == update_id(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
MESSAGE = st.fixed_dictionaries(
    {
        "message_id": st.integers(),
        "chat": st.fixed_dictionaries(
            {"id": st.integers() | JSON, "type": st.sampled_from(["private", "group"])}
        ),
    },
    optional={
        "from": st.just(ACCOUNT) | JSON,
        "text": st.text() | JSON,
        "photo": JSON,
        "document": st.fixed_dictionaries({"file_id": st.text() | JSON}) | JSON,
    },
)
GARBAGE = st.dictionaries(
    st.sampled_from(
        ["update_id", "message", "callback_query", "my_chat_member", "edited_message"]
    ),
    JSON | MESSAGE | st.fixed_dictionaries({"id": st.text(), "data": st.text()}),
)


@settings(max_examples=300, deadline=None)
@given(GARBAGE | JSON)
def test_no_update_whatever_raises_anything_else(raw: object) -> None:
    """Whatever an update holds, it is read, passed over or refused as unreadable."""
    try:
        found = arrival(raw, NOW)
    except UnreadableError:
        return
    assert found is None or isinstance(found, Arrival)


@given(st.text(max_size=64))
def test_any_callback_data_is_a_press(data: str) -> None:
    """Whatever callback data comes back, it is a press on a card or on none."""
    raw = json.loads(json.dumps(press("1.yes")))
    raw["callback_query"]["data"] = data
    found = arrival(raw, NOW)
    assert found is not None
    assert isinstance(found.event, Tapped)
