"""Names: how people say their own, and where those of others would show.

Her own name is found behind what introduces it, in every launch language. Names of
others are only perhaps found, in scripts with capitals, or beside a title.

Rule: what is not known to show names is taken to hide them. There a human who reads the
language looks at every word (`gathering.md`, P10).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from bot.details.cues import (
    Introduction,
    introductions,
    listed,
    stems,
    titles,
    unspaced,
)
from bot.details.folding import LETTER, Folded, Token

Span = tuple[int, int]

_CAPITALS = frozenset({"Lu", "Lt"})
_NO_CAPITALS_IN_USE = range(0x10A0, 0x1100)
"""Georgian: Unicode calls its letters small ones, but nobody writes their capitals."""
_MOST_WORDS, _MOST_PIECES = 3, 5
"""Words of one name; in capitals its parts, since a hyphen parts words as well."""
_WAW = "\N{ARABIC LETTER WAW}"
_CLOSE = re.compile(r"[\s:,\-\"'«“„(=]{1,4}")
"""What may stand between a cue and the name."""
_INSIDE = re.compile(r" |-|'")
_ENDS = re.compile(r"\s*[.,;:!?()\"»”|/\n]|\s*$|\s+-\s")


def shows_names(text: str) -> bool:
    """Tell whether a name in this text would begin with a capital letter.

    Every letter is of a script with capitals, and capitals are used, but not for all.
    """
    letters = [sign for sign in text if sign.isalpha()]
    kinds = {unicodedata.category(letter) for letter in letters}
    cased = kinds <= _CAPITALS | {"Ll", "Lm"}
    georgian = any(ord(letter) in _NO_CAPITALS_IN_USE for letter in letters)
    return cased and not georgian and bool(kinds & _CAPITALS) and "Ll" in kinds


def own_names(text: Folded) -> Iterator[Span]:
    """Find names that their owners say."""
    before, after = introductions()
    tokens = text.tokens
    for place, token in enumerate(tokens):
        cues = before.get(token.says, ())
        spans = (_introduced(text, place, cue) for cue in cues)
        if span := next(filter(None, spans), None):
            yield span
        for cue in after.get(token.says, ()):
            if span := _followed(text, place, cue):
                yield span
    for pattern in _unspaced_names():
        for match in pattern.finditer(text.plain):
            yield match.span("detail")


def _says(tokens: Sequence[Token], place: int, row: Sequence[str]) -> bool:
    return tuple(token.says for token in tokens[place : place + len(row)]) == row


def _introduced(text: Folded, place: int, cue: Introduction) -> Span | None:
    """Return the name behind a cue that begins at a place, or None."""
    tokens, first = text.tokens, place + len(cue.before)
    if first >= len(tokens) or not _says(tokens, place, cue.before):
        return None
    parted = text.between(tokens[first - 1], tokens[first])
    if not _CLOSE.fullmatch(parted) or (cue.colon and ":" not in parted):
        return None
    if cue.after:
        last = _closed(text, first, cue.after)
    else:
        last = _last(text, first, weak=cue.weak)
    if last is None or not _names(tokens[first], weak=cue.weak):
        return None
    if cue.last and not _ENDS.match(text.plain, tokens[last].end):
        return None
    return tokens[first].start, tokens[last].end


def _closed(text: Folded, first: int, after: Sequence[str]) -> int | None:
    """Return the last word of a name that ends before the words of a cue."""
    for place in range(first + 1, first + _MOST_WORDS + 1):
        if _says(text.tokens, place, after):
            words = text.tokens[first:place]
            return place - 1 if all(map(_names, words)) else None
    return None


def _last(text: Folded, first: int, *, weak: bool) -> int | None:
    """Return the last word of a name: while capitals go on, else of two at most.

    A second small word is of the name if the sentence, or a part of it, ends there.
    """
    tokens, last = text.tokens, first
    if tokens[first].capital:
        while last - first < _MOST_PIECES - 1 and _goes_on(text, last):
            last += 1
        return last
    if weak:
        return None
    second = first + 1
    if second < len(tokens) and text.between(tokens[first], tokens[second]) == " ":
        ends = _ENDS.match(text.plain, tokens[second].end) is not None
        joined = second + 1 < len(tokens) and _joins(tokens[second + 1])
        if _names(tokens[second]) and not _joins(tokens[second]) and (ends or joined):
            return second
    return first


def _goes_on(text: Folded, place: int) -> bool:
    """Tell whether the next word belongs to the same name."""
    tokens = text.tokens
    if place + 1 >= len(tokens) or not tokens[place + 1].capital:
        return False
    return _INSIDE.fullmatch(text.between(tokens[place], tokens[place + 1])) is not None


def _joins(token: Token) -> bool:
    """Tell whether a word joins sentences, as one that begins with Arabic's "and"."""
    return listed("and").has((token,), 0) or token.says.startswith(_WAW)


