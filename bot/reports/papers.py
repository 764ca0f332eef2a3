"""Every file that goes with a digest: the one place where they are made.

The bot, the command line and the desk ask here, so that they give the same bytes. Rule:
a file's name tells the service and the months, and nothing more.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.deployment import Deployment
from bot.errors.gathered import NoPictureError
from bot.reports.files import table_csv, table_json
from bot.reports.names import Says
from bot.reports.page import table_html
from bot.reports.paper import Paper, Picture, Quoted
from bot.reports.table import Action, table
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import Digest

KINDS: Final = {
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "text": "text/plain",
    "png": "image/png",
}
"""What a digest can be had as, with its MIME type."""
ATTACHED: Final = ("html", "xlsx", "csv", "json")
"""What goes with a message, beside its text and its picture."""
NO_TEXTS: Final = CodeTexts({})


def papers(  # noqa: PLR0913 (what, in which words, with what beside it)
    digests: Iterable[Digest],
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    actions: Iterable[Action] = (),
    kinds: Sequence[str] = ATTACHED,
    picture: Picture | None = None,
    book: Codebook = SHIPPED,
    texts: CodeTexts = NO_TEXTS,
    quotes: Iterable[Quoted] = (),
) -> tuple[Paper, ...]:
    """Return the files of one pool's released digests, in the order of `kinds`.

    `picture` is what was drawn of the same digests: the page shows it, and as a file
    of its own it has to be there. `texts` say what codes mean, what homes have tried.
    `quotes` stand on the page alone.
    """
    told = table(digests, words, language, deployment, actions)

    def paper(kind: str) -> Paper:
        match kind:
            case "html":
                content = table_html(told, words, texts, picture, quotes).encode()
            case "xlsx":
                from bot.reports import sheet  # noqa: PLC0415 (as in words.exchange)

                content = sheet.table_xlsx(told, words, book, texts)
            case "csv":
                content = table_csv(told).encode()
            case "json":
                content = table_json(told).encode()
            case "png":
                content = _seen(picture)
            case _:
                raise ValueError(kind)
        return Paper(f"{stem(told.digests)}.{kind}", KINDS[kind], content)

    return tuple(map(paper, kinds))


def _seen(picture: Picture | None) -> bytes:
    if picture is None:
        raise NoPictureError
    return picture.png


def text_paper(digests: Sequence[Digest], said: str) -> Paper:
    """Return a pull's messages as one file."""
    return Paper(f"{stem(digests)}.txt", KINDS["text"], said.encode())


def stem(digests: Sequence[Digest]) -> str:
    """Return a file's name: the service and the months."""
    firsts, lasts = zip(*(digest.months for digest in digests), strict=True)
    first, last = min(firsts), max(lasts)
    months = first if first == last else f"{first}-to-{last}"
    return f"{re.sub('[^a-z0-9-]+', '-', digests[0].pool.lower())}-{months}"
