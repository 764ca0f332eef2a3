"""WHAT IS PUBLISHED: a digest in words for the people who plan a service.

Text, JSON and CSV all tell one frozen table of bands (`gathering.md`). Rule: nothing
here knows what one person said, and the same digest in the same words is always the
same bytes: no clock, no count, no order of arrival.
"""

import csv
import io
import json
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from bot.deployment import NETWORK, Deployment
from bot.questions import Question
from bot.themes.gathering import THEMES, Band, Digest, Fact
from bot.words.phrases import Msg, Own, Phrase, Value

LONGEST = 4096
"""UTF-16 units of one chat message (Telegram's limit)."""
_FAMILY = "family:"
_BANDS = {
    Band.FEW: Msg("digest.few"),
    Band.SOME: Msg("digest.some"),
    Band.MOST: Msg("digest.most"),
}
_SCALE = {
    "low": Msg("digest.low"),
    "middle": Msg("digest.middle"),
    "high": Msg("digest.high"),
}
_SIDES = {
    "need": Msg("digest.need"),
    "keep": Msg("digest.keep"),
    "change": Msg("digest.change"),
}
_THEMES = {
    "A1": Msg("theme.A1"),
    "A2": Msg("theme.A2"),
    "A3": Msg("theme.A3"),
    "A4": Msg("theme.A4"),
    "A5": Msg("theme.A5"),
    "A6": Msg("theme.A6"),
    "A7": Msg("theme.A7"),
    "B1": Msg("theme.B1"),
    "B2": Msg("theme.B2"),
    "B3": Msg("theme.B3"),
    "B4": Msg("theme.B4"),
    "B5": Msg("theme.B5"),
    "B6": Msg("theme.B6"),
    "C1": Msg("theme.C1"),
    "C2": Msg("theme.C2"),
    "C3": Msg("theme.C3"),
    "C4": Msg("theme.C4"),
    "C5": Msg("theme.C5"),
    "C6": Msg("theme.C6"),
    "C7": Msg("theme.C7"),
    "C8": Msg("theme.C8"),
    "D1": Msg("theme.D1"),
    "D2": Msg("theme.D2"),
    "D3": Msg("theme.D3"),
    "D4": Msg("theme.D4"),
    "D5": Msg("theme.D5"),
    "F1": Msg("theme.F1"),
    "F2": Msg("theme.F2"),
    "F3": Msg("theme.F3"),
    "F4": Msg("theme.F4"),
    "G1": Msg("theme.G1"),
    "G2": Msg("theme.G2"),
    "G3": Msg("theme.G3"),
    "other": Msg("theme.other"),
}
"""Labels of the codes that a tap or a coder can give (`themes.codebook`)."""
_CSV = {
    "first_day": "#date+start",
    "last_day": "#date+end",
    "programme": "#activity+programme+code",
    "kind": "#service+type",
    "language": "#x_leaf+code",
    "indicator": "#indicator+type",
    "code": "#indicator+theme+code",
    "name": "#indicator+theme+name",
    "band": "#x_band",
    "people": "#x_sizeband",
    "status": "#status+name",
}
"""Column names and their HXL tags (`digests.md`); HXL puts the tags below the names."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Says(Protocol):
    """What turns phrases into text."""

    def say(self, language: str, phrase: Phrase) -> str:
        """Return the sentence in the language."""

    def month(self, language: str, month: str) -> str:
        """Return a month (`2026-03`) by its name and year."""

    def language_names(self) -> tuple[tuple[str, str], ...]:
        """Return (code, own name) of every language."""


def number(digest: Digest) -> str:
    """Return the number a reader sees: the same twice is one digest sent twice."""
    return f"{digest.batch[:4]}-{digest.batch[4:8]}".upper()


def refusal(words: Says, language: str) -> str:
    """Return the one constant answer where nothing is released (`gathering.md` P8)."""
    return words.say(language, _say(Msg("staff.refusal")))


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
        (_say(Msg("digest.bands")),),
        (_say(Msg("digest.standing")), *_standing(digest, deployment)),
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


def _say(says: Msg | Own, **values: Value) -> Phrase:
    return Phrase(says, tuple(values.items()))


def _place(pool: str, deployment: Deployment) -> Phrase:
    """Return the name of a programme, a family or the whole network."""
    programme = deployment.programme(pool)
    if programme is not None:
        return Phrase(programme.name)
    if pool == NETWORK:
        return _say(Msg("staff.network"))
    if pool.startswith(_FAMILY):
        return _say(Msg("staff.family"), family=pool.removeprefix(_FAMILY))
    return _bare(pool)


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
    when: Value = _say(Msg("digest.months"), first=first, last=last)
    place = _place(digest.pool, deployment)
    months = first if first == last else when
    yield _say(Msg("digest.head"), place=place, months=months)
    yield _say(Msg("digest.number"), number=number(digest))
    if still_latest:
        yield _say(Msg("digest.latest"))
    if digest.leaf:
        name = dict(words.language_names()).get(digest.leaf, digest.leaf)
        yield _say(Msg("digest.leaf"), language=name)
    yield _say(Msg("digest.size"), size=digest.size_band)


def _asked(digest: Digest, deployment: Deployment) -> dict[str, Question]:
    """Return the questions of the digest's forms by id, as they stand now."""
    names = {name for name, _ in digest.forms}
    forms = (form for form in deployment.forms if form.name in names)
    return {question.id: question for form in forms for question in form.questions}


