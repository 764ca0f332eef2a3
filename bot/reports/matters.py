"""You said, we did: what became of each theme that a digest told.

A theme that most or some named, as a need or as something to change, asks for an
answer. What designers answered is a history that is only ever added to; this reads it.
Rule: a theme is one matter of its pool, however many digests tell it, and is asked
about anew only by a digest that came after its answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.store.records import DecisionRow
from bot.themes.gathering import THEMES, Band, Digest
from bot.weeks import Week

ASKED_SIDES = ("need:", "change:")
"""What is to stay asks for no answer."""
NO_THEME = ":other"
"""What "something else" ends with: nobody can answer what it does not say."""


class State(StrEnum):
    """Where a matter stands. All but `OPEN` rest as a decision's state."""

    OPEN = "open"
    ASKED = "asked"
    PLANNED = "planned"
    DONE = "done"
    IMPOSSIBLE = "impossible"


WAITS = frozenset({State.OPEN, State.ASKED, State.PLANNED})
"""Where something is still to be done, by a date."""


@dataclass(frozen=True, slots=True)
class Release:
    """A digest, and the week by whose end its themes are to be answered."""

    digest: Digest
    answer_by: Week


@dataclass(frozen=True, slots=True)
class Matter:
    """A theme and what became of it.

    `index` is its place in the digest's table, by which a press names it; `number` is
    that of its next step; `due` the week by whose end something is to happen.
    """

    digest: Digest
    index: int
    state: State
    number: int
    due: Week
    reason: str = ""
    next_step: str = ""

    @property
    def entry(self) -> str:
        """The entry of the digest's list."""
        return self.digest.table[self.index][0][1]

    def waits(self) -> bool:
        """Tell whether something is still to be done."""
        return self.state in WAITS

    def late(self, week: Week) -> bool:
        """Tell whether its date is over."""
        return self.waits() and self.due < week


def asks(digest: Digest) -> tuple[int, ...]:
    """Return the places of the themes that ask for an answer: most, then some."""
    places = {
        band: [
            place
            for place, ((id_, entry), found) in enumerate(digest.table)
            if id_ == THEMES and found is band and _asks(entry)
        ]
        for band in (Band.MOST, Band.SOME)
    }
    return (*places[Band.MOST], *places[Band.SOME])


def _asks(entry: str) -> bool:
    return entry.startswith(ASKED_SIDES) and not entry.endswith(NO_THEME)


def matter(release: Release, index: int, decisions: Iterable[DecisionRow]) -> Matter:
    """Return where one theme of one digest stands, by that digest's history alone."""
    digest = release.digest
    entry = digest.table[index][0][1]
    told = [d for d in decisions if (d.batch, d.entry) == (digest.batch, entry)]
    if not told:
        return Matter(digest, index, State.OPEN, 0, release.answer_by)
    last = max(told, key=lambda decision: decision.number)
    return Matter(
        digest,
        index,
        State(last.state),
        last.number + 1,
        last.due_week or release.answer_by,
        last.reason,
        last.next_step,
    )


def matters(
    releases: Sequence[Release], decisions: Sequence[DecisionRow]
) -> tuple[Matter, ...]:
    """Return the matters of one pool, of which `releases` are oldest first.

    What waits longest comes first, and what is done or not possible last.
    """
    found: dict[str, Matter] = {}
    by_digest = _by_digest(decisions)
    for release in releases:
        history = by_digest.get(release.digest.batch, ())
        for index in asks(release.digest):
            one = matter(release, index, history)
            before = found.get(one.entry)
            if before is None or not _goes_on(before, one):
                found[one.entry] = one
    ordered = sorted(found.values(), key=lambda one: (not one.waits(), one.due))
    return tuple(ordered)


def _goes_on(before: Matter, again: Matter) -> bool:
    """Tell whether a theme that is told again is still in work since an older digest.

    What nobody answered stays with the digest that told it first, and its date.
    """
    return before.waits() and again.number == 0


def _by_digest(
    decisions: Iterable[DecisionRow],
) -> Mapping[str, list[DecisionRow]]:
    found: dict[str, list[DecisionRow]] = {}
    for decision in decisions:
        found.setdefault(decision.batch, []).append(decision)
    return found


def late(every: Iterable[Matter], week: Week) -> Iterator[Matter]:
    """Yield what is late in a week."""
    return (one for one in every if one.late(week))


def soon(every: Iterable[Matter], week: Week) -> Iterator[Matter]:
    """Yield what is due this week or the next."""
    return (one for one in every if one.waits() and 0 <= one.due - week <= 1)
