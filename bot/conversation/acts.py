"""What each act changes in a talk, and what it asks of the flow.

Rule: an act is a function of the talk, the deployment, the moment and the value of the
press, and of nothing else. Where it may end is said in `steps.LEADS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot import receipts
from bot.conversation.drafts import (
    END,
    answer_to,
    asked,
    emptied,
    fitting,
    outlived,
    room_for,
    sendable,
    showable,
    unlent,
    unsettled,
    with_answer,
    without_draft,
)
from bot.conversation.replies import (
    ClearScreen,
    Erase,
    Look,
    Number,
    Play,
    Refuse,
    Reply,
    Seal,
)
from bot.conversation.screens import spelled
from bot.conversation.steps import AFTER_SEND, ASIDE, ASKING, FORGETTING, Act
from bot.conversation.talk import Step, Talk
from bot.deployment import NETWORK, Deployment
from bot.details.finding import Detail, hidden
from bot.questions import Kind, Question
from bot.responses import Answer
from bot.words.phrases import Msg

TOO_LONG = Msg("too_long")
NO_SUCH_NUMBER = Msg("X1b")


@dataclass(frozen=True, slots=True)
class Now:
    """What an act may look at: `value` is what follows the colon, or the words."""

    talk: Talk
    deployment: Deployment
    at: int
    value: str = ""


def enter(talk: Talk, step: Step) -> Talk:
    """Go to a step: keep the way back from an aside, forget where that is promised.

    The row just sent and its number are dropped as soon as no step needs them.
    """
    back: Step | None = None
    if step in ASIDE:
        back = talk.back if talk.step in ASIDE else talk.step
    if step in FORGETTING:
        talk = without_draft(talk) if step is Step.STOPPED else emptied(talk)
    near = {step, back}
    behind = step is Step.REVIEW
    return replace(
        talk,
        step=step,
        back=back,
        page=0,
        question=END if behind else talk.question,
        changing=talk.changing and not behind,
        row=talk.row if near & {Step.SENT, Step.RECEIPT} else None,
        digits=talk.digits if Step.RECEIPT in near else "",
        found=talk.found if step is Step.DELETE_FOUND else None,
    )


def sound(talk: Talk, deployment: Deployment) -> Talk:
    """Lead a talk that no longer stands on anything to the nearest step that does.

    A programme, a form or a language may have changed while it rested. A language that
    is offered no more, because a text of it has to be looked at, is spoken to the end.
    """
    if talk.language and talk.language not in deployment.spoken:
        talk = replace(talk, language="")
    instead = _unfounded(talk, deployment)
    return enter(talk, instead) if instead else talk


WORDLESS = frozenset({*ASIDE, Step.STOPPED}) - {Step.DELETE, Step.DELETE_FOUND}
"""Steps that may be shown before a language was chosen."""


def _unfounded(talk: Talk, deployment: Deployment) -> Step | None:
    question = asked(talk, deployment)
    if not talk.language and talk.step not in WORDLESS:
        return Step.LANGUAGE
    if not talk.agreed and talk.step in ASKING | {Step.REVIEW, Step.CHANGE, Step.QUOTE}:
        return Step.HELLO
    if talk.step in ASKING:
        return _unasked(talk, question)
    if talk.step is Step.QUOTE:
        return None if showable(talk, deployment) else Step.REVIEW
    founded = {
        Step.CONSENT: _is_open(talk.pool, deployment),
        Step.SENT: talk.row is not None,
        Step.RECEIPT: bool(talk.digits),
        Step.DELETE_FOUND: talk.found is not None,
    }
    if founded.get(talk.step, True):
        return None
    others = {
        Step.CONSENT: Step.PROGRAMME,
        Step.DELETE_FOUND: Step.DELETE,
    }
    return others.get(talk.step, Step.NEXT)


def _is_open(pool: str, deployment: Deployment) -> bool:
    programme = deployment.programme(pool)
    if programme:
        return not programme.closed
    return pool == NETWORK or pool.startswith("family:")


def _unasked(talk: Talk, question: Question | None) -> Step | None:
    if question is None:
        return Step.REVIEW
    if talk.step is Step.DETAIL and not talk.held:
        return Step.WRITING
    writes = talk.step in {Step.WRITING, Step.DETAIL}
    lists = talk.step is Step.MORE_CHOICES
    free = question.kind is Kind.FREE
    return Step.QUESTION if (writes and not free) or (lists and free) else None


def onward(talk: Talk, deployment: Deployment) -> Talk:
    """Go to the consent of the service, or first ask which service it is."""
    offered = deployment.offered(talk.family)
    if not talk.pool and len(offered) < 2:  # noqa: PLR2004 (nothing to choose from)
        talk = replace(talk, pool=offered[0].id if offered else NETWORK)
    return enter(talk, Step.CONSENT if talk.pool else Step.PROGRAMME)


def addressed(talk: Talk, deployment: Deployment, code: str) -> Talk:
    """Take the service that a poster's code names; a draft about another is dropped."""
    target = dict(deployment.codes).get(code, "")
    kind, _, family = target.partition(":")
    programme = deployment.programme(target)
    if programme and not programme.closed:
        pool, family = programme.id, ""
    elif kind == "family" and deployment.offered(family):
        pool = talk.pool if talk.family == family else ""
    else:
        return talk
    if (pool, family) == (talk.pool, talk.family):
        return talk
    return replace(without_draft(talk), pool=pool, family=family)


