"""From a draft to live and back: who may do what, in whatever order it is tried."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import (
    ANNA,
    BORYS,
    CLARA,
    CODE,
    CRITICAL,
    PLAIN,
    VALUED,
    WHOLE,
    Room,
    few,
    signed_by,
    upgraded,
)

from bot.words import po
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Phrase
from bot.words.proposals import (
    Hand,
    Refusal,
    Rows,
    approve,
    keep,
    reject,
    roll_back,
    send,
    translate_back,
    write,
)
from bot.words.standing import Standing, State
from bot.words.versions import AS_IT_CAME, PROGRAM, Stage, Wording

Move = Callable[[Standing, Hand], Rows | Refusal]
MOVES: dict[str, Move] = {
    "write": partial(write, forms=("Інші слова тут.",)),
    "back": partial(translate_back, text="Other words are here."),
    "send": partial(send, blocked=False),
    "approve": partial(approve, blocked=False),
    "reject": partial(reject, reason="too hard"),
    "undo": roll_back,
    "keep": keep,
}
NOTHING, OWN, NO_BACK = Refusal.NOTHING, Refusal.OWN, Refusal.NO_BACK
ALONE = replace(ANNA, alone=True)


def reached(state: State) -> Room:
    """Bring the critical text to a state by real moves; Anna writes."""
    room = Room(few(S1=()))
    if state is State.MISSING:
        return room
    room.do(write, ANNA, CRITICAL, CODE, ("Чи тут безпечно?",))
    if state is State.REJECTED:
        room.do(reject, BORYS, CRITICAL, CODE, "too short")
    if state in {State.DRAFT, State.REJECTED}:
        return room
    room.do(translate_back, BORYS, CRITICAL, CODE, "Is it safe here?")
    if state is State.BACK_TRANSLATED:
        return room
    room.do(approve, BORYS, CRITICAL, CODE, blocked=False)
    if state is not State.REVIEWED:
        room.signatures = (signed_by(),)
    if state is State.STALE:
        room.goes_live(CRITICAL, "Are you safe now?", code=SOURCE)
    if state is State.ORPHANED:
        room.shipped = upgraded(room.shipped, SOURCE, CRITICAL)
    return room


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_by_moves(state: State) -> None:
    """None of them is only a word."""
    assert reached(state).stands().state is state


@pytest.mark.parametrize(
    ("state", "hand", "refused"),
    [
        (State.MISSING, CLARA, dict.fromkeys(MOVES.keys() - {"write"}, NOTHING)),
        (State.DRAFT, CLARA, {"approve": NO_BACK, "undo": NOTHING, "keep": NOTHING}),
        (
            State.DRAFT,
            ANNA,
            {"back": OWN, "approve": OWN, "undo": NOTHING, "keep": NOTHING},
        ),
        (State.DRAFT, ALONE, {"approve": NO_BACK, "undo": NOTHING, "keep": NOTHING}),
        (State.BACK_TRANSLATED, CLARA, {"undo": NOTHING, "keep": NOTHING}),
        (
            State.BACK_TRANSLATED,
            ANNA,
            {"back": OWN, "approve": OWN, "undo": NOTHING, "keep": NOTHING},
        ),
        (State.BACK_TRANSLATED, ALONE, {"undo": NOTHING, "keep": NOTHING}),
        *(
            (state, hand, dict.fromkeys(MOVES.keys() - {"write", "undo"}, NOTHING))
            for state in (State.REVIEWED, State.LIVE)
            for hand in (ANNA, CLARA)
        ),
        (
            State.STALE,
            CLARA,
            dict.fromkeys(("back", "send", "approve", "reject"), NOTHING),
        ),
        (
            State.STALE,
            ANNA,
            dict.fromkeys(("back", "send", "approve", "reject"), NOTHING)
            | {"keep": OWN},
        ),
        (
            State.STALE,
            ALONE,
            dict.fromkeys(("back", "send", "approve", "reject"), NOTHING),
        ),
        (State.REJECTED, CLARA, dict.fromkeys(MOVES.keys() - {"write"}, NOTHING)),
        (State.ORPHANED, CLARA, dict.fromkeys(MOVES, NOTHING)),
    ],
)
def test_what_a_state_refuses(
    state: State, hand: Hand, refused: dict[str, Refusal]
) -> None:
    """Every move is tried in every state; what is not refused writes rows."""
    found = {name: reached(state).do(move, hand) for name, move in MOVES.items()}
    assert {name: why for name, why in found.items() if why} == refused


@pytest.mark.parametrize("move", [send, approve])
def test_what_a_check_blocks_goes_no_further(
    move: Callable[..., Rows | Refusal],
) -> None:
    """Neither to other eyes nor live, whoever asks."""
    room = reached(State.BACK_TRANSLATED)
    assert room.do(move, CLARA, blocked=True) is Refusal.BLOCKED


def test_the_same_words_are_no_new_version() -> None:
    """Neither of a draft, nor of what is live, nor of what came with the program."""
    for state in (State.DRAFT, State.LIVE):
        room = reached(state)
        same = room.do(write, CLARA, CRITICAL, CODE, ("Чи тут безпечно?",))
        assert same is Refusal.SAME
    came = WHOLE.texts[CODE][PLAIN].forms
    assert Room().do(write, CLARA, PLAIN, CODE, came) is Refusal.SAME


def test_one_hand_that_wrote_and_translated_back_has_no_second_eyes() -> None:
    """A text that can hurt, written back by its author while alone, waits for more."""
    room = Room(few(S1=()))
    room.do(write, ALONE, CRITICAL, CODE, ("Чи тут безпечно?",))
    room.do(translate_back, ALONE, CRITICAL, CODE, "Is it safe here?")
    assert room.do(approve, CLARA, blocked=False) is NO_BACK
    assert room.do(approve, ALONE, blocked=False) is None


def test_a_blank_translation_back_is_none() -> None:
    """Spaces tell nobody what the text says."""
    room = reached(State.DRAFT)
    room.do(translate_back, BORYS, CRITICAL, CODE, " \n")
    assert room.do(approve, CLARA, blocked=False) is NO_BACK


def test_english_and_what_cannot_hurt_need_no_translation_back() -> None:
    """Another person's yes is enough for both."""
    room = Room()
    for code, id_ in ((SOURCE, CRITICAL), (CODE, PLAIN)):
        assert room.do(write, ANNA, id_, code, ("Нове речення.",)) is None
        assert room.do(approve, ANNA, id_, code, blocked=False) is OWN
        assert room.do(approve, BORYS, id_, code, blocked=False) is None


