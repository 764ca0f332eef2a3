"""A box for what rests on the serving side: AES-256-GCM, padded, tied to its place.

    sealed = nonce (12 random bytes) | ciphertext of the padded text | tag (16)

Rule: a box opens only in the place it was sealed for (`place` is authenticated), so a
row that is copied over another does not open there. A random nonce is safe for 2^32
boxes under one key; no key here makes as many in its life.

What an adversary learns: that something rests there, and which of the sizes it has.
"""

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors.sealed import TooLongToRestError
from bot.vault import padding

_NONCE_SIZE = 12


class Box:
    """Seals and opens under one key (32 bytes), padding to the ascending `sizes`."""

    __slots__ = ("_aead", "_sizes")

    def __init__(self, key: bytes, sizes: Sequence[int]) -> None:
        self._aead = AESGCM(key)
        self._sizes = sizes

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Return `plain` sealed for `place`."""
        size = padding.room(plain, self._sizes)
        if size is None:
            raise TooLongToRestError
        nonce = secrets.token_bytes(_NONCE_SIZE)
        return nonce + self._aead.encrypt(nonce, padding.pad(plain, size), place)

    def open(self, sealed: bytes, place: bytes) -> bytes | None:
        """Return what was sealed for `place`, or None where this does not open."""
        nonce, rest = sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:]
        try:
            padded = self._aead.decrypt(nonce, rest, place)
        except (InvalidTag, ValueError):  # ValueError: shorter than a nonce
            return None
        return padding.unpad(padded, self._sizes)
