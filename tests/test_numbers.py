"""Numbers of the network, made by the vault's keeper and written as files."""

import asyncio
import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import hxl
import pytest
from answers import DEFAULT, crowd, seeded
from click.testing import CliRunner
from deployments import copied
from released import DEPLOYMENT, WORDS

from bot.__main__ import main
from bot.errors.gathered import NumbersOffError
from bot.flows import numbers as telling
from bot.keeper import Gathering
from bot.reports.numbers import numbers_csv, numbers_json
from bot.settings import load
from bot.store.records import SealedRow, Work
from bot.store.sqlite import Store
from bot.themes.numbers import Numbers, quarters, told
from bot.vault.sealing import Sealer
from bot.weeks import DAY, Week

TOLD = told(
    next(quarters("r", Week(100), Week(126))), 240, [*range(20, 35)], (DEFAULT,)
)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_csv_says_beside_each_number_how_far_off_it_is_and_what_it_cost() -> None:
    """Libhxl reads it; each row has the number, its noise and both epsilons."""
    text = numbers_csv(TOLD, WORDS, "en", DEPLOYMENT)
    names, tags, first, *rest = _rows(text)
    row = dict(zip(names, first, strict=True))

    read = hxl.data(_rows(text)).cache()
    assert [column.display_tag for column in read.columns] == tags
    assert read.validate()
    assert "#indicator+num" in tags
    assert len(rest) == 14
    assert (row["code"], row["name"]) == ("Q1:high", "Overall: 🙂 Good")
    assert (row["people"], row["off_by"], row["counted"]) == ("20", "30", "200-499")
    assert (row["epsilon"], row["epsilon_with_bands"]) == ("1", "17")


def test_the_json_says_the_same() -> None:
    """The same facts, the same noise, the same costs; the same bytes each time."""
    text = numbers_json(TOLD, WORDS, "en", DEPLOYMENT)
    written = json.loads(text)

    assert text == numbers_json(
        Numbers.from_bytes(TOLD.to_bytes()), WORDS, "en", DEPLOYMENT
    )
    assert (written["epsilon"], written["epsilon_with_bands"]) == (1, 17)
    assert [fact["people"] for fact in written["facts"]] == [*range(20, 35)]


async def _answers(home: Path, people: int) -> None:
    """Let so many people's answers lie in a home, sent in its round's first week."""
    store = await Store.open(home / "sotto.db")
    (one,) = await store.rounds()
    sealer, dice = Sealer(one.public_key, one.id), seeded(people)
    rows = [
        SealedRow(
            dice.getrandbits(63),
            one.id,
            dice.randbytes(16),
            sealer.seal(replace(answer, pepper=one.pepper_id)),
        )
        for answer in crowd(dice, people, "blue-house", sent=one.opens_week)
    ]
    await store.commit(Work(sealed=tuple(rows)))
    await store.close()


async def test_the_keeper_makes_them_where_people_are_told_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a day set from which people are told, a quarter's hundred are counted."""
    monkeypatch.setattr(telling, "blurred", lambda counts, *_: list(counts))
    made = await copied(tmp_path)
    await _answers(made.home, 104)
    await made.gather(2)
    await made.gather(13)
    at = made.clock.at + 14 * 7 * DAY
    off = load({"SOTTO_HOME": str(made.home)})
    on = load({"SOTTO_HOME": str(made.home), "SOTTO_NUMBERS_FROM": "2026-11-16"})
    with pytest.raises(NumbersOffError):
        await Gathering(off, made.passphrase, processes=1).numbers(at)
    found, where = await Gathering(on, made.passphrase, processes=1).numbers(at)

    assert found.size_band == "100-199"
    assert where.numbers


def test_it_is_off_unless_somebody_chose_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says how to switch it on, and writes nothing."""
    made = asyncio.run(copied(tmp_path))
    monkeypatch.setenv("SOTTO_HOME", str(made.home))
    out = tmp_path / "numbers.csv"
    done = CliRunner().invoke(main, ["network", "numbers", "--to", str(out)])

    assert done.exit_code == 2
    assert "numbers_from" in done.output
    assert not out.exists()
