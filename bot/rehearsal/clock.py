"""The one clock of the product that can be moved, and only by a rehearsal.

Everything else is told the time; here it can be told a later one, so that a newcomer
sees in a minute what takes two weeks. Rule: it only ever goes forward.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.weeks import DAY, week_begins, week_of

MORNING, AFTERNOON = 10 * 3600, 16 * 3600
"""Seconds of a day (UTC) between which it is day in a rehearsal."""
WORKING_DAYS = 4
"""Monday to Thursday: an answer given then is ready at the second tick after it."""


@dataclass(slots=True)
class Clock:
    """The real time and the days that were let pass."""

    real: Callable[[], float] = time.time
    days: int = 0
    seconds: float = 0

    def now(self) -> float:
        """Return the rehearsal's moment in seconds since 1970."""
        return self.real() + self.days * DAY + self.seconds

    def pass_day(self) -> None:
        """Let one day pass."""
        self.days += 1

    def pass_night(self) -> None:
        """Let the rest of a night pass: nothing is sent to staff before morning."""
        time_of_day = self.now() % DAY
        if not MORNING <= time_of_day < AFTERNOON:
            self.seconds += (MORNING - time_of_day) % DAY

    def pass_weekend(self) -> None:
        """Let the days pass until Monday, where the week is nearly over.

        An answer rests up to nine days and is then rounded up to a week: one given on
        a weekend may be ready at the third tick only, after the two weeks that pass.
        """
        while self.now() - week_begins(week_of(self.now())) >= WORKING_DAYS * DAY:
            self.pass_day()
