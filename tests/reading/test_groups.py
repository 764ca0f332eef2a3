"""A paraphrase: from three people's texts at least, one writes it, another signs."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import msgspec
import pytest
from answers import DEFAULT
from databases import opened as stored
from readers import MARKER, WEEK, Home, Lay, because, written

from bot.carried import Release
from bot.errors.coded import NoSuchTextError
from bot.flows.paraphrasing import Theme, signed
from bot.keeper import ledger_file
from bot.reading.groups import Groups, speaks
from bot.reading.sights import Worded
from bot.reading.ways import Seat
from bot.store.ledger import Ledger
from bot.store.records import BatchRow, ParaphraseRow, Work
from bot.themes.codings import Chosen
from bot.themes.gathering import THEMES, Band, Digest
from bot.themes.paraphrases import Refusal
from bot.themes.readings import Wanted
from bot.vault.reader import ReaderKeys

BATCH, LEAF = "ab" * 16, "cd" * 16
COLD = "change:D3"
TEXTS = (
    ("en", "Q7", "The rooms are cold at night."),
    ("uk", "Q7", "У кімнаті холодно вночі."),
    ("uk", "Q7", f"Мене звати {MARKER}, у кімнаті дуже холодно."),
    ("ar", "Q7", "الغرفة باردة جدا في الليل."),
    ("en", "Q6", "The staff are kind and they listen to me."),
    ("en", "Q7", "I wait too long for my papers."),
)
WORDS = "Several people are cold at night."
AR = "يقول عدة أشخاص إن البرد شديد"


def digest(batch: str, leaf: str = "") -> bytes:
    """Return what was told: cold rooms by most, kind staff by some, waiting by few."""
    told = {COLD: Band.MOST, "keep:A4": Band.SOME, "change:C1": Band.FEW}
    return Digest(
        batch=batch,
        pool="network",
        leaf=leaf,
        months=("2029-08", "2029-10"),
        size_band="10-19",
        forms=(("default", 1),),
        epsilon=16,
        codebook=1,
        table=tuple(((THEMES, entry), band) for entry, band in told.items()),
    ).to_bytes()


@pytest.fixture
async def groups(home: Home, lay: Lay) -> Groups:
    """Lay out the desk after a tick in which these six people were told."""
    await home.send(*(people := written(TEXTS, WEEK)))
    keys = ReaderKeys(home.vault.seed, home.round.id)
    batches = [
        BatchRow(id_, home.round.id, "network", of, WEEK, "10-19", digest(id_, of))
        for id_, of in ((BATCH, ""), (LEAF, "uk"))
    ]
    told = [(keys.answer(one.answer_id), BATCH) for one in people]
    ledger = await Ledger.open(ledger_file(home.settings))
    await ledger.commit_tick(WEEK, batches, told, [])
    await ledger.close()
    return await lay()


def worded(words: str = WORDS, language: str = "en", *, read: bool = False) -> Worded:
    """Return a paraphrase of cold rooms as the page sends it."""
    return Worded(BATCH, COLD, language, words, read)


def seat(groups: Groups, name: str) -> Seat:
    """Sit a reader down."""
    return groups.desk.seat(name, groups.desk.languages)


async def test_themes_of_some_and_most_are_listed_and_no_leaf(groups: Groups) -> None:
    """What few said, and what one language said, is not there to be written."""
    entries = await groups.entries(seat(groups, "reader 1"), "en")
    assert [(e.batch, e.entry) for e in entries] == [(BATCH, COLD), (BATCH, "keep:A4")]


async def test_the_texts_behind_a_theme_are_found_again(groups: Groups) -> None:
    """Of the people of that batch, in each language, with names covered."""
    source = await groups.source(seat(groups, "reader 1"), Theme(BATCH, COLD, "en"))
    assert len(source.texts) == 4
    assert source.missing == ()
    assert not any(MARKER in text.text for text in source.texts)
    assert [t.dir for t in source.texts if t.language == "ar"] == ["rtl"]


@pytest.mark.parametrize(
    ("entry", "batch", "why"),
    [
        ("keep:A4", BATCH, Refusal.PEOPLE),
        ("change:C1", BATCH, Refusal.FEW),
        (COLD, LEAF, Refusal.LEAF),
    ],
)
async def test_a_theme_that_may_not_be_written_says_why(
    groups: Groups, entry: str, batch: str, why: Refusal
) -> None:
    """Asked for all the same, it is refused with its reason, and nothing is kept."""
    one = seat(groups, "reader 1")
    assert because(why) in await groups.write(one, Worded(batch, entry, "en", WORDS))
    assert await groups.shelf.written() == []


async def test_what_repeats_words_about_another_theme_is_not_kept(
    groups: Groups,
) -> None:
    """Somebody of the batch wrote them of her papers; the paraphrase is of the cold."""
    wrong = await groups.write(
        seat(groups, "reader 1"), worded("Cold, and: I wait too long for my papers.")
    )
    assert wrong == (because(Refusal.COPIED),)
    assert await groups.shelf.written() == []


async def test_what_repeats_somebodys_words_is_not_kept(groups: Groups) -> None:
    """Not even when it waits for a second reader."""
    wrong = await groups.write(
        seat(groups, "reader 1"), worded("They say the rooms are cold at night.")
    )
    assert wrong == (because(Refusal.COPIED),)
    assert await groups.shelf.written() == []


async def test_one_writes_and_another_signs(groups: Groups, home: Home) -> None:
    """Only then it leaves; a third hand cannot change it."""
    one, two = seat(groups, "reader 1"), seat(groups, "reader 2")
    seeds = {home.round.id: home.vault.seed}
    assert await groups.write(one, worded()) == ()
    assert await signed(groups.shelf, seeds) == []
    assert await groups.sign(one, worded()) == (because(Refusal.SAME),)
    assert await groups.sign(two, worded()) == ()
    (row,) = await signed(groups.shelf, seeds)
    assert row == ParaphraseRow(BATCH, COLD, "en", WORDS)
    async with stored(home.settings.database_path) as store:
        assert await store.paraphrases() == [row]
    for again in (groups.write, groups.sign):
        with pytest.raises(NoSuchTextError):
            await again(two, worded("Something else."))
    await groups.drop(Theme(BATCH, COLD, "en"))
    assert await signed(groups.shelf, seeds) == [row]


async def test_a_row_made_signed_by_hand_does_not_leave(
    groups: Groups, home: Home
) -> None:
    """Whoever writes the file cannot sign: the state is sealed with the words."""
    await groups.write(seat(groups, "reader 1"), worded())
    with closing(sqlite3.connect(ledger_file(home.settings))) as file, file:
        file.execute("UPDATE paraphrase SET state = 'signed'")
    assert await signed(groups.shelf, {home.round.id: home.vault.seed}) == []


async def test_in_a_script_without_capitals_every_word_is_checked(
    groups: Groups,
) -> None:
    """The second reader says so, or it does not leave."""
    one, two = seat(groups, "reader 1"), seat(groups, "reader 2")
    assert await groups.write(one, worded(AR, "ar")) == ()
    assert (await groups.source(two, Theme(BATCH, COLD, "ar"))).caseless
    assert await groups.sign(two, worded(language="ar")) == (because(Refusal.UNREAD),)
    assert await groups.sign(two, worded(language="ar", read=True)) == ()


async def test_texts_that_went_meanwhile_keep_it_unsigned(
    groups: Groups, home: Home
) -> None:
    """With fewer than three people's texts left, nobody can sign."""
    await groups.write(seat(groups, "reader 1"), worded())
    gone = [row for _, row in groups.members[BATCH]]
    async with stored(home.settings.database_path) as store:
        await store.commit(Work(erase=tuple(gone)))
    wrong = await groups.sign(seat(groups, "reader 2"), worded())
    assert wrong == (because(Refusal.PEOPLE),)


