"""Closing an envelope for a round's public key: all that the serving side can do.

HPKE (RFC 9180, base mode) with X-Wing (ML-KEM-768 and X25519), HKDF-SHA256 and
AES-256-GCM: what is recorded today must stay closed for a lifetime, so both a
classical and a quantum computer must fail. Rule: there is no second, weaker suite.

What an adversary learns from an envelope: the round, and which of three sizes. Whoever
holds the public key can also make envelopes; nothing here says who made one.
"""

import hashlib
import struct
from collections.abc import Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PublicKey,
    Suite,
)

from bot.errors.keys import NoPostQuantumError, PublicKeyError
from bot.responses import Response
from bot.vault.envelope import KEY_ID_SIZE, Parts, body, info, join, pad

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PUBLIC_KEY_SIZE = 1216
_MLKEM_SIZE = 1184
_GROUPS, _GROUP = 12, 5


class Sealer:
    """Seals responses for one round. `public_key` is 1216 bytes: ML-KEM, X25519."""

    __slots__ = ("_info", "_key", "_key_id")

    def __init__(self, public_key: bytes, round_id: str) -> None:
        self._key_id = key_id(public_key)
        self._info = info(round_id, self._key_id)
        self._key = public_key_of(public_key)

    def seal(self, response: Response) -> bytes:
        """Return the envelope of a response."""
        padded = pad(body(response))
        return join(Parts(self._key_id, SUITE.encrypt(padded, self._key, self._info)))


def public_key_of(public_key: bytes) -> MLKEM768X25519PublicKey:
    """Return a key that has sealed once: better no start than a lost answer."""
    if len(public_key) != PUBLIC_KEY_SIZE:
        raise PublicKeyError
    try:
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_SIZE]),
            X25519PublicKey.from_public_bytes(public_key[_MLKEM_SIZE:]),
        )
        SUITE.encrypt(b"", key)
    except UnsupportedAlgorithm as unsupported:
        raise NoPostQuantumError from unsupported
    except ValueError as damaged:
        raise PublicKeyError from damaged
    return key


def key_id(public_key: bytes) -> bytes:
    """Return the 8 bytes by which an envelope names its key."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_SIZE]


def fingerprint(dated: Sequence[tuple[int, int, bytes]], signer: bytes = b"") -> str:
    """Return 60 digits over the dated list of public keys, in twelve groups.

    A key's dates are the weeks that its round opens and closes; `signer` is the public
    key (32 bytes) that signs releases, where there is one. Digits, since they can be
    read aloud and compared in any language.
    """
    told = b"".join(struct.pack(">qq", *weeks) + key for *weeks, key in dated) + signer
    digest = hashlib.sha256(b"sotto fingerprint 2" + told).digest()
    size = _GROUPS * _GROUP
    digits = f"{int.from_bytes(digest) % 10**size:0{size}}"
    return " ".join(digits[i : i + _GROUP] for i in range(0, size, _GROUP))
