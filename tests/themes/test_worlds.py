"""Half a year in made-up worlds: what all digests together tell of one person.

The rows of `gathering.md`'s benchmark that still must bite (a live dashboard, a
threshold) stand beside ours, so that an attack gone soft would show.
"""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
from answers import crowd, programme, seeded
from attacks import alone, dashboard, differences, isolated, remainder, row_space, whole
from worlds import OPENS, WEEKLY, World, peopled, use

from bot.responses import Response
from bot.themes.gathering import Digest, pull, size_band
from bot.themes.pools import Policy

WEEKS = 26
HALF_A_YEAR = OPENS + WEEKS + 4
SEEDS = range(30)


def _groups(world: World, digests: list[Digest]) -> list[int]:
    """Return the groups behind every batch that any pull gives, as bits of answers."""
    months = sorted({month for digest in digests for month in digest.months})
    pools = {digest.pool for digest in digests}
    periods = [(first, last) for first in months for last in months]
    pulled = {d.batch for p in pools for at in periods for d in pull(digests, p, *at)}
    place = {one.answer_id: n for n, one in enumerate(world.rows.sent.values())}
    return [
        sum(1 << place[one.answer_id] for one in members)
        for batch, members in world.members().items()
        if batch in pulled
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_isolated_by_all_digests_together(seed: int) -> None:
    """Every pull of every month: the smallest group that follows holds k people.

    Groups that do not overlap can be added up to nothing smaller than the smallest.
    """
    world = peopled(seed, WEEKS)
    digests = world.run(OPENS + 1, HALF_A_YEAR)
    groups = _groups(world, digests)

    assert len(groups) == len(digests) > 3
    assert all(not one & other for one, other in combinations(groups, 2))
    assert min(group.bit_count() for group in groups) >= world.k
    assert isolated(groups, len(world.rows.sent)) == 0


@pytest.mark.parametrize("k", [1, 5, 10])
def test_the_usual_dashboards_isolate_nearly_everybody(k: int) -> None:
    """With free filters no threshold protects: at least eight answers in ten follow."""
    worlds = [peopled(seed, WEEKS) for seed in range(6)]
    shown = [differences(dashboard(world, k)) for world in worlds]
    shares = [isolated(g, len(w.rows.sent)) for g, w in zip(shown, worlds, strict=True)]

    assert sum(shares) / len(shares) >= 0.8


def test_sums_over_the_rationals_isolate_as_parities_do() -> None:
    """The two ways to take what follows from groups agree where people fall."""
    world = peopled(0, WEEKS)
    size = len(world.rows.sent)
    shown = differences(remainder(world, 10))
    rational = alone(whole(row_space(shown, size)), size)

    assert rational > 0.2
    assert abs(rational - isolated(shown, size)) < 0.05


@pytest.mark.parametrize("seed", range(4))
def test_people_of_a_batch_are_different_and_rested(seed: int) -> None:
    """No voice is twice in a batch, nor in two within four weeks or too many."""
    world = peopled(seed, WEEKS)
    world.run(OPENS + 1, HALF_A_YEAR)
    weeks = list(world.ledger.heard.values())

    for members in world.members().values():
        assert len({one.voice for one in members}) == len(members)
    assert max(map(len, weeks)) <= WEEKS // 4
    assert all(b - a >= 4 for told in weeks for a, b in pairwise(told))


def _small(answers: list[Response], blur: int = 5) -> World:
    """Return a world of one service, with these answers in two weeks."""
    world = World(services=(programme("house"),), blur=blur)
    for number, one in enumerate(answers):
        world.send(seeded(number).getrandbits(63), one)
    return world


def _outputs(answers: list[Response]) -> dict[str, bytes]:
    world = _small(answers)
    world.run(OPENS + 1, OPENS + 3)
    return {row.batch: row.table for row in world.rows.released}


def _exchanged(answers: list[Response], one: int, other: int) -> list[Response]:
    swapped = list(answers)
    swapped[one] = replace(answers[one], answers=answers[other].answers)
    swapped[other] = replace(answers[other], answers=answers[one].answers)
    return swapped


def test_exchanging_two_people_of_a_leaf_changes_no_byte() -> None:
    """300 exchanges, ten more each time: every digest, then and later, is the same."""
    dice = seeded(11)
    answers = [*crowd(dice, 40, sent=OPENS), *crowd(dice, 14, sent=OPENS + 2)]
    world = _small(answers)
    world.run(OPENS + 1, OPENS + 3)
    leaves = list(world.members().values())
    expected = _outputs(answers)
    place = {one.answer_id: n for n, one in enumerate(answers)}

    for _ in range(30):
        for _ in range(10):
            one, other = dice.sample(dice.choice(leaves), 2)
            pair = place[one.answer_id], place[other.answer_id]
            answers = _exchanged(answers, *pair)
        assert _outputs(answers) == expected


def test_a_changed_answer_alters_one_table_at_most() -> None:
    """Whatever one person says instead, one batch differs and all others stand."""
    dice = seeded(12)
    answers = [*crowd(dice, 40, sent=OPENS), *crowd(dice, 14, sent=OPENS + 2)]
    expected = _outputs(answers)
    differing = []
    for number in range(0, len(answers), 3):
        changed = list(answers)
        others = crowd(dice, 1)[0].answers
        changed[number] = replace(answers[number], answers=others)
        found = _outputs(changed)
        assert found.keys() == expected.keys()
        differing.append(sum(found[batch] != expected[batch] for batch in found))

    assert len(expected) >= 3
    assert max(differing) == 1


def test_the_order_of_arrival_changes_nothing() -> None:
    """The same answers under row ids of another order make the same groups."""
    answers = crowd(seeded(13), 40, sent=OPENS)
    one, other = _small(answers), _small(answers[::-1])
    one.run(OPENS + 1, OPENS + 1)
    other.run(OPENS + 1, OPENS + 1)

    assert _sets(one) == _sets(other)


def _sets(world: World) -> set[frozenset[bytes]]:
    return {
        frozenset(one.answer_id for one in members)
        for members in world.members().values()
    }


def test_digests_are_of_use() -> None:
    """A year of three worlds: bands right, needs found, nearly everybody heard."""
    worlds = [peopled(seed, 52) for seed in range(3)]
    for world in worlds:
        world.run(OPENS + 1, OPENS + 56)
    found = use(worlds, 52)

    assert found.right >= 0.85
    assert found.two_off <= 0.01
    assert found.top_three >= 0.75
    assert found.released >= 0.95
    assert found.small_homes >= 0.85
    assert found.median_days <= 24
    assert found.smallest >= 10


def _first_close(dice: Random, people: int, *, answers: bool) -> tuple[int, str]:
    """Return what shows of a service's first batch, with or without one person.

    The others answer by chance; she answers in the third week, or not at all.
    """
    need = Policy(10).enough(dice.randbytes(32), "house", 0, people)
    others = 0
    for week in range(1, 27):
        others += sum(dice.random() < WEEKLY for _ in range(people - 1 - others))
        waiting = others + (answers and week >= 3)
        if waiting >= need:
            return week, size_band(waiting)
    return 0, ""


@pytest.mark.parametrize(
    ("people", "most"), [(11, 0.5), (12, 0.4), (15, 0.25), (18, 0.2), (60, 0.2)]
)
def test_whether_somebody_answered_hardly_shows(people: int, most: float) -> None:
    """The week and the size of a first batch tell little of one person's presence.

    The advantage is the distance of the two distributions, 1,500 draws each. It is
    large only in a service of hardly more than k people that is told by itself: there,
    a batch needs nearly everybody.
    """
    dice, draws = seeded(people), 1500
    shows = {
        answers: Counter(
            _first_close(dice, people, answers=answers) for _ in range(draws)
        )
        for answers in (True, False)
    }
    every = set(shows[True]) | set(shows[False])
    advantage = sum(abs(shows[True][s] - shows[False][s]) for s in every) / draws / 2

    assert advantage <= most
