"""Every claim made to a survivor, end to end over a real file database.

Each test is named for the sentence it holds, on the consent screen, its pages, or in
the README. A claim without a test here does not belong on a screen.
"""

import json
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from deployments import Deployment, trial
from handed import tended
from phones import Phone

from bot.conversation.events import Command, Other
from bot.errors.keys import NoKeyError
from bot.flows.paraphrasing import Theme
from bot.flows.staff import invite
from bot.keeper import Gathering, Vault
from bot.leftovers import forget
from bot.reading.quotes import Quotes
from bot.reading.sights import Picked
from bot.reading.sitting import laid
from bot.receipts import complete
from bot.responses import Answer
from bot.settings import CHECKOUT, Settings
from bot.vault import keys
from bot.vault.opening import Opener
from bot.weeks import DAY, Week, week_begins, week_of

HER_ID = 7_315_908_264
HER_WORDS = "The kitchen closes before my shift ends at the laundry"
WEEK = 7 * DAY
HOUR = 3600
NUMBER_SHOWN = r"\d{4} \d{4} \d{4} \d{4} \d{4}"


async def consent(d: Deployment, person: int = HER_ID) -> Phone:
    """Bring a person from the poster's code to the first question."""
    phone = await asked(d, person)
    await phone.tap("I am 18 or older")
    return phone


async def asked(d: Deployment, person: int = HER_ID) -> Phone:
    """Bring a person to the consent screen."""
    phone = d.phone(person)
    await phone.start(await d.code())
    await phone.tap("English")
    await phone.tap("Yes, it is safe")
    return phone


async def answer(phone: Phone, *, words: str = "", rating: str = "Bad") -> None:
    """Tap a rating, skip the rest, leave words where they are asked, and review."""
    await phone.tap(rating)
    for _ in range(4):
        await phone.tap("Skip")
    if words:
        await phone.write(words)
        await phone.tap("Go on")
    else:
        await phone.tap("Skip")
    await phone.tap("Skip")
    await phone.tap("Skip")


async def send(d: Deployment, person: int = HER_ID, **said: str) -> Phone:
    """Let a person answer and send."""
    phone = await consent(d, person)
    await answer(phone, **said)
    await phone.tap("Send")
    return phone


async def crowd(d: Deployment, people: int, **said: str) -> None:
    """Let several different people answer and send."""
    for person in range(people):
        await send(d, 9_000_000_000 + person, **said)


async def number(phone: Phone) -> str:
    """Ask for the secret number of what was just sent, and return it."""
    await phone.tap("Give me the number")
    (digits,) = set(re.findall(NUMBER_SHOWN, phone.screen))
    return str(digits)


async def take_back(phone: Phone, digits: str) -> None:
    """Delete by the secret number."""
    await phone.call(Command.DELETE)
    await phone.write(digits)
    await phone.tap("Delete")
    assert "Your answers are deleted" in phone.screen


def rows(d: Deployment, table: str) -> list[tuple[object, ...]]:
    """Read a table as a thief would, past the program."""
    with sqlite3.connect(d.settings.database_path) as thief:
        found = thief.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (names from here)
    thief.close()
    return found


def everything_on_disk(home: Path) -> bytes:
    """Return all bytes of all files below a folder.

    Another process carries them away first: opening a database's file here would drop
    the locks of the store that this process serves from.
    """
    with tempfile.TemporaryDirectory() as loot:
        subprocess.run(["cp", "-r", str(home), loot], check=True)  # noqa: S603, S607 (paths of our own)
        files = sorted(p for p in Path(loot).rglob("*") if p.is_file())
        return b"".join(p.read_bytes() for p in files)


def traces(person: int, words: str) -> list[bytes]:
    """Return the shapes in which an id or words could rest."""
    return [
        str(person).encode(),
        struct.pack("<q", person),
        struct.pack(">q", person),
        struct.pack(">q", person).lstrip(b"\0"),
        words.encode(),
        words.encode("utf-16-le"),
        words.casefold().encode(),
    ]


