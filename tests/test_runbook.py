"""Every line of the runbook is typed, on machines that are folders, and does its work.

Each section begins where its reader stands: with nothing, with a deployment on two
machines, or with what went wrong. Those are made by the runbook's own first sections.
"""

import ast
import asyncio
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from answers import response, seeded
from impact import TWO_MACHINES, strange
from stand.server import TOKEN
from typed import Machines, Step, steps

from bot.flows.staff import Contact
from bot.settings import CHECKOUT
from bot.store.records import SealedRow, Work
from bot.store.sqlite import Store
from bot.vault.keys import new_seed, public_half
from bot.vault.resting import HostKey
from bot.vault.sealing import Sealer
from bot.vault.secrets import HostSecrets
from bot.weeks import week_of

TEXT = (CHECKOUT / "deploy" / "RUNBOOK.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
)
ALERTS = re.findall(
    r'^msgid "alert\.(?!again")\w+"\nmsgstr "(.*)"$',
    (CHECKOUT / "locales/en/LC_MESSAGES/sotto.po").read_text(encoding="utf-8"),
    re.MULTILINE,
)
"""What admins read in Telegram when something needs a person."""
FIRST = ("Install", "The first day")
SHAPED_TOKEN = "12345678:" + "A" * 35
ANSWERS = (
    ("What is your organisation called?", "Hope House"),
    ("How can people reach you?", "ask@hope.example"),
    ("To whom can they complain", "The authority"),
    ("In which country are they?", "ro"),
    ("In which languages", "en"),
    ("work where people are helped?", "no"),
    ("Must a reader act", "no"),
    ("A name for the service", "Blue House"),
    ("About how many people use it?", "40"),
    ("The token that @BotFather gave you", SHAPED_TOKEN),
    ("Are the digits the same?", "y"),
    ("Passphrase of the vault:", "{passphrase}"),
    ("Passphrase of the backups:", "{backups}"),
)
"""What is asked, and what a person types."""


def with_reader_or_token(settings: str) -> str:
    """Say who opens answers; where that is said already, put another token in."""
    if "reader.en" not in settings:
        return f'{settings}reader.en = "Two people at Hope House"\n'
    assert SHAPED_TOKEN in settings
    return settings.replace(SHAPED_TOKEN, SHAPED_TOKEN.replace("A", "B"))


def with_a_number(helplines: str) -> str:
    """Write down a number that was called today."""
    for old, new in (
        ('emergency = ""', 'emergency = "112"'),
        ('name.en = ""', 'name.en = "A line"'),
        ('number = ""', 'number = "0000 000 000"'),
        ('source = ""', 'source = "https://example.org"'),
        ('checked_by = ""', 'checked_by = "coordinator"'),
        ("# checked_on = 2026-03-02", f"checked_on = {datetime.now(UTC).date()}"),
    ):
        helplines = helplines.replace(old, new)
    return helplines


EDITS = {"sotto.toml": with_reader_or_token, "ro.toml": with_a_number}
"""What a person writes into a file."""


@pytest.fixture(scope="module")
def telegram() -> Iterator[dict[str, str]]:
    """Give the environment of a shell whose Telegram is a stand on this computer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stand"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT / "tests",
        env={"PYTHONPATH": f"{CHECKOUT}:{CHECKOUT}/tests", "PATH": "/usr/bin:/bin"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    yield {
        "SOTTO_TELEGRAM_API": line.split()[0].partition("=")[2],
        "SOTTO_TELEGRAM_TOKEN": TOKEN,
        "TERM": "dumb",
        "LANG": "C.UTF-8",
    }
    process.communicate("", timeout=20)


@pytest.fixture(scope="module")
def first_day(
    telegram: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Machines:
    """Follow the runbook through its first day, once for all sections."""
    machines = nothing(tmp_path_factory.mktemp("first"), telegram)
    for title in FIRST:
        for step in steps(SECTIONS[title]):
            machines.follow(step)
    return machines


def nothing(place: Path, environment: dict[str, str]) -> Machines:
    """Make a server and a laptop on which Sotto was just installed, and a stick."""
    for machine in ("server", "laptop"):
        for folder in ("sotto-exchange", "sotto", "sotto-vault"):
            made = place / machine / "var" / "lib" / folder
            made.mkdir(parents=True, mode=0o700)
        (place / machine / "var" / "backups" / "sotto").mkdir(parents=True)
    (place / "stick").mkdir()
    return Machines(place, environment, ANSWERS, edits=EDITS)


@pytest.fixture
def machines(first_day: Machines, tmp_path: Path) -> Machines:
    """Give a copy of the machines as they stand after the first day."""
    place = tmp_path / "machines"
    shutil.copytree(first_day.place, place)
    return replace(first_day, place=place, known=dict(first_day.known))


def database(machines: Machines) -> Path:
    """Return the server's database."""
    return machines.home("server", "sotto") / "sotto.db"


