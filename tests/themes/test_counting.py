"""One answer counts for little, and a forged one for no more."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from answers import DEFAULT

from bot.questions import Choice, Direction, Form, Kind, Question
from bot.responses import Answer, Response
from bot.themes.counting import Table
from bot.themes.gathering import Fact, epsilon
from bot.weeks import Week
from bot.words.phrases import Msg

WORDS = Msg("Q1")
SMALL = Form(
    "small",
    1,
    (
        Question(
            "S",
            Kind.SCALE,
            WORDS,
            tuple(Choice(n, WORDS, told) for n, told in ("1l", "2l", "3m", "4h")),
        ),
        Question(
            "N",
            Kind.SEVERAL,
            WORDS,
            tuple(Choice(c, WORDS, c, theme=c.upper()) for c in ("a1", "a3", "a4")),
            most=2,
        ),
        Question("W", Kind.FREE, WORDS, direction=Direction.CHANGE),
    ),
)


def _response(form: Form, *answers: Answer) -> Response:
    voice = bytes(16)
    return Response(
        voice, voice, b"p" * 8, "a", "en", form.name, 1, Week(1), Week(2), answers
    )


def _facts(
    form: Form, answers: Sequence[Answer], **codes: tuple[str, ...]
) -> frozenset[Fact]:
    return frozenset(Table(form, [form]).facts(_response(form, *answers), codes))


def test_a_scale_is_told_as_low_middle_or_high() -> None:
    """The second best face counts for high, and for nothing else."""
    assert _facts(DEFAULT, [Answer("Q1", ("good",))]) == {("Q1", "high")}


def test_tapped_needs_come_before_coded_words() -> None:
    """Two taps leave one place on the list of three for words."""
    found = _facts(
        DEFAULT,
        [Answer("Q5", ("home", "school")), Answer("Q6", text="x")],
        Q6=("D1", "A6"),
    )

    assert found == {
        ("themes", "need:A1"),
        ("themes", "need:A7"),
        ("themes", "keep:D1"),
    }


def test_keep_and_change_are_told_apart() -> None:
    """The same code in both free texts is two entries."""
    answers = [Answer("Q6", text="x"), Answer("Q7", text="y")]
    found = _facts(DEFAULT, answers, Q6=("D1",), Q7=("D1",))

    assert found == {("themes", "keep:D1"), ("themes", "change:D1")}


def test_something_else_is_an_entry_of_its_own() -> None:
    """A need without a code is told by its own id."""
    assert _facts(DEFAULT, [Answer("Q5", ("other",))]) == {("themes", "need:other")}


def test_codes_that_are_never_told_do_not_count() -> None:
    """A coder that gives a sensitive code changes nothing."""
    found = _facts(DEFAULT, [Answer("Q7", text="x")], Q7=("E1", "B6", "D3"))

    assert found == {("themes", "change:D3")}


@pytest.mark.parametrize(
    "answers",
    [
        [Answer("Q1", ("good", "bad", "ok"))],
        [Answer("Q1", ("good",)), Answer("Q1", ("bad",))],
        [Answer("Q1", ("good",)), Answer("Q9", ("yes",)), Answer("Q2", ("maybe",))],
    ],
)
def test_a_forged_answer_counts_no_more(answers: list[Answer]) -> None:
    """Several choices, a question twice, unknown ids: the first known one counts."""
    assert _facts(DEFAULT, answers) == {("Q1", "high")}


def test_more_taps_than_allowed_do_not_count() -> None:
    """A forged answer with every need tapped counts for three."""
    needs = next(q for q in DEFAULT.questions if q.id == "Q5").choices

    assert len(_facts(DEFAULT, [Answer("Q5", tuple(c.id for c in needs))])) == 3


def test_one_answer_moves_no_more_than_epsilon_says() -> None:
    """Over all pairs of answers to a small form, as many counts move as computed."""
    texts = [
        codes for n in range(4) for codes in combinations(("A1", "A6", "D1", "D3"), n)
    ]
    every = {
        _facts(
            SMALL,
            [Answer("S", scale), Answer("N", needs), Answer("W", text="x")],
            W=codes,
        )
        for scale, needs, codes in product(
            [(), ("1",), ("3",), ("4",)],
            list(
                chain.from_iterable(
                    combinations(("a1", "a3", "a4"), n) for n in (0, 1, 2)
                )
            ),
            texts,
        )
    }

    assert max(len(a ^ b) for a in every for b in every) == epsilon(SMALL)


def test_a_changed_version_counts_by_ids_that_stand() -> None:
    """An answer to version 1 counts for version 2's questions of the same words."""
    newer = replace(DEFAULT, version=2, questions=DEFAULT.questions[:2])
    old = _response(DEFAULT, Answer("Q1", ("bad",)), Answer("Q3", ("yes",)))

    assert Table(newer, [newer]).facts(old, {}) == {("Q1", "low")}


def test_a_question_of_the_same_id_but_other_words_is_another() -> None:
    """What one form asks under Q1 is not counted where Q1 asks something else."""
    first, *rest = DEFAULT.questions
    other = replace(
        DEFAULT, name="other", questions=(replace(first, words=Msg("Q2")), *rest)
    )
    answer = _response(other, Answer("Q1", ("bad",)), Answer("Q2", ("no",)))

    assert Table(other, [DEFAULT]).facts(answer, {}) == {("Q2", "no")}
