"""A quote leaves under every one of its conditions, and each one missing blocks it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors.gathered import BrokenQuoteError
from bot.questions import Direction
from bot.responses import MOST_QUOTED
from bot.themes.gathering import THEMES, Band, Digest
from bot.themes.quotes import Quote, Refusal, Review, Said, quotable

WORDS = "They listened to me, and nobody shouted."
BATCH = "ab" * 16
HERS = b"v" * 16
DIGEST = Digest(
    batch=BATCH,
    pool="blue-house",
    leaf="",
    months=("2026-03", "2026-05"),
    size_band="10-19",
    forms=(("default", 1),),
    epsilon=16,
    codebook=1,
    table=(
        ((THEMES, "keep:A4"), Band.SOME),
        ((THEMES, "keep:D1"), Band.FEW),
        ((THEMES, "change:A4"), Band.FEW),
    ),
)


SAID = Said(BATCH, HERS, Direction.KEEP, "en", WORDS, WORDS)
SIGNED = Review(WORDS, "A4", "reader 2", reads=False)


@dataclass(frozen=True)
class Case:
    """Everything that is weighed; as it stands, it passes."""

    said: Said = SAID
    review: Review = SIGNED
    released: Mapping[str, Digest] = field(default_factory=lambda: {BATCH: DIGEST})
    quoted: frozenset[tuple[str, bytes]] = frozenset({("cd" * 16, HERS)})
    switched_on: bool = True

    def weighed(self) -> Quote | Refusal:
        """Return what becomes of it."""
        return quotable(
            self.said,
            self.review,
            self.released,
            self.quoted,
            switched_on=self.switched_on,
        )

    def saying(self, words: str, *, reads: bool = False) -> "Case":
        """Return the same about other words, agreed to and signed."""
        return replace(
            self,
            said=replace(self.said, text=words, agreed=words),
            review=replace(self.review, words=words, reads=reads),
        )


Spoils = Callable[[Case], Case]


def said(**changes: object) -> Spoils:
    """Spoil what was said."""
    return lambda case: replace(case, said=replace(case.said, **changes))  # type: ignore[arg-type] # named fields


def review(**changes: object) -> Spoils:
    """Spoil what was signed."""
    return lambda case: replace(case, review=replace(case.review, **changes))  # type: ignore[arg-type] # named fields


def case(**changes: object) -> Spoils:
    """Spoil the rest."""
    return lambda case: replace(case, **changes)  # type: ignore[arg-type] # named fields


MISSING: tuple[tuple[Refusal, Spoils], ...] = (
    (Refusal.OFF, case(switched_on=False)),
    (Refusal.NOT_AGREED, said(agreed="")),
    (Refusal.OTHER_WORDS, said(text=WORDS + " Every day.")),
    (Refusal.UNSIGNED, review(signer="")),
    (Refusal.UNSIGNED, review(words=WORDS[:-1])),
    (Refusal.NOT_RELEASED, case(released={})),
    (Refusal.NOT_RELEASED, said(batch="")),
    (Refusal.FEW, review(code="D1")),
    (Refusal.FEW, review(code="E2")),
    (Refusal.FEW, said(direction=Direction.CHANGE)),
    (Refusal.LEAF, case(released={BATCH: replace(DIGEST, leaf="uk")})),
    (Refusal.HUSHED, said(hushed=True)),
    (Refusal.SECOND, case(quoted=frozenset({(BATCH, HERS)}))),
    (Refusal.DETAIL, said(hidden=True)),
    (Refusal.DETAIL, lambda case: case.saying("Write to a@post.example, it is good.")),
    (Refusal.UNREAD, lambda case: case.saying("სახლი თბილია და კარგია.")),
    (Refusal.UNREAD, lambda case: case.saying("الطعام جيد هنا")),
    (Refusal.UNREAD, lambda case: case.saying("they were kind to me")),
    (Refusal.OTHER_WORDS, lambda case: case.saying("Good. " * MOST_QUOTED)),
    (Refusal.OTHER_WORDS, lambda case: case.saying("Two\nlines.")),
)


def test_a_quote_under_every_condition_leaves() -> None:
    """Below its theme, with the words that its author saw, and nothing about her."""
    assert Case().weighed() == Quote(BATCH, "keep:A4", "en", WORDS)


@pytest.mark.parametrize(("reason", "spoils"), MISSING, ids=map(str, range(20)))
def test_each_missing_condition_blocks_alone(reason: Refusal, spoils: Spoils) -> None:
    """With all the others holding, the one that does not is the one that is named."""
    assert spoils(Case()).weighed() is reason


@given(st.sets(st.sampled_from(MISSING), min_size=1))
def test_no_condition_makes_up_for_another(
    missing: set[tuple[Refusal, Spoils]],
) -> None:
    """Whatever is missing together, nothing passes, and what is missing is named."""
    spoilt = Case()
    for _, spoils in missing:
        spoilt = spoils(spoilt)
    assert isinstance(spoilt.weighed(), Refusal)


def test_a_script_without_capitals_needs_who_reads_it() -> None:
    """A reviewer who reads the language makes the difference there, and only there."""
    arabic = Case().saying("الطعام جيد هنا", reads=True)
    assert isinstance(arabic.weighed(), Quote)


def test_a_quote_has_one_form_of_bytes() -> None:
    """It comes back as it was written; anything else is refused."""
    quote = Quote(BATCH, "keep:A4", "en", WORDS)
    written = quote.to_bytes()
    assert Quote.from_bytes(written) == quote
    for other in (b"", b"{}", written + b" ", written.replace(b"They", b"Two\\nThey")):
        with pytest.raises(BrokenQuoteError):
            Quote.from_bytes(other)
