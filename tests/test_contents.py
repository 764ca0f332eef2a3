"""A deployment's own texts: each has an id, and each can be worded while serving."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from texts import WEEK, WHOLE

from bot.contents import owns, worded
from bot.conversation.scenes import scenes
from bot.deployment import Deployment, Programme
from bot.facts import Facts, read_facts
from bot.flows.listen import rendered
from bot.helplines import read_countries
from bot.questions import read_form
from bot.reports.digest import digest_text
from bot.settings import Settings
from bot.themes.gathering import Digest
from bot.words.edition import Edition
from bot.words.phrases import Own, note_of
from bot.words.versions import Stage, Wording

FORM = """\
name = "house"
version = 1

[[question]]
id = "warm"
kind = "one"
text = { en = "Is your room warm?", uk = "У кімнаті тепло?" }
short = { en = "Warmth", uk = "Тепло" }
choices = [
  { id = "yes", text = { en = "Yes, warm", uk = "Так, тепло" } },
  { id = "no", text = { en = "No, cold" } },
]

[[question]]
id = "keep"
kind = "free"
text = { en = "What is good here?" }
short = { en = "Good" }
direction = "keep"
"""
COUNTRY = """\
code = "ro"
emergency = "112"
name.en = "Romania"

[[helpline]]
kind = "trafficking"
name.en = "The line"
number = "0800 800 678"
hours.en = "Day and night."
cost.en = "Free."
source = "https://example.org"
checked_by = "coordinator"
checked_on = 2026-03-02

[[helpline]]
kind = "women"
name.en = "The other line"
number = "0800-800-678"
hours.en = "9 to 17."
cost.en = "A local call."
source = "https://example.org"
checked_by = "coordinator"
checked_on = 2026-03-02
"""
TODAY = date(2026, 3, 3)
HOUSE = Programme("blue", Own((("en", "Blue House"),), "programme.blue"), form="house")
DESK = Programme("desk", Own((("en", "The Desk"),), "programme.desk"))
DIGEST = Digest(
    batch="0" * 32,
    pool="blue",
    leaf="",
    months=("2026-10", "2026-11"),
    size_band="10-19",
    forms=(("house", 1),),
    epsilon=16,
    codebook=1,
    table=(),
)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """Return a deployment with a form, helplines and services of its own."""
    form, country = tmp_path / "house.toml", tmp_path / "ro.toml"
    form.write_text(FORM, encoding="utf-8")
    country.write_text(COUNTRY, encoding="utf-8")
    settings = Settings(
        home=tmp_path, languages=("en", "uk"), countries=("ro",), show_drafts=True
    )
    shipped = read_facts(
        settings, read_countries({"ro": country}, today=TODAY, trial=False)
    )
    return replace(shipped, forms=(*shipped.forms, read_form(form, {})))


def joined(facts: Facts) -> Deployment:
    """Return what people are told of it."""
    return facts.joined((), (HOUSE, DESK), ())


def mark(own: Own) -> str:
    """Return words that stand for one text alone, and fit a button."""
    return f"Напис {IDS.index(own.id)}."


IDS = [
    "programme.blue",
    "programme.desk",
    "form.house.warm.question",
    "form.house.warm.short",
    "form.house.warm.yes.choice",
    "form.house.warm.no.choice",
    "form.house.keep.question",
    "form.house.keep.short",
    "country.ro",
    "helpline.ro.0800800678.name",
    "helpline.ro.0800800678.hours",
    "helpline.ro.0800800678.cost",
    "helpline.ro.0800800678.2.name",
    "helpline.ro.0800800678.2.hours",
    "helpline.ro.0800800678.2.cost",
]


def renamed(facts: Facts) -> Facts:
    """Word each of its own texts anew in Ukrainian, as the desk would."""
    live = tuple(
        Wording("uk", own.id, 1, (mark(own),), "", Stage.LIVE, "11", WEEK)
        for own in owns(joined(facts))
    )
    return replace(facts, edition=Edition(WHOLE, 1, live))


def test_every_text_of_its_own_has_an_id(facts: Facts) -> None:
    """Services, countries, helplines, questions and answers share none."""
    found = [own.id for own in owns(joined(facts))]
    assert sorted(found) == sorted(IDS)


def shown(facts: Facts) -> Iterator[str]:
    """Walk everything that a person reads in Ukrainian on all screens."""
    for scene in scenes(joined(facts), "uk"):
        message = rendered(facts.words, scene.card)
        yield message.text
        yield from (
            tap[0] for row in message.rows for tap in row if isinstance(tap, tuple)
        )


def test_every_text_of_its_own_is_said_as_it_is_worded_here(facts: Facts) -> None:
    """Each of them is read on some screen, in the very words of the desk."""
    anew = renamed(facts)
    read = "\n".join(shown(anew))
    assert [own.id for own in owns(joined(facts)) if mark(own) not in read] == []


def test_a_digest_names_the_service_as_it_is_worded_here(facts: Facts) -> None:
    """Staff read the same name as the people they serve."""
    anew = renamed(facts)
    text = digest_text(DIGEST, anew.words, "uk", joined(anew))
    assert mark(HOUSE.name) in text


def test_without_new_words_nothing_is_another(facts: Facts) -> None:
    """What was not worded anew stays the very value that it was."""
    made = joined(facts)
    assert worded(made, lambda own: own) is made


def test_each_kind_of_text_has_a_note_for_translators() -> None:
    """None of them is only “a text”."""
    assert [id_ for id_ in IDS if "a text of this" in note_of(id_)] == []


def test_two_lines_with_one_number_keep_their_names(facts: Facts) -> None:
    """Police and ambulance share one in many countries."""
    (country,) = joined(renamed(facts)).countries
    names = [
        facts.words.own("uk", x.name)
        for x in country.helplines
        if isinstance(x.name, Own)
    ]
    assert len(set(names)) == 2
