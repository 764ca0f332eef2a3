r"""A message whose maker is known: the vault's list of public keys, and its releases.

    message = "Sotto keys\n" or "Sotto release\n" | version (1 byte)
            | signer's public key (32) | Ed25519 signature (64) | body

The signature is over everything else. Rule: a signature only says that the holder of
that key made this; whether it is the right key is for the reader to compare.

What an adversary learns: all of it. These are public, and nobody else can make them.
"""

from enum import Enum
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from bot.errors.carried import DamagedParcelError, NotAParcelError, ParcelVersionError

SIGNER_SIZE, _SIGNATURE_SIZE = 32, 64
_VERSION = 1


class Kind(Enum):
    """What a message is; its first line says so."""

    KEYS = b"Sotto keys\n"
    RELEASE = b"Sotto release\n"


class Signed(NamedTuple):
    """A message that was found whole: who signed it, and what it says."""

    signer: bytes
    body: bytes


def signer_of(seed: bytes) -> bytes:
    """Return the public half (32 bytes) of a signing seed (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, kind: Kind, body: bytes) -> bytes:
    """Return the message."""
    head = kind.value + bytes([_VERSION]) + signer_of(seed)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(head + body)
    return head + signature + body


def verify(message: bytes, kind: Kind) -> Signed:
    """Return who signed what; raise where it is of another kind, cut or changed."""
    if not message.startswith(kind.value):
        raise NotAParcelError
    rest = message[len(kind.value) :]
    if rest and rest[0] != _VERSION:
        raise ParcelVersionError(rest[0])
    signer, rest = rest[1 : 1 + SIGNER_SIZE], rest[1 + SIGNER_SIZE :]
    signature, body = rest[:_SIGNATURE_SIZE], rest[_SIGNATURE_SIZE:]
    head = kind.value + bytes([_VERSION]) + signer
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, head + body)
    except (InvalidSignature, ValueError):  # ValueError: too short for a key
        raise DamagedParcelError from None
    return Signed(signer, body)
