"""The mark of one message to one reader, by which a repeat is known for what it is.

It is made from the reader's keyed slot, from what is said and for which fixed day: the
same digest sent twice has the same mark, and what says something new, or the same on
another fixed day, has another. What an adversary
learns: that two messages are the same one.
"""

import hashlib

from bot.flows.channels import Places, address_of
from bot.flows.post import Parcel
from bot.flows.staff import Contact

LENGTH = 32


def mark(host: Places, contact: Contact, parcel: Parcel) -> str:
    """Return 32 letters that stand for this message to this reader."""
    said = (parcel.number, parcel.subject, parcel.text, str(parcel.turn))
    parts = (hashlib.sha256(part.encode()).digest() for part in said)
    slot = host.place(address_of(contact))
    return hashlib.sha256(b"".join((slot, *parts))).hexdigest()[:LENGTH]
