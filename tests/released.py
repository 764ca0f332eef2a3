"""A year of one service as it was released, and what was decided about it."""

from dataclasses import replace
from typing import Final

from bot.deployment import Deployment, Programme
from bot.questions import read_forms
from bot.reports.table import Action, State
from bot.settings import CHECKOUT
from bot.themes.gathering import THEMES, Band, Digest, Fact, facts
from bot.words.catalogue import Words
from bot.words.phrases import Own

LOCALES: Final = CHECKOUT / "locales"
WORDS: Final = Words.load(LOCALES)
FORMS: Final = read_forms(LOCALES / "forms")
HOUSE: Final = Own((("en", "Blue House"), ("uk", "Синій дім"), ("ar", "البيت الأزرق")))
DEPLOYMENT: Final = Deployment(
    organisation="Sample organisation",
    contact="-",
    authority="-",
    reader=Own((("en", "Two people"),)),
    k=10,
    retention_weeks=29,
    receipt_minutes=10,
    languages=("en", "uk", "ar"),
    drafts=frozenset(),
    countries=(),
    programmes=(Programme("blue-house", HOUSE),),
    codes=(),
    forms=FORMS,
    fingerprint="-",
)


def told(
    number: int, months: tuple[str, str], most: set[Fact], some: set[Fact]
) -> Digest:
    """Return a digest in which everything else was told by few."""

    def band(fact: Fact) -> Band:
        if fact in most:
            return Band.MOST
        return Band.SOME if fact in some else Band.FEW

    return Digest(
        batch=f"{number:08x}".ljust(32, "0"),
        pool="blue-house",
        leaf="",
        months=months,
        size_band="10-19",
        forms=(("default", 1),),
        epsilon=16,
        codebook=1,
        table=tuple((fact, band(fact)) for fact in facts(FORMS)),
    )


YES: Final = {("Q2", "yes"), ("Q3", "yes")}
YEAR: Final = (
    told(
        0x1A,
        ("2025-08", "2025-11"),
        {("Q1", "high"), *YES, (THEMES, "need:A1")},
        {("Q4", "sometimes")},
    ),
    told(
        0x2B,
        ("2025-11", "2026-01"),
        {("Q1", "middle"), *YES},
        {("Q4", "sometimes"), (THEMES, "change:D1")},
    ),
    told(
        0x3C,
        ("2026-01", "2026-03"),
        {("Q2", "sometimes"), ("Q3", "yes")},
        {("Q1", "middle"), ("Q1", "low"), ("Q4", "no")},
    ),
    told(
        0x4D,
        ("2026-03", "2026-05"),
        {("Q1", "high"), ("Q2", "yes"), (THEMES, "need:A1"), (THEMES, "change:C1")},
        {
            ("Q1", "low"),
            ("Q3", "sometimes"),
            ("Q4", "no"),
            (THEMES, "change:D1"),
            (THEMES, "keep:A4"),
            (THEMES, "need:other"),
        },
    ),
)
"""Four digests, the oldest first."""
LEAF: Final = replace(YEAR[-1], batch="5e" + "0" * 30, leaf="uk")
"""What was told of the last one's Ukrainian answers by themselves."""
DECIDED: Final = (
    Action("change:C1", State.OVERDUE, "2026-04"),
    Action("change:D1", State.PLANNED, "2026-07"),
    Action("need:A1", State.DONE, "2026-03"),
    Action("keep:A4", State.OPEN),
)
