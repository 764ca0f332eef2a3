"""The cards that ask: a question, its words, and the review before Send.

Rule: what is shown here is the unsent draft of this talk and nothing older.
"""

from bot.conversation.drafts import (
    agreed_to,
    answer_to,
    asked,
    fitting,
    showable,
)
from bot.conversation.replies import Button
from bot.conversation.screens import (
    BACK,
    DONE,
    GO_ON,
    MORE,
    SKIP,
    Screen,
    button,
    paired,
    say,
    singly,
)
from bot.conversation.talk import Talk
from bot.deployment import Deployment
from bot.questions import Choice, Kind, Question
from bot.responses import Answer
from bot.words.phrases import Msg, Own, Phrase, Value
from bot.words.writing import units

CHOICES_A_CARD = 6
REVIEW_UNITS = 1_000
"""UTF-16 units of all free texts in the review, which stays one message."""
_DELETE = button("skip", Msg("button.delete_answer"))
"""Deleting an answer while changing is what skipping was before."""


def shortened(text: str, most: int) -> str:
    """Return at most `most` UTF-16 units of a text, visibly cut with `…`."""
    if units(text) <= most:
        return text
    cut = text[: most - 1]
    while units(cut) >= most:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def question(talk: Talk, deployment: Deployment) -> Screen:
    """Ask: the choices, or the first half of many, or to write."""
    asking = _question(talk, deployment)
    if asking.kind is Kind.FREE:
        write = button("write", Msg("button.write"))
        return Screen(_lines(talk, deployment), singly((write, *_leave(talk))))
    first, second = halves(asking.choices)
    more = (MORE,) if second else ()
    steer = (*more, *_end(talk, asking), *(() if more else _delete(talk)))
    return Screen(
        _lines(talk, deployment),
        singly(_picks(talk, asking, first)) + paired(steer),
    )


def more_choices(talk: Talk, deployment: Deployment) -> Screen:
    """Show the second half of many choices."""
    asking = _question(talk, deployment)
    _, second = halves(asking.choices)
    end = (DONE,) if asking.kind is Kind.SEVERAL else (() if talk.changing else (SKIP,))
    return Screen(
        _lines(talk, deployment),
        singly(_picks(talk, asking, second)) + paired((BACK, *end, *_delete(talk))),
    )


def halves(
    choices: tuple[Choice, ...],
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Part choices that do not fit on one card into two."""
    if len(choices) <= CHOICES_A_CARD:
        return choices, ()
    middle = (len(choices) + 1) // 2
    return choices[:middle], choices[middle:]


def writing(talk: Talk, deployment: Deployment) -> Screen:
    """Wait for words: before the first with the question, afterwards with thanks."""
    if not answer_to(talk, _question(talk, deployment)).text:
        lines = (*_lines(talk, deployment), Phrase(Msg("Q6.write")))
        return Screen(lines, singly(_leave(talk)))
    again = button("again", Msg("Q6b.again"))
    return Screen((Phrase(Msg("Q6b")),), singly((GO_ON, again, *_delete(talk))))


def review(talk: Talk, deployment: Deployment) -> Screen:
    """Show everything that will be sent."""
    buttons = (
        button("send", Msg("R1.send")),
        button("change", Msg("R1.change")),
        *_quotes(talk, deployment),
        button("delete_all", Msg("R1.delete_all")),
    )
    return Screen(
        (say(Msg("R1"), summary=_summary(talk, deployment)),), singly(buttons)
    )


def _quotes(talk: Talk, deployment: Deployment) -> tuple[Button, ...]:
    """Offer to let words be shown, where that can be; a yes already given is marked."""
    if not showable(talk, deployment):
        return ()
    offer = Phrase(Msg("R1.quote"))
    marked = say(Msg("button.chosen"), choice=offer)
    return (Button("quote", marked if agreed_to(talk, deployment) else offer),)


def quote(talk: Talk, deployment: Deployment) -> Screen:
    """Show her words as they would look to others, and ask; no stands first."""
    words = tuple(
        say(Msg("quote.words"), words=answer.quote)
        for answer in showable(talk, deployment)
    )
    buttons = (
        button("no", Msg("button.no_thanks")),
        button("yes", Msg("R1q.yes")),
    )
    return Screen((say(Msg("R1q"), words=words),), singly(buttons))


def change(talk: Talk, deployment: Deployment) -> Screen:
    """Ask which answer shall be another."""
    questions = deployment.form_of(talk.pool).questions
    items = [button(f"item:{i}", _short(q)) for i, q in enumerate(questions)]
    return Screen((Phrase(Msg("R1b")),), (*paired(items), (BACK,)))


def _question(talk: Talk, deployment: Deployment) -> Question:
    found = asked(talk, deployment)
    return found or deployment.form_of(talk.pool).questions[-1]


def _lines(talk: Talk, deployment: Deployment) -> tuple[Phrase, ...]:
    asking = _question(talk, deployment)
    count = len(deployment.form_of(talk.pool).questions)
    head = say(Msg("Q.head"), number=talk.question + 1, count=count)
    return (head, *_unready(talk, deployment, asking.words), Phrase(asking.words))


def _unready(
    talk: Talk, deployment: Deployment, words: Msg | Own
) -> tuple[Phrase, ...]:
    """Say which language a form's own words are in, where hers is missing (E6)."""
    if not isinstance(words, Own) or talk.language in dict(words.texts):
        return ()
    texts = dict(words.texts)
    other = "en" if "en" in texts else next(iter(texts), "")
    name = dict(deployment.language_names).get(other, other)
    return (say(Msg("E6"), other_language=name),)


def _picks(
    talk: Talk, asking: Question, choices: tuple[Choice, ...]
) -> tuple[Button, ...]:
    """Offer the choices; of several, those already taken wear a mark."""
    taken = answer_to(talk, asking).choices if asking.kind is Kind.SEVERAL else ()
    return tuple(
        Button(f"pick:{c.id}", _marked(c) if c.id in taken else Phrase(c.words))
        for c in choices
    )


def _marked(choice: Choice) -> Phrase:
    return say(Msg("button.chosen"), choice=Phrase(choice.words))


def _end(talk: Talk, asking: Question) -> tuple[Button, ...]:
    """Offer the way on: done where something is taken, else skip, or back to review."""
    if asking.kind is Kind.SEVERAL and answer_to(talk, asking).choices:
        return (DONE,)
    return (BACK,) if talk.changing else (SKIP,)


def _leave(talk: Talk) -> tuple[Button, ...]:
    return (BACK, _DELETE) if talk.changing else (SKIP,)


def _delete(talk: Talk) -> tuple[Button, ...]:
    return (_DELETE,) if talk.changing else ()


def _short(asking: Question) -> Msg | Own:
    return asking.short or asking.words


def _summary(talk: Talk, deployment: Deployment) -> tuple[Phrase, ...]:
    form = deployment.form_of(talk.pool)
    said = {a.question: a for a in fitting(talk, form)}
    texts = sum(1 for a in said.values() if a.text)
    share = REVIEW_UNITS // max(texts, 1)
    return tuple(
        say(
            Msg("R1.item"),
            question=Phrase(_short(q)),
            answer=_told(q, said.get(q.id), share),
        )
        for q in form.questions
    )


def _told(asking: Question, answer: Answer | None, share: int) -> Value:
    """Return an answer in words: her own, cut where long, or those of the choices."""
    if answer is None:
        return Phrase(Msg("R1.skipped"))
    if answer.text:
        return shortened(answer.text, share)
    return tuple(Phrase(c.words) for c in asking.choices if c.id in answer.choices)
