"""What is delivered to designers, whichever way it goes: the contract of every post.

A `Parcel` is made whole before anything is sent, so that each way (a chat, a channel,
an e-mail, a webhook) brings the same words and the same bytes. Rule: what is in a
parcel was made from released tables and nothing else.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.flows.doors import Tap
from bot.flows.staff import Contact
from bot.reports.paper import Paper, Picture


@dataclass(frozen=True, slots=True)
class Parcel:
    """One digest, ready to go. `number` is the visible one; `rows` only chats show.

    `turn` tells apart what says the same on purpose, as “still the latest” does: the
    fixed day for which it goes. It stands in nothing that is sent.
    """

    number: str
    subject: str
    text: str
    picture: Picture | None = None
    papers: tuple[Paper, ...] = ()
    rows: tuple[tuple[Tap, ...], ...] = ()
    turn: int = 0


class Post(Protocol):
    """One way to a reader."""

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel; return once it is taken over.

        Raises `doors.Gone` where nobody is there for good, `doors.Later` where it is
        to be tried again after a pause; anything else is tried again too.
        """
