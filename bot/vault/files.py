"""A file that holds a secret: private, whole or absent, and never overwritten.

Rule: a crash, a full disk or a second call never costs a key that was already there.
Deleting a file is all that a program can do about its contents; what a disk keeps of
them is closed only by full-disk encryption.
"""

import os
import tempfile
from pathlib import Path

from bot.errors.keys import SecretExistsError


def write_new(path: Path, content: bytes) -> None:
    """Write a file of mode 0600, durably; raise where there is one already."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_new(Path(name), path)
    except FileExistsError:
        raise SecretExistsError(path) from None
    finally:
        Path(name).unlink(missing_ok=True)
    sync_folder(path.parent)


def put_new(written: Path, path: Path) -> None:
    """Give a written file its name; raise `FileExistsError` where there is one.

    A link fails where there is a file, unlike a rename. A stick's file system has no
    links: there it is looked first, and what comes in between is nobody's but ours.
    """
    try:
        os.link(written, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError from None
        written.rename(path)


def delete(path: Path) -> None:
    """Delete a file, durably, with what a crash may have left of its writing."""
    for left in (path, *path.parent.glob(f".{path.name}-*")):
        left.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make durable what was created in or deleted from a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
