"""One sealed text at a time: what a reader sees, gives, hides, and what is kept."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from databases import opened as stored
from msgspec import structs
from readers import MARKER, PHRASE, TEXTS, WEEK, Home, Lay, written

from bot import keeper
from bot.carrier import carry_out
from bot.errors.coded import NoSuchTextError, TakenBackError
from bot.flows.codings import by_text, examples, opened
from bot.keeper import Gathering, ledger_file
from bot.reading.desk import Desk
from bot.reading.groups import Groups
from bot.reading.reasons import UNSAID
from bot.reading.sights import Coded, Sight
from bot.reading.sitting import laid
from bot.reading.ways import Seat
from bot.store.ledger import Ledger
from bot.store.records import Work
from bot.themes.codes import Codebook
from bot.themes.coding import KeywordCoder
from bot.themes.readings import Example, Wanted
from bot.vault.reader import ReaderKeys
from bot.weeks import Week
from bot.words.phrases import Phrase

A4: tuple[tuple[str, Wanted], ...] = (("A4", Wanted.PRAISE),)


async def read_all(desk: Desk, seat: Seat) -> list[Sight]:
    """Pass over texts until one comes round again, and return them."""
    met: dict[int, Sight] = {}
    while (sight := await desk.forward(seat)) and sight.place not in met:
        met[sight.place] = sight
    return list(met.values())


async def code_all(desk: Desk, seat: Seat, given: Sequence[tuple[str, Wanted]]) -> int:
    """Code every text that waits for a reader in the same way; return how many."""
    count = 0
    while sight := await desk.forward(seat):
        await desk.keep(seat, Coded(sight.place, tuple(given), sight.hidden))
        count += 1
    return count


def seat_of(groups: Groups, name: str = "reader 1") -> Seat:
    """Sit a reader down who reads every language."""
    return groups.desk.seat(name, groups.desk.languages)


async def test_every_text_comes_once_with_its_question_and_direction(lay: Lay) -> None:
    """Twenty texts in seven languages, Arabic from right to left, none twice."""
    groups = await lay()
    sights = await read_all(groups.desk, seat_of(groups))
    assert sorted(s.text for s in sights) == sorted(words for _, _, words in TEXTS)
    assert {s.dir for s in sights if s.language == "ar"} == {"rtl"}
    assert {s.dir for s in sights if s.language != "ar"} == {"ltr"}
    assert all(s.question for s in sights)


async def test_the_order_is_not_that_of_the_rows(lay: Lay) -> None:
    """Texts are put into an order of no meaning before anybody sees the first."""
    sorted_ = (await lay(lambda order: order.sort())).desk.pieces
    reversed_ = (await lay(lambda order: order.sort(reverse=True))).desk.pieces
    assert [*sorted_] == [*reversed(reversed_)] == sorted(sorted_)


async def test_a_suggestion_shows_where_it_is_said(lay: Lay) -> None:
    """Evidence is a stretch of the text; a name that was found is covered before."""
    desk = (groups := await lay()).desk
    desk.pieces = [piece._replace(doubled=False) for piece in desk.pieces]
    sights = await read_all(desk, seat_of(groups))
    (english,) = (s for s in sights if s.text.startswith("The staff"))
    (found,) = english.suggested
    assert (found.code, found.wanted) == ("A4", Wanted.PRAISE)
    assert "kind" in english.text[found.start : found.end]
    (named,) = (s for s in sights if MARKER in s.text)
    assert MARKER in {named.text[start:end] for start, end in named.hidden}


async def test_what_was_kept_rests_sealed_and_without_what_was_hidden(
    lay: Lay, home: Home
) -> None:
    """Codes, and the text with a mark for the name, open with the round's seed."""
    groups = await lay()
    seat = seat_of(groups)
    sights = {s.place: s for s in await read_all(groups.desk, seat)}
    place = next(n for n, s in sights.items() if MARKER in s.text)
    while seat.here != place:
        await groups.desk.forward(seat)
    sight = sights[place]
    it = Coded(place, (("B2", Wanted.PROBLEM),), ((0, 4), *sight.hidden))
    await groups.desk.keep(seat, it)

    keys = ReaderKeys(home.vault.seed, home.round.id)
    (coded,) = await opened(groups.desk.rest, home.round.id, keys)
    assert coded.coding.codes[0].code == "B2"
    assert coded.coding.text.startswith("… звати …")
    (row,) = await groups.desk.rest.codings(home.round.id)
    assert MARKER.encode() not in row.sealed
    (example,) = examples(by_text([coded]))
    assert (example.language, example.codes) == ("uk", ("B2",))