def test_what_came_with_the_program_gets_a_version_once_somebody_acts() -> None:
    """Its author is the program, so that anybody may vouch for it."""
    room = Room()
    room.do(translate_back, ANNA, CRITICAL, CODE, "Are you safe here?")
    (one,) = room.history()
    assert (one.version, one.author, one.stage) == (1, PROGRAM, Stage.DRAFT)
    assert room.do(approve, ANNA, blocked=False) is None
    assert room.stands().forms == WHOLE.texts[CODE][CRITICAL].forms


def test_a_draft_copied_from_the_program_begins_again_with_a_newer_one() -> None:
    """What was said of the older words, and who translated them back, is past."""
    room = Room()
    room.do(translate_back, ANNA, CRITICAL, CODE, "Are you safe here?")
    room.shipped = upgraded(room.shipped, CODE, CRITICAL, "Тут зараз безпечно?")
    assert room.stands().state is State.DRAFT
    room.do(translate_back, BORYS, CRITICAL, CODE, "Is it safe here now?")
    room.do(approve, ANNA, blocked=False)
    assert room.stands().forms == ("Тут зараз безпечно?",)
    assert [w.version for w in room.history()] == [1, 2]


def test_a_rejected_text_of_the_program_waits_for_another() -> None:
    """Nobody is offered it again, until an upgrade words it anew."""
    room = Room()
    room.do(reject, ANNA, CRITICAL, CODE, "too hard")
    assert room.stands().state is State.REJECTED
    room.shipped = upgraded(room.shipped, CODE, CRITICAL, "Тут зараз безпечно?")
    assert room.stands().state is State.DRAFT


def test_a_draft_is_approved_for_the_english_of_that_moment() -> None:
    """Whoever approves it sees that English beside it, not the older one."""
    room = reached(State.BACK_TRANSLATED)
    room.goes_live(CRITICAL, "Are you safe now?", code=SOURCE)
    room.do(approve, CLARA, blocked=False)
    assert room.stands().state is State.REVIEWED


