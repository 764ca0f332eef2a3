"""What readers coded teaches the coder, robustly and from fifty labels on."""

import lettered

from bot.coder.learning import FEWEST_LABELS, taught
from bot.themes.readings import Example

ASKED = [("en", "I like to swim a lot")]


def _examples(count: int, *, wrong: bool = False) -> list[Example]:
    """Return texts about swimming, coded as health; every fifth one may be wrong."""
    texts = [f"let us swim {'again ' * n}" for n in range(count)]
    codes = [("B1",) if wrong and n % 5 == 0 else ("A6",) for n in range(count)]
    return [Example("en", t, c) for t, c in zip(texts, codes, strict=True)]


def test_fewer_than_fifty_teach_nothing() -> None:
    """The coder stays the very same until there are enough labels."""
    coder = lettered.coder()

    assert taught(coder, _examples(FEWEST_LABELS - 1)) is coder


def test_what_was_corrected_is_found_then() -> None:
    """A text that no example is like has a code, once people gave it one."""
    coder = lettered.coder()
    learned = taught(coder, _examples(400))

    assert coder.code(ASKED) == [()]
    assert learned.code(ASKED) == [("A6",)]
    assert learned.code([("en", "all food is bad")]) == [("D1",)]


def test_a_fifth_of_wrong_tags_does_no_harm() -> None:
    """What most people say holds, and what nobody corrected stays as it was."""
    learned = taught(lettered.coder(), _examples(400, wrong=True))

    assert learned.code(ASKED) == [("A6",)]


def test_the_order_of_corrections_makes_no_difference() -> None:
    """The same corrections give the same numbers, whatever order they lie in."""
    coder, examples = lettered.coder(), _examples(60)
    one, other = taught(coder, examples), taught(coder, examples[::-1])

    assert one.read(ASKED) == other.read(ASKED)


def test_sensitive_codes_are_not_learned() -> None:
    """A reader may give one; the coder never suggests it, however often given."""
    given = [Example("en", f"swim {'again ' * n}", ("E1",)) for n in range(100)]

    assert taught(lettered.coder(), given).code(ASKED) == [()]
