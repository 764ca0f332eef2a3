"""Named stand-ins for the outside: a phone, and what keeps its screen."""

from dataclasses import dataclass, field

from bot.flows.doors import Copy, Gone, Outgoing, Tap

VOICE = "🔊 voice message"


def label(tap: Tap) -> str:
    """Return what stands on a button."""
    return tap.label if isinstance(tap, Copy) else tap[0]


def carried(message: Outgoing, part: str = "") -> str:
    """Return what the first button carries whose data holds these words."""
    taps = (tap for row in message.rows for tap in row)
    return next(t[1] for t in taps if not isinstance(t, Copy) and part in t[1])


def fits(message: Outgoing) -> bool:
    """Tell whether Telegram would take a message: its text, and what buttons carry."""
    taps = [tap for row in message.rows for tap in row]
    copied = [tap.text for tap in taps if isinstance(tap, Copy)]
    carries = [tap[1] for tap in taps if not isinstance(tap, Copy)]
    return (
        0 < len(message.text.encode("utf-16-le")) // 2 <= 4096
        and all(0 < len(text.encode("utf-16-le")) // 2 <= 256 for text in copied)
        and all(0 < len(data.encode()) <= 64 for data in carries)
        and all(label(tap) for tap in taps)
    )


@dataclass
class FakeDoor:
    """A platform that keeps every chat's messages as a phone would show them.

    `given` are (chat, name, content), `played` (chat, file); `files` is what can be
    fetched by name, `forgotten` the sounds that can be played no more.
    """

    chats: dict[int, dict[int, Outgoing]] = field(default_factory=dict)
    answered: list[tuple[str, str]] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    given: list[tuple[int, str, bytes]] = field(default_factory=list)
    played: list[tuple[int, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    next_id: int = 1000

    def _chat(self, chat: int) -> dict[int, Outgoing]:
        if chat in self.blocked:
            raise Gone
        return self.chats.setdefault(chat, {})

    async def send(self, chat: int, message: Outgoing) -> int:
        """Show a message below the others."""
        screen = self._chat(chat)
        assert fits(message), message
        self.next_id += 1
        screen[self.next_id] = message
        return self.next_id

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message in its place."""
        screen = self._chat(chat)
        assert fits(message), message
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

    async def play(self, chat: int, file: str) -> int | None:
        """Show a voice message, unless its sound is forgotten."""
        self._chat(chat)
        if file in self.forgotten:
            return None
        self.played.append((chat, file))
        return await self.send(chat, Outgoing(VOICE))

    async def give(self, chat: int, name: str, content: bytes, says: str = "") -> int:
        """Show a document by its name, and keep it."""
        number = await self.send(chat, Outgoing(f"📄 {name}\n{says}".rstrip()))
        self.given.append((chat, name, content))
        return number

    async def show(self, chat: int, png: bytes, says: str = "") -> int:
        """Show a picture by its words, and keep it."""
        number = await self.send(chat, Outgoing(f"🖼 {says}"))
        self.given.append((chat, "picture.png", png))
        return number

    async def fetch(self, file: str, most: int) -> bytes | None:
        """Return a file that somebody sent, where it is small enough."""
        self.fetched.append(file)
        content = self.files.get(file)
        return content if content is not None and len(content) <= most else None

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
