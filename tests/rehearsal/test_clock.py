"""The rehearsal's clock: real time and the days that were let pass."""

from bot.rehearsal.clock import Clock


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