async def test_start_and_three_taps_reach_the_first_question(tmp_path: Path) -> None:
    """From a poster's code to the first question are Start and three taps."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        assert "How is this service for you?" in phone.screen


async def test_if_you_say_no_nothing_is_saved(tmp_path: Path) -> None:
    """Saying no leaves no row of answers ("Nothing was saved")."""
    async with trial(tmp_path) as d:
        phone = d.phone(HER_ID)
        await phone.start(await d.code())
        await phone.tap("English")
        await phone.tap("Yes, it is safe")
        await phone.tap("No, thank you")
        assert "Nothing was saved" in phone.screen
        assert rows(d, "sealed") == []


async def test_your_name_and_number_are_not_kept_with_your_answers(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A whole talk leaves no id and no words in any file, log or printed line."""
    async with trial(tmp_path) as d:
        phone = await send(d, words=HER_WORDS)
        await phone.tap("Give me the number")
        during = everything_on_disk(d.settings.home)
    after = everything_on_disk(d.settings.home)
    printed = "".join(capfd.readouterr()).encode()
    for trace in traces(HER_ID, HER_WORDS):
        assert trace not in during + after + printed


async def test_staff_who_word_texts_leave_no_account_number_either(
    tmp_path: Path,
) -> None:
    """Whoever writes, approves, is asked or is told at the desk is not to be found."""
    admin, reader = HER_ID, HER_ID + 1
    async with trial(tmp_path) as d:
        week = week_of(d.clock.at)
        writes, reads = d.phone(admin), d.phone(reader)
        await writes.start(await invite(d.serving.store, "admin", week))
        await reads.start(await invite(d.serving.store, "reader", week, language="vi"))
        await writes.write("/translate vi button.skip")
        await writes.tap("Write")
        await writes.write("⏭ Bỏ qua nhé")
        await writes.tap("Send to review")
        await reads.tap("Open")
        await reads.tap("Approve")
        await reads.tap("Write")
        words = [row for (row, *_) in rows(d, "wording")]
        assert words
    disk = everything_on_disk(d.settings.home)
    for person in (admin, reader):
        for trace in traces(person, HER_WORDS):
            assert trace not in disk


async def test_a_draft_never_reaches_the_disk_in_the_clear(tmp_path: Path) -> None:
    """Words written and not sent rest only sealed, and a restart can lose only them."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        for _ in range(5):
            await phone.tap("Skip")
        await phone.write(HER_WORDS)
        during = everything_on_disk(d.settings.home)
        assert HER_WORDS in phone.screen
    for trace in traces(HER_ID, HER_WORDS):
        assert trace not in during


def test_your_answers_are_locked_to_what_serves_the_chat() -> None:
    """The serving side, wholly imported, has not loaded what opens or makes keys."""
    code = (
        "import sys, bot.app, bot.chat.serve;"
        "print([m for m in sys.modules if m in"
        " ('bot.vault.opening','bot.vault.keys','bot.keeper','bot.flows.gather')])"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own code)
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


async def test_the_designers_get_one_mix_of_k_or_more_people(tmp_path: Path) -> None:
    """Nine people are told to nobody, however long they wait."""
    async with trial(tmp_path) as d:
        await crowd(d, 9)
        for _ in range(3):
            d.clock.at += 4 * WEEK
            await d.gather()
        assert rows(d, "digest") == []


async def test_the_mix_says_few_some_or_most_and_nothing_finer(tmp_path: Path) -> None:
    """Sixteen people close a batch; its table holds bands, and never their words."""
    async with trial(tmp_path) as d:
        await crowd(d, 16, words=HER_WORDS)
        d.clock.at += 2 * WEEK
        await d.gather()
        (row,) = rows(d, "digest")
        *_, table, _ = row
        assert isinstance(table, bytes)
        told = json.loads(table)
        assert {band for _, band in told["table"]} <= {"few", "some", "most"}
        assert told["size_band"] == "10-19"
        assert {type(value) for value in told.values()} <= {str, int, list}
        numbers = {k for k, v in told.items() if isinstance(v, int)}
        assert numbers == {"codebook", "epsilon"}
        assert HER_WORDS.encode() not in table


SHOWN = "They listened to me. Nobody shouted."


def opened(d: Deployment) -> list[Answer]:
    """Open everything that waits, as the vault's keeper could."""
    (path,) = (d.settings.vault_folder).glob("*.key")
    opener = Opener(keys.unwrap(path.read_bytes(), d.passphrase), path.stem)
    envelopes = [value for row in rows(d, "sealed") for value in row[3:]]
    responses = (opener.open(e) for e in envelopes if isinstance(e, bytes))
    return [answer for response in responses for answer in response.answers]


