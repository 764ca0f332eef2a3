"""Which messages a fixed day brings: one for each reader, new or still the latest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from bot.flows.planning import last_day, plan
from bot.flows.schedule import Calendar
from bot.store.records import DigestRow, OutboxRow
from bot.weeks import DAY, Week, week_begins

CALENDAR = Calendar(0, "week", UTC)
MONDAY = week_begins(Week(160)) // DAY
NINE = 9 * 3600


def digest(batch: str, leaves: int, months: str = "2026-10/2026-11") -> DigestRow:
    """Return a digest that leaves on a day."""
    return DigestRow(batch, "house", "", months, "10-19", b"", leaves)


def planned(
    rows: Sequence[DigestRow],
    day: int,
    before: Sequence[OutboxRow] = (),
    readers: Sequence[int] = (7,),
    restored: int = -1,
) -> list[tuple[str, int, int]]:
    """Return (digest, reader, fixed day) of what is planned at ten on a day."""
    at = day * DAY + NINE + 3600
    return [
        (m.digest, m.staff, m.leaves)
        for m in plan(rows, before, readers, CALENDAR, at, restored)
    ]


def sent(batch: str, day: int) -> OutboxRow:
    """Return a message that was sent on a fixed day."""
    return OutboxRow(batch, 7, "sent", 1, 0, day)


OLD, NEW = digest("old", MONDAY - 7, "2026-08/2026-09"), digest("new", MONDAY)


def test_a_fixed_day_brings_what_is_new() -> None:
    """The new digest goes to each reader, from nine o'clock of its day."""
    assert planned([OLD, NEW], MONDAY, [sent("old", MONDAY - 7)], (7, 8)) == [
        ("new", 7, MONDAY),
        ("new", 8, MONDAY),
    ]
    (message,) = plan([NEW], [], [7], CALENDAR, MONDAY * DAY + NINE)
    assert message.next_try == MONDAY * DAY + NINE


def test_without_news_the_latest_goes_again() -> None:
    """On the next fixed day the same digest is a message of its own."""
    before = [sent("old", MONDAY - 7), sent("new", MONDAY)]
    assert planned([OLD, NEW], MONDAY + 7, before) == [("new", 7, MONDAY + 7)]


def test_before_the_first_digest_nothing_goes() -> None:
    """A service that never had one is told of by no message, and no empty one."""
    assert planned([], MONDAY) == []
    assert planned([digest("later", MONDAY + 7)], MONDAY) == []


def test_a_language_and_the_rest_leave_together() -> None:
    """What closed at one tick goes again together, the pool's own first."""
    leaf = replace(NEW, batch="leaf", leaf="uk")
    before = [
        sent("old", MONDAY - 7),
        sent("new", MONDAY),
        sent("leaf", MONDAY),
    ]
    again = planned([leaf, NEW, OLD], MONDAY + 7, before)
    assert [batch for batch, _, _ in again] == ["new", "leaf"]


def test_who_joins_after_a_fixed_day_waits_for_the_next() -> None:
    """Planning on Tuesday what Monday brought adds nothing for newcomers."""
    before = [sent("new", MONDAY)]
    assert planned([NEW], MONDAY + 1, before, (7, 8)) == []
    assert ("new", 8, MONDAY) in planned([NEW], MONDAY, before, (7, 8))


def test_a_day_that_was_missed_is_made_up_for_only_with_news() -> None:
    """Down on Monday and up on Thursday: the new digest goes, a repeat does not."""
    assert planned([NEW], MONDAY + 3) == [("new", 7, MONDAY)]
    assert planned([NEW], MONDAY + 10, [sent("new", MONDAY)]) == []
    assert planned([NEW], MONDAY + 8, [sent("new", MONDAY)]) != []


def test_a_digest_whose_day_was_missed_goes_on_the_next() -> None:
    """A week without the server loses no digest, and does not repeat the older one."""
    before = [sent("old", MONDAY - 7)]
    newest = digest("newest", MONDAY + 7, "2026-12/2026-12")
    assert planned([OLD, NEW, newest], MONDAY + 7, before) == [
        ("new", 7, MONDAY + 7),
        ("newest", 7, MONDAY + 7),
    ]


def test_after_a_restore_nothing_goes_as_new_that_may_have_gone() -> None:
    """The outbox is lost; what left until that week's end is at most the latest."""
    assert planned([OLD, NEW], MONDAY + 2, restored=last_day(Week(160))) == []
    again = planned([OLD, NEW], MONDAY + 7, restored=last_day(Week(160)))
    assert again == [("new", 7, MONDAY + 7)]


def test_old_digests_are_no_news() -> None:
    """Of digests from before there were fixed days only the latest goes again."""
    rows = [digest("a", 0, "2026-01/2026-02"), digest("b", 0, "2026-03/2026-04")]
    assert planned(rows, MONDAY) == [("b", 7, MONDAY)]
