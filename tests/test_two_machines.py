"""Two machines by their command lines alone, over a stick and over ssh on loopback."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from answers import crowd, seeded
from databases import opened
from test_setup import lines

from bot.settings import CHECKOUT
from bot.store.records import SealedRow, Work
from bot.vault.sealing import Sealer
from bot.weeks import week_of

SSHD = Path("/usr/sbin/sshd")
Run = Callable[..., str]
Copy = Callable[[Path, Path], None]


def sotto(
    home: Path, *words: str, passphrase: str = "", typed: str = "", before: str = ""
) -> str:
    """Run a command on a home, `before` which another command may stand."""
    reading, writing = os.pipe()
    os.write(writing, f"{passphrase}\n".encode())
    os.close(writing)
    given = ("--passphrase-fd", str(reading)) if passphrase else ()
    command = [*before.split(), "env", f"SOTTO_HOME={home}", f"PYTHONPATH={CHECKOUT}"]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [*command, sys.executable, "-m", "bot", *words, *given],
            input=typed,
            capture_output=True,
            text=True,
            pass_fds=(reading,),
            check=False,
        )
    finally:
        os.close(reading)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _ssh(folder: Path) -> Iterator[tuple[str, Copy]]:
    """Run an ssh server of the test's own; give what stands before its commands."""
    for name in ("host", "own"):
        _quiet("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
    Path("/run/sshd").mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "-p",
        str(port),
        "-h",
        f"{folder}/host",
        "-o",
        "UsePAM=no",
        "-o",
        "StrictModes=no",
        "-o",
        "PidFile=none",
    ]
    options += ["-o", f"AuthorizedKeysFile={folder}/own.pub", "-o", "LogLevel=ERROR"]
    options += ["-o", "ListenAddress=127.0.0.1", "-o", "Subsystem=sftp internal-sftp"]
    server = subprocess.Popen(  # noqa: S603 (our own server)
        [
            SSHD,
            "-D",
            "-f",
            "/dev/null",
            "-p",
            str(port),
            "-h",
            f"{folder}/host",
            *options,
        ]
    )
    asked = f"-i {folder}/own -o BatchMode=yes -o StrictHostKeyChecking=accept-new"
    asked += f" -o UserKnownHostsFile={folder}/known -o LogLevel=ERROR"

    def copy(source: Path, target: Path) -> None:
        """Copy from the server, or to it, whichever has the file."""
        ways = {True: (f"root@127.0.0.1:{source}", f"{target}")}
        ways[False] = (f"{source}", f"root@127.0.0.1:{target}")
        there = "server" in source.parts
        _quiet("scp", *asked.split(), "-P", str(port), *ways[there])

    try:
        _wait_for(port)
        yield f"ssh {asked} -p {port} root@127.0.0.1", copy
    finally:
        server.terminate()
        server.wait()


def _quiet(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 (our own)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


async def _people(home: Path, count: int) -> None:
    """Let people's answers rest on the server, ready to be gathered this week."""
    week = week_of(time.time())
    async with opened(home / "sotto.db") as store:
        (first, *_) = await store.rounds()
        seal = Sealer(first.public_key, first.id).seal
        said = crowd(dice := seeded(1), count, "blue-house", sent=week - 1)
        rows = [
            SealedRow(
                dice.getrandbits(63),
                first.id,
                dice.randbytes(16),
                seal(replace(one, pepper=first.pepper_id)),
            )
            for one in said
        ]
        await store.commit(Work(sealed=tuple(rows)))


async def _released(home: Path) -> list[str]:
    """Return the sizes of what waits on the server for its fixed day."""
    async with opened(home / "sotto.db") as store:
        return [row.size_band for row in await store.digests()]


def whole_way(server: Path, laptop: Path, run: Run, copy: Copy) -> None:
    """Set up, make keys, compare them, answer, carry, gather, and have the digest."""
    run("setup", "--two-machines", typed=lines(written=""))
    assert list(server.rglob("*.key")) == []
    made = sotto(laptop / "vault", "keys", "new", "--rounds", "2", "--generate",
                 "--to", str(laptop / "keys"))  # fmt: skip
    passphrase = made.splitlines()[2].strip()
    digits = sotto(laptop / "vault", "keys", "list").split("keys: ")[1].strip()
    copy(laptop / "keys", server / "keys")
    run("keys", "accept", str(server / "keys"), typed="y\n")
    assert digits in run("keys", "list")
    asyncio.run(_people(server, 16))
    run("carry", "out", str(server / "answers"))
    copy(server / "answers", laptop / "answers")
    sotto(laptop / "vault", "gather", "--from", str(laptop / "answers"),
          "--to", str(laptop / "release"), passphrase=passphrase)  # fmt: skip
    copy(laptop / "release", server / "release")
    run("carry", "in", str(server / "release"))
    assert "10-19" in asyncio.run(_released(server))


def _folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("server", "laptop"):
        (tmp_path / name).mkdir()
    return tmp_path / "server", tmp_path / "laptop"


def test_over_a_stick(tmp_path: Path) -> None:
    """From two empty folders to a digest, with a copied file each way."""
    server, laptop = _folders(tmp_path)

    def run(*words: str, typed: str = "") -> str:
        return sotto(server, *words, typed=typed)

    def copy(source: Path, target: Path) -> None:
        shutil.copy(source, target)

    whole_way(server, laptop, run, copy)


@pytest.mark.skipif(
    os.geteuid() != 0 or not (SSHD.exists() and shutil.which("scp")),
    reason="carrying over ssh: no ssh server here, or not root",
)
def test_over_ssh(tmp_path: Path) -> None:
    """The same, with each of the server's commands and copies over ssh."""
    server, laptop = _folders(tmp_path)
    keys = tmp_path / "ssh"
    keys.mkdir()
    with _ssh(keys) as (before, copy):

        def run(*words: str, typed: str = "") -> str:
            return sotto(server, *words, typed=typed, before=before)

        whole_way(server, laptop, run, copy)