def test_a_draft_of_a_text_that_is_no_more_goes_nowhere() -> None:
    """It rests, and goes on where the text comes back."""
    room = reached(State.BACK_TRANSLATED)
    here = room.shipped
    room.shipped = upgraded(here, SOURCE, CRITICAL)
    assert {room.do(move, CLARA) for move in MOVES.values()} == {NOTHING}
    room.shipped = here
    assert room.do(approve, CLARA, blocked=False) is None


def test_rolling_back_says_what_was_read_before() -> None:
    """First the wording before, by its number; twice is back where one was."""
    room = Room()
    room.goes_live(PLAIN, "Перше.")
    room.goes_live(PLAIN, "Друге.")
    said = []
    for _ in range(3):
        room.do(roll_back, ANNA, PLAIN)
        said.append(room.stands(PLAIN).forms[0])
    assert said == ["Перше.", "Друге.", "Перше."]
    assert room.history(PLAIN)[2].reason == "as version 1"
    assert len(room.history(PLAIN)) == 5


def test_rolling_back_the_first_wording_says_what_came_along() -> None:
    """And the next wording's rolling back does so too, not the one before it."""
    room, came = Room(), WHOLE.texts[CODE][PLAIN].forms
    for text in ("Перше.", "Друге."):
        room.goes_live(PLAIN, text)
        assert room.do(roll_back, ANNA, PLAIN) is None
        assert room.stands(PLAIN).forms == came
        assert room.history(PLAIN)[-1].reason == AS_IT_CAME
    assert room.do(roll_back, ANNA, PLAIN) is NOTHING


@pytest.mark.parametrize("move", [roll_back, keep])
def test_a_draft_that_waits_outlives_what_goes_live_before_it(move: Move) -> None:
    """Nobody's work is lost, nor the order of what was said."""
    room = Room()
    room.goes_live(PLAIN, "Перше.")
    room.goes_live(PLAIN, "Друге.")
    room.goes_live(PLAIN, "That is all right.", code=SOURCE)
    room.do(write, ANNA, PLAIN, CODE, ("Третє.",))
    room.do(send, ANNA, PLAIN, CODE, blocked=False)
    assert room.do(move, CLARA, PLAIN) is None
    one = room.stands(PLAIN).candidate
    assert one is not None
    assert (one.forms, one.author, one.stage) == (("Третє.",), "11", Stage.REVIEW)
    before = room.stands(PLAIN).forms
    room.do(approve, BORYS, PLAIN, CODE, blocked=False)
    room.do(roll_back, BORYS, PLAIN)
    assert room.stands(PLAIN).forms == before


def test_whoever_wrote_a_text_does_not_vouch_for_its_new_meaning() -> None:
    """Where the English changed, another person says that it still holds."""
    room = reached(State.STALE)
    assert room.do(keep, ANNA) is OWN
    assert room.do(keep, CLARA) is None
    kept = room.history()[-1]
    assert (kept.reason, kept.approver) == ("meaning unchanged", "13")
    assert room.stands().state is State.LIVE


@dataclass
class Told:
    """What happened so far, written down apart from the rows: who said yes to what."""

    room: Room = field(default_factory=lambda: Room(few(S2=())))
    vouched: set[tuple[str, str, tuple[str, ...], str]] = field(default_factory=set)
    alone: set[tuple[str, str, tuple[str, ...], str]] = field(default_factory=set)
    before: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)


TEXTS = {
    CRITICAL: (("Перше.",), ("Друге.",), ("",)),
    PLAIN: (("Перше.",), ("Друге.",), ("\ud800",)),
    VALUED: (("{number}, {count}.",), ("{number}.",), ("{", "x")),
}
OFTEN = ("write", "back", "approve", "approve")
"""Moves that lead on, so that talks of chance get somewhere."""


@dataclass(frozen=True)
class Step:
    """One thing that somebody does, with one of three texts to choose from."""

    move: str
    who: str
    number: int
    code: str


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from([*OFTEN, *MOVES, "upgrade"]),
        st.sampled_from(["11", "12", "13"]),
        st.integers(0, 2),
        st.sampled_from([SOURCE, CODE, CODE, CODE]),
    ),
    min_size=20,
    max_size=40,
)


