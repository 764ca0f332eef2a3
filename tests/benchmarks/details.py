"""How much of what may show who somebody is is found, and how often in vain.

    PYTHONPATH=tests python -m benchmarks.details [SET]

By default on the set that was written before anything was made to find it and that
nothing was ever tuned on (`tests/details/heldout.tsv`, 30 languages); whoever improves
the patterns does that on `tests/details/develop.tsv`. A detail counts as found if
nothing of it is left once all that was found is hidden: of numbers no digit, of the
rest no letter and no digit. What was found is right if it overlaps something marked.

Both sets were written for this project by one hand, and are short, plain sentences:
what people write about themselves will be harder.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter

import click
from details.marked import HELD_OUT, Marked, read

from bot.details.finding import Detail, clean, details

GROUPS = {
    "West": "en fr es pt",
    "Slavic": "uk ru bg pl sr",
    "South-East Europe, Turkic": "ro sq hu tr uz",
    "Arabic script": "ar fa fa_AF ps ur",
    "Hindi, Bengali": "hi bn",
    "vi zh th fil": "vi zh_Hans th fil",
    "am ti so": "am ti so",
    "Georgian, Armenian": "ka hy",
}
STRUCTURED = ("phone", "email", "handle", "link", "number")
REGIONS = ("gb", "ua", "ro")
ROUNDS = 5


class Score:
    """What was marked, what of it was found, and what was found in all."""

    def __init__(self, rows: Sequence[Marked]) -> None:
        self.marked: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        for row in rows:
            self._add(row, details(row.text, REGIONS))

    def _add(self, row: Marked, found: tuple[Detail, ...]) -> None:
        for mark in row.marks:
            self.marked[mark.kind] += 1
            self.gone[mark.kind] += row.gone(mark, found)
        for detail in found:
            self.found[detail.kind.value] += 1
            self.right[detail.kind.value] += row.right(detail)

    def recall(self, kinds: Sequence[str]) -> str:
        """Return the share of what was marked that is gone."""
        gone = sum(self.gone[kind] for kind in kinds)
        return _share(gone, sum(self.marked[kind] for kind in kinds))

    def precision(self, kind: str) -> str:
        """Return the share of what was found that was marked."""
        return _share(self.right[kind], self.found[kind])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "-"


def _alarms(rows: Iterable[Marked], find: Callable[[str], Sequence[Detail]]) -> str:
    plain = [row for row in rows if not row.marks]
    return _share(sum(1 for row in plain if find(row.text)), len(plain))


def main() -> None:
    """Print a table by kind, one by group of languages, and the false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", type=Path, default=HELD_OUT)
    rows = list(read(parser.parse_args().set))
    score = Score(rows)
    click.echo(f"structured, recall: {score.recall(STRUCTURED)}")
    for kind in score.marked:
        told = f"recall {score.recall((kind,))}, precision {score.precision(kind)}"
        click.echo(f"{kind:8} {told}")
    click.echo(f"false alarms on clean texts: {_alarms(rows, details)}")
    click.echo(f"the same before a release, names included: {_alarms(rows, clean)}")
    for group, codes in GROUPS.items():
        some = [row for row in rows if row.language in codes.split()]
        part = Score(some)
        click.echo(
            f"{group:26} structured {part.recall(STRUCTURED)},"
            f" names {part.recall(('name',))}, addresses {part.recall(('address',))},"
            f" dates {part.recall(('date',))}, alarms {_alarms(some, details)}"
        )
    _names(rows)
    _speed(rows)


def _names(rows: Iterable[Marked]) -> None:
    """Print in which languages not every name was found."""
    by: defaultdict[str, list[Marked]] = defaultdict(list)
    for row in rows:
        by[row.language].append(row)
    scores = {code: Score(some) for code, some in by.items()}
    missed = {c: s.marked["name"] - s.gone["name"] for c, s in scores.items()}
    told = ", ".join(f"{code} {count}" for code, count in missed.items() if count)
    click.echo(f"names missed: {told or 'none'}")


def _speed(rows: Sequence[Marked]) -> None:
    """Print how long one text takes, beside the first one, which reads the cues."""
    start = perf_counter()
    for _ in range(ROUNDS):
        for row in rows:
            details(row.text, REGIONS)
    each = (perf_counter() - start) / ROUNDS / len(rows)
    click.echo(
        f"a text of {sum(len(r.text) for r in rows) // len(rows)} characters:"
        f" {1000 * each:.2f} ms"
    )


if __name__ == "__main__":
    main()
