"""The life of a wording at the desk: written, read by other eyes, live, rolled back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

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
    stages,
    taps,
    worded,
    wordings,
)
from phones import UPDATES, Phone

from bot.conversation.events import Tapped, Wrote
from bot.flows.doors import Arrival, Copy, Gone
from bot.store.records import TextWork, Work
from bot.words.versions import Stage, mark_of

NEW = "⏭ Bỏ qua nhé"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial."""
    async with trial(tmp_path) as running:
        yield running


async def two(d: Deployment) -> tuple[Phone, Phone]:
    """Seat an admin, and a reader of Vietnamese."""
    return await seated(d, "admin", ADMIN), await seated(d, "reader", READER, "vi")


async def draft(phone: Phone, text: str = NEW, id_: str = SKIP) -> None:
    """Write a text at the desk."""
    await phone.write(f"/translate vi {id_}")
    await phone.tap("Write")
    await phone.write(text)


async def test_one_person_alone_is_live_in_at_most_five_taps(d: Deployment) -> None:
    """From /translate: the language, words of the text, Write, Approve; then it is."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate")
    await admin.tap("Tiếng Việt")
    await admin.write("Bỏ qua")
    await admin.tap(SKIP)
    await admin.tap("Write")
    await admin.write(NEW)
    await admin.tap("Approve")
    assert said(d, "vi", SKIP) == NEW
    assert taps(admin) <= 5
    assert f"words approve vi {SKIP} alone" in await acts(d)


async def test_two_people_are_live_in_at_most_five_taps(d: Deployment) -> None:
    """Language, Write and Send by the one; Open and Approve by the other."""
    admin, reader = await two(d)
    await admin.write("/translate")
    await admin.tap("Tiếng Việt")
    await admin.write(SKIP)
    await admin.tap("Write")
    await admin.write(NEW)
    await admin.tap("Send to review")
    await reader.tap("Open")
    assert said(d, "vi", SKIP) != NEW
    await reader.tap("Approve")
    assert said(d, "vi", SKIP) == NEW
    assert taps(admin, reader) <= 5


async def test_a_command_with_an_id_is_shorter_still(d: Deployment) -> None:
    """/translate vi button.skip opens the card: Write, Send, Open and Approve."""
    admin, reader = await two(d)
    await draft(admin)
    await admin.tap("Send to review")
    await reader.tap("Open")
    await reader.tap("Approve")
    assert said(d, "vi", SKIP) == NEW
    assert taps(admin, reader) == 4


async def test_nobody_approves_what_they_wrote(d: Deployment) -> None:
    """Four eyes: the writer is told who can, and nothing is live."""
    admin, _ = await two(d)
    await draft(admin)
    await admin.tap("Approve")
    assert "so another person does that" in newest(admin).text
    assert await stages(d) == ["draft"]


async def test_whoever_is_alone_is_told_how_to_go_on(d: Deployment) -> None:
    """With nobody else to approve, Send and Approve say how to get somebody."""
    admin = await seated(d, "admin", ADMIN)
    await seated(d, "reader", READER, "uk")
    await draft(admin)
    await admin.tap("Approve")
    assert "/translate invite vi" in newest(admin).text
    await admin.tap("Send to review")
    assert "SOTTO_SINGLE_PERSON" in newest(admin).text
    assert "were told" not in admin.screen
    assert await stages(d) == ["review"]


async def test_what_is_sent_is_told_once_to_the_others_of_the_language(
    d: Deployment,
) -> None:
    """Its other readers learn of it; not who sends it, no admin, no other language."""
    writer = await seated(d, "reader", WRITER, "vi")
    admin, reader = await two(d)
    stranger = await seated(d, "reader", OTHER, "uk")
    await draft(writer)
    data, at = carries(newest(writer), "send"), writer.door.last(WRITER)[0]
    await writer.press(data, at)
    await writer.press(data, at)
    await writer.again()
    assert reader.screen.count("waits for your eyes") == 1
    for other in (writer, admin, stranger):
        assert "waits for your eyes" not in other.screen
    assert (await acts(d)).count(f"words send vi {SKIP}") == 1


async def test_admins_are_told_where_a_language_has_no_other_reader(
    d: Deployment,
) -> None:
    """The only reader of a language sends, and every admin learns of it."""
    first, second = await seated(d, "admin", ADMIN), await seated(d, "admin", OTHER)
    reader = await seated(d, "reader", READER, "vi")
    await draft(reader)
    await reader.tap("Send to review")
    assert "waits for your eyes" in first.screen
    assert "waits for your eyes" in second.screen


async def test_one_who_closed_the_chat_keeps_nobody_else_from_knowing(
    d: Deployment,
) -> None:
    """A blocked chat and a contact that does not open are passed over."""
    admin, reader = await two(d)
    broken = await seated(d, "reader", WRITER, "vi")
    other = await seated(d, "reader", OTHER, "vi")
    host, store = d.serving.staff.host, d.serving.store
    row = await store.staff_at(host.slot(broken.person))
    assert row is not None
    await store.change_contact(row.id, bytes(160))
    d.door.blocked.add(reader.person)
    await draft(admin)
    await admin.tap("Send to review")
    d.door.blocked.clear()
    assert "waits for your eyes" in other.screen
    assert "waits for your eyes" not in reader.screen


async def test_the_others_are_told_even_if_the_sender_is_gone(d: Deployment) -> None:
    """What is done is done: the chat that closes meanwhile is only the sender's."""
    admin, reader = await two(d)
    await draft(admin)
    data, at = carries(newest(admin), "send"), admin.door.last(ADMIN)[0]
    d.door.blocked.add(ADMIN)
    with pytest.raises(Gone):
        await admin.press(data, at)
    assert "waits for your eyes" in reader.screen


