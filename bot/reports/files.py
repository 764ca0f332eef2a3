"""The same facts as files: JSON, and CSV with HXL tags.

Both tell one frozen table of bands (`gathering.md`). Rule: the same digests in the same
words are the same bytes.
"""

import csv
import io
import json
from calendar import monthrange
from collections.abc import Iterable, Sequence

from bot.deployment import Deployment
from bot.reports.names import (
    Says,
    kind_of,
    label,
    named,
    number,
    questions_of,
    say,
    theme,
)
from bot.themes.gathering import THEMES, Band, Digest
from bot.words.phrases import Msg

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
                kind_of(digest.pool),
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
    asked = questions_of(digest, deployment)
    for (id_, told), band in digest.table:
        if id_ == THEMES:
            side, _, code = told.partition(":")
            yield side, code, words.say(language, theme(told, deployment)), band
        else:
            question, fact = label(id_, asked), named((id_, told), asked)
            name = say(Msg("digest.name"), question=question, fact=fact)
            yield "question", f"{id_}:{told}", words.say(language, name), band


def _days(months: tuple[str, str]) -> tuple[str, str]:
    """Return the first day of the first month and the last of the last."""
    first, last = months
    year, month = map(int, last.split("-"))
    return f"{first}-01", f"{last}-{monthrange(year, month)[1]:02d}"


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
