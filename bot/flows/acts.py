"""What is written down of every act on staff and services, and how it is read.

A line tells who (a staff id, or the command line), what (a command and ids) and in
which week. Rule: never words of anybody's own, and never who a staff id is.
"""

from collections.abc import Sequence

from bot.store.records import ActRow
from bot.weeks import Week, monday_of

COMMAND_LINE = "command line"
"""Who acts where the command line does: it knows no staff."""


def by_command(week: Week, *what: str) -> ActRow:
    """Return the act of a command: its words and the ids that it names."""
    return ActRow(COMMAND_LINE, " ".join(filter(None, what)), week)


def act_lines(acts: Sequence[ActRow]) -> list[str]:
    """Return a line for each act, in their order: its week's Monday, who, what."""
    return [f"{monday_of(a.week)}  {a.who}  {a.what}" for a in acts]