async def test_a_reader_sees_again_what_she_gave(lay: Lay) -> None:
    """Going back shows her own codes, and she can correct them."""
    desk = (groups := await lay()).desk
    seat = seat_of(groups)
    first = await desk.forward(seat)
    assert first is not None
    await desk.keep(seat, Coded(first.place, A4, ()))
    await desk.forward(seat)
    again = await desk.back(seat)
    assert again is not None
    assert (again.place, again.given, again.coded) == (first.place, A4, True)
    await desk.keep(seat, Coded(first.place, (), ()))
    (now,) = desk.done[desk.pieces[first.place].text].values()
    assert now.codes == ()


async def test_a_second_reader_gets_the_drawn_texts_and_nothing_of_the_first(
    lay: Lay,
) -> None:
    """She codes the drawn ones blind: no suggestions, none of the other's codes."""
    desk = (groups := await lay()).desk
    desk.pieces = [p._replace(doubled=n < 3) for n, p in enumerate(desk.pieces)]
    assert await code_all(desk, seat_of(groups), A4) == len(TEXTS)

    second = seat_of(groups, "reader 2")
    sights = await read_all(desk, second)
    assert {s.place for s in sights} == {0, 1, 2}
    assert {(s.given, s.suggested, s.coded) for s in sights} == {((), (), False)}
    assert await code_all(desk, seat_of(groups, "Reader 2 "), ()) == 3
    assert [sorted(c.blind for c in desk.done[p.text].values()) for p in desk.pieces][
        :4
    ] == [[False, True]] * 3 + [[False]]
    assert await desk.forward(seat_of(groups, "reader 3")) is None


async def test_the_share_is_of_what_she_reads(lay: Lay) -> None:
    """Per cent of the texts in her languages; the rest is not shown to her."""
    desk = (await lay()).desk
    seat = desk.seat("reader 1", ["en"])
    for expected in (0, 50, 100):
        assert desk.standing(seat).share == expected
        if sight := await desk.forward(seat):
            assert sight.language == "en"
            await desk.keep(seat, Coded(sight.place, (), ()))


async def test_an_answer_taken_back_meanwhile_is_neither_shown_nor_kept(
    lay: Lay, home: Home
) -> None:
    """What lies open cannot be kept any more, and what does not is passed over."""
    desk = (groups := await lay()).desk
    seat = seat_of(groups)
    sight = await desk.forward(seat)
    assert sight is not None
    rows = [p.row for p in desk.pieces]
    async with stored(home.settings.database_path) as store:
        await store.commit(Work(erase=tuple(rows[:-1])))
    with pytest.raises(TakenBackError):
        await desk.keep(seat, Coded(sight.place, A4, ()))
    assert desk.done == {}
    last = await desk.forward(seat)
    assert last is not None
    assert last.place == len(rows) - 1


async def test_what_was_read_goes_when_its_answer_is_taken_back(
    lay: Lay, home: Home
) -> None:
    """The next sitting or gathering forgets it before anything else."""
    groups = await lay()
    await code_all(groups.desk, seat_of(groups), A4)
    gone, *_ = (p.row for p in groups.desk.pieces)
    async with stored(home.settings.database_path) as store:
        await store.commit(Work(erase=(gone,)))
    await Gathering(home.settings, PHRASE, processes=1).run(home.at, lambda _: None)
    ledger = await Ledger.open(ledger_file(home.settings))
    left = await ledger.shelf.codings(home.round.id)
    await ledger.close()
    keys = ReaderKeys(home.vault.seed, home.round.id)
    assert len(left) == len(TEXTS) - 1
    assert keys.row(gone) not in {row.row for row in left}


