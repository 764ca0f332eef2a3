"""What lies inside an envelope and how it is laid out; nothing here encrypts.

    envelope = format (1 byte) | key id (8) | HPKE ciphertext (1136 + a bucket)
    bucket   = body, padded to 1, 4 or 16 KiB
    body     = MessagePack: [format, answer id, voice, pepper id, pool, language,
               form, its version, sent week, ready week, [[question, choices, text]]]

Where somebody agreed that words of hers may be shown, the body is of format 2, and each
answer has that exact text as a fourth field. The format outside stays 1: whether
somebody agreed is nobody's to see.

Rule: bytes are refused, or they are exactly what `body` makes of a response. The
layout does not depend on where an envelope is made, so that a page on the phone can
make one as well. MessagePack and not JSON: it escapes nothing, so 5,000 UTF-16
units are at most 15,000 bytes in every script and always fit the largest bucket.

What an adversary learns: the round (by its key), and which of three sizes. Answers
that are only taps are always of the smallest size.
"""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from bot.errors.sealed import (
    BrokenEnvelopeError,
    TooLongToSealError,
    UnknownFormatError,
    UnsealableError,
)
from bot.responses import MOST_QUOTED, Response
from bot.vault import padding

FORMAT = 1
QUOTING = 2
"""The format of a body in which words may be shown; what is around it is the same."""
KEY_ID_SIZE = 8
BUCKETS = (1024, 4096, 16384)
HPKE_OVERHEAD = 1136
"""X-Wing's encapsulated key (1120 bytes) and the tag of AES-256-GCM (16)."""
SIZES = frozenset(1 + KEY_ID_SIZE + HPKE_OVERHEAD + size for size in BUCKETS)
"""The only sizes in bytes that an envelope can have."""
MOST_TEXT = 5000
"""UTF-16 units of free text in one response, all questions together."""

_LABEL = b"sotto envelope"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

_Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
_PepperId = Annotated[bytes, Meta(min_length=8, max_length=8)]
_Name = Annotated[str, Meta(max_length=64)]
_Number = Annotated[int, Meta(ge=0, le=0xFFFF)]


class _Answer(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    question: _Name
    choices: Annotated[tuple[_Name, ...], Meta(max_length=16)]
    text: str


class _Quoted(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    question: _Name
    choices: Annotated[tuple[_Name, ...], Meta(max_length=16)]
    text: str
    quote: str


class _Head(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    answer_id: _Id
    voice: _Id
    pepper: _PepperId
    pool: _Name
    language: _Name
    form: _Name
    form_version: _Number
    sent_week: _Number
    ready_week: _Number


class _Body(_Head, frozen=True, tag=FORMAT):
    answers: Annotated[tuple[_Answer, ...], Meta(max_length=32)]


class _QuotingBody(_Head, frozen=True, tag=QUOTING):
    answers: Annotated[tuple[_Quoted, ...], Meta(max_length=32)]


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Body | _QuotingBody).decode


class Parts(NamedTuple):
    """An envelope taken apart: whose key it is for, and the HPKE ciphertext."""

    key_id: bytes
    ciphertext: bytes


def body(response: Response) -> bytes:
    """Return a response as bytes; raise where it is too long or has an odd field."""
    texts = [answer.text for answer in response.answers]
    quotes = [answer.quote for answer in response.answers]
    if any(map(_LONE_SURROGATE.search, texts + quotes)):
        raise UnsealableError
    if _units(texts) > MOST_TEXT or _units(quotes) > MOST_QUOTED:
        raise TooLongToSealError
    kind = _QuotingBody if any(quotes) else _Body
    try:
        return _ENCODE(msgspec.convert(response, kind, from_attributes=True))
    except (msgspec.ValidationError, UnicodeEncodeError):
        pass
    raise UnsealableError  # out of the handler: nothing of the words comes along


def _units(texts: Iterable[str]) -> int:
    return sum(len(text.encode("utf-16-le")) for text in texts) // 2


def response(body_: bytes) -> Response:
    """Return the response that `body` made these bytes of; raise for any others."""
    found = _response(body_)
    if found is None:
        raise BrokenEnvelopeError
    return found


def _response(body_: bytes) -> Response | None:
    """Decode; a second spelling of the same values is refused as well.

    Such as a body that could quote, and quotes nothing.
    """
    try:
        read = _DECODE(body_)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    if _ENCODE(read) != body_:
        return None
    if isinstance(read, _QuotingBody) and not any(a.quote for a in read.answers):
        return None
    return msgspec.convert(read, Response, from_attributes=True)


def pad(body_: bytes) -> bytes:
    """Return a body padded to the smallest bucket that holds it."""
    size = padding.room(body_, BUCKETS)
    if size is None:
        raise TooLongToSealError
    return padding.pad(body_, size)


def unpad(bucket: bytes) -> bytes:
    """Return the body of a bucket; raise where its padding is not the one of `pad`."""
    found = padding.unpad(bucket, BUCKETS)
    if found is None:
        raise BrokenEnvelopeError
    return found


def join(parts: Parts) -> bytes:
    """Lay out an envelope."""
    return bytes([FORMAT]) + parts.key_id + parts.ciphertext


def split(envelope: bytes) -> Parts:
    """Take an envelope apart; raise for an unknown format or an impossible size."""
    if not envelope:
        raise BrokenEnvelopeError
    if envelope[0] != FORMAT:
        raise UnknownFormatError(envelope[0])
    if len(envelope) not in SIZES:
        raise BrokenEnvelopeError
    return Parts(envelope[1 : 1 + KEY_ID_SIZE], envelope[1 + KEY_ID_SIZE :])


def info(round_id: str, key_id: bytes) -> bytes:
    """Return what HPKE binds an envelope to: product, format, key and round.

    Only the last part has no fixed length, so no two contexts read alike.
    """
    return _LABEL + bytes([FORMAT]) + key_id + round_id.encode()
