"""Which text a reader sees next: in an order that nobody's arrival gave.

Rule: a text is read by one reader, one in ten by two, and the second never sees what
the first found. Pure: pieces say where a text lies, never what it says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.themes.codings import Coding


class Piece(NamedTuple):
    """Where one free text lies: its round, sealed row, answer's mark and question.

    `doubled` tells whether two readers code it.
    """

    round: str
    row: int
    answer: bytes
    question: str
    language: str
    doubled: bool

    @property
    def text(self) -> tuple[bytes, str]:
        """Return what codings of it are kept by."""
        return self.answer, self.question


Done = Mapping[tuple[bytes, str], Mapping[bytes, Coding]]
"""What readers found, by text and by reader's mark."""


@dataclass(slots=True)
class Seat:
    """One reader at the desk: her mark in each round, and where she has been.

    `languages` are those she reads texts in, `speaks` the one that the desk speaks.
    """

    marks: Mapping[str, bytes]
    languages: frozenset[str]
    speaks: str = "en"
    seen: list[int] = field(default_factory=list)
    at: int = -1

    @property
    def here(self) -> int | None:
        """Return the place that lies open, if one does."""
        return self.seen[self.at] if 0 <= self.at < len(self.seen) else None

    def mark(self, piece: Piece) -> bytes:
        """Return her mark in a piece's round."""
        return self.marks[piece.round]

    def back(self) -> int | None:
        """Go to the text before; stay at the first."""
        self.at = max(0, self.at - 1) if self.seen else -1
        return self.here

    def forward(self, count: int, waits: Callable[[int], bool]) -> int | None:
        """Go to the next text she went back from, else to one that waits for her.

        What she passed over comes round again after all the others.
        """
        if self.at + 1 < len(self.seen):
            self.at += 1
            return self.here
        last = self.seen[-1] if self.seen else -1
        turn = ((last + 1 + n) % count for n in range(count))
        found = next((place for place in turn if waits(place)), None)
        if found is not None:
            self.seen.append(found)
            self.at = len(self.seen) - 1
        return found

    def waits(self, piece: Piece, done: Done) -> bool:
        """Tell whether a text is one that she is to read."""
        if piece.language not in self.languages:
            return False
        by = done.get(piece.text, {})
        if self.mark(piece) in by:
            return False
        return not by or (piece.doubled and len(by) == 1)


def share(pieces: Sequence[Piece], done: Done, languages: frozenset[str]) -> int:
    """Return how much of the texts in these languages was read, in whole per cent."""
    own = [piece for piece in pieces if piece.language in languages]
    read = sum(1 for piece in own if done.get(piece.text))
    return 100 * read // len(own) if own else 100


def second_share(pieces: Sequence[Piece], done: Done, languages: frozenset[str]) -> int:
    """Return how much of the drawn tenth was read twice, in whole per cent."""
    own = [p for p in pieces if p.doubled and p.language in languages]
    twice = sum(1 for piece in own if len(done.get(piece.text, {})) > 1)
    return 100 * twice // len(own) if own else 100