def awake(talk: Talk, deployment: Deployment, at: int) -> Talk:
    """Begin again at hello, with a draft of the last day and what is still asked."""
    talk = emptied(talk) if outlived(talk, at) else talk
    kept = replace(talk, answers=fitting(talk, deployment.form_of(talk.pool)))
    return enter(replace(kept, wish=None, notice=""), Step.HELLO)


def ask(now: Now, place: int) -> Talk:
    """Ask the question at a place; behind the last, or while changing, review."""
    count = len(now.deployment.form_of(now.talk.pool).questions)
    if now.talk.changing or place >= count:
        return enter(now.talk, Step.REVIEW)
    return enter(replace(now.talk, question=place), Step.QUESTION)


def _opened(now: Now) -> Talk:
    """Stand at the question; where words are kept already, at the words."""
    written = answer_to(now.talk, _question(now)).text
    return enter(now.talk, Step.WRITING if written else Step.QUESTION)


def _turn(now: Now) -> Talk:
    return replace(now.talk, page=now.talk.page + 1)


def _return(now: Now) -> Talk:
    return enter(now.talk, now.talk.back or Step.HELLO)


def _speak(now: Now) -> Talk:
    named = {spelled(code): code for code in now.deployment.languages}
    return _return(replace(now, talk=replace(now.talk, language=named[now.value])))


def _safe(now: Now) -> Talk:
    talk = now.talk
    if talk.wish:
        return enter(replace(talk, wish=None), talk.wish)
    if talk.agreed:
        return enter(talk, Step.WAITING)
    return onward(talk, now.deployment)


def _country(now: Now) -> Talk:
    return enter(replace(now.talk, country=now.value), Step.DANGER)


def _choose(now: Now) -> Talk:
    return enter(replace(now.talk, pool=now.value), Step.CONSENT)


def _not_sure(now: Now) -> Talk:
    family = now.talk.family
    pool = f"family:{family}" if family else NETWORK
    return enter(replace(now.talk, pool=pool), Step.CONSENT)


def _other(now: Now) -> Talk:
    return enter(replace(now.talk, pool="", family=""), Step.PROGRAMME)


def _agree(now: Now) -> Talk:
    fresh = replace(without_draft(now.talk), agreed=max(now.at, 1))
    return ask(replace(now, talk=fresh), 0)


