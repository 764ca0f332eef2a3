"""The unsent answers of a talk: put in, taken out, weighed.

Rule: a draft is a value inside the talk and nowhere else; it ends at Send, at a stop,
and after a day.
"""

from dataclasses import replace

from bot.conversation.talk import Talk
from bot.deployment import Deployment
from bot.details.finding import Detail, clean, details
from bot.questions import Form, Kind, Question
from bot.responses import MOST_QUOTED, Answer, as_shown
from bot.words.writing import units

MOST_UNITS = 5_000
"""UTF-16 units of all free texts of one answer set (`conversation.md`, notes)."""
DRAFT_SECONDS = 24 * 3600
END = 8
"""A question's place behind the last of any form (a form has at most eight)."""


def asked(talk: Talk, deployment: Deployment) -> Question | None:
    """Return the question at which the talk stands, or None behind the last."""
    questions = deployment.form_of(talk.pool).questions
    return questions[talk.question] if 0 <= talk.question < len(questions) else None


def answer_to(talk: Talk, question: Question) -> Answer:
    """Return what was said to a question; empty where nothing was."""
    found = (a for a in talk.answers if a.question == question.id)
    return next(found, Answer(question.id))


def with_answer(talk: Talk, answer: Answer) -> Talk:
    """Put an answer in the place of the earlier one; an empty one takes it out.

    With other words in it, a yes to words that may be shown is over.
    """
    others = tuple(a for a in talk.answers if a.question != answer.question)
    earlier = next((a for a in talk.answers if a.question == answer.question), None)
    if answer.text != (earlier.text if earlier else ""):
        others = unlent(others)
    said = (answer,) if answer.choices or answer.text else ()
    return replace(talk, answers=others + said)


def whole_signs(text: str) -> str:
    """Replace broken halves of characters, which could not be sealed."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def room_for(talk: Talk, more: str) -> bool:
    """Tell whether `more` still fits beside all that is written."""
    written = (talk.held, *(a.text for a in talk.answers), more)
    return sum(units(text) + 1 for text in written if text) <= MOST_UNITS


def fitting(talk: Talk, form: Form) -> tuple[Answer, ...]:
    """Return the answers that the form, which may have changed, still asks for."""
    kept = (_fitted(answer_to(talk, q), q) for q in form.questions)
    return tuple(a for a in kept if a.choices or a.text)


def _fitted(answer: Answer, question: Question) -> Answer:
    if question.kind is Kind.FREE:
        return replace(answer, choices=())
    known = [c.id for c in question.choices if c.id in answer.choices]
    return Answer(answer.question, tuple(known[: question.most]))


def unsettled(talk: Talk, deployment: Deployment) -> tuple[Detail, ...]:
    """Return the details of a held text that she has not said she keeps."""
    found = details(talk.held, deployment.regions)
    return tuple(detail for detail in found if detail.words not in talk.kept)


def showable(talk: Talk, deployment: Deployment) -> tuple[Answer, ...]:
    """Return the answers whose words she may let be shown, as they would look.

    None where quotes are switched off, of what is too long to be shown whole, and of
    what may show who she is.
    """
    left, shown = MOST_QUOTED, list[Answer]()
    for answer in fitting(talk, deployment.form_of(talk.pool)):
        looks = as_shown(answer.text)
        if not deployment.quotes or not looks or units(looks) > left:
            continue
        if not clean(looks, deployment.regions):
            shown.append(replace(answer, quote=looks))
            left -= units(looks)
    return tuple(shown)


def unlent(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Return the answers with no words that may be shown."""
    return tuple(replace(answer, quote="") for answer in answers)


def sendable(talk: Talk, deployment: Deployment) -> tuple[Answer, ...]:
    """Return the answers as they are sealed: her yes stands for these words alone."""
    lent = showable(talk, deployment)
    answers = fitting(talk, deployment.form_of(talk.pool))
    return tuple(a if a in lent else replace(a, quote="") for a in answers)


def agreed_to(talk: Talk, deployment: Deployment) -> bool:
    """Tell whether she let her words be shown."""
    return any(answer.quote for answer in sendable(talk, deployment))


def without_draft(talk: Talk) -> Talk:
    """Drop what was said, and the yes that went before it; keep the service."""
    return replace(
        talk, answers=(), held="", kept=(), question=0, changing=False, agreed=0
    )


def emptied(talk: Talk) -> Talk:
    """Keep nothing but the language, the country, and where the card stands."""
    return Talk(
        step=talk.step,
        language=talk.language,
        guess=talk.guess,
        country=talk.country,
        card=talk.card,
        touched=talk.touched,
    )


def outlived(talk: Talk, at: int) -> bool:
    """Tell whether what is held is older than a day."""
    return at - (talk.agreed or talk.touched) > DRAFT_SECONDS
