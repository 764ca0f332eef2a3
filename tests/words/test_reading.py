"""How hard texts are to read: whole screens, with everything that stands on them."""

from dataclasses import replace

import pytest
from conversation.talks import DEPLOYMENT, FORMS, NOON, NUMBER

from bot.conversation.cards import card
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment
from bot.flows.listen import rendered
from bot.settings import CHECKOUT
from bot.words.catalogue import Words
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
WITH_DUTY = 100
"""C2 where a duty to act is switched on: that has to be known before a yes."""
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


def test_a_duty_to_act_is_the_one_thing_that_makes_a_screen_longer() -> None:
    """C2 with it is above eighty words, as easy as before, and C5 is within them."""
    duty = replace(PLAIN, duty_to_act=True)
    consent = read(shown(Talk(Step.CONSENT), "en", duty))
    notice = read(shown(Talk(Step.NOTICE_3), "en", duty))
    assert MOST_WORDS < consent.words <= WITH_DUTY
    assert consent.grade <= HARDEST_GRADE
    assert notice.words <= MOST_WORDS


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
