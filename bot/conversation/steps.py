"""The transitions of a talk: one table, and the picture drawn from it.

Rule: where a talk can go is said here and nowhere else. The engine walks this table,
`diagram` draws it, and a test walks every line of it.
"""

# Theory of a talk
# ================
#
# A talk stands at one step, and one card belongs to each step. A person moves it in
# four ways, tried in this order:
#
# 1) After a gap (a quarter of an hour without a word) whatever she does leads to
#    HELLO first: somebody else may hold the phone. Only stop, help, clear and
#    language are obeyed at once, since none of them shows what was said before.
#    `engine` sees to this, so no line of the table speaks of gaps.
#
# 2) A command (COMMANDS), by the menu or by typing its word in any live language,
#    is obeyed at every step. All but stop lead *aside*: the talk remembers the step
#    it came from, and Act.RETURN leads back there. Going aside from an aside keeps
#    the first step, so that a way back is never longer than one press.
#
# 3) A press names a choice of the card on the screen. TABLE says where it leads: to
#    a step, or to an act. A choice `pick:yes` is the line `pick` with the value
#    `yes`. ANYWHERE holds the presses that every card may carry. A press on an
#    old card, or one that names nothing, shows the current card again.
#
# 4) Words are a press where they say what a button says. Else they go to the line
#    WORDS of the step, if it has one; a step without it has not understood.
#
# An act is a move that depends on more than the step: on the form, on what was
# answered before, on the moment. What it changes stands in `acts`; where it may lead
# stands here (LEADS), so that the picture is whole and a test can hold it to that.
#
# Some acts ask the flow for something (to seal, to look a number up). Nothing is
# shown then: the talk stays where it is until the answer comes back as an event, and
# the lines in brackets say where that leads.
#
# Entering one of the steps in FORGETTING drops the draft: their cards say that
# nothing was kept, so nothing is.

import enum
from collections.abc import Iterator, Mapping

from bot.conversation.events import Command
from bot.conversation.talk import Step


class Act(enum.Enum):
    """A move whose end depends on more than the step."""

    TURN = "turn the page of a list"
    RETURN = "back to where she was"
    SPEAK = "take the language"
    SAFE = "go on from a safe hello"
    COUNTRY = "take the country"
    CHOOSE = "take the service"
    NOT_SURE = "take the pool of everybody"
    OTHER = "look for another service"
    AGREE = "ask the first question"
    PICK = "take what was tapped"
    WRITE = "take what was written"
    DONE = "end the tapping"
    SKIP = "leave this question without an answer"
    ONWARD = "ask the next question"
    AGAIN = "drop this text and write anew"
    HIDE = "hide the detail"
    HIDE_ALL = "hide every detail"
    KEEP = "keep the detail"
    REWORD = "drop these words and write others"
    AMEND = "open one answer"
    LEND = "let these exact words be shown"
    WITHHOLD = "let no words be shown"
    SEND = "seal the answers"
    NUMBER = "make a secret number"
    LOOK = "look up a secret number"
    ERASE = "delete the answers found"
    CLEAR_SCREEN = "delete the messages"
    RESUME = "go on with the draft"
    START_OVER = "drop the draft"
    STOP = "stop"
    LISTEN = "hear the card"


Move = Step | Act

WORDS = "(words)"
SEALED = "(sealed)"
NUMBERED = "(numbered)"
FOUND = "(found)"
NOT_FOUND = "(not found)"
CLEARED = "(cleared)"

