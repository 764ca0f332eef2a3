"""The rehearsal's door: phones in memory, drawn by a page or read by a played person.

It keeps the platform's own rules where a person would notice them: a message older
than two days cannot be deleted, a message that is gone cannot be changed. Rule: what
is deleted here is gone, as it must be from a real phone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.flows.doors import Outgoing, Tap
from bot.flows.held import CLEARABLE_HOURS, HOUR

MOST_FILES = 40
"""So many files are kept, the newest; an older one is known no more."""
VOICE = "🔊 voice message"


@dataclass(frozen=True, slots=True)
class File:
    """A document or a recording, as the platform keeps it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message on a phone.

    `mine`: the person sent it; `picture`: it is a photo; `name`: it is a document of
    this name, which the platform keeps as `file`.
    """

    id: int
    at: float
    text: str
    mine: bool = False
    picture: bool = False
    rows: tuple[tuple[Tap, ...], ...] = ()
    name: str = ""
    file: str = ""


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
    files: dict[str, File] = field(default_factory=dict)
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

    def upload(self, chat: int, name: str, content: bytes) -> tuple[int, str]:
        """Show a document that the person sends; return the message, and its file."""
        return self._document(chat, name, content, mine=True)

    def record(self, chat: int) -> tuple[int, str]:
        """Show a recording that the person sends: a pretended one, of silence."""
        return self.write(chat, VOICE), self._keep(File("", b""))

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
                self.files.pop(messages.pop(gone).file, None)
        self.changed(chat)

    async def answer(self, press: str, alert: str = "") -> None:
        """Show the box that a press is answered with, if any."""
        if alert:
            chat = chat_of(press)
            self[chat].box = alert
            self.changed(chat)

    async def play(self, chat: int, file: str) -> int | None:
        """Show a voice message; None where its sound is known no more."""
        if file not in self.files:
            return None
        return await self.send(chat, Outgoing(VOICE))

    async def give(self, chat: int, name: str, content: bytes, says: str = "") -> int:
        """Show a document that can be taken from the phone."""
        return self._document(chat, name, content, says)[0]

    async def show(self, chat: int, png: bytes, says: str = "") -> int:
        """Show a picture, which can be taken from the phone like a document."""
        return self._document(chat, "picture.png", png, says)[0]

    async def fetch(self, file: str, most: int) -> bytes | None:
        """Return what was sent from a phone."""
        found = self.files.get(file)
        return found.content if found and len(found.content) <= most else None

    def _document(
        self,
        chat: int,
        name: str,
        content: bytes,
        text: str = "",
        *,
        mine: bool = False,
    ) -> tuple[int, str]:
        number, file = next(self._ids), self._keep(File(name, content))
        at = self.now()
        message = Message(number, at, text, mine=mine, name=name, file=file)
        return self._show(chat, message), file

    def _keep(self, file: File) -> str:
        """Keep a file under a name of its own; the oldest gives way."""
        name = f"f{next(self._ids)}"
        self.files[name] = file
        if len(self.files) > MOST_FILES:
            del self.files[next(iter(self.files))]
        return name

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
