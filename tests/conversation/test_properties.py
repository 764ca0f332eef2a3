"""Any event in any state: the engine never raises and always leaves a way out."""

from dataclasses import replace

from conversation.talks import FORMS, NOON, NUMBER, Spoken, choices, engine, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.drafts import MOST_UNITS
from bot.conversation.engine import GAP_SECONDS, Engine
from bot.conversation.events import (
    Blocked,
    Called,
    Cleared,
    Command,
    Edited,
    Event,
    Looked,
    Numbered,
    Other,
    Sealed,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.conversation.replies import (
    ClearScreen,
    Forget,
    Look,
    Number,
    Play,
    Receipt,
    Reply,
    Seal,
    Show,
)
from bot.conversation.steps import ANYWHERE, TABLE
from bot.conversation.talk import Step, Talk
from bot.responses import Answer, as_shown
from bot.words.writing import units

HOUSE = engine()
HEARD = replace(HOUSE, lexicon=Spoken())
"""The same house, where every card can be heard."""
SHOWING = engine(quotes=True)
"""The same, where somebody may let her words be shown."""
houses = st.sampled_from((HOUSE, HEARD, SHOWING))
ASKED_OF_THE_FLOW = (Seal, Number, Look, ClearScreen)
LISTED = 9
"""Buttons of the list of answers to change: eight and the way back."""

ats = st.sampled_from(
    (NOON, NOON + 5, NOON + GAP_SECONDS + 1, NOON - 3600, NOON + 90_000, 0)
)
words = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        (
            "stop",
            "1",
            "٢",
            NUMBER,
            "my name is Anna",
            "+380 50 123 45 67",
            "x" * 4096,
            "\ud800",
            "Q6",
            "button.skip",
            "  ",
        )
    ),
)
pressed = st.one_of(
    st.sampled_from(
        sorted({line for moves in TABLE.values() for line in moves} | set(ANYWHERE))
    ),
    st.sampled_from(("pick:good", "pick:no", "say:uk", "to:red", "item:3", "in:yy")),
    st.text(max_size=20),
)
sent: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, ats, st.sampled_from(("", "bluecode", "familycode", "no"))),
    st.builds(Tapped, ats, st.integers(-1, 30), pressed),
    st.builds(Wrote, ats, words),
    st.builds(Called, ats, st.sampled_from(Command)),
    st.builds(Sent, ats, st.sampled_from(Other)),
    st.builds(Edited, ats),
    st.builds(Blocked, ats),
    st.builds(Sealed, ats, st.integers(0, 2**63 - 1)),
    st.builds(Numbered, ats, st.just(NUMBER)),
    st.builds(Looked, ats, st.one_of(st.none(), st.integers(0, 9))),
    st.builds(Cleared, ats),
)
answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from([q.id for q in FORMS[0].questions] + ["gone"]),
        st.lists(st.sampled_from(("good", "no", "home", "gone")), max_size=4).map(
            tuple
        ),
        st.sampled_from(("", "Food.", "y" * 4000)),
        st.sampled_from(("", "Food.", "Other.")),
    ),
    max_size=5,
).map(tuple)
talks = st.builds(
    Talk,
    step=st.sampled_from(Step),
    back=st.one_of(st.none(), st.sampled_from(Step)),
    language=st.sampled_from(("", "en", "ar", "gone")),
    guess=st.sampled_from(("", "uk-UA", "zz")),
    pool=st.sampled_from(("", "blue", "old", "gone", "network", "family:small")),
    family=st.sampled_from(("", "small", "gone")),
    country=st.sampled_from(("", "yy", "gone")),
    question=st.integers(-1, 9),
    page=st.integers(0, 3),
    changing=st.booleans(),
    answers=answers,
    held=st.sampled_from(("", "I am on 0501234567 or a@b.example", "fine")),
    kept=st.sampled_from(((), ("0501234567",))),
    notice=st.sampled_from(("", "E2", "E3", "gone")),
    card=st.integers(0, 30),
    touched=ats,
    row=st.one_of(st.none(), st.integers(0, 9)),
    digits=st.sampled_from(("", NUMBER)),
    agreed=st.sampled_from((0, NOON)),
    wish=st.one_of(st.none(), st.sampled_from((Step.DELETE, Step.ABOUT))),
    found=st.one_of(st.none(), st.integers(0, 9)),
)


def leaves_a_way_out(talk: Talk, replies: tuple[Reply, ...]) -> None:
    """Check one answer of the engine, whatever led to it."""
    if not replies or isinstance(replies[-1], (Forget, Play, *ASKED_OF_THE_FLOW)):
        return
    card = shown(replies)
    offered = choices(card)
    assert offered
    taps = [choice for choice in offered if choice != "listen"]
    assert len(taps) <= (LISTED if talk.step is Step.CHANGE else 8)
    assert len(card.rows) <= 8
    assert len(set(offered)) == len(offered)
    assert all(len(f"{card.number}.{c}".encode()) <= 64 for c in offered)
    names = {c.partition(":")[0] for c in offered}
    assert names <= set(TABLE[talk.step]) | set(ANYWHERE)
    assert card.number == talk.card


