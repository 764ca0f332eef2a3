"""What every test may rely on, whoever runs it and wherever.

Rule: only what holds for all rooms stands here; a room's own fixtures stay with it.
"""

import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.coder import choice
from bot.settings import Settings
from bot.vault import ram

settings.register_profile("sotto", deadline=None)  # no test is timed
settings.load_profile("sotto")


@pytest.fixture(scope="session", autouse=True)
def nobodys_settings() -> Iterator[None]:
    """Hide the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        for name in {"config", *Settings.__struct_fields__}:
            environment.delenv(f"SOTTO_{name.upper()}", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def keywords_read(nobodys_settings: None) -> Iterator[None]:  # noqa: ARG001 (they come first)
    """Let keywords read answers: the stronger coder takes seconds to load.

    What it does is tested in tests/coder, where it is put together by hand.
    """
    with pytest.MonkeyPatch.context() as here:
        here.setenv("SOTTO_THEME_MODEL", choice.KEYWORDS)  # in processes of their own
        here.setattr(choice, "installed", lambda: False)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_left_in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Destroy the memory folders of deployments that tests made, here and beside."""
    yield
    for database in tmp_path_factory.getbasetemp().rglob("sotto.db"):
        for folder in ram.folders_of(database.parent):
            shutil.rmtree(folder, ignore_errors=True)
