"""A home that is made whole or not at all.

Rule: only what was made here is taken away again, and only where there was nothing
before.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def is_empty(home: Path) -> bool:
    """Tell whether there is nothing in a home yet."""
    return not home.exists() or not any(home.iterdir())


@contextmanager
def whole(home: Path, database: Path) -> Iterator[None]:
    """Take away what was made if the block fails, where there was nothing before."""
    empty = is_empty(home) and not database.exists()
    existed = home.exists()
    try:
        yield
    except BaseException:
        if empty:
            _clear(home, database, keep=existed)
        raise


def _clear(home: Path, database: Path, *, keep: bool) -> None:
    """Delete the contents; the folder itself stays if it was there, as it was."""
    for ending in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    for path in home.iterdir() if home.exists() else ():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    if home.exists() and not keep:
        home.rmdir()
