"""A chat is spoken to at its pace; a pause of one chat is nobody else's."""

from bot.chat.pace import BURST, Pace


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the moment."""
        return self.now


def test_a_rested_chat_gets_a_whole_talk_at_once() -> None:
    """A burst passes at once; what comes after it waits a second each."""
    pace = Pace(Clock())
    waits = [pace.take(1) for _ in range(BURST + 3)]
    assert waits == [0.0] * BURST + [1.0, 2.0, 3.0]


def test_a_chat_regains_a_message_a_second() -> None:
    """After a burst, one message a second goes without waiting."""
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST):
        pace.take(1)
    clock.now += 1
    assert (pace.take(1), pace.take(1)) == (0.0, 1.0)


def test_one_chats_burst_is_not_anothers() -> None:
    """A chat in full use leaves every other chat's room as it was."""
    pace = Pace(Clock())
    for _ in range(BURST * 3):
        pace.take(1)
    assert pace.take(2) == 0.0


def test_a_pause_holds_for_its_chat_alone() -> None:
    """One flooded chat is left alone, another is not."""
    clock = Clock()
    pace = Pace(clock)
    pace.hold(1, 30)
    assert (pace.held(1), pace.held(2)) == (30.0, 0.0)
    clock.now += 31
    assert pace.held(1) == 0.0


def test_a_shorter_pause_does_not_shorten_a_longer_one() -> None:
    """The later end of two pauses holds."""
    pace = Pace(Clock())
    pace.hold(1, 30)
    pace.hold(1, 2)
    assert pace.held(1) == 30.0


def test_several_paused_chats_pause_everybody() -> None:
    """Three chats paused at once mean all, until the last of their pauses ends."""
    clock = Clock()
    pace = Pace(clock)
    for chat, seconds in ((1, 5), (2, 9), (3, 7)):
        assert pace.held(99) == 0.0
        pace.hold(chat, seconds)
    assert pace.held(99) == 9.0
    clock.now += 10
    assert pace.held(99) == 0.0


def test_pauses_one_after_another_pause_nobody_else() -> None:
    """Pauses that are over do not count as several."""
    clock = Clock()
    pace = Pace(clock)
    for chat in range(10):
        pace.hold(chat, 2)
        clock.now += 3
    assert pace.held(99) == 0.0


def test_chats_that_have_rested_are_forgotten() -> None:
    """No chat's number stays in memory when it has regained everything."""
    clock = Clock()
    pace = Pace(clock)
    for chat in range(1000):
        pace.take(chat)
        clock.now += 1
    assert len(pace._full) < 300  # noqa: SLF001 (what must not grow)
