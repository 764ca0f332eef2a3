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
BLUE = Own((("en", "Blue House"), ("vi", "Nhà Xanh")), "programme.blue")
GREEN = Own((("en", "Green House"),), "programme.green")
HERE = Own((("en", "Here"), ("vi", "Nhà Xanh")), "country.aa")


def blocks(own: Own, text: str) -> list[str]:
    """Return why a Vietnamese answer of a form would not be approved."""
    edition = Edition(Shipped.read(CHECKOUT / "locales"))
    library = Library(
        edition, HOUSE, (YES, NO, ELSEWHERE, BLUE, GREEN, HERE), {}, ("en", "vi")
    )
    standing = library.found("vi", own.id)
    assert standing is not None
    found = library.problems(standing, (text,))
    return [problem for level, problem in found if level is Level.BLOCKS]


def like(other: str) -> str:
    """Return what is said of a button that reads like another one."""
    return f"reads like {other} on the same screen. Make one of them different."


def test_two_services_of_a_list_never_read_the_same() -> None:
    """Whoever chooses could not tell them apart, nor from what stands below them."""
    assert blocks(GREEN, "nhà xanh!") == [like(BLUE.id)]
    assert blocks(GREEN, "🤷 TÔI không chắc") == [like("P2.not_sure")]
    assert blocks(GREEN, "Nhà Lục") == []


def test_two_answers_of_a_question_never_read_the_same() -> None:
    """Whoever does not see their pictures could not tell them apart."""
    assert blocks(NO, "❌ Có") == [like(YES.id)]
    assert blocks(NO, "❌ Không") == []
    assert blocks(ELSEWHERE, "❌ Có") == []
