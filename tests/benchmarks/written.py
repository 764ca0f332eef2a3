"""What the benchmarks of themes share: the written sets, and groups of languages."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent / "themes"
GROUPS = {
    "West": "en fr es pt",
    "Slavic": "uk ru pl bg sr",
    "SE Europe": "ro sq hu tr",
    "Arabic script": "ar fa ps ur",
    "hi bn": "hi bn",
    "vi zh th fil": "vi zh_Hans th fil",
    "am ti": "am ti",
    "so ka hy uz": "so ka hy uz",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A text of a written set; `kind` is how it says what it is about."""

    language: str
    kind: str
    wanted: str
    codes: frozenset[str]
    text: str


def written(name: str) -> list[Row]:
    """Return a written set: `written` (outspoken, mostly) or `hard`."""
    return [
        Row(row[0], row[1], row[2], frozenset(row[3].split(",")), row[4])
        for row in tsv(HERE / f"{name}.tsv")
    ]


def tsv(path: Path) -> list[list[str]]:
    """Return the rows of a file whose cells hold no tab."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
