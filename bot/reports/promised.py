"""What becomes of themes, in words: a line for each, and what is asked of designers.

Rule: a theme is told with its digest's own words for it, and what a designer wrote is
said as it was written; nothing else is said of who wrote it.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.deployment import Deployment
from bot.reports.fitting import Line, Section
from bot.reports.matters import Matter, State
from bot.reports.names import Says, say, theme
from bot.weeks import Week, sunday_of
from bot.words.phrases import Msg, Phrase, Value

SHOWN = 8
"""So many matters stand in a digest's message; `/decisions` shows the others."""
LATE_RANK, RANK = 5, 6
"""When a message grows too long, what is late is left out after the others."""
STEPS = {
    "meeting": Msg("step.meeting"),
    "advisers": Msg("step.advisers"),
    "team": Msg("step.team"),
    "money": Msg("step.money"),
}
"""Next steps that a designer can tap; any other is written."""
WAITING = {
    State.OPEN: Msg("matter.open"),
    State.ASKED: Msg("matter.asked"),
    State.PLANNED: Msg("matter.planned"),
}
LATE = {
    State.OPEN: Msg("matter.open_late"),
    State.ASKED: Msg("matter.asked_late"),
    State.PLANNED: Msg("matter.late"),
}
STEP = "step:"
"""What a next step begins with that was tapped."""


def step_words(next_step: str) -> Value:
    """Return a next step: one of those to tap in words, or as it was written."""
    tapped = STEPS.get(next_step.removeprefix(STEP))
    return next_step if tapped is None else say(tapped)


def matter_line(one: Matter, deployment: Deployment, week: Week) -> Phrase:
    """Return where a theme stands, in one line."""
    about = theme(one.entry, deployment)
    date = sunday_of(one.due)
    if one.state is State.DONE:
        return say(Msg("matter.done"), theme=about)
    if one.state is State.IMPOSSIBLE:
        return say(Msg("matter.impossible"), theme=about, reason=one.reason)
    said = (LATE if one.late(week) else WAITING)[one.state]
    line = say(said, theme=about, date=date)
    if not one.next_step:
        return line
    return say(Msg("matter.with_step"), line=line, step=step_words(one.next_step))


def promised(
    every: Sequence[Matter],
    words: Says,
    language: str,
    deployment: Deployment,
    week: Week,
) -> Iterator[Section]:
    """Yield what was said and done, and what is asked; nothing where nothing is."""
    shown, more = every[:SHOWN], len(every) - SHOWN
    if not shown:
        return
    lines = [Line(words.say(language, say(Msg("matter.head"))))]
    lines += _lines(shown, words, language, deployment, week)
    if more > 0:
        said = Phrase(Msg("matter.more"), (("count", more),), more)
        lines.append(Line(words.say(language, said), LATE_RANK))
    yield tuple(lines)
    if any(one.state in {State.OPEN, State.ASKED} for one in shown):
        yield (Line(words.say(language, say(Msg("matter.asks")))),)


def _lines(
    shown: Iterable[Matter],
    words: Says,
    language: str,
    deployment: Deployment,
    week: Week,
) -> Iterator[Line]:
    for one in shown:
        text = words.say(language, matter_line(one, deployment, week))
        yield Line(text, LATE_RANK if one.late(week) else RANK)
