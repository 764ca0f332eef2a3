"""Each condition of a paraphrase alone keeps it in the vault."""

from dataclasses import replace

import pytest

from bot.themes.gathering import Band
from bot.themes.paraphrases import (
    LONGEST,
    Draft,
    Paraphrase,
    Refusal,
    refusals,
    unsigned,
)

SAID = (
    "The rooms are very cold at night and nobody helps.",
    "我觉得工作人员很友善也愿意听他们说话并帮助他们解决问题",
    "Працівниці уважно слухають і завжди допомагають з паперами.",
)
GOOD = Draft("Several people are cold at night.", Band.SOME, "", 3, SAID)

WRONG = [
    (Refusal.FEW, {"band": Band.FEW}),
    (Refusal.LEAF, {"leaf": "uk"}),
    (Refusal.PEOPLE, {"people": 2}),
    (Refusal.EMPTY, {"words": "  "}),
    (Refusal.LONG, {"words": "a" * (LONGEST + 1)}),
    (Refusal.PLAIN, {"words": "They are cold.\nThey said so."}),
    (Refusal.PLAIN, {"words": "They are \u202ecold."}),
    (Refusal.DETAIL, {"words": "They write to help@example.org."}),
    (Refusal.DETAIL, {"words": "they say my name is anna"}),
    (Refusal.NUMBER, {"words": "They wait for 3 months."}),
    (Refusal.NUMBER, {"words": "ينتظرون ٣ اشهر"}),
    (Refusal.WHEN, {"words": "They were cold on mondays."}),
    (Refusal.WHEN, {"words": "Вони мерзли у п’ятницю."}),
    (Refusal.WHEN, {"words": "Было холодно в декабре."}),
    (Refusal.WHEN, {"words": "Il fait froid en août."}),
    (Refusal.WHEN, {"words": "Hace frío cada sábado."}),
    (Refusal.WHEN, {"words": "الغرف باردة يوم الجمعة"}),
    (Refusal.DETAIL, {"words": "They are cold in Kyiv."}),
    (Refusal.DETAIL, {"words": "Люди хвалять, як Олена слухає."}),
    (Refusal.COPIED, {"words": "They say rooms are very, “cold” at night."}),
    (
        Refusal.COPIED,
        {"words": "人们说工作人员很友善也愿意听他们说话并帮助他们解决"},
    ),
]


def test_a_good_one_may_be_signed() -> None:
    """Nothing of it is refused, in any script."""
    for words in (
        GOOD.words,
        "Кілька людей мерзнуть уночі. Їм потрібні ковдри.",
        "Personas distintas dicen: hace frío por la noche.",
        "يقول عدة أشخاص إن الغرف باردة في الليل",
        "I think nobody helps them when they are cold.",
    ):
        assert refusals(replace(GOOD, words=words)) == ()


@pytest.mark.parametrize(("refusal", "change"), WRONG)
def test_each_condition_alone_keeps_it_here(
    refusal: Refusal, change: dict[str, object]
) -> None:
    """One thing is wrong, and that one is named."""
    assert refusals(replace(GOOD, **change)) == (refusal,)  # type: ignore[arg-type] # one field each


def test_four_words_in_a_row_are_nobodys_own() -> None:
    """Five are; so are twenty letters of a script without spaces, and not nineteen."""
    for words in ("rooms are very cold", SAID[1][:19]):
        assert refusals(replace(GOOD, words=words)) == ()
    for words in ("rooms are very cold at", SAID[1][:20]):
        assert refusals(replace(GOOD, words=words)) == (Refusal.COPIED,)


def test_who_wrote_it_does_not_sign_it() -> None:
    """It takes a second reader."""
    assert unsigned(GOOD.words, b"one", b"one", read=True) is Refusal.SAME
    assert unsigned(GOOD.words, b"one", b"two", read=False) is None


def test_a_script_without_capitals_is_read_word_by_word() -> None:
    """There the second reader says that somebody who reads it checked every word."""
    for words in ("الغرف باردة", "no capitals in use here"):
        assert unsigned(words, b"one", b"two", read=False) is Refusal.UNREAD
        assert unsigned(words, b"one", b"two", read=True) is None
    assert unsigned("Холодно вночі.", b"one", b"two", read=False) is None


def test_a_paraphrase_comes_back_as_it_was() -> None:
    """Words and both marks."""
    it = Paraphrase("words", b"one", b"two")
    assert Paraphrase.from_bytes(it.to_bytes()) == it
