"""Which public keys the vault's keeper has vouched for, pinned in a file.

Whoever can write the database could put a key of their own there, or let a round last
longer than people were told: the cheapest attack of an insider. Rule: what comes out
of the database as a round is used only after it was checked here.

The file may hold several lines for a moment, while rounds are made: the list with them
and the list without them, so that a crash in between never bars the way back. Where
the vault is on another machine, the key that signs its releases is pinned with them.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from bot.errors.keys import FingerprintError
from bot.store.records import Round
from bot.vault.sealing import fingerprint


def fingerprint_of(rounds: Sequence[Round], signer: bytes) -> str:
    """Return the fingerprint of the rounds and of who signs releases (b"": nobody)."""
    ordered = sorted(rounds, key=lambda r: (r.opens_week, r.id))
    dated = [(r.opens_week, r.closes_week, r.public_key) for r in ordered]
    return fingerprint(dated, signer)


def signer_beside(pin: Path) -> bytes:
    """Return the public key that signs releases, b"" where the vault is here."""
    try:
        return bytes.fromhex(_signer_file(pin).read_text("utf-8"))
    except FileNotFoundError:
        return b""
    except ValueError:  # somebody wrote into it
        raise FingerprintError(pin) from None


def check_pin(pin: Path, rounds: Sequence[Round]) -> None:
    """Raise `FingerprintError` unless just these rounds are the pinned ones."""
    pinned = pin.read_text("utf-8").splitlines() if pin.exists() else []
    if fingerprint_of(rounds, signer_beside(pin)) not in pinned:
        raise FingerprintError(pin)


def write_pin(pin: Path, *fingerprints: str) -> None:
    """Pin these fingerprints and no other; a crash leaves the old file or the new."""
    _write(pin, "".join(f"{one}\n" for one in fingerprints))


def write_signer(pin: Path, signer: bytes) -> None:
    """Keep the public key that signs releases, whose fingerprint is pinned."""
    _write(_signer_file(pin), signer.hex())


def _signer_file(pin: Path) -> Path:
    return pin.with_name("signer.pub")


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    with fresh.open() as written:
        os.fsync(written.fileno())
    fresh.replace(path)
