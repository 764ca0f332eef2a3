"""The unsent answers of a talk: put in, taken out, weighed.

Rule: a draft is a value inside the talk and nowhere else; it ends at Send, at a stop,
and after a day.
"""

from dataclasses import replace

from bot.conversation.talk import Talk
from bot.deployment import Deployment
from bot.questions import Form, Kind, Question
from bot.responses import Answer

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
    """Put an answer in the place of the earlier one; an empty one takes it out."""
    others = tuple(a for a in talk.answers if a.question != answer.question)
    said = (answer,) if answer.choices or answer.text else ()
    return replace(talk, answers=others + said)


def units(text: str) -> int:
    """Count as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
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
    return replace(answer, choices=tuple(known[: question.most]), text="")


def without_draft(talk: Talk) -> Talk:
    """Drop what was said, and the yes that went before it; keep the service."""
    return replace(talk, answers=(), held="", question=0, changing=False, agreed=0)


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
