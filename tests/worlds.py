"""Seeded worlds of made-up people, gathered week by week by the real thing.

Only what is slow or secret is replaced, by plain stand-ins: envelopes are keys of a
dictionary instead of sealed, and the two databases rest in memory. What closes, who is
drawn, what is told is the product's own code.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

import pytest
from answers import DEFAULT, PEPPER, deployment, programme, seeded

from bot.deployment import Deployment, Programme
from bot.errors.sealed import BrokenEnvelopeError
from bot.flows import gather as gathering
from bot.flows.gather import RoundKey, gather
from bot.flows.handing import leaving
from bot.responses import Answer, Response
from bot.store.records import (
    BatchRow,
    DecisionRow,
    DigestRow,
    ParaphraseRow,
    QuoteRow,
    Round,
    Work,
)
from bot.themes.counting import Table
from bot.themes.gathering import Band, Digest, Fact, band
from bot.vault.keys import mark, subkey
from bot.weeks import Week, week_begins

OPENS = 100
LANGUAGES = ("en", "uk", "ar", "ru", "ro", "sq")
WEEKLY = 0.35 / 4.35
"""How likely a person answers in a week: 35 % in a month."""
STAY = 30
"""Weeks that a person uses a service, on average."""
SERVICES: tuple[Programme, ...] = (
    programme("home-1", "homes", 8),
    programme("home-2", "homes", 8),
    programme("home-3", "homes", 15),
    programme("day-1", "days", 30),
    programme("day-2", "days", 45),
    programme("desk", "", 60),
)
"""Six programmes of 8 to 60 people."""

_Likes = dict[str, list[float]]
"""How likely each choice of each question is."""


@dataclass
class PlainRows:
    """A serving database in memory. An envelope is its row's id in 8 bytes."""

    sent: dict[bytes, Response] = field(default_factory=dict)
    rounds: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    released: list[DigestRow] = field(default_factory=list)

    def add(self, round_id: str, row: int, response: Response) -> None:
        """Let an answer rest."""
        envelope = row.to_bytes(8, "big")
        self.sent[envelope] = response
        self.rounds.setdefault(round_id, []).append((row, envelope))

    async def sealed(
        self, round_id: str, size: int = 500
    ) -> AsyncIterator[list[tuple[int, bytes]]]:
        """Walk a round's rows by id."""
        rows = sorted(self.rounds.get(round_id, []))
        for start in range(0, len(rows), size):
            yield rows[start : start + size]

    async def envelopes(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """Return the rows of these ids."""
        return [(row, row.to_bytes(8, "big")) for row in ids]

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""
        return list(self.released)

    async def decisions(self) -> list[DecisionRow]:
        """Return nothing: nobody decides here."""
        return []

    async def paraphrases(self) -> list[ParaphraseRow]:
        """Return nothing: nobody reads here."""
        return []

    async def quotes(self) -> list[QuoteRow]:
        """Return nothing: nobody lends words here."""
        return []

    async def last_tick(self) -> Week | None:
        """Return nothing: the ledger of these worlds is never lost."""

    async def ticked(self, week: Week) -> None:
        """Note nothing."""

    async def erased(self, _round_id: str) -> list[int]:
        """Return nothing: nobody takes anything back here."""
        return []

    async def commit(self, work: Work) -> bool:
        """Change nothing; there is nothing to erase."""
        assert work == Work()
        return True

    async def last_restore(self) -> Week | None:
        """Return nothing: these worlds are never put back."""

    async def release(self, digests: Sequence[DigestRow]) -> int:
        """Record digests."""
        self.released += digests
        return len(digests)

    def open(self, envelope: bytes) -> Response:
        """Return what was sent under this id."""
        try:
            return self.sent[envelope]
        except KeyError:
            raise BrokenEnvelopeError from None


@dataclass
class PlainLedger:
    """A vault's database in memory."""

    weeks: list[Week] = field(default_factory=list)
    told: dict[bytes, str] = field(default_factory=dict)
    heard: dict[bytes, tuple[Week, ...]] = field(default_factory=dict)
    rows: list[BatchRow] = field(default_factory=list)
    promised: dict[str, int] = field(default_factory=dict)

    async def promise(self, round_id: str, k: int) -> int:
        """Learn a promise; return the highest."""
        self.promised[round_id] = max(k, self.promised.get(round_id, k))
        return self.promised[round_id]

    async def last_tick(self) -> Week | None:
        """Return the latest tick."""
        return self.weeks[-1] if self.weeks else None

    async def told_among(self, marks: Sequence[bytes]) -> set[bytes]:
        """Return the told ones."""
        return {m for m in marks if m in self.told}

    async def appearances_among(
        self, marks: Sequence[bytes]
    ) -> dict[bytes, tuple[Week, ...]]:
        """Return when voices were told."""
        return {m: self.heard[m] for m in marks if m in self.heard}

    async def erased(self, _round_id: str) -> list[int]:
        """Return nothing: nobody takes anything back here."""
        return []

    async def add_erased(self, _round_id: str, ids: Sequence[int]) -> None:
        """Learn nothing."""
        assert not ids

    async def batches(self) -> list[BatchRow]:
        """Return every batch."""
        return list(self.rows)

    async def commit_tick(
        self,
        week: Week,
        batches: Sequence[BatchRow],
        ledger: Iterable[tuple[bytes, str]],
        appearances: Iterable[tuple[bytes, Week, str]],
    ) -> bool:
        """Write a tick."""
        self.weeks.append(week)
        self.rows += batches
        for answer, batch in ledger:
            assert answer not in self.told
            self.told[answer] = batch
        for voice, when, _ in appearances:
            self.heard[voice] = (*self.heard.get(voice, ()), when)
        return True


class PlainCoder:
    """Takes a text for the codes that it names."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the words of each text."""
        return [tuple(text.split()) for _, text in texts]


@dataclass
class World:
    """People who answer, and the vault that gathers them; `k` as in a deployment."""

    k: int = 10
    services: tuple[Programme, ...] = SERVICES
    round_weeks: int = 26
    blur: int = 0
    key: bytes = b""
    rows: PlainRows = field(default_factory=PlainRows)
    ledger: PlainLedger = field(default_factory=PlainLedger)

    @property
    def deployment(self) -> Deployment:
        """Return the deployment that gathers this world."""
        return replace(deployment(*self.services, k=self.k), languages=LANGUAGES)

    def round(self, week: int) -> Round:
        """Return the round that is open in a week."""
        number = (week - OPENS) // self.round_weeks
        opens = OPENS + number * self.round_weeks
        closes = Week(opens + self.round_weeks)
        return Round(f"r{number}", b"", PEPPER, Week(opens), closes)

    def rounds(self, week: int) -> list[Round]:
        """Return the rounds whose keys still live in a week."""
        found = {self.round(w) for w in (week, max(OPENS, week - 4))}
        return sorted(found, key=lambda one: one.opens_week)

    def seed(self, one: Round) -> bytes:
        """Return a round's own seed: no voice is known again in the next one."""
        return self.key or one.opens_week.to_bytes(32, "big")

    def send(self, row: int, response: Response) -> None:
        """Seal an answer in the round of the week in which it was sent."""
        self.rows.add(self.round(response.sent_week).id, row, response)

    def run(self, first: int, last: int) -> list[Digest]:
        """Gather once in each week; return everything released, in order."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gathering, "Opener", lambda *_: self.rows)
            asyncio.run(self._run(first, last))
        return [Digest.from_bytes(row.table) for row in self.rows.released]

    async def _run(self, first: int, last: int) -> None:
        for week in range(first, last + 1):
            await gather(
                self.rows,
                self.ledger,
                [RoundKey(one, self.seed(one)) for one in self.rounds(week)],
                deployment=self.deployment,
                week=Week(week),
                coder=PlainCoder(),
                leaves=leaving(self.deployment, week_begins(Week(week))),
                processes=1,
                progress=lambda _: None,
                bits=seeded(self.blur + week).getrandbits,
            )

    def members(self) -> dict[str, list[Response]]:
        """Return whose answers each batch told."""
        found: dict[str, list[Response]] = {}
        for response in self.rows.sent.values():
            key = _ledger_key(self.seed(self.round(response.sent_week)))
            batch = self.ledger.told.get(mark(key, response.answer_id))
            if batch is not None:
                found.setdefault(batch, []).append(response)
        return found

    def truth(self, members: Sequence[Response]) -> Counter[Fact]:
        """Return what the members of a batch really said, in numbers."""
        table = Table(DEFAULT, [DEFAULT])
        counts: Counter[Fact] = Counter()
        for one in members:
            codes = {a.question: tuple(a.text.split()) for a in one.answers if a.text}
            counts.update(table.facts(one, codes))
        return counts


@cache
def _ledger_key(seed: bytes) -> bytes:
    return subkey(seed, "ledger")


def peopled(
    number: int,
    weeks: int = 26,
    *,
    k: int = 10,
    round_weeks: int = 26,
    services: tuple[Programme, ...] = SERVICES,
) -> World:
    """Return a world in which people of six languages come, answer and go."""
    dice = seeded(number)
    world = World(k, services, round_weeks, blur=number << 20)
    for service in world.services:
        likes = _likes(dice)
        spoken = dice.choices(LANGUAGES, weights=(8, 5, 4, 2, 1, 1), k=6)
        for _ in range(service.expected_people):
            who = dice.randbytes(16), dice.choice(spoken)
            for week in range(OPENS, OPENS + weeks):
                if dice.random() < 1 / STAY:
                    who = dice.randbytes(16), dice.choice(spoken)
                if dice.random() < WEEKLY:
                    one = _response(dice, who, service.id, week, likes)
                    world.send(dice.getrandbits(63), one)
    return world


def _response(
    dice: Random, who: tuple[bytes, str], pool: str, week: int, likes: _Likes
) -> Response:
    """Return the answer that a voice of a language gives in a week."""
    return Response(
        answer_id=dice.randbytes(16),
        voice=who[0],
        pepper=PEPPER,
        pool=pool,
        language=who[1],
        form=DEFAULT.name,
        form_version=DEFAULT.version,
        sent_week=Week(week),
        ready_week=Week(week + dice.choice((1, 1, 1, 2))),
        answers=_said(dice, likes),
    )


def _likes(dice: Random) -> _Likes:
    """Return how likely each choice of each question is in one service.

    A few needs are much stronger than the others, as they are in a real place.
    """
    strong = [dice.uniform(0.5, 0.9) for _ in range(3)]
    needs = [*strong, *(dice.uniform(0.01, 0.12) for _ in range(8))]
    dice.shuffle(needs)
    likes = {"Q5": needs}
    for question in ("Q1", "Q2", "Q3", "Q4", "Q8"):
        choices = next(q for q in DEFAULT.questions if q.id == question).choices
        weights = [dice.random() ** 2 for _ in choices]
        likes[question] = [weight / sum(weights) for weight in weights]
    return likes


def _said(dice: Random, likes: _Likes) -> tuple[Answer, ...]:
    answers = []
    for question in DEFAULT.questions:
        if question.id == "Q5":
            drawn = [c.id for c, p in zip(question.choices, likes["Q5"], strict=True)]
            kept = [
                c for c, p in zip(drawn, likes["Q5"], strict=True) if dice.random() < p
            ]
            answers.append(Answer("Q5", tuple(kept[:3])))
        elif question.id in likes and dice.random() < 0.9:
            (choice,) = dice.choices(question.choices, likes[question.id])
            answers.append(Answer(question.id, (choice.id,)))
        elif question.direction and dice.random() < 0.3:
            answers.append(Answer(question.id, text=dice.choice(("D1", "D3", "A4"))))
    return tuple(answers)


def day_of(one: Response) -> int:
    """Return the day on which an answer came: a dashboard that is live shows it."""
    return 7 * one.sent_week + one.answer_id[0] % 7


@dataclass
class Use:
    """How useful the digests of some worlds were: shares, and a median in days."""

    right: float
    two_off: float
    top_three: float
    released: float
    small_homes: float
    median_days: float
    smallest: int


def use(worlds: Sequence[World], weeks: int) -> Use:
    """Compare what was told with what was really said.

    Answers of the last eight weeks are left out of what should have been released.
    """
    bands: Counter[int] = Counter()
    three: list[float] = []
    waits: list[int] = []
    old: Counter[tuple[bool, bool]] = Counter()
    sizes = []
    order = list(Band)
    for world in worlds:
        members = world.members()
        digests = [Digest.from_bytes(row.table) for row in world.rows.released]
        when = {row.id: row.week for row in world.ledger.rows}
        for digest in digests:
            inside = members[digest.batch]
            sizes.append(len(inside))
            truth = world.truth(inside)
            for fact, told in digest.table:
                if fact[1].startswith(("keep:", "change:")):
                    continue  # mostly nobody's: they would flatter the figure
                real = band(truth[fact], len(inside))
                bands[abs(order.index(told) - order.index(real))] += 1
            three.append(_three(digest, truth))
            waits += [7 * when[digest.batch] - day_of(one) for one in inside]
        told_ids = {one.answer_id for group in members.values() for one in group}
        for one in world.rows.sent.values():
            if one.sent_week < OPENS + weeks - 8:
                small = one.pool in ("home-1", "home-2")
                old[small, one.answer_id in told_ids] += 1
    facts = bands.total()
    return Use(
        right=bands[0] / facts,
        two_off=bands[2] / facts,
        top_three=sum(three) / len(three),
        released=(old[True, True] + old[False, True]) / old.total(),
        small_homes=old[True, True] / (old[True, True] + old[True, False]),
        median_days=sorted(waits)[len(waits) // 2],
        smallest=min(sizes),
    )


def _three(digest: Digest, truth: Counter[Fact]) -> float:
    """Return how many of the three needs told strongest are so; a share."""
    order = list(Band)
    needs = [pair for pair in digest.table if pair[0][1].startswith("need:")]
    told = sorted(needs, key=lambda need: -order.index(need[1]))[:3]
    third = sorted((truth[fact] for fact, _ in needs), reverse=True)[2]
    return sum(truth[fact] >= third for fact, _ in told) / 3
