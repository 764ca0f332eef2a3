"""Who may do what at the desk: roles, invitations, signatures, and who is told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from deployments import Deployment, trial
from desks import (
    ADMIN,
    OTHER,
    READER,
    SKIP,
    WRITER,
    acts,
    alone,
    carries,
    keep,
    labels,
    newest,
    said,
    seated,
    spot,
    worded,
    wordings,
)
from phones import Phone

from bot.conversation.events import Other
from bot.deployment import Programme
from bot.flows.desk.moves import CHANGES, LOOKS, WHOLE
from bot.flows.desk.places import Press, digits
from bot.flows.doors import Outgoing
from bot.flows.staffing import remove
from bot.store.records import ActRow, DigestRow
from bot.weeks import Week, week_begins, week_of
from bot.words.phrases import Own
from bot.words.standing import State
from bot.words.versions import PROGRAM, Stage, mark_of

NEW = "⏭ Bỏ qua nhé"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial."""
    async with trial(tmp_path) as running:
        yield running


def every_press(code: str) -> list[str]:
    """Return every press there is about a language, and about a text of it."""
    about = [Press(verb, code, digits(SKIP), 1) for verb in (*LOOKS, *CHANGES)]
    return [p.data() for p in (*about, *(Press(verb, code) for verb in WHOLE))]


async def pressed(d: Deployment, phone: Phone, data: str) -> str:
    """Press a button that never was on a phone; return what comes of it."""
    before = len(phone.screen)
    at = d.door.put(phone.person, "an old message")
    await phone.press(data, at)
    return phone.screen[before:]


@pytest.mark.parametrize("role", ["coordinator", "designer"])
async def test_others_on_the_staff_do_not_get_to_the_desk(
    d: Deployment, role: str
) -> None:
    """Neither by a command nor by a press that somebody forwarded."""
    await keep(d, worded(d, NEW, Stage.DRAFT))
    phone = await seated(d, role, ADMIN, "", "blue-house")
    for command in ("/translate", f"/translate vi {SKIP}", "/export vi"):
        await phone.write(command)
        assert "Your role here" in newest(phone).text
    for data in every_press("vi"):
        assert "Bỏ qua" not in await pressed(d, phone, data)
    await phone.send(Other.FILE, "a-file")
    await phone.send(Other.VOICE, "a-voice")
    assert (d.door.given, d.door.fetched) == ([], [])
    assert await acts(d) == []


async def test_a_survivor_does_not_get_to_the_desk(d: Deployment) -> None:
    """What staff may send is not understood, and nothing of it is fetched."""
    phone = d.phone(WRITER)
    await phone.start(await d.code())
    await phone.tap("English")
    for data in every_press("vi"):
        assert "Bỏ qua" not in await pressed(d, phone, data)
    await phone.write("/translate vi")
    await phone.send(Other.FILE, "a-file")
    assert "▱" not in phone.screen
    assert d.door.fetched == []


async def test_a_reader_of_another_language_sees_and_does_nothing(
    d: Deployment,
) -> None:
    """Not by a command, a forged press, a search, or Next; only their own opens."""
    following = worded(d, "⬅️ Canary", Stage.REVIEW, id="button.back")
    await keep(d, worded(d, "⏭ Canary", Stage.DRAFT), following)
    reader = await seated(d, "reader", READER, "uk")
    for command in ("/translate vi", f"/translate vi {SKIP}", "/export vi"):
        await reader.write(command)
        assert "There is no language “vi” here for you" in newest(reader).text
    await reader.write("/translate invite vi")
    for data in every_press("vi"):
        shown = await pressed(d, reader, data)
        assert "Canary" not in shown
        assert "Tiếng Việt" not in shown
    assert (await spot(d, reader)).language == "uk"
    assert [w.stage for w in await wordings(d)] == [Stage.DRAFT]
    assert await acts(d) == []
    assert d.door.given == []
    assert "https://" not in reader.screen


async def test_a_reader_sees_no_digest(d: Deployment) -> None:
    """Neither asked for, nor by a forged press, nor what was done by others."""
    reader = await seated(d, "reader", READER, "vi")
    row = DigestRow("b1", "blue-house", "", "2026-03/2026-05", "10-20", b"{}")
    await d.serving.store.release([row])
    for command in ("/themes", "/log"):
        await reader.write(command)
        assert "Your role does not open this" in newest(reader).text
    for data in ("t:p:blue-house", "t:m:all:blue-house", "t:m:all:network"):
        shown = await pressed(d, reader, data)
        assert "Your role does not open this" in shown