TABLE: Mapping[Step, Mapping[str, Move]] = {
    Step.LANGUAGE: {"say": Act.SPEAK, "more": Act.TURN, "back": Act.RETURN},
    Step.HELLO: {"yes": Act.SAFE, "not_now": Step.NOT_NOW, "danger": Step.DANGER},
    Step.NOT_NOW: {WORDS: Step.HELLO},
    Step.DANGER: {"country": Step.COUNTRY, "go_on": Act.RETURN},
    Step.COUNTRY: {"in": Act.COUNTRY, "more": Act.TURN, "back": Step.DANGER},
    Step.CLEAR: {
        "delete": Act.CLEAR_SCREEN,
        "back": Act.RETURN,
        CLEARED: Step.LANGUAGE,
    },
    Step.PROGRAMME: {"to": Act.CHOOSE, "not_sure": Act.NOT_SURE, "more": Act.TURN},
    Step.CONSENT: {
        "yes": Act.AGREE,
        "under_18": Step.UNDER_18,
        "no": Step.DECLINED,
        "other": Act.OTHER,
        "more": Step.NOTICE,
    },
    Step.NOTICE: {"next": Step.NOTICE_2, "back": Step.CONSENT},
    Step.NOTICE_2: {
        "next": Step.NOTICE_3,
        "end": Step.CONSENT,
        "back": Step.NOTICE,
    },
    Step.NOTICE_3: {"back": Step.CONSENT},
    Step.DECLINED: {WORDS: Step.HELLO},
    Step.UNDER_18: {"number": Step.CHILD_NUMBER},
    Step.CHILD_NUMBER: {"back": Step.UNDER_18},
    Step.QUESTION: {
        "pick": Act.PICK,
        "more": Step.MORE_CHOICES,
        "done": Act.DONE,
        "write": Step.WRITING,
        WORDS: Act.WRITE,
        "skip": Act.SKIP,
        "back": Step.REVIEW,
    },
    Step.MORE_CHOICES: {
        "pick": Act.PICK,
        "back": Step.QUESTION,
        "done": Act.DONE,
        "skip": Act.SKIP,
    },
    Step.WRITING: {
        WORDS: Act.WRITE,
        "go_on": Act.ONWARD,
        "again": Act.AGAIN,
        "skip": Act.SKIP,
        "back": Step.REVIEW,
    },
    Step.DETAIL: {
        "hide": Act.HIDE,
        "hide_all": Act.HIDE_ALL,
        "keep": Act.KEEP,
        "change": Act.REWORD,
        WORDS: Act.WRITE,
    },
    Step.UNSAFE: {"go_on": Act.ONWARD},
    Step.REVIEW: {
        "send": Act.SEND,
        "change": Step.CHANGE,
        "quote": Step.QUOTE,
        "delete_all": Act.STOP,
        SEALED: Step.SENT,
    },
    Step.CHANGE: {"item": Act.AMEND, "back": Step.REVIEW},
    Step.QUOTE: {"yes": Act.LEND, "no": Act.WITHHOLD},
    Step.SENT: {
        "number": Act.NUMBER,
        "no_thanks": Step.SHARED,
        NUMBERED: Step.RECEIPT,
    },
    Step.RECEIPT: {"next": Step.NEXT},
    Step.SHARED: {"ok": Step.NEXT},
    Step.NEXT: {},
    Step.DELETE: {
        WORDS: Act.LOOK,
        "lost": Step.LOST,
        "back": Act.RETURN,
        FOUND: Step.DELETE_FOUND,
        NOT_FOUND: Step.DELETE,
    },
    Step.DELETE_FOUND: {"delete": Act.ERASE, "keep": Act.RETURN},
    Step.DELETED: {"ok": Act.RETURN},
    Step.LOST: {"ok": Act.RETURN},
    Step.STOPPED: {"again": Step.HELLO, WORDS: Step.HELLO},
    Step.STOPPED_SENT: {WORDS: Step.HELLO},
    Step.WAITING: {"go_on": Act.RESUME, "again": Act.START_OVER},
    Step.ABOUT: {"back": Act.RETURN},
    Step.WHO: {"back": Act.RETURN},
}

ANYWHERE: Mapping[str, Move] = {
    "clear": Step.CLEAR,
    "stop": Act.STOP,
    "listen": Act.LISTEN,
}
"""Presses that any card may carry."""

COMMANDS: Mapping[Command, Move] = {
    Command.HELP: Step.DANGER,
    Command.CLEAR: Step.CLEAR,
    Command.STOP: Act.STOP,
    Command.LANGUAGE: Step.LANGUAGE,
    Command.DELETE: Step.DELETE,
    Command.ABOUT: Step.ABOUT,
    Command.WHO: Step.WHO,
}

AT_ONCE = frozenset({Command.HELP, Command.CLEAR, Command.STOP, Command.LANGUAGE})
"""Commands obeyed even after a gap: they show nothing of what was said."""

ASIDE = frozenset(
    {
        Step.LANGUAGE,
        Step.DANGER,
        Step.COUNTRY,
        Step.CLEAR,
        Step.DELETE,
        Step.DELETE_FOUND,
        Step.DELETED,
        Step.LOST,
        Step.ABOUT,
        Step.WHO,
    }
)
"""Steps from which Act.RETURN leads back to the step before them."""

FORGETTING = frozenset(
    {Step.NOT_NOW, Step.DECLINED, Step.UNDER_18, Step.STOPPED, Step.STOPPED_SENT}
)
"""Steps that drop the draft on entering."""

