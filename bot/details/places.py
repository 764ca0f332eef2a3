"""Where somebody lives: a street with a number, a room, a flat, a house.

Rule: a place without a number is not looked for, since a town is no address; and a
number that counts something (two women, five hours) is not one of a room.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.details.cues import cut_short, listed, unspaced
from bot.details.folding import LETTER, Folded, Token

Span = tuple[int, int]

_LONGEST = 4
"""Digits of the number of a house."""
_NEAR = 2
_WORDS = 4
"""Words between a street and its number, marks included."""
_STOPS = re.compile(r"[.!?…;\n].*[\n ]*.*|.{6,}", re.DOTALL)
_SUFFIX = re.compile(r"[-/]?(?:[0-9]{1,4}|[^\W\d_]{1,2})(?![^\W_])")
_JOINED = re.compile(r"\s?-\s?")


def addresses(text: Folded) -> Iterator[Span]:
    """Find addresses, in the folded text."""
    tokens = text.tokens
    kinds = (("street", _street), ("way", _way), ("room", _room))
    for key, found in kinds:
        words = listed(key)
        for place in range(len(tokens)):
            if length := words.at(tokens, place):
                yield from found(text, place, place + length)
    for pattern in _unspaced():
        for match in pattern.finditer(text.plain):
            yield match.span()


def _street(text: Folded, place: int, after: int) -> Iterator[Span]:
    """Find the number of a street whose name follows it, behind or before it."""
    tokens = text.tokens
    numbered = _numbered(text, after)
    if numbered is not None and _told(tokens[after:numbered]):
        before = place - 1 if _close_number(text, place - 1) else place
        yield tokens[before].start, _end(text, numbered)
    elif _close_number(text, place - 1) and after < len(tokens):
        named = next((t for t in tokens[after : after + 3] if t.capital), None)
        if named and not _between(text, after):
            yield _begin(text, place - 1), named.end


def _between(text: Folded, after: int) -> bool:
    """Tell whether a sentence ends between a street and what follows."""
    parted = text.between(text.tokens[after - 1], text.tokens[after])
    return _STOPS.fullmatch(parted) is not None


def _begin(text: Folded, place: int) -> int:
    """Return where a number begins, with the mark before it."""
    tokens = text.tokens
    marked = place > 0 and listed("mark").has((tokens[place - 1],), 0)
    near = marked and len(text.between(tokens[place - 1], tokens[place])) <= _NEAR
    return tokens[place - 1 if near else place].start


def _told(between: Sequence[Token]) -> bool:
    """Tell whether what stands before a number makes it the number of a house."""
    if len(between) <= 1 or any(token.capital for token in between):
        return True
    marks = listed("mark")
    caseless = all(token.says.upper() == token.says for token in between)
    return any(marks.has((t,), 0) for t in between) or (caseless and len(between) <= 2)  # noqa: PLR2004 (a name of two words)


def _numbered(text: Folded, first: int) -> int | None:
    """Return the place of the next number, if it is the number of a house."""
    tokens = text.tokens
    for place in range(first, min(first + _WORDS + 1, len(tokens))):
        parted = text.between(tokens[place - 1], tokens[place])
        abbreviated = parted == ". " and tokens[place - 1].says in cut_short()
        if _STOPS.fullmatch(parted) and not abbreviated:
            return None
        if tokens[place].number:
            return place if _of_a_house(text, place) else None
    return None


def _of_a_house(text: Folded, place: int) -> bool:
    """Tell the number of a house from one that counts something."""
    token = text.tokens[place]
    if not 1 <= len(token.says) <= _LONGEST:
        return False
    following = text.plain[token.end : token.end + 2]
    if following[:1] in {":", "%"} or following[:1] in set("$€£"):
        return False
    return not _counts(text, place)


def _counts(text: Folded, place: int) -> bool:
    """Tell whether what follows a number is counted or paid."""
    tokens, after = text.tokens, place + 1
    if after >= len(tokens):
        return False
    parted = text.between(tokens[place], tokens[after])
    if parted.strip(" -"):
        return False
    counted = listed("count").has(tokens, after) or listed("money").has(tokens, after)
    return counted or listed("room").has(tokens, after)


def _end(text: Folded, place: int) -> int:
    """Return where a number ends, with a letter or a second number behind it."""
    end = text.tokens[place].end
    suffix = _SUFFIX.match(text.plain, end)
    return suffix.end() if suffix else end


def _close_number(text: Folded, place: int) -> bool:
    tokens = text.tokens
    if not 0 <= place < len(tokens) - 1 or not tokens[place].number:
        return False
    near = text.between(tokens[place], tokens[place + 1]).strip(", ") == ""
    return near and len(tokens[place].says) <= _LONGEST


def _way(text: Folded, place: int, after: int) -> Iterator[Span]:
    """Find the number of a street whose name stands before it."""
    tokens = text.tokens
    first = place
    while first > 0 and place - first < _WORDS - 1 and tokens[first - 1].capital:
        first -= 1
    numbered = _numbered(text, after)
    if numbered is not None and _only_marks(tokens[after:numbered]) and place > 0:
        begin = min(first, place - 1)
        begin = place if tokens[begin].number else begin
        yield tokens[begin].start, _end(text, numbered)
        return
    lower = first == place and place > 1
    name = place - 1 if lower else first
    counted = listed("count").has(tokens, name) or tokens[name].number
    near = not lower or text.between(tokens[name], tokens[place]) == " "
    if near and not counted and _close_number(text, name - 1):
        yield _begin(text, name - 1), tokens[after - 1].end


def _room(text: Folded, place: int, after: int) -> Iterator[Span]:
    """Find the number of a room: behind it, or before it with a mark or an ending."""
    tokens = text.tokens
    numbered = _numbered(text, after)
    if numbered is not None and _only_marks(tokens[after:numbered]):
        yield tokens[place].start, _end(text, numbered)
        return
    number = _ordinal(text, place)
    if number is not None:
        joined = number > 0 and text.between(tokens[number - 1], tokens[number]) == "-"
        yield tokens[number - joined].start, tokens[after - 1].end


def _only_marks(between: Sequence[Token]) -> bool:
    marks = listed("mark")
    return len(between) <= 1 and all(marks.has((token,), 0) for token in between)


def _ordinal(text: Folded, place: int) -> int | None:
    """Return the place of a number that is joined to the word behind it."""
    tokens, marks = text.tokens, listed("mark")
    if place < 1:
        return None
    near = tokens[place - 1]
    if near.number and _joined(text, place - 1):
        return place - 1 if len(near.says) <= _LONGEST else None
    if place < 2 or not tokens[place - 2].number:  # noqa: PLR2004 (a number and a mark)
        return None
    parted = text.between(tokens[place - 2], near)
    joined = parted == "-" and len(near.says) <= _WORDS
    marked = parted in {" ", ""} and marks.has((near,), 0)
    return place - 2 if joined or marked else None


def _joined(text: Folded, place: int) -> bool:
    """Tell whether a number is joined to the word behind it, or to its ordinal sign."""
    tokens = text.tokens
    if _JOINED.fullmatch(text.between(tokens[place], tokens[place + 1])):
        return True
    return place > 0 and text.between(tokens[place - 1], tokens[place]) == "-"


@cache
def _unspaced() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of Thai and Chinese, which part words by nothing."""

    def either(language: str, key: str) -> str:
        return "|".join(map(re.escape, unspaced(language, key)))

    thai, hans = "th", "zh_Hans"
    number = r"[0-9]{1,4}(?:/[0-9]{1,4})?(?![0-9:])"
    return (
        re.compile(
            rf"(?:{either(thai, 'street')})\s?{LETTER}{{0,30}}\s?"
            rf"(?:{either(thai, 'mark')})?\s?{number}(?!\s?(?:{either(thai, 'count')}))"
        ),
        re.compile(
            rf"(?:{either(thai, 'room')})\s?(?:{either(thai, 'mark')})?\s?{number}"
            rf"(?!\s?(?:{either(thai, 'count')}|{either(thai, 'money')}))"
        ),
        re.compile(
            rf"[\u4e00-\u9fff]{{1,6}}(?:{either(hans, 'street')})\s?{number}\s?号?"
        ),
        re.compile(rf"{number}\s?号\s?(?:{either(hans, 'room')})"),
        re.compile(
            rf"(?:{either(hans, 'room')})\s?号?\s?{number}"
            rf"(?!\s?(?:{either(hans, 'count')}|{either(hans, 'money')}))"
        ),
    )
