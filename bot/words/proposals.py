"""What can be done to a wording, and who may: from a draft to live and back.

Each move looks at a text as it stands and returns the rows to write, or the reason why
not. Rule: nobody approves what they wrote (four eyes), and what could hurt goes live
only after another person translated it back, but where a deployment is one person, who
says so (`languages.md`, States and roles).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.weeks import Week
from bot.words.rules import lacks_back_translation
from bot.words.standing import Standing
from bot.words.versions import AS_IT_CAME, PROGRAM, Stage, Wording, mark_of


class Refusal(Enum):
    """Why a move is not made; the desk has a sentence for each."""

    NOTHING = "nothing"
    BLOCKED = "blocked"
    OWN = "own"
    NO_BACK = "no_back"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, in which week; `alone`: a deployment of one person."""

    who: str
    week: Week
    alone: bool = False


Rows = tuple[Wording, ...]
"""Wordings to write; one whose version is new is added, another is changed."""


def write(standing: Standing, hand: Hand, forms: Sequence[str]) -> Rows | Refusal:
    """Propose another text; what was proposed before is kept as past.

    The same words are another text once their English is another.
    """
    if standing.gone:
        return Refusal.NOTHING
    given = tuple(forms)
    current = standing.candidate
    now = current.forms if current is not None else standing.forms
    if given == now and not standing.was:
        return Refusal.SAME
    fresh = Wording(
        standing.language.code,
        standing.id,
        standing.newest + 1,
        given,
        mark_of(standing.source.forms),
        Stage.DRAFT,
        hand.who,
        hand.week,
        english=standing.source.forms,
    )
    return (*_put_away(standing.proposed), fresh)


def translate_back(standing: Standing, hand: Hand, text: str) -> Rows | Refusal:
    """Note what a draft says in English, in the words of somebody who reads it."""
    one = standing.candidate
    if one is None:
        return Refusal.NOTHING
    if one.author == hand.who and not hand.alone:
        return Refusal.OWN
    return (replace(_kept(standing, one, hand), back=text, back_by=hand.who),)


def send(standing: Standing, hand: Hand, *, blocked: bool) -> Rows | Refusal:
    """Ask for another person's eyes."""
    one = standing.candidate
    if one is None:
        return Refusal.NOTHING
    if blocked:
        return Refusal.BLOCKED
    return (replace(_kept(standing, one, hand), stage=Stage.REVIEW),)


def approve(standing: Standing, hand: Hand, *, blocked: bool) -> Rows | Refusal:
    """Make the candidate what people read."""
    one = standing.candidate
    if one is None:
        return Refusal.NOTHING
    if blocked:
        return Refusal.BLOCKED
    if one.author == hand.who and not hand.alone:
        return Refusal.OWN
    if lacks_back(standing, one, alone=hand.alone):
        return Refusal.NO_BACK
    live = replace(
        _kept(standing, one, hand),
        stage=Stage.LIVE,
        approver=hand.who,
        source=mark_of(standing.source.forms),
        english=standing.source.forms,
        week=hand.week,
    )
    return (*_put_away(standing.live), live)


def lacks_back(standing: Standing, one: Wording, *, alone: bool) -> str:
    """Return why a text that could hurt may not go live yet, or "" where it may."""
    return lacks_back_translation(
        critical=standing.needs_back,
        author="" if alone else one.author,
        back=one.back,
        back_by=one.back_by,
    )


def reject(standing: Standing, hand: Hand, reason: str) -> Rows | Refusal:
    """Send a draft back with a reason."""
    one = standing.candidate
    if one is None:
        return Refusal.NOTHING
    kept = _kept(standing, one, hand)
    return (replace(kept, stage=Stage.REJECTED, reason=reason, approver=""),)


def roll_back(standing: Standing, hand: Hand) -> Rows | Refusal:
    """Say again what was said before: the wording before, else what came along.

    Whoever taps it vouches for nothing new: it was approved when it went live.
    """
    if standing.live is None or standing.gone:
        return Refusal.NOTHING
    before = standing.earlier
    if before is None:
        return (replace(standing.live, stage=Stage.PAST, reason=AS_IT_CAME),)
    again = replace(
        before,
        version=standing.newest + 1,
        stage=Stage.LIVE,
        approver=hand.who,
        reason=f"as version {before.version}",
        week=hand.week,
    )
    return (*_put_away(standing.live), again, *_behind(standing, again))


def keep(standing: Standing, hand: Hand) -> Rows | Refusal:
    """Vouch that a changed English text still means what is said."""
    one = standing.said or standing.came
    if one is None or not standing.stale:
        return Refusal.NOTHING
    if one.author == hand.who and not hand.alone:
        return Refusal.OWN
    again = replace(
        one,
        version=standing.newest + 1,
        stage=Stage.LIVE,
        source=mark_of(standing.source.forms),
        english=standing.source.forms,
        approver=hand.who,
        reason="meaning unchanged",
        week=hand.week,
    )
    return (*_put_away(standing.live), again, *_behind(standing, again))


def _kept(standing: Standing, one: Wording, hand: Hand) -> Wording:
    """Give what came with the program a row of its own, once somebody acts on it."""
    if one.version:
        return one
    return replace(one, version=standing.newest + 1, author=PROGRAM, week=hand.week)


def _behind(standing: Standing, live: Wording) -> Rows:
    """Give a draft that still waits the number after what goes live before it.

    So the order of versions stays the order in which they were said.
    """
    one = standing.proposed
    if one is None or one.stage is Stage.REJECTED:
        return ()
    return (*_put_away(one), replace(one, version=live.version + 1))


def _put_away(one: Wording | None) -> Rows:
    return () if one is None else (replace(one, stage=Stage.PAST),)
