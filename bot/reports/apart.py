"""Draws a board in a process that is there for nothing else.

Rule: who only asks for it never loads what draws: that is done where it is drawn.
"""

from bot.errors.gathered import NoFontError
from bot.reports.plan import Board


def drawn_apart(board: Board) -> bytes | None:
    """Return the PNG of a board; None where no font has its letters."""
    from bot.reports.pictures import drawn  # noqa: PLC0415 (see the rule)

    try:
        return drawn(board)
    except NoFontError:
        return None
