"""Who waits and who was told, packed: what is held between the passes of a tick.

Hundreds of thousands may wait, so nobody is an object here: a ready answer is 44 bytes
in one long row of bytes, a told one 34 in another, and the first row is forgotten while
the second grows. Rule: marks, places and stages only, nothing that was said.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_PACKED = struct.Struct("<16s16sqHBB")
_TOLD = struct.Struct("<H16s16s")
RECORD_SIZE = _PACKED.size
MARK_SIZE = 16
_BLOCK = 500 * RECORD_SIZE


class Record(NamedTuple):
    """One ready answer as it is held between the passes.

    `voice` and `answer` are the marks of who speaks and of what was sent (16 bytes
    each), `pool` and `language` are places in the task's lists, `stage` is how far up
    the answer may go.
    """

    voice: bytes
    answer: bytes
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
        """Yield the places of each voice's answers, a few voices at a time."""
        return self._by(0)

    def claimed(self) -> Iterator[int]:
        """Yield the places of answers that more than one voice claims as its own.

        An answer's id is drawn once, for one person: that is somebody's forgery.
        """
        for answers in self._by(MARK_SIZE):
            for places in answers.values():
                if len({self._mark(place, 0) for place in places}) > 1:
                    yield from places

    def _by(self, start: int) -> Iterator[dict[bytes, list[int]]]:
        """Yield the places of each mark that begins there, a few marks at a time.

        Those are told apart by the first byte of their marks, which is random.
        """
        firsts = bytes(self._row[start::RECORD_SIZE])
        for byte in range(256):
            found: dict[bytes, list[int]] = {}
            place = firsts.find(byte)
            while place >= 0:
                found.setdefault(self._mark(place, start), []).append(place)
                place = firsts.find(byte, place + 1)
            yield found

    def _mark(self, place: int, start: int) -> bytes:
        begin = place * RECORD_SIZE + start
        return bytes(self._row[begin : begin + MARK_SIZE])

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
