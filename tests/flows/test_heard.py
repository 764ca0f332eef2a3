"""Screens that are heard: a sound below the card, and no trace of it afterwards."""

from pathlib import Path

from deployments import Deployment, trial
from fakes import VOICE
from phones import Phone

from bot.conversation.events import Command
from bot.flows.held import Held, from_bytes
from bot.store.records import TextWork, Work
from bot.weeks import week_of
from bot.words.phrases import Msg, Phrase
from bot.words.versions import Voice

SHE = 7_315_908_264
SOUND = "AwACAgIAAxkBAAIBsoundcanary"


async def spoken(d: Deployment, *screens: str) -> None:
    """Let an admin have read screens aloud in English."""
    words, week = d.serving.facts.words, week_of(d.clock.at)
    voices = tuple(
        Voice("en", one, words.heard("en", (Phrase(Msg(one)),)), SOUND, "1", week)
        for one in screens
    )
    await d.serving.store.commit(Work(texts=TextWork(voices=voices)))
    await d.serving.refresh()


async def hello(d: Deployment) -> Phone:
    """Bring somebody to the hello screen."""
    phone = d.phone(SHE)
    await phone.start(await d.code())
    await phone.tap("English")
    return phone


def texts(d: Deployment) -> list[str]:
    """Return what stands in the chat, by its first words."""
    return [m.text.split(".")[0] for m in d.door.chats[SHE].values()]


async def held(d: Deployment) -> Held:
    """Return what is held of the only talk."""
    (row,) = await d.serving.store.talks()
    state = d.serving.forgetter.keys.open(row)
    assert state is not None
    found = from_bytes(state)
    assert found is not None
    return found


async def test_a_sound_is_played_below_the_card(tmp_path: Path) -> None:
    """The card stays where it is, the press is answered, the sound is a message."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1")
        phone = await hello(d)
        before = d.door.last(SHE)
        await phone.tap("Listen")
        assert d.door.played == [(SHE, SOUND)]
        assert texts(d)[-2:] == ["Hello", VOICE]
        assert d.door.chats[SHE][before[0]] == before[1]
        assert len(d.door.answered) == len([a for a in phone.arrivals if a.press])


async def test_one_sound_stands_in_the_chat_at_most(tmp_path: Path) -> None:
    """Hearing again takes the place of the one before; the next card takes it away."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1", "S2")
        phone = await hello(d)
        await phone.tap("Listen")
        await phone.tap("Listen")
        assert texts(d).count(VOICE) == 1
        await phone.tap("Not now")
        assert VOICE not in texts(d)
        assert (await held(d)).sounds == ()
        await phone.tap("Listen")
        await phone.write("hello")
        assert VOICE not in texts(d)


async def test_clearing_the_screen_takes_the_sound_away(tmp_path: Path) -> None:
    """It is one of the messages that are deleted, also after a restart."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1")
        await (await hello(d)).tap("Listen")
        assert (await held(d)).knows(d.door.last(SHE)[0])
        door, clock = d.door, d.clock
    async with trial(tmp_path, door, clock) as d:
        phone = d.phone(SHE)
        await phone.call(Command.CLEAR)
        await phone.tap("Delete now")
        assert door.screen(SHE) == ""


async def test_a_sound_that_the_platform_forgot_shows_the_card(tmp_path: Path) -> None:
    """Nothing is played, the press is answered, and the card stands as before."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1")
        phone = await hello(d)
        d.door.forgotten.add(SOUND)
        before = texts(d)
        await phone.tap("Listen")
        assert texts(d) == before
        assert len(d.door.answered) == len([a for a in phone.arrivals if a.press])
        await phone.write("listen")
        assert texts(d)[-2:] == ["listen", "Hello"]
        await phone.tap("Yes, it is safe")
        assert "I do not ask your name" in phone.screen


async def test_a_press_that_comes_again_plays_once(tmp_path: Path) -> None:
    """A repeated update changes nothing; it shows the card that stands."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1")
        phone = await hello(d)
        await phone.tap("Listen")
        await phone.again()
        assert d.door.played == [(SHE, SOUND)]
        assert texts(d).count("Hello") == 1


async def test_what_was_heard_rests_with_nobody(tmp_path: Path) -> None:
    """A talk holds the message's number alone, and not which sound it was."""
    async with trial(tmp_path) as d:
        await spoken(d, "S1")
        await (await hello(d)).tap("Listen")
        assert SOUND not in repr(await held(d))
