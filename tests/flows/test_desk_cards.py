"""What is read at the desk: languages, filters, cards, previews and histories."""

import re
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
    alone,
    carries,
    keep,
    labels,
    member,
    newest,
    said,
    seated,
    spot,
    worded,
    wordings,
)
from phones import Phone

from bot.conversation.scenes import Sample, sampled, scenes
from bot.flows.desk.places import Filter, digits
from bot.flows.listen import rendered
from bot.store.records import TextWork, Work
from bot.weeks import monday_of, week_of
from bot.words.standing import State
from bot.words.versions import Stage

NEW = "⏭ Bỏ qua nhé"


@pytest.fixture
async def d(tmp_path: Path) -> AsyncIterator[Deployment]:
    """Run a trial."""
    async with trial(tmp_path) as running:
        yield running


def shown_id(phone: Phone) -> tuple[str, str]:
    """Return the language and the text of the card that is shown, or ("", "")."""
    found = re.search(r"^(\w+) · (\S+)$", newest(phone).text, re.MULTILINE)
    return (found[1], found[2]) if found else ("", "")


async def walked(phone: Phone, most: int = 400) -> list[tuple[str, str]]:
    """Tap Next until there is nothing more; return what was shown."""
    found: list[tuple[str, str]] = []
    for _ in range(most):
        if not shown_id(phone)[1]:
            return found
        found.append(shown_id(phone))
        await phone.tap("Next")
    raise AssertionError(found)


async def test_each_language_stands_in_the_list_with_its_coverage(
    d: Deployment,
) -> None:
    """English is all there; what came with the program is a draft elsewhere."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate")
    every = labels(newest(admin))
    assert len(every) == len(d.serving.facts.words.languages)
    assert next(x for x in every if "English" in x) == "English: 172 of 172"
    assert next(x for x in every if "Tiếng Việt" in x) == "Tiếng Việt: 0 of 172"


async def test_who_may_approve_alone_is_told_so(d: Deployment) -> None:
    """Single-person mode is seen by everybody at the desk."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate")
    assert "may approve alone" not in newest(admin).text
    alone(d)
    await admin.write("/translate")
    assert "may approve alone" in newest(admin).text


async def filled(d: Deployment) -> None:
    """Let one text of Vietnamese be in each state."""
    english = worded(d, "⏭ Leave out", Stage.LIVE, code="en")
    stale = worded(d, NEW, Stage.LIVE)
    waits = worded(d, "⬅️ Về", Stage.REVIEW, id="button.back")
    failed = worded(d, "Xong", Stage.DRAFT, id="button.done")
    gone = worded(d, "không", Stage.REJECTED, id="about", reason="no")
    back = worded(d, said(d, "vi", "X3"), Stage.DRAFT, id="X3", back="all", back_by="9")
    await keep(d, stale, waits, failed, gone, back)
    await keep(d, english)


async def test_each_filter_counts_and_shows_just_its_texts(d: Deployment) -> None:
    """Seven ways in, each with the number of texts behind it, and Next through all."""
    await filled(d)
    reader = await seated(d, "reader", READER, "vi")
    library = await d.serving.library()
    standings = library.shelf("vi").standings
    shelf = {i: s for i, s in standings.items() if not s.source.for_staff}
    who = str((await member(d, reader)).id)
    drafts = {i for i, s in shelf.items() if s.candidate is not None}
    missing = {i for i, s in shelf.items() if s.state is State.MISSING}
    wanted = {
        Filter.STALE: {SKIP},
        Filter.WAITING: {"button.back"},
        Filter.FAILED: {"button.done"},
        Filter.ALL: {*shelf},
        Filter.MISSING: {*missing, "about"},
        Filter.DRAFT: drafts,
        Filter.BACK: {i for i in drafts if shelf[i].critical and i != "X3"},
    }
    await reader.write("/translate")
    ways = newest(reader)
    for which, ids in wanted.items():
        assert library.count("vi", which, who) == len(ids)
        assert any(label.endswith(f": {len(ids)}") for label in labels(ways))
        if which in {Filter.STALE, Filter.WAITING, Filter.FAILED, Filter.MISSING}:
            await reader.write("/translate")
            await reader.press(f"t:w:list:vi:{which.value}:0", d.door.last(READER)[0])
            assert {id_ for _, id_ in await walked(reader)} == ids


