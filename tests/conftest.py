"""What every test may rely on, whoever runs it and wherever.

Rule: only what holds for all rooms stands here; a room's own fixtures stay with it.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.settings import Settings

settings.register_profile("sotto", deadline=None)  # no test is timed
settings.load_profile("sotto")


@pytest.fixture(scope="session", autouse=True)
def nobodys_settings() -> Iterator[None]:
    """Hide the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        for name in {"config", *Settings.__struct_fields__}:
            environment.delenv(f"SOTTO_{name.upper()}", raising=False)
        yield