async def test_a_blocked_draft_is_kept_but_goes_nowhere(d: Deployment) -> None:
    """A text that lost its picture can be neither sent nor approved, by anybody."""
    alone(d)
    admin, reader = await two(d)
    await draft(admin, "Bỏ qua nhé")
    assert "The draft is kept" in newest(admin).text
    assert "⛔" in newest(admin).text
    for button in ("Send to review", "Approve"):
        await admin.tap(button)
        assert "A check still says ⛔" in newest(admin).text
    assert await stages(d) == ["draft"]
    assert "waits for your eyes" not in reader.screen


async def test_a_screen_that_no_message_holds_is_not_approved(d: Deployment) -> None:
    """Each line of the consent fits by itself; the last one is too much for all."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    lines = ("C2.choose", "C2.name", "C2.telegram", "C2.stop")
    rows = [worded(d, "Có thể. " * 120, Stage.LIVE, id=id_) for id_ in lines]
    await keep(d, *rows)
    await draft(admin, "Có thể. " * 80, "C2.duty")
    await admin.tap("Approve")
    assert "A check still says ⛔" in newest(admin).text
    assert "makes the screen C2.duty" in newest(admin).text
    assert "Say it shorter." in newest(admin).text


async def test_a_word_that_calls_another_command_is_not_approved(
    d: Deployment,
) -> None:
    """What stops a talk in one text cannot delete in another."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    stop = said(d, "vi", "word.stop")
    await draft(admin, stop.split("|")[0], "word.delete")
    await admin.tap("Approve")
    assert "has a word that word.stop has too" in newest(admin).text


async def test_a_word_that_calls_another_command_elsewhere_is_not_approved(
    d: Deployment,
) -> None:
    """Words are typed in any language: what stops in Ukrainian must not delete."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    stop = said(d, "uk", "word.stop").split("|")[0]
    await draft(admin, f"xóa đi|xóa hết|{stop}", "word.delete")
    await admin.tap("Approve")
    assert f"a command in another language: {stop}." in newest(admin).text
    await draft(admin, "xóa đi|xóa hết", "word.delete")
    await admin.tap("Approve")
    assert said(d, "vi", "word.delete") == "xóa đi|xóa hết"


async def test_stray_spaces_are_tidied(d: Deployment) -> None:
    """A phone's keyboard adds them; nobody should have to see them."""
    admin, _ = await two(d)
    await draft(admin, "  ⏭  Bỏ qua   nhé \n")
    (row,) = await wordings(d)
    assert row.forms == (NEW,)


