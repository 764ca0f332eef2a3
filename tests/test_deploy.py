"""How the commands of `deploy/` behave, in a checkout with an odd path.

Rule: nothing is installed here; a stand-in for Python writes down what it is asked.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import CHECKOUT

PYTHON = """\
#!/bin/sh
echo "PYTHONPATH=$PYTHONPATH $*" >>"$(dirname "$0")/asked"
"""
TOOLS = ("sh", "dirname", "readlink", "cmp", "cp", "rm", "env")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout in a path with spaces; its environment is there but empty."""
    root = tmp_path / "a path with spaces"
    shutil.copytree(CHECKOUT / "deploy", root / "deploy")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return root


def run(
    checkout: Path, *words: str, path: str = "/usr/bin:/bin"
) -> subprocess.CompletedProcess[str]:
    """Run one of the checkout's commands from a folder elsewhere."""
    command, *arguments = words
    return subprocess.run(  # noqa: S603 (a script of this checkout)
        [checkout / "deploy" / command, *arguments],
        cwd=checkout.parent,
        env={"PATH": path},
        capture_output=True,
        check=False,
        text=True,
    )


def asked(checkout: Path) -> list[str]:
    """Say what the stand-in for Python was asked, but for looks at itself."""
    lines = (checkout / ".venv" / "bin" / "asked").read_text(encoding="utf-8")
    return [line for line in lines.splitlines() if " -c import " not in line]


def install(checkout: Path, lock: str) -> None:
    """Pretend that everything in a lock was installed."""
    shutil.copy(checkout / "deploy" / lock, checkout / ".venv" / lock)


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-themes.txt", "requirements-dev.txt"]
)
def test_an_environment_that_is_there_is_used(checkout: Path, lock: str) -> None:
    """Where the lock was installed, the program starts at once, from its checkout."""
    install(checkout, lock)
    done = run(checkout, "run", "--demo")
    assert done.returncode == 0, done.stderr
    assert asked(checkout) == [f"PYTHONPATH={checkout} -m bot run --demo"]


def test_a_link_to_a_command_works(checkout: Path) -> None:
    """A command may be called by a link from anywhere, with arguments as they are."""
    install(checkout, "requirements.txt")
    (checkout / "link").symlink_to(checkout / "deploy" / "sotto")
    run(checkout, "../link", "programme", "list")
    assert asked(checkout) == [f"PYTHONPATH={checkout} -m bot programme list"]


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    """A lock that changed is installed once, by its hashes, as built files only."""
    (checkout / ".venv" / "requirements.txt").write_text("old", encoding="utf-8")
    run(checkout, "sotto")
    run(checkout, "sotto")
    first, *others = asked(checkout)
    assert {"--require-hashes", "--only-binary"} <= set(first.split())
    assert others == [f"PYTHONPATH={checkout} -m bot"] * 2


def test_who_chose_the_extra_keeps_it(checkout: Path) -> None:
    """An upgrade brings the extra's new lock, and never goes back to keywords."""
    install(checkout, "requirements-themes.txt")
    run(checkout, "themes")
    (checkout / ".venv" / "requirements-themes.txt").write_text("old", encoding="utf-8")
    run(checkout, "sotto")
    pip, started = asked(checkout)

    assert pip.endswith("/wanted-requirements-themes.txt")
    assert started == f"PYTHONPATH={checkout} -m bot"


def test_the_extra_is_no_developers_environment(checkout: Path) -> None:
    """The gate's own tools are not in the extra's lock: they are installed."""
    install(checkout, "requirements-themes.txt")
    run(checkout, "check")

    assert asked(checkout)[0].endswith("/wanted-requirements-dev.txt")


def test_an_interrupted_installation_is_done_again(checkout: Path) -> None:
    """Where pip fails, a line says what to do, and the next start tries again."""
    python = checkout / ".venv" / "bin" / "python"
    python.write_text(f'{PYTHON}[ "$2" != pip ]\n', encoding="utf-8")
    (checkout / ".venv" / "requirements.txt").write_text("old", encoding="utf-8")
    done = run(checkout, "sotto")
    assert done.returncode == 1
    assert "run this again" in done.stderr
    assert not (checkout / ".venv" / "requirements.txt").exists()


def test_no_python_is_one_line(checkout: Path) -> None:
    """Without a Python that fits, one line says what to install."""
    shutil.rmtree(checkout / ".venv")
    tools = checkout / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    done = run(checkout, "run", path=str(tools))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr


