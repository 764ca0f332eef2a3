"""Rows that look like real ones: random where those are random, of the real sizes."""

import secrets

from bot.store.records import SealedRow, TalkRow

SEALED_OVERHEAD = 1145
"""Bytes that sealing adds to a padded body, version and key id included."""
TALK_OVERHEAD = 28
"""Bytes that sealing adds to a padded talk."""


def sealed_row(size: int = 1024, round_id: str = "r1") -> SealedRow:
    """Return a row whose body was padded to `size` bytes."""
    envelope = secrets.token_bytes(size + SEALED_OVERHEAD)
    return SealedRow(secrets.randbits(63), round_id, secrets.token_bytes(16), envelope)


def talk_row(size: int = 2048, epoch: int = 20_000) -> TalkRow:
    """Return a talk whose state was padded to `size` bytes."""
    state = secrets.token_bytes(size + TALK_OVERHEAD)
    return TalkRow(secrets.token_bytes(16), epoch, state)
