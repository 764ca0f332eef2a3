"""WHAT IS PUBLISHED: a digest in words for the people who plan a service.

Rule: nothing here knows what one person said, and the same digest in the same words is
always the same bytes: no clock, no count, no order of arrival.
"""

from collections.abc import Iterator
from itertools import groupby

from bot.deployment import Deployment
from bot.reports.names import (
    SIDES,
    Says,
    band_name,
    label,
    named,
    number,
    place,
    questions_of,
    say,
    theme,
)
from bot.themes.codes import spoken
from bot.themes.gathering import THEMES, Band, Digest
from bot.words.phrases import Msg, Phrase, Value

LONGEST = 4096
"""UTF-16 units of one chat message (Telegram's limit)."""


def refusal(words: Says, language: str) -> str:
    """Return the one constant answer where nothing is released (`gathering.md` P8)."""
    return words.say(language, say(Msg("staff.refusal")))


def digest_text(
    digest: Digest,
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    still_latest: bool = False,
) -> str:
    """Return one chat message, under 4096 units, in the reader's language.

    `still_latest` says that nothing newer was large enough.
    """
    parts = (
        _head(digest, words, language, deployment, still_latest=still_latest),
        (say(Msg("digest.bands")),),
        (say(Msg("digest.standing")), *_standing(digest, deployment)),
        *_themes(digest, deployment),
        (_small_print(digest),),
    )
    said = ("\n".join(words.say(language, p) for p in part) for part in parts)
    return shortened("\n\n".join(said))


def shortened(text: str) -> str:
    """Return text that fits one message, whole lines of it."""
    if _units(text) < LONGEST:
        return text
    kept = ""
    for line in text.splitlines(keepends=True):
        if _units(kept + line) > LONGEST - 2:
            break
        kept += line
    return kept + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


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
        name = dict(words.language_names()).get(digest.leaf, digest.leaf)
        yield say(Msg("digest.leaf"), language=name)
    yield say(Msg("digest.size"), size=digest.size_band)


def _standing(digest: Digest, deployment: Deployment) -> Iterator[Phrase]:
    """Yield each single-choice question with all its bands."""
    asked = questions_of(digest, deployment)
    single = (row for row in digest.table if row[0][0] != THEMES)
    for id_, rows in groupby(single, key=lambda row: row[0][0]):
        lines = tuple(
            say(Msg("digest.fact"), fact=named(fact, asked), band=band_name(band))
            for fact, band in rows
        )
        yield _question(label(id_, asked), lines)


def _question(question: Phrase, lines: tuple[Phrase, ...]) -> Phrase:
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


def _themes(digest: Digest, deployment: Deployment) -> Iterator[tuple[Phrase, ...]]:
    """Yield what most people named, what some named, and a word about the rest."""
    told = [(fact[1], band) for fact, band in digest.table if fact[0] == THEMES]
    for wanted, heading in (
        (Band.MOST, Msg("digest.themes_most")),
        (Band.SOME, Msg("digest.themes_some")),
    ):
        lines = tuple(
            say(SIDES[entry.partition(":")[0]], theme=theme(entry, deployment))
            for entry, band in told
            if band is wanted
        )
        if lines:
            yield (say(heading), *lines)
    yield (say(Msg("digest.themes_few")),)


def _small_print(digest: Digest) -> Phrase:
    """Return how it was mixed and blurred, and what it is made from."""
    forms = ", ".join(f"{name} {version}" for name, version in digest.forms)
    return say(
        Msg("digest.small"),
        epsilon=digest.epsilon,
        forms=forms,
        codebook=spoken(digest.codebook),
    )
