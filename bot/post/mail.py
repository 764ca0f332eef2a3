"""The way by e-mail."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.post.marks import Places
from bot.settings import Settings


@dataclass(slots=True)
class Mail:
    """A `flows.post.Post` to e-mail addresses."""

    settings: Settings
    host: Places
    now: Callable[[], float]
    trouble: bool = field(default=False, init=False)

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel to `contact.mail`."""
        raise NotImplementedError
