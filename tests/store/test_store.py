"""The serving database keeps what it is given, over a real file."""

from dataclasses import replace
from pathlib import Path

import pytest
from databases import opened
from store.rows import sealed_row, talk_row

from bot.deployment import Programme
from bot.errors.databases import StoreClashError
from bot.store.records import (
    ActRow,
    DigestRow,
    InviteRow,
    OutboxRow,
    Round,
    StaffRow,
    TalkRow,
    Work,
)
from bot.store.sqlite import Store
from bot.weeks import Week
from bot.words.phrases import Own

W = Week(100)
ACT = ActRow("command line", "programme add p1", W)
INVITE = InviteRow(b"h" * 32, "designer", "p1", Week(W + 2))
DIGEST = DigestRow("b1", "p1", "", "2026-03/2026-05", "10-20", b"{}")


async def test_an_update_is_new_once(store: Store) -> None:
    """The same update again is told as seen, and writes nothing of itself."""
    talk, again = talk_row(), talk_row()
    assert await store.commit(Work(update=7, talk=talk))
    assert not await store.commit(Work(update=7, talk=again, sealed=(sealed_row(),)))
    assert await store.seen(7)
    assert await store.talks() == [talk]
    assert [rows async for rows in store.sealed("r1")] == []


async def test_a_duplicate_is_known_after_a_restart(path: Path) -> None:
    """What was seen stays seen when the process starts again."""
    async with opened(path) as first:
        await first.commit(Work(update=7))
    async with opened(path) as second:
        assert not await second.commit(Work(update=7))


async def test_confirmed_updates_are_forgotten(store: Store) -> None:
    """Pruning forgets the updates up to one, and no later one."""
    for update in (5, 6, 7):
        await store.commit(Work(update=update))
    await store.prune_seen(6)
    assert [await store.seen(u) for u in (5, 6, 7)] == [False, False, True]


async def test_housekeeping_is_no_update(store: Store) -> None:
    """Work without an update is always written."""
    talk = talk_row()
    assert await store.commit(Work(talk=talk))
    assert await store.commit(Work(drop=(talk.slot,)))
    assert await store.talks() == []


async def test_a_talk_is_found_by_the_first_slot_that_holds_one(store: Store) -> None:
    """Today's slot is looked at before yesterday's, whatever the order at rest."""
    today, yesterday = talk_row(epoch=2), talk_row(epoch=1)
    await store.commit(Work(talk=today))
    await store.commit(Work(talk=yesterday))
    assert await store.talk([today.slot, yesterday.slot]) == today
    assert await store.talk([yesterday.slot, today.slot]) == yesterday
    assert await store.talk([b"0" * 16, today.slot]) == today
    assert await store.talk([b"0" * 16]) is None
    assert await store.talk([]) is None


async def test_a_talk_replaces_itself(store: Store) -> None:
    """A slot holds one talk: the one written last."""
    talk = talk_row()
    after = TalkRow(talk.slot, talk.epoch + 1, b"after")
    await store.commit(Work(talk=talk))
    await store.commit(Work(talk=after))
    assert await store.talks() == [after]


async def test_slots_alike_in_their_beginning_are_not_mixed_up(store: Store) -> None:
    """A talk is only found, and only dropped, by its whole slot."""
    talk = TalkRow(b"12345678" + b"a" * 8, 1, b"state")
    await store.commit(Work(talk=talk))
    other = b"12345678" + b"b" * 8
    await store.commit(Work(drop=(other,)))
    assert await store.talk([other]) is None
    assert await store.talk([talk.slot]) == talk


async def test_talks_of_dead_epochs_are_dropped(store: Store) -> None:
    """Dropping takes the epochs before one, not that one."""
    old, kept = talk_row(epoch=3), talk_row(epoch=4)
    await store.commit(Work(talk=old))
    await store.commit(Work(talk=kept))
    await store.drop_talks(4)
    assert await store.talks() == [kept]


