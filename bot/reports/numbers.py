"""A quarter's numbers as files: CSV with HXL tags, and JSON.

Beside each number stand how far noise may have moved it and what it cost in privacy.
Rule: the same numbers in the same words are the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterator

from bot.deployment import NETWORK, Deployment
from bot.questions import Question
from bot.reports.files import days
from bot.reports.names import Says, kind_of, label, named, say
from bot.themes.numbers import Numbers
from bot.words.cells import cell
from bot.words.phrases import Msg

_CSV = {
    "first_day": "#date+start",
    "last_day": "#date+end",
    "programme": "#activity+programme+code",
    "kind": "#service+type",
    "indicator": "#indicator+type",
    "code": "#indicator+code",
    "name": "#indicator+name",
    "people": "#indicator+num",
    "per_cent": "#indicator+num+percent",
    "off_by": "#x_offby+num",
    "counted": "#x_sizeband",
    "epsilon": "#x_epsilon+num",
    "epsilon_with_bands": "#x_epsilon+together+num",
    "status": "#status+name",
}
"""Column names and their HXL tags (`digests.md`): numbers stand nowhere else."""


def numbers_csv(
    told: Numbers, words: Says, language: str, deployment: Deployment
) -> str:
    """Return the numbers as CSV: names, HXL tags, then a row for each choice."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows((_CSV.keys(), _CSV.values()))
    for code, name, people, share in _rows(told, words, language, deployment):
        row = (
            *days(told.months),
            NETWORK,
            kind_of(NETWORK),
            "question",
            code,
            name,
            str(people),
            str(share),
            str(told.off_by),
            told.size_band,
            str(told.epsilon),
            str(told.together),
            "released",
        )
        writer.writerow(map(cell, row))
    return file.getvalue()


def numbers_json(
    told: Numbers, words: Says, language: str, deployment: Deployment
) -> str:
    """Return the same as JSON, sorted keys."""
    written = {
        "programme": NETWORK,
        "language": language,
        "first_month": told.months[0],
        "last_month": told.months[1],
        "counted": told.size_band,
        "epsilon": told.epsilon,
        "epsilon_with_bands": told.together,
        "off_by": told.off_by,
        "forms": dict(told.forms),
        "facts": [
            {"code": code, "name": name, "people": people, "per_cent": share}
            for code, name, people, share in _rows(told, words, language, deployment)
        ],
    }
    return json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _rows(
    told: Numbers, words: Says, language: str, deployment: Deployment
) -> Iterator[tuple[str, str, int, int]]:
    asked = _asked(told, deployment)
    for fact, people in told.table:
        both = say(
            Msg("digest.name"), question=label(fact[0], asked), fact=named(fact, asked)
        )
        name = words.say(language, both)
        yield f"{fact[0]}:{fact[1]}", name, people, told.share(fact)


def _asked(told: Numbers, deployment: Deployment) -> dict[str, Question]:
    names = {name for name, _ in told.forms}
    forms = (form for form in deployment.forms if form.name in names)
    return {question.id: question for form in forms for question in form.questions}
