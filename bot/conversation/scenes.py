"""Every screen that a person can be shown, by name: for previews, checks and papers.

Rule: a scene is a moment of a talk and the card that `cards` makes of it, never a
second description of a screen. What a deployment lacks (a second country, a number
that was checked, a duty) is lent to the scene that needs it, so that every wording is
seen; what it has is shown as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.conversation import asking
from bot.conversation.acts import NO_SUCH_NUMBER, TOO_LONG
from bot.conversation.cards import card, error_card
from bot.conversation.replies import Card
from bot.conversation.samples import Sample as Sample  # noqa: PLC0414 (a preview's)
from bot.conversation.samples import (
    elsewhere,
    in_use,
    in_words,
    policed,
    pool_of,
    silent,
    whole,
)
from bot.conversation.samples import sampled as sampled  # noqa: PLC0414 (the same)
from bot.conversation.screens import NOT_KEPT, NOT_UNDERSTOOD
from bot.conversation.talk import Step, Talk
from bot.deployment import NETWORK, Deployment
from bot.questions import Form, Kind, Question
from bot.responses import Answer
from bot.words.phrases import Own, Phrase, Value


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen: its id, what it is in plain English for staff, and its card."""

    id: str
    says: str
    card: Card


@dataclass(frozen=True, slots=True)
class Shot:
    """Where a scene is taken: a talk and the deployment it stands in.

    `broken`: something went wrong there, and the card says sorry.
    """

    id: str
    says: str
    talk: Talk
    deployment: Deployment
    broken: bool = False

    def taken(self) -> Scene:
        """Return the scene with the card that a person would see there."""
        drawn = error_card if self.broken else card
        title = f"{self.id}: {self.says}"
        return Scene(self.id, title, drawn(self.talk, self.deployment))


HELD = "0000 000 009"
"""A detail to be found in a free text: a number that nobody has."""
LINKED = "@000_sample"
"""A second one: a name that nobody has."""
WRITTEN = "…"
"""What a person wrote, in whatever language."""
DIGITS = "12345678901234567894"
"""A secret number with its right last digit."""


def scenes(deployment: Deployment, language: str) -> tuple[Scene, ...]:
    """Return every screen in the order of the talk."""
    return tuple(shot.taken() for shot in shots(deployment, language))


def shots(deployment: Deployment, language: str) -> tuple[Shot, ...]:
    """Return where each scene is taken."""
    house = whole(deployment, language)
    here = Talk(language=language, pool=house.programmes[0].id, agreed=1, card=1)
    return (
        *_greeted(here, house),
        *_told(here, house),
        *_declined(here, house),
        *(shot for form in in_use(house) for shot in _asked(here, house, form)),
        *_in_words(here, house),
        *_sent(here, house),
        *_deleted(here, house),
        *_apart(here, house),
    )


def ids(shown: Card) -> frozenset[str]:
    """Return the id of every message that stands on a card, in whatever depth."""
    labels = (button.label for row in shown.rows for button in row)
    return frozenset(name for phrase in (*shown.lines, *labels) for name in _of(phrase))


def _of(value: Value) -> Iterator[str]:
    match value:
        case Phrase(says=says, values=values):
            yield from _of(says) if isinstance(says, Own) else (says,)
            for _, inner in values:
                yield from _of(inner)
        case tuple():
            for phrase in value:
                yield from _of(phrase)
        case Own():
            yield from (value.id,) if value.id else ()
        case _:
            return


# The shots, in the order of the talk

Plain = tuple[str, str, Step]
"""A scene that needs nothing but its step."""


def _plainly(here: Talk, house: Deployment, *rows: Plain) -> Iterator[Shot]:
    for name, says, step in rows:
        yield Shot(name, says, replace(here, step=step), house)


def _greeted(here: Talk, house: Deployment) -> Iterator[Shot]:
    first = Talk(guess=here.language, card=1)
    danger = replace(here, step=Step.DANGER)
    yield Shot("L1", "choosing a language", first, house)
    yield from _plainly(
        here,
        house,
        ("S1", "hello, and is it safe", Step.HELLO),
        ("S2", "not now", Step.NOT_NOW),
        ("S3", "in danger", Step.DANGER),
    )
    if (guarded := policed(house)) != house:
        yield Shot("S3.police", "with a line that the police answer", danger, guarded)
    yield Shot("S3.none", "in danger, no line checked lately", danger, silent(house))
    yield from _plainly(
        here,
        house,
        ("S3c", "choosing a country", Step.COUNTRY),
        ("S4", "before the screen is cleared", Step.CLEAR),
        ("S5", "where a phone is shared", Step.SHARED),
        ("P2", "choosing the service", Step.PROGRAMME),
    )


def _told(here: Talk, house: Deployment) -> Iterator[Shot]:
    """Tell what is promised; a duty, numbers, and the marks of a draft are lent."""
    duty = replace(house, duty_to_act=True)
    numbers = replace(house, numbers=True)
    marked = replace(house, trial=True, drafts=house.drafts | {here.language})
    consent = replace(here, step=Step.CONSENT)
    yield Shot("C2", "before the first question", consent, house)
    quotes = replace(house, quotes=True)
    if quotes != house:
        yield Shot("C2.quotes", "the same where words may be shown", consent, quotes)
    if duty != house:
        yield Shot("C2.duty", "the same with a duty to act", consent, duty)
    if numbers != house:
        yield Shot("C2.numbers", "the same with numbers", consent, numbers)
    if marked != house:
        yield Shot("C2.marks", "the same in a trial, as a draft", consent, marked)
    yield from _plainly(
        here,
        duty,
        ("C3", "more about this, page 1", Step.NOTICE),
        ("C4", "more about this, page 2", Step.NOTICE_2),
        ("C5", "page 3, where there is a duty to act", Step.NOTICE_3),
    )


