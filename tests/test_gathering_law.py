"""What the gathering must hold, on the rehearsal's people and on a year of a network.

Each test is named for its place in `gathering.md`, "Tests this must pass"; those that
stand in other files are listed with these in `deploy/THREAT-MODEL.md`.
"""

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest
from answers import DEFAULT, Vault, crowd, programme, seeded
from attacks import alone, derived, isolated, smallest, swapped
from click.testing import CliRunner
from deployments import copied
from gatherings import HOUSE, opened, people_of
from guesses import (
    PRIOR,
    Question,
    faked,
    sure_of,
    told_everybody,
    worst_fakes,
)
from outputs import READ, groups_read, outputs
from rehearsed import rehearsal, world_of
from worlds import OPENS, SERVICES, PlainCoder, World, peopled

from bot.__main__ import main
from bot.flows.gather import gather
from bot.responses import Response
from bot.settings import Settings
from bot.store.records import SealedRow, Work
from bot.store.sqlite import Store
from bot.themes.blur import laplace
from bot.themes.gathering import epsilon, facts, tell
from bot.vault.sealing import Sealer
from bot.weeks import Week, week_begins

WEEKS = 52
AFTER = 4
"""Weeks after the year in which its last round is finished."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[Response]:
    """Return what some of the rehearsal's people said, enough for two leaves."""
    return rehearsal(tmp_path_factory.mktemp("rehearsal"), 25)


def _rehearsed(said: Sequence[Response]) -> World:
    """Return the rehearsal's world, gathered."""
    world = world_of(said)
    world.run(OPENS + 1, OPENS + 3)
    return world


def _year() -> World:
    """Return a year's world, gathered."""
    world = peopled(0, WEEKS)
    world.run(OPENS + 1, OPENS + WEEKS + AFTER)
    return world


@pytest.fixture(scope="module", params=["rehearsal", "year"])
def world(request: pytest.FixtureRequest, heard: list[Response]) -> World:
    """Give the rehearsal's world, then a year's."""
    return _rehearsed(heard) if request.param == "rehearsal" else _year()


def test_01_nobody_is_isolated_by_all_that_can_be_read(world: World) -> None:
    """Pulls of each pool and period, read from their bytes: the smallest group holds k.

    Whatever is added up or subtracted speaks about whole leaves.
    """
    size = len(world.rows.sent)
    small = size < 100
    kinds = READ if small else ("json",)
    groups = groups_read(world, kinds, step=1 if small else 6)
    follow = derived([[group] for group in groups], size)

    assert len(groups) > 1
    assert smallest(follow) >= world.k
    assert alone(follow, size) == isolated(groups, size) == 0
    assert told_everybody(world, Question.of("Q1"), "low") == 0


def test_02_exchanging_people_inside_leaves_changes_no_byte(world: World) -> None:
    """300 exchanges at once, over the whole year: every digest is the same.

    What is read is made from the digests alone (the next test).
    """
    again = World(world.k, world.services, world.round_weeks, world.blur)
    again.rows.sent.update(swapped(world, world.rows.sent, seeded(5), 300))
    again.rows.rounds = world.rows.rounds
    again.run(world.ledger.weeks[0], world.ledger.weeks[-1])

    assert again.rows.sent != world.rows.sent
    assert again.rows.released == world.rows.released


def test_02_what_is_read_is_made_from_digests_alone(heard: list[Response]) -> None:
    """Without a single answer, or with nine more that wait, each pull is the same."""
    world = _rehearsed(heard)
    expected = outputs(world)
    world.rows.sent.clear()
    bare = outputs(world)
    more, ready = world_of(heard), Week(OPENS + 40)
    for number, one in enumerate([*more.rows.sent.values()][:9]):
        more.send(number, replace(one, ready_week=ready))
    more.run(OPENS + 1, OPENS + 3)

    assert expected == bare == outputs(more)
    assert any(content != next(iter(bare.values())) for content in bare.values())


def test_04_whoever_faked_all_others_is_never_certain() -> None:
    """300 pools of one person and the worst nine fakes, gathered by the real thing."""
    fell = faked(300, worst_fakes())

    assert fell.sure == 0
    assert fell.right <= max(PRIOR) + 0.09


@pytest.mark.parametrize(("question", "choice"), [("Q1", "low"), ("Q2", "no")])
def test_04_whoever_knows_all_others_is_hardly_ever_certain(
    world: World, question: str, choice: str
) -> None:
    """Of those who rated low, or do not feel safe, nobody is known to have said so."""
    assert sure_of(world, Question.of(question), choice) <= 0.005


@pytest.mark.parametrize("act", [gather, tell, laplace])
def test_05_nothing_switches_the_blur_off(act: Callable[..., object]) -> None:
    """No setting and no parameter has to do with the blur, its scale or its law."""
    named = {*signature(act).parameters, *Settings.__struct_fields__}
    suspect = re.compile(r"blur|noise|scale|laplace|epsilon|exact|raw")

    assert [name for name in named if suspect.search(name)] == []


