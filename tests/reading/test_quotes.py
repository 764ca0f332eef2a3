"""Words that somebody agreed to show: one reader lets them out, and another signs."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from databases import opened as stored
from readers import MARKER, WEEK, Home, because, made, written
from reading.test_groups import BATCH, COLD, LEAF, digest

from bot.carried import Release
from bot.errors.coded import NoSuchTextError
from bot.flows.paraphrasing import Theme
from bot.keeper import ledger_file, lent
from bot.reading.quotes import Quotes
from bot.reading.sights import Lendable, Picked
from bot.reading.sitting import laid
from bot.reading.ways import Seat
from bot.responses import Response
from bot.store.ledger import Ledger
from bot.store.records import BatchRow, QuoteRow, Work
from bot.themes import paraphrases
from bot.themes.quotes import Refusal
from bot.vault.reader import ReaderKeys

HERS = "The rooms are cold at night."
AR = "الغرفة باردة جدا في الليل."
TEXTS = (
    ("en", "Q7", HERS),
    ("en", "Q7", "Nobody heats the rooms, they are cold at night."),
    ("uk", "Q7", f"Мене звати {MARKER}, у кімнаті холодно вночі."),
    ("ar", "Q7", AR),
    ("en", "Q7", "I wait too long for my papers."),
)
"""All but the second agreed to show what they wrote."""
OURS = Theme(BATCH, COLD, "en")


def lend(response: Response, *, yes: bool = True) -> Response:
    """Return a response whose author agreed to show all of it."""
    answers = (replace(a, quote=a.text if yes else "") for a in response.answers)
    return replace(response, answers=tuple(answers))


async def told(home: Home, people: Sequence[Response]) -> list[int]:
    """Let these people be told in one batch; return their rows."""
    rows = await home.send(*people)
    keys = ReaderKeys(home.vault.seed, home.round.id)
    batches = [
        BatchRow(id_, home.round.id, "network", of, WEEK, "10-19", digest(id_, of))
        for id_, of in ((BATCH, ""), (LEAF, "uk"))
    ]
    marks = [keys.answer(one.answer_id) for one in people]
    ledger = await Ledger.open(ledger_file(home.settings))
    await ledger.commit_tick(WEEK, batches, [(mark, BATCH) for mark in marks], [])
    await ledger.close()
    return [row.id for row in rows]


class Desk:
    """The quotes of a desk, and who sits down at it."""

    def __init__(self, quotes: Quotes, home: Home, rows: Sequence[int]) -> None:
        self.quotes, self.home, self.rows = quotes, home, rows

    def seat(self, number: int) -> Seat:
        """Sit a reader down."""
        desk = self.quotes.groups.desk
        return desk.seat(f"reader {number}", desk.languages)

    async def shown(self, theme: Theme = OURS, reader: int = 1) -> list[Lendable]:
        """Return what stands below a theme."""
        return list(await self.quotes.candidates(self.seat(reader), theme))

    async def picked(self, words: str, theme: Theme = OURS) -> Picked:
        """Return these words as the page names them."""
        found = (one.id for one in await self.shown(theme) if one.words == words)
        return Picked(theme.batch, theme.entry, theme.language, next(found))

    async def both(self, words: str, *, read: bool = False) -> tuple[str, ...]:
        """Let one reader propose words and another sign them; return what hinders."""
        one = await self.picked(words)
        if wrong := await self.quotes.propose(self.seat(1), one):
            return wrong
        signed = msgspec.structs.replace(one, read=read)
        return await self.quotes.sign(self.seat(2), signed)

    async def served(self) -> list[QuoteRow]:
        """Return what has left the vault."""
        async with stored(self.home.settings.database_path) as store:
            return await store.quotes()


async def laid_out(folder: Path, open_: AsyncExitStack, **variables: str) -> Desk:
    """Lay out a desk after a tick in which these five people were told."""
    home = await made(folder, WEEK, **variables)
    people = [lend(one) for one in written(TEXTS, WEEK)]
    people[1] = lend(people[1], yes=False)
    rows = await told(home, people)
    vault = await open_.enter_async_context(home.opened())
    groups = await laid(vault, home.settings, lambda _: None, here=True)
    return Desk(Quotes(groups), home, rows)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Lay out a desk where quotes are switched on."""
    async with AsyncExitStack() as open_:
        yield await laid_out(tmp_path, open_, SOTTO_QUOTES="true")


async def test_only_what_was_agreed_to_stands_below_a_theme(desk: Desk) -> None:
    """With what keeps it here; a tapped need has none."""
    shown = {one.words: one.why for one in await desk.shown()}
    assert shown == {HERS: "", TEXTS[2][2]: because(Refusal.DETAIL), AR: ""}
    assert await desk.shown(replace(OURS, entry="need:D3")) == []


