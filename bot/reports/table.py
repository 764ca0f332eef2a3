"""The one table that every file and picture tells, and nothing besides.

It is made once from whole released digests and what was decided about them; a file is
this value in another dress. Rule: the same digests are the same table, in whatever
order they come, and no time in it is finer than a month.
"""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.deployment import Deployment
from bot.reports.names import (
    Says,
    band_name,
    kind_of,
    label,
    named,
    number,
    place,
    questions_of,
    say,
    theme,
)
from bot.themes.gathering import THEMES, Band, Digest
from bot.words.phrases import Msg

QUESTION = "question"
"""The indicator of a fact that a single-choice question tells."""
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class State(enum.StrEnum):
    """What became of a theme: you said, we did."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    IMPOSSIBLE = "not_possible"
    OVERDUE = "overdue"


STATES = {
    State.OPEN: Msg("action.open"),
    State.PLANNED: Msg("action.planned"),
    State.DONE: Msg("action.done"),
    State.IMPOSSIBLE: Msg("action.impossible"),
    State.OVERDUE: Msg("action.overdue"),
}
SIDE_NAMES = {
    "keep": Msg("side.keep"),
    "change": Msg("side.change"),
    "need": Msg("side.need"),
}
"""What a theme was named as, in the order of boards."""


@dataclass(frozen=True, slots=True)
class Action:
    """What was decided about a theme.

    `entry` is one of the list (`change:D1`); `due` is the month by which it is to be
    done, or was done (`2026-06`), "" for none.
    """

    entry: str
    state: State
    due: str = ""

    def __post_init__(self) -> None:
        if self.due and not _MONTH.fullmatch(self.due):
            raise ValueError(self.due)


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of one digest.

    `indicator` is question, need, keep or change; `code` a theme, or a question and
    what is told of it; `name`, `asked` and `told` are words of the reader's language.
    """

    digest: Digest
    indicator: str
    code: str
    name: str
    asked: str
    told: str
    band: Band
    said: str

    @property
    def number(self) -> str:
        """The number that a reader sees on the digest."""
        return number(self.digest)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, in words of the reader's language."""

    action: Action
    side: str
    name: str
    said: str
    due: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was released of one pool, oldest first, in one reader's language.

    `spoken` are the languages in which people can answer here.
    """

    pool: str
    kind: str
    place: str
    language: str
    direction: str
    spoken: tuple[str, ...]
    digests: tuple[Digest, ...]
    rows: tuple[Row, ...]
    actions: tuple[Decided, ...]

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month of all its digests."""
        firsts, lasts = zip(*(d.months for d in self.digests), strict=True)
        return min(firsts), max(lasts)

    def of(self, digest: Digest) -> tuple[Row, ...]:
        """Return the rows of one digest, in the order of its own table."""
        return tuple(row for row in self.rows if row.digest == digest)


def table(
    digests: Iterable[Digest],
    words: Says,
    language: str,
    deployment: Deployment,
    actions: Iterable[Action] = (),
) -> Table:
    """Return the table of one pool's released digests, at least one.

    Digests that come twice are one, and so are actions.
    """
    told = tuple(sorted(set(digests), key=aged))
    (pool,) = {digest.pool for digest in told}
    return Table(
        pool=pool,
        kind=kind_of(pool),
        place=words.say(language, place(pool, deployment)),
        language=language,
        direction=words.direction(language),
        spoken=deployment.languages,
        digests=told,
        rows=tuple(
            row for digest in told for row in _rows(digest, words, language, deployment)
        ),
        actions=tuple(
            _decided(action, words, language, deployment)
            for action in sorted(set(actions), key=lambda a: (a.entry, a.state, a.due))
        ),
    )


def aged(digest: Digest) -> tuple[str, str, str, str]:
    """Return the place in time of a digest, as `gathering.pull` orders them."""
    first, last = digest.months
    return last, first, digest.leaf, digest.batch


def _rows(
    digest: Digest, words: Says, language: str, deployment: Deployment
) -> Iterator[Row]:
    asked = questions_of(digest, deployment)
    for (id_, told), band in digest.table:
        said = words.say(language, band_name(band))
        if id_ == THEMES:
            side, _, code = told.partition(":")
            name = words.say(language, theme(told, deployment))
            about = words.say(language, say(SIDE_NAMES[side]))
            yield Row(digest, side, code, name, about, name, band, said)
        else:
            question, fact = label(id_, asked), named((id_, told), asked)
            both = say(Msg("digest.name"), question=question, fact=fact)
            name = words.say(language, both)
            about, answer = words.say(language, question), words.say(language, fact)
            code = f"{id_}:{told}"
            yield Row(digest, QUESTION, code, name, about, answer, band, said)


def _decided(
    action: Action, words: Says, language: str, deployment: Deployment
) -> Decided:
    return Decided(
        action,
        words.say(language, say(SIDE_NAMES[action.entry.partition(":")[0]])),
        words.say(language, theme(action.entry, deployment)),
        words.say(language, say(STATES[action.state])),
        words.month(language, action.due) if action.due else "",
    )
