"""What rests beside a digest: answers to it, words for its themes, looks at it."""

from dataclasses import replace

from bot.store.records import (
    ActRow,
    DecisionRow,
    DigestRow,
    InviteRow,
    LookRow,
    OutboxRow,
    ParaphraseRow,
    QuoteRow,
    Round,
    SealedRow,
    Work,
)
from bot.store.sqlite import Store
from bot.weeks import Week

W = Week(160)
ACT = ActRow("command line", "staff invite designer p1", W)
DIGEST = DigestRow("b1", "p1", "", "2026-03/2026-05", "10-19", b"{}", 20_001)
PLANNED = DecisionRow("b1", "change:D1", 0, "planned", "", "ask", Week(W + 4), W, 7)
OFFERED = ParaphraseRow("b1", "change:D1", "en", "The food is cold.")

ROUND = Round("r1", b"public", b"pepper", Week(100), Week(126))


async def test_a_digest_keeps_the_day_on_which_it_leaves(store: Store) -> None:
    """The day rests with it, and releasing it again moves nothing."""
    await store.release([DIGEST])
    await store.release([replace(DIGEST, leaves=9)])
    assert await store.digests() == [DIGEST]


async def test_what_is_still_the_latest_is_a_message_of_its_own(store: Store) -> None:
    """The same digest for the same reader goes once on each fixed day."""
    first, again = (OutboxRow("b1", 7, "due", 0, 5, day) for day in (20_001, 20_008))
    await store.plan([first, first, again])
    await store.mark(replace(first, state="sent", tries=1))
    assert await store.due(5) == [again]


async def test_a_step_of_a_themes_history_is_taken_once(store: Store) -> None:
    """The same number again changes nothing, though the update counts as seen."""
    done = replace(PLANNED, number=1, state="done")
    for update, step in enumerate((PLANNED, replace(PLANNED, state="done"), done)):
        assert await store.commit(Work(update, decisions=(step,)))
    assert await store.decisions() == [PLANNED, done]


async def test_a_coordinators_word_counts_until_the_digest_leaves(store: Store) -> None:
    """Once a message of it is planned, neither a yes nor a no changes anything."""
    yes = replace(OFFERED, state="approved")
    await store.offer_paraphrases([OFFERED])
    await store.commit(Work(paraphrases=(yes,)))
    await store.offer_paraphrases([OFFERED])
    await store.release([DIGEST])
    await store.plan([OutboxRow("b1", 7, "due", 0, 5, 20_001)])
    await store.commit(Work(paraphrases=(replace(OFFERED, state="dropped"),)))
    assert await store.paraphrases() == [yes]


LENT = QuoteRow("b1", "change:D1", "Soup was cold.", "en")


async def test_what_is_lent_no_more_goes_before_its_digest_leaves(store: Store) -> None:
    """A coordinator's word stays with what still stands."""
    yes, other = replace(LENT, state="approved"), replace(LENT, words="It is far.")
    await store.offer_quotes([LENT, other])
    await store.commit(Work(quotes=(yes,)))
    await store.offer_quotes([LENT])
    assert await store.quotes() == [yes]


async def test_when_an_answer_is_taken_back_no_quote_waits_on(store: Store) -> None:
    """Nothing says whose it was: all go; what no row stood for takes none along."""
    await store.add_rounds([ROUND])
    await store.commit(Work(sealed=(SealedRow(5, ROUND.id, b"l", b"e"),)))
    await store.offer_quotes([LENT])
    await store.commit(Work(erase=(6,)))
    assert await store.quotes() == [LENT]
    await store.commit(Work(erase=(5,)))
    assert await store.quotes() == []


async def test_a_quote_that_left_stays_and_no_other_comes(store: Store) -> None:
    """What left with a yes is frozen; what left without one rests no longer."""
    yes, other = replace(LENT, state="approved"), replace(LENT, words="It is far.")
    await store.add_rounds([ROUND])
    await store.commit(Work(sealed=(SealedRow(5, ROUND.id, b"l", b"e"),)))
    await store.offer_quotes([LENT, other])
    await store.commit(Work(quotes=(yes,)))
    await store.plan([OutboxRow("b1", 7, "due", 0, 5, 20_001)])
    await store.commit(Work(quotes=(replace(yes, state="dropped"),), erase=(5,)))
    await store.offer_quotes([replace(LENT, words="It is late.")])
    assert await store.quotes() == [yes]


async def test_looks_are_counted_by_organisation_and_month(store: Store) -> None:
    """Openings and refusals add up; nobody stands beside them."""
    for opened_, refused in ((1, 0), (0, 1), (1, 0)):
        row = LookRow("p1", "Shelter A", "2026-03", opened_, refused)
        await store.commit(Work(looks=(row,)))
    await store.commit(Work(looks=(LookRow("p1", "", "2026-03", 1, 0),)))
    assert await store.looks() == [
        LookRow("p1", "", "2026-03", 1, 0),
        LookRow("p1", "Shelter A", "2026-03", 2, 1),
    ]


async def test_an_invitation_brings_its_organisation(store: Store) -> None:
    """Who accepts it works for the organisation that it names."""
    invite = InviteRow(b"h", "designer", "p1", Week(W + 2), organisation="Shelter A")
    await store.add_invite(invite, ACT)
    member = await store.redeem(b"h", b"s" * 16, b"sealed", W)
    assert member is not None
    assert [m.organisation for m in await store.staff()] == ["Shelter A"]
