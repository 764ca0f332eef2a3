"""What the rehearsal asks of its vault, which is another process.

Rule: the passphrase goes through a pipe, never through an argument, and the code that
opens envelopes is never loaded on this side.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path

from bot.errors.running import RehearsalVaultError
from bot.settings import CHECKOUT
from bot.weeks import Week


async def prepare(home: Path, week: Week) -> str:
    """Have a trial deployment made in `home`; return its key's passphrase."""
    lines = await _asked("prepare", home, week, "", _unheard)
    return lines[-1]


async def gather(
    home: Path, week: Week, passphrase: str, progress: Callable[[float], None]
) -> None:
    """Have the answers gathered that are ready in `week`."""
    await _asked("gather", home, week, passphrase, lambda line: progress(float(line)))


def _unheard(_line: str) -> None:
    """Listen to nothing."""


async def _asked(
    errand: str, home: Path, week: Week, first: str, heard: Callable[[str], None]
) -> list[str]:
    """Run the vault's process to its end; return the lines it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.rehearsal.vault",
        errand,
        f"--home={home}",
        f"--week={week}",
        stdin=PIPE,
        stdout=PIPE,
        cwd=CHECKOUT,
        start_new_session=True,  # Ctrl+C is for us; we end it ourselves
    )
    try:
        lines = await _talk(process, first, heard)
    except BaseException:
        if process.returncode is None:
            process.kill()
        await process.wait()
        raise
    if await process.wait():
        raise RehearsalVaultError
    return lines


async def _talk(
    process: Process, first: str, heard: Callable[[str], None]
) -> list[str]:
    if process.stdin is None or process.stdout is None:
        raise RehearsalVaultError
    process.stdin.write(f"{first}\n".encode())
    process.stdin.close()
    lines = []
    async for line in process.stdout:
        lines.append(line.decode().rstrip("\n"))
        heard(lines[-1])
    return lines