async def test_one_proposes_another_signs_and_it_leaves(desk: Desk) -> None:
    """As it was agreed to, offered to a coordinator, and nothing of it in the clear."""
    one = await desk.picked(HERS)
    assert await desk.quotes.propose(desk.seat(1), one) == ()
    assert await desk.served() == []
    same = because(paraphrases.Refusal.SAME)
    assert await desk.quotes.sign(desk.seat(1), one) == (same,)
    assert await desk.quotes.sign(desk.seat(2), one) == ()
    assert await desk.served() == [QuoteRow(BATCH, COLD, HERS, "en", "offered")]
    (state,) = [it.state for it in await desk.shown() if it.words == HERS]
    assert state == "signed"
    for path in desk.home.settings.vault_folder.iterdir():
        assert HERS.encode() not in path.read_bytes()
    with pytest.raises(NoSuchTextError):
        await desk.quotes.sign(desk.seat(2), one)


async def test_what_nobody_signed_can_be_thrown_away(desk: Desk) -> None:
    """Then it stands there as before; a signed one stays."""
    one = await desk.picked(HERS)
    await desk.quotes.propose(desk.seat(1), one)
    await desk.quotes.drop(one)
    assert await desk.quotes.groups.shelf.lent() == []
    await desk.both(HERS)
    await desk.quotes.drop(one)
    assert len(await desk.quotes.groups.shelf.lent()) == 1


async def test_each_refusal_is_said_and_nothing_is_kept(desk: Desk) -> None:
    """A detail, a theme that few named, a script without capitals."""
    assert await desk.both(TEXTS[2][2]) == (because(Refusal.DETAIL),)
    few = Theme(BATCH, "change:C1", "en")
    papers = await desk.picked(TEXTS[4][2], few)
    assert await desk.quotes.propose(desk.seat(1), papers) == (because(Refusal.FEW),)
    assert await desk.both(AR) == (because(Refusal.UNREAD),)
    assert await desk.served() == []
    assert (
        await desk.quotes.sign(
            desk.seat(2), msgspec.structs.replace(await desk.picked(AR), read=True)
        )
        == ()
    )
    assert [row.words for row in await desk.served()] == [AR]


async def test_a_language_told_apart_has_no_quotes(desk: Desk) -> None:
    """A leaf is refused, whoever asks."""
    groups = desk.quotes.groups
    groups.members = {LEAF: groups.members[BATCH]}
    leaf = Theme(LEAF, COLD, "en")
    one = await desk.picked(HERS, leaf)
    assert await desk.quotes.propose(desk.seat(1), one) == (because(Refusal.LEAF),)


async def test_of_one_person_one_quote_leaves_a_batch(tmp_path: Path) -> None:
    """Whoever wrote twice has the second refused, by the voice's mark."""
    async with AsyncExitStack() as open_:
        home = await made(tmp_path, WEEK, SOTTO_QUOTES="true")
        first, second = (lend(one) for one in written(TEXTS[:2], WEEK))
        await told(home, [first, replace(second, voice=first.voice)])
        vault = await open_.enter_async_context(home.opened())
        groups = await laid(vault, home.settings, lambda _: None, here=True)
        desk = Desk(Quotes(groups), home, [])
        assert await desk.both(HERS) == ()
        assert await desk.both(TEXTS[1][2]) == (because(Refusal.SECOND),)
        assert [row.words for row in await desk.served()] == [HERS]


async def test_switched_off_nothing_leaves(tmp_path: Path) -> None:
    """What was agreed to while it was on stays here too."""
    async with AsyncExitStack() as open_:
        desk = await laid_out(tmp_path, open_)
        assert {one.why for one in await desk.shown()} == {because(Refusal.OFF)}
        assert await desk.both(HERS) == (because(Refusal.OFF),)


async def test_a_signed_row_made_by_hand_does_not_leave(desk: Desk) -> None:
    """The state is sealed with the words, and so is whose row they go with."""
    await desk.quotes.propose(desk.seat(1), await desk.picked(HERS))
    with closing(sqlite3.connect(ledger_file(desk.home.settings))) as file, file:
        file.execute("UPDATE quote SET state = 'signed'")
    async with desk.home.opened() as vault:
        assert await lent(vault) == []


async def test_it_goes_with_its_answer_and_with_the_round(desk: Desk) -> None:
    """Taken back: gone where it is served at once, and from the vault when it opens."""
    await desk.both(HERS)
    await desk.both(AR, read=True)
    async with stored(desk.home.settings.database_path) as store:
        await store.commit(Work(erase=(desk.rows[0],)))
        assert await store.quotes() == []
    async with desk.home.opened() as vault:
        assert [row.words for row in await lent(vault)] == [AR]
        await vault.ledger.erase_round(desk.home.round.id)
        assert await vault.ledger.shelf.lent() == []


def test_a_release_carries_quotes_and_an_older_one_none() -> None:
    """The field is new: a release without it is read, and one of no batch is not."""
    batch = BatchRow(BATCH, "r", "network", "", WEEK, "10-19", b"{}")
    row = QuoteRow(BATCH, COLD, HERS, "en")
    both = [row, replace(row, batch="other")]
    carried = msgspec.msgpack.encode(Release.of(WEEK, [batch], [], both))
    assert msgspec.msgpack.decode(carried, type=Release).to_quotes() == [row]
    old = msgspec.msgpack.encode(msgspec.msgpack.decode(carried)[:3])
    assert msgspec.msgpack.decode(old, type=Release).to_quotes() == []
