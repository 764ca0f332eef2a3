"""A secret number leads to one place, slowly, and not too often."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.vault import receipt
from bot.vault.receipt import Receipts, after_look_up, locator, master

DIGITS = "12345678901234567894"
SALT, PEPPER = bytes(32), b"x" * 32
PERSON = 5_123_456_789


async def test_a_number_leads_to_the_same_place() -> None:
    """The same number has one locator of 16 bytes in a deployment."""
    first, second = await asyncio.gather(
        Receipts(SALT, PEPPER).locator_of(DIGITS),
        Receipts(SALT, PEPPER).locator_of(DIGITS),
    )
    assert first == second == locator(master(DIGITS, SALT, PEPPER))
    assert len(first) == 16


def test_number_salt_and_pepper_all_count() -> None:
    """Another number or another deployment has another place."""
    masters = {
        master(DIGITS, SALT, PEPPER),
        master(DIGITS[::-1], SALT, PEPPER),
        master(DIGITS, b"y" * 32, PEPPER),
        master(DIGITS, SALT, b"y" * 32),
    }
    assert len(masters) == 4


async def test_only_two_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd of look-ups takes the memory of two."""
    running = most = 0

    async def counted(*_: object) -> bytes:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return bytes(32)

    monkeypatch.setattr(asyncio, "to_thread", counted)
    receipts = Receipts(SALT, PEPPER)
    await asyncio.gather(*(receipts.locator_of(DIGITS) for _ in range(8)))
    assert most == receipt.AT_ONCE == 2


def test_five_look_ups_and_then_one_a_minute() -> None:
    """An account can try five numbers, and one more for each minute that passes."""
    receipts = Receipts(SALT, PEPPER)
    assert [receipts.allows(PERSON, 1000) for _ in range(6)] == [True] * 5 + [False]
    assert not receipts.allows(PERSON, 1059)
    assert receipts.allows(PERSON, 1060)
    assert not receipts.allows(PERSON, 1061)
    assert [receipts.allows(PERSON, 9999) for _ in range(6)] == [True] * 5 + [False]


def test_one_account_does_not_spend_anothers() -> None:
    """Each account has look-ups of its own."""
    receipts = Receipts(SALT, PEPPER)
    while receipts.allows(PERSON, 0):
        pass
    assert receipts.allows(PERSON + 1, 0)


def test_a_refused_look_up_costs_nothing() -> None:
    """Trying while none is left does not push the next one away."""
    receipts = Receipts(SALT, PEPPER)
    for second in range(60):
        receipts.allows(PERSON, second)
    assert receipts.allows(PERSON, 60)


def test_a_clock_set_back_locks_nobody_out() -> None:
    """After a clock is set back by a year an account looks up as before."""
    receipts = Receipts(SALT, PEPPER)
    year = 365 * 86_400
    while receipts.allows(PERSON, year):
        pass
    assert [receipts.allows(PERSON, 0) for _ in range(6)] == [True] * 5 + [False]


def test_accounts_that_waited_are_forgotten() -> None:
    """Only accounts that looked up lately are remembered at all."""
    receipts = Receipts(SALT, PEPPER)
    for person in range(5000):
        assert receipts.allows(person, person * 10)
    assert len(receipts._full_at) <= 1001  # noqa: SLF001 (that it is bounded is the point)


@given(st.lists(st.integers(0, 300), max_size=60))
@settings(max_examples=50)
def test_no_pace_gives_more_than_the_limit(steps: list[int]) -> None:
    """However look-ups are spaced, five and one a minute are the most."""
    now, full_at, allowed = 0, 0.0, 0
    for step in steps:
        now += step
        after = after_look_up(full_at, now)
        if after is not None:
            full_at, allowed = after, allowed + 1
    assert allowed <= receipt.LOOK_UPS + now / receipt.REFILL
