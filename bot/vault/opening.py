"""Opening what was sealed, with the private half. Fenced: serving never imports this.

The expanded key cannot be pickled: a worker of a process pool is given the seed and
makes its own `Opener`. Rule: "not for this key" is told apart from "broken", and what
does not open to exactly what `envelope.body` makes is broken.

Whoever holds the seed can read every envelope of its round, and of no other.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from bot.errors.carried import DamagedParcelError, OtherParcelError
from bot.errors.sealed import BrokenEnvelopeError, NotForThisKeyError
from bot.responses import Response
from bot.vault import envelope
from bot.vault.keys import private_keys, public_half
from bot.vault.parcel import Head
from bot.vault.sealing import SUITE, key_id


class Opener:
    """Opens the envelopes of one round. `seed` is 32 bytes."""

    __slots__ = ("_info", "_key", "_key_id")

    def __init__(self, seed: bytes, round_id: str) -> None:
        self._key = _private(seed)
        self._key_id = key_id(public_half(seed))
        self._info = envelope.info(round_id, self._key_id)

    def open(self, sealed: bytes) -> Response:
        """Return the response; raise one of the `EnvelopeError`s."""
        parts = envelope.split(sealed)
        if parts.key_id != self._key_id:
            raise NotForThisKeyError
        try:
            bucket = SUITE.decrypt(parts.ciphertext, self._key, self._info)
        except (InvalidTag, ValueError) as broken:
            raise BrokenEnvelopeError from broken
        return envelope.response(envelope.unpad(bucket))


def _private(seed: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*private_keys(seed))


def content_key(head: Head, seed: bytes) -> bytes:
    """Return the key of a parcel's chunks; raise where it is sealed to another key."""
    if head.key_id != key_id(public_half(seed)):
        raise OtherParcelError
    try:
        return SUITE.decrypt(head.wrapped, _private(seed), head.info)
    except (InvalidTag, ValueError):
        raise DamagedParcelError from None
