"""The same facts as files: JSON, and CSV with HXL tags.

Both tell one frozen table of bands (`gathering.md`). Rule: the same digests in the same
words are the same bytes.
"""

import csv
import io
import json
from calendar import monthrange

from bot.reports.names import number
from bot.reports.table import Table
from bot.words.cells import cell

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


def table_json(told: Table) -> str:
    """Return the table as JSON, sorted keys; `digest.schema.json` describes it."""
    written = {
        "programme": told.pool,
        "kind": told.kind,
        "language": told.language,
        "digests": [
            {
                "number": number(digest),
                "language": digest.leaf,
                "first_month": digest.months[0],
                "last_month": digest.months[1],
                "people": digest.size_band,
                "epsilon": digest.epsilon,
                "codebook": digest.codebook,
                "forms": dict(digest.forms),
                "facts": [
                    {
                        "indicator": row.indicator,
                        "code": row.code,
                        "name": row.name,
                        "band": row.band.value,
                    }
                    for row in told.of(digest)
                ],
            }
            for digest in told.digests
        ],
        "actions": [
            {
                "theme": it.action.entry,
                "name": it.name,
                "state": it.action.state.value,
                "due": it.action.due,
            }
            for it in told.actions
        ],
    }
    return json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def table_csv(told: Table) -> str:
    """Return the table as CSV: names, HXL tags, then a row for each fact.

    No cell begins like a formula of a spreadsheet.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows((_CSV.keys(), _CSV.values()))
    for row in told.rows:
        digest = row.digest
        cells = (
            *days(digest.months),
            told.pool,
            told.kind,
            digest.leaf,
            row.indicator,
            row.code,
            row.name,
            row.band.value,
            digest.size_band,
            "released",
        )
        writer.writerow(map(cell, cells))
    return file.getvalue()


def days(months: tuple[str, str]) -> tuple[str, str]:
    """Return the first day of the first month and the last of the last."""
    first, last = months
    year, month = map(int, last.split("-"))
    return f"{first}-01", f"{last}-{monthrange(year, month)[1]:02d}"
