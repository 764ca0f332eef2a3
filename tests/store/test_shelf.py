"""What a reader wrote rests in the vault's file, and goes with its answer and round."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store.ledger import Ledger
from bot.store.records import ActedRow, BatchRow, CodingRow, WrittenRow
from bot.weeks import Week

CODING = CodingRow(b"answer", "Q6", b"reader", "r1", b"row", b"sealed")
PARAPHRASE = WrittenRow("b1", "keep:A4", "en", "r1", "written", b"sealed")
ACTED = ActedRow("r1", b"row", b"sealed")


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """Open a new ledger."""
    it = await Ledger.open(tmp_path / "vault.db", create=True)
    yield it
    await it.close()


async def test_a_reader_has_one_coding_of_a_text(ledger: Ledger) -> None:
    """Coding it again replaces it; another reader's stands beside it."""
    again, other = replace(CODING, sealed=b"again"), replace(CODING, reader=b"other")
    for row in (CODING, again, other):
        await ledger.shelf.put_coding(row)
    found = await ledger.shelf.codings("r1")
    assert sorted(found, key=lambda row: row.reader) == [other, again]


async def test_what_was_read_of_an_answer_goes_with_it(ledger: Ledger) -> None:
    """Only the rows that were taken back lose what was read, in their round."""
    kept = replace(CODING, answer=b"kept", row=b"kept")
    elsewhere = replace(CODING, answer=b"elsewhere", round="r2")
    for row in (CODING, kept, elsewhere):
        await ledger.shelf.put_coding(row)
    await ledger.shelf.add_acted(ACTED)
    await ledger.shelf.forget("r1", [b"row"])
    assert await ledger.shelf.codings("r1") == [kept]
    assert await ledger.shelf.codings("r2") == [elsewhere]
    assert await ledger.shelf.acted("r1") == []


async def test_what_was_read_goes_with_its_round(ledger: Ledger) -> None:
    """Codings, paraphrases and what was acted on are erased with a round's key."""
    for round_id in ("r1", "r2"):
        await ledger.shelf.put_coding(replace(CODING, answer=b"a", round=round_id))
        row = replace(PARAPHRASE, batch=round_id, round=round_id)
        await ledger.shelf.write(row)
        await ledger.shelf.add_acted(replace(ACTED, round=round_id))
    await ledger.erase_round("r1")
    assert await ledger.shelf.codings("r1") == []
    assert await ledger.shelf.acted("r1") == []
    assert {row.round for row in await ledger.shelf.written()} == {"r2"}


async def test_a_signed_paraphrase_stays_as_it_was_signed(ledger: Ledger) -> None:
    """One that waits for a second reader can be written anew or dropped; then not."""
    assert await ledger.shelf.write(PARAPHRASE)
    signed = replace(PARAPHRASE, state="signed", sealed=b"both")
    assert await ledger.shelf.write(signed)
    assert not await ledger.shelf.write(PARAPHRASE)
    await ledger.shelf.drop("b1", "keep:A4", "en")
    assert await ledger.shelf.written() == [signed]


async def test_a_told_answer_leads_to_its_batch(ledger: Ledger) -> None:
    """By its mark, as long as the round's key lives."""
    batch = BatchRow("b1", "r1", "p1", "", Week(120), "10-19", b"{}")
    await ledger.commit_tick(Week(120), [batch], [(b"m" * 16, "b1")], [])
    assert await ledger.batches_among([b"m" * 16, b"n" * 16]) == {b"m" * 16: "b1"}
