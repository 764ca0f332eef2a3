"""A bad day at the command line: one line that says what to do, and nothing changed."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from deployments import trial
from phones import Clock

from bot.errors.databases import DatabaseAheadError
from bot.settings import CHECKOUT
from bot.weeks import DAY

NOBODY = 65534
"""The account that owns nothing, for tests that root runs."""


def closed_to_us(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a home that this account cannot enter."""
    root = os.geteuid() == 0
    home.chmod(0o700 if root else 0)
    try:
        return subprocess.run(  # noqa: S603 (our own words)
            [sys.executable, "-c", _AS, str(NOBODY if root else os.geteuid()), *words],
            cwd=CHECKOUT,
            env={**os.environ, "SOTTO_HOME": str(home), "SOTTO_TELEGRAM_TOKEN": "1:a"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        home.chmod(0o700)


_AS = """
import os, sys
import bot.__main__ as line, bot.chat.serve, bot.signs, bot.status, bot.store.sqlite
os.setuid(int(sys.argv.pop(1)))
line.main()
"""
"""The command, by an account that may not read the checkout either."""


@pytest.mark.parametrize("words", [("serve",), ("doctor",), ("status",)], ids=str)
async def test_a_home_of_another_user_is_told_in_one_line(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """It names the folder, and says whose account to use."""
    async with trial(tmp_path) as d:
        home = d.settings.home
    done = closed_to_us(home, *words)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"this account cannot look into {home}" in done.stderr
    assert "as the user who owns it" in done.stderr


async def test_a_database_of_a_newer_program_is_served_by_nobody(
    tmp_path: Path,
) -> None:
    """Serving ends before anything is changed, and names the newer program."""
    async with trial(tmp_path) as d:
        await d.serving.store._change("UPDATE alembic_version SET version_num = '9'")  # noqa: SLF001 (as a newer program would)
    before = d.settings.database_path.read_bytes()
    with pytest.raises(DatabaseAheadError, match="newer program"):
        async with trial(tmp_path):
            pass
    assert d.settings.database_path.read_bytes() == before


async def test_a_clock_a_day_off_and_back_costs_nobody_anything(
    tmp_path: Path,
) -> None:
    """The talk that runs goes on, and the week's gathering is not made twice."""
    async with trial(tmp_path) as d:
        phone = d.phone(7)
        await phone.start(await d.code())
        await phone.tap("English")
        await d.gather()
        gathered = await d.serving.store.last_tick()
        for days in (1, -1):
            d.clock.at += days * DAY
            await d.serving.end_rounds()
            await d.gather()
        assert len(d.serving.listener.house.rounds) == 1
        assert await d.serving.store.last_tick() == gathered
        await phone.tap("Yes, it is safe")
        assert "Blue House" in phone.door.last(phone.person)[1].text


async def test_a_number_is_hidden_on_its_day_and_not_at_the_next_start(
    tmp_path: Path,
) -> None:
    """While serving goes on, a check that grows too old takes its number away."""
    async with trial(tmp_path) as d:
        file = d.settings.home / "helplines" / "xx.toml"
        file.parent.mkdir()
        today = datetime.fromtimestamp(d.clock.at, UTC).date()
        file.write_text(_CHECKED.format(today), encoding="utf-8")
        for days, shown in ((0, 1), (180, 1), (181, 0)):
            d.clock.at = START + days * DAY
            await d.serving._hourly()  # noqa: SLF001 (what the hour does)
            await d.serving.reread()
            (country,) = d.serving.staff.deployment.countries
            assert (days, len(country.helplines)) == (days, shown)
            assert country.emergency == "0000"


START = Clock().at
_CHECKED = """
code = "xx"
emergency = "0000"
name.en = "Somewhere"
[[helpline]]
kind = "women"
name.en = "A line"
number = "0000 000 000"
source = "https://example.org"
checked_by = "coordinator"
checked_on = {}
"""
