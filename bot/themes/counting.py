"""What one answer counts for: from a response to facts, before they are only numbers.

Rule: an answer counts at most once for each single-choice question, and for at most
three entries of the list, tapped needs first; whatever else an envelope may hold (it
could be forged: the public key is public) is not counted.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.questions import Form, Kind, Question
from bot.responses import Answer, Response
from bot.themes.gathering import MOST_THEMES, THEMES, Fact, alike, entries


class Tables:
    """Turns responses into the facts of their pool.

    `forms` are the forms in use. A version that has changed since an answer was sent
    counts by the ids that still stand: an id never changes its meaning.
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = {form.name: form for form in forms}

    def knows(self, response: Response) -> bool:
        """Return whether the response's form is still in use; else it waits."""
        return response.form in self._forms

    def texts(self, response: Response) -> list[tuple[Question, str]]:
        """Return the free texts of a response that words may be coded from."""
        return [
            (question, answer.text)
            for question, answer in self._pairs(response)
            if question.kind is Kind.FREE and answer.text
        ]

    def facts(
        self,
        response: Response,
        forms: Sequence[Form],
        codes: Mapping[str, Sequence[str]],
    ) -> frozenset[Fact]:
        """Return what a response counts for in a pool that is asked `forms`.

        `codes` are those of its free texts, by question, the strongest first.
        """
        told = {q.id for q in alike((self._forms[response.form], *forms))}
        pairs = list(self._pairs(response))
        single = (
            (question.id, choice.told)
            for question, answer in pairs
            if question.id in told and question.kind in (Kind.SCALE, Kind.ONE)
            for choice in question.choices
            if answer.choices[:1] == (choice.id,)
        )
        tapped = (need for pair in pairs for need in _needs(*pair))
        coded = (entry for q, _ in pairs for entry in _coded(q, codes.get(q.id, ())))
        listed = dict.fromkeys([*tapped, *coded])
        return frozenset((*single, *((THEMES, e) for e in [*listed][:MOST_THEMES])))

    def _pairs(self, response: Response) -> Iterator[tuple[Question, Answer]]:
        """Yield each question of the response's form with its first answer."""
        given = {answer.question: answer for answer in reversed(response.answers)}
        for question in self._forms[response.form].questions:
            if question.id in given:
                yield question, given[question.id]


def _needs(question: Question, answer: Answer) -> list[str]:
    """Return the entries that were tapped, in the order of the taps."""
    if question.kind is not Kind.SEVERAL:
        return []
    entry = dict(zip((c.id for c in question.choices), entries(question), strict=True))
    tapped = dict.fromkeys(c for c in answer.choices if c in entry)
    return [entry[c] for c in [*tapped][: question.most]]


def _coded(question: Question, codes: Sequence[str]) -> list[str]:
    """Return the entries of a free text's codes, the strongest first."""
    if question.direction is None:
        return []
    found = (f"{question.direction.value}:{code}" for code in codes)
    return [entry for entry in found if entry in entries(question)]
