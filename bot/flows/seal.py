"""From answers to a row that may rest: the last moment at which they are readable.

The round that is open now gives the public key and the pepper; everything else about
the row is drawn. Rule: nothing of a person leaves this module but inside an envelope.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.conversation.replies import Seal
from bot.errors import SottoError
from bot.responses import Response
from bot.store.records import Round, SealedRow
from bot.weeks import Week, ready_week, week_of

SHORTEST_REST, LONGEST_REST = 2, 9
"""Days that an answer rests before it is ready, drawn at random (`gathering.md` P7)."""


class NoOpenRoundError(SottoError):
    """No round is open this week: make one, answers cannot be sealed without."""

    def __init__(self) -> None:
        super().__init__(
            "no round is open this week, so no answer can be sealed."
            " Run `deploy/sotto keys new`, then start again; where the vault has a"
            " machine of its own, run it there and `deploy/sotto keys accept` here."
        )


class Sealer(Protocol):
    """Seals a response for one round's public key."""

    def seal(self, response: Response) -> bytes:
        """Return the envelope."""


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round and what sealing in it takes: `voice` maps an account to 16 bytes."""

    round: Round
    sealer: Sealer
    voice: Callable[[int], bytes]


def open_round(rounds: Sequence[OpenRound], week: Week) -> OpenRound:
    """Return the round that is open in `week`, the latest if several are."""
    fitting = [r for r in rounds if r.round.opens_week <= week < r.round.closes_week]
    if not fitting:
        raise NoOpenRoundError
    return max(fitting, key=lambda r: r.round.opens_week)


def sealed_row(
    duty: Seal, person: int, at: int, rounds: Sequence[OpenRound]
) -> SealedRow:
    """Seal the answers of `person`, sent at `at` (seconds), into a row of their own."""
    now = open_round(rounds, week_of(at))
    rest = SHORTEST_REST + secrets.randbelow(LONGEST_REST - SHORTEST_REST + 1)
    response = Response(
        answer_id=secrets.token_bytes(16),
        voice=now.voice(person),
        pepper=now.round.pepper_id,
        pool=duty.pool,
        language=duty.language,
        form=duty.form,
        form_version=duty.form_version,
        sent_week=week_of(at),
        ready_week=ready_week(at, rest),
        answers=duty.answers,
    )
    return SealedRow(
        id=secrets.randbits(63),
        round=now.round.id,
        locator=secrets.token_bytes(16),
        envelope=now.sealer.seal(response),
    )
