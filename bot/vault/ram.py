"""Where a key may lie without reaching a disk: a private folder in a tmpfs.

Rule: it is checked, not believed. A folder counts only if the kernel says that it is
a memory file system, it is ours, and nobody else can enter; else there is none and
keys live in the process alone.

What an adversary learns from the disk: nothing, unless memory is swapped to it; swap
must be off or encrypted, for this folder as for the process itself.
"""

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
_KINDS = frozenset({"tmpfs", "ramfs"})


def places() -> tuple[Path, ...]:
    """Return where Linux offers memory as a folder, the more private one first."""
    return Path(f"/run/user/{os.geteuid()}"), Path("/dev/shm")  # noqa: S108 (checked)


def folder_for(home: Path, among: Sequence[Path]) -> Path | None:
    """Return (made if need be) the memory folder of a deployment, or None.

    It is named by its home: two deployments never share, or rotate, each other's keys.
    """
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
    for place in among:
        folder = place / f"sotto-{os.geteuid()}-{name}"
        if is_memory(place) and _made(folder):
            return folder
    return None


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    mine = found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return mine and stat.S_ISDIR(found.st_mode)


def is_memory(path: Path) -> bool:
    """Tell whether a path lies in a memory file system, by the kernel's own list."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return kind_of(path.resolve(), mounts) in _KINDS


def kind_of(path: Path, mounts: str) -> str:
    """Return the kind of file system a path lies in, given the text of /proc/mounts.

    The deepest mount point counts; of two at the same point, the later one.
    """
    found, depth = "", 0
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        at = Path(point.replace("\\040", " "))
        if path.is_relative_to(at) and len(at.parts) >= depth:
            found, depth = kind, len(at.parts)
    return found
