"""How far a text is follows from what rests of it, and from nothing else."""

from dataclasses import replace

import msgspec
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

from bot.words.edition import Edition
from bot.words.languages import SOURCE
from bot.words.languages import State as Known
from bot.words.phrases import Own
from bot.words.proposals import keep, reject, write
from bot.words.shipped import Shipped
from bot.words.standing import CRITICAL as CAN_HURT
from bot.words.standing import State


def said(room: Room, id_: str) -> tuple[bool, State, tuple[str, ...]]:
    """Return whether a text is ready, its state, and what people read."""
    stands = room.stands(id_)
    return stands.ready, stands.state, stands.forms


def test_what_can_hurt_is_there() -> None:
    """Each beginning in the list begins an English text that people read."""
    people = (e for e in WHOLE.source.values() if not e.for_staff)
    begins = {entry.id.partition(".")[0] for entry in people}
    assert begins >= CAN_HURT


def test_a_changed_english_leaves_what_cannot_hurt_said() -> None:
    """It is stale, and the language stays ready."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(PLAIN, "Гаразд.")
    room.goes_live(PLAIN, "That is all right.", code=SOURCE)
    assert said(room, PLAIN) == (True, State.STALE, ("Гаразд.",))


def test_a_changed_english_makes_what_can_hurt_unready() -> None:
    """It is said to whoever talks already, until somebody says that it still holds."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(CRITICAL, "Вам безпечно?")
    room.goes_live(CRITICAL, "Are you safe?", code=SOURCE)
    assert said(room, CRITICAL) == (False, State.STALE, ("Вам безпечно?",))
    assert room.do(keep, CLARA) is None
    assert said(room, CRITICAL) == (True, State.LIVE, ("Вам безпечно?",))


def test_a_newer_programs_english_makes_it_stale_as_well() -> None:
    """Whoever changed it, the translation was written for other words."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(CRITICAL, "Вам безпечно?")
    room.shipped = upgraded(room.shipped, SOURCE, CRITICAL, "Are you safe?")
    assert said(room, CRITICAL) == (False, State.STALE, ("Вам безпечно?",))


def test_english_worded_anew_is_live_and_not_stale() -> None:
    """It is held against the English that came, not against itself."""
    room = Room()
    room.goes_live(CRITICAL, "Are you safe?", code=SOURCE)
    room.goes_live(CRITICAL, "Are you safe now?", code=SOURCE)
    stands = room.stands(CRITICAL, SOURCE)
    assert (stands.state, stands.ready) == (State.LIVE, True)


def test_english_worded_anew_outlives_an_upgrade_and_is_stale() -> None:
    """Somebody looks at it; meanwhile it is what English says, so talks begin."""
    room = Room()
    room.goes_live(CRITICAL, "Are you safe?", code=SOURCE)
    room.shipped = upgraded(room.shipped, SOURCE, CRITICAL, "Safe to chat?")
    stands = room.stands(CRITICAL, SOURCE)
    assert (stands.state, stands.ready) == (State.STALE, True)
    assert room.edition.source[CRITICAL].forms == ("Are you safe?",)


def test_what_no_longer_fits_its_english_is_not_said() -> None:
    """It is missing where nothing came along, else what came is a draft again."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(VALUED, "{number}/{count}")
    room.shipped = upgraded(room.shipped, SOURCE, VALUED, "Question {number}.")
    assert said(room, VALUED) == (False, State.MISSING, ())
    room.shipped = upgraded(room.shipped, CODE, VALUED, "Питання {number}.")
    assert said(room, VALUED) == (False, State.DRAFT, ("Питання {number}.",))
    assert room.do(keep, CLARA, VALUED) is not None


def test_another_wording_takes_the_place_of_one_that_no_longer_fits() -> None:
    """One of them is live, not two."""
    room = Room()
    room.goes_live(VALUED, "{number}/{count}")
    room.shipped = upgraded(room.shipped, SOURCE, VALUED, "Question {number}.")
    room.goes_live(VALUED, "Питання {number}!")
    assert room.live()[CODE, VALUED].forms == ("Питання {number}!",)