async def test_a_text_that_nobody_could_see_is_no_text(d: Deployment) -> None:
    """A button must have something on it: spaces and hidden marks are asked anew."""
    admin, _ = await two(d)
    await draft(admin, "\u2068 \u2069")
    assert "Send the new text for" in newest(admin).text
    await admin.write("\u200b")
    await admin.write(NEW)
    assert [w.forms for w in await wordings(d)] == [(NEW,)]


async def test_marks_that_came_along_with_a_copy_are_left_out(d: Deployment) -> None:
    """What a right-to-left message put around a line or a placeholder is not text."""
    admin = await seated(d, "admin", ADMIN)
    (now,) = d.serving.facts.edition.shelf("ar").standings["Q.head"].forms
    shown = now.replace("{number}", "\u2068{number}\u2069")
    await admin.write("/translate ar Q.head")
    await admin.tap("Write")
    await admin.write(f"\u200f\u2068{shown}!\u2069")
    (row,) = await wordings(d, "ar", "Q.head")
    assert row.forms == (f"{now}!",)


async def test_marks_set_on_purpose_stay(d: Deployment) -> None:
    """An Arabic translator isolates a Latin command; half a pair is left out."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate ar D3")
    await admin.tap("Write")
    await admin.write("اكتبوا \u2066abc\u2069 هنا\n\u2068سطر")
    (row,) = await wordings(d, "ar", "D3")
    assert row.forms == ("اكتبوا \u2066abc\u2069 هنا\nسطر",)


async def test_what_nobody_can_type_is_copied(d: Deployment) -> None:
    """Each placeholder and the text as it is have a button that copies them."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate ar Q.head")
    await admin.tap("Write")
    copies = [tap for row in newest(admin).rows for tap in row if isinstance(tap, Copy)]
    forms = d.serving.facts.edition.shelf("ar").standings["Q.head"].forms
    assert [copy.text for copy in copies] == ["{number}", "{count}", *forms]


async def test_a_text_too_long_for_a_button_is_copied_from_the_question(
    d: Deployment,
) -> None:
    """Telegram lets a button copy 256 letters, emoji counted as two."""
    admin = await seated(d, "admin", ADMIN)
    long = "⏭ " + "🙂" * 130
    await keep(d, worded(d, long, Stage.DRAFT))
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Write")
    assert long in newest(admin).text
    assert not any(isinstance(t, Copy) for row in newest(admin).rows for t in row)


async def test_arabic_is_asked_for_six_forms_each_with_its_numbers(
    d: Deployment, tmp_path: Path
) -> None:
    """One at a time; a restart in between loses none of them."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate ar R2a")
    await admin.tap("Write")
    numbers = ("0", "1", "2", "3, 4, 5", "11, 12, 13", "100, 101, 102")
    forms = d.serving.facts.edition.shelf("ar").standings["R2a"].forms
    for place, few in enumerate(numbers[:3]):
        assert f"form {place + 1}, which is for {few} and so on" in newest(admin).text
        await admin.write(f"{forms[place]} {place}")
    async with trial(tmp_path, d.door, d.clock) as later:
        back = later.phone(ADMIN)
        for place, few in enumerate(numbers[3:], start=3):
            assert f"form {place + 1}, which is for {few} and so on" in back.screen
            await back.write(f"{forms[place]} {place}")
        (row,) = await wordings(later, "ar", "R2a")
        assert [form[-1] for form in row.forms] == ["0", "1", "2", "3", "4", "5"]


async def test_a_restart_before_the_text_comes_loses_nothing(
    d: Deployment, tmp_path: Path
) -> None:
    """What was asked rests in the database."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Write")
    async with trial(tmp_path, d.door, d.clock) as later:
        await later.phone(ADMIN).write(NEW)
        assert await stages(later) == ["draft"]


async def test_a_rejected_draft_says_why_to_its_writer(d: Deployment) -> None:
    """The reason and the draft stand on the card, and people read what they did."""
    admin, reader = await two(d)
    before = said(d, "vi", SKIP)
    await draft(admin)
    await reader.write(f"/translate vi {SKIP}")
    await reader.tap("Reject")
    await reader.write("nobody says it so")
    await admin.write(f"/translate vi {SKIP}")
    assert f"Rejected: nobody says it so\n{NEW}" in newest(admin).text
    assert (await stages(d), said(d, "vi", SKIP)) == (["rejected"], before)


