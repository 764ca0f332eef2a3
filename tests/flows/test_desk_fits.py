"""Whatever stands in a text, what the desk shows fits a message and its buttons."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from deployments import trial
from fakes import fits
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.desk import asking, moves, showing, signing, voices
from bot.flows.desk.fitting import pages
from bot.flows.desk.library import Library
from bot.flows.desk.places import Filter, Press, Spot, digits, pressed, read_spot
from bot.flows.desk.places import written as rests
from bot.flows.desk.sitting import Answer, Sitting
from bot.store.records import StaffRow
from bot.weeks import Week
from bot.words.phrases import Own
from bot.words.proposals import Hand
from bot.words.standing import Standing
from bot.words.versions import Stage, Wording, mark_of
from bot.words.writing import MESSAGE, cut, units

HAND = Hand("9223372036854775807", Week(2969))
ADMIN = StaffRow(9223372036854775807, b"", b"", "admin", "")
HUGE = "🙂" * 4096
"""More than one message holds, and twice as many units as letters."""


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """Return a trial's library."""
    async with trial(tmp_path) as running:
        yield await running.serving.library()


def sat(library: Library, tongue: str, spot: Spot | None = None) -> Sitting:
    """Seat an admin who reads the desk in a language."""
    return Sitting(library, ADMIN, tongue, spot or Spot(), HAND, (ADMIN,))


def longest(library: Library, code: str) -> list[Standing]:
    """Return the longest text of a language and button, and one that counts."""
    every = [
        s
        for s in library.shelf(code).standings.values()
        if s.forms and not s.source.for_staff
    ]
    every.sort(key=lambda s: -sum(map(units, s.forms)))
    buttons = [s for s in every if s.source.kind == "Button"]
    counted = [s for s in every if s.source.counted]
    return [every[0], buttons[0], counted[0]]


def written(standing: Standing, text: str, versions: int) -> tuple[Wording, ...]:
    """Return many versions of a text, the last but one live, the last a draft."""
    counted = standing.source.counted
    forms = (text,) * (standing.language.nplurals if counted else 1)
    stages = [Stage.PAST] * (versions - 2) + [Stage.LIVE, Stage.DRAFT]
    return tuple(
        Wording(
            standing.language.code,
            standing.id,
            number,
            forms,
            mark_of(("old",)),
            stage,
            HAND.who,
            HAND.week,
            back=HUGE,
            back_by="9001",
            approver="9002" if stage is not Stage.DRAFT else "",
            reason=HUGE[:300],
        )
        for number, stage in enumerate(stages, start=1)
    )


def looks(sitting: Sitting, one: Standing) -> Iterator[Answer]:
    """Yield everything that is shown of a text."""
    for verb, look in moves.LOOKS.items():
        if verb not in {"next", "wait", "new"}:
            yield look(sitting, one)
    yield asking.ask_back(sitting, one)
    yield asking.ask_why(sitting, one)
    yield Answer((sitting.cards.card(one, "A note."),))


def check(answer: Answer) -> None:
    """Hold every message and every button of an answer against what Telegram takes."""
    for shown in answer.shows:
        assert fits(shown), shown
        for row in shown.rows:
            for tap in row:
                if isinstance(tap, tuple):
                    assert pressed(tap[1]) is not None, tap


async def test_the_longest_texts_of_every_language_fit(library: Library) -> None:
    """Card, question, preview, history: in each language of the staff."""
    tongues = [x.code for x in library.edition.shipped.languages if x.staff]
    for place, language in enumerate(library.languages):
        code = language.code
        for one in longest(library, code):
            sitting = sat(library, tongues[place % len(tongues)])
            for answer in looks(sitting, one):
                check(answer)


@pytest.mark.parametrize("text", [HUGE, "{name} " * 500, "\u2068", "a\n" * 2000, ""])
async def test_the_oddest_drafts_fit_in_every_tongue(
    library: Library, text: str
) -> None:
    """Too long, of nothing but placeholders, of marks, of lines: kept, and shown."""
    tongues = [x.code for x in library.edition.shipped.languages if x.staff]
    for place, tongue in enumerate(tongues):
        code = ("ar", "vi", "uk", "th", "zh_Hans", "bn")[place]
        one = longest(library, code)[2 * (place % 2)]
        after = library.after(written(one, text, 12))
        stands = after.found(code, one.id)
        assert stands is not None
        for answer in looks(sat(after, tongue), stands):
            check(answer)


