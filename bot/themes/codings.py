"""What a reader found in one text, as a value: it rests sealed (`vault.reader`).

Rule: a reader's codes take the place of the coder's for that text, and are counted by
the same rules: three themes of an answer at most, and only codes that words may count
for. What was hidden is not kept, only where it stood.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bot.details.finding import HIDDEN
from bot.errors.gathered import BrokenReadingError
from bot.questions import Direction, Form
from bot.themes.readings import MOST_CODES, Example, Wanted

Span = tuple[int, int]
"""Where something stands in a text, in characters: the first, and the one after."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A code that a reader gave, and what the person wants with it."""

    code: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Coding:
    """One reader's work on one text: its codes, the strongest first.

    `text` has a mark for everything that was hidden, `hidden` says where in the answer
    that was; `blind` is the second coding of a drawn text, which is only compared.
    """

    language: str
    text: str
    codes: tuple[Chosen, ...]
    hidden: tuple[Span, ...] = ()
    blind: bool = False

    def to_bytes(self) -> bytes:
        """Return the coding as it is sealed."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Coding":
        """Return what `to_bytes` wrote; raise `BrokenReadingError` for all else."""
        try:
            return msgspec.msgpack.decode(content, type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            pass
        raise BrokenReadingError  # out of the handler: no words come along

    @property
    def example(self) -> Example:
        """Return what the coder may learn from it."""
        return Example(self.language, self.text, tuple(c.code for c in self.codes))


def covered(text: str, hidden: Iterable[Span]) -> str:
    """Return a text with one mark for each stretch that was hidden."""
    for start, end in sorted(joined(hidden), reverse=True):
        text = text[:start] + HIDDEN + text[end:]
    return text


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same stretches in order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return tuple(found)


Said = Mapping[str, Sequence[Chosen]]
"""What a reader gave the texts of one answer, by question."""


Marked = Mapping[bytes, Mapping[str, tuple[Chosen, ...]]]
"""What readers gave answers: by an answer's mark, then by question."""


def counted(form: Form, said: Said) -> dict[str, tuple[str, ...]]:
    """Return the codes that a reader's work on one answer counts for, by question.

    Praise counts as something to keep and a problem as something to change, whichever
    question it was said to; a need counts where it was said. Every question that was
    read is there, so that no guess takes the place of a reader's "nothing".
    """
    at = {q.direction: q.id for q in reversed(form.questions) if q.direction}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(said, ())
    for question, codes in said.items():
        for one in codes[:MOST_CODES]:
            place = at.get(SIDE[one.wanted], "") if one.wanted in SIDE else question
            found[place] = (*found.get(place, ()), one.code)
    found.pop("", None)
    return found


SIDE = {Wanted.PRAISE: Direction.KEEP, Wanted.PROBLEM: Direction.CHANGE}


def standing(codings: Iterable[Coding]) -> Coding | None:
    """Return the coding that counts of one text's: the first reader's, where it is."""
    return min(codings, key=lambda coding: coding.blind, default=None)
