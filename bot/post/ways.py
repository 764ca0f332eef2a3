"""Which way a parcel goes: by what stands in the reader's contact."""

from collections.abc import Callable
from dataclasses import dataclass
from time import time

from bot.flows.channels import Places
from bot.flows.doors import FileDoor
from bot.flows.post import Post
from bot.flows.staff import Contact
from bot.post.chats import Chats
from bot.post.hook import Hook
from bot.post.mail import Mail
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Ways:
    """Every way there is; called with a contact, it returns the one to that reader."""

    chats: Chats
    mail: Mail
    hook: Hook

    def __call__(self, contact: Contact) -> Post:
        """Return the way to a reader."""
        if contact.hook:
            return self.hook
        return self.mail if contact.mail else self.chats

    @property
    def trouble(self) -> bool:
        """Whether the mail server needs a person."""
        return self.mail.trouble


def posts(
    settings: Settings,
    door: FileDoor,
    host: Places,
    now: Callable[[], float] = time,
) -> Ways:
    """Return the ways of a deployment; nothing is opened before a parcel goes."""
    return Ways(Chats(door), Mail(settings, host, now), Hook(host, now))
