"""Attackers who know nearly everything: all others' answers, or that all are fakes.

They read bands of the product's own digests, and know the exact law of the blur.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

import pytest
from answers import DEFAULT, programme, response, seeded
from odds import believed, edges, fakes, guessed
from worlds import OPENS, WEEKLY, World

from bot.deployment import Programme
from bot.responses import Answer, Response
from bot.themes import gathering
from bot.themes.gathering import Band, Digest, told_of

SURE = 0.95
"""From here on an attacker is certain."""
PRIOR = (0.15, 0.15, 0.65, 0.05)
"""What is believed of somebody beforehand: low, middle, high, skipped."""
K = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question of three told choices; `answers` are ids of choices for each."""

    id: str
    told: tuple[str, ...]
    answers: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, id_: str) -> "Question":
        """Return a question of the default form."""
        asked = next(q for q in DEFAULT.questions if q.id == id_)
        told = told_of(asked)
        ids = (frozenset(c.id for c in asked.choices if c.told == t) for t in told)
        return cls(id_, told, tuple(ids))

    def said(self, one: Response) -> int:
        """Return which told choice a response gives; the number of them for a skip."""
        for answer in one.answers:
            if answer.question == self.id and answer.choices:
                return next(
                    n for n, ids in enumerate(self.answers) if answer.choices[0] in ids
                )
        return len(self.told)

    def bands(self, digest: Digest) -> tuple[Band, ...]:
        """Return the bands that a digest tells of the choices."""
        table = dict(digest.table)
        return tuple(table[self.id, told] for told in self.told)


def sure_of(
    world: World, question: Question, choice: str, *, blurred: bool = True
) -> float:
    """Return for what share of those who chose it an attacker becomes certain.

    All others of the batch are known to the attacker, and how everybody in that pool
    tends to answer; who was certain before has learnt nothing.
    """
    members = world.members()
    wanted = question.told.index(choice)
    sure = [
        found
        for row in world.rows.released
        for found in _sure(
            question,
            wanted,
            members[row.batch],
            Digest.from_bytes(row.table),
            blurred=blurred,
        )
    ]
    return sum(sure) / len(sure)


def _sure(
    question: Question,
    wanted: int,
    members: Sequence[Response],
    digest: Digest,
    *,
    blurred: bool,
) -> Iterator[bool]:
    counts = Counter(map(question.said, members))
    choices = range(len(question.told) + 1)
    prior = [(counts[n] + 1) / (len(members) + len(choices)) for n in choices]
    others = [counts[n] - (n == wanted) for n in choices[:-1]]
    bands = question.bands(digest)
    now = believed(prior, bands, others, len(members), blurred=blurred)[wanted]
    yield from [prior[wanted] < SURE <= now] * counts[wanted]


def told_everybody(world: World, question: Question, choice: str) -> float:
    """Return for what share of those who chose it the bands alone say so.

    That is where no other count fits the band than everybody in the batch.
    """
    members, wanted = world.members(), question.told.index(choice)
    sure = every = 0
    for row in world.rows.released:
        inside = members[row.batch]
        chose = sum(question.said(one) == wanted for one in inside)
        band = question.bands(Digest.from_bytes(row.table))[wanted]
        every += chose
        sure += chose * (band is Band.MOST and edges(len(inside))[1] == len(inside))
    return sure / every


