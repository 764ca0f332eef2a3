"""An envelope opens for its key and round, untouched, and not otherwise."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import pytest
from cryptography.hazmat.backends.openssl.backend import backend
from hypothesis import given, settings
from hypothesis import strategies as st
from vault.spoken import PUBLIC, ROUND, SEED, response, written

from bot.errors.keys import NoPostQuantumError, PublicKeyError
from bot.errors.sealed import BrokenEnvelopeError, EnvelopeError, NotForThisKeyError
from bot.responses import Answer
from bot.vault import envelope
from bot.vault.keys import public_half
from bot.vault.opening import Opener
from bot.vault.sealing import Sealer, fingerprint, key_id

OTHER_SEED = bytes(32)
SEALER = Sealer(PUBLIC, ROUND)
OPENER = Opener(SEED, ROUND)
YES = response(Answer("Q3", ("yes",)))
SEALED = SEALER.seal(YES)


def test_what_is_sealed_opens() -> None:
    """The vault reads what was said."""
    said = written("Мене ніхто не питав.\nسألوني مرة واحدة")
    assert OPENER.open(SEALER.seal(said)) == said


def test_sealing_twice_looks_different() -> None:
    """The same answer never makes the same envelope."""
    assert SEALER.seal(YES) != SEALER.seal(YES)


def test_sizes_tell_only_the_bucket() -> None:
    """Yes, no and nothing at all have one size; text has one of three."""
    said = [
        response(),
        YES,
        response(Answer("Q3", ("sometimes",))),
        response(*(Answer(f"Q{n}", ("home", "safe", "kind")) for n in range(8))),
    ]
    assert {len(SEALER.seal(one)) for one in said} == {1 + 8 + 1136 + 1024}
    told = {len(SEALER.seal(written("й" * n))) for n in range(0, 5001, 100)}
    assert told == envelope.SIZES


def test_nothing_of_the_answer_shows() -> None:
    """No part of the body stands in the envelope."""
    assert b"yes" not in SEALED
    assert b"blue-house" not in SEALED
    assert YES.voice not in SEALED


def test_any_changed_byte_is_refused() -> None:
    """Whichever byte is changed, the envelope gives no answer."""
    for at in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[at] ^= 1
        with pytest.raises(EnvelopeError):
            OPENER.open(bytes(changed))


@pytest.mark.parametrize("size", [0, 1, 8, 9, 10, 1000, 2168])
def test_a_truncated_envelope_is_broken(size: int) -> None:
    """A piece of an envelope is refused."""
    with pytest.raises(BrokenEnvelopeError):
        OPENER.open(SEALED[:size])


def test_another_round_is_broken() -> None:
    """The right key for another round does not open it."""
    with pytest.raises(BrokenEnvelopeError):
        Opener(SEED, "round-2").open(SEALED)


def test_another_key_is_not_for_me() -> None:
    """Another round's key says that it is not meant, not that it is broken."""
    with pytest.raises(NotForThisKeyError):
        Opener(OTHER_SEED, ROUND).open(SEALED)


def test_an_envelope_relabelled_for_another_key_is_broken() -> None:
    """Writing another key's id on an envelope does not make it that key's."""
    other = key_id(public_half(OTHER_SEED))
    with pytest.raises(BrokenEnvelopeError):
        Opener(OTHER_SEED, ROUND).open(SEALED[:1] + other + SEALED[9:])


def test_plaintext_is_not_an_envelope() -> None:
    """A body that nobody sealed is refused, bare or dressed as an envelope."""
    bucket = envelope.pad(envelope.body(YES))
    dressed = envelope.join(envelope.Parts(key_id(PUBLIC), bytes(1136) + bucket))
    for plain in (envelope.body(YES), bucket, dressed):
        with pytest.raises(EnvelopeError):
            OPENER.open(plain)


@given(st.sampled_from(sorted(envelope.SIZES)), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_any_bytes_are_refused(size: int, dice: Random) -> None:
    """Bytes of the right size, format and key id that nobody sealed are refused."""
    junk = bytes([envelope.FORMAT]) + key_id(PUBLIC) + dice.randbytes(size - 9)
    with pytest.raises(BrokenEnvelopeError):
        OPENER.open(junk)


@pytest.mark.parametrize(
    "damaged",
    [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * 1216, PUBLIC[:1184] + bytes(32)],
    ids=["none", "short", "long", "no key", "no point"],
)
def test_a_damaged_public_key_is_refused_at_once(damaged: bytes) -> None:
    """A key that cannot seal is refused before anybody talks."""
    with pytest.raises(PublicKeyError):
        Sealer(damaged, ROUND)


def test_without_post_quantum_there_is_no_sealing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A library without ML-KEM is refused; nothing weaker takes its place."""
    monkeypatch.setattr(type(backend), "mlkem_supported", lambda _: False)
    with pytest.raises(NoPostQuantumError):
        Sealer(PUBLIC, ROUND)


def test_a_worker_of_a_pool_opens_from_the_seed() -> None:
    """Another process makes its own opener from the seed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(open_there, SEALED).result() == YES


def open_there(sealed: bytes) -> object:
    """Open an envelope in this process, whichever it is."""
    return Opener(SEED, ROUND).open(sealed)


def test_the_fingerprint_is_twelve_groups_of_digits() -> None:
    """People compare sixty digits, in any language."""
    groups = fingerprint([(100, 126, PUBLIC)]).split(" ")
    assert [len(group) for group in groups] == [5] * 12
    assert all(group.isdecimal() for group in groups)


def test_the_fingerprint_stands_for_the_whole_dated_list() -> None:
    """One key more or less, another order or another date is another fingerprint."""
    one, other = (100, 126, PUBLIC), (100, 126, public_half(OTHER_SEED))
    lists = [[], [one], [other], [one, other], [other, one]]
    lists += [[(101, 126, PUBLIC)], [(100, 127, PUBLIC)]]
    assert len({fingerprint(keys) for keys in lists}) == len(lists)


def test_the_serving_half_does_not_import_the_private_half() -> None:
    """A process that only seals has no opening code in memory."""
    program = (
        "import sys, bot.vault.sealing, bot.vault.resting, bot.vault.receipt,"
        " bot.vault.secrets;"
        "print(sorted({'bot.vault.opening', 'bot.vault.keys'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter and words)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
