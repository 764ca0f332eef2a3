"""What `deploy/run` does before the main job, each step in a process of its own.

Migrating loads a large library and a trial makes a private key; neither may stay in
the memory of a process that serves.
"""

import subprocess
import sys

from bot.errors.running import StepFailedError
from bot.settings import CHECKOUT, Settings


def prepare(settings: Settings) -> None:
    """Migrate a deployment that is there; make, or make whole, a trial elsewhere."""
    whole = settings.pin_file if settings.trial else settings.database_path
    _step("migrate" if whole.exists() else "trial")


def _step(command: str) -> None:
    done = subprocess.run(  # noqa: S603 (our own command, no words of a person in it)
        [sys.executable, "-m", "bot", command], cwd=CHECKOUT, check=False
    )
    if done.returncode:
        raise StepFailedError(command)
