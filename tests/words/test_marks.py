"""What is said beside a text: nothing where it is as it should be."""

from dataclasses import replace

from bot.settings import CHECKOUT
from bot.weeks import Week
from bot.words.edition import Edition
from bot.words.marks import marks
from bot.words.phrases import Own
from bot.words.shipped import Shipped
from bot.words.versions import Signature, Stage, Wording, mark_of

SHIPPED = Shipped.read(CHECKOUT / "locales")
LIVE = Wording("uk", "S5", 1, ("Добре.",), "", Stage.LIVE, "a", Week(2900))


def worded(*wordings: Wording, signed: bool = False) -> Edition:
    """Return the shipped texts with these over them, signed or not."""
    signatures = (Signature("uk", "b", Week(2900)),) if signed else ()
    return Edition(SHIPPED, 1, wordings, signatures)


def test_a_draft_that_has_every_text_bears_no_mark() -> None:
    """It is called a draft as a whole."""
    assert marks(worded(), "uk") == {}


def test_a_text_that_is_not_there_is_missing() -> None:
    """Also one that cannot be shown, so that another language stands in."""
    texts = dict(SHIPPED.texts["uk"])
    del texts["S1"]
    texts["C3"] = replace(texts["C3"], forms=("{nobody}",))
    lacks = replace(SHIPPED, texts={**SHIPPED.texts, "uk": texts})
    assert marks(Edition(lacks), "uk") == {"S1": "missing", "C3": "missing"}


def test_a_text_whose_english_has_changed_is_stale() -> None:
    """Whatever was written for the English as it is now is not."""
    now = mark_of(SHIPPED.source["S5"].forms)
    assert marks(worded(LIVE), "uk") == {"S5": "stale"}
    assert marks(worded(replace(LIVE, source=now)), "uk") == {}


def test_in_a_signed_language_what_nobody_vouches_for_is_a_draft() -> None:
    """Such as what came with a newer version of the program."""
    now = replace(LIVE, source=mark_of(SHIPPED.source["S5"].forms))
    found = marks(worded(now, signed=True), "uk")
    assert set(found.values()) == {"draft"}
    assert "S1" in found
    assert "S5" not in found


def test_what_only_staff_reads_is_never_marked() -> None:
    """These pages are of what people are shown."""
    texts = dict(SHIPPED.texts["uk"])
    gone = [id_ for id_, entry in SHIPPED.source.items() if entry.for_staff]
    for id_ in gone:
        texts.pop(id_, None)
    lacks = replace(SHIPPED, texts={**SHIPPED.texts, "uk": texts})
    assert gone
    assert marks(Edition(lacks), "uk") == {}


def test_a_service_keeps_its_name_and_a_question_is_translated() -> None:
    """Of a deployment's own texts, a name stands as it is."""
    name = Own((("en", "Blue House"),), "programme.blue")
    question = Own((("en", "Is it warm?"),), "form.own.A.question")
    assert marks(worded(), "uk", (name, question)) == {question.id: "missing"}
