"""What one person says about one service: the value that is sealed.

Nothing of this is ever a column (`data.md`): it exists in the memory of the
conversation, inside an envelope, and in the memory of the vault.
"""

import unicodedata
from dataclasses import dataclass

from bot.weeks import Week

MOST_QUOTED = 280
"""UTF-16 units that may be shown of one response, all questions together."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_JOINERS = "\u200c\u200d"
"""Signs without which Persian, Hindi and many pictures are spelled wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question: chosen ids, or words. Skipped ones are absent.

    `quote` is the exact text that its author agreed to have shown, after seeing it as
    it will look; "" is no, and no is what everybody begins with.
    """

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""
    quote: str = ""


def as_shown(text: str) -> str:
    """Return words as they would look to others: one line, and nothing unseen in it."""
    line = " ".join(text.split())
    return "".join(
        sign
        for sign in line
        if sign in _JOINERS or unicodedata.category(sign) not in _INVISIBLE
    )


@dataclass(frozen=True, slots=True)
class Response:
    """One sent answer set, as it lies inside an envelope.

    `answer_id` and `voice` are 16 bytes, `pepper` is the pepper's id (8 bytes);
    `pool` is a programme's id, `family:<id>` or `network`; weeks are whole numbers.
    """

    answer_id: bytes
    voice: bytes
    pepper: bytes
    pool: str
    language: str
    form: str
    form_version: int
    sent_week: Week
    ready_week: Week
    answers: tuple[Answer, ...]