ASKING = frozenset(
    {Step.QUESTION, Step.MORE_CHOICES, Step.WRITING, Step.DETAIL, Step.UNSAFE}
)
"""Steps that stand at one question of the form."""

AFTER_SEND = frozenset(
    {Step.SENT, Step.RECEIPT, Step.SHARED, Step.NEXT, Step.STOPPED_SENT}
)
"""Steps at which answers were just sent, and stay sent."""

_BEFORE = tuple(s for s in Step if s not in ASIDE)
_NEXT = (Step.QUESTION, Step.REVIEW)

LEADS: Mapping[Act, tuple[Step, ...]] = {
    Act.TURN: (Step.LANGUAGE, Step.COUNTRY, Step.PROGRAMME),
    Act.RETURN: (Step.LANGUAGE, *_BEFORE),
    Act.SPEAK: _BEFORE,
    Act.SAFE: (
        Step.PROGRAMME,
        Step.CONSENT,
        Step.WAITING,
        Step.DELETE,
        Step.ABOUT,
        Step.WHO,
    ),
    Act.COUNTRY: (Step.DANGER,),
    Act.CHOOSE: (Step.CONSENT,),
    Act.NOT_SURE: (Step.CONSENT,),
    Act.OTHER: (Step.PROGRAMME,),
    Act.AGREE: (Step.QUESTION,),
    Act.PICK: (Step.UNSAFE, Step.MORE_CHOICES, *_NEXT),
    Act.WRITE: (Step.QUESTION, Step.WRITING, Step.DETAIL),
    Act.DONE: (Step.UNSAFE, *_NEXT),
    Act.SKIP: _NEXT,
    Act.ONWARD: _NEXT,
    Act.AGAIN: (Step.WRITING,),
    Act.HIDE: (Step.WRITING, Step.DETAIL),
    Act.HIDE_ALL: (Step.WRITING, Step.DETAIL),
    Act.KEEP: (Step.WRITING, Step.DETAIL),
    Act.REWORD: (Step.WRITING,),
    Act.AMEND: (Step.QUESTION, Step.WRITING),
    Act.LEND: (Step.REVIEW,),
    Act.WITHHOLD: (Step.REVIEW,),
    Act.SEND: (Step.REVIEW, Step.STOPPED),
    Act.NUMBER: (Step.SENT,),
    Act.LOOK: (Step.DELETE,),
    Act.ERASE: (Step.DELETED,),
    Act.CLEAR_SCREEN: (Step.CLEAR,),
    Act.RESUME: (Step.DETAIL, Step.WRITING, *_NEXT),
    Act.START_OVER: (Step.PROGRAMME, Step.CONSENT),
    Act.STOP: (Step.STOPPED, Step.STOPPED_SENT),
    Act.LISTEN: tuple(Step),
}
"""Every step at which each act may end."""


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> L1: start"]
    lines += [f"    {_name(step)}: {_title(step)}" for step in Step]
    lines += [f"    {a} --> {b}: {said}" for a, b, said in _arrows()]
    return "\n".join(lines) + "\n"


def _arrows() -> Iterator[tuple[str, str, str]]:
    """Give each pair of steps once, with all that leads from one to the other."""
    said: dict[tuple[str, str], list[str]] = {}
    for source, label, move in _lines():
        for target in _ends(source, move):
            said.setdefault((source, target), []).append(label)
    for (source, target), labels in said.items():
        yield source, target, ", ".join(labels)


def _lines() -> Iterator[tuple[str, str, Move]]:
    for step, moves in TABLE.items():
        for choice, move in moves.items():
            yield _name(step), choice.strip("()"), move
    for choice, move in ANYWHERE.items():
        yield "anywhere", choice, move
    for command, move in COMMANDS.items():
        yield "anywhere", f"/{command.value}", move


def _ends(source: str, move: Move) -> tuple[str, ...]:
    """Return where a move is drawn to: who turns or listens stays where she is."""
    match move:
        case Act.RETURN | Act.SPEAK:
            return ("where_she_was",)
        case Act.TURN | Act.LISTEN:
            return (source,)
        case Act():
            return tuple(_name(step) for step in LEADS[move])
        case Step():
            return (_name(move),)


def _name(step: Step) -> str:
    return step.value.replace("-", "_")


def _title(step: Step) -> str:
    return f"{step.value} {step.name.lower().replace('_', ' ')}"
