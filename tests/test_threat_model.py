"""The threat model names files and tests that are there, for every attacker.

Rule: a line that nothing answers, or that no test proves, does not pass.
"""

import ast
import re
from functools import cache

import pytest

from bot.settings import CHECKOUT

TEXT = (CHECKOUT / "deploy" / "THREAT-MODEL.md").read_text(encoding="utf-8")
ATTACKERS = TEXT.split("\n## Attackers\n")[1].split("\n## ")[0].split("\n### ")[1:]
HEAD = ["they try", "they get", "answered by", "proved by"]
PATH = re.compile(r"(?:bot|deploy|locales|migrations|tests)/[\w./-]*\w")


def cells(line: str) -> list[str]:
    """Split a row of a table into its cells."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows(section: str) -> list[list[str]]:
    """Return the rows of a section's table, its head and rule included."""
    return [cells(line) for line in section.splitlines() if line.startswith("|")]


@cache
def _tests_of(file: str) -> frozenset[str]:
    """Return the names of a file's tests; none where there is no file."""
    path = CHECKOUT / file
    tree = ast.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_everybody_who_may_come_is_there() -> None:
    """The thirteen that were thought of have a section each, and none has two."""
    heads = [section.splitlines()[0] for section in ATTACKERS]
    assert len(set(heads)) == len(heads) >= 13


@pytest.mark.parametrize("section", ATTACKERS, ids=lambda s: s.splitlines()[0])
def test_every_attacker_has_a_table(section: str) -> None:
    """Four columns, no empty cell, and at least one line of what they try."""
    head, rule, *lines = rows(section)
    assert (head, set("".join(rule))) == (HEAD, {"-"})
    assert lines
    assert [line for line in lines if len(line) != 4 or not all(line)] == []


@pytest.mark.parametrize("section", ATTACKERS, ids=lambda s: s.splitlines()[0])
def test_every_line_is_answered_and_proved(section: str) -> None:
    """The third cell is one file of the program, the fourth one test, both there."""
    for _, _, answer, proof in rows(section)[2:]:
        assert (CHECKOUT / answer.strip("`")).is_file(), answer
        file, _, name = proof.strip("`").partition("::")
        assert name in _tests_of(file), f"{proof}: there is no such test"


def test_all_fourteen_rules_of_the_gathering_are_tested() -> None:
    """Each has its line, and every test or list that a line names is there."""
    law = TEXT.split("\n## The law of the gathering\n")[1].split("\n## ")[0]
    lines = rows(law)[2:]
    assert [int(said.split(".")[0]) for said, _ in lines] == [*range(1, 15)]
    for _, proofs in lines:
        for proof in proofs.replace("`", "").split(", "):
            file, _, name = proof.partition("::")
            assert (CHECKOUT / file).is_file(), file
            assert not name or name in _tests_of(file), f"{proof}: no such test"


def test_every_path_exists() -> None:
    """A file that is named anywhere in the threat model is there."""
    assert [path for path in PATH.findall(TEXT) if not (CHECKOUT / path).exists()] == []


def test_what_is_left_is_said_plainly() -> None:
    """The risks that remain stand in a list of their own, each named in bold."""
    left = TEXT.split("\n## What is left\n")[1]
    risks = re.findall(r"^\* (.+)", left, re.MULTILINE)
    assert len(risks) >= 12
    assert [risk for risk in risks if "**" not in risk] == []