async def test_nobody_is_asked_for_her_exact_words_where_that_is_off(
    tmp_path: Path,
) -> None:
    """As it is unless somebody switched it on: no question, and nothing to show."""
    async with trial(tmp_path) as d:
        phone = await asked(d)
        assert "exact words" not in phone.screen
        await phone.tap("I am 18 or older")
        await answer(phone, words=SHOWN)
        assert "exact words" not in phone.screen
        await phone.tap("Send")
        assert [answer.quote for answer in opened(d)] == ["", ""]


async def test_they_see_your_exact_words_only_if_you_say_yes_to_them(
    tmp_path: Path,
) -> None:
    """No is what everybody begins with; a yes is for the words on the screen."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        phone = await asked(d)
        assert "exact words only if you say yes" in phone.screen
        await phone.tap("I am 18 or older")
        await answer(phone, words=SHOWN)
        await phone.tap("Send")
        assert {answer.quote for answer in opened(d)} == {""}
        phone = await consent(d, HER_ID + 1)
        await answer(phone, words=SHOWN.replace(". ", ".\n"))
        await phone.tap("Show my exact words")
        assert f"“{SHOWN}”" in phone.screen
        assert "you cannot take them back" in phone.screen
        await phone.tap("Yes, show them")
        during = everything_on_disk(d.settings.home)
        await phone.tap("Send")
        assert sorted(answer.quote for answer in opened(d)) == ["", "", "", SHOWN]
        after = everything_on_disk(d.settings.home)
    assert SHOWN.encode() not in during + after


THEIRS = "The staff are kind and they listen."


async def lends(d: Deployment) -> str:
    """Let her agree to her words, and others write alike; return her number."""
    phone = await asked(d)
    await phone.tap("I am 18 or older")
    await answer(phone, words=SHOWN)
    await phone.tap("Show my exact words")
    await phone.tap("Yes, show them")
    await phone.tap("Send")
    digits = await number(phone)
    await crowd(d, 18, words=THEIRS)
    d.clock.at = week_begins(week_of(d.clock.at)) + 3 * WEEK + DAY + DAY // 2
    return digits


def keeper(d: Deployment) -> AbstractAsyncContextManager[Vault]:
    """Open the vault on the server's machine."""
    return Gathering(d.settings, d.passphrase, processes=1).opened(d.clock.at)


async def sign(
    opening: AbstractAsyncContextManager[Vault], settings: Settings, *, here: bool
) -> None:
    """Let two readers let her words out, below the first theme that they stand in."""
    async with opening as vault:
        groups = await laid(vault, settings, lambda _: None, here=here)
        quotes, desk = Quotes(groups), groups.desk
        one, two = (desk.seat(f"reader {n}", desk.languages) for n in (1, 2))
        for told in await groups.entries(one, "en"):
            theme = Theme(told.batch, told.entry, "en")
            for found in await quotes.candidates(one, theme):
                it = Picked(told.batch, told.entry, "en", found.id)
                assert found.words == SHOWN
                assert await quotes.propose(one, it) == ()
                assert await quotes.sign(two, it) == ()
                return
    raise AssertionError(opening)


async def test_never_your_words_unless_you_agree_to_that_exact_text(
    tmp_path: Path,
) -> None:
    """Hers stand below their theme once two signed and one approved; nobody else's."""
    async with trial(tmp_path, SOTTO_QUOTES="true") as d:
        lead = await hired(d, "coordinator", 5_550_000_002)
        designer = await hired(d, "designer", 5_550_000_003)
        await lends(d)
        await d.gather()
        await sign(keeper(d), d.settings, here=True)
        await tended(d, d.clock.at)
        assert "agreed to show these exact words" in lead.screen
        await lead.tap("Approve")
        await d.gather()
        await tended(d, d.clock.at + WEEK)
        assert f"“{SHOWN}”" in designer.screen
        assert THEIRS not in lead.screen + designer.screen


