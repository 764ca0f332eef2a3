"""Where tests in a real browser find it."""

import shutil

import pytest


def chromium_for(what: str) -> str:
    """Return the path of Chromium; without one, skip the module that asks, aloud."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip(
            f"NOT RUN: no Chromium here, so {what} was not tried in a browser"
            " (apt-get install chromium)",
            allow_module_level=True,
        )
    return found
