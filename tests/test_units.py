"""What a server or a container is given: units, folders and users that fit together.

Rule: the files are read as they are shipped; a failing test names the file to correct.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.keeper import CREDENTIAL
from bot.settings import CHECKOUT, CREDENTIALS, TOKEN_CREDENTIAL

DEPLOY = CHECKOUT / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
EVERY = sorted([*SERVICES, *(path.name for path in UNITS.glob("*.timer"))])
PYTHON = "/opt/sotto/.venv/bin/python -m bot "
INSTALLER, IMAGE, COMPOSE = (
    (DEPLOY / name).read_text(encoding="utf-8")
    for name in ("install", "Dockerfile", "compose.yaml")
)
FOLDER = re.compile(r"/var/(?:lib|backups)/sotto[\w-]*")
HIGHEST = 2.5
"""Exposure that no unit may pass, as `systemd-analyze security` counts it."""
ANALYZE = shutil.which("systemd-analyze")
SHELLCHECK = shutil.which("shellcheck")


def values(unit: str, key: str) -> list[str]:
    """Return what a unit says of a key, line by line."""
    text = (UNITS / unit).read_text(encoding="utf-8")
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


def is_command(typed: str) -> bool:
    """Tell whether the command line knows these words and options."""
    here: click.Command = main
    for word in typed.split():
        if isinstance(here, click.Group):
            if word not in here.commands:
                return False
            here = here.commands[word]
        elif word.startswith("-"):
            options = {name for one in here.params for name in one.opts}
            if word.partition("=")[0] not in options:
                return False
    return not isinstance(here, click.Group)


@pytest.mark.parametrize("unit", SERVICES)
def test_every_unit_runs_what_there_is(unit: str) -> None:
    """A unit starts a command that the program knows, or a script that is shipped."""
    (started,) = values(unit, "ExecStart")
    if started.startswith(PYTHON):
        assert is_command(started.removeprefix(PYTHON))
    else:
        script = started.split()[0].removeprefix("/opt/sotto/")
        assert os.access(CHECKOUT / script, os.X_OK)


@pytest.mark.parametrize(
    "typed", re.findall(r"run --rm serve (\w.*)$", COMPOSE, re.MULTILINE)
)
def test_every_command_of_the_containers_exists(typed: str) -> None:
    """What the compose file tells the operator to type is a command."""
    assert is_command(typed)


def test_the_container_gathers_what_the_unit_gathers() -> None:
    """Both gather from one file to another by the same words."""
    (started,) = values("sotto-gather.service", "ExecStart")
    block = COMPOSE.partition("    command:\n")[2].partition("\n\n")[0]
    words = [line.strip().removeprefix("- ") for line in block.splitlines()]
    assert started.removeprefix(PYTHON) == " ".join(words).replace("=", " ")


@pytest.mark.parametrize("timer", [unit for unit in EVERY if unit.endswith(".timer")])
def test_every_timer_starts_a_unit_that_is_there(timer: str) -> None:
    """A timer waits for a unit that is shipped, and makes up for a missed time."""
    named = values(timer, "Unit") or [timer.replace(".timer", ".service")]
    assert set(named) <= set(SERVICES)
    assert values(timer, "Persistent") == ["yes"]
    assert f" {timer}" in INSTALLER


def test_a_week_goes_from_hand_to_hand() -> None:
    """Carrying out, gathering and carrying in follow each other, each if it went well.

    The pepper's user never opens, and the key's user neither serves nor has a network.
    """
    unit, way = values("sotto-gather.timer", "Unit")[0], []
    while unit:
        way.append((unit, *values(unit, "User")))
        unit = next(iter(values(unit, "OnSuccess")), "")
    assert way == [
        ("sotto-carry-out.service", "sotto"),
        ("sotto-gather.service", "sotto-vault"),
        ("sotto-carry-in.service", "sotto"),
    ]
    assert values("sotto-gather.service", "PrivateNetwork") == ["yes"]
    assert "network_mode: none" in COMPOSE


@pytest.mark.parametrize("credential", CREDENTIALS.values())
def test_only_serving_has_a_network_and_its_secrets(credential: str) -> None:
    """Every other unit is cut off from the network, and is given none of them."""
    inward = [unit for unit in SERVICES if unit != "sotto.service"]
    assert [u for u in inward if values(u, "PrivateNetwork") != ["yes"]] == []
    given = [u for u in SERVICES if credential in values(u, "LoadCredentialEncrypted")]
    assert given == ["sotto.service"]
    assert f'decrypt "$store/{credential}"' in (DEPLOY / "server").read_text()


def test_the_container_is_given_the_token() -> None:
    """By the name under which it is looked for."""
    assert TOKEN_CREDENTIAL in COMPOSE


def test_a_week_is_begun_only_where_the_passphrase_lies() -> None:
    """Unattended gathering needs the credential that it looks for, by one name."""
    assert values("sotto-gather.service", "LoadCredentialEncrypted") == [CREDENTIAL]
    looked_for = values("sotto-carry-out.service", "ConditionPathExists")
    assert f"/etc/credstore.encrypted/{CREDENTIAL}" in looked_for


def test_every_unit_is_hardened_by_one_file() -> None:
    """The drop-in of the serving unit and that of all others are one file."""
    one, other = (UNITS / f"{name}.service.d" for name in ("sotto", "sotto-"))
    assert (one / "hardening.conf").resolve() == other / "hardening.conf"


@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_keeps_out_of_what_is_not_its_own(unit: str) -> None:
    """A unit sees its own user's home only, of the two."""
    (user,) = values(unit, "User")
    other = {"sotto": "sotto-vault", "sotto-vault": "sotto"}[user]
    assert values(unit, "StateDirectory") == [user]
    assert values(unit, "Environment") == [f"SOTTO_HOME=/var/lib/{user}"]
    assert f"-/var/lib/{other}" in values(unit, "InaccessiblePaths")[0].split()


