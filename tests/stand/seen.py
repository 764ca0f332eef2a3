"""What stands in a chat, as a phone would show it."""

from dataclasses import dataclass
from typing import Any

from aiogram.types import BufferedInputFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as it stands in a chat.

    `rows` hold what can be pressed, `copies` what copies a text, by label; `voice` is
    the name of a sound, `document` that of a file that was given.
    """

    id: int
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    copies: tuple[tuple[str, str], ...] = ()
    voice: str = ""
    document: str = ""

    @property
    def buttons(self) -> dict[str, str]:
        """Return each button's callback data by its label."""
        return {label: data for row in self.rows for label, data in row}


def seen_of(number: int, parameters: dict[str, Any]) -> Seen:
    """Read a message out of the call that sends or changes it."""
    keyboard = (parameters.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = [[(b["text"], b.get("callback_data")) for b in row] for row in keyboard]
    copies = [b for row in keyboard for b in row if "copy_text" in b]
    document = parameters.get("document")
    named = isinstance(document, BufferedInputFile) and document.filename
    return Seen(
        id=number,
        text=parameters.get("text") or parameters.get("caption", ""),
        rows=tuple(tuple(b for b in row if b[1] is not None) for row in buttons if row),
        copies=tuple((b["text"], b["copy_text"]["text"]) for b in copies),
        voice=str(parameters.get("voice", "")),
        document=named or "",
    )
