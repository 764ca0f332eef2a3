"""How a message is kept under the platform's limit: what matters least goes first.

Rule: a line is said whole or not at all, and the lines of rank 0 go last of all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.words.writing import MESSAGE, units


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message; the higher its rank, the sooner it is left out."""

    text: str
    rank: int = 0


Section = tuple[Line, ...]
"""Lines that stand together; an empty line is between two sections."""


def fitted(sections: Iterable[Iterable[Line]], longest: int = MESSAGE) -> str:
    """Return a text of fewer than `longest` units, without what there is no room for.

    Lines of one rank go together.
    """
    kept = [tuple(section) for section in sections]
    ranks = {line.rank for section in kept for line in section}
    for rank in sorted(ranks - {0}, reverse=True):
        if units(_joined(kept)) < longest:
            break
        kept = [tuple(x for x in section if x.rank != rank) for section in kept]
    return shortened(_joined(kept), longest)


def _joined(sections: Sequence[Section]) -> str:
    return "\n\n".join(
        "\n".join(line.text for line in section) for section in sections if section
    )


def ranked(texts: Iterable[str], rank: int) -> Iterator[Line]:
    """Yield lines of one rank."""
    return (Line(text, rank) for text in texts)


def shortened(text: str, longest: int = MESSAGE) -> str:
    """Return text that fits one message, whole lines of it."""
    if units(text) < longest:
        return text
    kept = ""
    for line in text.splitlines(keepends=True):
        if units(kept + line) > longest - 2:
            break
        kept += line
    return kept + "…"
