"""What is approved is said from then on: without a restart, everywhere, and never half.

Two deployments that run on one home are two processes; each learns of the other only
by the database.
"""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from deployments import Deployment, trial
from fakes import fits, label
from flows.test_staff import hired
from phones import Phone
from test_app import rewrite
from texts import CODE, CRITICAL, PLAIN, WHOLE, all_live, signed_by

from bot import signs
from bot.__main__ import main
from bot.conversation.scenes import scenes
from bot.flows.listen import rendered
from bot.settings import CHECKOUT, Settings
from bot.store.records import TextWork, Work
from bot.weeks import week_of
from bot.words import po
from bot.words.languages import SOURCE
from bot.words.versions import Stage, Wording, mark_of

WAS, ANEW = "That is fine.", "That is all right."
TWO = f"{SOURCE},{CODE}"
"""A deployment of two languages, of which one is a draft that is shown."""


def worded(id_: str, *forms: str, code: str = SOURCE, version: int = 1) -> Wording:
    """Return a text as it rests once it is live."""
    mark = mark_of(WHOLE.source[id_].forms) if id_ in WHOLE.source else ""
    week = all_live()[0].week
    return Wording(
        code, id_, version, forms, mark, Stage.LIVE, "11", week, approver="12"
    )


async def put(d: Deployment, *live: Wording, **more: Any) -> None:  # noqa: ANN401 (what a work changes)
    """Let wordings rest, as another process would have left them."""
    await d.serving.store.commit(Work(texts=TextWork(added=live, **more)))


async def greeted(d: Deployment, person: int, language: str = "English") -> Phone:
    """Return the phone of somebody who chose a language and is greeted in it."""
    phone = d.phone(person)
    await phone.start(guess="en")
    await phone.tap(language)
    return phone


def last(phone: Phone) -> str:
    """Return the newest message with its buttons."""
    message = phone.door.last(phone.person)[1]
    taps = (label(tap) for row in message.rows for tap in row)
    return "\n".join((message.text, *taps))


@asynccontextmanager
async def tending(d: Deployment) -> AsyncIterator[None]:
    """Let a process tend itself meanwhile."""
    task = asyncio.create_task(d.serving.tend())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def learnt(d: Deployment, number: int) -> None:
    """Wait until a process says what was changed."""
    for _ in range(100):
        facts, house = d.serving.facts, d.serving.listener.house
        if facts.edition.number == number and house.words is facts.words:
            return
        await asyncio.sleep(0.05)


async def test_approved_in_one_process_it_is_said_by_another_within_two_seconds(
    tmp_path: Path,
) -> None:
    """One writes at the desk, another approves, and a third hears of neither."""
    async with (
        trial(tmp_path, SOTTO_LANGUAGES=TWO) as one,
        trial(tmp_path, clock=one.clock, SOTTO_LANGUAGES=TWO) as two,
    ):
        author = await hired(one, "admin", "", 41)
        other = await hired(one, "admin", "", 42)
        before, after = await greeted(two, 71), await greeted(two, 72)
        async with tending(two):
            await before.tap("Not now")
            await author.write(f"/translate {SOURCE} {PLAIN}")
            await author.tap("Write")
            await author.write(ANEW)
            await other.write(f"/translate {SOURCE} {PLAIN}")
            await other.tap("Approve")
            began = time.monotonic()
            here = one.serving.listener.house
            await learnt(two, one.serving.facts.edition.number)
            assert time.monotonic() - began < 2
            await after.tap("Not now")
        assert (WAS in last(before), ANEW in last(after)) == (True, True)
        assert one.serving.listener.house is here
        await (mine := await greeted(one, 73)).tap("Not now")
        assert ANEW in last(mine)


async def test_who_wrote_and_who_approved_rests_as_random_numbers(
    tmp_path: Path,
) -> None:
    """The rows of texts name nobody, and no account."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        author = await hired(d, "admin", "", 4_100_000_001)
        other = await hired(d, "admin", "", 4_200_000_002)
        await author.write(f"/translate {SOURCE} {PLAIN}")
        await author.tap("Write")
        await author.write(ANEW)
        await other.write(f"/translate {SOURCE} {PLAIN}")
        await other.tap("Approve")
        (one,) = await d.serving.store.wordings()
        staff = {str(member.id) for member in await d.serving.store.staff()}
        assert {one.author, one.approver} == staff
        accounts = {str(author.person), str(other.person)}
        assert not accounts & {one.author, one.approver, one.back_by, one.reason}


async def test_everybody_who_speaks_takes_the_same_edition(tmp_path: Path) -> None:
    """The talk, the staff room, digests and alerts."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        await put(d, worded(PLAIN, ANEW))
        await d.serving.refresh()
        it = d.serving
        speakers = (it.staff, it.publisher, it.watch, it.listener.house)
        assert {id(x.words) for x in speakers} == {id(it.facts.words)}
        assert it.staff.deployment is it.publisher.deployment