def _followed(text: Folded, place: int, cue: Introduction) -> Span | None:
    """Return the name before a cue that begins at a place, or None."""
    tokens, last = text.tokens, place - 1
    if last < 0 or not _says(tokens, place, cue.after):
        return None
    if not _CLOSE.fullmatch(text.between(tokens[last], tokens[place])):
        return None
    if not tokens[last].says.endswith(cue.ending) or not _names(tokens[last]):
        return None
    first = last
    while first > 0 and last - first < _MOST_PIECES - 1 and tokens[first - 1].capital:
        if not _goes_on(text, first - 1):
            break
        first -= 1
    if cue.weak and (first == last or not tokens[first].capital):
        return None
    return tokens[first].start, tokens[last].end


def _names(token: Token, *, weak: bool = False) -> bool:
    """Tell whether a word can be a name."""
    known = listed("no").has((token,), 0)
    if token.number or (known and (weak or not token.capital)):
        return False
    return not (weak and _people().search(token.says))


@cache
def _people() -> re.Pattern[str]:
    """Return the pattern of words for a people or a faith."""
    return re.compile(rf"(?:{'|'.join(stems('people'))})$")


def _cased(text: Folded, token: Token) -> bool:
    sign = text.text[text.places[token.start]]
    return sign.lower() != sign.upper() and ord(sign) not in _NO_CAPITALS_IN_USE


@cache
def _unspaced_names() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of Thai and Chinese, which part words by nothing."""
    thai = "|".join(re.escape(c) for c in unspaced("th", "name"))
    thai_no = "|".join(map(re.escape, unspaced("th", "no")))
    hans = "|".join(re.escape(c) for c in unspaced("zh_Hans", "name"))
    hans_no = "|".join(map(re.escape, unspaced("zh_Hans", "no")))
    return (
        re.compile(rf"(?:{thai})\s?(?!{thai_no})(?P<detail>{LETTER}{{2,20}})"),
        re.compile(
            rf"(?:{hans})[\s:\"“「]{{0,2}}(?!{hans_no})(?P<detail>[\u4e00-\u9fff·]{{1,4}}"
            r"|[a-z]{2,20}(?: [a-z]{2,20}){0,2})"
            r"(?=[\s,.!?;:…\"”」)]|$|和|今年|是|来自)"
        ),
    )


def persons(text: Folded) -> Iterator[Span]:
    """Find what may be a name: a word with a capital that no sentence begins with."""
    known = listed("known")
    for token in text.tokens:
        if _stands_out(token) and not known.has((token,), 0):
            yield token.start, token.end
    yield from _titled(text)


def _stands_out(token: Token) -> bool:
    return token.capital and not token.opens and len(token.says) > 1


def _titled(text: Folded) -> Iterator[Span]:
    """Find names beside titles; in scripts with capitals, those that have one."""
    before, after = titles()
    tokens = text.tokens
    for place, token in enumerate(tokens):
        for row in before.get(token.says, ()):
            name = place + len(row)
            if _says(tokens, place, row) and _beside(text, name - 1, name, name):
                yield tokens[name].start, tokens[name].end
        for row in after.get(token.says, ()):
            if _says(tokens, place, row) and _beside(text, place - 1, place, place - 1):
                yield tokens[place - 1].start, tokens[place - 1].end
    for pattern in _unspaced_titles():
        for match in pattern.finditer(text.plain):
            yield match.span("detail")


def _beside(text: Folded, left: int, right: int, name: int) -> bool:
    tokens = text.tokens
    if left < 0 or right >= len(tokens) or tokens[name].number:
        return False
    near = text.between(tokens[left], tokens[right]) in {" ", ". ", "."}
    return near and (tokens[name].capital or not _cased(text, tokens[name]))


@cache
def _unspaced_titles() -> tuple[re.Pattern[str], ...]:
    thai = "|".join(re.escape(t) for t in unspaced("th", "title"))
    hans = "|".join(re.escape(t) for t in unspaced("zh_Hans", "title"))
    surnames = "|".join(unspaced("zh_Hans", "surname"))
    return (
        re.compile(rf"(?:{thai})\s?(?P<detail>{LETTER}{{2,20}})"),
        re.compile(rf"(?P<detail>(?:{surnames})[\u4e00-\u9fff]{{0,2}})(?:{hans})"),
    )
