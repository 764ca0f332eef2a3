"""The vault's ledger tells each answer once, tick by tick, whole or not at all."""

import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import SottoError
from bot.errors.databases import (
    DatabaseAheadError,
    DatabaseBehindError,
    LedgerMissingError,
    NotADatabaseError,
)
from bot.errors.gathered import AlreadyToldError
from bot.store.connection import make_file
from bot.store.ledger import CHUNK, Ledger
from bot.store.records import BatchRow, DigestRow, Round
from bot.store.sqlite import Store
from bot.weeks import Week

WEEK = Week(120)
ROUND = Round("r1", b"public", b"pepper", Week(100), Week(126))


def batch(id_: str, week: Week = WEEK, round_id: str = "r1") -> BatchRow:
    """Return a closed batch."""
    return BatchRow(id_, round_id, "p1", "", week, "10-20", b'{"of":"' + id_.encode())


def marks(count: int) -> list[bytes]:
    """Return marks of answers or voices."""
    return [secrets.token_bytes(16) for _ in range(count)]


def content(path: Path) -> bytes:
    """Return every byte of a file, none if there is no file."""
    return path.read_bytes() if path.exists() else b""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return where the vault's database is to be."""
    return tmp_path / "vault" / "vault.db"


@pytest.fixture
async def ledger(vault: Path) -> AsyncIterator[Ledger]:
    """Open a new ledger."""
    it = await Ledger.open(vault, create=True)
    yield it
    await it.close()


async def refusal(vault: Path, *, create: bool = False) -> SottoError:
    """Return the error with which a ledger is refused."""
    with pytest.raises(SottoError) as refused:
        await (await Ledger.open(vault, create=create)).close()
    return refused.value


async def test_a_new_ledger_is_empty(ledger: Ledger) -> None:
    """Nothing was told yet."""
    assert await ledger.ticks() == set()
    assert await ledger.last_tick() is None
    assert await ledger.batches() == []
    assert await ledger.told_among(marks(3)) == set()
    assert await ledger.appearances_among([]) == {}


async def test_a_tick_comes_back_as_it_was(ledger: Ledger) -> None:
    """Batches, told answers and voices' weeks are kept."""
    told, voices = marks(3), marks(2)
    assert await ledger.commit_tick(
        WEEK,
        [batch("b1"), batch("b2")],
        ((mark, "b1") for mark in told),
        ((voice, WEEK, "r1") for voice in voices),
    )
    assert await ledger.ticks() == {WEEK}
    assert await ledger.last_tick() == WEEK
    assert await ledger.batches() == [batch("b1"), batch("b2")]
    assert await ledger.told_among([*told[:2], *marks(1)]) == set(told[:2])
    assert await ledger.appearances_among(voices[:1]) == {voices[0]: (WEEK,)}


async def test_a_ledger_is_kept_over_a_restart(vault: Path) -> None:
    """A ledger that exists is opened, by setting up again too, and never emptied."""
    first = await Ledger.open(vault, create=True)
    await first.commit_tick(WEEK, [batch("b1")], [], [])
    await first.close()
    for create in (False, True):
        again = await Ledger.open(vault, create=create)
        found = await again.batches()
        await again.close()
        assert found == [batch("b1")]


@pytest.mark.parametrize("week", [WEEK, WEEK - 1])
async def test_a_week_has_one_tick_and_no_earlier_one_follows(
    ledger: Ledger, week: int
) -> None:
    """A second run, or a clock gone back, writes nothing."""
    (told,) = marks(1)
    await ledger.commit_tick(WEEK, [batch("b1")], [], [])
    later = await ledger.commit_tick(
        Week(week), [batch("b2")], [(told, "b2")], [(told, Week(week), "r1")]
    )
    assert not later
    assert await ledger.batches() == [batch("b1")]
    assert await ledger.told_among([told]) == set()
    assert await ledger.appearances_among([told]) == {}


async def test_an_answer_is_told_once(ledger: Ledger) -> None:
    """The database itself refuses a second telling, and the whole tick with it."""
    once, new = marks(2)
    await ledger.commit_tick(WEEK, [batch("b1")], [(once, "b1")], [])
    next_week = Week(WEEK + 1)
    with pytest.raises(AlreadyToldError):
        await ledger.commit_tick(
            next_week, [batch("b2", next_week)], [(new, "b2"), (once, "b2")], []
        )
    assert await ledger.ticks() == {WEEK}
    assert await ledger.batches() == [batch("b1")]
    assert await ledger.told_among([new, once]) == {once}


async def test_a_tick_that_breaks_off_leaves_nothing(ledger: Ledger) -> None:
    """When making the rows fails half-way, the week has had no tick."""

    def broken() -> Iterator[tuple[bytes, str]]:
        yield marks(1)[0], "b1"
        raise MemoryError

    with pytest.raises(MemoryError):
        await ledger.commit_tick(WEEK, [batch("b1")], broken(), [])
    assert await ledger.ticks() == set()
    assert await ledger.commit_tick(WEEK, [batch("b1")], [], [])


async def test_marks_are_looked_up_in_any_number(ledger: Ledger) -> None:
    """More marks than fit one question are all found."""
    many = marks(2 * CHUNK + 1)
    await ledger.commit_tick(
        WEEK, [batch("b1")], [(m, "b1") for m in many], [(m, WEEK, "r1") for m in many]
    )
    assert await ledger.told_among(many) == set(many)
    assert await ledger.appearances_among(many) == dict.fromkeys(many, (WEEK,))


