"""The stand's own judgement: it finds a bad bot bad, and a good one good."""

import asyncio
import json
import os
import sys

import pytest
from chat.bots import bot_at
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, InvalidToken

from stand import Stand


def bot_of(stand: Stand) -> Bot:
    """Return a bot of the stand."""
    return bot_at(stand.address, stand.token)


async def test_a_good_call_is_answered_as_telegram_does() -> None:
    """PTB reads the answers to its own calls."""
    async with Stand() as stand:
        bot = bot_of(stand)
        async with bot:
            sent = await bot.send_message(7, "hello")
            assert (sent.text, sent.chat.id) == ("hello", 7)
            assert await bot.delete_message(7, sent.message_id)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendmessage", {"chat_id": 7}),
        ("sendmessage", {"chat_id": 7, "text": ""}),
        ("sendmessage", {"chat_id": 7, "text": "x" * 4097}),
        ("sendmessage", {"chat_id": 7, "text": "😀" * 2049}),
        ("sendmessage", {"chat_id": 7, "text": "x", "unheard_of": 1}),
        ("sendmessage", {"chat_id": 7, "text": "<b>", "parse_mode": "HTML"}),
        ("answercallbackquery", {"callback_query_id": "1", "text": "x" * 201}),
        ("deletemessages", {"chat_id": 7, "message_ids": list(range(101))}),
        ("deletemessages", {"chat_id": 7, "message_ids": []}),
    ],
)
async def test_a_bad_call_is_refused_and_remembered(
    method: str, parameters: dict[str, object]
) -> None:
    """A call that Telegram would refuse as wrong fails the scenario."""
    async with Stand() as stand:
        bot = bot_of(stand)
        async with bot.request:
            with pytest.raises(BadRequest):
                await bot.do_api_request(method, api_kwargs=parameters)
        assert not stand.chats
        with pytest.raises(AssertionError, match=method):
            stand.judge()
        stand.bad_calls.clear()


async def test_callback_data_is_counted_in_bytes() -> None:
    """A button of more than 64 bytes is a bad call, however few its letters."""
    button = InlineKeyboardButton("x", callback_data="д" * 33)
    async with Stand() as stand:
        bot = bot_of(stand)
        async with bot.request:
            with pytest.raises(BadRequest, match="Button_data_invalid"):
                await bot.send_message(
                    7, "x", reply_markup=InlineKeyboardMarkup([[button]])
                )
        stand.bad_calls.clear()


async def test_an_unanswered_press_fails_the_scenario() -> None:
    """A press that nobody answers is found at the end."""
    with pytest.raises(AssertionError, match="1 presses unanswered"):
        async with Stand() as stand:
            stand.inject(stand.person().pressed("1.yes", 1))


async def test_an_unknown_token_is_refused() -> None:
    """Only the stand's own token opens it."""
    async with Stand() as stand:
        bot = bot_at(stand.address, "42:OTHER")
        async with bot.request:
            with pytest.raises(InvalidToken):
                await bot.get_me()


async def test_an_update_of_a_wrong_shape_cannot_be_injected() -> None:
    """What people do at the stand has the shape that Telegram sends."""
    async with Stand() as stand:
        with pytest.raises(ValueError, match="validation error"):
            stand.inject({"message": {"text": "no sender, no chat"}})


async def test_updates_wait_until_they_are_confirmed() -> None:
    """A poll with the same offset brings the same; a higher one confirms."""
    async with Stand() as stand:
        first = stand.person().writes("one")
        stand.person().writes("two")
        bot = bot_of(stand)
        async with bot.request:
            assert len(await bot.get_updates()) == 2
            assert len(await bot.get_updates(offset=first)) == 2
            assert len(await bot.get_updates(offset=first + 1)) == 1
        assert (stand.waiting, stand.confirmed) == (1, first)


async def test_the_stand_runs_as_a_process_of_its_own() -> None:
    """It prints where it stands, takes updates by line, and ends with its input."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "stand",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    first = await asyncio.wait_for(process.stdout.readline(), 30)
    address = first.decode().split()[0].split("=")[1]
    update = {"update_id": 5, **Stand().person().written("hello")}
    process.stdin.write(json.dumps(update).encode() + b"\n")
    await process.stdin.drain()
    bot = bot_at(address, Stand().token)
    async with bot.request:
        updates = await bot.get_updates(timeout=10)
        await bot.send_message(7, "seen")
    said, _ = await asyncio.wait_for(process.communicate(b""), 30)
    assert [update.update_id for update in updates] == [5]
    assert b'sendmessage {"chat_id": 7' in said
