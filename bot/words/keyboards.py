"""Which buttons stand beside one another, and whether two of them read the same.

Where a button stands is told by its note ("a button on R1b"), else by its id, whose
first part is its screen; some of a deployment's own texts are buttons, too. A shared
button stands on any screen that people see. Rule: two buttons of one keyboard never
read the same, whatever their pictures: not everybody sees those.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.words.phrases import keyboard_of
from bot.words.po import Entry
from bot.words.writing import plain

_SHARED = "button"
_APART = frozenset(
    f"button.{name}" for name in ("ok", "no_thanks", "start_again", "delete_answer")
)
"""Shared buttons of a few screens, where they never stand beside others like them."""
_ALSO_A_BUTTON = re.compile(r"\ba button on (\w+)")


def keyboard(
    id_: str, text: str, source: Mapping[str, Entry], live: Mapping[str, Entry]
) -> str:
    """Return which live button beside it a candidate text reads like, or ""."""
    if not is_button(source[id_]):
        return ""
    said = plain(text)
    for other, entry in live.items():
        beside = (
            other in source and other != id_ and _beside(source[id_], source[other])
        )
        if beside and said == plain(entry.forms[-1]):
            return f"reads like {other} on the same screen. Make one of them different."
    return ""


def alike(
    source: Mapping[str, Entry], live: Mapping[str, Entry]
) -> Iterator[tuple[str, str]]:
    """Yield (id, problem) for buttons of one keyboard that read the same."""
    same: dict[str, list[str]] = defaultdict(list)
    for id_, entry in live.items():
        if id_ in source and is_button(source[id_]):
            same[plain(entry.forms[-1])].append(id_)
    for ids in same.values():
        for place, id_ in enumerate(ids):
            others = {other: live[other] for other in ids[place + 1 :]}
            if problem := keyboard(id_, live[id_].forms[-1], source, others):
                yield id_, problem


def is_button(source: Entry) -> bool:
    """Tell whether a text stands on a keyboard."""
    return bool(_place(source))


@lru_cache(maxsize=1024)
def _place(source: Entry) -> str:
    """Return the keyboard a text stands on, "" where it is no button."""
    if named := _ALSO_A_BUTTON.search(" ".join(source.notes)):
        return named[1]
    if own := keyboard_of(source.id):
        return own
    return source.id.partition(".")[0] if source.kind == "Button" else ""


def _beside(one: Entry, other: Entry) -> bool:
    """Tell whether two texts can stand on one keyboard."""
    here, there = _place(one), _place(other)
    if here == there:
        return bool(here)
    shared = {here: one.id, there: other.id}.get(_SHARED, "")
    together = here and there and shared and one.for_staff == other.for_staff
    return bool(together) and shared not in _APART
