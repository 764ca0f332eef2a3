"""A secret number is read in the digits of any script, and a wrong one is noticed."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.receipts import complete, draw, grouped, read

NUMBER = "12345678901234567894"
NUMBERS = st.integers(0, 10**19 - 1).map(lambda n: complete(f"{n:019}"))
ZEROS = {
    "arabic": 0x0660,
    "persian": 0x06F0,
    "bengali": 0x09E6,
    "devanagari": 0x0966,
    "burmese": 0x1040,
    "full width": 0xFF10,
}


def in_digits(number: str, zero: int) -> str:
    """Return a number in the digits of a script."""
    return "".join(chr(zero + int(digit)) for digit in number)


def test_the_last_digit_is_luhns() -> None:
    """The known example of the Luhn rule has its known digit."""
    assert complete("7992739871") == "79927398713"


def test_a_drawn_number_is_read() -> None:
    """Twenty digits, others each time."""
    numbers = [draw(secrets.randbelow) for _ in range(50)]
    assert [read(number) for number in numbers] == numbers
    assert len(set(numbers)) == 50


@pytest.mark.parametrize("drawn", [0, 10**19 - 1])
def test_the_smallest_and_the_largest_number_have_twenty_digits(drawn: int) -> None:
    """Leading zeros stay."""
    number = draw(lambda below: min(drawn, below - 1))
    assert len(number) == 20
    assert number.startswith(f"{drawn:019}")


@pytest.mark.parametrize("zero", ZEROS.values(), ids=ZEROS)
def test_it_is_read_in_the_digits_of_any_script(zero: int) -> None:
    """A person types the digits of her own keyboard."""
    assert read(grouped(in_digits(NUMBER, zero))) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "1234 5678 9012 3456 7894",
        "1234-5678-9012-3456-7894",
        "\u2067\u0661\u0662\u0663\u0664 5678\u2069 9012\u20133456\u00a07894",
        "\u200f12345678901234567894\u200e",
        " 12345678901234567894\n",
        "1234\u202f5678\u30009012\t3456\r\n7894",
    ],
)
def test_what_stands_between_digits_is_ignored(typed: str) -> None:
    """Spaces, dashes, line ends and the marks of direction do not matter."""
    assert read(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        NUMBER[:-1],
        NUMBER + "0",
        NUMBER[:-1] + "5",
        "my number is " + NUMBER,
        NUMBER.replace("1", "l"),
        "+" + NUMBER,
        "1234.5678.9012.3456.7894",
        "一二三四五六七八九〇一二三四五六七八九四",
    ],
)
def test_anything_else_is_no_number(typed: str) -> None:
    """Words, other lengths and a wrong last digit are not a number."""
    assert read(typed) is None


@given(NUMBERS, st.integers(0, 19), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(number: str, at: int, by: int) -> None:
    """A slip in one digit never leads to another person's row."""
    wrong = str((int(number[at]) + by) % 10)
    assert read(number[:at] + wrong + number[at + 1 :]) is None


@given(NUMBERS)
def test_groups_are_five_times_four(number: str) -> None:
    """A number is shown in groups and read back from them."""
    assert [len(group) for group in grouped(number).split(" ")] == [4] * 5
    assert read(grouped(number)) == number


@given(st.text(max_size=60))
def test_any_text_is_read_or_is_none(text: str) -> None:
    """Whatever is typed, the answer is twenty Latin digits or none."""
    found = read(text)
    assert found is None or (len(found) == 20 and found.isascii() and found.isdigit())