def changed(path: Path, sql: str, *values: object) -> None:
    """Change a database behind the program's back."""
    db = sqlite3.connect(path)
    with db:
        db.execute(sql, values)
    db.close()


def with_answers(machines: Machines) -> None:
    """Let sixteen people have answered some weeks ago."""
    week = week_of(time.time())

    async def answer() -> None:
        store = await Store.open(database(machines))
        try:
            (one, *_) = await store.rounds()
            sealer = Sealer(one.public_key, one.id)
            for person in range(16):
                voice = secrets.token_bytes(16)
                made_up = response(seeded(person), voice, "blue-house", sent=week)
                said = replace(made_up, ready_week=week, pepper=one.pepper_id)
                place = secrets.randbits(63), one.id, secrets.token_bytes(16)
                await store.commit(Work(sealed=(SealedRow(*place, sealer.seal(said)),)))
        finally:
            await store.close()

    asyncio.run(answer())


def as_they_stand(machines: Machines) -> None:
    """Change nothing."""


def with_one_machine(machines: Machines) -> None:
    """Let the vault be on the server, under a user of its own."""
    with_answers(machines)
    there = machines.home("server", "sotto-vault")
    there.rmdir()
    machines.home("laptop", "sotto-vault").rename(there)


def with_staff(machines: Machines) -> None:
    """Let somebody have left who is no admin, and let there be one admin."""
    for id_, role in ((1_234_567, "coordinator"), (7_654_321, "admin")):
        changed(
            database(machines),
            "INSERT INTO staff (id, slot, contact, role, programme)"
            " VALUES (?, ?, ?, ?, '')",
            id_,
            secrets.token_bytes(16),
            b"sealed",
            role,
        )


def with_a_mailbox(machines: Machines) -> None:
    """Let digests go to a mailbox, though no mail server is named."""
    secrets_of = HostSecrets.read(machines.home("server", "sotto") / "secrets")
    host, contact = (
        HostKey(secrets_of.host_key),
        Contact(0, "en", mail="a@hope.example"),
    )
    slot = host.place("mail:a@hope.example")
    changed(
        database(machines),
        "INSERT INTO staff (id, slot, contact, role, programme)"
        " VALUES (1234567, ?, ?, 'channel', '')",
        slot,
        host.seal(slot, msgspec.msgpack.encode(contact)),
    )


def without_peppers(machines: Machines) -> None:
    """Lose the peppers."""
    for pepper in machines.home("server", "sotto").glob("secrets/pepper-*"):
        pepper.unlink()


def with_a_swapped_key(machines: Machines) -> None:
    """Let somebody write a public key of their own into the database."""
    changed(
        database(machines), "UPDATE round SET public_key = ?", public_half(new_seed())
    )


def with_a_new_server(machines: Machines) -> None:
    """Lose the server with everything on it; a backup was taken away before."""
    machines.follow(steps(SECTIONS["Backup"])[0])
    home = machines.home("server", "sotto")
    shutil.rmtree(home)
    home.mkdir(mode=0o700)


