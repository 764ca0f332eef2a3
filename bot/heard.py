"""When the platform was last heard, and how far our clock is from its own.

Serving notes it in a file in memory, beside the keys of the running talks; `status`
and `doctor` read it there. Rule: never on a disk, where it would order what people
sent; without a memory file system it is not noted at all.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.vault import ram

NAME = "heard"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was noted: seconds ago, and seconds that our clock is ahead, if known."""

    ago: float
    ahead: float | None


def note(folder: Path | None, ahead: float | None) -> None:
    """Note that the platform has answered just now; `folder` is one in memory."""
    if folder is not None:
        with suppress(OSError):  # a full memory: then it is not known
            text = "" if ahead is None else f"{ahead:.0f}"
            (folder / NAME).write_text(text, encoding="ascii")


def last(home: Path, now: float) -> Heard | None:
    """Return what was noted last of the deployment at `home`, or None."""
    found: list[tuple[float, float | None]] = []
    with suppress(OSError):
        for folder in ram.folders_of(home):
            with suppress(OSError, ValueError):
                found.append(_read(folder / NAME))
    if not found:
        return None
    at, ahead = max(found, key=lambda one: one[0])
    return Heard(now - at, ahead)


def _read(file: Path) -> tuple[float, float | None]:
    """Return when a note was written, and what it says of our clock."""
    text = file.read_text(encoding="ascii")
    return file.stat().st_mtime, float(text) if text else None
