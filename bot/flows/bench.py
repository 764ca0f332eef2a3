"""Where chunks of envelopes are worked on: here while they are few, else side by side.

Most of a tick's time goes into opening, one core at a time. The first chunks are
opened in this process, since starting others takes longer than that; from then on the
chunks go to a pool of processes that each make their own `Reader`. Only a few chunks
are under way at once, so that memory does not grow with the number of answers.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from multiprocessing import get_context
from typing import TypeVar

from bot.errors.gathered import WorkerLostError
from bot.flows.reading import Reader, Task

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 500
"""Envelopes in a chunk: some 8 MB at most."""
READ = 100
"""Envelopes in a chunk of which texts are read, too: those take a hundred times as
long, and larger chunks would leave all but one process idle at the end."""
FEW = 4
"""Chunks that are worked on here before processes are started."""
UNDER_WAY = 2
"""Chunks that each process may have at once: one in hand, one waiting."""

_own: list[Reader] = []
"""The reader of a worker process."""


def _begin(task: Task) -> None:
    _own.append(Reader(task))


def _act(act: Callable[[Reader, T], R], chunk: T) -> R:
    return act(_own[0], chunk)


class Bench:
    """Works on the chunks of one round."""

    def __init__(self, task: Task, pool: ProcessPoolExecutor | None, most: int) -> None:
        self._reader = Reader(task)
        self._pool = pool
        self._most = most
        self._begun = 0

    async def each(
        self, act: Callable[[Reader, T], R], chunks: AsyncIterable[T]
    ) -> AsyncIterator[R]:
        """Yield what `act`, a method of `Reader`, makes of each chunk, in order."""
        under_way: deque[asyncio.Future[R]] = deque()
        async for chunk in chunks:
            under_way.append(self._start(act, chunk))
            if len(under_way) >= self._most:
                yield await _done(under_way.popleft())
        while under_way:
            yield await _done(under_way.popleft())

    def _start(self, act: Callable[[Reader, T], R], chunk: T) -> asyncio.Future[R]:
        self._begun += 1
        if self._pool is None or self._begun <= FEW:
            return asyncio.ensure_future(asyncio.to_thread(act, self._reader, chunk))
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool, _act, act, chunk)


async def _done(future: asyncio.Future[R]) -> R:
    try:
        return await future
    except BrokenProcessPool:
        raise WorkerLostError from None


@asynccontextmanager
async def bench(task: Task, processes: int) -> AsyncIterator[Bench]:
    """Make a bench of that many processes; they end with it, and their keys too."""
    if processes == 1:
        yield Bench(task, None, 1)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (task,))
    try:
        yield Bench(task, pool, processes * UNDER_WAY)
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