def with_a_new_laptop(machines: Machines) -> None:
    """Lose the laptop with everything on it."""
    shutil.rmtree(machines.folder("laptop"))
    for folder in ("sotto-exchange", "sotto-vault"):
        (machines.home("laptop", folder)).mkdir(parents=True, mode=0o700)


BEFORE: dict[str, Callable[[Machines], None]] = {
    "Every week: open and mix": with_answers,
    "Every week on one machine": with_one_machine,
    "Somebody of the staff left": with_staff,
    "A pepper or a secret is lost": without_peppers,
    "Digests do not arrive by e-mail": with_a_mailbox,
    "The fingerprint does not match": with_a_swapped_key,
    "Restore": with_a_new_server,
    "The laptop was stolen": with_a_new_laptop,
}
"""What happened before a section, where it is more than the first day."""


@pytest.mark.parametrize("title", [title for title in SECTIONS if title not in FIRST])
def test_a_section_does_what_it_says(machines: Machines, title: str) -> None:
    """What it tells to type runs, and what it shows is what comes."""
    BEFORE.get(title, as_they_stand)(machines)
    for step in steps(SECTIONS[title]):
        machines.follow(step)


def test_the_first_day_leads_to_a_deployment(machines: Machines) -> None:
    """After the first day the server locks, and only the laptop has what opens."""
    server, laptop = (
        machines.home("server", "sotto"),
        machines.home("laptop", "sotto-vault"),
    )
    assert not list(server.rglob("*.key"))
    assert len(list(laptop.rglob("*.key"))) == 3
    assert not list(laptop.rglob("pepper-*"))


def test_after_the_first_day_the_bot_serves(machines: Machines) -> None:
    """Nothing says stop any more, and what the unit starts gets to Telegram."""
    checked = machines.follow(Step("server", ("sotto doctor",)))
    assert [line for line in checked.splitlines() if line.startswith("stop")] == []
    heard = "until sotto status | grep -q answered; do sleep 1; done"
    started = f"sotto serve & {heard}; sotto status; kill $!; wait $!"
    machines.follow(
        Step("server", (started,), ("serving: … yes", "telegram: … answered"))
    )


def test_what_lies_on_the_machines_is_described(machines: Machines) -> None:
    """The impact assessment knows every file of both homes, and those alone of two."""
    homes = machines.home("server", "sotto"), machines.home("laptop", "sotto-vault")
    files = {
        str(path.relative_to(home))
        for home in homes
        for path in home.rglob("*")
        if path.is_file() and path.parent.name != "posters"
    }
    assert strange(files) == set()
    assert files >= TWO_MACHINES


def listed() -> list[str]:
    """Return what the list quotes, each without what differs."""
    quoted = re.findall(r"“([^”]*)”", TEXT.split("\n## ")[0])
    return [part.strip() for quote in quoted for part in quote.split("…")]


def test_what_is_seen_is_really_said() -> None:
    """Each message that the list or a section quotes is one of the program's own."""
    seen = re.findall(r"You see:? `([^`]*)`", TEXT)
    quoted = listed() + [part.strip() for q in seen for part in q.split("…")]
    said = [
        node.value
        for file in (CHECKOUT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    said += ALERTS
    assert len(quoted) >= 8
    assert [q for q in quoted if not any(q in text for text in said)] == []


@pytest.mark.parametrize("alert", ALERTS)
def test_what_admins_read_stands_in_the_list(alert: str) -> None:
    """Each alert in Telegram is found in the list by words of its own."""
    assert any(quote in alert for quote in listed() if quote)


def test_the_installer_ends_as_promised() -> None:
    """What the runbook says that the installer ends with is what it says."""
    script = (CHECKOUT / "deploy" / "install").read_text(encoding="utf-8")
    promised = re.findall(r"`([^`]* is installed\.)`", TEXT)
    assert promised == re.findall(r"'([^']* is installed\.)'", script)[::-1]


def test_the_list_leads_to_every_section() -> None:
    """Each row of the list leads to a heading, and each heading stands in the list."""
    heads = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in heads}
    links = set(re.findall(r"\]\(#([^)]*)\)", TEXT))
    assert links == anchors