def _standing(digest: Digest, deployment: Deployment) -> Iterator[Phrase]:
    """Yield each single-choice question with all its bands."""
    asked = _asked(digest, deployment)
    single = (row for row in digest.table if row[0][0] != THEMES)
    for id_, rows in groupby(single, key=lambda row: row[0][0]):
        lines = tuple(
            _say(Msg("digest.fact"), fact=_named(fact, asked), band=_band(band))
            for fact, band in rows
        )
        yield _question(_label(id_, asked), lines)


def _question(question: Phrase, lines: tuple[Phrase, ...]) -> Phrase:
    match lines:
        case (first, second, third):
            return _say(
                Msg("digest.three"),
                question=question,
                first=first,
                second=second,
                third=third,
            )
        case _:
            return _say(Msg("digest.question"), question=question, facts=lines)


def _band(band: Band) -> Phrase:
    return _say(_BANDS[band])


def _label(id_: str, asked: dict[str, Question]) -> Phrase:
    """Return a question's short name, or its bare id if no form asks it any more."""
    question = asked.get(id_)
    return _bare(id_) if question is None else _say(question.short or question.words)


def _named(fact: Fact, asked: dict[str, Question]) -> Phrase:
    """Return what was told of a question: an end of its scale, or a choice's words."""
    id_, told = fact
    question = asked.get(id_)
    choices = question.choices if question else ()
    words = {choice.told: choice.words for choice in choices}
    if told in _SCALE and told not in {choice.id for choice in choices}:
        return _say(_SCALE[told])
    return _say(words[told]) if told in words else _bare(told)


def _bare(text: str) -> Phrase:
    """Return a code that no catalogue names, as it is."""
    return _say(Own((("en", text),)))


def _theme(entry: str, deployment: Deployment) -> Phrase:
    """Return the label of an entry of the list: a codebook's, or the form's own."""
    code = entry.partition(":")[2]
    if code in _THEMES:
        return _say(_THEMES[code])
    own = {
        choice.told: choice.words
        for form in deployment.forms
        for question in form.questions
        for choice in question.choices
    }
    return _say(own[code]) if code in own else _bare(code)


def _themes(digest: Digest, deployment: Deployment) -> Iterator[tuple[Phrase, ...]]:
    """Yield what most people named, what some named, and a word about the rest."""
    told = [(fact[1], band) for fact, band in digest.table if fact[0] == THEMES]
    for wanted, heading in (
        (Band.MOST, Msg("digest.themes_most")),
        (Band.SOME, Msg("digest.themes_some")),
    ):
        lines = tuple(
            _say(_SIDES[entry.partition(":")[0]], theme=_theme(entry, deployment))
            for entry, band in told
            if band is wanted
        )
        if lines:
            yield (_say(heading), *lines)
    yield (_say(Msg("digest.themes_few")),)


def _small_print(digest: Digest) -> Phrase:
    """Return how it was mixed and blurred, and what it is made from."""
    forms = ", ".join(f"{name} {version}" for name, version in digest.forms)
    return _say(
        Msg("digest.small"),
        epsilon=digest.epsilon,
        forms=forms,
        codebook=digest.codebook,
    )


def digests_json(
    digests: Sequence[Digest], words: Says, language: str, deployment: Deployment
) -> str:
    """Return the same facts as JSON, sorted keys, one digest an object."""
    told = [
        {
            "number": number(digest),
            "programme": digest.pool,
            "language": digest.leaf,
            "first_month": digest.months[0],
            "last_month": digest.months[1],
            "people": digest.size_band,
            "epsilon": digest.epsilon,
            "codebook": digest.codebook,
            "forms": dict(digest.forms),
            "facts": [
                {"indicator": kind, "code": code, "name": name, "band": band.value}
                for kind, code, name, band in _rows(digest, words, language, deployment)
            ],
        }
        for digest in digests
    ]
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def digests_csv(
    digests: Sequence[Digest], words: Says, language: str, deployment: Deployment
) -> str:
    """Return the same facts as CSV: names, HXL tags, then a row for each fact.

    No cell begins like a formula of a spreadsheet.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows((_CSV.keys(), _CSV.values()))
    for digest in digests:
        for kind, code, name, band in _rows(digest, words, language, deployment):
            row = (
                *_days(digest.months),
                digest.pool,
                _kind(digest.pool),
                digest.leaf,
                kind,
                code,
                name,
                band.value,
                digest.size_band,
                "released",
            )
            writer.writerow(map(_cell, row))
    return file.getvalue()


def _rows(
    digest: Digest, words: Says, language: str, deployment: Deployment
) -> Iterable[tuple[str, str, str, Band]]:
    """Yield (kind of fact, code, name, band) for every fact of a digest."""
    asked = _asked(digest, deployment)
    for (id_, told), band in digest.table:
        if id_ == THEMES:
            side, _, code = told.partition(":")
            yield side, code, words.say(language, _theme(told, deployment)), band
        else:
            question, fact = _label(id_, asked), _named((id_, told), asked)
            name = _say(Msg("digest.name"), question=question, fact=fact)
            yield "question", f"{id_}:{told}", words.say(language, name), band


def _days(months: tuple[str, str]) -> tuple[str, str]:
    """Return the first day of the first month and the last of the last."""
    first, last = months
    year, month = map(int, last.split("-"))
    return f"{first}-01", f"{last}-{monthrange(year, month)[1]:02d}"


def _kind(pool: str) -> str:
    if pool == NETWORK:
        return "network"
    return "family" if pool.startswith(_FAMILY) else "programme"


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
