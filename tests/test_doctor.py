"""Each thing that the doctor looks for is seen when it is there, and only then."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import (
    CHECKS,
    ONE_MACHINE,
    UNSIGNED,
    Mark,
    Signs,
    examine,
    healthy,
    written,
)
from bot.errors.databases import DatabaseBehindError
from bot.errors.settings import HelplinesNeededError, NotSetUpError
from bot.settings import CHECKOUT
from bot.weeks import Week
from bot.words import po

WELL = Signs(
    token=True,
    version="0001",
    fingerprint="12345 67890",
    week=Week(100),
    closes=Week(120),
    programmes=1,
    designers=1,
    admins=1,
    named=True,
    countries=("ro",),
    languages=("en",),
    memory=2000,
    needed=256,
    talk_keys_rest=True,
    backup_key=True,
    backup=Week(99),
)
"""A deployment of which nothing bad can be said."""
ILL: list[tuple[dict[str, Any], Mark, str]] = [
    ({"trial": True}, Mark.LOOK, "this is a trial"),
    ({"unsaid": ("contact",)}, Mark.STOP, "no contact"),
    ({"unsaid": ("contact",), "trial": True}, Mark.LOOK, "no contact"),
    ({"token": False}, Mark.STOP, "no Telegram token"),
    ({"files": "a.toml, line 3, id: wrong."}, Mark.STOP, "line 3"),
    ({"database": str(DatabaseBehindError("0000", "0001"))}, Mark.STOP, "migrate"),
    ({"readable": ("/srv/sotto",)}, Mark.STOP, "chmod -R go= /srv/sotto"),
    ({"secrets": "the secret host-key is missing."}, Mark.STOP, "host-key"),
    ({"keys": "somebody may have swapped a key."}, Mark.STOP, "swapped"),
    ({"closes": None}, Mark.STOP, "no round is open"),
    ({"closes": Week(104)}, Mark.LOOK, "ends soon, on 2025-12-29"),
    ({"programmes": 0}, Mark.STOP, "no open service"),
    ({"admins": 0}, Mark.LOOK, "staff invite --role admin"),
    ({"newest": Week(101)}, Mark.STOP, "yet something was noted in the week of 2025"),
    ({"ahead": 90_000.0}, Mark.STOP, "25 hours ahead of Telegram's"),
    ({"ahead": -90_000.0}, Mark.STOP, "25 hours behind Telegram's"),
    ({"named": False}, Mark.LOOK, "reader.en"),
    ({"reader_words": 7}, Mark.LOOK, "is said in 7 words"),
    ({"unattended": True}, Mark.STOP, 'reader.en = "The server of'),
    ({"designers": 0}, Mark.LOOK, "nobody is told"),
    (
        {"helplines": str(HelplinesNeededError("ro", Path("ro.toml")))},
        Mark.STOP,
        "Call the numbers",
    ),
    ({"overdue": (("ro", "0800"),)}, Mark.LOOK, "ro: 0800"),
    ({"languages": ()}, Mark.STOP, "no language can be offered"),
    ({"drafts": ("uk",), "show_drafts": True}, Mark.LOOK, "are shown: uk"),
    ({"drafts": ("uk",)}, Mark.LOOK, "held back: uk"),
    ({"unsigned": ("en",)}, Mark.LOOK, UNSIGNED),
    ({"memory": None}, Mark.LOOK, "cannot be told"),
    ({"memory": 300}, Mark.LOOK, "300 MiB"),
    ({"memory": 300, "vault_here": True}, Mark.STOP, "300 MiB"),
    ({"talk_keys_rest": False}, Mark.LOOK, "a restart ends the talks"),
    ({"swap": True}, Mark.LOOK, "encrypted"),
    ({"vault_here": True}, Mark.LOOK, ONE_MACHINE),
    ({"vault_here": True, "named": False}, Mark.LOOK, ONE_MACHINE),
    ({"single_person": True}, Mark.LOOK, "wrote themselves"),
    ({"reader_in_programme": True}, Mark.LOOK, "free text are left out"),
    ({"duty_to_act": True, "vault_here": True}, Mark.LOOK, "whom to call"),
    ({"backup_key": False}, Mark.LOOK, "there is no key for backups yet"),
    ({"backup": None}, Mark.LOOK, "no backup was written yet"),
    ({"backup": Week(98)}, Mark.LOOK, "the newest backup is of the week of 2025-11-17"),
]


def test_a_healthy_deployment_has_nothing_but_ok() -> None:
    """No line of a good deployment asks for anything."""
    lines = examine(WELL)
    assert {line.mark for line in lines} == {Mark.OK}
    assert {line.remedy for line in lines} == {""}
    assert healthy(lines)


@pytest.mark.parametrize(("signs", "mark", "words"), ILL, ids=str)
def test_each_fault_is_seen_and_has_a_remedy(
    signs: dict[str, Any], mark: Mark, words: str
) -> None:
    """A line that was not there says what is wrong, and every such line what to do."""
    usual = set(examine(WELL))
    new = [line for line in examine(replace(WELL, **signs)) if line not in usual]
    bad = [line for line in new if line.mark is not Mark.OK]
    assert any(line.mark is mark and words in written([line]) for line in bad)
    assert all(line.remedy for line in bad)
    assert healthy(new) is all(line.mark is not Mark.STOP for line in bad)


def test_every_check_can_fail() -> None:
    """No check of the table is there for show."""
    for check in CHECKS:
        assert any(
            line.mark is not Mark.OK
            for signs, *_ in ILL
            for line in check(replace(WELL, **signs))
        )


def test_a_line_is_one_line_with_its_mark() -> None:
    """What is printed begins with ok, look or stop, and breaks nowhere."""
    text = written(examine(replace(WELL, database=str(DatabaseBehindError("1", "2")))))
    assert {line.split()[0] for line in text.splitlines()} == {"ok", "stop"}
    assert ".." not in text


def test_a_folder_with_nothing_in_it_has_one_fault_not_ten(tmp_path: Path) -> None:
    """Before the setup, nobody is sent after lost secrets or keys."""
    signs = replace(
        WELL, set_up=False, database=str(NotSetUpError(tmp_path)), secrets="lost."
    )
    bad = [line for line in examine(signs) if line.mark is not Mark.OK]
    assert len(bad) == 1
    assert "deploy/sotto setup" in bad[0].remedy


def test_the_doctor_says_what_about_says() -> None:
    """The words on unsigned wording are those that people read."""
    entries = po.read(po.path_of(CHECKOUT / "locales", "en")).entries
    assert entries["about.unsigned"].forms == (f"{UNSIGNED}.",)


def test_a_vaults_home_is_asked_about_the_vault_alone() -> None:
    """No token, no notice, no helpline: what the laptop needs is on five lines."""
    vault = replace(WELL, vault_only=True, token=False, unsaid=("contact",))
    lines = examine(replace(vault, helplines="none.", database="none."))
    assert {line.mark for line in examine(vault)} == {Mark.OK}
    assert not any("token" in line.text or "none" in line.text for line in lines)
    assert any("round is open" in line.text for line in examine(vault))
