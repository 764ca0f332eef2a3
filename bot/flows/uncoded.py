"""Looks for what the codebook misses: texts of a round that no code fits.

Rule: where they lie is held in memory for as long as they are clustered, beside the
marks of their voices and nothing else; it is written nowhere, and no text is kept.
"""

from collections.abc import AsyncIterator, Callable

from bot.flows.bench import READ, bench
from bot.flows.passes import Rows
from bot.flows.reading import Missed, Reader, Row, Task

Progress = Callable[[float], None]
_ROW_IDS = 2**63
"""Row ids are drawn evenly below this: where a walk is tells how far it is."""


async def missed(  # noqa: PLR0913 (each comes from another room)
    rows: Rows,
    task: Task,
    round_id: str,
    processes: int,
    *,
    progress: Progress,
    most: int,
) -> list[Missed]:
    """Return the texts of a round that no code fits, at most `most` of them.

    Which ones stay where there are more is decided by the voices' marks: by chance as
    far as anybody knows, and the same ones the next time.
    """

    async def walk() -> AsyncIterator[list[Row]]:
        async for chunk in rows.sealed(round_id, READ):
            yield chunk
            progress(chunk[-1][0] / _ROW_IDS)

    found: list[Missed] = []
    async with bench(task, processes) as workers:
        async for part in workers.each(Reader.missed, walk()):
            found = sorted([*found, *part])[:most]
    return found