async def test_what_is_rolled_back_says_again_what_it_said(d: Deployment) -> None:
    """Over an earlier wording, that one."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    for text in (NEW, "⏭ Bỏ qua đi"):
        await draft(admin, text)
        await admin.tap("Approve")
        assert said(d, "vi", SKIP) == text
    await admin.tap("Roll back")
    assert said(d, "vi", SKIP) == NEW


async def test_with_nothing_before_it_what_came_along_is_said(d: Deployment) -> None:
    """A first wording that is rolled back leaves the text of the program."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    shipped = said(d, "vi", SKIP)
    await draft(admin)
    await admin.tap("Approve")
    await admin.tap("Roll back")
    assert said(d, "vi", SKIP) == shipped
    assert await acts(d) == [
        f"words approve vi {SKIP} alone",
        f"words undo vi {SKIP}",
        f"words write vi {SKIP}",
    ]


async def test_a_changed_english_can_still_mean_the_same(d: Deployment) -> None:
    """Stale until somebody vouches for it; the button is there only then."""
    admin, _ = await two(d)
    await keep(d, worded(d, NEW, Stage.LIVE))
    await admin.write(f"/translate vi {SKIP}")
    assert "♻️ Meaning unchanged" not in labels(newest(admin))
    await keep(d, worded(d, "⏭ Leave out", Stage.LIVE, code="en"))
    await admin.write(f"/translate vi {SKIP}")
    assert "stale" in newest(admin).text
    await admin.tap("Compare")
    assert "⏭ [-Skip-]⟨+Leave out+⟩" in newest(admin).text
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Meaning unchanged")
    assert "stale" not in newest(admin).text
    assert (await wordings(d))[-1].source == mark_of(("⏭ Leave out",))


async def test_what_could_hurt_is_translated_back_by_another_person(
    d: Deployment,
) -> None:
    """Not by its writer, not without; then it is approved."""
    admin, reader = await two(d)
    other = await seated(d, "admin", OTHER)
    now = said(d, "vi", "X3")
    await draft(admin, f"{now} ", "X3")
    await draft(admin, now.replace(".", "!"), "X3")
    await admin.tap("Translate back")
    assert "so another person does that" in newest(admin).text
    await reader.write("/translate vi X3")
    await reader.tap("Approve")
    assert "Another person translates it back first" in newest(reader).text
    await reader.tap("Translate back")
    await reader.write("All is deleted.")
    assert "All is deleted." in newest(reader).text
    await other.write("/translate vi X3")
    await other.tap("Approve")
    assert said(d, "vi", "X3") == now.replace(".", "!")


async def test_whoever_is_alone_translates_back_their_own_words(d: Deployment) -> None:
    """Not even then is it left out: reading it once more finds mistakes."""
    alone(d)
    admin = await seated(d, "admin", ADMIN)
    new = said(d, "vi", "X3").replace(".", "!")
    await draft(admin, new, "X3")
    await admin.tap("Approve")
    assert said(d, "vi", "X3") != new
    await admin.tap("Translate back")
    await admin.write("All is deleted!")
    await admin.tap("Approve")
    assert said(d, "vi", "X3") == new


async def test_a_back_translation_of_another_text_is_not_kept(d: Deployment) -> None:
    """Asked about one draft, answered when another stands: that says nothing of it."""
    admin, reader = await two(d)
    now = said(d, "vi", "X3")
    await draft(admin, now.replace(".", "!"), "X3")
    await reader.write("/translate vi X3")
    await reader.tap("Translate back")
    await draft(admin, now.replace(".", "?"), "X3")
    await reader.write("All is deleted!")
    assert "has changed in the meantime" in newest(reader).text
    assert [w.back for w in await wordings(d, "vi", "X3")] == ["", ""]


async def test_a_reason_for_another_text_rejects_nothing(d: Deployment) -> None:
    """The draft that came in between is not the one that was meant."""
    admin, reader = await two(d)
    await draft(admin)
    await reader.write(f"/translate vi {SKIP}")
    await reader.tap("Reject")
    await draft(admin, "⏭ Bỏ qua đi")
    await reader.write("nobody says it so")
    assert "has changed in the meantime" in newest(reader).text
    assert await stages(d) == ["past", "draft"]