QUESTIONS = {q.id: q for q in DEFAULT.questions}


@pytest.mark.parametrize(
    ("entry", "question", "given", "taps", "expected"),
    [
        ("keep:D1", "Q6", [Chosen("D1", Wanted.NEED)], (), True),
        ("change:D1", "Q6", [Chosen("D1", Wanted.NEED)], (), False),
        ("change:D1", "Q6", [Chosen("D1", Wanted.PROBLEM)], (), True),
        ("keep:D1", "Q7", [Chosen("D1", Wanted.PRAISE)], (), True),
        ("keep:D1", "Q6", [Chosen("D2", Wanted.NEED)], (), False),
        ("need:A1", "Q7", [Chosen("A1", Wanted.NEED)], ("need:A1",), True),
        ("need:A1", "Q7", [Chosen("A1", Wanted.NEED)], (), False),
        ("need:A1", "Q7", [], ("need:A1",), False),
    ],
)
def test_which_texts_are_about_an_entry(
    entry: str,
    question: str,
    given: Sequence[Chosen],
    taps: Sequence[str],
    *,
    expected: bool,
) -> None:
    """Those that counting counts for it; of a tapped need, who tapped and wrote it."""
    assert speaks(entry, QUESTIONS[question], given, frozenset(taps)) is expected


def test_a_release_carries_what_was_signed_and_an_older_one_nothing() -> None:
    """The field is new: a release without it is read, and one of no batch is not."""
    batch = BatchRow(BATCH, "r", "network", "", WEEK, "10-19", b"{}")
    row = ParaphraseRow(BATCH, COLD, "en", WORDS)
    strange = ParaphraseRow("other", COLD, "en", WORDS)
    carried = msgspec.msgpack.encode(Release.of(WEEK, [batch], [row, strange]))
    read = msgspec.msgpack.decode(carried, type=Release)
    assert read.to_paraphrases() == [row]
    week, batches, *_ = msgspec.msgpack.decode(carried)
    old = msgspec.msgpack.encode((week, batches))
    assert msgspec.msgpack.decode(old, type=Release).to_paraphrases() == []
