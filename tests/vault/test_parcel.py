"""A parcel opens whole, for its own key and purpose; its size tells almost nothing."""

import io
import secrets

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors.carried import (
    DamagedParcelError,
    NotAParcelError,
    OtherParcelError,
    ParcelVersionError,
)
from bot.vault.keys import new_seed, public_half
from bot.vault.opening import content_key
from bot.vault.parcel import CHUNK, MAGIC, SMALLEST, Head, Purpose, head, pack, unpack
from bot.vault.sealing import SUITE, key_id, public_key_of

SEED = new_seed()


def packed(content: bytes, purpose: Purpose = Purpose.CARRY) -> bytes:
    """Return a parcel for the test's key."""
    parcel = io.BytesIO()
    pack(io.BytesIO(content), parcel, public_half(SEED), purpose)
    return parcel.getvalue()


def opened(parcel: bytes, seed: bytes = SEED) -> bytes:
    """Return what a parcel holds."""
    file, content = io.BytesIO(parcel), io.BytesIO()
    unpack(file, content, content_key(head(file, Purpose.CARRY), seed))
    return content.getvalue()


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK - 9, CHUNK - 8, CHUNK - 7, 3 * CHUNK, SMALLEST - 8, SMALLEST]
)
def test_what_goes_in_comes_out(size: int) -> None:
    """Contents of any length come back as they were, at the edges of chunks too."""
    content = secrets.token_bytes(size)
    assert opened(packed(content)) == content


def test_a_size_tells_almost_nothing() -> None:
    """Nothing and nearly four MiB are the same size; the next one is twice that."""
    sizes = {len(packed(b"x" * size)) for size in (0, 1, 100_000, SMALLEST - 8)}
    assert len(sizes) == 1
    assert len(packed(b"x" * (SMALLEST - 7))) > 2 * sizes.pop() - 2 * CHUNK


@pytest.mark.parametrize("cut", [0, 5, 500, 1191, 1192, 70_000, 4_000_000, -CHUNK, -1])
def test_one_that_is_cut_short_is_refused(cut: int) -> None:
    """Wherever it ends too early, the whole is refused."""
    parcel = packed(b"something")
    with pytest.raises((DamagedParcelError, NotAParcelError)):
        opened(parcel[:cut])


def test_one_that_is_shorter_than_its_length_is_refused() -> None:
    """Anyone can seal to the key; a single tiny chunk is told in the same words."""
    key, file = secrets.token_bytes(32), io.BytesIO()
    id_ = key_id(public_half(SEED))
    it = Head(Purpose.CARRY, id_, b"")
    wrapped = SUITE.encrypt(key, public_key_of(public_half(SEED)), it.info)
    file.write(MAGIC + bytes([1, Purpose.CARRY]) + id_ + wrapped)
    file.write(AESGCM(key).encrypt(bytes(11) + b"\1", b"tiny", None))
    with pytest.raises(DamagedParcelError):
        opened(file.getvalue())


def test_one_that_ends_between_two_chunks_is_refused() -> None:
    """A chunk that is not the last cannot be made the last."""
    parcel = packed(b"something")
    with pytest.raises(DamagedParcelError):
        opened(parcel[: -(CHUNK + 16)])


def test_more_behind_the_end_is_refused() -> None:
    """Nothing can be added."""
    parcel = packed(b"something")
    for more in (b"x", parcel[-(CHUNK + 16) :]):
        with pytest.raises(DamagedParcelError):
            opened(parcel + more)


@pytest.mark.parametrize("place", [15, 30, 1191, 1192, 90_000, -1])
def test_one_changed_bit_is_refused(place: int) -> None:
    """Purpose, key, wrapped key and chunks are all held together."""
    parcel = bytearray(packed(b"something"))
    parcel[place] ^= 1
    with pytest.raises((DamagedParcelError, NotAParcelError, OtherParcelError)):
        opened(bytes(parcel))


def test_only_its_own_key_opens_it() -> None:
    """Another deployment's key does not, and that is said as such."""
    with pytest.raises(OtherParcelError):
        opened(packed(b"something"), new_seed())


def test_one_of_another_purpose_is_refused() -> None:
    """A backup cannot be passed off as carried answers."""
    with pytest.raises(NotAParcelError):
        opened(packed(b"something", Purpose.BACKUP))


def test_one_of_a_newer_program_is_refused() -> None:
    """A version that is not known is said."""
    parcel = bytearray(packed(b"something"))
    parcel[13] = 2
    with pytest.raises(ParcelVersionError):
        opened(bytes(parcel))


def test_nothing_of_the_content_is_readable() -> None:
    """Without the key there are only random bytes."""
    assert b"something readable" not in packed(b"something readable" * 20)
