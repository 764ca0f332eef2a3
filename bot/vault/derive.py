"""Keys made from keys: HKDF-SHA256, and every label of the product on one screen.

Rule: one secret is used for one thing; whatever else needs a key gets one of its
own from here, under a label that says for what, and in which version. A label is a
format: changing one loses what was made under it.

What an adversary learns from a derived key: nothing about the secret or its other keys.
"""

from typing import Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Label = Literal[
    "vault/ledger/1",  # marks of answers and voices that were told
    "vault/extra/1",  # how many voices more than k a batch waits for
    "vault/training/1",  # what readers wrote about texts, at rest
    "vault/row/1",  # marks of sealed rows whose texts were read
    "vault/reader/1",  # marks of readers
    "vault/doubled/1",  # which texts a second reader codes as well
    "vault/person/1",  # marks of voices in one batch whose words are lent
    "talk/slot/1",  # where a talk rests
    "talk/state/1",  # what a talk rests under
    "host/slot/1",  # where a member of staff rests
    "host/place/1",  # where a channel, an address or a hook rests
    "host/contact/1",  # what a contact rests under
    "receipt/locator/1",  # where a secret number leads
]


def derive(secret: bytes, label: Label, size: int = 32) -> bytes:
    """Return `size` bytes of key for one thing, from a secret of full entropy."""
    return HKDF(SHA256(), size, None, b"sotto/" + label.encode()).derive(secret)
