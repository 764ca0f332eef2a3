"""What a reader gave a text is counted in place of what the coder would."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from answers import DEFAULT, PEPPER, response, seeded

from bot.flows.reading import Reader, Task
from bot.responses import Answer, Response
from bot.themes.coding import KeywordCoder
from bot.themes.codings import Chosen
from bot.themes.gathering import THEMES
from bot.themes.pools import Cell
from bot.themes.readings import Wanted
from bot.weeks import Week

COLD = Answer("Q7", text="the rooms are cold at night")
KIND = Answer("Q6", text="the staff are kind and they listen")
SAID = replace(response(seeded(1), b"v" * 16), answers=(COLD, KIND))


@dataclass
class Open:
    """Opens whatever it is given to one response."""

    it: Response = field(default_factory=lambda: SAID)

    def open(self, _sealed: bytes) -> Response:
        """Return the response."""
        return self.it


def counted(read: Mapping[str, tuple[Chosen, ...]]) -> set[str]:
    """Return the entries that the answer counts for, with what a reader gave it."""
    task = Task(
        opener=Open,
        marker=lambda: lambda value: value[:16],
        coder=KeywordCoder(),
        pepper=PEPPER,
        week=Week(101),
        last=False,
        pools=("house",),
        languages=("en",),
        forms=(DEFAULT,),
        asked={"house": (DEFAULT,)},
        read={SAID.answer_id: read} if read else {},
    )
    reader = Reader(task)
    survey = reader.survey([(1, b"")])
    (tally,) = reader.tally([(Cell("house", ""), survey.records, b"")]).values()
    return {entry for question, entry in tally.counts if question == THEMES}


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ({}, {"change:D3", "keep:A4"}),
        ({"Q7": (Chosen("A1", Wanted.NEED),)}, {"change:A1", "keep:A4"}),
        ({"Q7": ()}, {"keep:A4"}),
        ({"Q7": (Chosen("D1", Wanted.PRAISE),)}, {"keep:D1", "keep:A4"}),
        ({"Q7": (Chosen("E2", Wanted.PROBLEM),)}, {"keep:A4"}),
    ],
)
def test_a_readers_codes_take_the_place_of_the_coders(
    read: dict[str, tuple[Chosen, ...]], expected: set[str]
) -> None:
    """For the texts that were read; what is never told is not told by a reader."""
    assert counted(read) == expected
