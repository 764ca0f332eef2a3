"""The plainest post: a parcel's text and buttons as one message through the door."""

from dataclasses import dataclass

from bot.flows.doors import Door, Outgoing
from bot.flows.post import Parcel
from bot.flows.staff import Contact


@dataclass(frozen=True, slots=True)
class Plain:
    """A `flows.post.Post` through a door."""

    door: Door

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring the words of a parcel."""
        await self.door.send(contact.chat, Outgoing(parcel.text, parcel.rows))
