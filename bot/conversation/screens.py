"""What every card is built of: lines to read, rows to tap, and the shared buttons.

Rule: things to choose stand one a row, because long words are cut off in two columns;
what steers the talk stands two a row below them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.replies import Button
from bot.conversation.talk import Talk
from bot.deployment import Deployment
from bot.words.phrases import Msg, Own, Phrase, Value

NOT_KEPT = Msg("E2")
NOT_UNDERSTOOD = Msg("E3")
NOTICES = frozenset({NOT_KEPT, NOT_UNDERSTOOD, Msg("X1b"), Msg("too_long")})
"""What may be said once above a card."""
SILENT = NOTICES | {Msg(m) for m in ("C2.head", "Q.head", "trial.mark", "draft.mark")}
"""What is not read aloud: notices, marks, and heads that name a service or a place."""
MOST_BUTTONS = 8
"""Buttons of one card (`conversation.md`, Low literacy)."""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A card without its number and its language."""

    lines: tuple[Phrase, ...]
    rows: Rows


def say(says: Msg | Own, count: int | None = None, **values: Value) -> Phrase:
    """Make a phrase of a message and its named values."""
    return Phrase(says, tuple(values.items()), count)


def button(choice: str, says: Msg | Own) -> Button:
    """Make a button of a choice and its label."""
    return Button(choice, Phrase(says))


BACK = button("back", Msg("button.back"))
CLEAR = button("clear", Msg("button.clear"))
DONE = button("done", Msg("button.done"))
GO_ON = button("go_on", Msg("button.go_on"))
LISTEN = button("listen", Msg("button.listen"))
MORE = button("more", Msg("button.more"))
NEXT = button("next", Msg("button.next"))
OK = button("ok", Msg("button.ok"))
SKIP = button("skip", Msg("button.skip"))
STOP = button("stop", Msg("button.stop"))


def read_aloud(lines: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return the lines of a card that its sound says: those that are its own.

    Whoever records a sound and whoever plays it must agree on them, so they are said
    here and nowhere else.
    """
    return tuple(line for line in lines if line.says not in SILENT)


def with_listen(rows: Rows) -> Rows:
    """Offer last of all to hear the card, so that no other button has a new place.

    It is one more than eight where a card is full; there it stands beside the way on.
    """
    full = sum(len(row) for row in rows) >= MOST_BUTTONS
    if full and len(rows[-1]) == 1:
        return (*rows[:-1], (*rows[-1], LISTEN))
    return (*rows, (LISTEN,))


def singly(buttons: Sequence[Button]) -> Rows:
    """Put each button on a row of its own."""
    return tuple((b,) for b in buttons)


def paired(buttons: Sequence[Button]) -> Rows:
    """Put buttons with short labels two on a row."""
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def paged(
    buttons: Sequence[Button], page: int, tail: tuple[Button, ...] = ()
) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return one page of a list, and the buttons below it; the last turns to the first.

    A list that fits beside its tail has one page and no `more`.
    """
    room = MOST_BUTTONS - len(tail)
    if len(buttons) <= room:
        return tuple(buttons), tail
    size = room - 1
    start = page % -(-len(buttons) // size) * size
    return tuple(buttons[start : start + size]), (MORE, *tail)


def spoken(talk: Talk, deployment: Deployment) -> str:
    """Return the language of a card: hers, else the likeliest."""
    return talk.language or ordered(deployment.languages, talk.guess)[0]


def spelled(language: str) -> str:
    """Return a language's code as a press may carry it: small letters and hyphens."""
    return language.lower().replace("_", "-")


def ordered(languages: Sequence[str], guess: str) -> tuple[str, ...]:
    """Put first the language that an app's tag means, or one close to it."""
    tag = spelled(guess)

    def far(language: str) -> int:
        code = spelled(language)
        if f"{tag}-".startswith(f"{code}-"):
            return 0
        return 1 if tag.split("-")[0] == code.split("-")[0] else 2

    return tuple(sorted(languages, key=far))
