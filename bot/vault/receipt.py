"""From a secret number to the place of a row: the only way back to an answer.

master = Argon2id(20 digits, receipt salt, receipt pepper, 64 MiB, t=3, p=1), and the
locator is a key of its own derived from it. 19 random digits are 63 bits. Rule: a
number is never kept, only the locator of those who asked for one.

What an adversary learns from a locator: nothing; random ones look the same. With salt
and pepper as well, each guess of a number costs 64 MiB and a tenth of a second.
"""

import asyncio

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from bot.vault.derive import derive

AT_ONCE = 2
"""Numbers that are worked on at the same time: 64 MiB each."""
LOOK_UPS = 5
"""Look-ups that an account has at once, and"""
REFILL = 60
"""the seconds after which it has one more."""
_CROWD = 1000


def master(digits: str, salt: bytes, pepper: bytes) -> bytes:
    """Return the 32 bytes that a number stands for. Takes a tenth of a second."""
    return Argon2id(
        salt=salt,
        length=32,
        iterations=3,
        lanes=1,
        memory_cost=64 * 1024,
        secret=pepper,
    ).derive(digits.encode())


def locator(master: bytes) -> bytes:
    """Return where the number's row lies, 16 bytes."""
    return derive(master, "receipt/locator/1", 16)


def after_look_up(full_at: float, now: float) -> float | None:
    """Return when an account's look-ups will all be back, or None: none is left.

    `full_at` is what the last call returned (0 for a new account). The whole state of
    a token bucket is this one moment, in seconds. One that is further off than an
    empty bucket needs was left by a clock that has been set back, and counts as full.
    """
    spent = max(full_at - now, 0)
    if spent > LOOK_UPS * REFILL:
        spent = 0
    if spent > (LOOK_UPS - 1) * REFILL:
        return None
    return now + spent + REFILL


class Receipts:
    """Finds locators, a few at a time, beside the event loop."""

    __slots__ = ("_full_at", "_pepper", "_salt", "_turns")

    def __init__(self, salt: bytes, pepper: bytes) -> None:
        self._salt = salt
        self._pepper = pepper
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._full_at: dict[int, float] = {}

    async def locator_of(self, digits: str) -> bytes:
        """Return the 16 bytes that a number (20 digits) stands for."""
        async with self._turns:
            return locator(
                await asyncio.to_thread(master, digits, self._salt, self._pepper)
            )

    def allows(self, person: int, now: float) -> bool:
        """Tell whether this account may look up one more number now; count it."""
        full_at = after_look_up(self._full_at.get(person, 0), now)
        if full_at is None:
            return False
        if len(self._full_at) >= _CROWD:
            self._full_at = {p: at for p, at in self._full_at.items() if at > now}
        self._full_at[person] = full_at
        return True
