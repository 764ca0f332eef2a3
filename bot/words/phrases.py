"""A sentence before it has a language: a message's stable id and its values.

Rooms that decide what is said make phrases; `words.catalogue` turns them into
text. `Msg("...")` is also the keyword by which the ids are extracted into
`locales/messages.pot`, so an id that no code names cannot stay in a catalogue.
"""

from dataclasses import dataclass
from typing import NewType

Msg = NewType("Msg", str)
"""A stable message id, as it stands in `locales/`: a screen, or screen and button."""


@dataclass(frozen=True, slots=True)
class Own:
    """Words of a deployment's own (a programme's name, a form's question) by language.

    `texts` are pairs (language, text); English, else the first, stands in for a
    language that is missing.
    """

    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing to say: a message with named values, or a deployment's own words.

    `count` picks the plural form where the message has several.
    """

    says: "Msg | Own"
    values: "tuple[tuple[str, Value], ...]" = ()
    count: int | None = None


Value = str | int | Own | Phrase | tuple[Phrase, ...]
"""A placeholder's value; a tuple of phrases is said one a line."""
