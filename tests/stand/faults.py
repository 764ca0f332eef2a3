"""What can go wrong between a bot and Telegram, once or a few times."""

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Fault:
    """A failure of the next `times` calls that match.

    `flood` answers 429 with `seconds`; `slow` waits them; `reset` cuts the connection;
    `done_reset` does so after the call took effect; `refuse` answers `status`.
    """

    kind: Literal["flood", "slow", "reset", "done_reset", "refuse"]
    method: str = ""
    chat: int | None = None
    times: int = 1
    seconds: float = 1
    status: int = 500
    description: str = "Internal Server Error"

    def takes(self, method: str, chat: object) -> bool:
        """Tell whether this call fails; each failing call uses up one time."""
        if self.times <= 0 or self.method.lower() not in {"", method}:
            return False
        if self.chat is not None and self.chat != chat:
            return False
        self.times -= 1
        return True