@given(
    st.sampled_from([CRITICAL, PLAIN, VALUED]),
    STEPS,
    st.sets(st.sampled_from(["11", "12"]), max_size=1),
)
@settings(max_examples=200)
def test_whatever_is_done_nobody_is_misled(
    id_: str, steps: list[Step], alone: set[str]
) -> None:
    """Any moves, in any order, by any hands, between any upgrades."""
    told = Told()
    for step in steps:
        if step.move == "upgrade":
            bring(told, id_, step.code, step.number)
        else:
            hand = replace(ANNA, who=step.who, alone=step.who in alone)
            tried(told, step, hand, id_)
        for w in told.room.live().values():
            check_live(told, w)
        check_said(told.room)


def bring(told: Told, id_: str, code: str, number: int) -> None:
    """Let a newer program word a text anew, or bring it no more."""
    forms = (("Нове {number} {count}.",) if id_ == VALUED else ("Нове.",), (), None)
    given_ = forms[number]
    came = WHOLE.texts[code][id_].forms if given_ is None else given_
    told.room.shipped = upgraded(told.room.shipped, code, id_, *came)


def tried(told: Told, step: Step, hand: Hand, id_: str) -> None:
    """Make one move as the desk would, and hold it against what was told."""
    room, code = told.room, step.code
    if id_ not in room.edition.shelf(code).standings:
        return
    stands, rows, last = room.stands(id_, code), dict(room.rows), room.live()
    move = {
        "write": partial(write, forms=TEXTS[id_][step.number]),
        "send": partial(send, blocked=misfits(stands)),
        "approve": partial(approve, blocked=misfits(stands)),
    }.get(step.move, MOVES[step.move])
    if room.do(move, hand, id_, code) is not None:
        assert room.rows == rows
        return
    check_history(rows, room, id_, code)
    now = room.live().get((code, id_))
    if step.move == "approve" and now is not None:
        mine = (code, id_, now.forms, now.author)
        assert now.author != hand.who or hand.alone
        (told.alone if hand.alone else told.vouched).add(mine)
    if step.move in {"undo", "keep"}:
        check_waiting(stands, room.stands(id_, code))
    if step.move == "undo":
        assert told.before[code, id_] == (None if now is None else now.forms)
    if step.move in {"undo", "keep", "approve"}:
        old = last.get((code, id_))
        told.before[code, id_] = None if old is None else old.forms


def check_waiting(before: Standing, after: Standing) -> None:
    """What somebody wrote and nobody has looked at still waits."""
    one, now = before.candidate, after.candidate
    if one is not None and one.author != PROGRAM:
        assert now is not None
        assert (one.forms, one.author, one.back) == (now.forms, now.author, now.back)


def misfits(stands: Standing) -> bool:
    """Tell whether what could be approved cannot be said."""
    if stands.candidate is None:
        return False
    entry = replace(stands.source, forms=stands.candidate.forms)
    return bool(po.misfit(stands.source, entry, stands.language))


def check_history(
    rows: dict[tuple[str, str, int], Wording], room: Room, id_: str, code: str
) -> None:
    """No version changes what it says or whose it is, and none is missing."""
    for key, w in rows.items():
        now = room.rows[key]
        assert (now.forms, now.author) == (w.forms, w.author)
    versions = [w.version for w in room.history(id_, code)]
    assert versions == list(range(1, len(versions) + 1))


def check_live(told: Told, w: Wording) -> None:
    """What is live was vouched for by another, and translated back if it can hurt."""
    mine = (w.language, w.id, w.forms, w.author)
    assert mine in told.vouched | told.alone
    if w.id == CRITICAL and w.language == CODE and mine not in told.alone:
        assert w.back.strip()
        assert w.back_by != w.author


def check_said(room: Room) -> None:
    """Whatever stands there, every text is said whole."""
    values = (("number", 1), ("count", 2))
    for code in (SOURCE, CODE):
        for id_ in room.shipped.source:
            said = room.edition.words.say(code, Phrase(Msg(id_), values))
            assert said.strip()
            assert "{" not in said
            assert said.encode()
