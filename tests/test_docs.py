"""What the documents say is held against the program, so that neither can drift.

Rule: a failing test says which words to correct, and where.
"""

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.conversation.steps import diagram
from bot.settings import CHECKOUT, Settings

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
CODE = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`([^`\n]+)`", README)
OURS = re.compile(
    r"(?:deploy/(?:run|check|sotto|install|themes)|sotto|sotto-vault)(?=\s|$)"
)
PATH = re.compile(r"(?:bot|deploy|locales|migrations|tests|\.ci)/[\w./-]*")
NOT_OURS = {".git", ".venv", "__pycache__", "home", "node_modules"}
INDEXES = ("pypi" + ".org", "python" + "hosted", "npm" + "js", "deb" + "ian.org")


def commands() -> list[list[str]]:
    """Return the words of every command that the README tells a person to type."""
    lines = [*INLINE, *"".join(CODE).splitlines()]
    ours = [line for line in lines if OURS.match(line)]
    typed = [shlex.split(line, comments=True) for line in ours]
    return [words for index, words in enumerate(typed) if words not in typed[:index]]


def unknown(words: list[str]) -> str | None:
    """Name the first word of a command that the command line does not know."""
    program, *rest = words
    here: click.Command = main
    known: set[str] = {"--help", "--version"}
    for word in ["run", *rest] if program == "deploy/run" else rest:
        if word.startswith("-"):
            if word not in known:
                return word
        elif isinstance(here, click.Group):
            if word not in here.commands:
                return word
            here = here.commands[word]
            known = {"--help"}.union(*(parameter.opts for parameter in here.params))
    return None


def tree() -> Iterator[Path]:
    """Give every file of the checkout that is written by hand or shipped."""
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))
        ]
        yield from (Path(folder) / name for name in files)


def name_of(requirement: str) -> str:
    """Give a requirement's bare name."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()


def locked(file: str) -> dict[str, str]:
    """Read a lock: each name with the text of its block, hashes included."""
    text = (CHECKOUT / "deploy" / file).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    return {block.split("==")[0]: block for block in blocks}


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_exists(words: list[str]) -> None:
    """A command that the README names can be typed as it stands."""
    if words[0] in {"deploy/check", "deploy/install"}:
        script = (CHECKOUT / words[0]).read_text(encoding="utf-8")
        assert [word for word in words[1:] if word not in script] == []
    else:
        assert unknown(words) is None


def test_two_commands_are_enough() -> None:
    """The first thing that a newcomer is told to type is two commands, both there."""
    first = [shlex.split(line, comments=True) for line in CODE[0].splitlines()]
    assert first == [["deploy/run"], ["deploy/check"]]
    assert all(os.access(CHECKOUT / words[0], os.X_OK) for words in first)


def test_the_diagram_is_drawn_from_the_table() -> None:
    """The README's picture of the talk is the one that the table draws today."""
    shown = re.search(r"<!-- diagram -->\n(.*?)<!-- /diagram -->", README, re.DOTALL)
    assert shown is not None, "README.md: <!-- diagram --> to <!-- /diagram --> is gone"
    drawn = re.sub(r"^```.*\n?", "", diagram(), flags=re.MULTILINE).strip()
    assert drawn == re.sub(r"^```.*\n?", "", shown[1], flags=re.MULTILINE).strip(), (
        "put the output of `deploy/sotto diagram` between the README's diagram marks"
    )


def test_every_setting_is_told() -> None:
    """The README names every SOTTO_ variable that is read, and no other."""
    read = {f"SOTTO_{name.upper()}" for name in Settings.__struct_fields__}
    source = (CHECKOUT / "bot" / "settings.py").read_text(encoding="utf-8")
    read |= set(re.findall(r"SOTTO_[A-Z][A-Z_]*", source))
    assert read == set(re.findall(r"SOTTO_[A-Z][A-Z_]*", README))


EXTRAS = PROJECT["project"]["optional-dependencies"]
RUN_TIME = [*PROJECT["project"]["dependencies"], *EXTRAS["themes"], *EXTRAS["network"]]


@pytest.mark.parametrize("requirement", RUN_TIME)
def test_every_library_has_its_reason(requirement: str) -> None:
    """Each library of the running program has a line in the README that says why."""
    name = f"`{name_of(requirement.split('[', maxsplit=1)[0])}`"
    reasons = [line for line in README.splitlines() if line.startswith("| `")]
    assert [line for line in reasons if name in line.split("|")[1]] != [], (
        f"give {name} a row in the README: what it stands on"
    )


def test_every_path_exists() -> None:
    """A file or folder that the README names is there."""
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    named = [path for text in INLINE for path in PATH.findall(text)]
    missing = [path for path in linked + named if not (CHECKOUT / path).exists()]
    assert missing == []


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.txt", []),
        ("requirements-themes.txt", ["themes", "network"]),
        ("requirements-dev.txt", ["themes", "network", "dev"]),
    ],
)
def test_every_library_is_locked(file: str, extras: list[str]) -> None:
    """What pyproject.toml asks for stands in the lock, and every line has a hash."""
    asked = PROJECT["project"]["dependencies"]
    asked = [*asked, *(one for extra in extras for one in EXTRAS[extra])]
    wanted = {name_of(one) for one in asked}
    lock = locked(file)
    assert wanted - lock.keys() == set(), f"run the command in the head of {file}"
    assert [name for name, text in lock.items() if "--hash=sha256:" not in text] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-themes.txt"])
def test_the_locks_agree(file: str) -> None:
    """The tools run beside the same versions that the program runs with."""
    tools = locked("requirements-dev.txt")
    program = locked(file)
    assert program == {name: tools.get(name) for name in program}


def test_no_file_names_an_index() -> None:
    """Where packages come from is the machine's choice: no file names an address."""
    named = [
        str(path.relative_to(CHECKOUT))
        for path in tree()
        if any(index.encode() in path.read_bytes() for index in INDEXES)
    ]
    assert named == []
