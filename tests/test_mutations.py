"""The runner of harmful changes is a judge, so it is judged first."""

from pathlib import Path

import pytest
from mutations import (
    LISTS,
    ROOT,
    Mutation,
    Verdict,
    changed,
    green,
    judge,
    read_mutations,
)

TEST = """\
from sums import add

def test_add():
    assert add(2, 2) == 4
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Make a tree with one function and one test that looks at it loosely."""
    (tmp_path / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    (tmp_path / "test_sums.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:teremok\n")
    return tmp_path


def mutation(old: str, new: str) -> Mutation:
    """Make a change to the one function."""
    return Mutation("sums-1", "sums.py", old, new, "test_sums.py", "sums are told")


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("a + b", "a - b", Verdict.NOTICED),
        ("a + b", "a * b", Verdict.SURVIVED),
        ("a % b", "a - b", Verdict.STALE),
        ("def add", "def plus", Verdict.BROKEN),
    ],
)
def test_a_change_is_judged(tree: Path, old: str, new: str, verdict: Verdict) -> None:
    """A change counts only where its test ran, and was red because of it."""
    assert judge(tree, mutation(old, new)) is verdict


def test_a_missing_test_is_not_green(tree: Path) -> None:
    """A test that is not there does not pass as one that was seen green."""
    assert not green(tree, "test_sums.py::test_nothing")


def test_a_tree_is_left_as_it_was(tree: Path) -> None:
    """A change is taken back even where trying it went wrong."""
    before = (tree / "sums.py").read_text()
    with pytest.raises(KeyError), changed(tree, mutation("a + b", "a - b")):
        raise KeyError
    assert (tree / "sums.py").read_text() == before


def test_every_change_still_fits_the_code() -> None:
    """What a list would change stands in its file just once, so all can be tried."""
    stale = [
        it.name
        for it in read_mutations(LISTS)
        if (ROOT / it.file).read_text(encoding="utf-8").count(it.old) != 1
    ]
    assert not stale