async def test_a_row_moves_to_its_receipts_locator(store: Store) -> None:
    """After a move the new locator finds the row, and the old one nothing."""
    row = sealed_row()
    await store.commit(Work(sealed=(row,)))
    assert await store.row_at(row.locator) == row.id
    await store.commit(Work(moves=((row.id, b"n" * 16),)))
    assert await store.row_at(row.locator) is None
    assert await store.row_at(b"n" * 16) == row.id


async def test_a_row_is_sealed_moved_and_erased_in_one_work(store: Store) -> None:
    """One work may do to a row what several would, in that order."""
    kept, gone = sealed_row(), sealed_row()
    await store.commit(
        Work(sealed=(kept, gone), moves=((kept.id, b"n" * 16),), erase=(gone.id,))
    )
    assert await store.row_at(b"n" * 16) == kept.id
    assert await store.envelopes([kept.id, gone.id]) == [(kept.id, kept.envelope)]


async def test_erasing_takes_one_row_and_no_other(store: Store) -> None:
    """A deletion is scoped to the row it names."""
    rows = [sealed_row() for _ in range(3)]
    await store.commit(Work(sealed=tuple(rows)))
    await store.commit(Work(erase=(rows[1].id,)))
    left = await store.envelopes([row.id for row in rows])
    assert {id_ for id_, _ in left} == {rows[0].id, rows[2].id}


async def test_what_is_erased_is_noted_by_its_random_id(store: Store) -> None:
    """An older copy can be told from it; a row that never was leaves no note."""
    row, other = sealed_row(), sealed_row(round_id="r2")
    await store.commit(Work(sealed=(row, other)))
    await store.commit(Work(erase=(row.id, 5)))
    await store.commit(Work(erase=(row.id, other.id)))
    assert await store.erased("r1") == [row.id]
    assert await store.erased("r2") == [other.id]


async def test_an_erasing_that_fails_leaves_row_and_note_as_they_were(
    store: Store,
) -> None:
    """A row is gone and noted, or neither."""
    row = sealed_row()
    await store.commit(Work(sealed=(row,)))
    with pytest.raises(OverflowError):
        await store.commit(Work(erase=(row.id, 2**64)))
    assert await store.erased("r1") == []
    assert await store.envelopes([row.id]) == [(row.id, row.envelope)]


async def test_a_round_is_walked_in_the_order_of_random_ids(store: Store) -> None:
    """The vault gets each envelope of its round once, in pieces, by id."""
    mine = [sealed_row() for _ in range(7)]
    await store.commit(Work(sealed=(*mine, sealed_row(round_id="r2"))))
    pieces = [rows async for rows in store.sealed("r1", size=3)]
    assert [len(piece) for piece in pieces] == [3, 3, 1]
    met = [pair for piece in pieces for pair in piece]
    assert met == sorted((row.id, row.envelope) for row in mine)


async def test_a_walk_goes_on_while_rows_are_erased(store: Store) -> None:
    """Somebody may delete an answer while the vault reads."""
    rows = sorted((sealed_row() for _ in range(4)), key=lambda row: row.id)
    await store.commit(Work(sealed=tuple(rows)))
    met: list[int] = []
    async for piece in store.sealed("r1", size=2):
        met += [id_ for id_, _ in piece]
        await store.commit(Work(erase=(rows[2].id,)))
    assert met == [rows[0].id, rows[1].id, rows[3].id]


async def test_a_dead_rounds_envelopes_are_erased(store: Store) -> None:
    """Erasing a round leaves the other rounds' rows, and nothing of its own."""
    kept, gone, other = sealed_row(round_id="r2"), sealed_row(), sealed_row(1024, "r2")
    sealed = (*(sealed_row() for _ in range(501)), kept, gone, other)
    await store.commit(Work(sealed=sealed))
    await store.commit(Work(erase=(gone.id, other.id)))
    await store.erase_round("r1")
    assert (await store.erased("r1"), await store.erased("r2")) == ([], [other.id])
    assert [rows async for rows in store.sealed("r1")] == []
    assert [rows async for rows in store.sealed("r2")] == [[(kept.id, kept.envelope)]]


