"""What can be decided about a theme, and what comes of each press and each message.

    open         accept -> planned    refuse + reason -> impossible    ask -> asked
    asked        accept -> planned    refuse + reason -> impossible
    planned      step, date -> planned    refuse -> impossible    done -> done
    impossible   accept -> planned

Accepting plans at once, to be done in 30 days; the next step and another date are
asked after that, so that who stops half-way has said something. Rule: a press or a
message that is about an earlier step than the last changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation.events import Wrote
from bot.flows.presses import OPEN, Press
from bot.flows.schedule import DUE_DAYS
from bot.reports.matters import Matter, State
from bot.reports.promised import STEP, STEPS
from bot.store.records import ActRow, DecisionRow, StaffRow, TextWork
from bot.weeks import DAY, Week, week_of
from bot.words.phrases import Msg, Phrase

MOST_LETTERS = 400
"""Of what a designer writes, so that a digest has room for it."""
BACK, PLAN, REFUSE, MORE, DONE, STEPPED, WRITE, DATED = "b", "p", "n", "m", "d", *"swu"
TAKEN = "t"
"""Rests after a message was taken, so that one that comes again shows the same card."""
VERBS = frozenset({OPEN, BACK, PLAN, REFUSE, MORE, DONE, STEPPED, WRITE, DATED})
QUESTIONS = {
    STEPPED: Msg("matter.which_step"),
    WRITE: Msg("matter.write_step"),
    DATED: Msg("matter.by_when"),
    REFUSE: Msg("matter.why_not"),
}
"""What a card asks, by what it is at."""
CHOICES: dict[State, tuple[tuple[Msg, str], ...]] = {
    State.OPEN: (
        (Msg("matter.accept"), PLAN),
        (Msg("matter.refuse"), REFUSE),
        (Msg("matter.more_info"), MORE),
    ),
    State.ASKED: ((Msg("matter.accept"), PLAN), (Msg("matter.refuse"), REFUSE)),
    State.PLANNED: (
        (Msg("matter.mark_done"), DONE),
        (Msg("matter.change_step"), STEPPED),
        (Msg("matter.change_date"), DATED),
        (Msg("matter.refuse"), REFUSE),
    ),
    State.IMPOSSIBLE: ((Msg("matter.accept"), PLAN),),
    State.DONE: (),
}
"""What can be done about a theme, by how it stands."""
DATES = {
    "14": Msg("due.14"),
    str(DUE_DAYS): Msg("due.30"),
    "60": Msg("due.60"),
    "90": Msg("due.90"),
}
"""Days until a planned thing is to be done."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of a press or a message: a decision, a question, or neither.

    `asks` is what the next message will be taken for; `then` what the card shows.
    """

    decision: DecisionRow | None = None
    asks: Press | None = None
    then: str = BACK
    alert: Msg | None = None


STALE = Step(alert=Msg("matter.stale"))


def question(then: str) -> Phrase:
    """Return what a card asks."""
    written = then in {WRITE, REFUSE}
    return Phrase(QUESTIONS[then], (("letters", MOST_LETTERS),) if written else ())


def choices(one: Matter, then: str) -> Iterator[tuple[Msg, Press]]:
    """Yield the buttons of a card: each is about the step that comes next."""

    def press(verb: str, value: str = "") -> Press:
        return Press(verb, one.digest.batch, one.index, one.number, value)

    if then == BACK:
        yield from ((says, press(verb)) for says, verb in CHOICES[one.state])
        return
    if then == STEPPED:
        yield from ((says, press(STEPPED, step)) for step, says in STEPS.items())
        yield Msg("matter.write"), press(WRITE)
    elif then == DATED:
        yield from ((says, press(DATED, days)) for days, says in DATES.items())
    yield Msg("matter.back"), press(BACK)


def pressed_step(one: Matter, press: Press, member: StaffRow, at: float) -> Step:
    """Return what comes of a designer's press at a moment."""
    if press.verb in {OPEN, BACK}:
        return Step()
    allowed = {verb for _, verb in CHOICES[one.state]}
    allowed |= {WRITE} if STEPPED in allowed else set()
    if press.number != one.number or press.verb not in allowed:
        return STALE
    decided, due = _Next(one, member, week_of(at)), _due(press.value, at)
    match press.verb, press.value:
        case "p", _:
            step = Step(decided.row(State.PLANNED, due=due), then=STEPPED)
        case "m", _:
            step = Step(decided.row(State.ASKED), alert=Msg("matter.asked_box"))
        case "d", _:
            step = Step(decided.row(State.DONE))
        case "s", value if value in STEPS:
            step = Step(decided.row(State.PLANNED, step=STEP + value), then=DATED)
        case "u", value if value in DATES:
            step = Step(decided.row(State.PLANNED, due=due))
        case ("n" | "w") as verb, _:
            step = Step(asks=press, then=verb)
        case _:
            step = Step(then=press.verb)
    return step


def _due(days: str, at: float) -> Week:
    return week_of(at + int(days if days in DATES else DUE_DAYS) * DAY)


def written_step(one: Matter, press: Press, member: StaffRow, event: Wrote) -> Step:
    """Return what comes of a message: a reason, or a next step."""
    words = " ".join(event.text.split())
    if press.number != one.number:
        return STALE
    if len(words) > MOST_LETTERS or not any(map(str.isalnum, words)):
        return Step(asks=press, then=press.verb)
    decided = _Next(one, member, week_of(event.at))
    taken = Press(TAKEN, press.batch, press.index, press.number)
    if press.verb == REFUSE:
        return Step(decided.row(State.IMPOSSIBLE, reason=words), taken)
    return Step(decided.row(State.PLANNED, step=words), taken, DATED)


@dataclass(frozen=True, slots=True)
class _Next:
    """The next step of a theme's history, by whom and when."""

    one: Matter
    member: StaffRow
    week: Week

    def row(
        self, state: State, *, due: Week | None = None, reason: str = "", step: str = ""
    ) -> DecisionRow:
        """Return the step; what is not said of it stays as it was."""
        return DecisionRow(
            self.one.digest.batch,
            self.one.entry,
            self.one.number,
            state.value,
            reason,
            step or self.one.next_step,
            self.one.due if due is None else due,
            self.week,
            self.member.id,
        )


def act_of(decision: DecisionRow, member: StaffRow) -> ActRow:
    """Return the line of the log: what was decided of which theme, without words."""
    what = f"decision {decision.state} {decision.batch[:8]} {decision.entry}"
    return ActRow(str(member.id), what, decision.week)


def sits(member: StaffRow, asks: Press | None) -> TextWork:
    """Return what rests of a member: what the next message is for."""
    return TextWork(desk=(member.id, "" if asks is None else asks.data()))
