r"""A file on its way to somebody who holds a private key: what is carried or backed up.

    parcel  = "Sotto parcel\n" | version (1 byte) | purpose (1) | key id (8)
            | the content key under HPKE (1168) | chunks
    chunk   = AES-256-GCM of 64 KiB (the last may be shorter), tag (16)
    content = length (8) | what is carried | zeros up to 4 MiB, 8 MiB, 16 MiB ...

A chunk's nonce is its number and whether it is the last, so that chunks cannot be
reordered, dropped or added. Rule: no part of a parcel is given on before its chunk was
found whole, and none counts as read before the last one was.

What an adversary learns: what it is for, whose key opens it, and the size out of a few
that are far apart: not how many answers wait (`gathering.md` P7).
"""

import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors.carried import DamagedParcelError, NotAParcelError, ParcelVersionError
from bot.vault.sealing import SUITE, key_id, public_key_of

CHUNK = 64 * 1024
SMALLEST = 4 * 2**20
"""Bytes of the smallest content; each larger size is twice the one before."""
MAGIC = b"Sotto parcel\n"
"""What the file begins with."""
_VERSION = 1
_KEY_SIZE, _TAG_SIZE = 32, 16
_HEAD = struct.Struct(f">{len(MAGIC)}sBB8s1168s")
_LENGTH = struct.Struct(">Q")
_LABEL = b"sotto parcel"


class Purpose(IntEnum):
    """What a parcel is for; one of another purpose does not open."""

    CARRY = 1
    BACKUP = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the chunks: purpose, whose key, and the wrapped key."""

    purpose: Purpose
    key_id: bytes
    wrapped: bytes

    @property
    def info(self) -> bytes:
        """Return what HPKE binds the content key to."""
        return _LABEL + bytes([_VERSION, self.purpose]) + self.key_id


def pack(
    content: BinaryIO, parcel: BinaryIO, public_key: bytes, purpose: Purpose
) -> bytes:
    """Write all of `content`, sealed, to `parcel`; return the content key (32 bytes).

    The key lets the writer read the parcel back once; nobody is to keep it.
    """
    key = secrets.token_bytes(_KEY_SIZE)
    id_ = key_id(public_key)
    info = Head(purpose, id_, b"").info
    wrapped = SUITE.encrypt(key, public_key_of(public_key), info)
    parcel.write(_HEAD.pack(MAGIC, _VERSION, purpose, id_, wrapped))
    aead = AESGCM(key)
    pieces = _numbered(_padded(content))
    parcel.writelines(aead.encrypt(nonce, piece, None) for nonce, piece in pieces)
    return key


def head(parcel: BinaryIO, purpose: Purpose) -> Head:
    """Read what stands before the chunks; raise where this is no such parcel."""
    read = parcel.read(_HEAD.size)
    if not read.startswith(MAGIC):
        raise NotAParcelError
    if len(read) > len(MAGIC) and read[len(MAGIC)] != _VERSION:
        raise ParcelVersionError(read[len(MAGIC)])
    if len(read) < _HEAD.size:
        raise DamagedParcelError
    _, _, found, id_, wrapped = _HEAD.unpack(read)
    if found != purpose:
        raise NotAParcelError
    return Head(purpose, id_, wrapped)


def unpack(parcel: BinaryIO, content: BinaryIO, key: bytes) -> None:
    """Write what the chunks behind the head hold to `content`; raise if cut short.

    What was written before an error is to be thrown away.
    """
    aead, left = AESGCM(key), -1
    for nonce, chunk in _numbered(_chunks(parcel)):
        try:
            piece = aead.decrypt(nonce, chunk, None)
        except (InvalidTag, ValueError):
            raise DamagedParcelError from None
        if left < 0:
            if len(piece) < _LENGTH.size:
                raise DamagedParcelError
            (left,), piece = _LENGTH.unpack_from(piece), piece[_LENGTH.size :]
        content.write(piece[:left])
        left -= min(left, len(piece))
    if left:
        raise DamagedParcelError


def _padded(content: BinaryIO) -> Iterator[bytes]:
    """Yield length, content and zeros in pieces of a chunk each."""
    length = content.seek(0, 2)
    content.seek(0)
    left = _room(length + _LENGTH.size)
    piece = _LENGTH.pack(length) + content.read(CHUNK - _LENGTH.size)
    while left:
        yield piece.ljust(CHUNK, b"\0")
        left -= CHUNK
        piece = content.read(CHUNK)


def _room(length: int) -> int:
    size = SMALLEST
    while size < length:
        size *= 2
    return size


def _chunks(parcel: BinaryIO) -> Iterator[bytes]:
    while chunk := parcel.read(CHUNK + _TAG_SIZE):
        yield chunk


def _numbered(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each piece with its nonce: its number, and 1 behind it for the last."""
    number, piece = 0, next(pieces, b"")
    for following in pieces:
        yield number.to_bytes(11) + b"\0", piece
        number, piece = number + 1, following
    yield number.to_bytes(11) + b"\1", piece
