"""The impact assessment names everything that is kept, and nothing that is not.

Whoever adds a column, a file or a sealed field is stopped here until it is described.
"""

import asyncio
from fnmatch import fnmatch
from pathlib import Path

import pytest
from deployments import trial
from impact import (
    DOCUMENT,
    MARKED,
    TITLES,
    TWO_MACHINES,
    WRITTEN,
    Holdings,
    Part,
    drawn,
    kept,
    patterns,
    read_meanings,
    strange,
)

from bot.vault import ram

MEANT = read_meanings()
REMEDY = (
    "Describe it in deploy/data-table.toml, then run"
    " `PYTHONPATH=tests .venv/bin/python -m impact`: "
)


def undescribed(meant: dict[str, dict[str, Part]], there: Holdings) -> list[str]:
    """Return what is kept and not described, and what is described and not kept."""
    described = {
        f"{place}: {part}.{name}"
        for place in ("serving", "vault", "inside")
        for part, it in meant[place].items()
        for name in it.holds
    }
    found = {
        f"{place}: {part}.{name}"
        for (place, part), names in there.items()
        for name in names
    }
    return sorted(described ^ found)


def test_everything_kept_is_described() -> None:
    """Each column of both databases and each sealed field has its line, no other."""
    assert undescribed(MEANT, kept()) == [], REMEDY


@pytest.mark.parametrize("place", ["serving", "vault", "inside"])
def test_a_new_column_is_noticed(place: str) -> None:
    """A column, a table or a field that nobody described is named; so is one gone."""
    there = kept()
    at = next(key for key in there if key[0] == place)
    now = set(undescribed(MEANT, there))
    more = {**there, at: (*there[at], "phone")}
    assert set(undescribed(MEANT, more)) - now == {f"{place}: {at[1]}.phone"}
    less = {key: names for key, names in there.items() if key != at}
    assert len(set(undescribed(MEANT, less)) - now) == len(there[at])


async def test_every_file_of_a_home_is_described(tmp_path: Path) -> None:
    """What lies in the folder of a running deployment stands in the table, and back."""
    async with trial(tmp_path) as d:
        await d.phone(7_315_908_264).start(await d.code())
        home = d.settings.home
        there = await asyncio.to_thread(lambda: sorted(home.rglob("*")))
        files = {str(p.relative_to(home)) for p in there if p.is_file()}
        folder = ram.folder_for(home, ram.places())
        talks = {p.name for p in folder.iterdir()} if folder else {"1.talk"}
    assert strange(files) == set(), REMEDY
    missing = {p for p in patterns() if not any(fnmatch(f, p) for f in files)}
    assert missing == TWO_MACHINES | WRITTEN
    known = [name for part in MEANT["memory"].values() for name in part.holds]
    assert all(any(fnmatch(name, one) for one in known) for name in talks)


def test_what_is_locked_is_there() -> None:
    """Every place has its title, and a lock is told only of what is described."""
    parts = [part for place in MEANT.values() for part in place.values()]
    assert MEANT.keys() == TITLES.keys()
    assert {
        n for part in parts for n in part.locked.keys() - part.holds.keys()
    } == set()


@pytest.mark.parametrize("said", ["about", "whose", "kept", "read", "holds"])
def test_nothing_is_described_by_silence(said: str) -> None:
    """No description is left empty."""
    told = [getattr(p, said) for place in MEANT.values() for p in place.values()]
    texts = [
        t for one in told for t in ([one] if isinstance(one, str) else one.values())
    ]
    assert texts
    assert [text for text in texts if not text.strip()] == []


def test_the_table_is_written_from_its_source() -> None:
    """The document shows what the program and the source say today."""
    shown = MARKED.search(DOCUMENT.read_text(encoding="utf-8"))
    assert shown is not None, "IMPACT-ASSESSMENT.md: its <!-- data --> marks are gone"
    assert shown[0] == drawn(MEANT), REMEDY


def test_the_organisations_own_questions_stand_in_one_place() -> None:
    """What a small organisation has to add is asked in one section."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head, mark, rest = text.partition("## What you add\n")
    asked = rest.split("\n## ")[0]
    assert mark
    assert asked.count("?") >= 8
    assert "?" not in head + rest.removeprefix(asked)