def _pick(now: Now) -> Talk:
    question = _question(now)
    if question.kind is not Kind.SEVERAL:
        answer = Answer(question.id, (now.value,))
        return _done(replace(now, talk=with_answer(now.talk, answer)))
    chosen = set(answer_to(now.talk, question).choices) ^ {now.value}
    if len(chosen) > question.most:
        return now.talk
    choices = tuple(c.id for c in question.choices if c.id in chosen)
    return with_answer(now.talk, Answer(question.id, choices))


def _question(now: Now) -> Question:
    """Return the question at hand; `sound` saw to it that there is one."""
    return now.deployment.form_of(now.talk.pool).questions[now.talk.question]


def _done(now: Now) -> Talk:
    question = _question(now)
    chosen = answer_to(now.talk, question).choices
    if any(c.unsafe for c in question.choices if c.id in chosen):
        return enter(now.talk, Step.UNSAFE)
    return _onward(now)


def _onward(now: Now) -> Talk:
    return ask(now, now.talk.question + 1)


def _skip(now: Now) -> Talk:
    empty = Answer(_question(now).id)
    return _onward(replace(now, talk=with_answer(now.talk, empty)))


def _write(now: Now) -> Talk:
    """Take words; while a detail waits for her word, more words wait with it."""
    talk = now.talk
    if not room_for(talk, now.value):
        return replace(talk, notice=TOO_LONG)
    if talk.step is Step.DETAIL:
        return replace(talk, held=f"{talk.held}\n{now.value}")
    return _weighed(replace(now, talk=replace(talk, held=now.value)))


def _weighed(now: Now) -> Talk:
    if unsettled(now.talk, now.deployment):
        return enter(now.talk, Step.DETAIL)
    return _taken(now)


def _taken(now: Now) -> Talk:
    question, held = _question(now), now.talk.held
    text = answer_to(now.talk, question).text
    answer = Answer(question.id, text=f"{text}\n{held}" if text else held)
    talk = replace(now.talk, held="", kept=())
    return enter(with_answer(talk, answer), Step.WRITING)


def _hide(now: Now) -> Talk:
    return _without(now, unsettled(now.talk, now.deployment)[:1])


def _hide_all(now: Now) -> Talk:
    return _without(now, unsettled(now.talk, now.deployment))


def _without(now: Now, found: tuple[Detail, ...]) -> Talk:
    held = hidden(now.talk.held, found)
    return _weighed(replace(now, talk=replace(now.talk, held=held)))


def _keep(now: Now) -> Talk:
    """Keep the detail at hand, wherever it comes again, and go on to the next."""
    first = unsettled(now.talk, now.deployment)[:1]
    kept = (*now.talk.kept, *(detail.words for detail in first))
    return _weighed(replace(now, talk=replace(now.talk, kept=kept)))


def _reword(now: Now) -> Talk:
    return enter(replace(now.talk, held="", kept=()), Step.WRITING)


def _again(now: Now) -> Talk:
    empty = Answer(_question(now).id)
    return enter(with_answer(now.talk, empty), Step.WRITING)


def _amend(now: Now) -> Talk:
    there = replace(now.talk, question=int(now.value), changing=True)
    return _opened(replace(now, talk=there))


def _lend(now: Now) -> Talk:
    """Take her yes for the words that the card shows, and for nothing else."""
    talk = now.talk
    for answer in showable(talk, now.deployment):
        talk = with_answer(talk, answer)
    return enter(talk, Step.REVIEW)


def _withhold(now: Now) -> Talk:
    return enter(replace(now.talk, answers=unlent(now.talk.answers)), Step.REVIEW)


def _send(now: Now) -> Talk:
    return now.talk if _sealed(now) else enter(now.talk, Step.STOPPED)


