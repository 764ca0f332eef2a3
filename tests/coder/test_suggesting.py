"""What the codebook misses is proposed from enough people, and in no word of theirs."""

from pathlib import Path

import lettered
import pytest

from bot.coder import suggesting
from bot.coder.suggesting import WORD_LIST, proposals

K = 10


def _missed(people: int, texts: int = 40) -> list[tuple[bytes, bytes]]:
    """Return uncoded texts about swimming by so many people, and some rain."""
    coder = lettered.coder()
    swim, rain = coder.missed(
        [("en", "we like to swim"), ("en", "rain and rain again")]
    )
    assert swim
    assert rain
    own = [(bytes([n % people]), swim) for n in range(texts)]
    return [*own, (b"x", rain), (b"y", rain)]


def test_a_group_of_enough_people_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is told by a band of its size and by the nearest words of our own list."""
    words = tmp_path / "words.txt"
    words.write_text("swim money bicycle lawyer rain", encoding="utf-8")
    monkeypatch.setattr(suggesting, "WORD_LIST", words)
    (found,) = proposals(lettered.coder(), [_missed(K)], K)

    assert found.people == "10-19"
    assert found.words[0] == "swim"


def test_fewer_people_are_never_proposed() -> None:
    """Forty texts of nine people are no group; nor are two texts of two."""
    assert proposals(lettered.coder(), [_missed(K - 1)], K) == ()


def test_people_of_two_rounds_are_not_added_up() -> None:
    """Whoever writes in two rounds has two marks: nine people are never eighteen."""
    swimming = _missed(9)[:40]
    later = [(bytes([n % 9 + 100]), swim) for n, (_, swim) in enumerate(swimming)]
    assert proposals(lettered.coder(), [_missed(9), later], K) == ()


def test_too_few_texts_are_not_clustered() -> None:
    """Below thirty texts nothing is looked for, however many people wrote them."""
    assert proposals(lettered.coder(), [_missed(20, 20)], K) == ()


def test_the_words_are_plain_ones() -> None:
    """The list holds small English words, each once, and nobody's name."""
    words = WORD_LIST.read_text(encoding="utf-8").split()

    assert len(words) == len(set(words)) > 500
    assert all(word.isascii() and word.islower() for word in words)
