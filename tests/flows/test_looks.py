"""Who reads what was mixed is counted, and whoever answers can see it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from deployments import Deployment, trial

from bot.conversation.events import Command
from bot.deployment import Looks
from bot.errors.gathered import NothingReleasedError
from bot.flows.looks import counted
from bot.flows.overview import Shown
from bot.flows.staff import invite
from bot.store.records import DigestRow, LookRow
from bot.themes.gathering import Digest
from bot.weeks import week_of

TOLD = Digest(
    batch="0" * 32,
    pool="blue-house",
    leaf="",
    months=("2026-10", "2026-11"),
    size_band="10-19",
    forms=(("default", 1),),
    epsilon=16,
    codebook=1,
    table=(),
)
READER, SURVIVOR = 42, 43


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Give a deployment of which one digest is out."""
    async with trial(tmp_path) as made:
        row = DigestRow(
            "0" * 32, "blue-house", "", "2026-10/2026-11", "10-19", TOLD.to_bytes()
        )
        await made.serving.store.release([row])
        yield made


async def test_each_look_counts_and_a_survivor_sees_it(d: Deployment) -> None:
    """Two pulls and a refusal are what /who says, the next time it is asked."""
    reader = d.phone(READER)
    payload = await invite(d.serving.store, "coordinator", week_of(d.clock.at))
    await reader.start(payload)
    for press in ("t:m:all:blue-house", "t:m:3:blue-house", "t:m:3:network"):
        await reader.press(press, d.door.last(READER)[0])
    await d.serving.reread()
    survivor = d.phone(SURVIVOR)
    await survivor.start(await d.code())
    await survivor.tap("English")
    await survivor.tap("Yes")
    await survivor.call(Command.WHO)
    said = survivor.screen
    assert "opened: 2" in said
    assert "opened it: 1" in said
    assert "see it: 1" in said


async def test_a_look_keeps_no_day_and_no_person(d: Deployment) -> None:
    """What rests is an organisation and a month."""
    reader = d.phone(READER)
    await reader.start(
        await invite(d.serving.store, "coordinator", week_of(d.clock.at))
    )
    await reader.press("t:m:all:blue-house", d.door.last(READER)[0])
    assert await d.serving.store.looks() == [
        LookRow("blue-house", "", "2026-11", opened=1, refused=0)
    ]


async def test_an_update_that_comes_again_is_no_second_look(d: Deployment) -> None:
    """After a pause or a crash it is answered once more, and counted once."""
    reader = d.phone(READER)
    await reader.start(
        await invite(d.serving.store, "coordinator", week_of(d.clock.at))
    )
    await reader.press("t:m:all:blue-house", d.door.last(READER)[0])
    shown = len(d.door.chats[READER])
    await reader.again()
    assert len(d.door.chats[READER]) == shown + 1
    assert [row.opened for row in await d.serving.store.looks()] == [1]


async def test_a_file_at_the_desk_is_a_look_too(d: Deployment) -> None:
    """Whoever opens a file where the vault is looks at it like everybody else."""
    facts = d.serving.facts
    shown = Shown(
        d.serving.store,
        facts.words,
        d.serving.staff.deployment,
        d.clock.at,
        facts.codebook,
        facts.code_texts,
    )
    await shown.paper("blue-house", "csv", "en")
    with pytest.raises(NothingReleasedError):
        await shown.paper("network", "csv", "en")
    assert await d.serving.store.looks() == [
        LookRow("blue-house", "", "2026-11", opened=1, refused=0),
        LookRow("network", "", "2026-11", opened=0, refused=1),
    ]


def test_who_was_only_refused_opened_nothing() -> None:
    """An organisation counts from its first look on, over all services and months."""
    rows = [
        LookRow("a", "One", "2026-10", 2, 0),
        LookRow("b", "One", "2026-11", 1, 1),
        LookRow("a", "Two", "2026-11", 0, 3),
    ]
    assert counted(rows) == Looks(opened=3, organisations=1, refused=4)