async def test_my_own_text_does_not_wait_for_me(d: Deployment) -> None:
    """It waits for the others; alone, it waits for whoever is there."""
    admin = await seated(d, "admin", ADMIN)
    who = str((await member(d, admin)).id)
    await keep(d, worded(d, NEW, Stage.REVIEW, author=who))
    library = await d.serving.library()
    assert library.count("vi", Filter.WAITING, who) == 0
    assert library.count("vi", Filter.WAITING, "9002") == 1
    lonely = replace(library, alone=True)
    assert lonely.count("vi", Filter.WAITING, who) == 1


@pytest.mark.parametrize(
    "words",
    [
        "button.skip",
        "\u2068button.skip\u2069",
        "⏭ Skip",
        "bỏ QUA",
        "Canary",
        "BUTTON.S",
    ],
)
async def test_a_text_is_found_by_id_english_or_words(
    d: Deployment, words: str
) -> None:
    """In whatever case, also by a draft, and with marks that a copy brought along."""
    await keep(d, worded(d, "⏭ canary", Stage.DRAFT))
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {words}")
    assert "button.skip" in newest(admin).text + str(labels(newest(admin)))


async def test_a_search_that_finds_nothing_says_so(d: Deployment) -> None:
    """And other words can be sent at once."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi xyzzy")
    assert "No text has “xyzzy”" in newest(admin).text
    await admin.write(SKIP)
    assert shown_id(admin) == ("vi", SKIP)


async def test_next_crosses_languages_for_an_admin_alone(d: Deployment) -> None:
    """What waits in the next language comes after this one; a reader stops there."""
    row = worded(d, "⬅️ Về", Stage.REVIEW, id="button.back")
    await keep(d, row, replace(row, language="ru", forms=("⬅️ Назад!",)))
    admin = await seated(d, "admin", ADMIN)
    reader = await seated(d, "reader", READER, "ru")
    for phone in (admin, reader):
        await phone.write("/translate ru")
        await phone.tap("Waiting for me")
    assert await walked(admin) == [("ru", "button.back"), ("vi", "button.back")]
    assert await walked(reader) == [("ru", "button.back")]


async def test_next_goes_on_after_something_was_done(d: Deployment) -> None:
    """Translated back, and Next is the next one to translate back."""
    reader = await seated(d, "reader", READER, "vi")
    await reader.write("/translate")
    await reader.tap("To translate back")
    first = shown_id(reader)
    await reader.tap("Translate back")
    await reader.write("Hello.")
    assert shown_id(reader) == first
    await reader.tap("Next")
    library = await d.serving.library()
    ids = [s.id for s in library.texts("vi", await spot(d, reader), "")]
    assert shown_id(reader) == ("vi", ids[0])
    assert first[1] not in ids


async def test_a_card_shows_what_a_tired_person_needs(d: Deployment) -> None:
    """Id, screen, English, what people read with its state, the draft, the checks."""
    admin = await seated(d, "admin", ADMIN)
    await keep(d, worded(d, "Bỏ qua nhé", Stage.DRAFT))
    await admin.write(f"/translate vi {SKIP}")
    assert newest(admin).text == (
        f"vi · {SKIP}\n"
        "Q1: question 1\n\n"
        "To be translated:\n⏭ Skip\n\n"
        "What people read (draft):\n⏭ Bỏ qua\n\n"
        "📝 Draft 1:\nBỏ qua nhé\n\n"
        "⛔ must begin with ⏭ and a space"
    )


async def test_a_card_shows_what_it_says_translated_back(d: Deployment) -> None:
    """Beside the English, so that two can be compared."""
    now = said(d, "vi", "X3")
    await keep(d, worded(d, now, Stage.DRAFT, id="X3", back="All gone.", back_by="9"))
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi X3")
    assert "Translated back, it says:\nAll gone." in newest(admin).text
    assert "translated back" in newest(admin).text


async def test_details_tell_note_placeholders_limit_screens_and_all_history(
    d: Deployment,
) -> None:
    """Who, when, and what changed, of each version and each form, newest first."""
    rows = [
        worded(d, f"⏭ Bỏ {n}", Stage.PAST, n, author="123456", approver="987654")
        for n in range(1, 9)
    ]
    await keep(d, *rows, worded(d, "⏭ Bỏ 8 nhé", Stage.REJECTED, 9, reason="long"))
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Details")
    text = newest(admin).text
    assert text.startswith(f"{SKIP}\nButton under every question.\n")
    assert "At most 24 letters" in text
    assert "Screens: Q1, Q2," in text
    week = monday_of(week_of(d.clock.at))
    assert f"9. rejected, week of {week}, by …9001, approved by - long" in text
    assert "⏭ Bỏ 8⟨+ nhé+⟩" in text
    assert f"1. replaced, week of {week}, by …3456, approved by …7654" in text
    assert "⏭ Bỏ [-qua-]⟨+1+⟩" in text
    assert text.index("9. rejected") < text.index("1. replaced")


async def test_details_name_placeholders(d: Deployment) -> None:
    """As they have to stand in the translation."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi Q.head")
    await admin.tap("Details")
    assert "{count}, {number}" in newest(admin).text


