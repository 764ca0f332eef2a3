"""Which public keys the vault's keeper has vouched for, pinned in a file.

Whoever can write the database could put a key of their own there, or let a round last
longer than people were told: the cheapest attack of an insider. Rule: what comes out
of the database as a round is used only after it was checked here.

The file may hold two lines for a moment, while a new round is made: the list with it
and the list without it, so that a crash in between never bars the way back.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from bot.errors import FingerprintError
from bot.store.records import Round
from bot.vault.sealing import fingerprint


def fingerprint_of(rounds: Sequence[Round]) -> str:
    """Return the fingerprint of the rounds, in the order of the database."""
    return fingerprint([(r.opens_week, r.closes_week, r.public_key) for r in rounds])


def check_pin(pin: Path, rounds: Sequence[Round]) -> None:
    """Raise `FingerprintError` unless just these rounds are the pinned ones."""
    pinned = pin.read_text("utf-8").splitlines() if pin.exists() else []
    if fingerprint_of(rounds) not in pinned:
        raise FingerprintError(pin)


def write_pin(pin: Path, *fingerprints: str) -> None:
    """Pin these fingerprints and no other; a crash leaves the old file or the new."""
    fresh = pin.with_suffix(".new")
    fresh.write_text("".join(f"{one}\n" for one in fingerprints), encoding="utf-8")
    with fresh.open() as written:
        os.fsync(written.fileno())
    fresh.replace(pin)
