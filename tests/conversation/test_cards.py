"""Single cards: what must be on them, and what must not."""

import re
from dataclasses import replace

import pytest
from conversation.talks import DEPLOYMENT, NOON, Walker, choices, engine, own, says
from conversation.telling import WORDS

from bot.conversation.cards import SCREENS, card
from bot.conversation.screens import ordered, paged
from bot.conversation.talk import Step, Talk
from bot.deployment import Helpline, Programme
from bot.flows.listen import rendered
from bot.questions import (
    CHOICE_LENGTH,
    QUESTION_LENGTH,
    Choice,
    Form,
    Kind,
    Question,
)
from bot.responses import Answer
from bot.words.phrases import Own

CHOICE = re.compile(r"[a-z0-9._:-]{1,40}")


def at(step: Step, **facts: object) -> Talk:
    """Return a talk at a step."""
    talk = Talk(step, language="en", pool="blue", agreed=NOON, card=3)
    return replace(talk, **facts)  # type: ignore[arg-type] # named fields


@pytest.mark.parametrize("step", list(Step))
def test_what_a_button_carries_is_short_and_plain(step: Step) -> None:
    """A press carries no words and stays within 64 bytes with its card's number."""
    offered = choices(card(at(step), DEPLOYMENT))
    assert offered
    assert all(CHOICE.fullmatch(choice) for choice in offered)


def test_every_claim_of_the_consent_is_a_line_of_its_own() -> None:
    """One idea a line, in the order of the text."""
    lines = says(card(at(Step.CONSENT), DEPLOYMENT))
    claims = ("choose", "name", "telegram", "locked", "mix", "stop")
    assert lines == ("C2.head", *(f"C2.{claim}" for claim in claims))


def test_the_duty_to_act_is_said_where_it_is_one() -> None:
    """C2 says it, and C5 explains it, only where it is switched on."""
    duty = replace(DEPLOYMENT, duty_to_act=True)
    assert "C2.duty" in says(card(at(Step.CONSENT), duty))
    assert choices(card(at(Step.NOTICE_2), duty)) == ("next", "back")


def test_numbers_are_promised_only_where_they_are_made() -> None:
    """Beside the mix stands what else is told, where it is switched on."""
    counted = replace(DEPLOYMENT, numbers=True)
    lines = says(card(at(Step.CONSENT), counted))
    assert lines[lines.index("C2.mix") + 1] == "C2.numbers"
    assert "C2.numbers" not in says(card(at(Step.CONSENT), DEPLOYMENT))


def test_words_that_may_be_shown_are_said_where_they_are() -> None:
    """And nowhere else."""
    shows = replace(DEPLOYMENT, quotes=True)
    assert "C2.quotes" in says(card(at(Step.CONSENT), shows))
    assert "C2.quotes" not in says(card(at(Step.CONSENT), DEPLOYMENT))


def test_the_threshold_and_the_time_of_keeping_are_the_real_ones() -> None:
    """What is claimed is read from the deployment."""
    facts = replace(DEPLOYMENT, k=12, retention_weeks=55)
    assert "12" in repr(card(at(Step.CONSENT), facts).lines)
    assert "55" in repr(card(at(Step.NOTICE), facts).lines)
    assert "12" in repr(card(at(Step.NEXT), facts).lines)


def test_about_tells_the_deployments_own_facts() -> None:
    """Who runs it, how to reach them, who opens, how long, and the lock's number."""
    own = Own((("en", "A reader of ours"),))
    facts = replace(
        DEPLOYMENT,
        organisation="Ours",
        contact="ask@ours.example",
        reader=own,
        retention_weeks=55,
        fingerprint="98765 43210",
    )
    (said, *_) = card(at(Step.ABOUT), facts).lines
    values = dict(said.values)
    assert values["organisation"] == "Ours"
    assert values["contact"] == "ask@ours.example"
    assert values["fingerprint"] == "98765 43210"
    assert "A reader of ours" in repr(values["reader"])
    assert "55" in repr(values["retention"])


def test_about_says_that_the_wording_is_unsigned() -> None:
    """Until people with lived experience have checked it."""
    assert says(card(at(Step.ABOUT), DEPLOYMENT)) == ("about", "about.unsigned")


def test_the_police_are_never_listed_among_who_is_not_the_police() -> None:
    """A helpline of the police stands apart."""
    lines = card(at(Step.DANGER), DEPLOYMENT).lines
    assert "Police desk" not in repr(lines[0])
    assert "Police desk" in repr(lines[1])


