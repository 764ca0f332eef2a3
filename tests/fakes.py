"""Named stand-ins for the outside: a phone, and what keeps its screen."""

from dataclasses import dataclass, field

from bot.flows.doors import Gone, Outgoing


@dataclass
class FakeDoor:
    """A platform that keeps every chat's messages as a phone would show them."""

    chats: dict[int, dict[int, Outgoing]] = field(default_factory=dict)
    answered: list[tuple[str, str]] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    next_id: int = 1000

    def _chat(self, chat: int) -> dict[int, Outgoing]:
        if chat in self.blocked:
            raise Gone
        return self.chats.setdefault(chat, {})

    async def send(self, chat: int, message: Outgoing) -> int:
        """Show a message below the others."""
        screen = self._chat(chat)
        self.next_id += 1
        screen[self.next_id] = message
        return self.next_id

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message in its place."""
        screen = self._chat(chat)
        if message_id not in screen:
            return False
        screen[message_id] = message
        return True

    async def remove(self, chat: int, message_ids: tuple[int, ...]) -> None:
        """Take messages off the screen."""
        screen = self._chat(chat)
        for message_id in message_ids:
            screen.pop(message_id, None)

    async def answer(self, press: str, alert: str = "") -> None:
        """Note that a press was answered."""
        self.answered.append((press, alert))

    def put(self, chat: int, text: str) -> int:
        """Show what the person herself wrote."""
        self.next_id += 1
        self.chats.setdefault(chat, {})[self.next_id] = Outgoing(text)
        return self.next_id

    def screen(self, chat: int) -> str:
        """Return everything the phone shows, oldest first."""
        return "\n---\n".join(m.text for m in self.chats.get(chat, {}).values())

    def last(self, chat: int) -> tuple[int, Outgoing]:
        """Return the newest message and its id."""
        return list(self.chats[chat].items())[-1]
