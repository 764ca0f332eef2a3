"""Which numbers a screen shows: of her country, or of the first one served.

Rule: only numbers that the deployment has checked are shown, and the police are never
listed among people who are not the police. Stale rows were left out before
(`bot.helplines`), so a list may be empty; an emergency number is always there.
"""

from bot.conversation.screens import say
from bot.conversation.talk import Talk
from bot.deployment import Country, Deployment, Helpline
from bot.words.phrases import Msg, Phrase

MOST_LINES = 6
_ELSEWHERE = frozenset({"child", "emergency"})
"""Kinds that have a place of their own on other screens."""


def country_of(talk: Talk, deployment: Deployment) -> Country:
    """Return the country she chose, else the first one."""
    chosen = (c for c in deployment.countries if c.code == talk.country)
    return next(chosen, deployment.countries[0])


def lines_of(country: Country) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Return the helplines to show, and apart from them the police's."""
    rows = [h for h in country.helplines if h.kind not in _ELSEWHERE][:MOST_LINES]
    others = tuple(_line(Msg("S3.line"), h) for h in rows if not h.is_police)
    police = tuple(_line(Msg("S3.police"), h) for h in rows if h.is_police)
    return others, police


def child_line(country: Country) -> Helpline | None:
    """Return the first helpline for children that is not the police's."""
    lines = (h for h in country.helplines if h.kind == "child" and not h.is_police)
    return next(lines, None)


def _line(says: Msg, row: Helpline) -> Phrase:
    return say(says, name=row.name, number=row.number, hours=row.hours, cost=row.cost)
