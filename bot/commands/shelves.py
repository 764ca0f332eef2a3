"""The texts that a command looks at: this home's, or what came with the program.

Rule: what the command line writes goes through the moves of the desk, as drafts of
"command line" that another person approves there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands.terminal import this_week
from bot.errors.settings import HelplinesNeededError, NoCountryError

if TYPE_CHECKING:  # what these load is loaded only by the command that needs it
    from bot.deployment import Country, Deployment
    from bot.facts import Facts
    from bot.flows.desk.sitting import Sitting
    from bot.settings import Settings
    from bot.words.phrases import Own


async def shown(
    settings: "Settings", codes: Sequence[str]
) -> "tuple[Facts, Deployment, tuple[Own, ...]]":
    """Return this home's deployment and own texts; without a home, a trial's samples.

    It speaks the languages that are looked at, too: a text is looked at before
    anybody decides to offer it.
    """
    import msgspec

    from bot.facts import facts_of, read_facts
    from bot.store.sqlite import Store
    from bot.trial import SAMPLES, sample_facts
    from bot.words.languages import SOURCE

    today = datetime.now(UTC).date()
    if not settings.database_path.exists():
        facts = sample_facts(settings.home, today)
        return facts, facts.joined((), SAMPLES, ()), ()
    spoken = dict.fromkeys((*settings.languages, *codes, SOURCE))
    wider = msgspec.structs.replace(settings, languages=(*spoken,), show_drafts=True)
    store = await Store.open(settings.database_path)
    try:
        facts = await facts_of(read_facts(wider, _countries(settings, today)), store)
        deployment, own_texts = await facts.deployment(store), await facts.owns(store)
    finally:
        await store.close()
    offered = (c for c in deployment.languages if c in settings.languages)
    return facts, replace(deployment, languages=tuple(offered)), own_texts


def _countries(settings: "Settings", today: date) -> "tuple[Country, ...]":
    """Return the countries in use; while their numbers are not checked, the sample."""
    from bot.facts import helplines_of
    from bot.trial import sample_facts

    try:
        return helplines_of(settings, today)
    except (HelplinesNeededError, NoCountryError) as unready:
        click.echo(f"Samples stand in for the helplines: {unready}", err=True)
        return sample_facts(settings.home, today).countries


async def at_desk(settings: "Settings", code: str) -> "Sitting":
    """Return the command line at the desk, before one language's texts."""
    from bot.flows.acts import COMMAND_LINE
    from bot.flows.desk.library import Library
    from bot.flows.desk.places import Spot
    from bot.flows.desk.sitting import Sitting
    from bot.store.records import StaffRow
    from bot.words.glossary import read_glossary
    from bot.words.languages import SOURCE
    from bot.words.proposals import Hand

    facts, deployment, own_texts = await shown(settings, (code,))
    terms = read_glossary(settings.locales)
    chosen, unshown = deployment.languages, facts.unshown
    library = Library(facts.edition, deployment, own_texts, terms, chosen, unshown)
    member = StaffRow(0, b"", b"", "admin", "")
    hand = Hand(COMMAND_LINE, this_week())
    return Sitting(library, member, SOURCE, Spot(language=code), hand)


async def apply(
    store: Any,  # noqa: ANN401 (a Store)
    sitting: "Sitting",
    pending: Sequence[tuple[str, tuple[str, ...]]],
) -> int:
    """Keep texts as drafts of the command line; return how many are new."""
    from bot.flows.desk import files
    from bot.store.records import Work

    texts = files.drafted(sitting, sitting.spot.language, tuple(pending))
    await store.commit(Work(texts=texts))
    return len(texts.added)


def overrides(sitting: "Sitting") -> Iterator[str]:
    """Tell of each text that is worded anew: active, source changed or orphaned.

    One that does not fit its English any more is not said, and is told of as such.
    """
    from bot.weeks import monday_of
    from bot.words.standing import State

    words = {State.STALE: "source changed", State.ORPHANED: "orphaned"}
    for language in sitting.library.languages:
        for one in sitting.library.shelf(language.code).standings.values():
            live = one.live
            if live is not None:
                state = "not said" if one.unfit else words.get(one.state, "active")
                since = monday_of(live.week)
                yield f"{language.code}  {one.id}  {state}  since {since}"
