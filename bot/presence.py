"""Whether a process serves a data folder: a lock that the kernel frees at its death.

The lock is on the folder itself, so nothing is written and nothing is left behind.
Rule: asking never keeps a serving process from starting; it waits the moment out.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.errors.running import AlreadyServingError
from bot.errors.settings import NotSetUpError

_TRIES, _PAUSE = 10, 0.1
"""How often a serving process tries, and the seconds in between."""


@asynccontextmanager
async def alone(home: Path) -> AsyncIterator[None]:
    """Be the one process that serves a data folder; raise if there is another."""
    try:
        folder = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotSetUpError(home) from None
    try:
        for _ in range(_TRIES):
            if _taken(folder, fcntl.LOCK_EX):
                break
            await asyncio.sleep(_PAUSE)
        else:
            raise AlreadyServingError(home)
        yield
    finally:
        os.close(folder)


def is_served(home: Path) -> bool | None:
    """Tell whether a process serves the data folder; None if we may not look."""
    try:
        folder = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        return not _taken(folder, fcntl.LOCK_SH)
    finally:
        os.close(folder)


def _taken(folder: int, kind: int) -> bool:
    try:
        fcntl.flock(folder, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
