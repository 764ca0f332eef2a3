"""The rehearsal's door: phones in memory, drawn by a page or read by a played person.

It keeps the platform's own rules where a person would notice them: a message older
than two days cannot be deleted, a message that is gone cannot be changed. Rule: what
is deleted here is gone, as it must be from a real phone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.flows.doors import Outgoing
from bot.flows.held import CLEARABLE_HOURS, HOUR

Rows = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of buttons, each a label and what it carries when it is pressed."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on a phone. `mine`: the person sent it; `picture`: it is a photo."""

    id: int
    at: float
    text: str
    mine: bool = False
    picture: bool = False
    rows: Rows = ()


@dataclass(slots=True)
class Phone:
    """What stands on one screen: messages by id, oldest first, and a box above them."""

    messages: dict[int, Message] = field(default_factory=dict)
    box: str = ""

    def card(self) -> Message | None:
        """Return the newest message with buttons."""
        cards = [m for m in self.messages.values() if m.rows]
        return cards[-1] if cards else None


def _unseen(_chat: int) -> None:
    """Watch nothing."""


@dataclass(slots=True)
class Phones:
    """Every phone of a rehearsal, by chat number; `changed` hears which one changed."""

    now: Callable[[], float]
    changed: Callable[[int], None] = _unseen
    _phones: dict[int, Phone] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def __getitem__(self, chat: int) -> Phone:
        return self._phones.setdefault(chat, Phone())

    def put_away(self, chat: int) -> None:
        """Forget a phone that nobody looks at any more."""
        self._phones.pop(chat, None)

    def write(self, chat: int, text: str, *, picture: bool = False) -> int:
        """Show what the person sends, and return the message's id."""
        return self._show(
            chat, Message(next(self._ids), self.now(), text, mine=True, picture=picture)
        )

    def close_box(self, chat: int) -> None:
        """Put the box away, as the person does by tapping it."""
        self[chat].box = ""
        self.changed(chat)

    async def send(self, chat: int, message: Outgoing) -> int:
        """Show a message of the bot below the others."""
        shown = Message(next(self._ids), self.now(), message.text, rows=message.rows)
        return self._show(chat, shown)

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message in its place; False if it is gone."""
        before = self[chat].messages.get(message_id)
        if before is None:
            return False
        self._show(
            chat, Message(message_id, before.at, message.text, rows=message.rows)
        )
        return True

    async def remove(self, chat: int, message_ids: tuple[int, ...]) -> None:
        """Delete the messages that are younger than two days."""
        messages, oldest = self[chat].messages, self.now() - CLEARABLE_HOURS * HOUR
        for gone in message_ids:
            if gone in messages and messages[gone].at > oldest:
                del messages[gone]
        self.changed(chat)

    async def answer(self, press: str, alert: str = "") -> None:
        """Show the box that a press is answered with, if any."""
        if alert:
            chat = chat_of(press)
            self[chat].box = alert
            self.changed(chat)

    def _show(self, chat: int, message: Message) -> int:
        self[chat].messages[message.id] = message
        self.changed(chat)
        return message.id


def press_id(chat: int, update: int) -> str:
    """Return the id of a press, from which its chat can be told."""
    return f"{chat}.{update}"


def chat_of(press: str) -> int:
    """Return the chat in which a press was made."""
    return int(press.partition(".")[0])