async def test_a_voices_weeks_are_told_in_order(ledger: Ledger) -> None:
    """All the weeks in which a voice was told come back, earliest first."""
    (voice,) = marks(1)
    for week in (WEEK, Week(WEEK + 5)):
        await ledger.commit_tick(week, [], [], [(voice, week, "r1")])
    assert await ledger.appearances_among([voice]) == {voice: (WEEK, Week(WEEK + 5))}


async def test_a_dead_rounds_marks_are_erased(ledger: Ledger, vault: Path) -> None:
    """With the key go the marks, from the files too; the released tables stay."""
    dead, kept = marks(2)
    await ledger.commit_tick(
        WEEK,
        [batch("b1"), batch("b2", round_id="r2")],
        [(dead, "b1"), (kept, "b2")],
        [(dead, WEEK, "r1"), (kept, WEEK, "r2")],
    )
    await ledger.erase_round("r1")
    assert await ledger.told_among([dead, kept]) == {kept}
    assert await ledger.appearances_among([dead, kept]) == {kept: (WEEK,)}
    assert len(await ledger.batches()) == 2
    await ledger.settle()
    raw = content(vault) + content(vault.with_name("vault.db-wal"))
    assert (dead in raw, kept in raw) == (False, True)


async def test_what_was_taken_back_is_known_until_its_round_ends(
    ledger: Ledger,
) -> None:
    """The same row may be learnt again, each week; with its round it is forgotten."""
    await ledger.add_erased("r1", [5, 2**62])
    await ledger.add_erased("r1", [5, 7])
    await ledger.add_erased("r2", [9])
    assert sorted(await ledger.erased("r1")) == [5, 7, 2**62]
    await ledger.erase_round("r1")
    assert await ledger.erased("r1") == []
    assert await ledger.erased("r2") == [9]


async def test_a_crash_before_the_release_heals(ledger: Ledger, store: Store) -> None:
    """Releasing what the ledger holds, once more or for the first time, is the same."""
    await ledger.commit_tick(WEEK, [batch("b1")], [], [])
    rows = [
        DigestRow(b.id, b.pool, b.leaf, "2026-03/2026-05", b.size_band, b.table)
        for b in await ledger.batches()
    ]
    assert await store.release(rows) == 1
    assert await store.release(rows) == 0
    assert await store.digests() == rows


async def test_a_missing_ledger_is_not_replaced(vault: Path) -> None:
    """An empty ledger would tell everything again, so none is made by gathering."""
    assert isinstance(await refusal(vault), LedgerMissingError)
    assert content(vault) == b""


async def test_an_empty_file_is_no_ledger(vault: Path) -> None:
    """A file that a crash left empty is not taken for a ledger that told nothing."""
    make_file(vault)
    assert isinstance(await refusal(vault), LedgerMissingError)
    await (await Ledger.open(vault, create=True)).close()


async def test_an_older_ledger_is_brought_forward_on_demand(vault: Path) -> None:
    """It is refused until it is migrated; then it knows the rounds begun with it."""
    await (await Ledger.open(vault, create=True)).close()
    with closing(sqlite3.connect(vault)) as db:
        later = [
            "round",
            "erased",
            "training",
            "paraphrase",
            "quote",
            "acted",
            "promised",
            "numbers",
        ]
        db.executescript("".join(f"DROP TABLE {name};" for name in later))
        db.execute("PRAGMA user_version=1")
    assert isinstance(await refusal(vault), DatabaseBehindError)
    assert isinstance(await refusal(vault, create=True), DatabaseBehindError)
    await Ledger.migrate(vault, [ROUND])
    await Ledger.migrate(vault, [ROUND, replace(ROUND, id="later")])
    again = await Ledger.open(vault)
    found = await again.rounds()
    await again.close()
    assert found == [replace(ROUND, pepper_id=b"")]


async def test_a_promise_is_only_ever_raised(ledger: Ledger) -> None:
    """What people were once told that a mix needs holds to the end of their round."""
    assert await ledger.promise("r1", 10) == 10
    assert await ledger.promise("r1", 14) == 14
    assert await ledger.promise("r1", 5) == 14
    assert await ledger.promise("r2", 5) == 5


async def test_a_quarters_numbers_are_kept_once(ledger: Ledger) -> None:
    """Whoever comes second gets what was kept first: nothing is drawn again."""
    assert await ledger.numbers("r1", 0) is None
    assert await ledger.keep_numbers("r1", 0, b"first") == b"first"
    assert await ledger.keep_numbers("r1", 0, b"second") == b"first"
    assert await ledger.numbers("r1", 0) == b"first"
    assert await ledger.numbers("r1", 1) is None


async def test_rounds_come_back_in_order(ledger: Ledger) -> None:
    """The dated list of keys is the earliest first, and knows no pepper."""
    later = replace(ROUND, id="a", opens_week=Week(150))
    await ledger.add_rounds([later, ROUND])
    known = [replace(one, pepper_id=b"") for one in (ROUND, later)]
    assert await ledger.rounds() == known


async def test_a_newer_programs_ledger_is_refused(vault: Path) -> None:
    """A shape from the future needs the newer program."""
    await (await Ledger.open(vault, create=True)).close()
    with closing(sqlite3.connect(vault)) as db:
        db.execute("PRAGMA user_version=99")
    assert isinstance(await refusal(vault), DatabaseAheadError)


@pytest.mark.parametrize("create", [False, True])
async def test_the_serving_database_is_no_ledger(path: Path, *, create: bool) -> None:
    """Another database is left as it is, whoever names it."""
    before = content(path)
    assert isinstance(await refusal(path, create=create), NotADatabaseError)
    assert content(path) == before
