"""A digest as one page: to read on any screen, and to print.

The page is whole in itself: no script, nothing from elsewhere, one style that its own
policy names by its hash, so that a file which is passed on can do nothing. Rule: what
stands on it is in the table, or holds of every digest; but for words that their author
agreed to show, which stand in no other file.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.reports.about import HEADS, about, leaf, when
from bot.reports.names import HEADINGS, Says, number, say
from bot.reports.paper import Picture, Quoted
from bot.reports.plan import drawable
from bot.reports.table import QUESTION, Row, Table
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import Band, Digest
from bot.words.phrases import Msg, Value

_BOARDS = Path(__file__).parents[1] / "boards"
STYLE = (_BOARDS / "digest.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: its own style and nothing else."""
TEMPLATES = Environment(
    loader=FileSystemLoader(_BOARDS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


_SAYS = {
    "about": Msg("paper.about"),
    "ask": Msg("paper.ask"),
    "asked": Msg("digest.standing"),
    "done": Msg("matter.head"),
    "rest": Msg("paper.rest"),
    "tried": Msg("paper.tried"),
}
"""The headings of a page, by their names in the template."""


@dataclass(frozen=True, slots=True)
class Help:
    """Three things that homes have tried, and a question; in which language."""

    tag: str
    tried: tuple[str, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that most or some people named, with help for whoever plans.

    `quotes` are words that one person each agreed to show.
    """

    row: Row
    help: Help | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One digest as the page tells it."""

    number: str
    when: str
    leaf: str
    size: str
    asked: tuple[tuple[str, tuple[Row, ...]], ...]
    named: tuple[tuple[str, tuple[Theme, ...]], ...]
    rest: tuple[tuple[str, tuple[Row, ...]], ...]


def table_html(
    told: Table,
    words: Says,
    texts: CodeTexts,
    picture: Picture | None,
    quotes: Iterable[Quoted] = (),
) -> str:
    """Return the table as one page; `picture` is of its newest digest."""
    teller = _Teller(told, words, texts, tuple(quotes))
    return TEMPLATES.get_template("digest.html").render(
        style=STYLE,
        policy=_POLICY,
        tag=tag_of(told.language),
        table=told,
        digests=[teller.told(digest) for digest in reversed(told.digests)],
        picture=picture and base64.b64encode(picture.png).decode(),
        alt=picture and picture.alt,
        about=[words.say(told.language, phrase) for phrase in about(told)],
        heads={name: teller.said(head) for name, head in HEADS.items()},
        says={name: teller.said(says) for name, says in _SAYS.items()},
    )


def tag_of(language: str) -> str:
    """Return a language's code as HTML writes it."""
    return language.replace("_", "-")


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says what stands on the page of a table."""

    table: Table
    words: Says
    texts: CodeTexts
    quotes: tuple[Quoted, ...]

    def said(self, says: Msg, **values: Value) -> str:
        """Return a message in the reader's language."""
        return self.words.say(self.table.language, say(says, **values))

    def told(self, digest: Digest) -> Told:
        """Return one digest as the page tells it; help stands with the newest alone."""
        rows = self.table.of(digest)
        asked = [row for row in rows if row.indicator == QUESTION]
        named = [row for row in rows if row.indicator != QUESTION]
        alone = leaf(digest, self.words)
        return Told(
            self.said(Msg("digest.number"), number=number(digest)),
            when(digest, self.words, self.table.language),
            self.said(Msg("digest.leaf"), language=alone) if alone else "",
            self.said(Msg("digest.size"), size=digest.size_band),
            tuple(_grouped(asked)),
            tuple(self._named(named, helped=digest == self.table.digests[-1])),
            tuple(_grouped(row for row in named if row.band is Band.FEW)),
        )

    def _named(
        self, rows: list[Row], *, helped: bool
    ) -> Iterator[tuple[str, tuple[Theme, ...]]]:
        for band, heading in HEADINGS.items():
            found = (row for row in rows if row.band is band)
            themes = (
                Theme(r, self._help(r.code) if helped else None, tuple(self._lent(r)))
                for r in found
            )
            if listed := tuple(themes):
                yield self.said(heading), listed

    def _lent(self, row: Row) -> Iterator[str]:
        below = row.digest.batch, f"{row.indicator}:{row.code}"
        for *spot, words in self.quotes:
            if tuple(spot) == below:
                yield self.said(Msg("quote.words"), words=words)

    def _help(self, code: str) -> Help | None:
        language = self.table.language
        text = self.texts.of(code, language)
        if text is None or not text.tried:
            return None
        own = code in self.texts.texts.get(language, {})
        return Help(tag_of(language) if own else "en", text.tried, text.ask)


def _grouped(rows: Iterator[Row] | list[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield rows under what they answer, or what they were named as."""
    for asked, its in groupby(rows, key=lambda row: drawable(row.asked)):
        yield asked, tuple(its)
