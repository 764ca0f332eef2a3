"""Makes a digest's picture and papers beside the talk, which goes on meanwhile.

What draws is large (matplotlib, and the fonts of a machine), and is needed for a moment
a week. Rule: it is loaded only in a process of its own, which ends when the drawing is
done; what serves never loads it. Where nothing can be drawn there is no picture, and a
line in the log: the message and the files say the same.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from functools import partial

from bot.deployment import Deployment
from bot.errors.gathered import NoFontError
from bot.logs import log
from bot.reports.apart import drawn_apart
from bot.reports.names import Says
from bot.reports.paper import Paper, Picture, Quoted
from bot.reports.papers import ATTACHED, NO_TEXTS, papers
from bot.reports.plan import Board, plan
from bot.reports.table import Action
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import Digest

DRAWN = frozenset({"png", "html"})
"""The kinds of file that show the picture."""
Draw = Callable[[Board], Awaitable[Picture | None]]
"""Draws a board; None where it cannot be drawn."""


@asynccontextmanager
async def drawing() -> AsyncIterator[Draw]:
    """Give what draws in a process of its own, begun at the first board.

    The same board is drawn once, for however many readers.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, context)
    done: dict[Board, Picture | None] = {}

    async def draw(board: Board) -> Picture | None:
        if board not in done:
            done[board] = await _drawn_in(pool, board)
        return done[board]

    try:
        yield draw
    finally:
        await asyncio.to_thread(pool.shutdown)


async def prepared(  # noqa: PLR0913 (what, in which words, with what beside it)
    digests: Sequence[Digest],
    actions: Sequence[Action],
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    draw: Draw,
    kinds: Sequence[str] = ATTACHED,
    book: Codebook = SHIPPED,
    texts: CodeTexts = NO_TEXTS,
    of: Digest | None = None,
    quotes: Iterable[Quoted] = (),
) -> tuple[Picture | None, tuple[Paper, ...]]:
    """Return the papers of one pool's digests, and the picture if one of them shows it.

    The message, the bot, the command line and the desk ask here: the same bytes for
    all. Raise `NoPictureError` where only the picture is wanted and cannot be drawn.
    """
    picture = None
    if not DRAWN.isdisjoint(kinds):
        board = plan(digests, actions, words, language, deployment, of=of)
        picture = await draw(board)
    make = partial(
        papers,
        digests,
        words,
        language,
        deployment,
        actions=actions,
        kinds=kinds,
        picture=picture,
        book=book,
        texts=texts,
        quotes=quotes,
    )
    return picture, await asyncio.to_thread(make)


async def _drawn_in(pool: ProcessPoolExecutor, board: Board) -> Picture | None:
    loop = asyncio.get_running_loop()
    try:
        png = await loop.run_in_executor(pool, drawn_apart, board)
    except (BrokenProcessPool, OSError, RuntimeError) as failed:
        # lost, out of room, or a font that cannot be read: the digest goes all the same
        log.warning("picture_not_drawn", error=type(failed).__name__)
        return None
    if png is None:
        log.warning("picture_not_drawn", error=NoFontError.__name__)
        return None
    return Picture(png, board.caption)
