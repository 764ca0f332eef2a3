"""What looks like itself in every language: addresses of the network, numbers, dates.

Rule: a number that counts or costs something, a time, a year and a span of them are
nobody's; they are taken out of the text before a long number is looked for.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.details.cues import UNSPACED, either, listed, stems, unspaced
from bot.details.folding import LETTER, TAKEN, Folded

Span = tuple[int, int]

_PART = r"[a-z0-9_.+%-]{1,64}"
_EMAIL = re.compile(rf"(?<![a-z0-9])[^\s@<>,;:()\"{TAKEN}]{{1,64}}[ ]?@[ ]?{_PART}")
_HANDLE = re.compile(r"(?<![a-z0-9_@])@(?=[\w.]{0,30}[^\W\d_])[\w.]{2,64}")
_HOSTS = (
    r"(?:t|m|wa|ig|fb|l|vk|line|instagr|ok)\.(?:me|com|am|ru)|youtu\.be|bit\.ly|goo\.gl"
)
_IS = "(?:\u662f|\u4e3a|\u53eb|\u0e04\u0e37\u0e2d)?"
"""How Chinese and Thai join a name to what it is the name of."""
_YEAR = r"(?:1[34]|19|20|2[45])[0-9]{2}"
_DAY, _NUMBER = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    r"(?<![0-9./-])(?:"
    rf"(?:{_DAY}\s?(?P<a>[./-])\s?{_NUMBER}|{_NUMBER}\s?(?P<b>[./-])\s?{_DAY})\s?"
    rf"(?:(?(a)(?P=a)|(?P=b)))(?:\s?{_YEAR}|[0-9]{{2}})"
    rf"|{_YEAR}\s?(?P<c>[./-])\s?{_NUMBER}\s?(?P=c)\s?{_DAY}"
    rf"|{_YEAR}\s?年\s?{_NUMBER}\s?月\s?{_DAY}\s?日?"
    r")(?![0-9]|[./-][0-9])"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<![0-9./-])(?:{_DAY}[.]{_NUMBER}[.](?![0-9])|{_NUMBER}\s?月\s?{_DAY}\s?[日号])"
)
_YEARS = re.compile(rf"(?<![0-9]){_YEAR}(?![0-9])")
_DAYS = re.compile(rf"(?<![0-9]){_DAY}(?![0-9])")

_IBAN = re.compile(
    r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]{1,4}){2,9}(?![a-z0-9])"
)
_CARD = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){15,39}(?![0-9])")
_CODE = re.compile(
    r"(?<![0-9a-zа-я])(?:[a-zа-я]{1,4}[./-]?)?[0-9](?:[./_-]?[0-9a-zа-я]){3,40}"
)
_BEFORE_CODE = re.compile(r"(?:(?<![^\W])[^\W\d_]{1,3}[ -]){1,2}$")
_COUNTS = re.compile(
    r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,4}[.,][0-9]{1,2}|(?:[0-9]{1,2}[./-])+[0-9]{1,2}"
)
"""Thousands, prices and rows of small numbers."""
_TIME = r"[0-9]{1,2}\s?(?:[:.h]|uhr)\s?[0-9]{2}(?![0-9])"
_NOT_LONG = re.compile(
    rf"(?<![0-9])(?:{_TIME}\s?(?:-|to|до)\s?{_TIME}|[0-9]{{1,2}}[:h][0-9]{{2}}(?![0-9])"
    rf"|[0-9]{{1,2}}/{_YEAR}(?![0-9/]))"
)
_SPAN_OF_YEARS = re.compile(
    rf"(?<![0-9/])({_YEAR})\s?[-/]\s?({_YEAR}|[0-9]{{2}})(?![0-9/])"
)
_MOST_YEARS = 20
_COUNTED = r"[0-9]{1,3}(?:[ .,'\u00a0][0-9]{3}){1,5}(?![0-9])|[0-9]+(?:[.,][0-9]{1,2})?"
_COINS = r"[$€£¥₴₽₺₹₱฿₫₾֏؋₸₦]"
_FEWEST, _FEWEST_MIXED = 5, 4
"""Digits of a number that is perhaps somebody's: alone, or among letters."""


def emails(text: Folded) -> Iterator[Span]:
    """Find e-mail addresses, as signs or spelled out."""
    for match in _EMAIL.finditer(text.plain):
        name, _, host = match[0].partition("@")
        if "." in host.strip(". ") and name.strip():
            start = match.start() + len(match[0]) - len(match[0].lstrip("'\"«("))
            yield start, match.start() + len(match[0].rstrip("."))
    for match in _spelled().finditer(text.plain):
        yield match.span()