async def test_a_look_without_a_change_changes_nothing(tmp_path: Path) -> None:
    """The very same house serves on."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        house = d.serving.listener.house
        await d.serving.refresh()
        await d.serving.reread()
        assert d.serving.listener.house is house


@dataclass
class Slow:
    """A store that waits with its first answer to one question."""

    store: Any
    waits: str
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the store has)
        """Return what the store has; the first time of the one question, slowly."""
        asked = getattr(self.store, name)
        if name != self.waits or self.asked.is_set():
            return asked

        async def slowly(*of: object) -> object:
            answer = await asked(*of)
            self.asked.set()
            await self.goes_on.wait()
            return answer

        return slowly


async def test_one_message_is_of_one_edition(tmp_path: Path) -> None:
    """What came before the swap is answered in the old words, buttons and all."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        phone = await greeted(d, 71)
        slow = Slow(d.serving.store, "commit")
        d.serving.listener.store = slow
        answer = asyncio.create_task(phone.tap("Not now"))
        await slow.asked.wait()
        await put(d, worded(PLAIN, ANEW), worded("button.clear", "🧹 Wipe"))
        await d.serving.refresh()
        slow.goes_on.set()
        await answer
        old = last(phone)
        assert (WAS in old, "🧹 Clear" in old) == (True, True)
        await (later := await greeted(d, 72)).tap("Not now")
        assert (ANEW in last(later), "🧹 Wipe" in last(later)) == (True, True)


async def test_two_looks_at_once_never_join_old_names_to_new_words(
    tmp_path: Path,
) -> None:
    """Whoever began first is done first, and the newest stays."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        it = d.serving
        slow = Slow(it.store, "programmes")
        it.store = slow  # type: ignore[assignment]  # (answers as the store does)
        first = asyncio.create_task(it.reread())
        await slow.asked.wait()
        await put(d, worded("programme.blue-house", "Red House"))
        second = asyncio.create_task(it.refresh())
        await asyncio.sleep(0.2)
        slow.goes_on.set()
        await asyncio.gather(first, second)
        names = [dict(x.name.texts)[SOURCE] for x in it.staff.deployment.programmes]
        assert "Red House" in names


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a program have a folder of texts of its own, which a test may break."""
    folder = Path(shutil.copytree(CHECKOUT / "locales", tmp_path / "locales"))
    monkeypatch.setattr(Settings, "locales", property(lambda _: folder))
    return folder


def change(path: Path, old: str, new: str) -> None:
    """Change a file in one place, as an upgrade or a slip would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    later = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(later, later))


LATER = 'msgid "S1.not_now"\nmsgstr "⏰ Не зараз"'


def everything(locales: Path) -> dict[Path, bytes]:
    """Return what every file says."""
    return {path: path.read_bytes() for path in locales.rglob("*.*o*")}


def break_ukrainian(locales: Path) -> Path:
    """Leave a line in a language's file that is none."""
    path = po.path_of(locales, CODE)
    change(path, LATER, f"nonsense\n{LATER}")
    return path


def break_english(locales: Path) -> Path:
    """Take English away altogether."""
    path = po.path_of(locales, SOURCE)
    change(path, "msgid", "msg id")
    return path


def break_list(locales: Path) -> Path:
    """Spoil the list of languages."""
    change(path := locales / "languages.toml", "[[language]]", "[[language")
    return path


def shorten_list(locales: Path) -> Path:
    """Take a language that is spoken here out of the list."""
    change(path := locales / "languages.toml", 'code = "uk"', 'code = "udm"')
    return path