async def test_what_you_hide_is_not_sent(tmp_path: Path) -> None:
    """One press hides every detail that was found, wherever it stands."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        for _ in range(5):
            await phone.tap("Skip")
        await phone.write("My name is Lana, I am on +40 700 000 142. Ask Lana.")
        await phone.tap("Hide all")
        await phone.tap("Go on")
        await phone.tap("Skip")
        await phone.tap("Skip")
        await phone.tap("Send")
        assert [a.text for a in opened(d)] == ["My name is …, I am on …. Ask …."]


async def test_what_too_few_people_said_is_deleted(tmp_path: Path) -> None:
    """Three ticks after the round the envelopes, the key and the pepper are gone."""
    async with trial(tmp_path) as d:
        await crowd(d, 3)
        (one,) = await d.serving.store.rounds()
        d.clock.at = week_begins(Week(one.closes_week + 3))
        await d.gather()
        await d.serving.end_rounds()
        assert rows(d, "sealed") == rows(d, "digest") == []
        assert list(d.settings.vault_folder.glob("*.key")) == []
        assert list(d.settings.secrets_folder.glob("pepper-*")) == []


async def test_answers_are_deleted_even_if_the_keeper_never_comes(
    tmp_path: Path,
) -> None:
    """The serving side keeps the word about deleting by itself."""
    async with trial(tmp_path) as d:
        await crowd(d, 3)
        (one,) = await d.serving.store.rounds()
        d.clock.at = week_begins(Week(one.closes_week + 3))
        await d.serving.end_rounds()
        assert len(rows(d, "sealed")) == 3
        d.clock.at += WEEK
        await d.serving.end_rounds()
        assert rows(d, "sealed") == []


async def test_a_second_answer_counts_once(tmp_path: Path) -> None:
    """Twelve answers from one account never close a batch, with the same thanks."""
    async with trial(tmp_path) as d:
        await crowd(d, 8)
        phone = await send(d)
        for _ in range(11):
            await phone.start(await d.code())
            await phone.tap("Yes, it is safe")
            await phone.tap("I am 18 or older")
            await answer(phone)
            await phone.tap("Send")
            assert "Thank you. It is sent." in phone.screen
        d.clock.at += 2 * WEEK
        await d.gather()
        assert rows(d, "digest") == []


async def test_with_a_secret_number_you_can_delete_your_answers(
    tmp_path: Path,
) -> None:
    """The number finds the row and deletes it; without it the row stays."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        digits = await number(phone)
        await phone.tap("Clear my screen")
        await phone.tap("Delete now")
        await take_back(await safe(d, HER_ID), digits)
        assert rows(d, "sealed") == []


async def safe(d: Deployment, person: int) -> Phone:
    """Bring somebody whose talk is new or forgotten to where a number can be typed."""
    phone = d.phone(person)
    await phone.start(await d.code())
    await phone.tap("English")
    await phone.tap("Yes, it is safe")
    return phone


async def test_someone_who_finds_the_number_can_do_that_too(tmp_path: Path) -> None:
    """It is said before the number is given, and it is so from any account."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        assert "Someone who finds it can do that too." in phone.screen
        digits = await number(phone)
        await take_back(await safe(d, HER_ID + 1), digits)
        assert rows(d, "sealed") == []


async def test_without_the_number_we_cannot_find_your_answers(tmp_path: Path) -> None:
    """Her own account finds nothing by itself, and nothing is deleted."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        await phone.call(Command.DELETE)
        await phone.tap("I lost my number")
        assert "Without the number I cannot find your answers" in phone.screen
        assert len(rows(d, "sealed")) == 1


async def test_a_wrong_number_deletes_nothing(tmp_path: Path) -> None:
    """Mistyped, never given or of a deleted answer: the same words, nothing gone."""
    async with trial(tmp_path) as d:
        await take_back(phone := await send(d), used := await number(phone))
        await send(d, HER_ID + 1)
        said = set()
        mistyped, unknown = "1" * 19 + "2", complete("7992739871300000000")
        for person, typed in enumerate((mistyped, unknown, used)):
            other = await safe(d, HER_ID + 2 + person)
            await other.call(Command.DELETE)
            await other.write(typed)
            said.add(other.screen.replace(typed, ""))
        assert len(said) == 1
        assert "I cannot find that number" in said.pop()
        assert len(rows(d, "sealed")) == 1


