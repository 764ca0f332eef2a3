"""A channel is found by its name, and only where the bot may write."""

from pathlib import Path
from typing import Any

import pytest
from post.parcels import PNG
from stand import Stand
from stand.server import ADMIN, Channel

from bot.chat.channels import open_channels
from bot.errors import SottoError
from bot.errors.post import ChannelAddressError, ChannelClosedError, ChannelUnknownError
from bot.errors.telegram import TokenRefusedError
from bot.flows.doors import Outgoing
from bot.settings import Settings, load

ID = -1001234567890


def settings(stand: Stand, home: Path, token: str = "") -> Settings:
    """Return the settings of a bot at the stand."""
    return load(
        {
            "SOTTO_HOME": str(home),
            "SOTTO_TELEGRAM_API": stand.address,
            "SOTTO_TELEGRAM_TOKEN": token or stand.token,
        }
    )


GROUP = {"kind": "supergroup"}
MAY = [
    {"me": ADMIN},
    {"me": {"status": "creator"}},
    {**GROUP, "me": {"status": "member"}},
    {**GROUP, "me": {"status": "administrator"}},
    {**GROUP, "me": {"status": "restricted", "can_send_messages": True}},
]
MAY_NOT: list[tuple[dict[str, Any], type[SottoError]]] = [
    ({"me": {"status": "administrator"}}, ChannelClosedError),
    ({"me": {"status": "member"}}, ChannelClosedError),
    ({"me": {"status": "left"}}, ChannelClosedError),
    ({**GROUP, "me": {"status": "left"}}, ChannelClosedError),
    (
        {**GROUP, "me": {"status": "restricted", "can_send_messages": False}},
        ChannelClosedError,
    ),
    ({"kind": "private", "me": {"status": "member"}}, ChannelAddressError),
]


@pytest.mark.parametrize("standing", MAY)
async def test_a_channel_is_found_by_its_name(
    tmp_path: Path, standing: dict[str, Any]
) -> None:
    """Its number is kept, and written to."""
    async with Stand() as stand:
        stand.channels.append(Channel(ID, "@team", **standing))
        async with open_channels(settings(stand, tmp_path)) as telegram:
            assert await telegram.find("@team") == ID
            assert await telegram.find(str(ID)) == ID
            await telegram.door.send(ID, Outgoing("A test."))
        assert [seen.text for seen in stand.chats[ID].values()] == ["A test."]


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path) -> None:
    """Words, pictures and files come under its new number, however often."""
    async with Stand() as stand:
        stand.moved["-77"] = ID
        async with open_channels(settings(stand, tmp_path)) as telegram:
            await telegram.door.send(-77, Outgoing("A test."))
            await telegram.door.show(-77, PNG, "Bands")
            await telegram.door.give(-77, "a.csv", b"1")
        texts = [seen.text for seen in stand.chats[ID].values()]
        assert texts == ["A test.", "Bands", ""]
        assert -77 not in stand.chats


@pytest.mark.parametrize(("standing", "wrong"), MAY_NOT)
async def test_where_the_bot_may_not_write_it_says_so(
    tmp_path: Path, standing: dict[str, Any], wrong: type[SottoError]
) -> None:
    """Each with what to do about it."""
    async with Stand() as stand:
        stand.channels.append(Channel(ID, "@team", **standing))
        async with open_channels(settings(stand, tmp_path)) as telegram:
            with pytest.raises(wrong):
                await telegram.find("@team")


async def test_an_unknown_name_and_a_wrong_token_are_told_apart(tmp_path: Path) -> None:
    """The name is mistyped, or the bot is not in it; the token is another thing."""
    async with Stand() as stand:
        async with open_channels(settings(stand, tmp_path)) as telegram:
            with pytest.raises(ChannelUnknownError):
                await telegram.find("@nobody")
        with pytest.raises(TokenRefusedError):
            async with open_channels(settings(stand, tmp_path, "42:" + "A" * 35)):
                pass
