"""The scenes: nothing that a person can be shown is left out of them."""

from dataclasses import replace
from functools import cache

import pytest
from conversation.talks import DEPLOYMENT, own
from conversation.telling import WORDS

from bot.conversation.cards import SCREENS, card
from bot.conversation.replies import Button, Card
from bot.conversation.scenes import Sample, ids, sampled, scenes, shots
from bot.conversation.screens import NOTICES, read_aloud, say
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment, Programme
from bot.flows.listen import rendered
from bot.questions import Choice, Form, Kind, Question
from bot.settings import CHECKOUT
from bot.words import po
from bot.words.phrases import Msg, Phrase

UNSEEN = {
    "button.listen": "on whatever screen has a sound, by the engine",
    "reader.server": "said inside C2 as the deployment's own reader",
}
"""Texts that stand in no scene, and why."""
SHOWN = frozenset({"Screen", "Line", "Button"})
BARE = replace(
    DEPLOYMENT,
    countries=DEPLOYMENT.countries[1:],
    programmes=(),
    codes=(),
)
"""A deployment of one country, no helpline and no service."""


@cache
def english() -> dict[str, po.Entry]:
    """Return every text of the English catalogue."""
    return po.read(po.path_of(CHECKOUT / "locales", "en")).entries


def standing(deployment: Deployment) -> frozenset[str]:
    """Return the id of every message that stands in a scene."""
    return frozenset().union(*(ids(s.card) for s in scenes(deployment, "uk")))


def test_every_step_and_every_notice_has_a_scene() -> None:
    """A screen that is added without a scene is noticed."""
    taken = shots(DEPLOYMENT, "en")
    assert {shot.talk.step for shot in taken} == set(SCREENS) == set(Step)
    assert {shot.talk.notice for shot in taken} - {""} == NOTICES


@pytest.mark.parametrize("deployment", [DEPLOYMENT, BARE], ids=["full", "bare"])
def test_every_text_for_survivors_stands_in_a_scene(deployment: Deployment) -> None:
    """Whatever the deployment itself lacks; what stands in none has a reason."""
    seen = {
        entry.id
        for entry in english().values()
        if entry.kind in SHOWN and not entry.for_staff
    }
    assert seen - standing(deployment) == set(UNSEEN)


def test_every_scene_has_its_own_name_and_language() -> None:
    """Nothing is shown twice under one id, or in somebody else's language."""
    taken = scenes(DEPLOYMENT, "ar")
    names = [scene.id for scene in taken]
    assert len(set(names)) == len(names)
    assert {scene.card.language for scene in taken} == {"ar"}
    assert all(scene.says.startswith(f"{scene.id}: ") for scene in taken)


def test_a_language_that_is_not_offered_yet_has_scenes_too() -> None:
    """A draft can be looked at before anybody decides to show it."""
    taken = scenes(DEPLOYMENT, "fa")
    assert {scene.card.language for scene in taken} == {"fa"}


def test_a_form_without_free_texts_is_lent_one() -> None:
    """Where who opens answers works in the service, the wordings are still seen."""
    (form,) = DEPLOYMENT.forms
    tapped = tuple(q for q in form.questions if q.kind is not Kind.FREE)
    house = replace(DEPLOYMENT, forms=(replace(form, questions=tapped),))
    assert {"Q6", "Q6.write", "Q6b", "N1", "too_long"} <= standing(house)


def test_a_service_with_a_form_of_its_own_shows_its_questions() -> None:
    """Beside the default form's, which the pool of everybody is asked."""
    asks = Question("A", Kind.ONE, own("Is it warm?"), (Choice("y", own("Yes"), "y"),))
    house = replace(
        DEPLOYMENT,
        forms=(*DEPLOYMENT.forms, Form("own", 1, (asks,))),
        programmes=(Programme("warm", own("Warm House"), form="own"),),
    )
    names = {scene.id for scene in scenes(house, "en")}
    assert {"own.A", "Q1", "Q8", "R1"} <= names


def test_ids_are_found_in_whatever_depth() -> None:
    """In a line, in its values, in what those are made of, and in labels."""
    deep = say(Msg("R1"), summary=(say(Msg("R1.item"), answer=Phrase(Msg("Q1.ok"))),))
    label = say(Msg("button.chosen"), choice=Phrase(own("Bread")))
    shown = Card(1, "en", (deep,), ((Button("x", label),),))
    assert ids(shown) == {"R1", "R1.item", "Q1.ok", "button.chosen"}


@pytest.mark.parametrize("kind", list(Sample))
def test_sample_names_stand_wherever_a_deployment_is_named(kind: Sample) -> None:
    """None of its own names is left in any scene, in whatever language."""
    house = sampled(DEPLOYMENT, kind)
    said = "\n".join(
        rendered(WORDS, scene.card).text
        for language in ("en", "ar")
        for scene in scenes(house, language)
    )
    for name in ("Harbour", "harbour", "office for data", "Blue House", "Night line"):
        assert name not in said


def test_long_names_still_fit_into_one_message() -> None:
    """A preview shows what a text does with them; no card grows too long to send."""
    for scene in scenes(sampled(DEPLOYMENT, Sample.LONG), "en"):
        assert len(rendered(WORDS, scene.card).text.encode("utf-16-le")) // 2 < 4096


def test_one_sound_serves_a_screen_whatever_stands_above_it() -> None:
    """Notices, marks and heads are silent: read aloud is what is the screen's own."""
    house = replace(DEPLOYMENT, trial=True, drafts=frozenset({"uk"}))
    plain = Talk(Step.CONSENT, language="en", pool=DEPLOYMENT.programmes[0].id)
    marked = replace(plain, language="uk", notice="E2", pool="network")
    heard = [read_aloud(card(talk, house).lines) for talk in (plain, marked)]
    assert heard[0] == heard[1]
    assert [line.says for line in heard[0]][:2] == ["C2.choose", "C2.name"]