def test_an_unsafe_answer_never_shows_the_police() -> None:
    """F0 says that these people can listen."""
    lines = repr(card(at(Step.UNSAFE), DEPLOYMENT).lines)
    assert ("Night line" in lines, "Police desk" in lines) == (True, False)


def test_an_unsafe_answer_where_no_line_is_checked() -> None:
    """Then only the emergency number is said."""
    lines = says(card(at(Step.UNSAFE, country="yy"), DEPLOYMENT))
    assert lines == ("F0.none",)


def test_a_helpline_of_the_police_is_not_offered_to_a_child() -> None:
    """Nor one of the police for children."""
    police = Helpline("xx", "child", "Desk", "1", is_police=True)
    land = replace(DEPLOYMENT.countries[0], helplines=(police,))
    facts = replace(DEPLOYMENT, countries=(land,))
    assert says(card(at(Step.UNDER_18), facts)) == ("A2.none",)


def test_a_choice_of_country_is_offered_only_where_there_are_several() -> None:
    """One country needs no button."""
    one = replace(DEPLOYMENT, countries=DEPLOYMENT.countries[:1])
    assert "country" not in choices(card(at(Step.DANGER), one))


def test_many_services_are_paged_and_every_one_is_reached() -> None:
    """The last page turns to the first."""
    many = tuple(Programme(f"p{i}", own(f"House {i}")) for i in range(17))
    walker = Walker(engine(programmes=many)).starts("").taps("say:en", "yes")
    seen: list[str] = []
    for _ in range(3):
        seen += [c for c in choices(walker.card) if c.startswith("to:")]
        walker.taps("more")
    assert seen == [f"to:p{i}" for i in range(17)]
    assert "to:p0" in choices(walker.card)


def test_a_list_that_fits_has_no_more() -> None:
    """Eight buttons are one page."""
    buttons = tuple(Walker().starts().card.rows[0]) * 4
    assert paged(buttons, 0) == (buttons, ())


@pytest.mark.parametrize(
    ("guess", "first"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("zh-hans-cn", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("fa-AF", "fa_AF"),
        ("", "en"),
        ("xx", "en"),
    ],
)
def test_the_nearest_language_comes_first(guess: str, first: str) -> None:
    """By the whole tag, else by its first part, else as listed."""
    assert ordered(("en", "uk", "fa_AF", "fa", "zh_Hans"), guess)[0] == first


def test_a_forms_own_words_say_where_her_language_is_missing() -> None:
    """E6 names the language that stands in."""
    asking = Question(
        "A",
        Kind.ONE,
        Own((("en", "Is the food good?"),)),
        (Choice("y", own("Yes"), "y"), Choice("n", own("No"), "n")),
    )
    facts = replace(DEPLOYMENT, forms=(Form("default", 1, (asking,)),))
    shown = card(at(Step.QUESTION, language="uk"), facts)
    assert says(shown) == ("Q.head", "E6", "Is the food good?")
    assert "English" in repr(shown.lines[1])


def test_the_list_of_answers_to_change_has_them_all() -> None:
    """Eight answers and the way back: the one card of nine buttons."""
    offered = choices(card(at(Step.CHANGE), DEPLOYMENT))
    assert offered == (*(f"item:{i}" for i in range(8)), "back")


@pytest.mark.parametrize("step", list(Step))
def test_no_card_offers_what_does_not_work_yet(step: Step) -> None:
    """No listening, no voice, no focal point, no notes, no replies."""
    shown = repr(SCREENS[step](at(step), DEPLOYMENT))
    assert not re.search(r"'(V1|F[1-4]|R[45]|G\d|J\d|T\d|W\d)\b", shown)


def test_the_longest_review_stays_one_message() -> None:
    """Eight long questions, two long texts: under 3,500 characters."""
    long = own("w" * QUESTION_LENGTH)
    tap = tuple(Choice(f"c{i}", own("c" * CHOICE_LENGTH), f"c{i}") for i in range(3))
    several = [Question(f"S{i}", Kind.SEVERAL, long, tap, 3) for i in range(6)]
    free = [Question(f"F{i}", Kind.FREE, long) for i in range(2)]
    facts = replace(DEPLOYMENT, forms=(Form("default", 1, (*several, *free)),))
    said = [Answer(q.id, tuple(c.id for c in q.choices)) for q in several]
    said += [Answer(q.id, text="\U0001f600" * 1250) for q in free]
    shown = card(at(Step.REVIEW, answers=tuple(said)), facts)
    text = rendered(WORDS, shown).text
    assert len(text.encode("utf-16-le")) // 2 < 3500
    assert text.count("…") == 2
