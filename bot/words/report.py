"""Says of every language how much of it there is, and what stands in its way.

`sotto words check` prints it and the gate runs it. Rule: what is printed is plain text
whose columns stand under one another, whatever the width of a language's letters.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.errors import FileError
from bot.words import po
from bot.words.checks import Finding, check
from bot.words.languages import SOURCE, Language, read_languages
from bot.words.rules import Level
from bot.words.template import TEMPLATE, extract, ids

_HEAD = (
    "language",
    "own name",
    "state",
    "for people",
    "for staff",
    "blocking",
    "to look at",
)
_WIDE = frozenset("WF")


def report(root: Path) -> tuple[str, bool]:
    """Return findings and a count by language as lines, and whether nothing blocks."""
    locales = root / "locales"
    found = [*_stale(root), *check(locales)]
    lines = (
        f"{f.level.value}  {f.language} {f.id or 'file'}: {f.problem}" for f in found
    )
    source = po.read(po.path_of(locales, SOURCE)).entries
    rows = [
        (*_counted(language, locales, source), *_weighed(language, found))
        for language in read_languages(locales / "languages.toml")
    ]
    good = all(finding.level is Level.WARNS for finding in found)
    return "\n".join((*lines, *_table((_HEAD, *rows)))), good


def _counted(
    language: Language, locales: Path, source: Mapping[str, po.Entry]
) -> tuple[str, ...]:
    """Return how many texts of each kind can be shown, of how many there are."""
    try:
        entries = po.read(po.path_of(locales, language.code)).entries
    except FileError:
        entries = {}
    shown = {
        id_
        for id_, entry in entries.items()
        if id_ in source and not po.misfit(source[id_], entry, language)
    }
    staff = {id_ for id_, entry in source.items() if entry.for_staff}
    people = source.keys() - staff
    return (
        language.code,
        language.name,
        language.state.value,
        f"{len(shown & people)}/{len(people)}",
        f"{len(shown & staff)}/{len(staff)}",
    )


def _weighed(language: Language, found: Iterable[Finding]) -> tuple[str, str]:
    mine = [f.level for f in found if f.language == language.code]
    return str(mine.count(Level.BLOCKS)), str(mine.count(Level.WARNS))


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield each row as a line, each column as wide as its widest cell."""
    rows = tuple(rows)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        padded = (cell + " " * (width - _width(cell)) for cell, width in cells)
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many columns of a terminal a text fills."""
    return sum(
        2 if unicodedata.east_asian_width(char) in _WIDE else 1
        for char in text
        if unicodedata.category(char) not in {"Mn", "Me", "Cf"}
    )


def _stale(root: Path) -> Iterator[Finding]:
    """Yield what the code says and the English catalogue does not, and the reverse."""
    named, path = ids(root), root / TEMPLATE
    english = po.read(po.path_of(root / "locales", SOURCE)).entries.keys()
    for id_ in sorted(named - english):
        yield Finding(Level.BLOCKS, SOURCE, id_, "the code says it; write its English")
    for id_ in sorted(english - named):
        yield Finding(Level.BLOCKS, SOURCE, id_, "no code says it; take it out")
    if not path.exists() or path.read_text("utf-8") != extract(root):
        remedy = "is stale; run `deploy/sotto words extract`"
        yield Finding(Level.BLOCKS, SOURCE, "", f"{TEMPLATE} {remedy}")