async def test_a_history_tells_of_every_plural_form(d: Deployment) -> None:
    """A change in the form for one is not hidden behind the form for many."""
    forms = d.serving.facts.edition.shelf("uk").standings["R2a"].forms
    fresh = (forms[0] + "!", *forms[1:])
    await keep(d, worded(d, "", Stage.DRAFT, code="uk", id="R2a", forms=fresh))
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate uk R2a")
    await admin.tap("Details")
    assert "!+⟩" in newest(admin).text


async def test_a_comparison_marks_what_went_and_what_came(d: Deployment) -> None:
    """By words; where no space parts them, by letters."""
    admin = await seated(d, "admin", ADMIN)
    th = said(d, "th", SKIP)
    await keep(
        d, worded(d, NEW, Stage.DRAFT), worded(d, th + "ก", Stage.DRAFT, code="th")
    )
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Compare")
    assert newest(admin).text.endswith("⏭ Skip\n\n⏭ Bỏ qua⟨+ nhé+⟩")
    await admin.write(f"/translate th {SKIP}")
    await admin.tap("Compare")
    assert newest(admin).text.endswith(f"{th}⟨+ก+⟩")


async def test_a_preview_is_the_very_card_that_people_see(d: Deployment) -> None:
    """The same code draws it; the text alone is another, and its length is told."""
    admin = await seated(d, "admin", ADMIN)
    await keep(d, worded(d, NEW, Stage.DRAFT))
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Preview")
    library = await d.serving.library()
    house = sampled(library.deployment, Sample.SHORT)
    (scene, *_) = [x for x in scenes(house, "vi") if x.id == "Q1"]
    card = rendered(library.words, scene.card)
    shown = newest(admin)
    assert shown.text == f"👁 Q1: question 1\n12 letters, at most 24\n\n{card.text}"
    assert labels(shown) == [*labels(card)[:-1], NEW]


