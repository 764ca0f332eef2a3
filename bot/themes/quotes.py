"""One person's own words below a theme: a `Quote`, or why there is none.

Everything else that leaves the vault is a mix of many people; a quote is not, and the
odds of `gathering.md` do not hold for it. So it leaves only where its author agreed to
that exact text after seeing it as it will look, and where all the rest of P10 holds.

Rule: each condition blocks by itself, and none is made up for by another. With quotes
switched off, which they are unless a deployment decides otherwise, nothing passes.
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bot.details.finding import clean
from bot.details.names import shows_names
from bot.errors.gathered import BrokenQuoteError
from bot.questions import Direction
from bot.responses import MOST_QUOTED, as_shown
from bot.themes.gathering import THEMES, Band, Digest
from bot.words.writing import units


class Refusal(enum.Enum):
    """Why words stay in the vault, by a name; the desk says it in words."""

    OFF = "off"
    NOT_AGREED = "not_agreed"
    OTHER_WORDS = "other_words"
    UNSIGNED = "unsigned"
    NOT_RELEASED = "not_released"
    FEW = "few"
    LEAF = "leaf"
    HUSHED = "hushed"
    SECOND = "second"
    DETAIL = "detail"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Said:
    """An opened answer, in the vault alone.

    `batch` is the one in which the ledger has it (32 hex digits, "" where it waits),
    `voice` its person's mark, `text` and `agreed` are `text` and `quote` of the answer.
    `hidden` tells whether a reader hid something in it, `hushed` whether it was given a
    code that is never told.
    """

    batch: str
    voice: bytes
    direction: Direction
    language: str
    text: str
    agreed: str
    hidden: bool = False
    hushed: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer signed: these exact words, under this code.

    `signer` is "" where nobody signed; `reads` says whether the signer reads the
    language of the words.
    """

    words: str
    code: str
    signer: str
    reads: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that leave: below the fact `(THEMES, entry)` of one batch, and for ever."""

    batch: str
    entry: str
    language: str
    words: str

    def __post_init__(self) -> None:
        fits = 0 < units(self.words) <= MOST_QUOTED
        if not fits or self.words != as_shown(self.words):
            raise ValueError(self.entry)

    def to_bytes(self) -> bytes:
        """Return the canonical JSON: the same bytes for the same quote, always."""
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def from_bytes(cls, content: bytes) -> "Quote":
        """Return the quote that `to_bytes` wrote; raise `BrokenQuoteError`."""
        try:
            quote = msgspec.json.decode(content, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BrokenQuoteError from None
        if quote.to_bytes() != content:
            raise BrokenQuoteError
        return quote


def quotable(  # noqa: PLR0913 (each condition has a source of its own)
    said: Said,
    review: Review,
    released: Mapping[str, Digest],
    quoted: Collection[tuple[str, bytes]],
    *,
    switched_on: bool,
    regions: Sequence[str] = (),
) -> Quote | Refusal:
    """Return the quote, or the first reason against it.

    `released` are the released digests by their batch, `quoted` the batches and voices
    that have a quote already; `regions` are the deployment's countries (`details`).
    """
    entry = f"{said.direction.value}:{review.code}"
    digest = released.get(said.batch)
    told = dict(digest.table) if digest else {}
    against = {
        Refusal.OFF: not switched_on,
        Refusal.NOT_AGREED: not said.agreed,
        Refusal.OTHER_WORDS: not _exact(said),
        Refusal.UNSIGNED: not review.signer or review.words != said.agreed,
        Refusal.NOT_RELEASED: said.batch not in released,
        Refusal.FEW: told.get((THEMES, entry), Band.FEW) is Band.FEW,
        Refusal.LEAF: digest is not None and digest.leaf != "",
        Refusal.HUSHED: said.hushed,
        Refusal.SECOND: (said.batch, said.voice) in quoted,
        Refusal.DETAIL: said.hidden or bool(clean(said.agreed, regions)),
        Refusal.UNREAD: not (review.reads or shows_names(said.agreed)),
    }
    refused = next((reason for reason, holds in against.items() if holds), None)
    return refused or Quote(said.batch, entry, said.language, said.agreed)


def _exact(said: Said) -> bool:
    """Tell whether she agreed to the whole of what she wrote, as it looks to others."""
    return said.agreed == as_shown(said.text) and units(said.agreed) <= MOST_QUOTED