async def test_an_invitation_opens_one_language_to_one_person(d: Deployment) -> None:
    """An admin makes the link; whoever opens it first reads that language alone."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate invite ti")
    payload = newest(admin).text.partition("?start=")[2]
    reader, late = d.phone(READER), d.phone(WRITER)
    await reader.start(payload)
    assert "reader of translations, for ትግርኛ" in newest(reader).text
    await late.start(payload)
    assert "used or has ended" in newest(late).text
    await reader.write("/translate")
    assert newest(reader).text.startswith("ትግርኛ (ti)")
    assert any(a.what == "staff invite reader ti" for a in await d.serving.store.acts())


async def test_an_invitation_to_a_language_ends(d: Deployment) -> None:
    """After the Sunday after the next one it opens nothing."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate invite ti")
    payload = newest(admin).text.partition("?start=")[2]
    d.clock.at = week_begins(Week(week_of(d.clock.at) + 2))
    reader = d.phone(READER)
    await reader.start(payload)
    assert "used or has ended" in newest(reader).text


async def test_only_an_admin_invites(d: Deployment) -> None:
    """A reader cannot let anybody in."""
    reader = await seated(d, "reader", READER, "vi")
    await reader.write("/translate invite vi")
    assert "https://" not in reader.screen


async def test_a_removed_reader_is_nobody_at_once(d: Deployment) -> None:
    """The next press of an open card does nothing."""
    await keep(d, worded(d, NEW, Stage.REVIEW))
    reader = await seated(d, "reader", READER, "vi")
    await reader.write(f"/translate vi {SKIP}")
    (row,) = await d.serving.store.staff()
    await remove(d.serving.store, row.id, week_of(d.clock.at))
    await reader.tap("Approve")
    assert [w.stage for w in await wordings(d)] == [Stage.REVIEW]


# Signing


async def ready(d: Deployment, code: str = "uk") -> None:
    """Let all that could hurt be translated back, and all content be there."""
    library = await d.serving.library()
    rows = []
    for one in library.shelf(code).standings.values():
        if one.source.for_staff:
            continue
        stage = Stage.LIVE if one.state is State.MISSING else Stage.DRAFT
        forms = one.forms or one.source.forms
        if one.needs_back or one.state is State.MISSING:
            rows.append(
                replace(
                    worded(d, "", stage, code=code),
                    id=one.id,
                    forms=forms,
                    source=mark_of(one.source.forms),
                    author=PROGRAM,
                    back="It says the same.",
                    back_by="9003",
                )
            )
    await keep(d, *rows)


async def test_a_signature_waits_for_what_is_left(d: Deployment) -> None:
    """Missing, stale, blocked, to be translated back, one's own: each is counted."""
    await ready(d)
    reader = await seated(d, "reader", READER, "uk")
    await reader.write(f"/translate uk {SKIP}")
    await reader.tap("Write")
    await reader.write("⏭ Пропустити!")
    rows = [
        worded(d, "Назад", Stage.DRAFT, code="uk", id="button.back"),
        worded(d, "ні", Stage.REJECTED, code="uk", id="about", reason="no"),
        worded(d, "Привіт", Stage.DRAFT, 2, code="uk", id="S4"),
        worded(d, said(d, "uk", "S1"), Stage.LIVE, 2, code="uk", id="S1", source="old"),
    ]
    await keep(d, *rows)
    await reader.write("/translate")
    await reader.tap("Sign")
    told = newest(reader).text
    assert "1 missing, 1 stale, 1 with ⛔, 1 to translate back, 1 that you" in told
    await pressed(d, reader, Press("signed", "uk", digits("")).data())
    assert await d.serving.store.signatures() == []


async def test_a_signed_language_is_live_and_offered(d: Deployment) -> None:
    """All that was a draft is what people read, and the mark of a draft is gone."""
    settings = msgspec.structs.replace(d.serving.facts.settings, show_drafts=False)
    d.serving.facts = replace(d.serving.facts, settings=settings)
    await ready(d)
    assert "uk" not in d.serving.staff.deployment.languages
    reader = await seated(d, "reader", READER, "uk")
    await reader.write("/translate")
    assert "No native reader has signed" in newest(reader).text
    await reader.tap("Sign")
    assert "I speak українська from home" in newest(reader).text
    await reader.tap("I have read all of it")
    assert "Signed: українська" in newest(reader).text
    assert "uk" in d.serving.staff.deployment.languages
    assert "uk" not in d.serving.staff.deployment.drafts
    await reader.write("/translate")
    assert "People can choose this language" in newest(reader).text
    assert "✍️ Sign" not in labels(newest(reader))
    assert "words sign uk" in await acts(d)


