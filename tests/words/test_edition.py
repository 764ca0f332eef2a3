"""What is worded here lies over what came along, text by text, and never half."""

from dataclasses import replace

import pytest
from texts import (
    ANNA,
    CODE,
    CRITICAL,
    PLAIN,
    VALUED,
    WHOLE,
    Room,
    all_live,
    few,
    upgraded,
)

from bot.words.edition import Edition
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Own, Phrase
from bot.words.po import Entry, split
from bot.words.proposals import keep, write
from bot.words.shipped import Shipped
from bot.words.signoff import wording
from bot.words.standing import State
from bot.words.versions import Stage, Voice, Wording, mark_of

MARK = " §"
HOUSE = Own((("en", "Blue House"), ("ar", "البيت")), "programme.blue")
LIVE = Wording(CODE, PLAIN, 1, ("Гаразд.",), "", Stage.LIVE, "11", ANNA.week)


def phrase(entry: Entry) -> Phrase:
    """Return a text with something in each of its places."""
    names = dict.fromkeys(n for form in entry.forms for n in split(form)[1::2])
    values = tuple((name, "7") for name in names)
    return Phrase(Msg(entry.id), values, 5 if entry.counted else None)


def say(edition: Edition, id_: str, code: str = CODE) -> str:
    """Say a text of three."""
    return edition.words.say(code, phrase(edition.source[id_]))


@pytest.mark.parametrize("code", [SOURCE, CODE, "ar"])
def test_every_text_can_be_worded_anew_and_is_said(code: str) -> None:
    """Whatever a person or staff is told, by its id, all at once."""
    entries = WHOLE.usable(code)
    assert entries.keys() == WHOLE.source.keys() or code == "ar"
    live = tuple(
        replace(
            LIVE,
            language=code,
            id=id_,
            forms=tuple(f"{form}{MARK}" for form in entry.forms),
        )
        for id_, entry in entries.items()
    )
    words = Edition(WHOLE, 1, live).words
    silent = {
        id_
        for id_, entry in entries.items()
        if not words.say(code, phrase(entry)).rstrip("\u2069").endswith(MARK)
    }
    assert silent == set()


def test_what_is_not_live_is_not_said() -> None:
    """A draft, a rejected one and one that is past change nothing."""
    came = say(Edition(few()), PLAIN)
    for stage in Stage:
        said = say(Edition(few(), 1, [replace(LIVE, stage=stage)]), PLAIN)
        assert (said == "Гаразд.") is (stage is Stage.LIVE)
        assert said in {"Гаразд.", came}


def test_a_translation_is_held_against_english_as_it_is_here() -> None:
    """Where that takes another placeholder, what stands in is whole."""
    room = Room()
    room.goes_live(VALUED, "{number}/{count}")
    assert say(room.edition, VALUED) == "7/7"
    room.shipped = upgraded(room.shipped, SOURCE, VALUED, "Question {number}.")
    assert say(room.edition, VALUED) == "Question 7."
    assert say(room.edition, VALUED, SOURCE) == "Question 7."


def test_english_worded_anew_stands_in_for_what_is_missing() -> None:
    """The fallback is what this deployment says in English."""
    room = Room(few(S2=()))
    room.goes_live(PLAIN, "That is all right.", code=SOURCE)
    assert say(room.edition, PLAIN) == "That is all right."


def test_of_two_that_are_live_the_newer_is_said() -> None:
    """However that came about, and whichever is read first."""
    newer = replace(LIVE, version=2, forms=("Усе гаразд.",))
    for rows in ([LIVE, newer], [newer, LIVE]):
        edition = Edition(few(), 1, rows)
        assert say(edition, PLAIN) == "Усе гаразд."
        assert edition.shelf(CODE).standings[PLAIN].forms == ("Усе гаразд.",)


BROKEN = [
    (),
    ("",),
    (" \n",),
    ("Гаразд.", "Гаразд."),
    ("{",),
    ("{nobody}",),
    ("{0}",),
    ("Гаразд\x00.",),
    ("Гаразд\u202e.",),
    ("Гаразд\ud800.",),
    ("Гаразд\u200b.",),
    ("Гаразд. " * 400,),
]
"""What no desk would have let through, as it might lie in a database."""


@pytest.mark.parametrize("forms", BROKEN)
def test_a_broken_wording_is_passed_over(forms: tuple[str, ...]) -> None:
    """What came along is said, the text counts as it came, and nothing fails."""
    came, broken = Edition(few()), replace(LIVE, forms=forms)
    edition = Edition(few(), 1, [broken])
    assert say(edition, PLAIN) == say(came, PLAIN)
    stands = edition.shelf(CODE).standings[PLAIN]
    assert (stands.state, stands.forms) == (
        State.DRAFT,
        WHOLE.texts[CODE][PLAIN].forms,
    )
    assert wording(edition, CODE) == wording(came, CODE)