async def test_deleting_twice_deletes_nothing_more(tmp_path: Path) -> None:
    """Two phones that both found the answer may both say delete."""
    async with trial(tmp_path) as d:
        digits = await number(await send(d))
        await send(d, HER_ID + 1)
        phones = [await safe(d, HER_ID + 2 + person) for person in range(2)]
        for phone in phones:
            await phone.call(Command.DELETE)
            await phone.write(digits)
        for phone in phones:
            await phone.tap("Delete")
            assert "Your answers are deleted" in phone.screen
        assert len(rows(d, "sealed")) == 1


async def test_old_summaries_stay_when_an_answer_is_deleted(tmp_path: Path) -> None:
    """After its release our copy is erased; what was told stays, byte for byte."""
    async with trial(tmp_path) as d:
        coordinator = await hired(d, "coordinator", 555_000_222)
        digits = await number(await send(d, words=HER_WORDS))
        await crowd(d, 15)
        d.clock.at += 2 * WEEK
        await d.gather()
        d.clock.at += WEEK
        told, pull = rows(d, "digest"), await pulled(coordinator)
        assert len(told) == 1
        await later(d, 49)
        await take_back(await safe(d, HER_ID), digits)
        assert len(rows(d, "sealed")) == 15
        for _ in range(2):
            d.clock.at += 5 * WEEK
            await d.gather()
        assert rows(d, "digest") == told
        assert await pulled(coordinator) == pull


async def test_new_summaries_will_not_use_what_was_deleted(tmp_path: Path) -> None:
    """Nor when an older copy of the database is put in the place of the newest.

    Nine people never close a batch; with the four who took theirs back, any would.
    """
    async with trial(tmp_path) as d:
        await crowd(d, 9)
        four = [await send(d, HER_ID + person) for person in range(4)]
        numbers = [await number(phone) for phone in four]
        await d.serving.store.copy_to(older := tmp_path / "older.db", without=())
        for phone, digits in zip(four, numbers, strict=True):
            await take_back(phone, digits)
        d.clock.at += 2 * WEEK
        await d.gather()
        door, clock = d.door, d.clock
    older.replace(d.settings.database_path)
    async with trial(tmp_path, door, clock) as d:
        assert len(rows(d, "sealed")) == 13
        clock.at += 10 * WEEK
        await d.gather()
        assert rows(d, "digest") == []
        assert len(rows(d, "sealed")) == 9


async def test_how_long_we_keep_them_holds_for_every_copy(tmp_path: Path) -> None:
    """Then they are deleted: no copy of the database can be opened any more.

    Whoever has one, all that both homes still hold, the passphrase and a clock turned
    back gathers nothing from it.
    """
    async with trial(tmp_path) as d:
        await crowd(d, 16)
        await d.serving.store.copy_to(copy := tmp_path / "copy.db", without=())
        (one,) = await d.serving.store.rounds()
        (pepper,) = d.settings.secrets_folder.glob("pepper-*")
        gone = [pepper.read_bytes(), *map(Path.read_bytes, key_files(d))]
        begun = week_of(d.clock.at)
        await d.gather(Week(one.closes_week + 3))
        await forget(d.settings, week_begins(Week(one.closes_week + 4)))
    left = everything_on_disk(d.settings.home)
    assert not [secret for secret in gone if secret in left]
    copy.replace(d.settings.database_path)
    with pytest.raises(NoKeyError):
        await d.gather(Week(begun + 2))
    assert len(rows(d, "sealed")) == 16


def key_files(d: Deployment) -> list[Path]:
    """Return the wrapped keys of the vault."""
    return list(d.settings.vault_folder.glob("*.key"))


async def test_an_answer_deleted_before_a_tick_is_out_of_the_mix(
    tmp_path: Path,
) -> None:
    """Deleting one of just enough answers keeps the batch from closing."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        await crowd(d, 9)
        await take_back(phone, await number(phone))
        d.clock.at += 2 * WEEK
        await d.gather()
        assert rows(d, "digest") == []
        assert len(rows(d, "sealed")) == 9


async def test_the_secret_number_deletes_itself(tmp_path: Path) -> None:
    """The message with the number goes after the minutes it names, also restarted."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        await phone.tap("Give me the number")
        number = re.search(NUMBER_SHOWN, phone.screen)
        assert number
        door, clock = d.door, d.clock
    async with trial(tmp_path, door, clock) as d:
        clock.at += 61 * 60
        await d.serving.forgetter.delete_due(clock.at)
        assert number[0] not in door.screen(HER_ID)