async def test_a_language_that_settings_do_not_name_is_not_said_to_be_offered(
    d: Deployment,
) -> None:
    """It is ready, and somebody has to decide that people may choose it."""
    languages = ("en", "ar")
    settings = msgspec.structs.replace(d.serving.facts.settings, languages=languages)
    d.serving.facts = replace(d.serving.facts, settings=settings)
    await ready(d)
    reader = await seated(d, "reader", READER, "uk")
    await reader.write("/translate")
    await reader.tap("Sign")
    await reader.tap("I have read all of it")
    assert "once SOTTO_LANGUAGES on the server names it" in newest(reader).text
    assert "People can choose this language" not in newest(reader).text


async def test_a_signature_is_for_what_was_read(d: Deployment) -> None:
    """A draft that came after the question is not signed along with the rest."""
    await ready(d)
    reader = await seated(d, "reader", READER, "uk")
    await reader.write("/translate")
    await reader.tap("Sign")
    await keep(d, worded(d, "⏭ Пропустити!", Stage.DRAFT, code="uk"))
    await reader.tap("I have read all of it")
    assert await d.serving.store.signatures() == []
    assert "I speak українська from home" in newest(reader).text
    await reader.tap("I have read all of it")
    assert [one.language for one in await d.serving.store.signatures()] == ["uk"]


async def test_nobody_signs_what_they_wrote(d: Deployment) -> None:
    """Another person approves it first; alone, that is decided by the deployment."""
    await ready(d)
    reader = await seated(d, "reader", READER, "uk")
    await reader.write(f"/translate uk {SKIP}")
    await reader.tap("Write")
    await reader.write("⏭ Пропустити!")
    await reader.write("/translate")
    await reader.tap("Sign")
    assert "1 that you wrote yourself" in newest(reader).text
    alone(d)
    await reader.write("/translate")
    await reader.tap("Sign")
    assert "I speak українська from home" in newest(reader).text


# New content


async def test_a_new_service_is_told_to_each_language(d: Deployment) -> None:
    """Each reader learns that one text needs their language, and opens it."""
    readers = [
        await seated(d, "reader", READER, "vi"),
        await seated(d, "reader", WRITER, "uk"),
    ]
    await d.serving.tell_news()
    name = Own((("en", "Mill House"),), "programme.mill-house")
    act = ActRow("command line", "programme add mill-house", week_of(d.clock.at))
    await d.serving.store.add_programme(Programme("mill-house", name), "shelter", act)
    await d.serving.reread()
    await d.serving.tell_news()
    for reader in readers:
        assert "New: 1 text needs" in newest(reader).text
        await reader.tap("Open")
        assert "programme.mill-house" in newest(reader).text


async def test_new_content_is_told_once_and_opens(
    d: Deployment, tmp_path: Path
) -> None:
    """One message for all of it; the button opens the first, Next the second."""
    reader = await seated(d, "reader", READER, "vi")
    await d.serving.tell_news()
    first = reader.screen.count("🆕")
    await d.serving.tell_news()
    assert reader.screen.count("🆕") == first
    async with trial(tmp_path, d.door, d.clock) as later:
        await later.serving.tell_news()
        assert reader.screen.count("🆕") == first
    message = newest(reader)
    assert "New: " in message.text
    await reader.tap("Open")
    shown = newest(reader).text
    await reader.tap("Next")
    assert newest(reader).text != shown
    assert "missing" in newest(reader).text


async def test_news_is_kept_for_who_cannot_be_reached(d: Deployment) -> None:
    """Nobody was told, so the next look tries again."""
    reader = await seated(d, "reader", READER, "vi")
    d.door.blocked.add(READER)
    await d.serving.tell_news()
    assert await d.serving.store.announced() == frozenset()
    d.door.blocked.clear()
    await d.serving.tell_news()
    assert "🆕" in reader.screen


async def test_nobody_waits_while_a_file_is_fetched(
    d: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another at the desk is answered while a download takes its time."""
    admin, other = await seated(d, "admin", ADMIN), await seated(d, "admin", OTHER)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(_file: str, _most: int) -> bytes | None:
        begun.set()
        await go_on.wait()
        return None

    monkeypatch.setattr(d.door, "fetch", slowly)
    task = asyncio.create_task(admin.send(Other.FILE, "a-file"))
    await begun.wait()
    await other.write(f"/translate vi {SKIP}")
    assert SKIP in newest(other).text
    go_on.set()
    await task
    assert "larger than 2 MB" in newest(admin).text


async def test_a_press_from_a_message_that_is_gone_is_answered_below(
    d: Deployment,
) -> None:
    """A card that can no longer be changed is sent anew."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {SKIP}")
    data = carries(newest(admin), "more")
    await admin.press(data.replace(":more:", ":card:"), 1)
    assert isinstance(newest(admin), Outgoing)
    assert SKIP in newest(admin).text
