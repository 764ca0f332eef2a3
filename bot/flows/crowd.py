"""Who waits and who was told, packed: what is held between the passes of a tick.

Hundreds of thousands may wait, so nobody is an object here: a ready answer is 28 bytes
in one long row of bytes, a told one 34 in another, and the first row is forgotten while
the second grows. Rule: marks, places and stages only, nothing that was said.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_PACKED = struct.Struct("<16sqHBB")
_TOLD = struct.Struct("<H16s16s")
RECORD_SIZE = _PACKED.size
MARK_SIZE = 16
_BLOCK = 500 * RECORD_SIZE


class Record(NamedTuple):
    """One ready answer as it is held between the passes.

    `voice` is the mark of who speaks (16 bytes), `pool` and `language` are places in
    the task's lists, `stage` is how far up the answer may go.
    """

    voice: bytes
    row: int
    pool: int
    stage: int
    language: int


def packed(record: Record) -> bytes:
    """Return a record in `RECORD_SIZE` bytes, the voice first."""
    return _PACKED.pack(*record)


def unpacked(records: bytes | bytearray) -> Iterator[Record]:
    """Yield the records that lie packed one after the other."""
    return (Record(*fields) for fields in _PACKED.iter_unpack(records))


def pieces(row: bytes, size: int) -> Iterator[bytes]:
    """Yield equal pieces of what lies packed."""
    return (row[start : start + size] for start in range(0, len(row), size))


class Crowd:
    """Ready answers, in no order that means anything."""

    def __init__(self) -> None:
        self._row = bytearray()

    def __iter__(self) -> Iterator[Record]:
        return unpacked(self._row)

    def add(self, record: bytes) -> None:
        """Take in a packed record."""
        self._row += record

    def by_voice(self) -> Iterator[dict[bytes, list[int]]]:
        """Yield the places of each voice's answers, a few voices at a time.

        Those are told apart by the first byte of their marks, which is random.
        """
        firsts = bytes(self._row[::RECORD_SIZE])
        for byte in range(256):
            voices: dict[bytes, list[int]] = {}
            place = firsts.find(byte)
            while place >= 0:
                start = place * RECORD_SIZE
                voice = bytes(self._row[start : start + MARK_SIZE])
                voices.setdefault(voice, []).append(place)
                place = firsts.find(byte, place + 1)
            yield voices

    def keep(self, kept: bytearray) -> None:
        """Forget those whose place is 0 in `kept`, moving the others together."""
        end = 0
        for place, stays in enumerate(kept):
            if stays:
                start = place * RECORD_SIZE
                record = self._row[start : start + RECORD_SIZE]
                self._row[end : end + RECORD_SIZE] = record
                end += RECORD_SIZE
        del self._row[end:]

    def __len__(self) -> int:
        return len(self._row) // RECORD_SIZE

    def drain(self) -> Iterator[Record]:
        """Yield everybody, forgetting them block by block."""
        while self._row:
            block = bytes(self._row[-_BLOCK:])
            del self._row[-_BLOCK:]
            yield from unpacked(block)


class Told:
    """Whose answers are told: the number of a leaf, the marks of answer and voice."""

    def __init__(self) -> None:
        self._row = bytearray()

    def __iter__(self) -> Iterator[tuple[int, bytes, bytes]]:
        return _TOLD.iter_unpack(self._row)

    def add(self, leaf: int, answer: bytes, voice: bytes) -> None:
        """Take in one person's answer."""
        self._row += _TOLD.pack(leaf, answer, voice)
