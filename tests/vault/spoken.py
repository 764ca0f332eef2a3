"""What the vault's tests seal: a round, and responses from nothing said to the most."""

from bot.responses import Answer, Response
from bot.vault.keys import public_half
from bot.weeks import Week

SEED = bytes(range(32))
PUBLIC = public_half(SEED)
ROUND = "round-1"


def response(*answers: Answer) -> Response:
    """Return a response with these answers, everything else fixed."""
    return Response(
        answer_id=bytes(range(16)),
        voice=bytes(range(16, 32)),
        pepper=bytes(8),
        pool="blue-house",
        language="uk",
        form="default",
        form_version=1,
        sent_week=Week(120),
        ready_week=Week(122),
        answers=answers,
    )


def written(text: str) -> Response:
    """Return a response with one free text."""
    return response(Answer("Q6", text=text))
