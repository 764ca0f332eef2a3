"""Puts the stronger coder together: a model, what it knows, and what it was taught."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.coder.embedding import EmbeddingCoder
from bot.coder.engine import CARD, SHA256, engine
from bot.coder.folder import tried
from bot.coder.knowledge import SHIPPED, Knowledge, source_of
from bot.coder.learning import taught
from bot.coder.trained import Proposal, Trained
from bot.errors.coded import ThemesMissingError
from bot.themes.codes import Codebook
from bot.themes.readings import Example


def composed(
    codebook: Codebook, folder: Path | None, examples: Sequence[Example]
) -> EmbeddingCoder:
    """Return a coder with the model that came along, or with a folder's."""
    if folder is None:
        coder = EmbeddingCoder.of(CARD, engine, _shipped(), codebook)
    else:
        card, load, knowledge = tried(folder)
        coder = EmbeddingCoder.of(card, load, knowledge, codebook)
    return taught(coder, examples) if examples else coder


def proposals(
    coder: Trained, missed: Sequence[Sequence[tuple[bytes, bytes]]], k: int
) -> tuple[Proposal, ...]:
    """Return groups of texts that no code fits, the largest first."""
    from bot.coder import suggesting  # noqa: PLC0415 (a library of a second to load)

    if not isinstance(coder, EmbeddingCoder):
        raise ThemesMissingError
    return suggesting.proposals(coder, missed, k)


@cache
def _shipped() -> Knowledge:
    return Knowledge.from_bytes(SHIPPED.read_bytes(), source_of(SHA256))
