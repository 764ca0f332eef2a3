"""The rehearsal's clock: real time and the days that were let pass."""

import pytest

from bot.flows.seal import LONGEST_REST
from bot.rehearsal.clock import Clock
from bot.weeks import DAY, Week, ready_week, week_begins, week_of


def test_it_tells_the_real_time_until_it_is_moved() -> None:
    """Before any day was let pass, the rehearsal lives in the real moment."""
    assert Clock(lambda: 1000.5).now() == 1000.5


def test_a_day_that_passes_is_a_whole_day() -> None:
    """Every day let pass moves the moment on by 24 hours, and real time goes on too."""
    times = iter((1000.0, 1001.0))
    clock = Clock(lambda: next(times))
    before = clock.now()

    clock.pass_day()

    assert clock.now() == before + 1 + 24 * 3600


@pytest.mark.parametrize("hour", range(24))
def test_a_night_that_passes_ends_in_a_morning(hour: int) -> None:
    """By day the clock stays; at night it goes on to ten, and never back."""
    began = float(week_begins(Week(150)) + hour * 3600)
    clock = Clock(lambda: began)

    clock.pass_night()

    by_day = 10 <= hour < 16
    assert clock.now() >= began
    assert clock.now() % DAY == (began % DAY if by_day else 10 * 3600)


@pytest.mark.parametrize("hour", range(0, 7 * 24, 5))
def test_whenever_a_rehearsal_begins_two_weeks_are_enough(hour: int) -> None:
    """On any day of the week, every answer given is ready at the second tick."""
    began = float(week_begins(Week(150)) + hour * 3600)
    clock = Clock(lambda: began)

    clock.pass_weekend()

    now = clock.now()
    assert now - began in {days * DAY for days in range(4)}
    assert ready_week(now, LONGEST_REST) <= week_of(now) + 2
