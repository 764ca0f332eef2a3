"""Files at the desk: out as .po or .xlsx, back as a dry run, then as drafts."""

import asyncio
import io
import re
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from deployments import Deployment, trial
from desks import (
    ADMIN,
    OTHER,
    READER,
    SKIP,
    acts,
    carries,
    keep,
    labels,
    member,
    newest,
    said,
    seated,
    stages,
    worded,
    wordings,
)
from openpyxl import load_workbook
from phones import Phone

from bot.conversation.events import Other, Tapped
from bot.flows.desk import files
from bot.words.exchange import MOST_BYTES, Proposed
from bot.words.versions import Stage, mark_of
from bot.words.writing import MESSAGE, units

NEW = "⏭ Bỏ qua nhé"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial."""
    async with trial(tmp_path) as running:
        yield running


async def sent(d: Deployment, phone: Phone, content: bytes, name: str = "f") -> None:
    """Send a file to the bot."""
    d.door.files[name] = content
    await phone.send(Other.FILE, name)


async def given(d: Deployment, phone: Phone, code: str = "vi") -> bytes:
    """Get a language's .po file."""
    await phone.write(f"/export {code}")
    return d.door.given[-1][2]


def changed(content: bytes, old: str = "⏭ Bỏ qua", new: str = NEW) -> bytes:
    """Return a .po file in which one translation is another."""
    before, after = f'msgstr "{old}"'.encode(), f'msgstr "{new}"'.encode()
    assert content.count(before) == 1
    return content.replace(before, after)


async def test_a_language_goes_out_by_command_and_by_buttons(d: Deployment) -> None:
    """/export and two buttons give the same texts, as .po and as a spreadsheet."""
    reader = await seated(d, "reader", READER, "vi")
    content = await given(d, reader)
    await reader.write("/translate")
    await reader.tap("File (.po)")
    await reader.write("/translate")
    await reader.tap("Spreadsheet")
    names = [name for _, name, _ in d.door.given]
    assert names == ["sotto-vi.po", "sotto-vi.po", "sotto-vi.xlsx"]
    assert d.door.given[1][2] == content
    assert d.door.given[2][2].startswith(b"PK")
    assert "send it back here" in newest(reader).text


async def test_a_file_changes_nothing_until_somebody_says_so(d: Deployment) -> None:
    """First what it would do; then drafts of who sent it, that another approves."""
    admin = await seated(d, "admin", ADMIN)
    before = said(d, "vi", SKIP)
    await sent(d, admin, changed(await given(d, admin)))
    assert "new 0, changed 1, the same" in newest(admin).text
    assert "Nothing has changed yet" in newest(admin).text
    assert await wordings(d) == []
    await admin.tap("Apply as drafts")
    (row,) = await wordings(d)
    who = str((await member(d, admin)).id)
    assert (row.forms, row.stage, row.author) == ((NEW,), Stage.DRAFT, who)
    assert said(d, "vi", SKIP) == before
    assert await acts(d) == ["words import vi"]