@cache
def _spelled() -> re.Pattern[str]:
    """Return the pattern of addresses in which signs are words, or stand apart."""
    at, dot = either("at"), either("dot")
    part = r"[\w-]{1,40}"
    around = r"\s?[\[(]\s?", r"\s?[\])]\s?"
    at_sign = rf"(?:\s?@\s?|{around[0]}{at}{around[1]})"
    dot_sign = rf"(?:\s{dot}\s|\s\.\s|{around[0]}{dot}{around[1]})"
    name = rf"(?<![\w-]){part}(?:(?:\s{dot}\s|\.){part}){{0,3}}"
    host = rf"{part}(?:\.{part}){{0,2}}"
    return re.compile(
        rf"{name}(?:\s{at}\s|{at_sign}){host}(?:{dot_sign}{part}){{1,3}}(?![\w-])"
        rf"|{name}{at_sign}{part}(?:\.{part}){{1,3}}(?![\w-])"
    )


@cache
def _pages() -> re.Pattern[str]:
    """Return the pattern of addresses of pages."""
    rest = r"[^\s<>\"»”]"
    return re.compile(
        rf"(?<![a-z0-9])(?:https?|ftp|tg|viber|whatsapp)://{rest}{{1,500}}"
        rf"|(?<![a-z0-9])www[0-9]?\.{rest}{{1,500}}"
        rf"|(?<![\w@.-])(?:{_HOSTS})/{rest}{{1,500}}"
        rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{'|'.join(stems('tail'))})(?![\w-])"
        rf"(?::[0-9]{{1,5}})?(?:/{rest}{{0,500}})?"
        rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}[a-z]{{2,24}}/{rest}{{2,500}}"
    )


def links(text: Folded) -> Iterator[Span]:
    """Find addresses of pages, with or without what they begin with."""
    for match in _pages().finditer(text.plain):
        yield match.start(), match.start() + len(match[0].rstrip(".,;:!?)'"))


def handles(text: Folded) -> Iterator[Span]:
    """Find names on networks: behind their sign, or behind the network's own name."""
    for match in _HANDLE.finditer(text.plain):
        yield match.start(), match.start() + len(match[0].rstrip("."))
    for match in _named().finditer(text.plain):
        yield match.span("detail")


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of somebody's name on a network that is called by its own."""
    short = rf"(?:{LETTER}{{1,12}}[\s:=-]{{1,3}}){{0,3}}"
    return re.compile(
        rf"{either('network')}[\s:=-]{{0,3}}{short}{_IS}[\s:=\"']{{0,3}}"
        r"(?P<detail>(?=[a-z0-9._-]{0,30}[a-z])(?=[a-z._-]{0,30}[0-9_])"
        r"[a-z0-9._-]{3,40})"
    )


def dates(text: Folded, *, partly: bool = False) -> Iterator[Span]:
    """Find days of a year; `partly` finds those of no year as well."""
    for match in _DATE.finditer(text.plain):
        yield match.span()
    if partly:
        for match in _DAY_OF_MONTH.finditer(text.plain):
            yield match.span()
    yield from _named_dates(text, partly=partly)
    yield from _births(text)


_NEAR = 28
"""Letters beside a month, or a birth, in which a day and a year would stand."""
_CLOSE = 12
_PLAIN = 4
"""Letters of a month's name that is no other small word as well."""


def _named_dates(text: Folded, *, partly: bool) -> Iterator[Span]:
    """Find a month by its name, with a day and a year beside it."""
    for start, end in _found(text, "month"):
        left = max(0, start - _NEAR)
        before, after = text.plain[left:start], text.plain[end : end + _NEAR]
        years = [*_spans(_YEARS, before, left), *_spans(_YEARS, after, end)]
        days = [
            span
            for span in (*_spans(_DAYS, before, left), *_spans(_DAYS, after, end))
            if start - span[1] <= _CLOSE and span[0] - end <= _CLOSE
        ]
        whole = [days[-1], min(years)] if days and years else []
        some = partly and end - start >= _PLAIN
        parts = whole or ([*days[-1:], *years[:1]] if some else [])
        if parts:
            yield min(start, *(s for s, _ in parts)), max(end, *(e for _, e in parts))


def _births(text: Folded) -> Iterator[Span]:
    """Find the year of a birth."""
    for start, end in _found(text, "born"):
        left = max(0, start - _NEAR)
        yield from _spans(_YEARS, text.plain[end : end + _NEAR], end)
        yield from _spans(_YEARS, text.plain[left:start], left)


