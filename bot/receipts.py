"""A secret number as a person sees and types it: 19 random digits and a Luhn digit.

Digits and not words: no word list exists for most of the languages. Rule: it can be
typed back in the digits of any script, spaced and dashed as one likes; a wrong digit
is noticed before anything is looked up.
"""

import unicodedata
from collections.abc import Callable

RANDOM_DIGITS = 19
DIGITS = RANDOM_DIGITS + 1
_GROUP = 4
_BETWEEN = frozenset({"Zs", "Pd", "Cf", "Cc"})
"""Kinds of characters that may stand between digits: spaces, dashes, isolates."""


def draw(randbelow: Callable[[int], int]) -> str:
    """Draw a number of 20 digits. `randbelow` is that of `secrets`."""
    return complete(f"{randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}}")


def complete(nineteen: str) -> str:
    """Return 19 Latin digits with their Luhn digit."""
    return nineteen + str(-_luhn(nineteen + "0") % 10)


def _luhn(digits: str) -> int:
    """Return the Luhn sum: every second digit from the right is doubled."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return sum(doubled) + sum(int(digit) for digit in digits[::-2])


def read(text: str) -> str | None:
    """Return the 20 Latin digits that somebody typed, or None if it is no number."""
    digits = ""
    for character in unicodedata.normalize("NFKC", text):
        value = unicodedata.decimal(character, None)
        if value is not None:
            digits += str(value)
        elif unicodedata.category(character) not in _BETWEEN:
            return None
    return digits if len(digits) == DIGITS and _luhn(digits) % 10 == 0 else None


def grouped(digits: str) -> str:
    """Return 20 digits in five groups of four."""
    return " ".join(digits[i : i + _GROUP] for i in range(0, len(digits), _GROUP))