async def test_a_spreadsheet_comes_back_like_a_file(d: Deployment) -> None:
    """Whoever has only a spreadsheet program edits a cell and sends it."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi")
    await admin.tap("Spreadsheet")
    book = load_workbook(io.BytesIO(d.door.given[-1][2]))
    every = (c for row in book.worksheets[0].iter_rows() for c in row)
    (cell,) = [c for c in every if c.value == "⏭ Bỏ qua"]
    cell.value = NEW
    written = io.BytesIO()
    book.save(written)
    await sent(d, admin, written.getvalue())
    await admin.tap("Apply as drafts")
    assert [w.forms for w in await wordings(d)] == [(NEW,)]


async def test_a_dry_run_is_applied_once_and_only_the_newest(d: Deployment) -> None:
    """Its button tapped again, or after another file, changes nothing."""
    admin = await seated(d, "admin", ADMIN)
    content = await given(d, admin)
    await sent(d, admin, changed(content))
    old = carries(newest(admin), "apply")
    await sent(d, admin, changed(content, new="⏭ Bỏ qua đi"), "g")
    await admin.press(old, d.door.put(ADMIN, "card"))
    assert "Please send it again" in newest(admin).text
    assert await wordings(d) == []
    await admin.tap("Apply as drafts")
    at, data = d.door.put(ADMIN, "card"), carries_apply(admin)
    await admin.press(data, at)
    assert "Please send it again" in newest(admin).text
    assert [w.forms for w in await wordings(d)] == [("⏭ Bỏ qua đi",)]
    assert await acts(d) == ["words import vi"]


def carries_apply(phone: Phone) -> str:
    """Return what the newest Apply button that was tapped sent."""
    tapped = (a.event for a in reversed(phone.arrivals))
    choices = (event.choice for event in tapped if isinstance(event, Tapped))
    return next(choice for choice in choices if choice.startswith("t:w:apply:"))


async def test_a_file_waits_while_somebody_looks_at_texts(
    d: Deployment, tmp_path: Path
) -> None:
    """A search, a card and a restart in between lose nothing."""
    admin = await seated(d, "admin", ADMIN)
    await sent(d, admin, changed(await given(d, admin)))
    data = carries(newest(admin), "apply")
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Next")
    async with trial(tmp_path, d.door, d.clock) as later:
        phone = later.phone(ADMIN)
        await phone.press(data, later.door.put(ADMIN, "card"))
        assert await stages(later) == ["draft"]


async def test_what_is_refused_is_said_as_a_sentence(d: Deployment) -> None:
    """Each text with its reason; a whole file that is none, too."""
    admin = await seated(d, "admin", ADMIN)
    content = await given(d, admin)
    await sent(d, admin, changed(content, new="Bỏ qua"))
    assert f"⛔ {SKIP}: It must begin with ⏭" in newest(admin).text
    assert "📝 Apply as drafts" not in labels(newest(admin))
    for broken in (b"", b"\xff\xfe", b"hello", b"PK\x03\x04"):
        await sent(d, admin, broken)
        assert re.search("⛔ [A-Z][^.]*\\.|which language", newest(admin).text)
    assert await wordings(d) == []


async def test_what_is_too_large_is_said_to_be(d: Deployment) -> None:
    """By whoever sends it, with or without a language that is open."""
    admin = await seated(d, "admin", ADMIN)
    reader = await seated(d, "reader", READER, "vi")
    for phone in (admin, reader):
        await sent(d, phone, b"x" * (MOST_BYTES + 1))
        assert "larger than 2 MB" in newest(phone).text


async def test_a_file_of_another_language_is_not_a_readers_to_send(
    d: Deployment,
) -> None:
    """It is said which one was wanted, and nothing waits to be applied."""
    admin = await seated(d, "admin", ADMIN)
    reader = await seated(d, "reader", READER, "vi")
    await sent(d, reader, await given(d, admin, "uk"))
    assert "“uk”, and Tiếng Việt (vi) was wanted" in newest(reader).text
    assert labels(newest(reader)) == []


async def test_an_admins_file_finds_its_language(d: Deployment) -> None:
    """By its head, whichever tag a tool wrote there, and whatever is open."""
    admin = await seated(d, "admin", ADMIN)
    for code, tags in {
        "ro": ("mo", "ro"),
        "zh_Hans": ("zh", "zh-Hans"),
        "fa_AF": ("prs",),
    }.items():
        content = await given(d, admin, code)
        await admin.write("/translate vi")
        for tag in tags:
            head = f"Language: {code}\\n".encode()
            assert head in content
            await sent(d, admin, content.replace(head, f"Language: {tag}\\n".encode()))
            name = dict(d.serving.facts.words.language_names())[code]
            told = newest(admin).text.split("\n")[0]
            assert told.startswith("What this file would do in ")
            assert name in told


async def test_a_file_of_no_known_language_asks_for_one(d: Deployment) -> None:
    """Where none is open, an admin is asked to open one."""
    admin = await seated(d, "admin", ADMIN)
    content = await given(d, admin)
    await admin.write("/translate")
    await sent(d, admin, content.replace(b"Language: vi", b"Language: xx"))
    assert "I cannot tell which language" in newest(admin).text


async def test_others_are_served_while_a_file_is_read(
    d: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long happens in a thread: somebody answers meanwhile."""
    admin = await seated(d, "admin", ADMIN)
    content = await given(d, admin)
    reading, go_on = threading.Event(), threading.Event()

    def slowly(*_: object) -> Proposed:
        reading.set()
        assert go_on.wait(20)
        return Proposed(refused="It was slow.")

    monkeypatch.setattr(files, "read_back", slowly)
    task = asyncio.create_task(sent(d, admin, content))
    await asyncio.to_thread(reading.wait)
    survivor = d.phone(77)
    await survivor.start(await d.code())
    assert survivor.screen
    assert not task.done()
    go_on.set()
    await task
    assert "It was slow." in newest(admin).text


async def test_a_draft_in_a_file_is_the_one_that_stands(d: Deployment) -> None:
    """What goes out is what would be worked on: a draft before what people read."""
    await keep(d, worded(d, NEW, Stage.DRAFT))
    admin = await seated(d, "admin", ADMIN)
    assert f'msgstr "{NEW}"'.encode() in await given(d, admin)


async def test_a_file_can_vouch_for_what_is_stale(d: Deployment) -> None:
    """Whoever takes its mark away says that the words still mean the new English."""
    admin, other = [await seated(d, "admin", who) for who in (ADMIN, OTHER)]
    anew = "⏭ Leave out"
    await keep(d, worded(d, NEW, Stage.LIVE), worded(d, anew, Stage.LIVE, code="en"))
    content = await given(d, admin)
    assert content.count(b"#, fuzzy, ") == 1
    assert content.count('#| msgid "⏭ Skip"\n'.encode()) == 1
    await sent(d, admin, content.replace(b"#, fuzzy, ", b"#, "))
    await admin.tap("Apply as drafts")
    assert "1 draft" in newest(admin).text
    await other.write(f"/translate vi {SKIP}")
    await other.tap("Approve")
    live = (await wordings(d))[-1]
    assert (live.forms, live.stage, live.source) == (
        (NEW,),
        Stage.LIVE,
        mark_of((anew,)),
    )


async def test_many_refusals_fit_a_message(d: Deployment) -> None:
    """The first few are listed, the number of all is told."""
    admin = await seated(d, "admin", ADMIN)
    content = (await given(d, admin)).decode()
    await sent(
        d, admin, re.sub('(?m)^msgstr ".+"', 'msgstr "<b>{x}</b>"', content).encode()
    )
    assert "It has a placeholder that English has not" in newest(admin).text
    assert units(newest(admin).text) <= MESSAGE
