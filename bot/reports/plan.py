"""What stands in a digest's picture before it is drawn: words, bands, their order.

A board is plain frozen values, so that another process can draw it. Rule: a board shows
what the table tells, and its caption says the same in words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from bot.deployment import Deployment
from bot.reports import names
from bot.reports.digest import question_said
from bot.reports.fitting import shortened
from bot.reports.names import Says, say
from bot.reports.table import SIDE_NAMES, STATES, Action, State, aged
from bot.themes.gathering import THEMES, Band, Digest, Fact
from bot.words.phrases import Msg, Phrase

LONGEST = 1024
"""UTF-16 units of one caption (Telegram's limit)."""
DIGESTS, THEMES_SHOWN, DEEDS = 3, 8, 3
"""What a picture on a phone has room for. Three digests show whether a band that moved
has stayed so; the files have everything."""
_URGENCY = (State.OVERDUE, State.OPEN, State.PLANNED, State.DONE, State.IMPOSSIBLE)
_EMOJI = re.compile(".\ufe0f")


@dataclass(frozen=True, slots=True)
class Line:
    """A few words, and a band for each digest shown: None where it was not asked."""

    text: str
    bands: tuple[Band | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a title of their own."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The standing questions over time: a column for each digest."""

    title: str
    months: tuple[str, ...]
    asked: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """What was named by most and by some, by what it was named as."""

    sides: tuple[Block, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A theme, and what became of it, in words and as a state."""

    text: str
    said: str
    state: State


@dataclass(frozen=True, slots=True)
class Deeds:
    """You said, we did."""

    title: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One picture. `tag` is its language as HTML writes it, `turned` right to left.

    `bands` are the names of few, some and most.
    """

    tag: str
    turned: bool
    head: str
    under: tuple[str, ...]
    bands: tuple[str, ...]
    parts: tuple[Trend | Themes | Deeds, ...]
    caption: str


class _Told(NamedTuple):
    """What is told of a question, and its bands from the oldest digest on."""

    fact: Phrase
    bands: tuple[Band | None, ...]


class _Asked(NamedTuple):
    """A question with all that is told of it."""

    question: Phrase
    told: tuple[_Told, ...]


def plan(  # noqa: PLR0913 (what is shown, in which words)
    digests: Iterable[Digest],
    actions: Iterable[Action],
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    of: Digest | None = None,
) -> Board:
    """Return the board of a digest: of the newest one where `of` names no other.

    `digests` are what was released of its pool. Its trend is made from the digests of
    the same language leaf, up to its own.
    """
    told = sorted(set(digests), key=aged)
    newest = of or max(told, key=lambda d: (d.months[::-1], not d.leaf))
    until = [d for d in told if d.leaf == newest.leaf and aged(d) <= aged(newest)]
    columns = tuple(until[-DIGESTS:])
    planner = _Planner(words, language, deployment, columns)
    return planner.board(sorted(set(actions), key=_urgency))


def _urgency(action: Action) -> tuple[int, str, str]:
    return _URGENCY.index(action.state), action.due, action.entry


def drawable(text: str) -> str:
    """Return text in one line, without the emoji that a font of letters lacks."""
    letters = _EMOJI.sub("", text)
    kept = (c for c in letters if unicodedata.category(c) not in {"So", "Sk"})
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class _Planner:
    """Says what stands on a board; `digests` are its columns, the newest last."""

    words: Says
    language: str
    deployment: Deployment
    digests: tuple[Digest, ...]

    @property
    def newest(self) -> Digest:
        """The digest that the board is of."""
        return self.digests[-1]

    def board(self, actions: Sequence[Action]) -> Board:
        """Return the board with the parts that hold anything."""
        parts: list[Trend | Themes | Deeds] = []
        lines = [*self._head()]
        if asked := self._asked():
            parts.append(self._trend(asked))
            lines += _trend_said(asked)
        parts.append(self._themes())
        lines += self._themes_said()
        if actions:
            parts.append(self._deeds(actions))
            lines += self._deeds_said(actions)
        return Board(
            tag=self.language.replace("_", "-"),
            turned=self.words.direction(self.language) == "rtl",
            head=self._drawn(names.place(self.newest.pool, self.deployment)),
            under=tuple(map(self._drawn, self._under())),
            bands=tuple(self._drawn(names.band_name(band)) for band in Band),
            parts=tuple(parts),
            caption=shortened("\n".join(map(self._said, lines)), LONGEST),
        )

    def _said(self, phrase: Phrase) -> str:
        return self.words.say(self.language, phrase)

    def _drawn(self, phrase: Phrase) -> str:
        return drawable(self._said(phrase))

    # Where, when and by how many

    def _under(self) -> Iterator[Phrase]:
        size = self.newest.size_band
        yield say(Msg("picture.under"), months=self._months(), size=size)
        if self.newest.leaf:
            spoken = dict(self.words.language_names())
            name = spoken.get(self.newest.leaf, self.newest.leaf)
            yield say(Msg("digest.leaf"), language=name)

    def _head(self) -> Iterator[Phrase]:
        yield names.place(self.newest.pool, self.deployment)
        yield from self._under()

    def _months(self) -> Phrase:
        first, last = (self._month(month) for month in self.newest.months)
        if first == last:
            return names.bare(first)
        return say(Msg("digest.months"), first=first, last=last)

    def _month(self, month: str) -> str:
        return self.words.month(self.language, month)

    # The standing questions

    def _asked(self) -> tuple[_Asked, ...]:
        """Return each question with what is told of it, and its bands by digest."""
        asked = names.questions_of(self.newest, self.deployment)
        tables = [dict(digest.table) for digest in self.digests]

        def told(fact: Fact) -> _Told:
            bands = tuple(table.get(fact) for table in tables)
            return _Told(names.named(fact, asked), bands)

        facts = (fact for fact, _ in self.newest.table if fact[0] != THEMES)
        return tuple(
            _Asked(names.label(id_, asked), tuple(map(told, its)))
            for id_, its in groupby(facts, key=lambda fact: fact[0])
        )

    def _trend(self, asked: Sequence[_Asked]) -> Trend:
        ends = (self._short(digest.months[1]) for digest in self.digests)
        blocks = (
            Block(
                self._drawn(one.question),
                tuple(Line(self._drawn(told.fact), told.bands) for told in one.told),
            )
            for one in asked
        )
        title = self._drawn(say(Msg("digest.standing")))
        return Trend(title, tuple(ends), tuple(blocks))

    def _short(self, month: str) -> str:
        return drawable(self.words.month_short(self.language, month))

    # What was named

    def _named(self) -> list[tuple[str, Band]]:
        """Return the entries told most or some, those of most first."""
        told = [(fact[1], band) for fact, band in self.newest.table if _is_named(fact)]
        most, some = ([e for e in told if e[1] is b] for b in (Band.MOST, Band.SOME))
        return most + some

    def _themes(self) -> Themes:
        shown = self._named()[:THEMES_SHOWN]
        blocks = []
        for side, name in SIDE_NAMES.items():
            lines = tuple(
                Line(self._drawn(names.theme(entry, self.deployment)), (band,))
                for entry, band in shown
                if entry.partition(":")[0] == side
            )
            if lines:
                blocks.append(Block(self._drawn(say(name)), lines))
        return Themes(tuple(blocks), self._drawn(self._rest()))

    def _rest(self) -> Phrase:
        whole = len(self._named()) <= THEMES_SHOWN
        return say(Msg("digest.themes_few") if whole else Msg("picture.more"))

    def _themes_said(self) -> Iterator[Phrase]:
        shown = self._named()[:THEMES_SHOWN]
        for band, heading in names.HEADINGS.items():
            entries = [entry for entry, its in shown if its is band]
            if entries:
                yield say(heading)
            yield from (names.named_theme(e, self.deployment) for e in entries)
        yield self._rest()

    # What was done

    def _deeds(self, actions: Sequence[Action]) -> Deeds:
        deeds = (
            Deed(
                self._drawn(names.theme(action.entry, self.deployment)),
                self._drawn(self._became(action)),
                action.state,
            )
            for action in actions[:DEEDS]
        )
        return Deeds(self._drawn(say(Msg("matter.head"))), tuple(deeds))

    def _became(self, action: Action) -> Phrase:
        state = say(STATES[action.state])
        if not action.due:
            return state
        return say(Msg("action.due"), state=state, month=self._month(action.due))

    def _deeds_said(self, actions: Sequence[Action]) -> Iterator[Phrase]:
        yield say(Msg("matter.head"))
        for action in actions[:DEEDS]:
            entry = names.theme(action.entry, self.deployment)
            yield say(Msg("digest.fact"), fact=entry, band=self._became(action))


def _trend_said(asked: Iterable[_Asked]) -> Iterator[Phrase]:
    """Yield each question with its facts, and their bands from the oldest digest on."""
    for one in asked:
        lines = tuple(
            say(Msg("digest.fact"), fact=told.fact, band=_over_time(told.bands))
            for told in one.told
        )
        yield question_said(one.question, lines)


def _over_time(bands: Iterable[Band | None]) -> Phrase:
    """Return bands one after the other; the same again is not said again."""
    first, *rest = (band for band, _ in groupby(band for band in bands if band))
    said = names.band_name(first)
    for band in rest:
        said = say(Msg("picture.then"), before=said, after=names.band_name(band))
    return said


def _is_named(fact: Fact) -> bool:
    return fact[0] == THEMES
