"""What is held of one talk while it runs, and for a day at most.

The engine's talk, and what the door needs to go on after a restart: where to answer,
the live card, the messages that "clear my screen" deletes, and the timers of messages
that delete themselves. It rests only sealed under the talk key (`data.md`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from bot.conversation.talk import Talk

CLEARABLE_HOURS = 48
"""Telegram lets a bot delete both sides' messages under 48 hours (`telegram.md`)."""
MOST_MESSAGES = 400
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Timer:
    """A message that deletes itself at `due` (seconds since 1970)."""

    message: int
    due: int


@dataclass(frozen=True, slots=True)
class Held:
    """A talk and its place: the account, the chat, the live message, what to delete.

    `messages` are pairs (message id, whole hour), oldest first; `sounds` those below
    the card, which go with it.
    """

    person: int
    chat: int
    talk: Talk
    live: int | None = None
    messages: tuple[tuple[int, int], ...] = ()
    timers: tuple[Timer, ...] = ()
    sounds: tuple[int, ...] = ()

    def knows(self, message: int | None) -> bool:
        """Tell whether the message is one that can still be deleted."""
        return any(message == known for known, _ in self.messages)

    def with_messages(self, ids: Iterable[int], at: int) -> "Held":
        """Remember messages for clearing; forget those too old to be deleted."""
        hour = at // HOUR
        kept = [m for m in self.messages if hour - m[1] < CLEARABLE_HOURS]
        known = {m[0] for m in kept}
        kept += [(i, hour) for i in ids if i not in known]
        return replace(self, messages=tuple(kept[-MOST_MESSAGES:]))

    def without_messages(self, ids: Iterable[int]) -> "Held":
        """Forget messages that are deleted, and their timers."""
        gone = frozenset(ids)
        return replace(
            self,
            messages=tuple(m for m in self.messages if m[0] not in gone),
            timers=tuple(t for t in self.timers if t.message not in gone),
        )


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Held).decode


def to_bytes(held: Held) -> bytes:
    """Return the state to be sealed, without what the app's language was guessed from.

    Each update brings that along again.
    """
    return _ENCODE(replace(held, talk=replace(held.talk, guess="")))


def from_bytes(state: bytes) -> Held | None:
    """Return what was held, or None where an older program wrote another shape."""
    try:
        return _DECODE(state)
    except msgspec.MsgspecError:
        return None