async def test_only_what_was_told_teaches_gathering(
    lay: Lay, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How others are counted says nothing of answers that wait, though a reader knows.

    The desk's own suggestions may know them: nothing of those leaves.
    """
    taught: list[int] = []

    def here(book: Codebook, _: str, examples: Sequence[Example]) -> KeywordCoder:
        taught.append(len(examples))
        return KeywordCoder(book)

    groups = await lay()
    await code_all(groups.desk, seat_of(groups), A4)
    monkeypatch.setattr(keeper, "coder_here", here)
    for _ in range(2):
        await Gathering(home.settings, PHRASE, processes=1).run(home.at, lambda _: None)
        home.week = Week(home.week + 1)
    await lay()
    assert taught == [0, len(TEXTS), len(TEXTS)]


async def test_a_text_of_this_week_is_not_read_yet(home: Home, lay: Lay) -> None:
    """Nobody sees at the desk that somebody wrote these days."""
    (fresh, later) = written([("en", "Q7", "now"), ("en", "Q7", "soon")], WEEK)
    await home.send(
        replace(fresh, sent_week=WEEK), replace(later, ready_week=Week(WEEK + 2))
    )
    groups = await lay()
    texts = {s.text for s in await read_all(groups.desk, seat_of(groups))}
    assert {"now", "soon"} & texts == set()


async def test_on_two_machines_a_carried_file_is_read(
    home: Home, tmp_path: Path
) -> None:
    """The server's word on the duty to act comes along with its answers."""
    server = structs.replace(home.settings, duty_to_act=True)
    await carry_out(server, tmp_path / "sealed", WEEK)
    gathering = Gathering(home.settings, PHRASE)
    async with gathering.opened_carried(tmp_path / "sealed", home.at) as vault:
        groups = await laid(vault, home.settings, lambda _: None, here=False)
        assert await code_all(groups.desk, seat_of(groups), A4) == len(TEXTS)
        assert len(await vault.ledger.shelf.codings(home.round.id)) == len(TEXTS)
        assert groups.desk.path == Phrase(UNSAID)


async def test_only_a_text_that_lies_open_can_be_coded(lay: Lay) -> None:
    """Another place, or a code of no codebook, is refused."""
    desk = (groups := await lay()).desk
    seat = seat_of(groups)
    sight = await desk.forward(seat)
    assert sight is not None
    with pytest.raises(NoSuchTextError):
        await desk.keep(seat, Coded(sight.place + 1, A4, ()))
    with pytest.raises(NoSuchTextError):
        await desk.keep(seat, Coded(sight.place, (("Z9", Wanted.NEED),), ()))
    assert desk.done == {}


async def test_nobody_acts_where_nobody_must(lay: Lay) -> None:
    """Without the duty to act there is no door for a reader."""
    desk = (groups := await lay()).desk
    seat = seat_of(groups)
    sight = await desk.forward(seat)
    assert sight is not None
    with pytest.raises(NoSuchTextError):
        await desk.act(seat, sight.place)


async def test_that_a_reader_acted_is_kept_sealed(lay: Lay, home: Home) -> None:
    """Where she must, the vault knows that she went the agreed way, and shows it."""
    home.settings = structs.replace(
        home.settings, duty_to_act=True, focal_point="call the duty telephone"
    )
    desk = (groups := await lay()).desk
    seat = seat_of(groups)
    sight = await desk.forward(seat)
    assert sight is not None
    await desk.act(seat, sight.place)
    again = await desk.here(seat)
    assert again is not None
    assert again.acted
    (row,) = await desk.rest.acted(home.round.id)
    assert b"telephone" not in row.sealed
