"""How long the first digest takes is told from the typed size alone."""

import pytest

from bot.themes.waiting import WEEKS, expectation, weeks_until_first


@pytest.mark.parametrize("share", WEEKS)
def test_the_simulated_sizes_are_told_as_they_are(share: int) -> None:
    """A size that was simulated gets its own figure."""
    told = {people: weeks_until_first(people, share) for people in WEEKS[share]}
    assert told == WEEKS[share]


@pytest.mark.parametrize("share", WEEKS)
def test_more_people_never_wait_longer(share: int) -> None:
    """Between the simulated sizes the figures fall and stay between theirs."""
    told = [weeks_until_first(people, share) for people in range(1, 60)]
    assert told == sorted(told, reverse=True)
    assert {told[0], told[-1]} == {max(WEEKS[share].values()), min(told)}


def test_what_lies_outside_is_told_as_a_bound() -> None:
    """Nothing is invented for sizes that were never simulated."""
    assert "at least 33 weeks" in expectation(5, 10)
    assert "at most 7 weeks" in expectation(80, 10)
    assert "takes 18 weeks" in expectation(12, 10)


def test_the_source_and_the_remedy_are_told() -> None:
    """Where the figures are from, what another k means, and what shortens it."""
    told = expectation(12, 15)
    assert "simulation" in told
    assert "longer than that" in told
    assert "who have left" in told
    assert "family" in told
    assert "Your k" not in expectation(12, 10)
