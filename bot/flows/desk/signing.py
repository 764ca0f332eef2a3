"""A native reader signs a language: all of it is live from then on.

Rule: a signature is given for what stands there at that moment, by somebody who did
not write it, once nothing is missing, nothing blocked, and everything that could hurt
was translated back by another person (`languages.md`, States and roles).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.flows.desk.cards import version_of
from bot.flows.desk.places import Press, digits
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.proposals import Refusal
from bot.words.standing import Standing, State
from bot.words.versions import Signature, Wording


@dataclass(frozen=True, slots=True)
class _Left:
    """How many texts keep a language from being signed, by why.

    `stale` could hurt, and its English has changed since it was approved.
    """

    missing: int = 0
    stale: int = 0
    failed: int = 0
    back: int = 0
    own: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing is left."""
        return self == _Left()


def ask_to_sign(sitting: Sitting, code: str) -> Answer:
    """Say what a signature means and ask for it, or what is still to do."""
    up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
    left = _left(sitting, code)
    if not left.none:
        return Answer((Outgoing(_still(sitting, left), ((up,),)),))
    name = sitting.library.shelf(code).language.name
    said = sitting.say(Msg("desk.ask_sign"), name=name)
    press = Press("signed", code, _mark(sitting, code))
    yes = sitting.cards.tap(Msg("desk.button_signed"), press)
    return Answer((Outgoing(said, ((yes,), (up,))),))


def sign(sitting: Sitting, press: Press) -> Answer:
    """Make everything live that was read, and note who vouches for the language."""
    code = press.language
    if press.text != _mark(sitting, code) or not _left(sitting, code).none:
        return ask_to_sign(sitting, code)
    hand = sitting.hand
    rows: list[Wording] = []
    for standing in _proposed(sitting, code):
        blocked = sitting.library.blocked(standing)
        moved = proposals.approve(standing, hand, blocked=blocked)
        if not isinstance(moved, Refusal):
            rows.extend(moved)
    signature = Signature(code, hand.who, hand.week)
    texts = sitting.work(code, tuple(rows), f"words sign {code}")
    texts = replace(texts, signatures=(signature,))
    name = sitting.library.shelf(code).language.name
    offered = code in sitting.library.spoken
    may = Msg("desk.open") if offered else Msg("desk.unchosen")
    said = sitting.say(Msg("desk.done_sign"), name=name)
    return Answer((Outgoing(f"{said}\n\n{sitting.say(may)}"),), texts)


def _mark(sitting: Sitting, code: str) -> str:
    """Return what stands for everything that would go live with a signature.

    What comes after the question was asked was not read by who signs.
    """
    proposed = _proposed(sitting, code)
    return digits(repr([(one.id, version_of(one)) for one in proposed]))


def _left(sitting: Sitting, code: str) -> _Left:
    """Count what keeps a language from being signed."""
    library, hand = sitting.library, sitting.hand
    missing = stale = failed = back = own = 0
    for standing in library.shelf(code).open(library.unshown):
        one = standing.candidate
        if standing.approved:
            stale += standing.state is State.STALE
        elif one is None:
            missing += 1
        else:
            failed += library.blocked(standing)
            back += bool(proposals.lacks_back(standing, one, alone=hand.alone))
            own += one.author == hand.who and not hand.alone
    return _Left(missing, stale, failed, back, own)


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
        stale=left.stale,
        failed=left.failed,
        back=left.back,
        own=left.own,
    )
