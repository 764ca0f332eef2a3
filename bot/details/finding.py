"""What may show who a person is, found in a text before anybody else reads it.

Two moments ask. Before Send, `details` lets a survivor see what she wrote and decide
(`conversation.md`, N1). Before a paraphrase or a quote leaves, `clean` has the last
word: as long as it finds anything, nothing leaves (`gathering.md`, P10).

Rule: everything is found on the spot from the text alone, and nothing of it is kept.
All patterns are linear, since they read whatever a stranger writes.
"""

import enum
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.details import signs
from bot.details.folding import Folded, fold
from bot.details.names import own_names, persons
from bot.details.phones import foreign, phones
from bot.details.places import addresses

HIDDEN = "…"


class Kind(enum.Enum):
    """What a detail is; a `PERSON` is only perhaps the name of somebody."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    LINK = "link"
    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Detail:
    """A stretch of a text that may show who somebody is: `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    words: str


def details(text: str, regions: Sequence[str] = ()) -> tuple[Detail, ...]:
    """Return what may show who wrote a text, in order; none of them overlap.

    `regions` are the two-letter codes of countries whose telephone numbers may be
    written without their prefix; numbers with one are found without any.
    """
    return _found(text, _rules(regions, released=False))


def clean(text: str, regions: Sequence[str] = ()) -> tuple[Detail, ...]:
    """Return all that must go before a text leaves the vault; empty says it may go.

    Beside `details`, what may be somebody's name, and a day of no year. A script
    without capitals shows no names, so there a human who reads the language has to look
    as well, always (`names.shows_names`).
    """
    return _found(text, _rules(regions, released=True))


def hidden(text: str, found: Sequence[Detail]) -> str:
    """Return the text with one mark for each detail, wherever it comes again."""
    for detail in sorted(found, key=lambda d: -d.start):
        text = text[: detail.start] + HIDDEN + text[detail.end :]
    for words in {detail.words for detail in found}:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", HIDDEN, text)
    return text


Finder = Callable[[Folded], Iterator[tuple[int, int]]]


def _rules(
    regions: Sequence[str], *, released: bool
) -> tuple[tuple[Kind | None, Finder], ...]:
    """Return what is looked for, in turn: what one rule found is hidden from the next.

    Numbers that are nobody's are of no kind, and only hidden from the rules below.
    """
    some = (
        (Kind.EMAIL, signs.emails),
        (Kind.LINK, signs.links),
        (Kind.HANDLE, signs.handles),
        (Kind.PHONE, foreign),
        (Kind.DATE, partial(signs.dates, partly=released)),
        (Kind.NUMBER, signs.accounts),
        (None, signs.nobodys),
        (Kind.ADDRESS, addresses),
        (Kind.NUMBER, signs.codes),
        (Kind.PHONE, partial(phones, regions=regions)),
        (Kind.NUMBER, signs.numbers),
        (Kind.NAME, own_names),
    )
    return (*some, (Kind.PERSON, persons)) if released else some


def _found(
    text: str, rules: Sequence[tuple[Kind | None, Finder]]
) -> tuple[Detail, ...]:
    folded, found = fold(text), list[Detail]()
    for kind, rule in rules:
        spans = _apart([*rule(folded)])
        if kind is not None:
            found += [_detail(kind, folded, *span) for span in spans]
        folded = folded.without(spans)
    return tuple(_joined(text, found))


def _joined(text: str, found: Sequence[Detail]) -> Iterator[Detail]:
    """Yield details in order, those that overlap as one: an address may reach far."""
    last: Detail | None = None
    for one in sorted(found, key=lambda detail: (detail.start, -detail.end)):
        if last is None or one.start >= last.end:
            if last:
                yield last
            last = one
        elif one.end > last.end:
            last = Detail(last.kind, last.start, one.end, text[last.start : one.end])
    if last:
        yield last


def _detail(kind: Kind, folded: Folded, first: int, last: int) -> Detail:
    start, end = folded.span(first, last)
    return Detail(kind, start, end, folded.text[start:end])


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Keep of what overlaps the first, and of what begins alike the longest."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
