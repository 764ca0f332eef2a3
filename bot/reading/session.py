"""One sitting at the desk: a link that works once, and an end when nobody is there.

Rule: who has neither the link from the terminal nor the cookie that it was changed for
sees nothing; when a sitting ends, by a key, by idleness or by the keeper, it does not
begin again: another passphrase, another link.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.reading.ways import Seat

Clock = Callable[[], float]
LOOK = 0.2
"""Seconds between two looks whether anybody is still there."""


def awake_or_not() -> float:
    """Return the seconds since the start; a computer that sleeps is idle as well."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _secret() -> str:
    return secrets.token_urlsafe(32)


def _same(one: str, other: str) -> bool:
    """Tell whether two secrets are one; what is no ASCII is neither."""
    return secrets.compare_digest(one.encode(errors="replace"), other.encode())


@dataclass(slots=True)
class Session:
    """The one sitting. `idle` are the seconds without a sign after which it ends."""

    idle: float
    clock: Clock
    link: str = field(default_factory=_secret, repr=False)
    cookie: str = field(default_factory=_secret, repr=False)
    token: str = field(default_factory=_secret, repr=False)
    seat: Seat | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: bool = False
    _used: bool = False
    _seen: float = 0

    def __post_init__(self) -> None:
        self.stir()

    def stir(self) -> None:
        """Take note that somebody is there."""
        self._seen = self.clock()

    def enter(self, link: str) -> bool:
        """Take the link, once; False for another one, and for a second time."""
        if self._used or not _same(link, self.link):
            return False
        self._used = True
        self.stir()
        return True

    def knows(self, cookie: str) -> bool:
        """Tell whether a browser is the one that took the link."""
        return self._used and _same(cookie, self.cookie)

    def spoken(self, token: str) -> bool:
        """Tell whether a post comes from the page that took the link."""
        return _same(token, self.token)

    def lock(self) -> None:
        """End the sitting."""
        self.seat = None
        self.over.set()

    def stop(self) -> None:
        """End the sitting, and ask for no other."""
        self.stopped = True
        self.lock()

    async def watch(self) -> None:
        """Return when the sitting is over; end it when nobody was there for long."""
        while not self.over.is_set():
            if self.clock() - self._seen > self.idle:
                self.lock()
            await asyncio.sleep(LOOK)
