"""WHAT IS PUBLISHED: a digest in words for the people who plan a service.

Rule: nothing here knows what one person said, and the same digest with the same things
beside it is always the same bytes: no clock, no count, no order of arrival.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from bot.deployment import Deployment
from bot.reports.fitting import Line, Section, fitted, ranked
from bot.reports.names import (
    HEADINGS,
    Says,
    band_name,
    label,
    named,
    named_theme,
    number,
    place,
    questions_of,
    say,
)
from bot.themes.codes import spoken
from bot.themes.gathering import THEMES, Band, Digest, Fact
from bot.words.phrases import Msg, Phrase, Value

POWER = frozenset({"Q8"})
"""The questions that ask who has a say; they stand under a heading of their own."""
HELPED = 2
"""So many themes have help in a message; the files have it for all of them."""
BATCHES = 3
"""A change is named over so many: the second moved, and the third stayed there."""
CHANGED, READ, EVEN, APART, HELP = 1, 2, 3, 4, 10
"""What is left out first where a message grows too long: the higher ones."""


class Help(Protocol):
    """What advisers approved for whoever plans: static, the same for everybody."""

    @property
    def tried(self) -> tuple[str, ...]:
        """What other homes have tried."""

    @property
    def ask(self) -> str:
        """One question for a house meeting."""


Helps = Callable[[str, str], Help | None]
"""Returns the help for a code in a language."""


def no_help(_code: str, _language: str) -> None:
    """Return no help."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a digest's table, all of it settled when the digest left.

    `before` are the digests of the same pool and leaf that left before, oldest first;
    `paraphrases` pairs (entry, a reader's own words); `leaves` the languages that were
    told apart in the pool until then; `quotes` pairs (entry, words that one person
    agreed to show).
    """

    before: tuple[Digest, ...] = ()
    paraphrases: tuple[tuple[str, str], ...] = ()
    leaves: tuple[str, ...] = ()
    helps: Helps = no_help
    quotes: tuple[tuple[str, str], ...] = ()


NOTHING = Beside()


def refusal(words: Says, language: str) -> str:
    """Return the one constant answer where nothing is released (`gathering.md` P8)."""
    return words.say(language, say(Msg("staff.refusal")))


def digest_text(  # noqa: PLR0913 (what, how, in which words, with what beside it)
    digest: Digest,
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    still_latest: bool = False,
    beside: Beside = NOTHING,
) -> str:
    """Return one chat message, under 4096 units, in the reader's language.

    `still_latest` says that nothing newer was large enough.
    """
    return fitted(
        digest_sections(
            digest,
            words,
            language,
            deployment,
            still_latest=still_latest,
            beside=beside,
        )
    )


def digest_sections(  # noqa: PLR0913 (as digest_text)
    digest: Digest,
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    still_latest: bool = False,
    beside: Beside = NOTHING,
) -> list[Section]:
    """Return the parts of the message, so that others can be put between them."""

    def lines(*phrases: Phrase, rank: int = 0) -> Section:
        return tuple(ranked((words.say(language, p) for p in phrases), rank))

    asked = _Asked(digest, deployment, beside.before)
    head = _head(digest, words, language, deployment, still_latest=still_latest)
    return [
        lines(*head),
        (*lines(say(Msg("digest.bands"))), *lines(*asked.bracket(), rank=CHANGED)),
        lines(say(Msg("digest.standing")), *asked.questions(power=False)),
        lines(*asked.changes(), rank=CHANGED),
        lines(*asked.even(), rank=EVEN),
        *_themes(digest, words, language, deployment, beside),
        _power(lines(*asked.questions(power=True)), words, language),
        lines(*_apart(words, beside.leaves), rank=APART),
        lines(small_print(digest)),
    ]


def _power(lines: Section, words: Says, language: str) -> Section:
    heading = words.say(language, say(Msg("digest.power")))
    return (Line(heading), *lines) if lines else ()


def _head(
    digest: Digest,
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    still_latest: bool,
) -> Iterator[Phrase]:
    """Yield where, when, by how many and whom: and by whom not."""
    first, last = (words.month(language, month) for month in digest.months)
    when: Value = say(Msg("digest.months"), first=first, last=last)
    where = place(digest.pool, deployment)
    months = first if first == last else when
    yield say(Msg("digest.head"), place=where, months=months)
    yield say(Msg("digest.number"), number=number(digest))
    if still_latest:
        yield say(Msg("digest.latest"))
    if digest.leaf:
        yield say(Msg("digest.leaf"), language=_language(words, digest.leaf))
    yield say(Msg("digest.size"), size=digest.size_band)


def _language(words: Says, code: str) -> str:
    return dict(words.language_names()).get(code, code)


class _Asked:
    """A digest's single-choice questions, beside those of the digests before it."""

    def __init__(
        self, digest: Digest, deployment: Deployment, before: tuple[Digest, ...]
    ) -> None:
        self._asked = questions_of(digest, deployment)
        self._now = {f: band for f, band in digest.table if f[0] != THEMES}
        self._before = [dict(one.table) for one in before[-BATCHES + 1 :]][::-1]

    def questions(self, *, power: bool) -> Iterator[Phrase]:
        """Yield each question with all its bands, and the one before where it moved."""
        for id_, facts in groupby(self._now, key=lambda fact: fact[0]):
            if (id_ in POWER) is power:
                lines = tuple(self._told(fact) for fact in facts)
                yield question_said(label(id_, self._asked), lines)

    def _told(self, fact: Fact) -> Phrase:
        name, band = named(fact, self._asked), self._now[fact]
        before = self._earlier(fact, 0)
        if before in {None, band}:
            return say(Msg("digest.fact"), fact=name, band=band_name(band))
        return say(
            Msg("digest.fact_moved"),
            fact=name,
            band=band_name(band),
            before=band_name(before or band),
        )

    def _earlier(self, fact: Fact, digests: int) -> Band | None:
        """Return a fact's band in the digest before, or in the one before that."""
        if digests >= len(self._before):
            return None
        return self._before[digests].get(fact)

    def bracket(self) -> Iterator[Phrase]:
        """Say what the brackets are, where there are any."""
        if any(self._earlier(f, 0) not in {None, b} for f, b in self._now.items()):
            yield say(Msg("digest.before"))

    def changes(self) -> Iterator[Phrase]:
        """Yield what moved and stayed moved for two digests, and nothing else."""
        found = [
            say(
                Msg("digest.change_of"),
                question=label(fact[0], self._asked),
                fact=named(fact, self._asked),
                before=band_name(first),
                band=band_name(band),
            )
            for fact, band in self._now.items()
            if self._earlier(fact, 0) is band
            and (first := self._earlier(fact, 1)) not in {None, band}
            and first is not None
        ]
        if found:
            yield say(Msg("digest.changed"))
            yield from found

    def even(self) -> Iterator[Phrase]:
        """Name the questions of which no answer was told by more than few people."""
        bands: dict[str, set[Band]] = {}
        for (id_, _), band in self._now.items():
            bands.setdefault(id_, set()).add(band)
        flat = [label(id_, self._asked) for id_, b in bands.items() if b == {Band.FEW}]
        if flat:
            yield say(Msg("digest.even"))
            yield from (say(Msg("digest.even_one"), question=one) for one in flat)


def question_said(question: Phrase, lines: tuple[Phrase, ...]) -> Phrase:
    """Return a question with its facts, three of them on one line."""
    match lines:
        case (first, second, third):
            return say(
                Msg("digest.three"),
                question=question,
                first=first,
                second=second,
                third=third,
            )
        case _:
            return say(Msg("digest.question"), question=question, facts=lines)


def _themes(
    digest: Digest,
    words: Says,
    language: str,
    deployment: Deployment,
    beside: Beside,
) -> Iterator[Section]:
    """Yield what most people named, what some named, and a word about the rest."""
    told = [(fact[1], band) for fact, band in digest.table if fact[0] == THEMES]
    helped = _Helped(words, language, beside)
    for wanted, heading in HEADINGS.items():
        entries = [entry for entry, band in told if band is wanted]
        if entries:
            yield (
                Line(words.say(language, say(heading))),
                *(
                    line
                    for entry in entries
                    for line in (
                        Line(_entry(entry, words, language, deployment)),
                        *helped.under(entry),
                    )
                ),
            )
    yield (Line(words.say(language, say(Msg("digest.themes_few")))),)


def _entry(entry: str, words: Says, language: str, deployment: Deployment) -> str:
    return words.say(language, named_theme(entry, deployment))


class _Helped:
    """What stands under a theme: a reader's own words, and help with what to do."""

    def __init__(self, words: Says, language: str, beside: Beside) -> None:
        self._words, self._language = words, language
        self._read = dict(beside.paraphrases)
        self._quotes = beside.quotes
        self._helps = beside.helps
        self._codes: list[str] = []

    def under(self, entry: str) -> Iterator[Line]:
        """Yield the lines under a theme; help stands under the first few only."""
        if entry in self._read:
            said = say(Msg("digest.paraphrase"), words=self._read[entry])
            yield Line(self._words.say(self._language, said), READ)
        for words in (words for below, words in self._quotes if below == entry):
            said = say(Msg("quote.words"), words=words)
            yield Line(self._words.say(self._language, said), READ)
        side, _, code = entry.partition(":")
        if side != "keep" and code not in self._codes and len(self._codes) < HELPED:
            yield from self._help(code)

    def _help(self, code: str) -> Iterator[Line]:
        found = self._helps(code, self._language)
        if found is None:
            return
        self._codes.append(code)
        tried = (say(Msg("digest.tried_one"), tried=one) for one in found.tried)
        said = (
            say(Msg("digest.tried")),
            *tried,
            say(Msg("digest.ask"), question=found.ask),
        )
        rank = HELP + len(self._codes)
        yield from ranked((self._words.say(self._language, p) for p in said), rank)


def _apart(words: Says, leaves: Iterable[str]) -> Iterator[Phrase]:
    """Say which languages were told apart, where any was: the others may be silent."""
    names = [_language(words, code) for code in leaves]
    if names:
        yield say(Msg("digest.apart"), languages=", ".join(names))


def small_print(digest: Digest) -> Phrase:
    """Return how it was mixed and blurred, and what it is made from."""
    forms = ", ".join(f"{name} {version}" for name, version in digest.forms)
    return say(
        Msg("digest.small"),
        epsilon=digest.epsilon,
        forms=forms,
        codebook=spoken(digest.codebook),
    )
