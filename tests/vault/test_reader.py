"""What a reader wrote is sealed to its place; her marks say nothing without the key."""

import pytest

from bot.errors.gathered import BrokenReadingError
from bot.vault.keys import mark, subkey
from bot.vault.reader import SIZES, ReaderKeys

SEED, OTHER = bytes(32), bytes([1] * 32)
KEYS = ReaderKeys(SEED, "r1")
PLACE = ("training", b"answer", "Q6", b"reader")


def test_what_is_sealed_opens_in_its_place() -> None:
    """It comes back as it was, and its length tells one of four sizes."""
    sealed = KEYS.seal(b"words", *PLACE)
    assert KEYS.open(sealed, *PLACE) == b"words"
    assert len(sealed) == SIZES[0] + 28


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (KEYS, ("training", b"another", "Q6", b"reader")),
        (KEYS, ("training", b"answer", "Q7", b"reader")),
        (KEYS, ("training", b"answer", "Q6", b"another")),
        (KEYS, ("acted", b"answer", "Q6", b"reader")),
        (ReaderKeys(SEED, "r2"), PLACE),
        (ReaderKeys(OTHER, "r1"), PLACE),
    ],
)
def test_moved_elsewhere_it_does_not_open(
    keys: ReaderKeys, place: tuple[str | bytes, ...]
) -> None:
    """Another answer, question, reader, table, round or key: each one refuses it."""
    with pytest.raises(BrokenReadingError):
        keys.open(KEYS.seal(b"words", *PLACE), *place)


def test_an_answers_mark_is_the_ledgers() -> None:
    """So a coded answer leads to the batch that told it."""
    assert KEYS.answer(b"id") == mark(subkey(SEED, "ledger"), b"id")


def test_a_reader_is_known_by_a_name_however_it_is_typed() -> None:
    """Case and spaces make no second reader; another name or round does."""
    one = KEYS.reader("Reader 1")
    assert KEYS.reader("  reader   1 ") == one
    assert KEYS.reader("reader 2") != one
    assert ReaderKeys(OTHER, "r2").reader("Reader 1") != one


def test_one_text_in_ten_is_coded_twice() -> None:
    """Which ones cannot be drawn again: the seed says it."""
    drawn = [KEYS.doubled(n.to_bytes(16), "Q6") for n in range(5000)]
    assert 400 < sum(drawn) < 600
    assert drawn == [KEYS.doubled(n.to_bytes(16), "Q6") for n in range(5000)]
