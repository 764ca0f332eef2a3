"""Padding to a few fixed sizes, so that a length tells almost nothing.

The plain bytes, one byte 0x80, then zeros up to the smallest size that holds them.
Rule: each padded text has one reading and each plain text one padding; everything
else is refused. Padding happens inside the encryption, never outside it.

What an adversary learns: which of the sizes it is.
"""

from collections.abc import Sequence

_END = b"\x80"


def room(plain: bytes, sizes: Sequence[int]) -> int | None:
    """Return the smallest of the ascending sizes that holds `plain`, or None."""
    return next((size for size in sizes if len(plain) < size), None)


def pad(plain: bytes, size: int) -> bytes:
    """Return `plain` padded to `size` bytes, which must be its `room`."""
    return (plain + _END).ljust(size, b"\0")


def unpad(padded: bytes, sizes: Sequence[int]) -> bytes | None:
    """Return the plain bytes, or None where the padding is not the one of `pad`."""
    plain = padded[: padded.rfind(_END)]
    size = room(plain, sizes)
    return plain if size is not None and pad(plain, size) == padded else None
