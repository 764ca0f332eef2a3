"""What becomes of themes: one matter each, however many digests tell it."""

from dataclasses import replace

import pytest
from released import DEPLOYMENT, WORDS, YEAR

from bot.reports.matters import Matter, Release, State, asks, late, matters, soon
from bot.reports.promised import SHOWN, matter_line, promised
from bot.store.records import DecisionRow
from bot.themes.gathering import THEMES, Band, Digest
from bot.weeks import Week, sunday_of

W = Week(150)


def told(name: str, **bands: Band) -> Digest:
    """Return a digest that tells these themes, each as something to change."""
    table = tuple(((THEMES, f"change:{code}"), band) for code, band in bands.items())
    return replace(YEAR[0], batch=name * 32, table=table)


def release(digest: Digest, by: int = 4) -> Release:
    """Return a digest that asks for answers within so many weeks."""
    return Release(digest, Week(W + by))


def decided(digest: Digest, number: int, state: str, due: int = 4) -> DecisionRow:
    """Return a step of the history of the food in a digest."""
    return DecisionRow(
        digest.batch, "change:D1", number, state, "", "", Week(W + due), W, 7
    )


FIRST, AGAIN = told("a", D1=Band.SOME), told("b", D1=Band.MOST)


def test_only_what_most_or_some_want_otherwise_asks_for_an_answer() -> None:
    """What is to stay, few people's themes and "something else" ask nobody."""
    asked = [YEAR[3].table[place][0][1] for place in asks(YEAR[3])]
    assert asked == ["need:A1", "change:C1", "change:D1"]


def test_what_nobody_answered_keeps_its_first_date() -> None:
    """A theme that is told again while it waits is the same matter, just as late."""
    (one,) = matters([release(FIRST, 4), release(AGAIN, 9)], [])
    assert (one.digest, one.state, one.due) == (FIRST, State.OPEN, W + 4)
    (one,) = matters([release(FIRST), release(AGAIN, 9)], [decided(FIRST, 0, "asked")])
    assert (one.digest, one.state) == (FIRST, State.ASKED)


@pytest.mark.parametrize("state", ["done", "impossible"])
def test_a_theme_told_again_after_its_answer_asks_anew(state: str) -> None:
    """What was settled and is named once more is a new question."""
    (one,) = matters([release(FIRST), release(AGAIN, 9)], [decided(FIRST, 0, state)])
    assert (one.digest, one.state, one.number) == (AGAIN, State.OPEN, 0)


def test_the_last_step_says_where_it_stands() -> None:
    """Whatever came before, and in whatever order the rows are read."""
    steps = [decided(FIRST, 1, "planned", 8), decided(FIRST, 0, "asked")]
    (one,) = matters([release(FIRST)], steps)
    assert (one.state, one.number, one.due) == (State.PLANNED, 2, W + 8)


def test_a_date_is_near_then_over() -> None:
    """Near in its own week and the one before; over from the next; done is never."""
    every = matters([release(FIRST, 2)], [])
    near = [week for week in range(W, W + 6) if [*soon(every, Week(week))]]
    over = [week for week in range(W, W + 6) if [*late(every, Week(week))]]
    assert (near, over) == ([W + 1, W + 2], [W + 3, W + 4, W + 5])
    done = matters([release(FIRST, 2)], [decided(FIRST, 0, "done", 2)])
    assert [*late(done, Week(W + 9))] == []


def test_what_waits_longest_stands_first() -> None:
    """And what is settled last."""
    second = told("c", C1=Band.SOME, C2=Band.SOME)
    plan = DecisionRow(
        second.batch, "change:C1", 0, "planned", "", "", Week(W + 1), W, 7
    )
    found = matters(
        [release(FIRST), release(second, 9)], [decided(FIRST, 0, "done"), plan]
    )
    assert [one.entry for one in found] == ["change:C1", "change:C2", "change:D1"]


def lines(every: tuple[Matter, ...]) -> list[str]:
    """Return what is promised, line by line."""
    sections = promised(every, WORDS, "en", DEPLOYMENT, W)
    return [line.text for section in sections for line in section]


def test_a_message_names_a_few_and_counts_the_others() -> None:
    """Eight lines at most; the rest are one tap away."""
    many = tuple(
        Matter(YEAR[3], asks(YEAR[3])[0], State.OPEN, n, Week(W + 4)) for n in range(11)
    )
    said = lines(many)
    assert len([line for line in said if line.startswith("⬜")]) == SHOWN
    assert "… and 3 more: /decisions" in said
    assert lines(()) == []


def test_a_designers_words_are_said_as_they_are() -> None:
    """A reason, a step that was written, and one that was tapped in every language."""
    one = Matter(FIRST, 0, State.PLANNED, 1, Week(W + 4), next_step="step:money")
    said = WORDS.say("en", matter_line(one, DEPLOYMENT, W))
    assert said == (
        f"🗓 food: planned, to be done by {sunday_of(Week(W + 4))}\n"
        "– Next step: Find the money for it"
    )
    assert "Знайти на це гроші" in WORDS.say("uk", matter_line(one, DEPLOYMENT, W))
    no = replace(one, state=State.IMPOSSIBLE, reason="{theme} <b>", next_step="")
    assert "not possible. {theme} <b>" in WORDS.say(
        "en", matter_line(no, DEPLOYMENT, W)
    )
