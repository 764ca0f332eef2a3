"""Screens that are read aloud at the desk, and fall silent with their words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from deployments import Deployment, trial
from desks import ADMIN, SKIP, acts, alone, keep, newest, said, seated, worded
from phones import Phone

from bot.conversation.events import Other
from bot.conversation.scenes import scenes
from bot.conversation.screens import read_aloud
from bot.flows.desk.places import digits
from bot.words.versions import Stage

SOUND = "AwACAgIAAxkBAAIBsound"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial in which one person may approve."""
    async with trial(tmp_path) as running:
        alone(running)
        running.door.files[SOUND] = b"OggS"
        yield running


async def admin_at(d: Deployment, text: str) -> Phone:
    """Seat an admin before the card of a text."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate {text}")
    return admin


async def lines(d: Deployment, screen: str) -> str:
    """Return which sound is played for an English screen now."""
    library = await d.serving.library()
    (scene,) = [x for x in scenes(library.deployment, "en") if x.id == screen]
    return library.words.voice("en", read_aloud(scene.card.lines))


async def test_a_screen_is_kept_as_it_was_read_aloud(d: Deployment) -> None:
    """Asked with all its words; the sound is of exactly these."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    assert said(d, "en", "S1") in newest(admin).text
    await admin.send(Other.VOICE, SOUND)
    assert "🎙 Kept" in newest(admin).text
    assert await lines(d, "S1") == SOUND
    assert await acts(d) == ["words voice en S1"]
    await admin.write("/translate en")
    assert "read aloud: 1 screens; 0 more" in newest(admin).text


async def test_a_changed_word_falls_silent(d: Deployment) -> None:
    """Whoever hears a screen hears what stands there, or nothing."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    await admin.send(Other.VOICE, SOUND)
    await admin.tap("Write")
    await admin.write(said(d, "en", "S1").replace("Hello", "Good day"))
    assert await lines(d, "S1") == SOUND
    await admin.tap("Approve")
    assert await lines(d, "S1") == ""
    await admin.write("/translate en")
    assert "read aloud: 0 screens; 1 more" in newest(admin).text


async def test_a_voice_for_words_that_changed_meanwhile_is_asked_for_again(
    d: Deployment,
) -> None:
    """What was read aloud stands nowhere any more: it would say the old words."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    new = said(d, "en", "S1").replace("Hello", "Good day")
    await keep(d, worded(d, new, Stage.LIVE, code="en", id="S1"))
    await admin.send(Other.VOICE, SOUND)
    assert await d.serving.store.voices() == []
    assert "has changed in the meantime" in admin.screen
    assert new in newest(admin).text
    await admin.send(Other.VOICE, SOUND)
    assert await lines(d, "S1") == SOUND


async def test_a_draft_is_not_read_aloud(d: Deployment) -> None:
    """Neither itself, nor a text that stands beside one on its screen."""
    admin = await admin_at(d, "vi S1")
    assert "Read aloud" not in str(newest(admin).rows)
    await admin.press(f"t:w:hear:vi:{digits('S1')}:0", d.door.last(ADMIN)[0])
    assert "have to be approved before it is read aloud" in newest(admin).text
    await admin.send(Other.VOICE, SOUND)
    assert await d.serving.store.voices() == []


async def test_what_no_screen_says_is_not_read_aloud(d: Deployment) -> None:
    """A button is pressed, not heard."""
    admin = await admin_at(d, f"en {SKIP}")
    assert "Read aloud" not in str(newest(admin).rows)
    await admin.press(f"t:w:hear:en:{digits(SKIP)}:0", d.door.last(ADMIN)[0])
    assert "is not read aloud on any screen" in newest(admin).text


@pytest.mark.parametrize("text", ["R2a", "R1", "N1"])
async def test_what_differs_for_each_person_is_not_read_aloud(
    d: Deployment, text: str
) -> None:
    """A secret number, a summary, a detail: no recording could be of these words."""
    admin = await admin_at(d, f"en {text}")
    assert "Read aloud" not in str(newest(admin).rows)
    await admin.press(f"t:w:hear:en:{digits(text)}:0", d.door.last(ADMIN)[0])
    assert "is not read aloud on any screen" in newest(admin).text


async def test_words_are_no_voice(d: Deployment) -> None:
    """Who writes instead is asked once more, and a voice still counts."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    await admin.write("Hello")
    assert "Please send a voice message" in newest(admin).text
    await admin.send(Other.VOICE, SOUND)
    assert await lines(d, "S1") == SOUND


async def test_a_voice_that_nobody_asked_for_is_not_kept(d: Deployment) -> None:
    """An admin who talks to the bot is told what they are here."""
    admin = await admin_at(d, "en S1")
    await admin.send(Other.VOICE, SOUND)
    assert "Your role here: admin" in newest(admin).text
    assert await d.serving.store.voices() == []


async def test_a_voice_that_comes_again_is_kept_once(d: Deployment) -> None:
    """After a crash the same message comes again, and shows the card."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    await admin.send(Other.VOICE, SOUND)
    await admin.again()
    assert await acts(d) == ["words voice en S1"]
    assert newest(admin).text.startswith("en · S1")


async def test_a_sound_that_cannot_be_played_is_not_kept(d: Deployment) -> None:
    """Whoever records it hears it first; music, say, is no voice message."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    d.door.forgotten.add(SOUND)
    await admin.send(Other.VOICE, SOUND)
    assert await d.serving.store.voices() == []
    assert "send a voice message" in newest(admin).text
    d.door.forgotten.clear()
    await admin.send(Other.VOICE, SOUND)
    assert d.door.played[-1] == (ADMIN, SOUND)
    assert await lines(d, "S1") == SOUND


async def test_a_sound_that_is_too_large_is_not_kept(d: Deployment) -> None:
    """It would be dear to hear, where the network is slow and each megabyte costs."""
    admin = await admin_at(d, "en S1")
    await admin.tap("Read aloud")
    d.door.files[SOUND] = bytes(2**20 + 1)
    await admin.send(Other.VOICE, SOUND)
    assert "That recording is too large" in newest(admin).text
    assert await d.serving.store.voices() == []
    d.door.files[SOUND] = bytes(2**20)
    await admin.send(Other.VOICE, SOUND)
    assert await lines(d, "S1") == SOUND
