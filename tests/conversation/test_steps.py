"""The table, line by line: each line is walked and ends where the table says."""

import itertools
from collections.abc import Iterator

import pytest
from conversation.talks import NOON, NUMBER, choices, engine

from bot.conversation.acts import sound
from bot.conversation.cards import SCREENS, card
from bot.conversation.engine import Engine
from bot.conversation.events import (
    Cleared,
    Command,
    Event,
    Looked,
    Numbered,
    Sealed,
    Tapped,
    Wrote,
)
from bot.conversation.steps import (
    ANYWHERE,
    CLEARED,
    COMMANDS,
    FOUND,
    LEADS,
    NOT_FOUND,
    NUMBERED,
    SEALED,
    TABLE,
    WORDS,
    Act,
    Move,
    diagram,
)
from bot.conversation.talk import Step, Talk
from bot.responses import Answer

SAID = (Answer("Q1", ("good",)), Answer("Q5", ("home",)), Answer("Q6", text="Food."))
LINES = [(step, line) for step, moves in TABLE.items() for line in moves]


def talks_at(step: Step, house: Engine) -> Iterator[Talk]:
    """Give talks at a step, in all the shapes that change what it offers."""
    for question, changing, answers, back in itertools.product(
        (0, 1, 4, 5), (False, True), ((), SAID), (None, Step.QUESTION)
    ):
        talk = Talk(
            step=step,
            back=back,
            language="en",
            pool="blue",
            question=question,
            changing=changing,
            answers=answers,
            held="Call 050 123 45 67 or write to a@b.example",
            card=9,
            touched=NOON,
            row=7,
            digits=NUMBER,
            agreed=NOON,
            found=8,
        )
        if sound(talk, house.deployment) == talk:
            yield talk


def ends(move: Move) -> tuple[Step, ...]:
    """Return the steps at which a line of the table may end."""
    return LEADS[move] if isinstance(move, Act) else (move,)


def events_of(line: str, talk: Talk, house: Engine) -> Iterator[Event]:
    """Give the events that walk a line from a talk, if it offers it at all."""
    brought: dict[str, Event] = {
        WORDS: Wrote(NOON, "The food is good"),
        SEALED: Sealed(NOON, 7),
        NUMBERED: Numbered(NOON, NUMBER),
        FOUND: Looked(NOON, 8),
        NOT_FOUND: Looked(NOON, None),
        CLEARED: Cleared(NOON),
    }
    if line == WORDS and talk.step is Step.QUESTION and talk.question != 5:
        return
    if line in brought:
        yield brought[line]
        return
    for choice in choices(card(talk, house.deployment)):
        if choice.partition(":")[0] == line:
            yield Tapped(NOON, talk.card, choice)


BIG = engine(
    languages=tuple(f"{a}{b}" for a in "ex" for b in "abcdefghijkln"),
    countries=tuple(engine().deployment.countries[:1] * 9),
    programmes=tuple(engine().deployment.programmes[:1] * 9),
    duty_to_act=True,
    quotes=True,
)
SMALL = engine()


@pytest.mark.parametrize(("step", "line"), LINES)
def test_every_line_of_the_table_is_offered_and_ends_where_it_says(
    step: Step, line: str
) -> None:
    """A line can be walked from its step, and ends at one of the steps it names."""
    after = [
        house.advance(talk, event)[0].step
        for house in (BIG, SMALL)
        for talk in talks_at(step, house)
        for event in events_of(line, talk, house)
    ]
    assert after
    assert set(after) <= set(ends(TABLE[step][line]))


def test_without_the_duty_to_act_the_notice_ends_at_its_second_page() -> None:
    """The third page is shown only where it is true."""
    talk = Talk(Step.NOTICE_2, language="en", pool="blue", card=3, touched=NOON)
    after, _ = SMALL.advance(talk, Tapped(NOON, 3, "end"))
    assert after.step is Step.CONSENT


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("command", list(Command))
def test_every_command_is_obeyed_at_every_step(step: Step, command: Command) -> None:
    """Help, clear, stop, language, delete and about are reachable from everywhere."""
    house = BIG if step is Step.QUOTE else SMALL
    after, _ = house.advance(next(talks_at(step, house)), Wrote(NOON, command.value))
    assert after.step in ends(COMMANDS[command])


def test_an_aside_leads_back_to_where_she_was() -> None:
    """Help from a question, then clear from help, still leads back to the question."""
    talk = Talk(Step.QUESTION, language="en", pool="blue", card=3, agreed=NOON)
    for event in (Wrote(0, "help"), Wrote(0, "clear"), Tapped(0, 5, "back")):
        talk, _ = SMALL.advance(talk, event)
    assert (talk.step, talk.back) == (Step.QUESTION, None)


def test_every_step_has_a_line_in_the_table_and_a_screen() -> None:
    """No step is without moves and a card."""
    assert set(TABLE) == set(Step) == set(SCREENS)


def test_every_act_has_ends() -> None:
    """What an act may lead to is always said."""
    assert set(LEADS) == set(Act)


def test_the_diagram_draws_every_step_and_every_line() -> None:
    """Nothing that the table says is missing from the picture."""
    drawn = diagram()
    for step, line in LINES:
        name = step.value.replace("-", "_")
        assert any(
            row.startswith(f"    {name} -->") and line.strip("()") in row
            for row in drawn.splitlines()
        )
    assert all(f"anywhere --> {ANYWHERE_END[c]}" in drawn for c in ANYWHERE)


ANYWHERE_END = {"clear": "S4", "stop": "E4", "listen": "anywhere"}