async def test_the_buttons_of_a_preview_do_nothing(d: Deployment) -> None:
    """Whoever taps one is told that it is a preview."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write(f"/translate vi {SKIP}")
    await admin.tap("Preview")
    before = newest(admin), await spot(d, admin), await d.serving.store.acts()
    await admin.press(carries(newest(admin), "seen"), d.door.last(ADMIN)[0])
    assert d.door.answered[-1][1] == "This is a preview."
    after = newest(admin), await spot(d, admin), await d.serving.store.acts()
    assert after == before


async def test_other_names_are_short_long_and_right_to_left(d: Deployment) -> None:
    """In the same message, and round again."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi S1")
    await admin.tap("Preview")
    assert "🔀 Other names" not in labels(newest(admin))
    await admin.write("/translate vi about")
    await admin.tap("Preview")
    seen = []
    for _ in range(4):
        seen.append(newest(admin).text)
        count = len(d.door.chats[ADMIN])
        await admin.tap("Other names")
        assert len(d.door.chats[ADMIN]) == count
    assert "Ayo" in seen[0]
    assert "Northern Lakes" in seen[1]
    assert "جمعية" in seen[2]
    assert seen[3] == seen[0]


async def test_a_text_that_cannot_be_said_is_not_shown_as_another(
    d: Deployment,
) -> None:
    """Without its placeholder it has no screen: the old text would mislead."""
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi Q.head")
    await admin.tap("Write")
    await admin.write("Câu hỏi")
    assert "👁" not in newest(admin).text
    await admin.tap("Preview")
    assert "cannot be shown on its screen" in newest(admin).text
    assert newest(admin).text.endswith("Câu hỏi")


async def test_own_content_is_previewed_with_its_new_text(d: Deployment) -> None:
    """A service, a country, a helpline, a question and an answer of this place."""
    admin = await seated(d, "admin", ADMIN)
    library = await d.serving.library()
    kinds: dict[str, str] = {}
    for own in library.owns:
        if own.id and library.screens(own.id):
            kinds.setdefault(own.id.split(".")[0] + own.id.split(".")[-1], own.id)
    assert len(kinds) >= 3
    for id_ in kinds.values():
        await admin.write(f"/translate vi {id_}")
        await admin.tap("Write")
        await admin.write("Bươm bướm")
        preview = list(d.door.chats[ADMIN].values())[-2]
        assert "Bươm bướm" in preview.text + str(labels(preview)), id_


async def test_read_all_screens_shows_each_of_them(d: Deployment) -> None:
    """From choosing a language to deleting, in messages that fit."""
    reader = await seated(d, "reader", READER, "vi")
    await reader.write("/translate")
    await reader.tap("Read all screens")
    library = await d.serving.library()
    for scene in scenes(library.deployment, "vi"):
        assert scene.says in reader.screen


async def test_a_language_that_is_gone_is_no_error(d: Deployment) -> None:
    """A reader whose language was taken out of the list is told so."""
    reader = await seated(d, "reader", READER, "eo")
    await reader.write("/translate")
    assert "There is no language “eo” here" in newest(reader).text
    await reader.press("t:w:home", d.door.last(READER)[0])
    assert "There is no language “eo” here" in newest(reader).text


async def test_two_texts_of_the_same_digits_are_never_taken_for_one_another(
    d: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press that could mean either opens neither."""
    library = await d.serving.library()
    monkeypatch.setattr("bot.flows.desk.library.digits", lambda _: "same")
    assert library.found("vi", "same") is None
    assert library.found("vi", SKIP) is not None


async def test_ids_of_all_texts_have_digits_of_their_own(d: Deployment) -> None:
    """So that every button works."""
    library = await d.serving.library()
    ids = library.shelf("vi").standings
    assert len({digits(id_) for id_ in ids}) == len(ids)


async def test_an_orphan_is_shown_and_can_be_let_go(d: Deployment) -> None:
    """A wording of a text that is no more is not lost, and is nobody's to write."""
    row = replace(worded(d, "cũ", Stage.LIVE), id="old.text")
    await d.serving.store.commit(Work(texts=TextWork(added=(row,))))
    admin = await seated(d, "admin", ADMIN)
    await admin.write("/translate vi old.text")
    assert "no longer used" in newest(admin).text
    for label in ("✍️ Write", "⚖️ Compare"):
        assert label not in labels(newest(admin))
    await admin.tap("Preview")
    await admin.tap("Details")
    await seated(d, "admin", OTHER)
    assert (await wordings(d, "vi", "old.text"))[0].stage is Stage.LIVE
