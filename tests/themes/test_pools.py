"""Which answers go together, and when: decided on counts of different people."""

import pytest
from answers import programme
from hypothesis import given
from hypothesis import strategies as st

from bot.deployment import NETWORK
from bot.errors.settings import LowThresholdError
from bot.themes.pools import (
    FRESH,
    LAST_TICK,
    LONGEST,
    PATIENT,
    Cell,
    Group,
    Places,
    Policy,
    gathered,
    may_be_told,
    stage,
)
from bot.weeks import Week

PLACES = Places(
    (programme("north", "homes"), programme("south", "homes"), programme("lone"))
)
POLICY = Policy(10)
ENOUGH = dict.fromkeys(PLACES.pools, 10)


def _gathered(**waiting: int) -> dict[str, str]:
    """Return where each of `pool_stage=people` goes; everybody speaks English."""
    groups = {
        Group(
            name.split("_")[0].replace("FAMILY", "family:homes"), int(name[-1]), "en"
        ): people
        for name, people in waiting.items()
    }
    found = gathered(groups, PLACES, POLICY, ENOUGH)
    return {f"{g.pool}_{g.stage}": cell.pool for g, cell in found.items()}


@pytest.mark.parametrize("k", [-1, 0, 1, 4])
def test_k_under_five_is_refused(k: int) -> None:
    """No deployment may mix fewer than five people."""
    with pytest.raises(LowThresholdError, match="k"):
        Policy(k)


def test_ten_people_close_a_programme() -> None:
    """Ten who wait in one programme are told together, whatever their wait."""
    assert _gathered(north_0=4, north_1=3, north_2=3) == {
        "north_0": "north",
        "north_1": "north",
        "north_2": "north",
    }


def test_nine_people_wait() -> None:
    """One person less than needed, and nobody is told."""
    assert _gathered(north_0=9) == {}


def test_a_closing_programme_keeps_its_patient_people() -> None:
    """Who could go up to the family stays where the programme closes by itself."""
    found = _gathered(north_1=10, south_1=9)

    assert found == {"north_1": "north"}


def test_patient_people_of_small_programmes_meet_in_the_family() -> None:
    """After four weeks two programmes close together; the fresh ones wait on."""
    found = _gathered(north_0=3, north_1=6, south_1=4, FAMILY_0=1)

    assert found == {
        "north_1": "family:homes",
        "south_1": "family:homes",
        "family:homes_0": "family:homes",
    }


def test_the_longest_waiting_meet_in_the_network() -> None:
    """After eight weeks a programme without a family goes to the network."""
    found = _gathered(lone_2=5, lone_1=4, north_2=4, network_0=1)

    assert found == {"lone_2": NETWORK, "north_2": NETWORK, "network_0": NETWORK}


def test_a_family_of_one_is_no_family() -> None:
    """A family's pool with one programme would name the programme: it never closes."""
    alone = Places((programme("north", "homes"),))
    enough = dict.fromkeys(alone.pools, 5)
    waiting = {Group("north", PATIENT, ""): 4, Group("family:homes", FRESH, ""): 40}

    assert gathered(waiting, alone, Policy(5), enough) == {}


def test_those_who_named_a_family_of_one_reach_the_network() -> None:
    """Nobody is stranded in a family that cannot close."""
    alone = Places((programme("north", "homes"),))

    assert alone.way("family:homes", LONGEST) == (NETWORK,)


@pytest.mark.parametrize(
    ("waited", "expected"),
    [(1, FRESH), (4, FRESH), (5, PATIENT), (8, PATIENT), (9, LONGEST)],
)
def test_waiting_over_four_and_over_eight_weeks(waited: int, expected: int) -> None:
    """The family opens after four whole weeks, the network after eight."""
    assert stage(Week(100), Week(100 + waited), last=False) == expected


def test_everybody_may_go_up_at_the_last_tick() -> None:
    """At a round's last tick even the youngest answer may reach the network."""
    assert stage(Week(100), Week(101), last=True) == LONGEST


def test_a_language_is_told_apart_when_both_sides_hold_k() -> None:
    """Ten and ten are two leaves; ten and nine are one."""
    assert POLICY.leaves({"uk": 10, "ar": 10}) == ("ar",)
    assert POLICY.leaves({"uk": 10, "ar": 9}) == ()


