"""What lies in an envelope is exact and padded, and anything else is refused."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vault.spoken import PUBLIC, ROUND, response, written

from bot.errors.sealed import (
    BrokenEnvelopeError,
    EnvelopeError,
    TooLongToSealError,
    UnknownFormatError,
    UnsealableError,
)
from bot.responses import Answer, Response
from bot.vault import envelope, padding
from bot.vault.sealing import Sealer
from bot.weeks import Week

LONGEST_ID = "x" * 24
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.text("abcdefghij-:.0123456789", max_size=24)
WEEKS = st.integers(0, 0xFFFF).map(Week)
QUOTES = st.just("") | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
ANSWERS = st.builds(
    Answer, NAMES, st.lists(NAMES, max_size=3).map(tuple), text=WORDS, quote=QUOTES
)
RESPONSES = st.builds(
    Response,
    answer_id=st.binary(min_size=16, max_size=16),
    voice=st.binary(min_size=16, max_size=16),
    pepper=st.binary(min_size=8, max_size=8),
    pool=NAMES,
    language=NAMES,
    form=NAMES,
    form_version=st.integers(0, 0xFFFF),
    sent_week=WEEKS,
    ready_week=WEEKS,
    answers=st.lists(ANSWERS, max_size=8).map(tuple),
)


def rewritten(said: Response, at: int, value: object) -> bytes:
    """Return a body in which the field at an index is another value."""
    fields = msgspec.msgpack.decode(envelope.body(said))
    fields[at] = value
    return msgspec.msgpack.encode(fields)


@given(RESPONSES)
@settings(max_examples=100)
def test_any_response_comes_back(said: Response) -> None:
    """What is put into a bucket is what is read out of it."""
    padded = envelope.pad(envelope.body(said))
    assert envelope.response(envelope.unpad(padded)) == said


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_refused_or_are_a_body(junk: bytes) -> None:
    """Bytes are refused, or are exactly what `body` makes of what was read."""
    try:
        read = envelope.response(junk)
    except BrokenEnvelopeError:
        return
    assert envelope.body(read) == junk


@given(RESPONSES, st.data())
@settings(max_examples=100)
def test_a_changed_body_is_refused_or_still_exact(
    said: Response, data: st.DataObject
) -> None:
    """A body with one changed byte is refused or has just that one reading."""
    changed = bytearray(envelope.body(said))
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        read = envelope.response(bytes(changed))
    except BrokenEnvelopeError:
        return
    assert read != said
    assert envelope.body(read) == changed


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_taken_apart_or_refused(junk: bytes) -> None:
    """An envelope of an impossible size or format gets no further."""
    with pytest.raises(EnvelopeError):
        envelope.split(bytes([envelope.FORMAT]) + junk)


def test_taps_all_have_one_size() -> None:
    """Eight questions with three of the longest choices fill the smallest bucket."""
    most = response(
        *(Answer(LONGEST_ID, (LONGEST_ID, LONGEST_ID, LONGEST_ID)) for _ in range(8))
    )
    most = replace(
        most,
        pool="family:" + LONGEST_ID,
        form=LONGEST_ID,
        language="zh-Hant-TW",
        form_version=0xFFFF,
        sent_week=Week(0xFFFF),
        ready_week=Week(0xFFFF),
    )
    sizes = {len(envelope.pad(envelope.body(said))) for said in (response(), most)}
    assert sizes == {1024}


LENT = "They listened to me."


def test_who_lends_words_cannot_be_told_apart() -> None:
    """Outside, an answer with words that may be shown looks like one without."""
    lent, kept = Answer("Q6", text=LENT, quote=LENT), Answer("Q6", text=LENT)
    sealer = Sealer(PUBLIC, ROUND)
    one, other = (sealer.seal(response(answer)) for answer in (lent, kept))
    assert (one[:9], len(one)) == (other[:9], len(other))


@pytest.mark.parametrize(
    "answers",
    [
        [Answer("Q6", text=LENT, quote="x" * 281)],
        [Answer("Q6", text=LENT, quote="x" * 200), Answer("Q7", quote="x" * 81)],
    ],
    ids=["one", "two together"],
)
def test_more_words_than_may_be_shown_are_refused(answers: list[Answer]) -> None:
    """280 UTF-16 units of one response."""
    with pytest.raises(TooLongToSealError):
        envelope.body(response(*answers))


def test_the_longest_text_fits_with_what_of_it_may_be_shown() -> None:
    """In a script of three bytes a letter, beside all that was tapped."""
    said = response(
        Answer("Q6", text="漢" * 280, quote="漢" * 280),
        Answer("Q7", text="漢" * 4720),
        *(Answer("Q1", ("very_good", "very_good", "very_good")) for _ in range(6)),
    )
    assert len(envelope.pad(envelope.body(said))) == max(envelope.BUCKETS)


@pytest.mark.parametrize(
    "character", ["x", "\x00", '"', "\\", "й", "漢", "👩", "\u2028"]
)
def test_the_longest_text_fits_in_every_script(character: str) -> None:
    """5,000 UTF-16 units fit, whatever they are and whatever was tapped besides."""
    units = len(character.encode("utf-16-le")) // 2
    text = character * (envelope.MOST_TEXT // units)
    said = response(
        Answer("Q6", text=text),
        *(Answer(LONGEST_ID, (LONGEST_ID, LONGEST_ID, LONGEST_ID)) for _ in range(7)),
    )
    padded = envelope.pad(envelope.body(said))
    assert len(padded) in envelope.BUCKETS
    assert envelope.response(envelope.unpad(padded)) == said


@pytest.mark.parametrize("text", ["x" * 5001, "👩" * 2501])
def test_a_longer_text_is_refused(text: str) -> None:
    """One unit more than 5,000 is refused by a class of its own."""
    with pytest.raises(TooLongToSealError):
        envelope.body(written(text))


def test_texts_count_together() -> None:
    """Two texts that are too long together are refused."""
    said = response(Answer("Q6", text="x" * 2500), Answer("Q7", text="x" * 2501))
    with pytest.raises(TooLongToSealError):
        envelope.body(said)


@pytest.mark.parametrize(
    ("size", "bucket"),
    [
        (0, 1024),
        (1023, 1024),
        (1024, 4096),
        (4095, 4096),
        (4096, 16384),
        (16383, 16384),
    ],
)
def test_a_body_fills_the_smallest_bucket(size: int, bucket: int) -> None:
    """A body lies in the smallest bucket with a byte to spare."""
    padded = envelope.pad(b"x" * size)
    assert len(padded) == bucket
    assert envelope.unpad(padded) == b"x" * size


def test_a_body_beyond_the_largest_bucket_is_refused() -> None:
    """There is no fourth size."""
    with pytest.raises(TooLongToSealError):
        envelope.pad(bytes(16384))


@pytest.mark.parametrize(
    "bucket",
    [
        b"",
        bytes(1024),
        b"x" * 1024,
        padding.pad(b"x", 1023),
        padding.pad(b"x", 4096),
        padding.pad(b"x" * 2000, 16384),
        padding.pad(b"x", 1024)[:-1] + b"\x01",
    ],
    ids=["empty", "zeros", "full", "short", "roomy", "too roomy", "not zero"],
)
def test_padding_of_any_other_kind_is_refused(bucket: bytes) -> None:
    """A bucket opens only if `pad` would have made it."""
    with pytest.raises(BrokenEnvelopeError):
        envelope.unpad(bucket)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, 2),
        (0, "1"),
        (1, bytes(15)),
        (2, bytes(17)),
        (2, "voice"),
        (3, bytes(16)),
        (4, "x" * 65),
        (5, None),
        (7, -1),
        (8, 0x10000),
        (9, 1.0),
        (10, [["Q1", ["good"]]]),
        (10, [["Q1", ["good"], "", ""]]),
        (10, [["Q1", "good", ""]]),
        (10, [["Q1", [], ""]] * 33),
        (10, [["Q1", ["x"] * 17, ""]]),
    ],
)
def test_an_odd_field_is_refused(at: int, value: object) -> None:
    """A body with a field of another type or size is refused."""
    with pytest.raises(BrokenEnvelopeError):
        envelope.response(rewritten(response(), at, value))


def test_a_second_spelling_is_refused() -> None:
    """The same values in other bytes are refused, so nothing hides in a spelling."""
    body = envelope.body(response())
    longer = body.replace(b"\xa2uk", b"\xd9\x02uk")
    assert msgspec.msgpack.decode(longer) == msgspec.msgpack.decode(body)
    with pytest.raises(BrokenEnvelopeError):
        envelope.response(longer)


@pytest.mark.parametrize(
    "odd",
    [
        replace(response(), voice=b"short"),
        replace(response(), pool="x" * 65),
        replace(response(), form_version=-1),
        written("\ud800"),
        replace(response(), pool="\ud800"),
    ],
    ids=["voice", "pool", "version", "half a character", "half an id"],
)
def test_what_would_not_open_is_not_sealed(odd: Response) -> None:
    """A response that the vault would refuse is refused before it is sealed."""
    with pytest.raises(UnsealableError):
        envelope.body(odd)


def test_no_words_enter_an_error() -> None:
    """An error about an answer carries nothing of it, nor does what led to it."""
    with pytest.raises(UnsealableError) as caught:
        envelope.body(written("my words\ud800"))
    assert "my words" not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("found", [0, 2, 0x7B, 255])
def test_an_unknown_format_is_told_apart(found: int) -> None:
    """Another first byte is another program's envelope, not a broken one."""
    with pytest.raises(UnknownFormatError, match=f"format {found},"):
        envelope.split(bytes([found]) + bytes(2168))


@pytest.mark.parametrize("off", [-1, 1, 1024])
def test_a_size_between_the_three_is_broken(off: int) -> None:
    """An envelope has one of three sizes, to the byte."""
    for size in envelope.SIZES:
        with pytest.raises(BrokenEnvelopeError):
            envelope.split(bytes([envelope.FORMAT]) + bytes(size + off - 1))


def test_an_empty_envelope_is_broken() -> None:
    """Nothing at all is a broken envelope."""
    with pytest.raises(BrokenEnvelopeError):
        envelope.split(b"")


def test_each_context_reads_differently() -> None:
    """Format, key and round all stand in what an envelope is bound to."""
    contexts = {
        envelope.info("a", bytes(8)),
        envelope.info("b", bytes(8)),
        envelope.info("a", bytes(7) + b"\x01"),
    }
    assert len(contexts) == 3
    assert all(context[14] == envelope.FORMAT for context in contexts)
