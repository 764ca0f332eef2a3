"""The bot shows itself in each language, and serves on where it may not."""

import pytest
from chat.bots import bot_at
from stand import Fault, Stand

from bot.chat.face import Face, set_face


def face(language: str) -> Face:
    """Return a face whose texts name their language."""
    return Face(
        language=language,
        name=f"Say {language}",
        short=f"Short {language}",
        description=f"Long {language}",
        commands=(("start", f"Begin {language}"), ("stop", f"Stop {language}")),
    )


async def test_each_language_of_two_letters_gets_its_face() -> None:
    """English also stands for everybody else; longer codes do not fit."""
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            await set_face(bot, [face("uk"), face("en"), face("sq-AL"), face("ckb")])
        assert stand.face["name", ""] == {"name": "Say en"}
        assert stand.face["name", "uk"] == {"name": "Say uk"}
        assert stand.face["commands", "uk"] == [
            {"command": "start", "description": "Begin uk"},
            {"command": "stop", "description": "Stop uk"},
        ]
        assert {code for _, code in stand.face} == {"", "en", "uk"}
        assert len(stand.face) == 12


async def test_what_stands_already_is_not_written_again() -> None:
    """A restart writes nothing, for Telegram limits how often a name may change."""
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            await set_face(bot, [face("en")])
            written = [name for name, _ in stand.calls if name.startswith("set")]
            await set_face(bot, [face("en")])
        again = [name for name, _ in stand.calls if name.startswith("set")]
        assert (len(written), written) == (8, again)


async def test_a_refusal_is_logged_and_the_rest_is_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A flood on one item stops neither the others nor serving."""
    async with Stand() as stand:
        stand.faults.append(Fault("flood", "setMyName", seconds=9000, times=9))
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            await set_face(bot, [face("en")])
        assert {item for item, _ in stand.face} == {
            "commands",
            "description",
            "shortdescription",
        }
    assert "face_not_set error=FloodedError" in capsys.readouterr().err


async def test_without_english_the_first_language_stands_for_the_others() -> None:
    """Somebody whose language is not there sees words, not nothing."""
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            await set_face(bot, [face("uk"), face("ar")])
        assert stand.face["name", ""] == {"name": "Say uk"}
