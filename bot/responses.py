"""What one person says about one service: the value that is sealed.

Nothing of this is ever a column (`data.md`): it exists in the memory of the
conversation, inside an envelope, and in the memory of the vault.
"""

from dataclasses import dataclass

from bot.weeks import Week


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question: chosen ids, or words. Skipped ones are absent."""

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""


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