async def test_a_text_written_over_another_ones_draft_loses_neither(
    d: Deployment,
) -> None:
    """Both rest; who wrote the later one is told of the other."""
    admin, reader = await two(d)
    await reader.write(f"/translate vi {SKIP}")
    await reader.tap("Write")
    await draft(admin)
    await reader.write("⏭ Bỏ qua đi")
    assert "has changed in the meantime" in newest(reader).text
    assert [w.forms[0] for w in await wordings(d)] == [NEW, "⏭ Bỏ qua đi"]
    assert await stages(d) == ["past", "draft"]


@pytest.mark.parametrize("verb", ["ok", "send", "undo", "same", "no", "back"])
async def test_a_press_on_an_old_card_changes_nothing(d: Deployment, verb: str) -> None:
    """It shows the text as it stands, and says that it has changed."""
    admin, reader = await two(d)
    await draft(admin)
    old = carries(newest(admin), "ok").replace(":ok:", f":{verb}:")
    await draft(admin, "⏭ Bỏ qua đi")
    before = await wordings(d), await acts(d)
    await reader.write(f"/translate vi {SKIP}")
    await reader.press(old, reader.door.last(READER)[0])
    assert "has changed in the meantime" in newest(reader).text
    assert "⏭ Bỏ qua đi" in newest(reader).text
    assert (await wordings(d), await acts(d)) == before


async def test_two_who_approve_at_once_approve_once(d: Deployment) -> None:
    """The second is told that there is nothing to do."""
    admin, reader = await two(d)
    other = await seated(d, "admin", OTHER)
    await draft(admin)
    data = carries(newest(admin), "ok")
    ids = [d.door.put(who.person, "card") for who in (reader, other)]
    await asyncio.gather(reader.press(data, ids[0]), other.press(data, ids[1]))
    assert (await acts(d)).count(f"words approve vi {SKIP}") == 1
    assert await stages(d) == ["live"]
    screens = reader.screen + other.screen
    assert screens.count("It is live") == 1
    assert screens.count("There is nothing to do that with") == 1


async def test_two_who_write_at_once_both_have_a_draft(d: Deployment) -> None:
    """One comes after the other; neither is lost and neither stands twice."""
    admin, reader = await two(d)
    for phone in (admin, reader):
        await phone.write(f"/translate vi {SKIP}")
        await phone.tap("Write")
    await asyncio.gather(admin.write(NEW), reader.write("⏭ Bỏ qua đi"))
    rows = await wordings(d)
    assert [w.version for w in rows] == [1, 2]
    assert {w.forms[0] for w in rows} == {NEW, "⏭ Bỏ qua đi"}


async def test_an_update_that_comes_again_shows_where_one_stands(
    d: Deployment,
) -> None:
    """A press, words and a question come again: nothing changes, the answer does."""
    admin, _ = await two(d)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Write")
    await admin.again()
    assert "Send the new text for" in newest(admin).text
    await admin.write(NEW)
    before = await wordings(d), await acts(d), await spot(d, admin)
    await admin.again()
    assert (await wordings(d), await acts(d), await spot(d, admin)) == before
    assert f"📝 Draft 1:\n{NEW}" in newest(admin).text


async def test_an_invitation_is_made_once(d: Deployment) -> None:
    """The command that comes again makes no second link."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate invite vi")
    await admin.again()
    assert admin.screen.count("https://t.me/") == 1


async def test_what_another_process_wrote_is_not_written_over(d: Deployment) -> None:
    """The command line keeps a draft while somebody writes: theirs is the next one."""
    admin, _ = await two(d)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Write")
    row = worded(d, "⏭ Từ máy chủ", Stage.DRAFT)
    await d.serving.store.commit(Work(texts=TextWork(added=(row,))))
    await admin.write(NEW)
    assert [w.version for w in await wordings(d)] == [1, 2]


async def test_whoever_writes_the_same_is_asked_nothing_more(d: Deployment) -> None:
    """The next words are not taken for another draft."""
    admin, _ = await two(d)
    await draft(admin, said(d, "vi", SKIP))
    assert "That is what it says already" in newest(admin).text
    await admin.write("Thank you")
    assert await wordings(d) == []


async def test_a_text_that_begins_with_a_command_can_be_written(d: Deployment) -> None:
    """`/translate opens …` is such a text; a language behind it is a command."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate ru desk.hint")
    await admin.tap("Write")
    await admin.write("/translate открывает тексты.")
    assert await stages(d, "ru", "desk.hint") == ["draft"]