def test_the_rest_of_many_leaves_holds_k_too() -> None:
    """Leaves are taken off only as long as the rest stays large enough."""
    assert POLICY.leaves({"en": 12, "uk": 11, "ar": 10}) == ("en", "uk")


def test_unknown_languages_are_no_leaf() -> None:
    """Those whose language is not spoken here stay with the rest."""
    assert POLICY.leaves({"": 30, "uk": 9}) == ()


def test_the_extra_is_derived_and_not_drawn() -> None:
    """The same batch of a pool always needs the same number; others differ."""
    again = {POLICY.enough(b"key", "north", 3, 60) for _ in range(20)}
    others = {POLICY.enough(b"key", "north", n, 60) for n in range(40)}

    assert len(again) == 1
    assert others == {10, 11, 12, 13}


@pytest.mark.parametrize(
    ("expected", "most"), [(0, 10), (8, 10), (12, 10), (13, 11), (14, 12), (60, 13)]
)
def test_the_extra_never_waits_for_the_last_two(expected: int, most: int) -> None:
    """A programme of 12 needs k; of 13 at most one more; never under k."""
    found = {POLICY.enough(b"key", "north", n, expected) for n in range(200)}

    assert min(found) == 10
    assert max(found) == most


def test_a_told_voice_waits_four_weeks() -> None:
    """Three weeks after a batch is too early, four weeks are enough."""
    assert not may_be_told([Week(100)], Week(103), 26)
    assert may_be_told([Week(100)], Week(104), 26)


@pytest.mark.parametrize(("weeks", "most"), [(13, 3), (26, 6), (52, 12)])
def test_a_voice_is_in_few_batches_of_a_round(weeks: int, most: int) -> None:
    """A quarter of the round's weeks, and never more than twelve a year."""
    told = [Week(4 * n) for n in range(most)]

    assert may_be_told(told[:-1], Week(400), weeks)
    assert not may_be_told(told, Week(400), weeks)


GROUPS = st.builds(
    Group,
    pool=st.sampled_from(PLACES.pools),
    stage=st.sampled_from([FRESH, PATIENT, LONGEST]),
    language=st.sampled_from(["", "en", "uk", "ar"]),
)


@given(st.dictionaries(GROUPS, st.integers(1, 30)), st.integers(5, 14))
def test_no_leaf_is_ever_under_k(waiting: dict[Group, int], k: int) -> None:
    """Whoever waits where: every leaf holds k people, every batch enough."""
    policy = Policy(k)
    enough = {pool: k + len(pool) % 4 for pool in PLACES.pools}
    people: dict[Cell, int] = {}
    for group, cell in gathered(waiting, PLACES, policy, enough).items():
        people[cell] = people.get(cell, 0) + waiting[group]
    batches: dict[str, int] = {}
    for cell, count in people.items():
        batches[cell.pool] = batches.get(cell.pool, 0) + count

    assert all(count >= k for count in people.values())
    assert all(count >= enough[pool] for pool, count in batches.items())


@given(st.dictionaries(GROUPS, st.integers(1, 30)))
def test_nobody_is_told_further_up_than_allowed(waiting: dict[Group, int]) -> None:
    """Every answer is told in its own pool or in one that its wait has opened."""
    found = gathered(waiting, PLACES, POLICY, ENOUGH)

    assert all(c.pool in PLACES.way(g.pool, g.stage) for g, c in found.items())


def _most_in_a_year(round_weeks: int) -> int:
    """Return how many batches one person can be in within any 52 weeks.

    She answers every week, and is another voice in each round: rounds follow each
    other, and each is gathered for three weeks after its end.
    """
    best = 0
    for first in range(2 * round_weeks):
        told = 0
        for opens in range(0, 5 * 52, round_weeks):
            weeks: list[Week] = []
            ticks = range(opens + 1, opens + round_weeks + LAST_TICK + 1)
            for now in (Week(week) for week in ticks if first <= week < first + 52):
                if may_be_told(weeks, now, round_weeks):
                    weeks.append(now)
            told += len(weeks)
        best = max(best, told)
    return best


@pytest.mark.parametrize(("weeks", "most"), [(13, 14), (26, 14), (52, 15)])
def test_over_two_rounds_a_person_is_in_few_batches_more(weeks: int, most: int) -> None:
    """What holds beyond a round, where nobody can know a voice again.

    The threat model says it in these numbers.
    """
    assert _most_in_a_year(weeks) == most