async def test_rounds_come_back_as_they_were(store: Store) -> None:
    """Rounds are told earliest first, with their weeks and keys."""
    later = Round("aa", b"k" * 1216, b"p" * 8, Week(30), Week(56))
    first = Round("bb", b"l" * 1216, b"q" * 8, Week(4), Week(30))
    await store.add_rounds([later])
    await store.add_rounds([first])
    assert await store.rounds() == [first, later]


async def test_programmes_come_back_as_they_were(store: Store) -> None:
    """A programme keeps its names, in their order and every script, until closed."""
    it = Programme(
        "p1", Own((("uk", "Блакитний дім"), ("ar", "البيت"))), "f", "own", 12, 3
    )
    await store.add_programme(it, "shelter", ACT)
    assert await store.programmes() == [it]
    it = replace(it, every="month", zone="Europe/Kyiv")
    assert await store.change_programme(it, ACT)
    assert await store.programmes() == [it]
    assert await store.close_programme("p1", ACT)
    assert [p.closed for p in await store.programmes()] == [True]
    assert not await store.close_programme("nowhere", ACT)


async def test_an_id_is_kept_once(store: Store) -> None:
    """The same programme again is refused, and the first one stays."""
    first = Programme("p1", Own((("en", "First"),)))
    await store.add_programme(first, "shelter", ACT)
    with pytest.raises(StoreClashError):
        await store.add_programme(Programme("p1", Own(())), "school", ACT)
    assert await store.programmes() == [first]


async def test_a_revoked_code_leads_nowhere(store: Store) -> None:
    """Codes lead to their pool until they are revoked, once."""
    await store.add_code("x1", "p1", 9, ACT)
    await store.add_code("x2", "family:f", 9, ACT)
    assert await store.revoke_code("x1", ACT)
    assert not await store.revoke_code("x1", ACT)
    assert await store.codes() == [("x2", "family:f")]


async def test_an_invitation_binds_one_account_once(store: Store) -> None:
    """The first account gets the role; the link is then spent."""
    await store.add_invite(INVITE, ACT)
    member = await store.redeem(b"h" * 32, b"s" * 16, b"sealed", W)
    assert member == await store.staff_at(b"s" * 16)
    assert member is not None
    assert (member.role, member.programme) == ("designer", "p1")
    assert await store.redeem(b"h" * 32, b"t" * 16, b"sealed", W) is None
    assert await store.redeem(b"?" * 32, b"t" * 16, b"sealed", W) is None
    assert await store.staff() == [member]


async def test_an_account_that_is_staff_does_not_spend_an_invitation(
    store: Store,
) -> None:
    """Who is staff already changes nothing, and the link stays good."""
    await store.add_staff(b"s" * 16, b"sealed", "admin", "")
    await store.add_invite(INVITE, ACT)
    assert await store.redeem(b"h" * 32, b"s" * 16, b"sealed", W) is None
    assert await store.redeem(b"h" * 32, b"t" * 16, b"sealed", W) is not None


async def test_a_contact_is_rewritten_for_one_member(store: Store) -> None:
    """A member's contact changes and nobody else's does."""
    first = await store.add_staff(b"s" * 16, b"one", "admin", "")
    second = await store.add_staff(b"t" * 16, b"two", "designer", "p1")
    await store.change_contact(first, b"new")
    assert {member.id: member for member in await store.staff()} == {
        first: StaffRow(first, b"s" * 16, b"new", "admin", ""),
        second: StaffRow(second, b"t" * 16, b"two", "designer", "p1"),
    }


async def test_a_digest_is_recorded_once_for_ever(store: Store) -> None:
    """A second release of a batch, other bytes even, changes nothing."""
    other = DigestRow("b1", "p1", "", "2026-03/2026-05", "10-20", b"other")
    new = DigestRow("b2", "p1", "uk", "2026-03/2026-05", "10-20", b"{}")
    assert await store.release([DIGEST]) == 1
    assert await store.release([other, new]) == 1
    assert await store.digests() == [DIGEST, new]


