"""How the commands find or make their environment, in a checkout with an odd path.

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


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
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
    assert done.stderr == "usage: deploy/check [--fast]\n"
