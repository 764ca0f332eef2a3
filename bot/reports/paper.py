"""One file that goes with a digest, as a value."""

from dataclasses import dataclass, field

Quoted = tuple[str, str, str]
"""Below which entry of which batch's list (`batch, entry`) which words stand."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: `name` as its reader saves it, `kind` its MIME type."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the same facts in words for whoever cannot see it."""

    png: bytes = field(repr=False)
    alt: str
