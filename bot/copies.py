"""What a home knows of its backups: the key to seal them to, and the week of the last.

Rule: a week, and only of a copy that was read back and found whole.
"""

from contextlib import suppress
from pathlib import Path

from bot.weeks import Week

PUBLIC = "backup.pub"
_LAST = "backup.week"


def public_file(home: Path) -> Path:
    """Return where the public half of the backups' key rests."""
    return home / PUBLIC


def note(home: Path, week: Week) -> None:
    """Note that a backup was written in a week."""
    (home / _LAST).write_text(str(week), encoding="ascii")


def last(home: Path) -> Week | None:
    """Return the week of the last backup, None where none was written."""
    with suppress(OSError, ValueError):
        return Week(int((home / _LAST).read_text(encoding="ascii")))
    return None


def is_late(home: Path, week: Week) -> bool:
    """Tell whether no backup was written in this week or the one before."""
    found = last(home)
    return found is None or week - found > 1
