"""What one answer counts for: from a response to facts, before they are only numbers.

Rule: an answer counts at most once for each single-choice question, and for at most
three entries of the list, tapped needs first; whatever else an envelope may hold (it
could be forged: the public key is public) is not counted.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.questions import Form, Kind
from bot.responses import Answer, Response
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.gathering import MOST_THEMES, THEMES, Fact, alike, entries, told_of

Codes = Mapping[str, Sequence[str]]
"""The codes of a response's free texts by question, the strongest first."""


class Table:
    """What answers to one form count for in a pool that is asked `asked`.

    An answer to an older version counts by the ids that still stand: an id never
    changes its meaning.
    """

    def __init__(
        self, form: Form, asked: Sequence[Form], codebook: Codebook = SHIPPED
    ) -> None:
        self._single = {
            q.id: {choice.id: (q.id, choice.told) for choice in q.choices}
            for q in alike((form, *asked))
            if told_of(q)
        }
        self._needs = {
            q.id: (
                dict(zip((c.id for c in q.choices), entries(q), strict=True)),
                q.most,
            )
            for q in form.questions
            if q.kind is Kind.SEVERAL
        }
        self._coded = {
            q.id: dict(
                zip(codebook.told(q.direction), entries(q, codebook), strict=True)
            )
            for q in form.questions
            if q.direction
        }

    def texts(self, response: Response) -> dict[str, str]:
        """Return the free texts that codes may be found in, by question."""
        given = _first(response)
        return {
            question: given[question].text
            for question in self._coded
            if question in given and given[question].text
        }

    def facts(self, response: Response, codes: Codes) -> set[Fact]:
        """Return the facts that hold for a response whose texts have these codes."""
        given = _first(response)
        found = {
            choices[choice]
            for question, choices in self._single.items()
            if question in given
            for choice in given[question].choices[:1]
            if choice in choices
        }
        listed = dict.fromkeys([*self._tapped(given), *self._found(codes)])
        return found | {(THEMES, entry) for entry in [*listed][:MOST_THEMES]}

    def _tapped(self, given: Mapping[str, Answer]) -> Iterator[str]:
        """Yield the entries that were tapped, in the order of the taps."""
        for question, (needs, most) in self._needs.items():
            if question in given:
                tapped = [c for c in given[question].choices if c in needs]
                yield from (needs[choice] for choice in tapped[:most])

    def _found(self, codes: Codes) -> Iterator[str]:
        """Yield the entries of the coded texts, the strongest code of each first."""
        for question, told in self._coded.items():
            yield from (told[c] for c in codes.get(question, ()) if c in told)


def _first(response: Response) -> dict[str, Answer]:
    """Return the first answer to each question."""
    return {answer.question: answer for answer in reversed(response.answers)}
