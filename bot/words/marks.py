"""What is to be said of a text beside it: missing, stale or draft; of most, nothing.

Rule: a language of which all is a draft is called one as a whole, not text by text.
"""

from collections.abc import Iterable

from bot.words.edition import TRUSTED, Edition
from bot.words.phrases import Own
from bot.words.standing import Standing, State


def marks(edition: Edition, code: str, owns: Iterable[Own] = ()) -> dict[str, str]:
    """Return the marks of a language's texts for people, by id."""
    shelf = edition.shelf(code, owns)
    vouched = shelf.signed or shelf.language.state in TRUSTED
    found = {
        id_: _mark(standing, vouched=vouched)
        for id_, standing in shelf.standings.items()
        if not (standing.source.for_staff or standing.gone)
        and (id_ in edition.source or standing.source.kind != "Name")
    }
    return {id_: mark for id_, mark in found.items() if mark}


def _mark(standing: Standing, *, vouched: bool) -> str:
    if not standing.forms:
        return "missing"
    if standing.state is State.STALE:
        return "stale"
    return "draft" if vouched and not standing.approved else ""
