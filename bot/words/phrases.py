"""A sentence before it has a language: a message's stable id and its values.

Rooms that decide what is said make phrases; `words.catalogue` turns them into
text. `Msg("...")` is also the keyword by which the ids are extracted into
`locales/messages.pot`, so an id that no code names cannot stay in a catalogue.
"""

from dataclasses import dataclass, field
from typing import NewType

Msg = NewType("Msg", str)
"""A stable message id, as it stands in `locales/`: a screen, or screen and button."""


@dataclass(frozen=True, slots=True)
class Own:
    """Words of a deployment's own (a programme's name, a form's question) by language.

    `texts` are pairs (language, text); English, else the first, stands in for a
    language that is missing. By its `id` a deployment can word it anew while it runs;
    "" is never worded anew.
    """

    texts: tuple[tuple[str, str], ...]
    id: str = field(default="", compare=False)


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


_OWN = {
    "programme": "Name: what a service is called, in the list and on C2.",
    "country": "Name: a country, in the list of helplines.",
    "question": "Screen: a question of a form.",
    "short": "Button and line: names a question in the review, at most 24 letters.",
    "choice": "Button: one answer to a question of a form.",
    "name": "Name: what a helpline calls itself.",
    "hours": "Line: when a helpline answers.",
    "cost": "Line: what a call to a helpline costs.",
}


_LISTED = {"programme": "P2", "country": "S3c"}
"""By what an id begins with, the screen that lists such texts as buttons."""


def note_of(id_: str) -> str:
    """Return the note for translators of a deployment's own text, by its id.

    Ids are `programme.<id>`, `country.<code>`, `form.<name>.<question>.question` (or
    `.short`, `.<choice>.choice`), `helpline.<country>.<number>.name` (or hours, cost).
    """
    parts = id_.split(".")
    return _OWN.get(parts[-1]) or _OWN.get(
        parts[0], "Line: a text of this organisation."
    )


def keyboard_of(id_: str) -> str:
    """Return the keyboard on which a deployment's own text is a button, or "".

    All services stand on one, all countries on another; answers beside the others of
    their question, the names of questions beside those of their form.
    """
    parts = id_.split(".")
    if parts[0] == "form" and parts[-1] in {"short", "choice"}:
        return id_.rsplit(".", 2)[0]
    return _LISTED.get(parts[0], "")
