"""What a file says of itself: its columns, what they are worth, whose terms they use.

The IFRC's and MSCOS's own terms stay in English, as their lists have them; everything
else is in the reader's language. Rule: what is said here holds of every digest, so that
it tells nothing of any.
"""

from collections.abc import Iterator
from typing import Final

from bot.reports.digest import small_print
from bot.reports.names import Says, say
from bot.reports.table import Decided, Row, State, Table
from bot.themes.codes import Code, Sensitivity, Type
from bot.themes.gathering import Digest
from bot.words.phrases import Msg, Phrase

HEADS: Final = {
    "first": Msg("column.first"),
    "last": Msg("column.last"),
    "digest": Msg("column.digest"),
    "language": Msg("column.language"),
    "question": Msg("column.question"),
    "answer": Msg("column.answer"),
    "side": Msg("column.side"),
    "code": Msg("column.code"),
    "theme": Msg("column.theme"),
    "band": Msg("column.band"),
    "size": Msg("column.size"),
    "state": Msg("column.state"),
    "month": Msg("column.month"),
    "told": Msg("column.told"),
    "means": Msg("column.means"),
    "types": Msg("column.types"),
    "category": Msg("column.category"),
    "sensitivity": Msg("column.sensitivity"),
    "status": Msg("column.status"),
    "outcome": Msg("column.outcome"),
}
"""What stands above a column, by its name."""
TYPES: Final = {
    Type.QUESTION: "question",
    Type.REQUEST: "request or suggestion",
    Type.CONCERN: "report of a concern or incident",
    Type.PRAISE: "encouragement or praise",
    Type.OBSERVATION: "observation, perception or belief",
    Type.INCOMPLETE: "incomplete feedback",
}
SENSITIVITY: Final = {
    Sensitivity.NO: "non-sensitive",
    Sensitivity.CLARIFY: "to be clarified",
    Sensitivity.SENSITIVE: "sensitive",
    Sensitivity.URGENT: "sensitive",
}
_STATUS: Final = {
    State.OPEN: "under review",
    State.PLANNED: "under review",
    State.OVERDUE: "under review",
    State.DONE: "action was taken",
    State.IMPOSSIBLE: "no individual action required",
}
_NO_STATUS = "no individual action required"


def about(told: Table) -> Iterator[Phrase]:
    """Yield what is to be known before anything is read, a paragraph each."""
    yield say(Msg("paper.what"))
    yield say(Msg("digest.bands"))
    yield from dict.fromkeys(map(small_print, told.digests))
    yield say(Msg("paper.care"))
    yield say(Msg("paper.standards"))


def when(digest: Digest, words: Says, language: str) -> str:
    """Return a digest's months in words."""
    first, last = (words.month(language, month) for month in digest.months)
    if first == last:
        return first
    return words.say(language, say(Msg("digest.months"), first=first, last=last))


def leaf(digest: Digest, words: Says) -> str:
    """Return the own name of the language that a digest tells alone, or ""."""
    return dict(words.language_names()).get(digest.leaf, digest.leaf)


def types_of(row: Row, code: Code | None) -> str:
    """Return the IFRC's types of a theme as it was named."""
    match row.indicator:
        case "keep":
            found: tuple[Type, ...] = (Type.PRAISE,)
        case "need":
            found = (Type.REQUEST,)
        case _:
            found = tuple(t for t in code.types if t is not Type.PRAISE) if code else ()
    return listed(TYPES[one] for one in found)


def status_of(row: Row, actions: tuple[Decided, ...]) -> str:
    """Return the IFRC's status of a theme: what was decided about it last."""
    entry = f"{row.indicator}:{row.code}"
    states = [it.action.state for it in actions if it.action.entry == entry]
    return _STATUS[states[-1]] if states else _NO_STATUS


def listed(parts: Iterator[str] | tuple[str, ...]) -> str:
    """Return terms of a list that is not ours, one after the other."""
    return "; ".join(parts)
