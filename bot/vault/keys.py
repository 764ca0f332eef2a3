r"""A round's private key: one 32-byte seed, its halves, and the file it rests in.

    key file = "Sotto vault key\n" | version (1 byte)
             | Argon2id memory in KiB (4), passes (1), lanes (1), salt (16)
             | nonce (12) | the seed under ChaCha20-Poly1305 (48)

Everything before the sealed seed is authenticated with it. Fenced: serving never
imports this. Rule: a seed reaches a disk only wrapped by a passphrase of six words or
more; a hostile header cannot make a reader take more than 1 GiB.

What an adversary learns from a key file: that it is one. Each guess of the passphrase
costs 256 MiB and most of a second; six generated words are 77 bits.
"""

import hashlib
import hmac
import secrets
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from xkcdpass import (  # type: ignore[import-untyped] # it ships no types
    xkcd_password,
)

from bot.errors.keys import (
    DamagedKeyFileError,
    KeyFileVersionError,
    NotAKeyFileError,
    ShortPassphraseError,
    SmallMemoryError,
    TruncatedKeyFileError,
    WrongPassphraseError,
)
from bot.vault.derive import Label, derive
from bot.vault.files import write_new

SEED_SIZE = 32
FEWEST_WORDS = 6

_MAGIC = b"Sotto vault key\n"
_VERSION = 1
_HEADER = struct.Struct(f">{len(_MAGIC)}sBIBB16s12s")
_NONCE_SIZE = 12
_SEALED_SIZE = SEED_SIZE + 16
_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 16, 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs: KiB of memory, passes, lanes."""

    memory: int = 256 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def bearable(self) -> bool:
        """Tell whether a reader may be asked for this."""
        return (
            1 <= self.lanes <= _MOST_LANES
            and 1 <= self.passes <= _MOST_PASSES
            and 8 * self.lanes <= self.memory <= _MOST_MEMORY
        )


_DEFAULT_COST = Cost()


def new_seed() -> bytes:
    """Draw a round's private key, 32 bytes."""
    return secrets.token_bytes(SEED_SIZE)


def private_keys(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Expand a seed into its two private keys, as X-Wing says."""
    if len(seed) != SEED_SIZE:
        raise DamagedKeyFileError
    expanded = hashlib.shake_256(seed).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def public_half(seed: bytes) -> bytes:
    """Return the 1216 bytes with which anyone can seal for this seed."""
    mlkem, x25519 = private_keys(seed)
    return (
        mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    )


_LABELS: dict[str, Label] = {
    "ledger": "vault/ledger/1",
    "extra": "vault/extra/1",
    "training": "vault/training/1",
    "row": "vault/row/1",
    "reader": "vault/reader/1",
    "doubled": "vault/doubled/1",
    "person": "vault/person/1",
}


def subkey(
    seed: bytes,
    label: Literal["ledger", "extra", "training", "row", "reader", "doubled", "person"],
) -> bytes:
    """Return the vault's 32-byte key for one thing; it dies with the seed."""
    return derive(seed, _LABELS[label])


def mark(key: bytes, value: bytes) -> bytes:
    """Return the 16 bytes by which an answer or voice is known again, not read."""
    return marker(key)(value)


def marker(key: bytes) -> Callable[[bytes], bytes]:
    """Return what makes the marks of many values: the key is prepared once."""
    prepared = hmac.new(key, digestmod="sha256")

    def mark_of(value: bytes) -> bytes:
        keyed = prepared.copy()
        keyed.update(value)
        return keyed.digest()[:16]

    return mark_of


def passphrase(words: int = FEWEST_WORDS) -> str:
    """Draw words from the EFF's long list, 12.9 bits each."""
    listed = xkcd_password.generate_wordlist(
        xkcd_password.locate_wordfile("eff-long"), min_length=1, max_length=99
    )
    return " ".join(secrets.choice(listed) for _ in range(words))


def check_passphrase(text: str) -> None:
    """Refuse a passphrase of fewer than six words."""
    if len(_words(text)) < FEWEST_WORDS:
        raise ShortPassphraseError(FEWEST_WORDS)


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).split()


def wrap(seed: bytes, passphrase: str, cost: Cost = _DEFAULT_COST) -> bytes:
    """Return the contents of a key file. Takes most of a second, by design."""
    check_passphrase(passphrase)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE_SIZE)
    header = _HEADER.pack(
        _MAGIC, _VERSION, cost.memory, cost.passes, cost.lanes, salt, nonce
    )
    return header + _aead(passphrase, salt, cost).encrypt(nonce, seed, header)


def unwrap(blob: bytes, passphrase: str) -> bytes:
    """Return the seed in a key file's contents; raise what is wrong with it."""
    salt, nonce, cost = _read_header(blob)
    header, sealed = blob[: _HEADER.size], blob[_HEADER.size :]
    try:
        return _aead(passphrase, salt, cost).decrypt(nonce, sealed, header)
    except InvalidTag:
        raise WrongPassphraseError from None


def _read_header(blob: bytes) -> tuple[bytes, bytes, Cost]:
    """Return salt, nonce and cost; refuse before anything is spent on them."""
    if not blob.startswith(_MAGIC):
        raise NotAKeyFileError
    if len(blob) > len(_MAGIC) and blob[len(_MAGIC)] != _VERSION:
        raise KeyFileVersionError(blob[len(_MAGIC)])
    if len(blob) < _HEADER.size + _SEALED_SIZE:
        raise TruncatedKeyFileError
    _, _, memory, passes, lanes, salt, nonce = _HEADER.unpack_from(blob)
    cost = Cost(memory, passes, lanes)
    if len(blob) > _HEADER.size + _SEALED_SIZE or not cost.bearable:
        raise DamagedKeyFileError
    return salt, nonce, cost


def _aead(passphrase: str, salt: bytes, cost: Cost) -> ChaCha20Poly1305:
    """Stretch a passphrase, however its words are spaced, into the wrapping key."""
    stretch = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    try:
        return ChaCha20Poly1305(stretch.derive(" ".join(_words(passphrase)).encode()))
    except MemoryError:
        raise SmallMemoryError(cost.memory // 1024) from None


def write(path: Path, wrapped: bytes) -> None:
    """Write a key file (mode 0600), whole or not at all; raise if there is one."""
    write_new(path, wrapped)