def test_users_and_folders_are_made_by_the_installer() -> None:
    """Whatever user or folder a unit names is one that the installer makes."""
    users = {user for unit in SERVICES for user in values(unit, "User")}
    made = set(re.findall(r"make_user (sotto[\w-]*)", INSTALLER))
    assert users == made
    text = "".join((UNITS / unit).read_text(encoding="utf-8") for unit in SERVICES)
    homes = {f"/var/lib/{user}" for user in made}
    assert set(FOLDER.findall(text)) == homes | {
        *re.findall(r"^(?:exchange|backups)=(.*)$", INSTALLER, re.MULTILINE)
    }


def test_containers_have_the_same_folders() -> None:
    """The image makes the folders that the compose file mounts, by the same names."""
    mounted = set(FOLDER.findall(COMPOSE))
    assert mounted == {f for f in FOLDER.findall(INSTALLER) if "/lib/" in f} | {
        "/var/lib/sotto",
        "/var/lib/sotto-vault",
    }
    assert set(re.findall(r"-m \d+ (/var/\S+)", IMAGE)) == mounted


def test_containers_run_as_numbers_that_own_their_folders() -> None:
    """Nobody in a container is root, and the image's folders are owned by who runs."""
    owners = re.findall(r"install -d -o (\d+) -g (\d+) -m 0700", IMAGE)
    running = re.findall(r'user: "(\d+):(\d+)"', COMPOSE)
    assert owners == running
    assert "USER 10001:10001" in IMAGE
    shared = re.findall(r"-g (\d+) -m 2770", IMAGE)
    assert shared == re.findall(r'group_add: \["(\d+)"\]', COMPOSE)


def test_containers_cannot_be_written() -> None:
    """Both containers have a read-only root and no rights beyond their number."""
    shared = COMPOSE.partition("x-kept-in:")[2].partition("\nservices:")[0]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in shared
    services = re.findall(r"^  \w+:\n    <<: \*kept-in$", COMPOSE, re.MULTILINE)
    assert len(services) == 2


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed here")
class TestSystemd:
    """What systemd itself says of the units."""

    def asked(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Ask `systemd-analyze`."""
        return subprocess.run(  # noqa: S603 (a tool of this machine)
            [ANALYZE or "", *words], capture_output=True, check=False, text=True
        )

    @pytest.mark.parametrize("unit", SERVICES)
    def test_no_unit_is_exposed(self, unit: str) -> None:
        """Each unit is kept in well enough, by systemd's own measure."""
        said = self.asked("security", "--offline=true", "--no-pager", UNITS / unit)
        level = re.search(r"level for .*: ([\d.]+)", said.stdout)
        assert level is not None, said.stderr
        assert float(level[1]) <= HIGHEST

    def test_units_are_valid(self, tmp_path: Path) -> None:
        """No line of a unit is unknown or wrong; programs need not be installed."""
        there = shutil.copytree(UNITS, tmp_path / "units")
        for path in there.glob("*.service"):
            text = re.sub(r"/opt/sotto/[\w./]+", "/bin/sh", path.read_text())
            path.write_text(text, encoding="utf-8")
        said = self.asked("verify", *(there / unit for unit in EVERY))
        assert (said.returncode, said.stderr) == (0, "")


SCRIPTS = ["backup", "check", "environment", "install", "run", "server", "sotto"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_can_be_read_by_a_plain_shell(script: str) -> None:
    """No script needs more than `sh`."""
    words = ["/bin/sh", "-n", str(DEPLOY / script)]
    assert subprocess.run(words, check=False).returncode == 0  # noqa: S603


@pytest.mark.skipif(SHELLCHECK is None, reason="shellcheck is not installed here")
@pytest.mark.parametrize("script", ["backup", "install", "server"])
def test_scripts_have_no_known_trap(script: str) -> None:
    """The shell's usual traps are not in the scripts that run as root."""
    said = subprocess.run(  # noqa: S603 (a tool of this machine)
        [SHELLCHECK or "", "--external-sources", script],
        cwd=DEPLOY,
        capture_output=True,
        check=False,
        text=True,
    )
    assert said.stdout == ""
