"""A native reader signs a language: all of it is live from then on.

Rule: a signature is given for what stands there at that moment, by somebody who did
not write it, once nothing is missing, nothing blocked, and everything that could hurt
was translated back by another person (`languages.md`, States and roles).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.flows.desk.places import Press
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.proposals import Refusal, Rows
from bot.words.standing import Standing
from bot.words.versions import Signature


@dataclass(frozen=True, slots=True)
class _Left:
    """How many texts keep a language from being signed, by why."""

    missing: int = 0
    failed: int = 0
    back: int = 0
    own: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing is left."""
        return not (self.missing or self.failed or self.back or self.own)


def ask_to_sign(sitting: Sitting, code: str) -> Answer:
    """Say what a signature means and ask for it, or what is still to do."""
    up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
    left = _left(sitting, code)
    if not left.none:
        return Answer((Outgoing(_still(sitting, left), ((up,),)),))
    name = sitting.library.shelf(code).language.name
    said = sitting.say(Msg("desk.ask_sign"), name=name)
    yes = sitting.cards.tap(Msg("desk.button_signed"), Press("signed", code))
    return Answer((Outgoing(said, ((yes,), (up,))),))


def sign(sitting: Sitting, code: str) -> Answer:
    """Make everything live that was read, and note who vouches for the language."""
    left = _left(sitting, code)
    if not left.none:
        return Answer((Outgoing(_still(sitting, left)),))
    hand = sitting.hand
    rows: list[Rows] = []
    for standing in _proposed(sitting, code):
        moved = proposals.approve(standing, hand, blocked=False)
        if not isinstance(moved, Refusal):
            rows.append(moved)
    every = tuple(row for moved in rows for row in moved)
    signature = Signature(code, hand.who, hand.week)
    texts = sitting.work(code, every, f"words sign {code}")
    texts = replace(texts, signatures=(signature,))
    name = sitting.library.shelf(code).language.name
    said = sitting.say(Msg("desk.done_sign"), name=name)
    return Answer((Outgoing(said),), texts)


def _left(sitting: Sitting, code: str) -> _Left:
    """Count what keeps a language from being signed."""
    library, hand = sitting.library, sitting.hand
    missing = sum(not s.forms for s in library.shelf(code).open(library.unshown))
    failed = back = own = 0
    for standing in _proposed(sitting, code):
        one = standing.candidate
        if one is None:
            continue
        failed += library.blocked(standing)
        back += bool(proposals.lacks_back(standing, one, alone=hand.alone))
        own += one.author == hand.who and not hand.alone
    return _Left(missing, failed, back, own)


def _proposed(sitting: Sitting, code: str) -> Iterator[Standing]:
    """Walk the texts for people that nobody vouches for yet."""
    for standing in sitting.library.shelf(code).standings.values():
        staff = standing.source.for_staff or standing.gone
        if not staff and standing.candidate is not None and not standing.approved:
            yield standing


def _still(sitting: Sitting, left: _Left) -> str:
    return sitting.say(
        Msg("desk.sign_open"),
        missing=left.missing,
        failed=left.failed,
        back=left.back,
        own=left.own,
    )
