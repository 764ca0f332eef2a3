"""libhxl, as far as it can be imported: it wants six, and never asked for it."""

import sys
from types import SimpleNamespace

sys.modules.setdefault("six", SimpleNamespace(string_types=(str,)))  # type: ignore[arg-type] # stands in for a module
import hxl  # noqa: E402 (only now can it be imported)

__all__ = ["hxl"]
