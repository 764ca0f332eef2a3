"""The codebook that came with the program: `codebook.toml`, read once (`digests.md`).

Labels are message ids, `theme.<code>`; what else is said of a code lies in `codetexts`.
"""

from functools import cache
from pathlib import Path

from bot.questions import Direction
from bot.themes.codefile import read_codebook
from bot.themes.codes import Code, Codebook, Sensitivity

__all__ = ["CODEBOOK", "SHIPPED", "VERSION", "Code", "Codebook", "Sensitivity", "told"]

SHIPPED: Codebook = read_codebook(Path(__file__).with_name("codebook.toml"))
VERSION = SHIPPED.version
CODEBOOK: dict[str, Code] = SHIPPED.by_id()
"""Every code by its id, in order."""


@cache
def told(direction: Direction) -> tuple[str, ...]:
    """Return the codes that words may count for in this direction, in order."""
    return SHIPPED.told(direction)
