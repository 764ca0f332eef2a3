"""What the desk finds of a deployment's own texts."""

from conversation.telling import HOUSE

from bot.flows.desk.library import Library
from bot.settings import CHECKOUT
from bot.words.edition import Edition
from bot.words.pair import Level
from bot.words.phrases import Own
from bot.words.shipped import Shipped

YES = Own((("en", "✅ Yes"), ("vi", "✅ Có")), "form.own.Q1.yes.choice")
NO = Own((("en", "❌ No"),), "form.own.Q1.no.choice")
ELSEWHERE = Own((("en", "❌ No"),), "form.own.Q2.no.choice")


def blocks(own: Own, text: str) -> list[str]:
    """Return why a Vietnamese answer of a form would not be approved."""
    edition = Edition(Shipped.read(CHECKOUT / "locales"))
    library = Library(edition, HOUSE, (YES, NO, ELSEWHERE), {}, ("en", "vi"))
    standing = library.found("vi", own.id)
    assert standing is not None
    found = library.problems(standing, (text,))
    return [problem for level, problem in found if level is Level.BLOCKS]


def test_two_answers_of_a_question_never_read_the_same() -> None:
    """Whoever does not see their pictures could not tell them apart."""
    assert blocks(NO, "❌ Có") == [f"reads like {YES.id}. Make them different."]
    assert blocks(NO, "❌ Không") == []
    assert blocks(ELSEWHERE, "❌ Có") == []
