"""What is pointed out as a detail, and what is left alone."""

import pytest

from bot.conversation.safety import detail, hidden


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call +380 (50) 123-45-67 today", "+380 (50) 123-45-67"),
        ("it is 0501234567", "0501234567"),
        ("رقمي \u0660\u0665\u0660 \u0661\u0662\u0663\u0664\u0665", None),
        (
            "رقمي \u0660\u0665\u0660\u0661\u0662\u0663\u0664",
            "\u0660\u0665\u0660\u0661\u0662\u0663\u0664",
        ),
        ("write to some.one@post.example please", "some.one@post.example"),
        ("I am @some_one there", "@some_one"),
        ("see https://social.example/me?x=1 now", "https://social.example/me?x=1"),
        ("see t.me/someone", "t.me/someone"),
        ("look at social.example/someone", "social.example/someone"),
        ("Hello, my name is Oksana Bila and I like it", "Oksana Bila"),
        ("my name is oksana and I like it", "oksana"),
        ("Мене звати Оксана Біла, тут добре", "Оксана Біла"),
        ("моє ім\u2019я — Оксана", "Оксана"),
        ("مرحبا اسمي فاطمة وأحب المكان", "فاطمة"),
    ],
)
def test_what_may_show_who_she_is_is_found(text: str, found: str | None) -> None:
    """Phones, addresses, handles, links and names, in any script's digits."""
    seen = detail(text)
    if found is None:
        assert seen is not None
    else:
        assert (seen and seen.words) == found


@pytest.mark.parametrize(
    "text",
    [
        "The food is good, 10 of 10.",
        "We are 5 in one room. 2 doors, 3 windows.",
        "In 2025 it was better than in 2024",
        "and/or",
        "His name is on the door",
        "Мені тут добре",
        "المكان جيد",
        "…",
        "",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    """Small numbers and common words are no details."""
    assert detail(text) is None


def test_the_first_detail_is_asked_about_first() -> None:
    """In the order in which she wrote them."""
    seen = detail("@someone or 0501234567")
    assert seen is not None
    assert seen.words == "@someone"


def test_a_hidden_detail_is_hidden_wherever_it_comes_again() -> None:
    """Once is asked, every place is changed, but no part of another word."""
    text = "my name is An. Yes, An, and Anyone."
    seen = detail(text)
    assert seen is not None
    assert hidden(text, seen) == "my name is …. Yes, …, and Anyone."


def test_hiding_always_ends() -> None:
    """Each hiding takes something away, so nobody is asked for ever."""
    text = "a@b.example c@d.example 0501234567 @someone " + "x" * 99 + "@y.example"
    for _ in range(9):
        seen = detail(text)
        if seen is None:
            break
        text = hidden(text, seen)
    assert detail(text) is None
