"""Telephone numbers: the home of `phonenumbers`, and of its leniency.

Rule: a number counts where its length is possible in some plan, not where a carrier has
given it out: a hidden number too many is one tap, and one too few may be a person.

The library is imported with the first number that is looked at, since most texts have
none and no command should wait for it.
"""

import re
from collections.abc import Iterator, Sequence

from bot.details.folding import Folded

FEWEST, MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164); shorter ones have two signs of one."""
SMALL = 2
"""Digits of a number that people count with; a row of such is perhaps a list."""
_SPACED = re.compile(r"(?<![0-9a-z])[+(]{0,3}[0-9](?:[ \t().\-/·~]{0,3}[0-9]){4,19}")
_LOCAL = re.compile(r"[0-9]{2,3}-[0-9]{2}-[0-9]{2}")
_ROUND = re.compile(r"[0-9]+0[ ]?-[ ]?[0-9]+0")


def phones(text: Folded, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find numbers that could be dialled, in the folded text."""
    for match in _SPACED.finditer(text.plain):
        if _dialled(match[0], regions):
            yield match.span()


def _dialled(written: str, regions: Sequence[str]) -> bool:
    groups = re.findall("[0-9]+", written)
    digits = "".join(groups)
    if len(digits) < FEWEST:
        return "+" in written or _LOCAL.fullmatch(written) is not None
    if len(digits) > MOST or _ROUND.fullmatch(written):
        return False
    if "+" in written or all(len(group) == 1 for group in groups[1:]):
        return len(groups) > 1 or "+" in written or _alone(digits, regions)
    small = max(map(len, groups)) <= SMALL and not digits.startswith("0")
    return not small or _possible(written, regions)


def _alone(digits: str, regions: Sequence[str]) -> bool:
    """Tell a telephone number from another long one, where nothing parts it."""
    return digits.startswith("0") or _possible(digits, regions)


def _possible(written: str, regions: Sequence[str]) -> bool:
    """Tell whether small numbers in a row could be one, in one of the regions."""
    from phonenumbers import (  # noqa: PLC0415 (see the head of the file)
        NumberParseException,
        is_possible_number,
        parse,
    )

    for region in regions:
        try:
            if is_possible_number(parse(written, region.upper())):
                return True
        except NumberParseException:
            continue
    return False
