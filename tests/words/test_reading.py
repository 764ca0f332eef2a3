"""How hard texts are to read: whole screens, with everything that stands on them."""

from dataclasses import replace
from itertools import combinations

import pytest
from conversation.talks import DEPLOYMENT, FORMS, NOON, NUMBER

from bot.conversation.cards import card
from bot.conversation.scenes import scenes
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment
from bot.doctor import MOST_READER_WORDS
from bot.flows.listen import rendered
from bot.settings import CHECKOUT
from bot.words.catalogue import Words
from bot.words.phrases import Own
from bot.words.reading import (
    HARDEST_GRADE,
    MOST_IN_SENTENCE,
    MOST_WORDS,
    Load,
    measure,
    read,
)

WORDS = Words.load(CHECKOUT / "locales")
PLAIN = replace(
    DEPLOYMENT,
    languages=tuple(code for code, _ in WORDS.language_names()),
    language_names=WORDS.language_names(),
    drafts=frozenset(),
)
"""A deployment whose screens bear no mark of a trial or a draft."""
A_THIRD_MORE = 4 / 3
"""Hindi and Urdu need so many words for what English says in three."""
SWITCHES: dict[str, tuple[object, int]] = {
    "duty_to_act": (True, 18),
    "numbers": (True, 13),
    "quotes": (True, 12),
    "trial": (True, 9),
    "drafts": (frozenset({"en"}), 7),
}
"""What adds a line to C2 that has to be known before a yes, and how many words."""
CHOICES = [c for n in range(1, 6) for c in combinations(SWITCHES, n)]
TALKS = [
    *(Talk(step) for step in Step if step is not Step.QUESTION),
    *(
        Talk(Step.QUESTION, question=number)
        for number in range(len(FORMS[0].questions))
    ),
]


def shown(talk: Talk, language: str, deployment: Deployment) -> str:
    """Return the text of a card as it is sent."""
    here = replace(
        talk, language=language, pool="blue", agreed=NOON, card=3, digits=NUMBER
    )
    return rendered(WORDS, card(here, deployment)).text


@pytest.mark.parametrize("talk", TALKS, ids=lambda x: f"{x.step.value}-{x.question}")
def test_a_whole_screen_is_short_and_easy_in_english(talk: Talk) -> None:
    """Eighty words, twenty-five a sentence, five years of school, values included."""
    found = read(shown(talk, "en", PLAIN))
    assert found.words <= MOST_WORDS
    assert found.longest <= MOST_IN_SENTENCE
    assert found.grade <= HARDEST_GRADE


def test_the_longest_reader_that_doctor_lets_pass_leaves_the_consent_short() -> None:
    """Whoever names who opens answers in more words is told so."""
    reader = Own((("en", " ".join(["it"] * MOST_READER_WORDS)),))
    told = shown(Talk(Step.CONSENT), "en", replace(PLAIN, reader=reader))
    assert read(told).words == MOST_WORDS


@pytest.mark.parametrize("code", PLAIN.languages)
def test_a_whole_screen_is_short_in_every_language(code: str) -> None:
    """No language needs a third more words than English may, or a longer sentence.

    L1 names languages, each in its own, and has no sentence.
    """
    script = next(x.script for x in WORDS.languages if x.code == code)
    for talk in (x for x in TALKS if x.step is not Step.LANGUAGE):
        found = measure(shown(talk, code, PLAIN), code, script)
        assert found.words <= MOST_WORDS * A_THIRD_MORE, talk.step
        assert found.longest <= MOST_IN_SENTENCE, talk.step


@pytest.mark.parametrize("chosen", CHOICES, ids="+".join)
def test_what_is_switched_on_makes_the_consent_longer(chosen: tuple[str, ...]) -> None:
    """Each adds its one line, as easy as the others, whatever else is switched on."""
    switches = {name: value for name, (value, _) in SWITCHES.items() if name in chosen}
    told = shown(Talk(Step.CONSENT), "en", replace(PLAIN, **switches))  # type: ignore[arg-type] # fields by name
    found = read(told)
    assert found.words <= MOST_WORDS + sum(SWITCHES[name][1] for name in chosen)
    assert found.longest <= MOST_IN_SENTENCE
    assert found.grade <= HARDEST_GRADE


def test_what_is_switched_on_makes_no_other_screen_long() -> None:
    """Nothing but the consent goes above eighty words, with everything at once."""
    every = {name: value for name, (value, _) in SWITCHES.items()}
    whole = replace(PLAIN, **every)  # type: ignore[arg-type] # fields by name
    texts = {s.id: rendered(WORDS, s.card).text for s in scenes(whole, "en")}
    long = {id_ for id_, text in texts.items() if read(text).words > MOST_WORDS}
    assert {id_.partition(".")[0] for id_ in long} == {"C2"}
    assert max(read(text).grade for text in texts.values()) <= HARDEST_GRADE


MEASURED = [
    ("Ми тут. Я йду до {place}.", "uk", "Cyrl", Load(6, 4, "тут")),
    ("", "uk", "Cyrl", Load(0, 0, "")),
    ("Có phải không bạn ơi?", "vi", "Latn", Load(4, 4, "không")),
    ("我在 Telegram 什么都没有保存。好的。", "zh_Hans", "Hans", Load(6, 6, "")),
    ("ไปบ้าน ไปโรงเรียน", "th", "Thai", Load(4, 3, "")),
    ("यह है। वह मकान है।", "hi", "Deva", Load(5, 3, "मकान")),
]


@pytest.mark.parametrize(("text", "code", "script", "load"), MEASURED)
def test_words_are_counted_as_a_script_parts_them(
    text: str, code: str, script: str, load: Load
) -> None:
    """By spaces, by syllables of Vietnamese, by letters where nothing parts words."""
    assert load == measure(text, code, script)
