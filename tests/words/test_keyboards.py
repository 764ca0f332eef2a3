"""Two buttons that a person sees side by side never read the same."""

from dataclasses import replace

import pytest

from bot.settings import CHECKOUT
from bot.words import po
from bot.words.keyboards import alike, keyboard
from bot.words.phrases import note_of
from bot.words.po import Entry

SOURCE = po.read(po.path_of(CHECKOUT / "locales", "en")).entries


@pytest.mark.parametrize(
    ("id_", "text", "other"),
    [
        ("answer.no", "✅ Yes", "answer.yes"),
        ("answer.no", "✋ YES!", "answer.yes"),
        ("answer.no", "⏭ Skip", "button.skip"),
        ("button.skip", "❌ No", "answer.no"),
        ("Q2.short", "Overall", "Q1.short"),
        ("Q2.short", "⬅️ Back", "button.back"),
        ("S1.yes", "⏰ Not now", "S1.not_now"),
    ],
)
def test_a_button_that_reads_like_one_beside_it_is_found(
    id_: str, text: str, other: str
) -> None:
    """A candidate is held against every live button that it can stand beside."""
    problem = f"reads like {other} on the same screen. Make one of them different."
    assert problem == keyboard(id_, text, SOURCE, SOURCE)


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("answer.no", "❌ No"),
        ("S1.yes", "✅ Yes"),
        ("X2.keep", "No, thank you"),
        ("S2", "Skip"),
        ("Q1.short", "Very good"),
        ("staff.last_3", "⏭ Skip"),
    ],
)
def test_buttons_that_never_meet_may_read_the_same(id_: str, text: str) -> None:
    """Its own text, another screen's, a shared one of few screens, or no button."""
    assert keyboard(id_, text, SOURCE, SOURCE) == ""


def test_a_live_text_without_english_is_passed_over() -> None:
    """What the code no longer says stands on no keyboard."""
    live = {"old": Entry("old", ("❌ No",))}
    assert keyboard("answer.no", "❌ No", SOURCE, live) == ""


def test_two_live_buttons_that_read_the_same_are_told_once() -> None:
    """One of the two is named, with the other in its problem."""
    live = {**SOURCE, "answer.no": Entry("answer.no", ("✅ Yes",))}
    problem = "reads like answer.no on the same screen. Make one of them different."
    assert [*alike(SOURCE, live)] == [("answer.yes", problem)]


def test_own_answers_stand_beside_those_of_their_question_alone() -> None:
    """Every question may be answered by the same yes; two services are never one."""
    ids = (
        "form.own.Q1.yes.choice",
        "form.own.Q2.yes.choice",
        "form.own.Q1.no.choice",
        "form.own.Q1.short",
        "programme.blue",
        "programme.red",
        "country.blue",
    )
    source = {id_: Entry(id_, (id_,), notes=(note_of(id_),)) for id_ in ids}
    same = {id_: replace(entry, forms=("Oui",)) for id_, entry in source.items()}
    assert [id_ for id_, _ in alike(source, same)] == [
        "form.own.Q1.yes.choice",
        "programme.blue",
    ]
