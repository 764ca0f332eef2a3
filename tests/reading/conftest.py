"""A desk over a real vault's home, and readers who sit down at it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from readers import SHUFFLE, TEXTS, WEEK, Home, Lay, made, written

from bot.reading.desk import Shuffle
from bot.reading.groups import Groups
from bot.reading.sitting import laid


@pytest.fixture
async def home(tmp_path: Path) -> Home:
    """Make a vault's home in which twenty people's texts rest."""
    it = await made(tmp_path, WEEK)
    await it.send(*written(TEXTS, WEEK))
    return it


@pytest.fixture
async def lay(home: Home) -> AsyncIterator[Lay]:
    """Return what opens the vault and lays out the desk, as often as it is called."""
    async with AsyncExitStack() as open_:

        async def it(shuffle: Shuffle = SHUFFLE) -> Groups:
            vault = await open_.enter_async_context(home.opened())
            return await laid(
                vault, home.settings, lambda _: None, here=True, shuffle=shuffle
            )

        yield it