async def test_clear_my_screen_empties_the_chat_and_the_draft(tmp_path: Path) -> None:
    """Both sides' messages go, the unsent draft goes, sent answers stay locked."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        await phone.start(await d.code())
        await phone.tap("Yes, it is safe")
        await phone.call(Command.CLEAR)
        await phone.tap("Delete now")
        assert phone.screen == ""
        assert rows(d, "talk") == []
        assert len(rows(d, "sealed")) == 1


async def later(d: Deployment, hours: int) -> None:
    """Let hours pass, each with its tidying."""
    for _ in range(hours):
        d.clock.at += 3600
        await d.serving._hourly()  # noqa: SLF001 (the hour is what passes)


@pytest.mark.parametrize("hours", [1, 20, 30, 46])
async def test_clear_my_screen_reaches_two_days_back(
    tmp_path: Path, hours: int
) -> None:
    """Also when the talk itself was forgotten after a day, whenever it ended."""
    async with trial(tmp_path) as d:
        d.clock.at += 23 * 3600 - d.clock.at % DAY  # an hour before its key's midnight
        phone = await send(d, words=HER_WORDS)
        await later(d, hours)
        await phone.call(Command.CLEAR)
        await phone.tap("Delete now")
        assert HER_WORDS not in phone.screen
        assert "It is sent" not in phone.screen


async def test_a_draft_is_gone_after_a_day(tmp_path: Path) -> None:
    """What rests for clearing the screen holds none of the answers."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        await answer(phone, words=HER_WORDS)
        await later(d, 25)
        states = [
            d.serving.forgetter.keys.open(r) for r in await d.serving.store.talks()
        ]
        assert states
        assert not any(HER_WORDS.encode() in (state or b"") for state in states)
        await later(d, 25)
        assert not await d.serving.store.talks()


async def test_stop_stops_and_is_never_an_answer(tmp_path: Path) -> None:
    """STOP typed where words are asked ends the talk and is not kept."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        for _ in range(5):
            await phone.tap("Skip")
        await phone.write("STOP")
        assert "OK, we stop here. Nothing was sent." in phone.screen
        assert rows(d, "sealed") == []


async def test_nothing_counts_as_sent_before_send(tmp_path: Path) -> None:
    """A whole form filled in and reviewed is still nobody's answer."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        await answer(phone, words=HER_WORDS)
        assert "This is what you will send" in phone.screen
        assert rows(d, "sealed") == []


async def test_a_photo_is_not_kept(tmp_path: Path) -> None:
    """A photo is deleted from the chat ("I did not keep that")."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        await phone.send(Other.PHOTO)
        assert "<photo>" not in phone.screen
        assert "I did not keep that" in phone.screen


async def test_a_file_or_a_recording_of_hers_is_not_fetched(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is deleted from the chat; even the platform's name of it reaches no disk."""
    name = "BQACAgIAAxkBAAIBfilecanary"
    async with trial(tmp_path) as d:
        d.door.files[name] = HER_WORDS.encode()
        phone = await consent(d)
        for other in (Other.FILE, Other.VOICE, Other.FORWARD):
            await phone.send(other, name)
        assert "<" not in phone.screen
        assert d.door.fetched == []
        during = everything_on_disk(d.settings.home)
        rest = [d.serving.forgetter.keys.open(r) for r in await d.serving.store.talks()]
    left = during + everything_on_disk(d.settings.home) + repr(rest).encode()
    for trace in traces(HER_ID, name):
        assert trace not in left + "".join(capfd.readouterr()).encode()


