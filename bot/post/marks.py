"""The mark of one message to one reader, by which a repeat is known for what it is.

It is made from the reader's keyed slot and from what is said, so that the same digest
sent twice has the same mark, and what is said anew has another. What an adversary
learns: that two messages are the same one.
"""

import hashlib
from typing import Protocol

from bot.flows.post import Parcel
from bot.flows.staff import Contact


class Places(Protocol):
    """What turns an address into a keyed slot: the host key."""

    def place(self, address: str) -> bytes:
        """Return the slot of a channel, an address or a hook."""


def address_of(contact: Contact) -> str:
    """Return what a channel's, an address's or a hook's slot is made from."""
    if contact.hook:
        return f"hook:{contact.hook}"
    if contact.mail:
        return f"mail:{contact.mail.lower()}"
    return f"chat:{contact.chat}"


def mark(host: Places, contact: Contact, parcel: Parcel) -> str:
    """Return 32 letters that stand for this message to this reader."""
    said = (parcel.number, parcel.subject, parcel.text)
    text = "\0".join(part.replace("\0", "") for part in said)
    slot = host.place(address_of(contact))
    return hashlib.sha256(slot + text.encode()).hexdigest()[:32]
