"""A deployment's own texts: names of services, questions, answers, helplines.

They come from settings, forms and the database, and can be worded anew and translated
while serving. Rule: whatever holds an `Own` with an id is walked here, so that a new
kind of text cannot be forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.words.phrases import Own

T = TypeVar("T")


def owns(value: object) -> Iterator[Own]:
    """Walk every text with an id inside programmes, forms, countries, each once."""
    found: dict[str, Own] = {}
    worded(value, lambda own: found.setdefault(own.id, own))
    return (own for id_, own in found.items() if id_)


def worded(value: T, wording: Callable[[Own], Own]) -> T:
    """Return the same value with every text in it as `wording` has it."""
    return _worded(value, wording)  # type: ignore[no-any-return]


def _worded(value: Any, wording: Callable[[Own], Own]) -> Any:  # noqa: ANN401 (whatever holds texts)
    if isinstance(value, Own):
        return wording(value)
    if isinstance(value, tuple):
        return tuple(_worded(item, wording) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {f.name: getattr(value, f.name) for f in fields(value)}
        changed = {
            name: new
            for name, old in found.items()
            if (new := _worded(old, wording)) is not old and new != old
        }
        return replace(value, **changed) if changed else value
    return value
