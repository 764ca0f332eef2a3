"""One text beside its English: what a rule looks at, and how much a finding weighs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.words.glossary import Terms
from bot.words.languages import Language
from bot.words.po import Entry


class Level(Enum):
    """Whether a finding keeps a text from being shown, or only asks for a look."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Pair:
    """One text beside its English, with what its language asks of it."""

    language: Language
    terms: Terms
    source: Entry
    entry: Entry

    @property
    def kind(self) -> str:
        """What the text is (Screen, Button ...), as its English is noted."""
        return self.source.kind

    @property
    def for_people(self) -> bool:
        """Whether people who use a service read it; words they type are no text."""
        return not self.source.for_staff and self.kind != "Words"

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of the text, one where it does not count."""
        return self.entry.forms

    @property
    def text(self) -> str:
        """The last form, which stands for all where one is enough."""
        return self.entry.forms[-1]

    @property
    def english(self) -> str:
        """The last English form."""
        return self.source.forms[-1]


Rule = Callable[[Pair], str]
"""Says in one line what is wrong and what to do, or "" where nothing is."""
