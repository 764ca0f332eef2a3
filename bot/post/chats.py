"""The way through the door: a chat of a member of staff, a channel or a group.

A parcel is several messages: the text, the picture, each paper. Rule: where one of
them fails, the next try goes on with it and repeats nothing that came; buttons are
for accounts alone, since whoever is in a channel is nobody's business to know.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from bot.flows.doors import FileDoor, Outgoing
from bot.flows.post import Parcel
from bot.flows.staff import Contact

Step = Callable[[], Awaitable[int]]


@dataclass(slots=True)
class Chats:
    """A `flows.post.Post` through a door; remembers what of a parcel has come."""

    door: FileDoor
    _come: dict[tuple[int, int], int] = field(default_factory=dict)

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel, message by message; raises as the door does."""
        key = contact.chat, hash(parcel)
        for number, step in enumerate(self._steps(contact.chat, parcel)):
            if number >= self._come.get(key, 0):
                await step()
                self._come[key] = number + 1
        self._come.pop(key, None)

    def _steps(self, chat: int, parcel: Parcel) -> list[Step]:
        """Return what is to be sent, in order."""
        text = Outgoing(parcel.text, parcel.rows if chat > 0 else ())
        steps: list[Step] = [partial(self.door.send, chat, text)]
        if picture := parcel.picture:
            steps.append(partial(self.door.show, chat, picture.png, picture.alt))
        give = partial(self.door.give, chat)
        return [*steps, *(partial(give, p.name, p.content) for p in parcel.papers)]
