"""What the vault expects of a coder, and what it is told of what no code fits."""

from dataclasses import dataclass
from typing import Protocol

from bot.themes.coding import Coder, Reads

MOST_TEXTS = 2000
"""Texts that are clustered: what it takes grows by their square."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group that no code fits: how many people (a size band), and nearest words."""

    people: str
    words: tuple[str, ...]


class Trained(Coder, Reads, Protocol):
    """Codes for the tick, and suggests at the desk."""
