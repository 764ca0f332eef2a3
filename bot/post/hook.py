"""The way to a web address of the organisation's own."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.post.marks import Places


@dataclass(slots=True)
class Hook:
    """A `flows.post.Post` to signed webhooks."""

    host: Places
    now: Callable[[], float]

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel to `contact.hook`."""
        raise NotImplementedError
