"""One person's talk as a value: all that the engine knows, and nothing about who.

It rests only sealed (`vault.resting`), padded, for a day or two. Message ids and the
chat are not here: they are the door's, and rest beside it in the same sealed state.
"""

import enum
from dataclasses import dataclass

from bot.responses import Answer


class Step(enum.Enum):
    """Where a talk stands: one name for each screen of `conversation.md`."""

    LANGUAGE = "L1"
    HELLO = "S1"
    NOT_NOW = "S2"
    DANGER = "S3"
    COUNTRY = "S3c"
    CLEAR = "S4"
    SHARED = "S5"
    CONSENT = "C2"
    NOTICE = "C3"
    NOTICE_2 = "C4"
    NOTICE_3 = "C5"
    DECLINED = "C6"
    UNDER_18 = "A2"
    CHILD_NUMBER = "A2b"
    PROGRAMME = "P2"
    QUESTION = "Q"
    MORE_CHOICES = "Q-more"
    WRITING = "Q6b"
    DETAIL = "N1"
    UNSAFE = "F0"
    REVIEW = "R1"
    CHANGE = "R1b"
    QUOTE = "R1q"
    SENT = "R2"
    RECEIPT = "R2a"
    NEXT = "R3"
    DELETE = "X1"
    DELETE_FOUND = "X2"
    DELETED = "X3"
    LOST = "X4"
    STOPPED = "E4"
    STOPPED_SENT = "E4b"
    WAITING = "E5"
    ABOUT = "about"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Talk:
    """The state of one talk. A fresh one has seen nothing.

    `back` is where a side screen (help, clear, language, notice) returns to; `card`
    numbers the live card; `touched` is the last moment in seconds; `held` is a free
    text that waits for the person's word on the details found in it, `kept` those of
    them that stay; `notice` is a message id said once above the card; `row` is the
    sealed row just sent, `digits` its secret number while it is shown. `agreed` is the
    moment of the yes to C2 (0: not yet), from which a draft's 24 hours count; `wish` is
    what was asked for before S1 said safe; `found` is a row that a typed secret number
    opened. `guess` is of the update in work alone, and never rests.
    """

    step: Step = Step.LANGUAGE
    back: Step | None = None
    language: str = ""
    guess: str = ""
    pool: str = ""
    family: str = ""
    country: str = ""
    question: int = 0
    page: int = 0
    changing: bool = False
    answers: tuple[Answer, ...] = ()
    held: str = ""
    kept: tuple[str, ...] = ()
    notice: str = ""
    card: int = 0
    touched: int = 0
    row: int | None = None
    digits: str = ""
    agreed: int = 0
    wish: Step | None = None
    found: int | None = None