def _spans(pattern: re.Pattern[str], piece: str, offset: int) -> list[Span]:
    found = (match.span() for match in pattern.finditer(piece))
    return [(offset + start, offset + end) for start, end in found]


def _found(text: Folded, key: str) -> Iterator[Span]:
    """Find the words of a kind, as tokens or, without spaces, as they are."""
    words, tokens = listed(key), text.tokens
    for place, token in enumerate(tokens):
        if length := words.at(tokens, place):
            yield token.start, tokens[place + length - 1].end
    for match in _run(key).finditer(text.plain):
        yield match.span()


@cache
def _run(key: str) -> re.Pattern[str]:
    """Return the pattern of a kind's words in languages that part words by nothing."""
    words = (re.escape(w) for code in sorted(UNSPACED) for w in unspaced(code, key))
    return re.compile("|".join(words))


def accounts(text: Folded) -> Iterator[Span]:
    """Find numbers of accounts and cards, which are longer than any telephone's."""
    for pattern in (_IBAN, _CARD):
        for match in pattern.finditer(text.plain):
            if sum(map(str.isdigit, match[0])) >= _FEWEST_IBAN:
                yield match.span()


def codes(text: Folded) -> Iterator[Span]:
    """Find numbers with letters in them, which no telephone has."""
    for match in _CODE.finditer(text.plain):
        if any(map(str.isalpha, match[0])) and (span := _number(text, match)):
            yield span


def numbers(text: Folded) -> Iterator[Span]:
    """Find long numbers, and shorter ones behind what says whose they are."""
    for match in _CODE.finditer(text.plain):
        if span := _number(text, match):
            yield span
    yield from _identified(text)


_FEWEST_IBAN = 10


def _number(text: Folded, match: re.Match[str]) -> Span | None:
    """Return the place of a code, or None where its digits count something."""
    written = re.sub("[^0-9]*$", "", match[0])
    digits = sum(map(str.isdigit, written))
    mixed = "/" in written or any(map(str.isalpha, written))
    few = _FEWEST_MIXED if mixed and not _dated(written) else _FEWEST
    if digits < few or _COUNTS.fullmatch(written) or _span_of(written):
        return None
    left = max(0, match.start() - _LEFT)
    before = _BEFORE_CODE.search(text.plain[left : match.start()])
    start = left + before.start() if before else match.start()
    letters = filter(
        str.isalpha, text.text[text.places[start] : text.places[match.start()]]
    )
    start = start if all(map(str.isupper, letters)) else match.start()
    return start, match.start() + len(written)


_LEFT = 8


def _span_of(written: str) -> bool:
    """Tell whether two numbers of one length name a span, as 100-150."""
    first, sign, last = written.partition("-")
    return bool(sign) and len(first) == len(last) <= _FEWEST_MIXED and last.isdigit()


def _dated(written: str) -> bool:
    """Tell whether the digits are just a year, as in the name of a thing."""
    return re.fullmatch(rf"\D*{_YEAR}\D*", written) is not None


def _identified(text: Folded) -> Iterator[Span]:
    """Find the number of a case, a passport, an account behind its word."""
    tokens, ids, marks = text.tokens, listed("id"), listed("mark")
    for place in range(len(tokens)):
        length = ids.at(tokens, place)
        if not length:
            continue
        for token in tokens[place + length : place + length + _STEPS]:
            if token.number and len(token.says) >= _FEWEST_MIXED:
                if not re.fullmatch(_YEAR, token.says):
                    yield token.start, token.end
                break
            if not marks.has((token,), 0) and len(token.says) > _STEP:
                break


_STEPS, _STEP = 4, 3


def nobodys(text: Folded) -> Iterator[Span]:
    """Find what counts, costs or dates something."""
    for match in _NOT_LONG.finditer(text.plain):
        yield match.span()
    for match in _SPAN_OF_YEARS.finditer(text.plain):
        first, last = int(match[1]), int(match[2])
        last += first - first % 100 if len(match[2]) < len(match[1]) else 0
        if 0 <= last - first <= _MOST_YEARS:
            yield match.span()
    for match in _amounts().finditer(text.plain):
        yield match.span()


@cache
def _amounts() -> re.Pattern[str]:
    """Return the pattern of numbers beside what is paid with."""
    return re.compile(
        rf"(?<![0-9])(?:{_COUNTED})\s?-?(?:{either('money')}|{_COINS}|%)"
        rf"|(?:{either('coin')}\.?|{_COINS})\s?(?:{_COUNTED})"
        r"|(?<![0-9])[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])"
    )