def test_the_gate_refuses_what_it_does_not_know(checkout: Path) -> None:
    """A wrong argument of the gate is a usage error, before anything is installed."""
    done = run(checkout, "check", "--fats")
    assert done.returncode == 2
    assert done.stderr == "usage: deploy/check [--fast | --coverage]\n"


@pytest.fixture
def stubs(checkout: Path) -> Path:
    """Make a folder of commands that goes before the machine's own."""
    folder = checkout / "stubs"
    folder.mkdir()
    return folder


def stub(folder: Path, name: str, script: str) -> None:
    """Put a command in the place of another."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def as_user(
    stubs: Path, user: str, command: str, *words: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the checkout as if this were that user."""
    stub(
        stubs,
        "id",
        f'case "$*" in -u) echo {int(user != "root")};; *) echo {user};; esac',
    )
    return run(stubs.parent, command, *words, path=f"{stubs}:/usr/bin:/bin")


def refused(stubs: Path, user: str) -> str:
    """Try to install as that user where there is no apt; return what was said."""
    for name in TOOLS:
        (stubs / name).symlink_to(shutil.which(name) or name)
    stub(stubs, "id", f"echo {int(user != 'root')}")
    done = run(stubs.parent, "install", path=str(stubs))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_installing_needs_root(stubs: Path) -> None:
    """Somebody without rights is told how to get them, before anything is done."""
    assert refused(stubs, "alba").startswith("sotto: installing needs root.")


def test_installing_needs_a_debian(stubs: Path) -> None:
    """Where there is no apt, one line says what to do instead."""
    assert "on Debian and its relatives only" in refused(stubs, "root")


def test_the_installer_refuses_what_it_does_not_know(checkout: Path) -> None:
    """A wrong argument of the installer is a usage error, before anything is done."""
    done = run(checkout, "install", "--vualt")
    assert done.returncode == 2
    assert done.stderr == "usage: deploy/install [--vault]\n"


@pytest.mark.parametrize("user", ["sotto", "sotto-vault"])
def test_root_becomes_the_user_of_the_command(stubs: Path, user: str) -> None:
    """The command's name is the user to whom root's rights are given up."""
    (stubs / user).symlink_to(stubs.parent / "deploy" / "server")
    stub(stubs, "install", ":")
    stub(stubs, "setpriv", 'echo "$SOTTO_HOME $*"')
    done = as_user(stubs, "root", f"../stubs/{user}", "keys", "new")
    home, *words = done.stdout.split()
    assert home == f"/var/lib/{user}"
    assert words[:4] == ["--reuid", user, "--regid", user]
    assert words[-2:] == ["keys", "new"]


def test_another_user_is_told_to_become_root(stubs: Path) -> None:
    """Whoever is neither root nor the command's user reads one line."""
    (stubs / "sotto").symlink_to(stubs.parent / "deploy" / "server")
    done = as_user(stubs, "alba", "../stubs/sotto", "doctor")
    assert done.returncode == 1
    assert done.stderr.startswith("sotto: needs the rights of sotto.")


def backups(folder: Path) -> list[str]:
    """Name the copies that are kept."""
    return sorted(path.name for path in folder.iterdir())


def test_backups_of_the_last_weeks_are_kept(checkout: Path, tmp_path: Path) -> None:
    """A week's copy is made anew, the eighth before it goes, and nothing else does."""
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in [*(f"2020-W1{n}" for n in range(9)), "notes"]:
        (folder / name).touch()
    python = checkout / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$*" >"$4"\n', encoding="utf-8")
    for _ in range(2):
        assert run(checkout, "backup", str(folder)).returncode == 0
    *old, this_week, notes = backups(folder)
    assert old == [f"2020-W1{n}" for n in range(2, 9)]
    assert (folder / this_week).read_text().startswith("-m bot backup ")
    assert notes == "notes"


def test_a_backup_that_fails_leaves_the_last_one(
    checkout: Path, tmp_path: Path
) -> None:
    """A copy that cannot be made takes none away, and the failure is seen."""
    python = checkout / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    folder = tmp_path / "kept"
    folder.mkdir()
    kept = [f"2020-W1{n}" for n in range(9)]
    for name in kept:
        (folder / name).touch()
    assert run(checkout, "backup", str(folder)).returncode == 3
    assert backups(folder) == kept
