"""Which answers are gathered together: the policy of closing, decided on counts alone.

A tick counts who waits: one ready answer of each voice, by the pool it was sent to and
by how long it has waited. From these counts, and from nothing else, follows where each
answer goes; so no answer's content, and no order of arrival, can choose its company
(`gathering.md` P3). The steps of one tick:

1. A programme with enough different people closes, with everybody who waits in it.
2. Else those who waited over 4 weeks go up to its family (two programmes or more), next
   to those who named only the family; the family closes if they are enough.
3. Else those who waited over 8 weeks go up to the network.
4. At the last tick of a round everybody may go up.

"Enough" is k and a secret extra that is derived, not drawn: it cannot be drawn again.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.deployment import NETWORK, Programme
from bot.errors.settings import LowThresholdError
from bot.themes.gathering import LOWEST_K
from bot.weeks import Week

FAMILY = "family:"
TO_FAMILY, TO_NETWORK = 4, 8
"""Weeks after which an answer may go up, if it has waited longer."""
FRESH, PATIENT, LONGEST = 0, 1, 2
"""How far an answer may go up: not at all, to the family, to the network."""
GAP = 4
"""Weeks for which a voice that was told waits."""
MOST_A_YEAR = 12
"""How many batches one voice may be in within a year (no round lasts longer)."""
LAST_TICK = 3
"""Weeks after a round's end at which what is left may go up at once."""
_EXTRAS = 4


class Group(NamedTuple):
    """All that the policy knows of a waiting answer.

    The pool that it was sent to, how far it may go up, and its language ("" for one
    that is not spoken here now).
    """

    pool: str
    stage: int
    language: str


class Cell(NamedTuple):
    """A leaf of a closing batch: a language, or "" for the rest or for everybody."""

    pool: str
    language: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The threshold of a deployment: it may be raised freely and never goes under 5."""

    k: int

    def __post_init__(self) -> None:
        if self.k < LOWEST_K:
            raise LowThresholdError(LOWEST_K)

    def enough(self, key: bytes, pool: str, closed: int, expected: int) -> int:
        """Return how many different people a pool needs to close.

        `key` is the round's secret for extras, `closed` how often the pool has closed
        in this round, `expected` how many people the service expects: the extra never
        makes the pool of a small service wait for its last two.
        """
        told = f"{pool}\0{closed}".encode()
        extra = hmac.digest(key, told, hashlib.sha256)[0] % _EXTRAS
        return self.k + max(0, min(extra, expected - 2 - self.k))

    def leaves(self, languages: Mapping[str, int]) -> tuple[str, ...]:
        """Return the languages that are told apart from the rest of their batch.

        `languages` counts the different people of one closing batch. A language is
        split off, larger ones first, only while it and the rest both hold k people.
        """
        rest = sum(languages.values())
        found = []
        for language in sorted(languages, key=lambda code: (-languages[code], code)):
            own = languages[language]
            if language and min(own, rest - own) >= self.k:
                found.append(language)
                rest -= own
        return tuple(found)


@dataclass(frozen=True)
class Places:
    """The programmes of a deployment, their families and the network, as pools."""

    programmes: tuple[Programme, ...]

    @property
    def pools(self) -> tuple[str, ...]:
        """Return every pool that an answer may name, in order."""
        families = sorted(pool for pool in self._members if pool.startswith(FAMILY))
        return (*(p.id for p in self.programmes), *families, NETWORK)

    @cached_property
    def _members(self) -> dict[str, tuple[Programme, ...]]:
        """The programmes of each pool but the network: asked for every answer."""
        found: dict[str, tuple[Programme, ...]] = {}
        for programme in self.programmes:
            found[programme.id] = (programme,)
            if programme.family:
                family = FAMILY + programme.family
                found[family] = (*found.get(family, ()), programme)
        return found

    def members(self, pool: str) -> tuple[Programme, ...]:
        """Return the programmes whose people may be in a pool."""
        return self.programmes if pool == NETWORK else self._members.get(pool, ())

    def family(self, pool: str) -> str:
        """Return the family pool above a programme, "" where it has none.

        One programme is no family: its name would be the programme's.
        """
        named = next((FAMILY + p.family for p in self.members(pool) if p.family), "")
        return named if len(self.members(named)) > 1 else ""

    def way(self, pool: str, stage: int) -> tuple[str, ...]:
        """Return the pools that an answer may be gathered in, the nearest first."""
        if pool == NETWORK:
            return (NETWORK,)
        family = self.family(pool)
        own = () if pool.startswith(FAMILY) else self.members(pool)
        up = [family] if family and (stage >= PATIENT or family == pool) else []
        up += [NETWORK] if stage >= LONGEST else []
        return (*(programme.id for programme in own), *up)


def stage(sent: Week, now: Week, *, last: bool) -> int:
    """Return how far up an answer may go that was sealed in the week `sent`.

    `last` is the round's last tick, at which everybody may go up.
    """
    waited = now - sent
    if last or waited > TO_NETWORK:
        return LONGEST
    return PATIENT if waited > TO_FAMILY else FRESH


def gathered(
    waiting: Mapping[Group, int],
    places: Places,
    policy: Policy,
    enough: Mapping[str, int],
) -> dict[Group, Cell]:
    """Return where each group is told now; a group that is missing waits on.

    `waiting` counts different voices, `enough` is how many each pool needs. Pools are
    tried from the programmes up; each closes at most once, with all who may be in it.
    """
    may: dict[str, list[Group]] = {}
    for group in waiting:
        for pool in places.way(group.pool, group.stage):
            may.setdefault(pool, []).append(group)
    found: dict[Group, Cell] = {}
    for pool in places.pools:
        inside = [group for group in may.get(pool, ()) if group not in found]
        spoken: Counter[str] = Counter()
        for group in inside:
            spoken[group.language] += waiting[group]
        if inside and spoken.total() >= enough[pool]:
            apart = policy.leaves(spoken)
            for group in inside:
                leaf = group.language if group.language in apart else ""
                found[group] = Cell(pool, leaf)
    return found


def may_be_told(weeks: Sequence[Week], now: Week, round_weeks: int) -> bool:
    """Return whether a voice may be in a batch of this tick.

    `weeks` are those of the batches it was in within this round: at least 4 weeks lie
    between two, and their number is bounded (`data.md`, Gathering, 2).
    """
    most = min(round_weeks // GAP, MOST_A_YEAR)
    return len(weeks) < most and all(now - week >= GAP for week in weeks)