def keeps_its_promises(talk: Talk, replies: tuple[Reply, ...]) -> None:
    """Check what must hold of every talk that a person could be shown."""
    assert sum(units(a.text) for a in talk.answers) + units(talk.held) <= MOST_UNITS
    for answer in (a for r in replies if isinstance(r, Seal) for a in r.answers):
        assert answer.quote in {"", as_shown(answer.text)}
    receipts = [r for r in replies if isinstance(r, Receipt)]
    assert bool(receipts) <= (talk.step is Step.RECEIPT)
    if any(isinstance(r, Show) for r in replies):
        assert NUMBER not in repr(replies)
        assert talk.step is not Step.RECEIPT
    if talk.step is Step.REVIEW or talk.answers:
        assert talk.agreed


@settings(max_examples=150)
@given(houses, talks, st.lists(sent, min_size=1, max_size=3))
def test_any_event_in_any_state_leaves_a_way_out(
    house: Engine, talk: Talk, events: list[Event]
) -> None:
    """Whatever rested, even what no longer fits the deployment, leads somewhere."""
    for event in events:
        talk, replies = house.advance(talk, event)
        leaves_a_way_out(talk, replies)


TYPED = ("The food.", "stop", "1", NUMBER, "my name is Anna", "x" * 4096, "about")
PRESSES = 6
"""Of ten things that happen, so many are presses of what is offered."""


@settings(max_examples=100)
@given(
    houses,
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.integers(0, 8),
            st.sampled_from((0, 1, 60, GAP_SECONDS + 1, 30_000)),
        ),
        max_size=40,
    ),
)
def test_whole_talks_never_lose_their_way(
    house: Engine,
    happens: list[tuple[int, int, int]],
) -> None:
    """Talks that begin at nothing and press what is offered keep every promise."""
    talk, at = Talk(), NOON
    for kind, which, pause in happens:
        at += pause
        talk, replies = house.advance(talk, _likely(house, talk, at, kind, which))
        leaves_a_way_out(talk, replies)
        while replies and isinstance(replies[-1], ASKED_OF_THE_FLOW):
            talk, replies = house.advance(talk, _brought(replies[-1], at))
            leaves_a_way_out(talk, replies)
        keeps_its_promises(talk, replies)


def _likely(house: Engine, talk: Talk, at: int, kind: int, which: int) -> Event:
    if kind < PRESSES:
        offered = choices(shown(house.again(talk)))
        return Tapped(at, talk.card, offered[which % len(offered)])
    others: tuple[Event, ...] = (
        Wrote(at, TYPED[which % len(TYPED)]),
        Called(at, tuple(Command)[which % len(Command)]),
        Sent(at, Other.PHOTO),
        Started(at, "redcode" if which else ""),
    )
    return others[kind - PRESSES]


def _brought(duty: Reply, at: int) -> Event:
    match duty:
        case Seal():
            return Sealed(at, 7)
        case Number():
            return Numbered(at, NUMBER)
        case Look():
            return Looked(at, 8)
        case _:
            return Cleared(at)


@settings(max_examples=50)
@given(talks, sent)
def test_the_same_event_leads_to_the_same_place(talk: Talk, event: Event) -> None:
    """The engine has no clock and no dice."""
    assert HOUSE.advance(talk, event) == HOUSE.advance(talk, event)


@settings(max_examples=50)
@given(talks, st.text(max_size=20))
def test_an_old_press_shows_the_card_and_changes_nothing(
    talk: Talk, choice: str
) -> None:
    """A press on a card that is no longer live, from any device, moves nothing."""
    talk, _ = HOUSE.advance(replace(talk, language="en"), Called(NOON, Command.HELP))
    after, replies = HOUSE.advance(talk, Tapped(NOON, talk.card - 1, choice))
    assert (after, replies) == (talk, HOUSE.again(talk))


@settings(max_examples=50)
@given(talks)
def test_an_edited_message_changes_nothing(talk: Talk) -> None:
    """What was sent before stays as it was read."""
    assert HOUSE.advance(talk, Edited(NOON)) == (talk, ())


@settings(max_examples=50)
@given(talks)
def test_a_blocked_bot_forgets_everything(talk: Talk) -> None:
    """Blocking in mid-talk leaves nothing behind."""
    assert HOUSE.advance(talk, Blocked(NOON)) == (Talk(), (Forget(),))


@settings(max_examples=50)
@given(talks, sent)
def test_a_programme_that_was_taken_away_breaks_no_talk(
    talk: Talk, event: Event
) -> None:
    """A talk that rested while everything it stood on went still finds its way."""
    bare = engine(programmes=(), codes=(), languages=("uk",))
    after, replies = bare.advance(talk, event)
    leaves_a_way_out(after, replies)