@pytest.mark.parametrize("forms", [one for one in BROKEN if "{" not in "".join(one)])
def test_a_broken_name_of_a_service_is_passed_over(forms: tuple[str, ...]) -> None:
    """The service keeps the name that it was given first."""
    one = replace(LIVE, id=HOUSE.id, forms=forms)
    edition = Edition(few(), 1, [one])
    assert edition.worded(HOUSE) == HOUSE
    stands = edition.shelf(CODE, [HOUSE]).standings[HOUSE.id]
    assert (stands.forms, stands.state) == ((), State.MISSING)


@pytest.mark.parametrize(
    "row",
    [
        replace(LIVE, language="tlh"),
        replace(LIVE, id="no.such.text"),
        replace(LIVE, id="nothing"),
        replace(LIVE, language="", id=""),
        replace(LIVE, version=-1, forms=("Гаразд.",)),
    ],
)
def test_a_row_of_nothing_that_is_there_harms_nothing(row: Wording) -> None:
    """Of an unknown language, of an unknown text, of an unlikely version."""
    edition = Edition(few(), 1, [row])
    for id_ in (CRITICAL, PLAIN, VALUED):
        assert say(edition, id_)
    for code in (SOURCE, CODE):
        assert edition.shelf(code).open() is not None


def test_a_services_name_is_worded_in_one_language_at_a_time() -> None:
    """The others stay as they were first written."""
    edition = Edition(few(), 1, [replace(LIVE, id=HOUSE.id, forms=("Синій дім",))])
    said = edition.words.say
    worded = Phrase(edition.worded(HOUSE))
    found = [said(code, worded) for code in (SOURCE, CODE)]
    assert found == ["Blue House", "Синій дім"]
    assert dict(edition.worded(HOUSE).texts)["ar"] == "البيت"


def test_a_services_translation_is_stale_once_its_name_is_another() -> None:
    """What it is translated from is the name as it is worded here."""
    room = Room(owns=(HOUSE,))
    room.goes_live(HOUSE.id, "Синій дім")
    assert room.stands(HOUSE.id).state is State.LIVE
    room.goes_live(HOUSE.id, "Red House", code=SOURCE)
    assert room.stands(HOUSE.id).state is State.STALE
    assert room.stands(HOUSE.id, SOURCE).state is State.LIVE


def test_a_translation_that_was_written_first_grows_stale_as_well() -> None:
    """It goes on being said; whoever vouches that it still holds ends that."""
    both = replace(HOUSE, texts=(("en", "Blue House"), (CODE, "Синій дім")))
    room = Room(owns=(both,))
    assert room.stands(HOUSE.id).state is State.LIVE
    room.goes_live(HOUSE.id, "Red House", code=SOURCE)
    stands = room.stands(HOUSE.id)
    assert (stands.state, stands.forms) == (State.STALE, ("Синій дім",))
    assert stands.ready
    assert room.do(keep, ANNA, HOUSE.id) is None
    stands = room.stands(HOUSE.id)
    assert (stands.state, stands.forms) == (State.LIVE, ("Синій дім",))


def test_a_text_that_nobody_may_word_has_no_place() -> None:
    """Without an id there is nothing to hold on to."""
    edition = Edition(few(), 1, [replace(LIVE, id="")])
    nameless = replace(HOUSE, id="")
    assert edition.worded(nameless) == nameless
    assert edition.shelf(CODE, [nameless]).standings[""].gone


def test_a_voice_is_heard_for_the_very_words_it_says() -> None:
    """A word that changes, here or with an upgrade, and the screen is silent."""
    line = phrase(WHOLE.source[PLAIN])
    heard = mark_of((Edition(few()).words.say(CODE, line),))
    voice = Voice(CODE, "S2", heard, "file", "11", ANNA.week)
    assert Edition(few(), 1, (), (), [voice]).words.voice(CODE, [line]) == "file"
    changed = Edition(few(), 1, [LIVE], (), [voice])
    assert changed.words.voice(CODE, [line]) == ""


def test_the_hash_that_advisers_sign_follows_what_is_said_here() -> None:
    """Worded anew it is another, rolled back it is the same; a draft changes none."""
    room = Room()
    before = wording(room.edition, CODE)
    room.do(write, ANNA, PLAIN, CODE, ("Гаразд.",))
    assert wording(room.edition, CODE) == before
    room.goes_live(PLAIN, "Добре.")
    assert wording(room.edition, CODE) != before
    assert wording(room.edition, SOURCE) == wording(Edition(few()), SOURCE)


def test_vouching_for_what_came_changes_no_signature() -> None:
    """People read the same words as before."""
    vouched = Edition(WHOLE, 1, all_live())
    assert wording(vouched, CODE) == wording(Edition(WHOLE), CODE)


def test_words_that_nobody_changed_are_made_once() -> None:
    """Looking at a deployment that words nothing itself costs nothing."""
    shipped = Shipped(WHOLE.languages, WHOLE.texts)
    assert Edition(shipped, 1).words is Edition(shipped, 2).words
