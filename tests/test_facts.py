"""Which languages are offered: complete, vouched for, signed; or drafts on purpose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from texts import (
    CODE,
    CRITICAL,
    PLAIN,
    WEEK,
    WHOLE,
    all_live,
    signed_by,
    upgraded,
)

from bot.conversation.acts import sound
from bot.conversation.cards import card
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment, Programme
from bot.errors.settings import NoLanguageError, UnknownLanguageError
from bot.facts import Facts
from bot.trial import sample_facts
from bot.words.edition import Edition
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Own, Phrase
from bot.words.shipped import Shipped
from bot.words.versions import Stage, Wording, mark_of

HOUSE = Programme("blue", Own((("en", "Blue House"),), "programme.blue"))
SIGNED = (signed_by(),)


@cache
def _sample() -> Facts:
    return sample_facts(Path("nowhere"), date(2026, 3, 3))


def facts(  # noqa: PLR0913 (what a deployment is made of)
    *live: Wording,
    shipped: Shipped = WHOLE,
    signed: bool = True,
    languages: Sequence[str] = (SOURCE, CODE),
    drafts: bool = False,
    trial: bool = False,
    duty: bool = False,
    numbers: date | None = None,
) -> Facts:
    """Return a deployment with these wordings, by default in a signed language."""
    settings = msgspec.structs.replace(
        _sample().settings,
        languages=tuple(languages),
        show_drafts=drafts,
        trial=trial,
        duty_to_act=duty,
        numbers_from=numbers,
    )
    edition = Edition(shipped, 1, live, SIGNED if signed else ())
    return replace(_sample(), settings=settings, edition=edition)


def but(*ids: str) -> tuple[Wording, ...]:
    """Return all of Ukrainian as it was approved, but for some texts."""
    return tuple(w for w in all_live() if w.id not in ids)


def joined(it: Facts) -> Deployment:
    """Return what people are told of it."""
    return it.joined((), (HOUSE,), ())


def english(id_: str, text: str) -> Wording:
    """Return an English text as it was worded anew here and approved."""
    mark = mark_of(WHOLE.source[id_].forms)
    return Wording(SOURCE, id_, 1, (text,), mark, Stage.LIVE, "11", WEEK, approver="12")


def test_a_signed_language_of_which_all_is_live_is_offered_unmarked() -> None:
    """Nobody needs to have decided to show drafts."""
    it = facts(*all_live())
    assert it.languages == (SOURCE, CODE)
    assert joined(it).drafts == frozenset()


@pytest.mark.parametrize(
    "kept_back",
    [
        facts(*all_live(), signed=False),
        facts(*but(PLAIN)),
        facts(*but(CRITICAL)),
        facts(),
    ],
    ids=["unsigned", "one unapproved", "one that can hurt unapproved", "all of it"],
)
def test_a_draft_is_offered_only_where_that_was_decided(kept_back: Facts) -> None:
    """And then it wears a mark."""
    assert kept_back.languages == (SOURCE,)
    settings = msgspec.structs.replace(kept_back.settings, show_drafts=True)
    shown = replace(kept_back, settings=settings)
    assert shown.languages == (SOURCE, CODE)
    assert joined(shown).drafts == {CODE}


def test_a_draft_that_lacks_a_text_is_never_offered() -> None:
    """Half a talk in another language is not a talk."""
    lacks = upgraded(WHOLE, CODE, PLAIN)
    assert facts(shipped=lacks, drafts=True).languages == (SOURCE,)
    assert facts(*but(PLAIN), shipped=lacks, drafts=True).languages == (SOURCE,)


@pytest.mark.parametrize(
    ("id_", "shows"),
    [
        ("C2.duty", {"duty": True}),
        ("C5", {"duty": True}),
        ("C2.numbers", {"numbers": date(2027, 1, 4)}),
        ("trial.mark", {"trial": True}),
    ],
)
def test_what_a_deployment_never_shows_keeps_no_language_back(
    id_: str,
    shows: dict[str, Any],
) -> None:
    """Where it is shown, it does."""
    lacks = upgraded(WHOLE, CODE, id_)
    assert facts(*but(id_), shipped=lacks).languages == (SOURCE, CODE)
    there = facts(*but(id_), shipped=lacks, drafts=True, **shows)
    assert there.languages == (SOURCE,)


def test_what_a_deployment_wrote_itself_keeps_no_language_back() -> None:
    """A question in English only is asked in English, and that is said (E6)."""
    it = facts(*all_live())
    assert dict(HOUSE.name.texts).keys() == {SOURCE}
    assert CODE in joined(it).languages


def test_a_new_text_of_an_upgrade_makes_a_signed_language_a_draft() -> None:
    """Nobody has vouched for it yet."""
    entry = replace(WHOLE.source[PLAIN], id="S9", forms=("That is new.",))
    newer = replace(WHOLE, texts={**WHOLE.texts, SOURCE: {**WHOLE.source, "S9": entry}})
    assert facts(*all_live(), shipped=newer).languages == (SOURCE,)


def test_a_text_that_an_upgrade_dropped_keeps_nothing_back() -> None:
    """Its wording rests as an orphan."""
    newer = upgraded(WHOLE, SOURCE, PLAIN)
    assert facts(*all_live(), shipped=newer).languages == (SOURCE, CODE)


def test_a_changed_english_that_cannot_hurt_keeps_nothing_back() -> None:
    """The translation is said, and waits for somebody to look."""
    it = facts(*all_live(), english(PLAIN, "That is all right."))
    assert it.languages == (SOURCE, CODE)


def test_a_changed_english_that_can_hurt_begins_no_new_talk() -> None:
    """English itself goes on, and where drafts are shown, so does the other, marked."""
    changed = (*all_live(), english(CRITICAL, "Are you safe?"))
    assert facts(*changed).languages == (SOURCE,)
    marked = joined(facts(*changed, drafts=True))
    assert (marked.languages, marked.drafts) == ((SOURCE, CODE), frozenset({CODE}))


def offered(house: Deployment) -> set[str]:
    """Return the languages on the first card of somebody new."""
    first = card(Talk(guess=CODE, card=1), house)
    return {b.choice.rpartition(":")[2] for row in first.rows for b in row}


def test_a_talk_in_a_language_that_is_offered_no_more_goes_on_in_it() -> None:
    """Nobody is asked anew which language; who comes new is not offered it."""
    it = facts(*all_live(), english(CRITICAL, "Are you safe?"))
    house = joined(it)
    talk = Talk(language=CODE, step=Step.HELLO, card=1)
    assert sound(talk, house) == talk
    said = it.words.say(CODE, card(talk, house).lines[0])
    assert said == facts().words.say(CODE, Phrase(Msg("S1")))
    assert CODE not in offered(house)
    assert CODE in offered(joined(facts(*all_live())))
    gone = replace(house, language_names=(), languages=(SOURCE,))
    assert sound(talk, gone).language == ""


def test_where_no_language_is_left_serving_does_not_begin() -> None:
    """One line says what to do."""
    with pytest.raises(NoLanguageError):
        _ = facts(languages=[CODE]).languages
    with pytest.raises(UnknownLanguageError):
        _ = facts(languages=["tlh"]).languages


def test_a_language_named_twice_is_offered_once() -> None:
    """The first place counts."""
    it = facts(*all_live(), languages=(CODE, SOURCE, CODE))
    assert it.languages == (CODE, SOURCE)