def _pulled(pool: str, kind: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["digest", "--pool", pool, "--format", kind])
    return done.exit_code, done.output


def _wait(home: Path, people: int) -> None:
    """Let so many different people's answers lie in a home, ready and untold."""

    async def send() -> None:
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

    asyncio.run(send())


def test_06_the_refusal_is_the_same_whoever_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nobody or nine people waiting, or not enough, each door says the same.

    In the chat it is `test_a_coordinator_pulls_the_same_digest_or_one_refusal`.
    """
    made = asyncio.run(copied(tmp_path))
    monkeypatch.setenv("SOTTO_HOME", str(made.home))
    doors = [("blue-house", "text"), ("blue-house", "json"), ("network", "csv")]
    said = {_pulled(*door) for door in doors}
    _wait(made.home, 9)
    said |= {_pulled(*door) for door in doors}
    asyncio.run(made.gather())

    assert said | {_pulled(*door) for door in doors} == said
    assert len(said) == 1


async def test_07_what_was_told_never_changes(tmp_path: Path) -> None:
    """Deleted, said anew, coded anew, k raised, restarted, put back: the same bytes."""
    people = people_of(13)
    async with opened(tmp_path) as home:
        sent = await home.send(*people)
        await home.gather()
        before = await home.store.digests()
    shutil.copy(tmp_path / "sotto.db", tmp_path / "backup.db")
    async with opened(tmp_path) as home:
        await home.store.commit(Work(erase=tuple(row.id for row in sent[:6])))
        anew = (replace(one, answer_id=bytes([n]) * 16) for n, one in enumerate(people))
        await home.send(*anew)
        home.coder = PlainCoder()
        assert await home.gather(102, replace(HOUSE, k=20)) == []
        assert await home.store.digests() == before
    (tmp_path / "backup.db").replace(tmp_path / "sotto.db")
    async with opened(tmp_path) as home:
        assert await home.gather(103) == []
        assert await home.store.digests() == before
    assert len(before) == 1


def test_07_what_was_read_is_read_the_same_for_ever() -> None:
    """A large service closes every week: no later digest changes an earlier message."""
    world, weeks = peopled(4, 8, services=(programme("big", people=250),)), 9
    read: dict[str, set[str]] = {}
    for week in map(Week, range(OPENS + 1, OPENS + weeks)):
        world.run(week, week)
        for query, content in outputs(world, ["text"], 2, week_begins(week)).items():
            for message in content.decode().rstrip().split("\n\n\n"):
                if number := re.search(r"^Digest (\S+)$", message, re.MULTILINE):
                    assert query.pool == "big"
                    read.setdefault(number[1], set()).add(message)

    assert len(read) > 4
    assert {len(messages) for messages in read.values()} == {1}


async def test_the_stand_ins_tell_what_real_envelopes_tell(tmp_path: Path) -> None:
    """A world in memory and the same one sealed on a disk release the same bytes."""
    world = peopled(3, 8, services=SERVICES[3:])
    vault = Vault(world.seed(world.round(OPENS)), OPENS)
    rows = [
        SealedRow(
            int.from_bytes(envelope),
            vault.key.round.id,
            b"locator" + envelope + b"0",
            vault.sealer.seal(one),
        )
        for envelope, one in world.rows.sent.items()
    ]
    expected = await asyncio.to_thread(world.run, OPENS + 1, OPENS + 9)
    async with opened(tmp_path) as home:
        home.coder = PlainCoder()
        await home.store.commit(Work(sealed=tuple(rows)))
        for week in range(OPENS + 1, OPENS + 10):
            dice = seeded(world.blur + week).getrandbits
            await home.gather(week, world.deployment, [vault.key], dice)
        found = {row.table for row in await home.store.digests()}

    assert found == {digest.to_bytes() for digest in expected}
    assert len(found) > 2


def test_09_nothing_that_is_read_has_a_time_finer_than_months(
    heard: list[Response],
) -> None:
    """The only days are the first and the last of whole months; no weeks, no clock.

    The other files have `test_nothing_in_a_file_is_finer_than_a_month`.
    """
    for content in outputs(_rehearsed(heard), READ).values():
        text = content.decode()
        days = set(re.findall(r"\d{4}-\d\d-(\d\d)", text))
        assert days <= {"01", "28", "29", "30", "31"}
        assert not re.search(r"\d\d:\d\d|week", text)


def test_13_a_year_is_told_as_well_as_promised() -> None:
    """Every fact of the form is told in every digest, with its epsilon."""
    for row in _year().rows.released:
        told = json.loads(row.table)
        assert told["epsilon"] == epsilon(DEFAULT)
        assert len(told["table"]) == len(facts([DEFAULT]))