def test_an_approved_wording_outlives_an_upgrade() -> None:
    """What the program says instead changes nothing of it."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(PLAIN, "Гаразд.")
    room.shipped = upgraded(room.shipped, CODE, PLAIN, "Усе добре.")
    assert said(room, PLAIN) == (True, State.LIVE, ("Гаразд.",))


def test_a_text_that_is_no_more_is_kept_and_listed_last() -> None:
    """It comes back as it was, should the text come back."""
    room = Room(signatures=(signed_by(),))
    room.goes_live(CRITICAL, "Вам безпечно?")
    here = room.shipped
    room.shipped = upgraded(here, SOURCE, CRITICAL)
    shelf = room.edition.shelf(CODE)
    assert [*shelf.standings][-1] == CRITICAL
    orphan = shelf.standings[CRITICAL]
    assert (orphan.state, orphan.id) == (State.ORPHANED, CRITICAL)
    assert orphan.forms == ("Вам безпечно?",)
    assert shelf.counts()[State.ORPHANED] == 0
    assert CRITICAL not in {s.id for s in shelf.open()}
    room.shipped = here
    assert said(room, CRITICAL) == (True, State.LIVE, ("Вам безпечно?",))


def test_a_new_text_keeps_a_signed_language_from_being_ready() -> None:
    """It is a draft where the program brought it, missing where it did not."""
    room = Room(signatures=(signed_by(),))
    for id_ in (CRITICAL, PLAIN, VALUED):
        forms = WHOLE.texts[CODE][id_].forms
        room.goes_live(id_, *(f"{form}!" for form in forms))
    assert room.edition.shelf(CODE).open() == ()
    for code in (SOURCE, CODE):
        room.shipped = upgraded(
            room.shipped, code, "S5", *WHOLE.texts[code]["S5"].forms
        )
    (new,) = room.edition.shelf(CODE).open()
    assert (new.id, new.state) == ("S5", State.DRAFT)
    room.shipped = upgraded(room.shipped, CODE, "S5")
    shelf = room.edition.shelf(CODE)
    assert shelf.standings["S5"].state is State.MISSING
    assert not shelf.complete()


def test_a_reviewed_language_is_ready_as_it_came() -> None:
    """Its texts need nobody's word here; one that is missing still does."""
    room = Room(reviewed(few()))
    assert room.edition.shelf(CODE).open() == ()
    room.shipped = upgraded(room.shipped, CODE, CRITICAL)
    assert [s.id for s in room.edition.shelf(CODE).open()] == [CRITICAL]


def test_a_reviewed_language_was_reviewed_beside_the_english_that_came() -> None:
    """Where that is worded anew, what can hurt is to be looked at again."""
    room = Room(reviewed(few()))
    for id_ in (PLAIN, CRITICAL):
        room.goes_live(id_, "It is another now.", code=SOURCE)
    assert [room.stands(id_).state for id_ in (PLAIN, CRITICAL)] == [State.STALE] * 2
    assert [s.id for s in room.edition.shelf(CODE).open()] == [CRITICAL]
    assert room.do(keep, CLARA) is None
    assert room.edition.shelf(CODE).open() == ()


def reviewed(shipped: Shipped) -> Shipped:
    """Let a native reader have signed every language in the list."""
    states = {True: Known.SOURCE, False: Known.REVIEWED}
    languages = tuple(
        msgspec.structs.replace(x, state=states[x.code == SOURCE])
        for x in shipped.languages
    )
    return replace(shipped, languages=languages)


def test_each_text_is_counted_in_one_state() -> None:
    """However many versions there are of it."""
    room = Room()
    for text in ("Добре.", "Гаразд."):
        room.do(write, ANNA, PLAIN, CODE, (text,))
    room.do(reject, BORYS, PLAIN, CODE, "no")
    counts = room.edition.shelf(CODE).counts()
    assert counts == {State.DRAFT: 2, State.REJECTED: 1}


def test_a_service_keeps_its_name_and_a_question_wants_words() -> None:
    """A name may stand as it is in any language; a question may not."""
    name = Own((("en", "Blue House"),), "programme.blue")
    asked = Own((("en", "Is it warm?"),), "form.house.warm.question")
    shelf = Room(reviewed(few())).edition.shelf(CODE, (name, asked))
    assert [s.id for s in shelf.open()] == [asked.id]


def test_staff_texts_count_for_nobody_else() -> None:
    """Whether they are translated keeps no language back."""
    shelf = Edition(WHOLE).shelf(CODE)
    staff = {id_ for id_, e in WHOLE.source.items() if e.for_staff}
    assert sum(shelf.counts().values()) == len(WHOLE.source) - len(staff)
    assert not staff & {s.id for s in shelf.open()}