async def test_the_log_holds_no_words(d: Deployment) -> None:
    """Who did what with which text: neither the text, nor a reason, nor a search."""
    admin, reader = await two(d)
    await draft(admin, "⏭ Canarywrite")
    await reader.write("/translate vi Canarywrite")
    await reader.tap("Reject")
    await reader.write("Canaryreason")
    every = [act.what for act in await d.serving.store.acts()]
    assert f"words reject vi {SKIP}" in every
    assert not [what for what in every if "canary" in what.casefold()]


GARBAGE = (
    "t:w:",
    "t:w:ok",
    "t:w:ok:vi",
    "t:w:ok:vi:deadbeef:0",
    "t:w:nothing:vi:adbb67b9:0",
    "t:w:lang:xx",
    "t:w:lang",
    "t:w:list:vi:nofilter",
    "t:w:list:vi",
    "t:w:apply:vi",
    "t:w:signed:vi",
    "t:w:seen",
    "t:w:card:vi:button.skip:0",
    "t:w:ok:vi:adbb67b9:" + "9" * 45,
    "t:w:" + "a" * 60,
    "t:w:ok:vi:adbb67b9:٣",
    "t:w:\u2068ok\u2069:vi",
)


async def test_garbage_in_a_press_is_answered_like_any_other(d: Deployment) -> None:
    """No error, nothing changed, and the press is answered."""
    admin, reader = await two(d)
    await draft(admin)
    before = await wordings(d)
    for phone in (admin, reader):
        for data in GARBAGE:
            at = phone.door.last(phone.person)[0]
            answered = len(d.door.answered)
            event = Tapped(d.clock.at, -1, data)
            who = phone.person
            arrival = Arrival(next(UPDATES), who, who, event, press="p", live=at)
            await d.serving.receive(arrival)
            assert len(d.door.answered) == answered + 1
    assert await wordings(d) == before


async def test_odd_commands_are_answered(d: Deployment) -> None:
    """Whatever stands behind a command, somebody learns what to do."""
    admin = await seated(d, "admin", ADMIN)
    for text in ("", " xx", " invite", " invite xx"):
        for odd in ("", " \u2068\u2069", " x y z"):
            await admin.write(f"/translate{text}{odd}")
            told = newest(admin).text
            assert "/translate" in told or "Which language" in told


async def test_a_language_is_known_by_its_tags(d: Deployment) -> None:
    """Nobody has to know that Dari is fa_AF here; a country alone says nothing."""
    admin = await seated(d, "admin", ADMIN)
    for tag in ("VI", "zh", "prs", "mo", "fa-AF", "vi-VN"):
        await admin.write(f"/translate {tag}")
        assert "▱" in newest(admin).text
    await admin.write("/translate vx-VN")
    assert "no language" in newest(admin).text


async def test_words_to_nobody_reach_the_staff_room(d: Deployment) -> None:
    """Where nothing was asked, the bot says what somebody is here."""
    admin = await seated(d, "admin", ADMIN)
    arrival = Arrival(next(UPDATES), ADMIN, ADMIN, Wrote(d.clock.at, "Hello"))
    await d.serving.receive(arrival)
    assert "Your role here: admin" in newest(admin).text
    await d.serving.receive(replace(arrival, update=next(UPDATES)))
    assert "Your role here: admin" in newest(admin).text


@pytest.mark.parametrize("command", ["/log", "/themes"])
async def test_another_command_ends_what_was_asked(d: Deployment, command: str) -> None:
    """What is written afterwards becomes no draft."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Write")
    await admin.write(command)
    await admin.write("Thank you, that is all for today")
    assert await wordings(d) == []
