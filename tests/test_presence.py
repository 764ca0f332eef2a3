"""One process serves a data folder, and everybody can see that it does."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors.running import AlreadyServingError
from bot.errors.settings import NotSetUpError
from bot.presence import alone, is_served

HOLDER = """\
import asyncio, sys, time
from pathlib import Path
from bot.presence import alone

async def hold():
    async with alone(Path(sys.argv[1])):
        print("held", flush=True)
        time.sleep(60)

asyncio.run(hold())
"""


async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """Two serving processes on one folder: the second says which, and stops."""
    async with alone(tmp_path):
        assert is_served(tmp_path)
        with pytest.raises(AlreadyServingError, match="already serves"):
            async with alone(tmp_path):
                pass
    assert is_served(tmp_path) is False
    assert [*map(str, await asyncio.to_thread(tmp_path.iterdir))] == []


def test_a_killed_process_serves_no_more(tmp_path: Path) -> None:
    """The kernel frees the lock, however a process ends."""
    with subprocess.Popen(  # noqa: S603 (our own code, in a process to be killed)
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_served(tmp_path)
        os.kill(holder.pid, signal.SIGKILL)
    assert is_served(tmp_path) is False


async def test_no_folder_is_not_served(tmp_path: Path) -> None:
    """Where nothing is set up, nothing runs, and serving says what to do."""
    assert is_served(tmp_path / "none") is False
    with pytest.raises(NotSetUpError, match="deploy/sotto setup"):
        async with alone(tmp_path / "none"):
            pass