def _sealed(now: Now) -> tuple[Reply, ...]:
    """Ask for the sealing of what was said; of nothing, nothing."""
    talk, form = now.talk, now.deployment.form_of(now.talk.pool)
    answers = sendable(talk, now.deployment)
    seal = Seal(talk.pool, talk.language, form.name, form.version, answers)
    return (seal,) if answers else ()


def _stay(now: Now) -> Talk:
    return now.talk


def _heard(now: Now) -> tuple[Reply, ...]:
    return (Play(now.value),) if now.value else ()


def _numbered(now: Now) -> tuple[Reply, ...]:
    return () if now.talk.row is None else (Number(now.talk.row),)


def _look(now: Now) -> Talk:
    talk = now.talk if now.talk.step is Step.DELETE else enter(now.talk, Step.DELETE)
    return talk if receipts.read(now.value) else replace(talk, notice=NO_SUCH_NUMBER)


def _looked(now: Now) -> tuple[Reply, ...]:
    digits = receipts.read(now.value)
    return (Refuse(), Look(digits)) if digits else (Refuse(),)


def _erase(now: Now) -> Talk:
    """Forget the way back to answers that are gone: "they wait" is no longer true."""
    talk = now.talk
    gone = talk.found == talk.row or talk.back in AFTER_SEND - {Step.SENT, Step.RECEIPT}
    return enter(replace(talk, back=None) if gone else talk, Step.DELETED)


def _erased(now: Now) -> tuple[Reply, ...]:
    return () if now.talk.found is None else (Erase(now.talk.found),)


def _clear_screen(now: Now) -> Talk:
    """Drop everything at once: the messages follow, the draft must not wait."""
    return emptied(now.talk)


def _cleared(_now: Now) -> tuple[Reply, ...]:
    return (ClearScreen(),)


def _resume(now: Now) -> Talk:
    if now.talk.held:
        return enter(now.talk, Step.DETAIL)
    asked_next = ask(now, now.talk.question)
    if asked_next.step is Step.REVIEW:
        return asked_next
    return _opened(now)


def _start_over(now: Now) -> Talk:
    return onward(without_draft(now.talk), now.deployment)


def _stop(now: Now) -> Talk:
    after = {now.talk.step, now.talk.back} & AFTER_SEND
    return enter(now.talk, Step.STOPPED_SENT if after else Step.STOPPED)


CHANGES: Mapping[Act, Callable[[Now], Talk]] = {
    Act.TURN: _turn,
    Act.RETURN: _return,
    Act.SPEAK: _speak,
    Act.SAFE: _safe,
    Act.COUNTRY: _country,
    Act.CHOOSE: _choose,
    Act.NOT_SURE: _not_sure,
    Act.OTHER: _other,
    Act.AGREE: _agree,
    Act.PICK: _pick,
    Act.WRITE: _write,
    Act.DONE: _done,
    Act.SKIP: _skip,
    Act.ONWARD: _onward,
    Act.AGAIN: _again,
    Act.HIDE: _hide,
    Act.HIDE_ALL: _hide_all,
    Act.KEEP: _keep,
    Act.REWORD: _reword,
    Act.AMEND: _amend,
    Act.LEND: _lend,
    Act.WITHHOLD: _withhold,
    Act.SEND: _send,
    Act.NUMBER: _stay,
    Act.LOOK: _look,
    Act.ERASE: _erase,
    Act.CLEAR_SCREEN: _clear_screen,
    Act.RESUME: _resume,
    Act.START_OVER: _start_over,
    Act.STOP: _stop,
    Act.LISTEN: _stay,
}
"""The talk after each act."""

DUTIES: Mapping[Act, Callable[[Now], tuple[Reply, ...]]] = {
    Act.SEND: _sealed,
    Act.NUMBER: _numbered,
    Act.LOOK: _looked,
    Act.ERASE: _erased,
    Act.CLEAR_SCREEN: _cleared,
    Act.LISTEN: _heard,
}
"""What some acts ask of the flow, read from the talk before them."""
