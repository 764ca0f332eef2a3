"""Every file that goes with a digest: the one place where they are made.

The bot, the command line and the desk ask here, so that they give the same bytes.
Rule: a file's name tells the service and the months, and nothing more.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.deployment import Deployment
from bot.reports.files import table_csv, table_json
from bot.reports.names import Says
from bot.reports.paper import Paper, Picture
from bot.reports.table import Action, Table, table
from bot.themes.gathering import Digest

KINDS: Final = {
    "csv": "text/csv",
    "json": "application/json",
}
"""What a digest can be had as, with its MIME type."""


def papers(  # noqa: PLR0913 (what, in which words, with what beside it)
    digests: Iterable[Digest],
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    actions: Iterable[Action] = (),
    kinds: Sequence[str] = tuple(KINDS),
    picture: Picture | None = None,
) -> tuple[Paper, ...]:
    """Return the files of one pool's released digests, in the order of `kinds`.

    `picture` is what `digest_picture` drew of the same digests; the HTML shows it.
    """
    told = table(digests, words, language, deployment, actions)
    return tuple(paper(told, kind, picture) for kind in kinds)


def paper(told: Table, kind: str, picture: Picture | None = None) -> Paper:
    """Return the table as one file."""
    del picture
    content = {"csv": table_csv, "json": table_json}[kind](told)
    return Paper(f"{stem(told)}.{kind}", KINDS[kind], content.encode())


def stem(told: Table) -> str:
    """Return a file's name: the service and the months."""
    first, last = told.months
    months = first if first == last else f"{first}-to-{last}"
    return f"{re.sub('[^a-z0-9-]+', '-', told.pool.lower())}-{months}"
