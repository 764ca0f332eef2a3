"""Types what a document says, on machines that are folders, and reads what comes.

A block begins with a comment that names its machine; the `text` block after it holds
what a person then sees, with `…` for what differs. Rule: each line runs for real in a
shell at a terminal of its own; only what a real server alone has (`SERVERS`) is looked
up instead. A command may fail only where the document shows that it does.
"""

import os
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import CHECKOUT

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FOLDERS = re.compile(r"(?<![\w./:])/(?=(?:var|etc|media)/)")
PHRASE = re.compile(r"^(Passphrase.*):\n\n +((?:[a-z-]+ ){5,}[a-z-]+)$", re.MULTILINE)
PATIENCE = 180
"""Seconds that a command may take."""
UNITS = CHECKOUT / "deploy" / "systemd"


@dataclass(frozen=True, slots=True)
class Step:
    """One block: the machine, what is typed there, and what is then seen."""

    machine: str
    lines: tuple[str, ...]
    seen: tuple[str, ...] = ()


def steps(text: str) -> list[Step]:
    """Return the blocks of a section, each with what is seen after it."""
    found: list[Step] = []
    for kind, body in BLOCK.findall(text):
        lines = tuple(line for line in body.splitlines() if line.strip())
        if kind == "text":
            found[-1] = Step(found[-1].machine, found[-1].lines, lines)
        else:
            found.append(Step(lines[0].removeprefix("# "), lines[1:]))
    return found


def as_pattern(line: str) -> re.Pattern[str]:
    """Return a line that is shown as a pattern: `…` stands for anything."""
    return re.compile(r".*?".join(re.escape(part) for part in line.split("…")))


@dataclass(slots=True)
class Machines:
    """A server and a laptop as folders below `place`, and a stick between them."""

    place: Path
    environment: Mapping[str, str]
    answers: tuple[tuple[str, str], ...] = ()
    known: dict[str, str] = field(default_factory=dict)
    """What the person has on paper: `passphrase` of the vault, and of the `backups`."""
    edits: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """What the person makes of a file in the editor, by the file's name."""

    def folder(self, machine: str) -> Path:
        """Return where a machine's disk lies; the stick is everybody's."""
        return self.place / machine.rsplit(" ", 1)[-1]

    def home(self, machine: str, program: str) -> Path:
        """Return the data folder of one of the two programs on a machine."""
        return self.folder(machine) / "var" / "lib" / program

    def follow(self, step: Step) -> str:
        """Type a step line by line; return all that was seen. Raise if it differs."""
        seen = "".join(self._typed(step, line) for line in step.lines)
        for line in step.seen:
            assert as_pattern(line).search(seen), f"not seen: {line}\n{seen}"
        return seen

    def _typed(self, step: Step, line: str) -> str:
        first = shlex.split(line, comments=True)[0]
        if first in SERVERS:
            SERVERS[first](shlex.split(line, comments=True))
            return ""
        line, machine = self._here(line, step.machine)
        if first == "nano":
            self._edit(Path(shlex.split(line)[1]))
            return ""
        code, seen = self._run(line, machine)
        shown = any(as_pattern(told).search(seen) for told in step.seen)
        assert code == 0 or shown, f"{line} ended with {code}:\n{seen}"
        return seen

    def _edit(self, file: Path) -> None:
        """Open a file that is there, and write what it should say."""
        text = file.read_text(encoding="utf-8")
        file.write_text(self.edits[file.name](text), encoding="utf-8")

    def _here(self, line: str, machine: str) -> tuple[str, str]:
        """Turn a line for another machine into one for its folder."""
        if line.startswith("ssh root@server "):
            return self._here(line.removeprefix("ssh root@server "), "server")
        if line.startswith("scp "):
            line = line.replace("scp", "cp", 1)
            line = line.replace("root@server:/", f"{self.place}/server/")
        line = line.replace("/media/stick", f"{self.place}/stick")
        return FOLDERS.sub(f"{self.folder(machine)}/", line), machine

    def _run(self, line: str, machine: str) -> tuple[int, str]:
        master, terminal = os.openpty()
        child = subprocess.Popen(  # noqa: S603 (the document's own line)
            ["setsid", "--ctty", "sh", "-c", line],  # noqa: S607 (found by PATH)
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=self.folder(machine),
            env=self._environment(machine),
        )
        os.close(terminal)
        try:
            seen = self._talk(master)
            return child.wait(PATIENCE), seen
        finally:
            os.close(master)
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def _environment(self, machine: str) -> dict[str, str]:
        programs = self.folder(machine) / "bin"
        for name in ("sotto", "sotto-vault"):
            programs.mkdir(parents=True, exist_ok=True)
            home = shlex.quote(str(self.home(machine, name)))
            script = (
                f"#!/bin/sh\nexport SOTTO_HOME={home} PYTHONPATH={CHECKOUT}\n"
                f'cd {home} && exec {sys.executable} -m bot "$@"\n'
            )
            (programs / name).write_text(script, encoding="utf-8")
            (programs / name).chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        return {**self.environment, "PATH": path, "HOME": str(self.folder(machine))}

    def _talk(self, master: int) -> str:
        """Read until the end, and answer what is asked."""
        seen, since, ends = "", 0, time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                data = os.read(master, 65_536)
            except OSError:  # the other end is closed
                return seen
            if not data:
                return seen
            seen = (seen + data.decode(errors="replace")).replace("\r\n", "\n")
            self._remember(seen)
            if answer := self._answer(seen[since:]):
                os.write(master, f"{answer}\n".encode())
                since = len(seen)
        message = f"it waits for something:\n{seen}"
        raise AssertionError(message)

    def _remember(self, seen: str) -> None:
        """Write on paper what is shown once."""
        for shown, phrase in PHRASE.findall(seen):
            self.known["backups" if "backups" in shown else "passphrase"] = phrase

    def _answer(self, asked: str) -> str:
        """Return what is typed when the last line is a question, or ""."""
        line = asked.rpartition("\n")[2]
        if not re.search(r"[:\]?] ?\Z", line):
            return ""
        for question, answer in self.answers:
            if question in line:
                return answer.format_map(self.known)
        return ""


def _is_unit(words: list[str]) -> None:
    """Check that what systemctl is to act on is shipped."""
    _, _, *units = [word for word in words if not word.startswith("-")]
    for unit in units:
        name = unit if "." in unit else f"{unit}.service"
        assert (UNITS / name).exists(), f"deploy/systemd has no {name}"


def _is_shipped(words: list[str]) -> None:
    """Check that a script of ours is there, and can be run."""
    assert os.access(CHECKOUT / words[0], os.X_OK)


def _is_a_log(words: list[str]) -> None:
    """Check that the journal asked for is ours."""
    assert "--namespace=sotto" in words


def _is_debians(words: list[str]) -> None:
    """Check that a command of the system's own is not one of ours by mistake."""
    assert "sotto" not in words[0]


def _is_the_stick(words: list[str]) -> None:
    """Check that what is mounted or put away is where the document copies to."""
    assert words[-1] == "/media/stick"


SERVERS: dict[str, Callable[[list[str]], None]] = {
    "apt": _is_debians,
    "df": _is_debians,
    "deploy/install": _is_shipped,
    "journalctl": _is_a_log,
    "lsblk": _is_debians,
    "mount": _is_the_stick,
    "swapoff": _is_debians,
    "systemctl": _is_unit,
    "systemd-creds": _is_debians,
    "timedatectl": _is_debians,
    "umount": _is_the_stick,
}
"""What only a real server has, and how it is checked instead."""