async def test_the_preview_of_a_text_that_is_too_long_is_cut(library: Library) -> None:
    """It fits its English, so it has a screen; no message could hold that."""
    one = library.found("vi", "S1")
    assert one is not None
    after = library.after(written(one, "🙂" * 2048, 2))
    stands = after.found("vi", "S1")
    assert stands is not None
    shown = showing.preview(sat(after, "en"), stands)
    check(Answer((shown,)))
    assert shown.text.startswith("👁 S1: hello")


async def test_missing_content_closes_no_language(library: Library) -> None:
    """A question in another language is asked in that one, and people are told so."""
    own = Own((("fr", "Est-ce calme ?"),), "form.extra.E1.question")
    with_own = replace(library, owns=(*library.owns, own), _shelves={})
    ids = {one.id for one in with_own.shelf("vi").open(with_own.unshown)}
    assert own.id in ids
    assert own.id not in {one.id for one in with_own.left("vi")}
    assert "S1" in {one.id for one in with_own.left("vi")}


async def test_languages_and_searches_fit_in_every_tongue(library: Library) -> None:
    """The lists, too; each of their buttons leads somewhere."""
    for tongue in [x.code for x in library.edition.shipped.languages if x.staff]:
        sitting = sat(library, tongue)
        check(moves.home(sitting))
        for code in ("ar", "zh_Hans") if tongue == "en" else ("fil",):
            check(Answer((sitting.cards.language(code, heard=(99, 99)),)))
            check(asking.found(sitting, code, "a" * 4096))
            check(asking.found(sitting, code, ""))
            check(asking.ask_words(sitting, code))
            check(signing.ask_to_sign(sitting, code))
    check(showing.everything(sat(library, "en"), "ar"))
    assert voices.heard(sat(library, "en"), "ar") == (0, 0)


def test_a_press_is_short_and_read_as_it_was_written() -> None:
    """The longest verb, language and version there can be are far below 64 bytes."""
    verbs = (*moves.LOOKS, *moves.CHANGES, *moves.WHOLE, "seen", "home")
    for verb in verbs:
        press = Press(verb, "zh_Hans", digits("x"), 10**12)
        assert len(press.data().encode()) <= 64
        assert pressed(press.data()) == press
        assert pressed(Press(verb, "vi").data()) == Press(verb, "vi")
    for which in Filter:
        assert pressed(Press("list", "vi", which.value).data()) == Press(
            "list", "vi", which.value
        )


@given(st.text(max_size=64))
def test_whatever_a_press_carries_it_is_read_or_not(data: str) -> None:
    """A made-up button is no error."""
    for tried in (data, f"t:w:{data}"):
        found = pressed(tried)
        assert found is None or tried.startswith("t:w:")


@given(st.text(max_size=200), st.integers(1, 100))
def test_a_cut_text_is_as_long_as_asked_and_whole_letters(text: str, most: int) -> None:
    """No half of a picture is left at its end."""
    said = cut(text, most)
    assert units(said) <= most
    assert said == text or said.endswith("…")
    said.encode()


@given(st.lists(st.text("ab\n🙂", max_size=3000), max_size=8))
def test_pages_hold_all_that_fits_in_as_few_as_they_can(parts: list[str]) -> None:
    """Parts stay whole and in order; only a part too long by itself is cut."""
    every = pages(parts)
    assert all(0 < units(page) <= MESSAGE for page in every)
    assert "\n\n".join(every) == "\n\n".join(cut(part) for part in parts if part)


def test_a_spot_of_the_beginning_is_what_cannot_be_read() -> None:
    """An older program's note of where somebody was is no error."""
    spot = Spot(language="vi", asks="write", forms=("a",), pending=(("b", ("c",)),))
    assert read_spot(rests(spot)) == spot
    assert read_spot("{") == read_spot("[]") == read_spot("") == Spot()
    assert replace(spot, asks="") != spot