@contextmanager
def blur_off() -> Iterator[None]:
    """Tell true counts as bands inside, which the product never does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "laplace", lambda _: 0)
        yield


@dataclass(frozen=True, slots=True)
class Faked:
    """What somebody got who faked all others: how often certain, and right."""

    sure: float
    right: float


def worst_fakes() -> tuple[int, int, int]:
    """Return the nine fakes that tell most of the tenth answer, by the exact law."""
    return max(fakes(K), key=lambda others: guessed(PRIOR, others, K)[0])


def faked(
    number: int,
    others: Sequence[int],
    *,
    batches: int = 1,
    seed: int = 1,
    blurred: bool = True,
) -> Faked:
    """Gather `number` pools of one person and nine fakes, and guess what she said.

    The same is done again every four weeks; she always says the same.
    """
    question, dice = Question.of("Q1"), seeded(seed)
    pools = tuple(programme(f"p{n}", people=K) for n in range(number))
    world = World(services=pools, blur=seed << 20, round_weeks=52)
    truth = {pool.id: dice.choices(range(4), PRIOR)[0] for pool in pools}
    for pool in pools:
        voices = [dice.randbytes(16) for _ in range(K)]
        for batch in range(batches):
            _send(world, dice, pool.id, voices, 4 * batch, [truth[pool.id], *others])
    beliefs = {pool.id: list(PRIOR) for pool in pools}
    digests = world.run(OPENS + 1, OPENS + 4 * batches)
    assert len(digests) == number * batches
    for digest in digests:
        bands = question.bands(digest)
        beliefs[digest.pool] = believed(
            beliefs[digest.pool], bands, others, K, blurred=blurred
        )
    right = sum(now.index(max(now)) == truth[pool] for pool, now in beliefs.items())
    sure = sum(max(now) >= SURE for now in beliefs.values())
    return Faked(sure / number, right / number)


def _send(  # noqa: PLR0913, PLR0917 (who says what, where and when)
    world: World,
    dice: Random,
    pool: str,
    voices: Sequence[bytes],
    week: int,
    said: Sequence[int],
) -> None:
    """Send her answer and the fakes; `said` is hers, then how many fakes say what."""
    question = Question.of("Q1")
    hers, *others = said
    every = [hers, *(n for n, count in enumerate(others) for _ in range(count))]
    every += [len(others)] * (K - len(every))
    for voice, choice in zip(voices, every, strict=True):
        one = response(dice, voice, pool, sent=OPENS + week)
        ids = question.answers[choice : choice + 1]
        answers = tuple(Answer(question.id, (min(some),)) for some in ids)
        world.send(dice.getrandbits(63), replace(one, answers=answers))


Sight = tuple[tuple[int, str, str, str], ...]
"""What anybody sees of who answered: week, pool, leaf and size of each batch."""
THIRD = 2
"""The week, from the first, in which she answers."""


def sight(services: tuple[Programme, ...], number: int, *, answers: bool) -> Sight:
    """Return what shows of the first batch after a person answered, or did not.

    The others answer by chance. She belongs to the first service.
    """
    dice = seeded(number)
    world = World(services=services, blur=number << 20)
    world.key = dice.randbytes(32)
    for service in services:
        others = service.expected_people - (service is services[0])
        voices = [dice.randbytes(16) for _ in range(others)]
        for week, voice in ((w, v) for w in range(26) for v in voices):
            if dice.random() < WEEKLY:
                one = response(dice, voice, service.id, sent=OPENS + week)
                world.send(dice.getrandbits(63), one)
    if answers:
        one = response(dice, dice.randbytes(16), services[0].id, sent=OPENS + THIRD)
        world.send(dice.getrandbits(63), one)
    world.run(OPENS + 1, OPENS + 26)
    rows = [
        (row.week, row.pool, row.leaf, row.size_band)
        for row in world.ledger.rows
        if row.week > OPENS + THIRD
    ]
    first = min((week for week, *_ in rows), default=0)
    return tuple(sorted(row for row in rows if row[0] == first))


def advantage(services: tuple[Programme, ...], draws: int) -> float:
    """Return how much better than chance anybody tells from it whether she answered.

    The attacker learns from half of the worlds which sights speak for it, and is tried
    on the other half: the share of right alarms less that of false ones.
    """
    seen = {
        answers: [
            sight(services, 2 * seed + answers, answers=answers)
            for seed in range(draws)
        ]
        for answers in (True, False)
    }
    half = draws // 2
    return (_tried(seen, slice(half), half) + _tried(seen, slice(half, None), 0)) / 2


def _tried(seen: dict[bool, list[Sight]], learnt: slice, start: int) -> float:
    """Learn from some worlds, and return what it is worth in as many others."""
    yes, no = (Counter(seen[answers][learnt]) for answers in (True, False))
    alarms = {one for one in yes if yes[one] > no[one]}
    tried = slice(start, start + len(seen[True][learnt]))
    right, wrong = (
        sum(one in alarms for one in seen[answers][tried]) for answers in (True, False)
    )
    return (right - wrong) / len(seen[True][tried])
