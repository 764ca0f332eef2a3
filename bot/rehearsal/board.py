"""A board of facts that a page watches: only what holds now, never a backlog.

Whoever begins to watch is told every fact once, then each fact that changes. A slow
watcher misses what was overtaken and nothing else.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Board:
    """Facts by name, each with the number of its last change."""

    _facts: dict[str, tuple[int, object]] = field(default_factory=dict)
    _changes: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def post(self, name: str, fact: object) -> None:
        """Put up a fact in place of the one of this name."""
        self._changes += 1
        self._facts[name] = (self._changes, fact)
        self._news.set()
        self._news = asyncio.Event()

    def __getitem__(self, name: str) -> object:
        return self._facts[name][1]

    async def watch(self) -> AsyncIterator[tuple[str, object]]:
        """Yield (name, fact) of everything, then of what changes, for ever."""
        told = 0
        while True:
            news = self._news
            fresh = sorted(
                (change, name)
                for name, (change, _) in self._facts.items()
                if change > told
            )
            for change, name in fresh:
                told = change
                yield name, self[name]
            if not fresh:
                await news.wait()
