"""People with a phone: what they do becomes updates, what they see is the chat."""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from stand.seen import Seen

if TYPE_CHECKING:
    from stand.server import Stand

Raw = dict[str, Any]
_ids = count(700_001)
_presses = count(1)


@dataclass(slots=True)
class Person:
    """One account. Its names are there to be looked for where they must not be."""

    stand: "Stand"
    id: int = field(default_factory=lambda: next(_ids))
    language: str = "en"
    name: str = "Namecanary"
    username: str = "usercanary"

    @property
    def chat(self) -> list[Seen]:
        """Return the bot's messages that stand in the chat, oldest first."""
        return list(self.stand.chats.get(self.id, {}).values())

    @property
    def card(self) -> Seen | None:
        """Return the newest message of the bot."""
        chat = self.stand.chats.get(self.id)
        return chat[next(reversed(chat))] if chat else None

    def starts(self, code: str = "") -> int:
        """Start the bot, by a code or without."""
        return self.writes(f"/start {code}".strip())

    def writes(self, text: str) -> int:
        """Write words; return the update's number."""
        return self.stand.inject(self.written(text))

    def sends(self, **content: object) -> int:
        """Send something else, such as `photo=[...]`."""
        return self.stand.inject(self._message(content))

    def uploads(self, file: str, content: bytes, kind: str = "document") -> int:
        """Send a file or a recording that the bot may fetch by its name."""
        self.stand.files[file] = content
        told: Raw = {"file_id": file, "file_unique_id": "u", "file_size": len(content)}
        told |= {"duration": 3} if kind == "voice" else {"file_name": "filecanary.po"}
        return self.sends(**{kind: told})

    def presses(self, choice: str) -> int:
        """Press a button of the newest card, by its label or its callback data."""
        card = self.card
        assert card is not None
        found = card.buttons.get(choice) or next(
            data for data in card.buttons.values() if data.endswith(choice)
        )
        return self.stand.inject(self.pressed(found, card.id))

    def blocks(self) -> int:
        """Block the bot."""
        return self.stand.inject({"my_chat_member": self._change("kicked")})

    def written(self, text: str) -> Raw:
        """Return the update of writing words."""
        content: Raw = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            entity = {"type": "bot_command", "offset": 0, "length": length}
            content["entities"] = [entity]
        return self._message(content)

    def pressed(self, data: str, message: int) -> Raw:
        """Return the update of pressing a button."""
        return {
            "callback_query": {
                "id": str(next(_presses)),
                "from": self.account(),
                "message": {
                    "message_id": message,
                    "date": self.stand.date,
                    "chat": self._private(),
                    "from": self.stand.me,
                    "text": "a card",
                },
                "chat_instance": "1",
                "data": data,
            }
        }

    def account(self) -> Raw:
        """Return the account as Telegram tells it, names and all."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "username": self.username,
            "language_code": self.language,
        }

    def _private(self) -> Raw:
        return {
            "id": self.id,
            "type": "private",
            "first_name": self.name,
            "username": self.username,
        }

    def _message(self, content: Raw) -> Raw:
        return {
            "message": {
                "message_id": self.stand.next_message(),
                "date": self.stand.date,
                "chat": self._private(),
                "from": self.account(),
                **content,
            }
        }

    def _change(self, status: str) -> Raw:
        bot = self.stand.me
        old = {"user": bot, "status": "member"}
        new: Raw = {"user": bot, "status": status}
        if status == "kicked":
            new["until_date"] = 0
        return {
            "chat": self._private(),
            "from": self.account(),
            "date": self.stand.date,
            "old_chat_member": old,
            "new_chat_member": new,
        }
