"""The way through the door: a chat of a member of staff, a channel or a group.

A parcel is several messages: the text, the picture, each paper. Rule: where one of
them fails, the next try goes on with it and repeats nothing that came, also where a
theme was answered in between; buttons are for accounts alone, since whoever is in a
channel is nobody's business to know.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from bot.flows.doors import FileDoor, Outgoing
from bot.flows.post import Parcel
from bot.flows.staff import Contact

Step = Callable[[], Awaitable[int]]
Key = tuple[int, str, str, int]
"""A digest on one fixed day, in a chat and a language."""


@dataclass(slots=True)
class Chats:
    """A `flows.post.Post` through a door; remembers what of a parcel has come."""

    door: FileDoor
    _come: dict[Key, set[str]] = field(default_factory=dict)

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel, message by message; raises as the door does."""
        key = contact.chat, contact.language, parcel.number, parcel.turn
        come = self._come.setdefault(key, set())
        for what, step in self._steps(contact.chat, parcel).items():
            if what not in come:
                await step()
                come.add(what)
        del self._come[key]

    def _steps(self, chat: int, parcel: Parcel) -> dict[str, Step]:
        """Return what is to be sent, in order, each by its name."""
        text = Outgoing(parcel.text, parcel.rows if chat > 0 else ())
        steps: dict[str, Step] = {"text": partial(self.door.send, chat, text)}
        if it := parcel.picture:
            steps["picture"] = partial(self.door.show, chat, it.png, it.alt)
        for paper in parcel.papers:
            give = partial(self.door.give, chat, paper.name, paper.content)
            steps[f"paper {paper.name}"] = give
        return steps
