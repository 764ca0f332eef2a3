"""What can be heard: a screen's own words as they are now, in its own language."""

from dataclasses import replace

import pytest
from conversation.talks import NOON, Spoken, Walker, choices, engine, says
from conversation.telling import SHIPPED, WORDS

from bot.conversation.cards import card
from bot.conversation.engine import Engine
from bot.conversation.events import Tapped, Wrote
from bot.conversation.replies import Play, Show
from bot.conversation.screens import (
    LISTEN,
    MOST_BUTTONS,
    button,
    paired,
    read_aloud,
    singly,
    with_listen,
)
from bot.conversation.talk import Step, Talk
from bot.weeks import Week
from bot.words.catalogue import Words
from bot.words.phrases import Msg, Phrase
from bot.words.versions import Stage, Voice, Wording

S1 = Talk(Step.HELLO, language="en", card=3, touched=NOON)
WEEK = Week(2900)


def heard(*sounds: tuple[str, str]) -> Engine:
    """Return an engine with sounds of some lines; without any named, of all."""
    return replace(engine(), lexicon=Spoken(frozenset(sounds) if sounds else None))


def spoken(words: Words, language: str, says: str) -> Voice:
    """Return the sound of a message as some words say it."""
    mark = words.heard(language, (Phrase(Msg(says)),))
    return Voice(language, says, mark, f"{says}-{language}", "1", WEEK)


def offers(house: Engine, talk: Talk) -> bool:
    """Tell whether a talk's card offers to be heard."""
    (shown,) = house.again(talk)
    return "listen" in choices(shown.card)


@pytest.mark.parametrize(
    ("sounds", "offered"),
    [((("en", "S1"),), True), ((("uk", "S1"),), False), ((("en", "S2"),), False)],
)
def test_a_card_is_heard_where_it_has_a_sound(
    sounds: tuple[tuple[str, str], ...], *, offered: bool
) -> None:
    """Only a sound of this very screen, in its own language, is offered."""
    assert offered == offers(heard(*sounds), S1)


def test_a_press_plays_the_sound_and_leaves_the_card() -> None:
    """Nothing is shown anew, so the card stays where she looks at it."""
    talk, replies = heard().advance(S1, Tapped(NOON, 3, "listen"))
    assert replies == (Play("sound of S1 in en"),)
    assert talk == S1


def test_a_card_can_be_heard_again() -> None:
    """The same button plays once more, for who did not follow."""
    walker = Walker(heard(), S1).taps("listen", "listen")
    assert walker.replies == (Play("sound of S1 in en"),)


def test_the_words_of_the_button_can_be_typed() -> None:
    """As every label, this one is a press where it is written."""
    _, replies = heard().advance(S1, Wrote(NOON, "button.listen"))
    assert replies == (Play("sound of S1 in en"),)


def test_no_other_button_has_a_new_place() -> None:
    """A button's number can be typed: to listen comes last, after all of them."""
    for house in (engine(), heard()):
        after, _ = house.advance(S1, Wrote(NOON, "2"))
        assert after.step is Step.NOT_NOW
    silent, speaking = (h.again(S1)[0].card for h in (engine(), heard()))
    assert (*choices(silent), "listen") == choices(speaking)


def test_where_a_sound_is_gone_a_press_shows_the_card() -> None:
    """A card of before, a text that has changed: the press is answered all the same."""
    after, replies = engine().advance(S1, Tapped(NOON, 3, "listen"))
    assert after.step is Step.HELLO
    (shown,) = replies
    assert isinstance(shown, Show)
    assert says(shown.card) == ("S1",)
    assert "listen" not in choices(shown.card)


def test_after_a_gap_a_press_plays_nothing() -> None:
    """Somebody else may hold the phone: hello comes first, and silently."""
    talk = replace(S1, step=Step.REVIEW, agreed=NOON, pool="blue")
    later = NOON + 3600
    after, replies = heard().advance(talk, Tapped(later, 3, "listen"))
    assert after.step is Step.HELLO
    assert all(isinstance(reply, Show) for reply in replies)


def test_a_notice_and_a_mark_do_not_silence_a_screen() -> None:
    """The screen below them is the same, and so is its sound."""
    house = heard(("uk", "C2.choose"))
    talk = replace(S1, step=Step.CONSENT, language="uk", pool="blue", notice="E2")
    assert says(card(talk, house.deployment))[:2] == ("E2", "draft.mark")
    assert offers(house, talk)


def test_a_full_card_has_one_button_more() -> None:
    """To listen stands beside the way on there, and no row is added."""
    rows = (*singly([button(f"pick:{i}", Msg("Q1")) for i in range(7)]), (LISTEN,))
    full = with_listen(rows)
    assert sum(len(row) for row in rows) == MOST_BUTTONS
    assert [len(row) for row in full] == [1] * 7 + [2]
    assert with_listen(rows[:-1]) == rows
    pairs = paired([button(f"to:{i}", Msg("Q1")) for i in range(8)])
    assert [len(row) for row in with_listen(pairs)] == [2, 2, 2, 2, 1]


def test_a_screen_whose_text_changed_is_silent() -> None:
    """A sound is kept for exactly its words; others offer nothing to hear."""
    voice = spoken(WORDS, "en", "S1")
    talk = replace(S1, language="en")
    anew = Wording("en", "S1", 1, ("Hello. Is it safe?",), "", Stage.LIVE, "1", WEEK)
    same = Words.of(SHIPPED, (), (voice,))
    changed = Words.of(SHIPPED, (anew,), (voice,))
    assert offers(replace(engine(), lexicon=same), talk)
    assert not offers(replace(engine(), lexicon=changed), talk)


def test_a_sound_of_one_language_is_never_heard_in_another() -> None:
    """Also where both languages show the very same words."""
    voice = spoken(WORDS, "en", "S1")
    english = WORDS.say("en", Phrase(Msg("S1")))
    same = Wording("uk", "S1", 1, (english,), "", Stage.LIVE, "1", WEEK)
    house = replace(engine(), lexicon=Words.of(SHIPPED, (same,), (voice,)))
    assert house.lexicon.heard("uk", read_aloud((Phrase(Msg("S1")),))) == voice.heard  # type: ignore[attr-defined] # Words
    assert offers(house, S1)
    assert not offers(house, replace(S1, language="uk"))


def test_a_screen_with_words_of_hers_is_heard_for_no_other_words() -> None:
    """A sound of somebody's detail says nothing to who wrote another."""
    talk = replace(S1, step=Step.DETAIL, pool="blue", question=5, agreed=NOON)
    mine, hers = (replace(talk, held=f"I am on {n}") for n in ("0501234567", "0509"))
    lines = read_aloud(card(mine, engine().deployment).lines)
    voice = Voice("en", "N1", WORDS.heard("en", lines), "sound", "1", WEEK)
    house = replace(engine(), lexicon=Words.of(SHIPPED, (), (voice,)))
    assert offers(house, mine)
    assert not offers(house, hers)
