"""The board: what holds now, told once and then whenever it changes."""

import asyncio
from collections.abc import AsyncIterator

from bot.rehearsal.board import Board


async def _next(facts: AsyncIterator[tuple[str, object]]) -> tuple[str, object]:
    return await asyncio.wait_for(anext(facts), timeout=1)


async def test_a_new_watcher_is_told_every_fact_in_the_order_of_change() -> None:
    """Whoever comes late is told what holds, and not what held before."""
    board = Board()
    board.post("a", 1)
    board.post("b", 2)
    board.post("a", 3)
    facts = board.watch()

    assert [await _next(facts), await _next(facts)] == [("b", 2), ("a", 3)]


async def test_a_slow_watcher_misses_only_what_was_overtaken() -> None:
    """A fact that changed twice between two looks is told once, as it is now."""
    board = Board()
    board.post("a", 1)
    facts = board.watch()
    await _next(facts)

    board.post("a", 2)
    board.post("a", 3)

    assert await _next(facts) == ("a", 3)


async def test_a_fact_that_did_not_change_is_not_told_again() -> None:
    """Each change is told once, and what stayed as it was is not repeated."""
    board = Board()
    board.post("a", 1)
    facts = board.watch()
    await _next(facts)

    board.post("b", 2)

    assert await _next(facts) == ("b", 2)


async def test_a_watcher_waits_for_the_next_change() -> None:
    """With nothing new to tell, the watcher sleeps until something is posted."""
    board = Board()
    facts = board.watch()
    waiting = asyncio.ensure_future(anext(facts))
    await asyncio.sleep(0)

    board.post("a", 1)

    assert await asyncio.wait_for(waiting, timeout=1) == ("a", 1)