async def test_after_a_gap_whoever_holds_the_phone_sees_hello_first(
    tmp_path: Path,
) -> None:
    """An hour later nothing of the draft shows until she says that it is safe."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        await phone.tap("Very bad")
        d.clock.at += 3600
        await phone.write("hello")
        assert "Is it safe for you to chat now?" in d.door.last(HER_ID)[1].text
        await phone.tap("Yes, it is safe")
        assert "go on, or start again" in d.door.last(HER_ID)[1].text


async def test_a_restart_in_mid_talk_costs_nothing(tmp_path: Path) -> None:
    """With the talk key in a tmpfs a new process goes on where the talk stood."""
    async with trial(tmp_path) as d:
        phone = await consent(d)
        await phone.tap("Very bad")
        door, clock = d.door, d.clock
    async with trial(tmp_path, door, clock) as d:
        phone = d.phone(HER_ID)
        await phone.tap("Sometimes")
        assert "3 of 8" in phone.screen


async def test_an_update_that_comes_twice_has_one_effect(tmp_path: Path) -> None:
    """A redelivered Send seals nothing more and shows the same card."""
    async with trial(tmp_path) as d:
        phone = await send(d)
        await phone.again()
        assert len(rows(d, "sealed")) == 1
        assert phone.screen.count("Thank you. It is sent.") == 1


async def test_each_kind_of_answer_rests_in_the_same_size(tmp_path: Path) -> None:
    """Whoever measures the rows cannot tell good from bad."""
    async with trial(tmp_path) as d:
        await send(d, 1, rating="Very good")
        await send(d, 2, rating="Very bad")
        assert len({len(row[-1]) for row in rows(d, "sealed")}) == 1  # type: ignore[arg-type] # bytes


async def test_no_time_finer_than_a_week_rests(tmp_path: Path) -> None:
    """No column of the serving database holds a moment near the talk's."""
    async with trial(tmp_path) as d:
        await send(d)
        near = range(d.clock.at - DAY, d.clock.at + DAY)
        tables = ("round", "sealed", "talk", "seen", "programme", "code", "staff")
        values = [v for table in tables for row in rows(d, table) for v in row]
        assert not [v for v in values if isinstance(v, int) and v in near]


async def test_the_designer_reads_the_digest_in_the_chat(tmp_path: Path) -> None:
    """A released digest reaches an invited designer, once, with its number."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer", 555_000_111)
        await crowd(d, 17)
        d.clock.at = week_begins(week_of(d.clock.at + 3 * WEEK))
        await d.gather()
        await d.serving.publish()
        assert "Blue House" not in designer.screen
        d.clock.at += WEEK + 10 * HOUR
        await d.serving.publish()
        await d.serving.publish()
        assert designer.screen.count("Blue House") == 1
        assert not re.search(r"\b17\b", designer.screen)


async def test_a_coordinator_pulls_the_same_digest_or_one_refusal(
    tmp_path: Path,
) -> None:
    """Nothing waiting and nine waiting read the same; after release, the digest."""
    async with trial(tmp_path) as d:
        pulls = []
        coordinator = await hired(d, "coordinator", 555_000_222)
        for people in (0, 9, 7):
            for person in range(people):
                await send(d, 8_000_000_000 + 100 * people + person)
            pulls.append(await pulled(coordinator))
        d.clock.at += 2 * WEEK
        await d.gather()
        assert pulls[0] == pulls[1] == pulls[2] == await pulled(coordinator)
        d.clock.at += WEEK
        assert "Blue House" in await pulled(coordinator)
        assert await pulled(coordinator) == await pulled(coordinator)


async def test_staff_cannot_answer_as_survivors(tmp_path: Path) -> None:
    """An account bound to a role is told to use another one."""
    async with trial(tmp_path) as d:
        designer = await hired(d, "designer", 555_000_111)
        await designer.start(await d.code())
        assert "another account" in d.door.last(555_000_111)[1].text
        assert rows(d, "talk") == []


async def test_a_used_invitation_binds_nobody_else(tmp_path: Path) -> None:
    """The second account that opens a one-time link gets no role."""
    async with trial(tmp_path) as d:
        first = await hired(d, "admin", 555_000_111)
        link = next(a.event.code for a in first.arrivals)  # type: ignore[union-attr] # Started
        second = d.phone(555_000_999)
        await second.start(link)
        assert len(rows(d, "staff")) == 1


async def hired(d: Deployment, role: str, person: int) -> Phone:
    """Invite an account to a role for the first service, and let it accept."""
    payload = await invite(d.serving.store, role, week_of(d.clock.at), "blue-house")  # type: ignore[arg-type] # a Role
    phone = d.phone(person)
    await phone.start(payload)
    return phone


async def pulled(coordinator: Phone) -> str:
    """Ask for the themes of Blue House over all months; return the last message."""
    await coordinator.write("/themes")
    await coordinator.tap("Blue House")
    await coordinator.tap("All months")
    return coordinator.door.last(coordinator.person)[1].text