async def test_planning_again_does_not_send_again(store: Store) -> None:
    """A plan repeated after a crash leaves what was sent as sent."""
    due = OutboxRow("b1", 1, "due", 0, 100)
    await store.plan([due])
    await store.mark(OutboxRow("b1", 1, "sent", 1, 100))
    assert await store.plan([due, OutboxRow("b1", 2, "due", 0, 100)]) == 1
    assert await store.due(100) == [OutboxRow("b1", 2, "due", 0, 100)]


async def test_a_message_is_due_when_its_time_has_come(store: Store) -> None:
    """Before its moment, or once it is given up, nothing is due."""
    await store.release([DIGEST])
    await store.plan([OutboxRow("b1", 1, "due", 0, 100)])
    assert await store.due(99) == []
    await store.mark(OutboxRow("b1", 1, "due", 3, 160))
    assert await store.due(159) == []
    assert await store.due(160) == [OutboxRow("b1", 1, "due", 3, 160)]
    await store.mark(OutboxRow("b1", 1, "given_up", 40, 160))
    assert await store.due(999) == []


async def test_a_talk_that_changed_meanwhile_is_not_exchanged(store: Store) -> None:
    """Tidying never writes over what was just said, in the old place or the new."""
    old, hers, tidied = (TalkRow(bytes(16), 1, s) for s in (b"old", b"hers", b"tidied"))
    await store.commit(Work(talk=hers))
    await store.exchange(old, tidied)
    assert await store.talks() == [hers]

    moved = TalkRow(b"n" * 16, 2, b"tidied")
    newer = TalkRow(b"n" * 16, 2, b"newer")
    await store.commit(Work(talk=newer))
    await store.exchange(hers, moved)
    assert await store.talks() == [newer]
    await store.exchange(newer, None)
    assert await store.talks() == []


async def test_the_week_of_the_last_gathering_is_kept(store: Store) -> None:
    """Whichever was noted last, the latest week counts; noting it twice is once."""
    assert await store.last_tick() is None
    for week in (W, Week(W - 1), W):
        await store.ticked(week)
    assert await store.last_tick() == W


async def test_a_lost_vaults_rounds_give_way_to_new_ones(store: Store) -> None:
    """They go and come in one step: a round that is kept twice keeps the old ones."""
    old, new = (Round(id_, b"", b"", W, Week(W + 1)) for id_ in ("r1", "r2"))
    await store.add_rounds([old])
    with pytest.raises(StoreClashError):
        await store.add_rounds([new, new], gone=["r1"])
    assert await store.rounds() == [old]
    await store.add_rounds([new], gone=["r1"])
    assert await store.rounds() == [new]


async def test_what_admins_were_told_is_kept_for_its_week(store: Store) -> None:
    """Telling twice is once, and another week forgets the one before."""
    for need in ("disk", "disk", "clock"):
        await store.tell(need, W)
    assert await store.told(W) == {"disk", "clock"}
    await store.tell("disk", Week(W + 1))
    assert await store.told(W) == frozenset()
    assert await store.told(Week(W + 1)) == {"disk"}


async def test_the_newest_week_is_that_of_the_last_note(store: Store) -> None:
    """Acts, ticks and tellings count, and nothing that is still to come."""
    assert await store.newest_week() is None
    await store.ticked(W)
    await store.add_rounds([Round("r1", b"", b"", Week(W + 50), Week(W + 60))])
    assert await store.newest_week() == W
    await store.tell("disk", Week(W + 1))
    assert await store.newest_week() == W + 1


async def test_a_message_that_was_given_up_is_found(store: Store) -> None:
    """It is not due any more, and it is not forgotten either."""
    await store.release([DIGEST])
    await store.plan([OutboxRow("b1", 1, "due", 0, 100)])
    assert await store.given_up() == []
    await store.mark(OutboxRow("b1", 1, "given_up", 40, 160))
    assert await store.given_up() == [OutboxRow("b1", 1, "given_up", 40, 160)]