def cut_ukrainian(locales: Path) -> Path:
    """Leave half of a language, as a file is while it is copied."""
    path = po.path_of(locales, CODE)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.index("\n\n", len(whole) // 2)], encoding="utf-8")
    return path


def empty_english(locales: Path) -> Path:
    """Leave nothing of English, which reads like a file without texts."""
    path = po.path_of(locales, SOURCE)
    path.write_text("", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "break_it",
    [
        break_ukrainian,
        break_english,
        break_list,
        shorten_list,
        cut_ukrainian,
        empty_english,
    ],
)
async def test_a_broken_file_leaves_the_old_texts_said_and_admins_told_once(
    tmp_path: Path,
    locales: Path,
    break_it: Any,  # noqa: ANN401 (one of those above)
) -> None:
    """What is approved meanwhile is said as well, and a mended file is taken up."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        admin, it = await hired(d, "admin", ""), d.serving
        whole = everything(locales)
        broken = break_it(locales)
        for _ in range(2):
            await it.refresh()
            await it.alert()
        assert "⏰ Не зараз" in last(await greeted(d, 71, "українська"))
        assert admin.screen.count("Texts were changed and cannot be read") == 1

        await put(d, worded(PLAIN, ANEW))
        await it.refresh()
        await (phone := await greeted(d, 72)).tap("Not now")
        assert ANEW in last(phone)

        broken.write_bytes(whole[broken])
        change(po.path_of(locales, CODE), "⏰ Не зараз", "⏰ Потім")
        await it.refresh()
        assert it.untaken == ()
        assert "⏰ Потім" in last(await greeted(d, 73, "українська"))
        assert admin.screen.count("Texts were changed") == 1


async def test_a_restart_with_a_broken_language_serves_it_in_its_fallback(
    tmp_path: Path, locales: Path
) -> None:
    """Neither of the others is kept from being spoken."""
    break_ukrainian(locales)
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        assert d.serving.staff.deployment.languages == (SOURCE,)
        assert "Hello" in last(await greeted(d, 71))


GARBAGE: tuple[tuple[object, ...], ...] = (
    (CODE, PLAIN, 1, "[", "live"),
    (CODE, CRITICAL, 1, "[]", "live"),
    (CODE, "C2", 1, '["{nobody}"]', "live"),
    (CODE, "retention", 1, '["одна форма"]', "live"),
    (CODE, "S1.yes", 1, '["\\ud800"]', "live"),
    (CODE, "button.stop", 1, '["a\\u0000b"]', "live"),
    (CODE, "button.back", 1, '["\\u202etxet"]', "live"),
    (CODE, "programme.blue-house", 1, '[" "]', "live"),
    (CODE, "country.xx", 1, "null", "live"),
    (CODE, "form.nobody.x.question", 1, '["?"]', "draft"),
    (CODE, "", -1, '[""]', "live"),
    (CODE, "S5", 1, '["Інше."]', "glorious"),
    (CODE, "S4", 1, '["Добре\u202e."]', "live"),
    (CODE, "E4", 1, '["Добре \\ud800."]', "live"),
    (CODE, "X4", 1, f'["{"а" * 9000} {{retention}}"]', "live"),
    ("tlh", PLAIN, 1, '["Qapla’"]', "live"),
    ("", "", 0, "", ""),
)
"""(language, id, version, forms, stage) that no desk would have written."""


async def test_garbage_in_the_database_is_never_said_and_stops_nobody(
    tmp_path: Path,
) -> None:
    """Taken up while serving, and at a restart, everything is said as it came."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        before = drawn(d)
        for row in GARBAGE:
            rewrite(
                d,
                "INSERT INTO wording VALUES"
                " (?, ?, ?, ?, '', ?, '', 0, '', '', 'x', '', '[0')",
                *row,
            )
        rewrite(d, "INSERT INTO signature VALUES ('tlh', '', -1)")
        rewrite(d, "INSERT INTO voice VALUES ('', '', '', '', '', -1)")
        rewrite(d, "UPDATE edition SET number = -7")
        await d.serving.refresh()
        assert d.serving.facts.edition.number == -7
        assert drawn(d) == before
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as again:
        assert drawn(again) == before
        assert "Вітаю" in last(await greeted(again, 71, "українська"))


async def test_a_card_too_long_for_a_message_is_said_in_english(
    tmp_path: Path,
) -> None:
    """Each line fits, all of them together do not: nobody waits in vain."""
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        person = await greeted(d, 71, "українська")
        lines = {
            id_: tuple("а" * 900 + form for form in entry.forms)
            for id_, entry in WHOLE.texts[CODE].items()
            if id_.startswith("C2.") and WHOLE.source[id_].kind == "Line"
        }
        await put(d, *(worded(id_, *forms, code=CODE) for id_, forms in lines.items()))
        await person.tap("✅")
        await d.serving.refresh()
        service = d.serving.staff.deployment.offered()[0].name
        await person.tap(d.serving.facts.words.own(CODE, service))
        assert "You choose." in last(person)
        assert "ℹ️ Докладніше" in last(person)
        assert fits(d.door.last(71)[1])


def drawn(d: Deployment) -> list[object]:
    """Return every screen in Ukrainian, as people would see it."""
    words = d.serving.facts.words
    shown = scenes(d.serving.staff.deployment, CODE)
    return [rendered(words, scene.card) for scene in shown]


@asynccontextmanager
async def signed(folder: Path, languages: str = "en,uk") -> AsyncIterator[Deployment]:
    """Serve a deployment that shows no drafts, and whose Ukrainian is signed."""
    async with trial(folder, SOTTO_LANGUAGES=TWO) as d:
        await put(d, *all_live(), signatures=(signed_by(),))
    async with trial(
        folder, d.door, d.clock, SOTTO_SHOW_DRAFTS="false", SOTTO_LANGUAGES=languages
    ) as it:
        yield it


async def kept(d: Deployment) -> None:
    """Vouch at the desk that what can hurt still says what English says."""
    admin = await hired(d, "admin", "", 42)
    await admin.write(f"/translate {CODE} {CRITICAL}")
    await admin.tap("Meaning unchanged")


async def test_a_changed_english_begins_no_talk_and_ends_none(tmp_path: Path) -> None:
    """Who talks goes on in her language; who comes is offered others until it heals."""
    async with signed(tmp_path) as d:
        talks = await greeted(d, 71, "українська")
        english = WHOLE.source[CRITICAL].forms[0]
        await put(d, worded(CRITICAL, f"{english} Really?"))
        await d.serving.refresh()
        await talks.tap("Не зараз")
        assert "Нічого не збережено" in last(talks)
        comes = d.phone(72)
        await comes.start(guess=CODE)
        assert "українська" not in last(comes)
        await kept(d)
        again = d.phone(73)
        await again.start(guess=CODE)
        assert "українська" in last(again)


async def test_where_no_language_would_be_left_the_old_texts_are_said_on(
    tmp_path: Path,
) -> None:
    """Admins are told once; the desk goes on, and what it approves heals it."""
    async with signed(tmp_path, CODE) as d:
        admin, house = await hired(d, "admin", "", 41), d.serving.listener.house
        await put(d, worded(CRITICAL, "Are you safe?"))
        for _ in range(2):
            await d.serving.refresh()
            await d.serving.alert()
        assert d.serving.listener.house is house
        assert admin.screen.count("Texts were changed") == 1
        untaken = [d.serving.untaken]
        await kept(d)
        untaken.append(d.serving.untaken)
        assert untaken == [(CODE,), ()]
        assert d.serving.listener.house is not house


@pytest.fixture
def typed(tmp_path: Path) -> Iterator[CliRunner]:
    """Return what types commands in a test's home."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOTTO_HOME", str(tmp_path / "home"))
        yield CliRunner()


async def test_the_hashes_to_be_signed_are_of_what_is_said_here(
    tmp_path: Path, typed: CliRunner
) -> None:
    """Before a home is made they are of what came with the program."""

    async def hashes() -> dict[str, str]:
        result = await asyncio.to_thread(typed.invoke, main, ["words", "hashes"])
        return dict(line.split("\t") for line in result.output.splitlines())

    came = await hashes()
    async with trial(tmp_path, SOTTO_LANGUAGES=TWO) as d:
        assert await hashes() == came
        await put(d, worded(PLAIN, ANEW))
        here = await hashes()
    assert {code for code in here if here[code] != came[code]} == {SOURCE}


async def test_doctor_knows_what_is_signed_here(tmp_path: Path) -> None:
    """A language that was signed at the desk is no draft that is held back."""
    async with signed(tmp_path) as d:
        at = float(d.clock.at)
        seen = await signs.look(d.settings, at, d.settings.home / "sotto.toml")
        assert (seen.languages, seen.drafts) == ((SOURCE, CODE), ())
        assert week_of(at) >= 0
