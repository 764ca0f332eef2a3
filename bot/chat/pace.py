"""How often a chat may be spoken to: Telegram's advice, and its orders.

About one message a second for each chat, with room for a whole talk's worth of quick
taps (`telegram.md`, Limits). When Telegram orders a pause, it holds for that chat
alone; only when several chats are paused at once does everybody wait. Rule: nothing
here sleeps or calls, so that a pause of one chat can stop no other.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

BURST: Final = 20
"""Messages that a rested chat may get at once."""
EVERY: Final = 1.0
"""Seconds in which a chat regains one message."""
SEVERAL: Final = 3
"""So many chats paused at once mean that Telegram means all of them."""
_FEW: Final = 256


class Pace:
    """The next free moment of each chat; a chat that has rested is forgotten."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._full: dict[int, float] = {}
        self._held: dict[int, float] = {}
        self._everybody = 0.0
        self._room = _FEW

    def held(self, chat: int) -> float:
        """Return the seconds for which Telegram wants this chat left alone."""
        until = max(self._held.get(chat, 0.0), self._everybody)
        return max(0.0, until - self._clock())

    def hold(self, chat: int, seconds: float) -> None:
        """Leave a chat alone for `seconds`; everybody, where it is one of several."""
        now = self._clock()
        self._held = {c: until for c, until in self._held.items() if until > now}
        self._held[chat] = max(self._held.get(chat, 0.0), now + seconds)
        if len(self._held) >= SEVERAL:
            self._everybody = max(self._held.values())

    def take(self, chat: int) -> float:
        """Take a chat's next place; return the seconds until it comes."""
        now = self._clock()
        full = max(self._full.get(chat, now), now) + EVERY
        self._full[chat] = full
        if len(self._full) > self._room:
            self._forget_rested(now)
        return max(0.0, full - now - BURST * EVERY)

    def _forget_rested(self, now: float) -> None:
        """Forget the chats that have regained everything."""
        self._full = {c: full for c, full in self._full.items() if full > now}
        self._room = max(_FEW, 2 * len(self._full))
