"""Break the code on purpose, and see that a test notices.

Coverage says that a line was run; only this says that it was checked. Each file in
`tests/mutations/` lists changes that would harm somebody, each with the test that must
turn red. Run `python tests/mutations.py`, with part of a name to try only those, or
with `--within SECONDS` to try as many as fit, in an order drawn anew. Rule: nothing is
changed in this checkout; every change is made to a temporary copy.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from math import inf
from pathlib import Path
from queue import SimpleQueue
from secrets import SystemRandom
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests" / "mutations"
COPIES = 2
"""How many changes are tried side by side, each in a copy of its own."""
PATIENCE_SECONDS = 120
"""A change that makes its test hang longer than this was noticed, too."""
TESTS_FAILED = 1
"""Pytest's exit code for failed tests; the others mean that it did not really run."""
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", "home"
)


class Verdict(Enum):
    """What became of a change: noticed is good, no time is nothing, the rest is bad."""

    NOTICED = "noticed"
    SURVIVED = "SURVIVED: its test stays green"
    STALE = "STALE: `old` is not in the file exactly once"
    RED_BEFORE = "UNTRIED: its test does not pass without the change"
    BROKEN = "BROKEN: pytest could not run the test"
    NO_TIME = "not tried: no time was left"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One harmful change: where, what, the test that must notice, and why it matters.

    `file` is relative to the checkout; `test` is what pytest is called with.
    """

    name: str
    file: str
    old: str
    new: str
    test: str
    why: str


def read_mutations(folder: Path) -> Iterator[Mutation]:
    """Read every list in a folder; a mutation is named by its list and its number."""
    for path in sorted(folder.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["mutation"]
        for number, entry in enumerate(entries, start=1):
            yield Mutation(name=f"{path.stem}-{number}", **entry)


def tested(tree: Path, test: str) -> Verdict:
    """Run one test in a tree: SURVIVED if green, NOTICED if red or hanging.

    No bytecode is kept, which Python would take for fresh where a change is quick and
    leaves a file's size as it was.
    """
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(  # noqa: S603 (pytest, on a test that this tree names)
            [*command, *test.split()],
            cwd=tree,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Verdict.NOTICED
    if done.returncode == TESTS_FAILED:
        return Verdict.NOTICED
    return Verdict.BROKEN if done.returncode else Verdict.SURVIVED


def green(tree: Path, test: str) -> bool:
    """Say whether a test passes in a tree as it is."""
    return tested(tree, test) is Verdict.SURVIVED


@contextmanager
def changed(tree: Path, mutation: Mutation) -> Iterator[bool]:
    """Apply a mutation to a tree while inside; give False where it does not fit."""
    path = tree / mutation.file
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text.count(mutation.old) != 1:
        yield False
        return
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        yield True
    finally:
        path.write_text(text, encoding="utf-8")


def judge(tree: Path, mutation: Mutation) -> Verdict:
    """Try one mutation in a tree of its own."""
    with changed(tree, mutation) as fits:
        return tested(tree, mutation.test) if fits else Verdict.STALE


class Bench:
    """Copies of the checkout, side by side, and the time when no more is begun."""

    def __init__(self, folder: Path, until: float) -> None:
        self._until = until
        self._sound: dict[str, bool] = {}
        self._free: SimpleQueue[Path] = SimpleQueue()
        for number in range(COPIES):
            tree = folder / str(number)
            shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
            self._free.put(tree)

    def judge(self, mutation: Mutation) -> Verdict:
        """Try one mutation in whichever copy is free, its test seen green first."""
        tree = self._free.get()
        try:
            if monotonic() > self._until:
                return Verdict.NO_TIME
            if mutation.test not in self._sound:
                self._sound[mutation.test] = green(tree, mutation.test)
            sound = self._sound[mutation.test]
            return judge(tree, mutation) if sound else Verdict.RED_BEFORE
        finally:
            self._free.put(tree)


def run(mutations: list[Mutation], seconds: float) -> Counter[Verdict]:
    """Try mutations for some seconds, print each one, and count the verdicts."""
    counted: Counter[Verdict] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(COPIES) as workers,
    ):
        bench = Bench(Path(folder), monotonic() + seconds)
        verdicts = workers.map(bench.judge, mutations)
        for mutation, verdict in zip(mutations, verdicts, strict=True):
            counted[verdict] += 1
            sys.stdout.write(
                f"{mutation.name:<16} {mutation.file:<32} {verdict.value}\n"
                f"{'':<16} {mutation.why}\n"
            )
    return counted


def main(arguments: list[str]) -> int:
    """Try mutations as asked; return 1 if one was not noticed, 2 if there is none."""
    parser = argparse.ArgumentParser(description="Break the code on purpose.")
    parser.add_argument("name", nargs="?", default="", help="part of their names")
    parser.add_argument("--within", type=float, default=inf, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    mutations = [one for one in read_mutations(LISTS) if asked.name in one.name]
    if not mutations:
        parser.error(f"there is no mutation with {asked.name!r} in its name")
    if asked.within < inf:
        SystemRandom().shuffle(mutations)
    counted = run(mutations, asked.within)
    noticed, untried = counted[Verdict.NOTICED], counted[Verdict.NO_TIME]
    missed = len(mutations) - noticed - untried
    sys.stdout.write(
        f"{noticed} harmful changes noticed, {missed} missed, {untried} not tried\n"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