def _declined(here: Talk, house: Deployment) -> Iterator[Shot]:
    young = replace(here, step=Step.UNDER_18)
    yield from _plainly(
        here, house, ("C6", "said no", Step.DECLINED), ("A2", "under 18", young.step)
    )
    yield Shot("A2.none", "under 18, no line checked lately", young, silent(house))
    yield from _plainly(here, house, ("A2b", "the number alone", Step.CHILD_NUMBER))


def _asked(here: Talk, house: Deployment, form: Form) -> Iterator[Shot]:
    """Ask each question of a form; of many choices, show both cards."""
    of = "" if form.name == "default" else f"{form.name}."
    there = replace(here, pool=pool_of(house, form), step=Step.QUESTION)
    for place, question in enumerate(form.questions):
        at, name = replace(there, question=place), f"{of}{question.id}"
        says = f"question {place + 1}"
        yield Shot(name, says, at, house)
        if question.kind is Kind.SEVERAL:
            tapped = replace(at, answers=(_answer(question),))
            yield Shot(f"{name}.chosen", f"{says}, one is tapped", tapped, house)
        if asking.halves(question.choices)[1]:
            more = replace(at, step=Step.MORE_CHOICES)
            yield Shot(f"{name}.more", f"{says}, second card", more, house)


def _in_words(here: Talk, house: Deployment) -> Iterator[Shot]:
    """Answer in words, and what may come of them or of an answer."""
    there, pool, place = in_words(house)
    at = replace(here, pool=pool, question=place, step=Step.WRITING)
    question = there.form_of(pool).questions[place]
    wrote = replace(at, answers=(Answer(question.id, text=WRITTEN),))
    detail = replace(at, step=Step.DETAIL, held=HELD)
    several = replace(detail, held=f"{HELD} {LINKED}")
    unsafe = replace(here, step=Step.UNSAFE)
    long = replace(at, notice=TOO_LONG)
    yield Shot("Q6.write", "after “Write”", at, there)
    yield Shot("Q6b", "words came, more may come", wrote, there)
    yield Shot("too_long", "the words were too long", long, there)
    yield Shot("N1", "something may show who wrote", detail, there)
    yield Shot("N1.all", "several things may", several, there)
    yield Shot("F0", "does not feel safe", unsafe, house)
    yield Shot("F0.none", "the same, no line checked lately", unsafe, silent(house))


def _sent(here: Talk, house: Deployment) -> Iterator[Shot]:
    asked = house.form_of(here.pool).questions
    said = replace(here, answers=tuple(map(_answer, asked[:-1])))
    again = replace(said, step=Step.QUESTION, changing=True)
    number = replace(here, step=Step.RECEIPT, digits=DIGITS)
    yield from _plainly(
        said,
        house,
        ("R1", "before sending", Step.REVIEW),
        ("R1b", "choosing an answer to change", Step.CHANGE),
    )
    yield from _quoted(here, house)
    yield Shot("R1c", "changing that answer", again, house)
    yield from _plainly(here, house, ("R2", "sent", Step.SENT))
    yield Shot("R2a", "the secret number", number, house)
    yield from _plainly(here, house, ("R3", "what happens next", Step.NEXT))


def _quoted(here: Talk, house: Deployment) -> Iterator[Shot]:
    """Offer that words may be shown, which is lent where it is switched off."""
    there, pool, place = in_words(replace(house, quotes=True))
    question = there.form_of(pool).questions[place]
    wrote = replace(here, pool=pool, answers=(Answer(question.id, text=WRITTEN),))
    review, asks = (replace(wrote, step=step) for step in (Step.REVIEW, Step.QUOTE))
    yield Shot("R1.quote", "the same where words may be shown", review, there)
    yield Shot("R1q", "may these words be shown", asks, there)


def _deleted(here: Talk, house: Deployment) -> Iterator[Shot]:
    unknown = replace(here, step=Step.DELETE, notice=NO_SUCH_NUMBER)
    yield from _plainly(here, house, ("X1", "deleting what was sent", Step.DELETE))
    yield Shot("X1b", "the number opened nothing", unknown, house)
    yield from _plainly(
        here,
        house,
        ("X2", "answers found", Step.DELETE_FOUND),
        ("X3", "answers deleted", Step.DELETED),
        ("X4", "the number is lost", Step.LOST),
    )


def _apart(here: Talk, house: Deployment) -> Iterator[Shot]:
    """Show what can come at any time."""
    at = replace(here, step=Step.QUESTION)
    strange = replace(at, pool=NETWORK)
    about, unsigned = replace(here, step=Step.ABOUT), replace(house, signed=frozenset())
    yield Shot("E1", "something went wrong", at, house, broken=True)
    yield Shot("E2", "a photo was sent", replace(at, notice=NOT_KEPT), house)
    yield Shot("E3", "not understood", replace(at, notice=NOT_UNDERSTOOD), house)
    yield from _plainly(
        here,
        house,
        ("E4", "stopped before sending", Step.STOPPED),
        ("E4b", "stopped after sending", Step.STOPPED_SENT),
        ("E5", "something to go on with", Step.WAITING),
    )
    foreign = elsewhere(house, here.language)
    yield Shot("E6", "a question in another language", strange, foreign)
    yield Shot("about", "who runs this", about, house)
    yield Shot("who", "who looks", replace(here, step=Step.WHO), house)
    if here.language in house.signed:
        yield Shot("about.unsigned", "the same, not yet signed", about, unsigned)


def _answer(question: Question) -> Answer:
    """Answer a question by its first choice, or in words."""
    if question.kind is Kind.FREE:
        return Answer(question.id, text=WRITTEN)
    return Answer(question.id, (question.choices[0].id,))
