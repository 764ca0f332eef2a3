"""Telephone numbers: the home of `phonenumbers`, and of its leniency.

Rule: a number counts where its length is possible in some plan, not where a carrier has
given it out: a hidden number too many is one tap, and one too few may be a person.

The library is imported with the first number that is looked at, since most texts have
none and no command should wait for it.
"""

import re
from collections.abc import Iterator, Sequence

from bot.details.cues import either
from bot.details.folding import Folded

FEWEST, MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164)."""
FEWEST_CALLED = 5
"""Digits of one that is called so."""
SMALL = 2
"""Digits of a number that people count with; a row of such is perhaps a list."""
_SPACED = re.compile(r"(?<![0-9a-z])[+(]{0,3}[0-9](?:[ \t().\-/·~]{0,4}[0-9]){4,19}")
_LOCAL = re.compile(r"[0-9]{2,3}-[0-9]{2}-[0-9]{2}")
_ROUND = re.compile(r"[0-9]+0[ ]?-[ ]?[0-9]+0")
_BEFORE = 24
"""Letters before a number in which it may be called a telephone's."""


def foreign(text: Folded) -> Iterator[tuple[int, int]]:
    """Find numbers with the prefix of their country."""
    return (m.span() for m in _SPACED.finditer(text.plain) if "+" in m[0])


def phones(text: Folded, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find numbers that could be dialled, in the folded text."""
    for match in _SPACED.finditer(text.plain):
        if _dialled(match[0], regions) or _called(text, match):
            yield match.span()


def _called(text: Folded, match: re.Match[str]) -> bool:
    """Tell whether the words before a number call it a telephone's, or it is all."""
    digits = sum(map(str.isdigit, match[0]))
    before = text.plain[max(0, match.start() - _BEFORE) : match.start()]
    alone = text.plain.strip() == match[0]
    called = alone or re.search(either("phone"), before) is not None
    return FEWEST_CALLED <= digits <= MOST and called


def _dialled(written: str, regions: Sequence[str]) -> bool:
    groups = re.findall("[0-9]+", written)
    digits = "".join(groups)
    if not FEWEST <= len(digits) <= MOST or _ROUND.fullmatch(written):
        return _LOCAL.fullmatch(written) is not None
    if len(groups) == 1:
        return digits.startswith("0") or _possible(digits, regions)
    if all(len(group) == 1 for group in groups[1:]) or written[0] in "(0":
        return True
    return max(map(len, groups)) > SMALL or _possible(written, regions)


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
