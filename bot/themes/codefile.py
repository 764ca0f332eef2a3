"""Reads a codebook, and refuses one that is wrong, by its line and in plain words.

Rule: what came with the program stands as it is. A deployment's file may add codes,
and close some; it cannot take one away, change one, or have a sensitive one told.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bot.errors import FileError
from bot.files import line_of, part_of, read_toml, text_of
from bot.questions import Direction
from bot.themes.clauses import WORD, plain
from bot.themes.codes import (
    EACH,
    HUSHED,
    LONGEST,
    OWN_ID,
    TRIED,
    Code,
    Codebook,
    CodeText,
    Sensitivity,
    Type,
    circle,
)
from bot.themes.lexicon import HEAD
from bot.words.phrases import Own

MOST_OWN = 30
"""Codes of a deployment's own; each is one more line of every digest's table."""
LABEL_LENGTH = 60
_HEADER = re.compile(r"\s*\[code\.([^\]]*)\]")
_By = dict[str, str]


class _Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A codebook as it is written; its codes are taken one by one."""

    version: Annotated[int, Meta(ge=1, lt=EACH)]
    dates: dict[str, date] = {}
    code: dict[str, dict[str, object]] = {}


class _Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code as it is written."""

    sensitivity: Sensitivity = Sensitivity.NO
    told: tuple[Direction, ...] = ()
    types: tuple[Type, ...] = ()
    category: tuple[str, ...] = ()
    outcome: str = ""
    since: int = 1
    closed: int | None = None
    under: str = ""
    label: _By = {}
    means: _By = {}
    example: _By = {}
    not_this: _By = {}
    tried: dict[str, tuple[str, ...]] = {}
    ask: _By = {}
    words: _By = {}


@dataclass(frozen=True, slots=True)
class _File:
    """A codebook's file, read, and where its lines are."""

    path: Path
    text: str
    book: _Book
    codes: dict[str, _Code]

    def wrong(self, code: str, field: str, problem: str) -> FileError:
        """Return the error for a field of a code."""
        table = f"code.{code}" if code else ""
        line = line_of(self.text, table, 0, field)
        return FileError(self.path, line, f"{code} {field}".strip(), problem)


def read_codebook(path: Path) -> Codebook:
    """Return the codebook that came with the program."""
    file = _read(path)
    _refuse(file, (_unlinked, _unfit), {}, ())
    codes = (_made(id_, code) for id_, code in file.codes.items())
    return Codebook(file.book.version, tuple(codes))


def extended(
    shipped: Codebook, path: Path, languages: Sequence[str] = ("en",)
) -> Codebook:
    """Return the codebook with a deployment's own file; as it came if there is none.

    `languages` are those of staff, in which each own code must be said. Raise
    `FileError` for what no deployment may do.
    """
    if not (path.exists() or path.is_symlink()):  # a link to nothing is a slip
        return shipped
    file, known = _read(path), shipped.by_id()
    checks = (_foreign, _unsaid, _unhelped, _unheard, _unlinked, _unfit)
    _refuse(file, checks, known, languages)
    closed = {id_: code.closed or 0 for id_, code in file.codes.items()}
    kept = (
        replace(c, closed=EACH * closed[c.id]) if c.id in closed else c
        for c in shipped.codes
    )
    own = sorted(file.codes.keys() - known, key=lambda id_: int(id_[1:]))
    added = (_own(id_, file.codes, known) for id_ in own)
    return Codebook(shipped.version + EACH * file.book.version, (*kept, *added))


def _read(path: Path) -> _File:
    text = text_of(path)
    lines = list(enumerate(text.splitlines(), 1))
    headers = [(line, m[1]) for line, s in lines if (m := _HEADER.match(s))]
    twice = {code for code, n in Counter(c for _, c in headers).items() if n > 1}
    for line, code in reversed(headers):
        if code in twice:
            problem = "this code stands there twice; keep one of them"
            raise FileError(path, line, code, problem)
    book = read_toml(path, _Book)
    codes = {
        id_: part_of(path, text, f"code.{id_}", table, _Code)
        for id_, table in book.code.items()
    }
    return _File(path, text, book, codes)


Wrong = tuple[str, str, str]
"""A code, a field of it, and what is wrong there."""
Check = Callable[[_File, Mapping[str, Code], Sequence[str]], Iterator[Wrong]]


def _refuse(
    file: _File,
    checks: Sequence[Check],
    shipped: Mapping[str, Code],
    languages: Sequence[str],
) -> None:
    for check in checks:
        for code, field, problem in check(file, shipped, languages):
            raise file.wrong(code, field, problem)


def _foreign(
    file: _File, shipped: Mapping[str, Code], _languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find codes that are not a deployment's to make or to change."""
    for id_, code in file.codes.items():
        if id_ in shipped and code != _Code(closed=code.closed, since=code.since):
            problem = (
                "this code came with the program and keeps its meaning; it can only be"
                " closed (closed = a version). Add a code of your own beside it"
            )
            yield id_, "", problem
        elif id_ in shipped and code.closed is None:
            yield id_, "closed", "say in which version it was closed"
        elif id_ not in shipped and not OWN_ID.fullmatch(id_):
            yield id_, "", "a code of your own is X and a number, from X1 to X99"
    if len(file.codes) - len(shipped.keys() & file.codes) > MOST_OWN:
        yield "", "code", f"at most {MOST_OWN} codes of your own"


def _unsaid(
    file: _File, shipped: Mapping[str, Code], languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find own codes that are not said in a language of staff."""
    for id_, code in file.codes.items():
        if id_ in shipped:
            continue
        for field in ("label", "means", "example", "not_this"):
            said = getattr(code, field)
            lacks = [one for one in languages if not said.get(one, "").strip()]
            if lacks:
                yield id_, field, f"is missing in {', '.join(lacks)}"
        for language, label in code.label.items():
            if len(label.strip()) > LABEL_LENGTH or "\n" in label.strip():
                problem = f"{language} must be one line of 1 to {LABEL_LENGTH}"
                yield id_, "label", f"{problem} characters"
        for field in ("means", "example", "not_this", "ask"):
            for language, said in getattr(code, field).items():
                if len(said.strip()) > LONGEST:
                    yield id_, field, f"{language} has more than {LONGEST} characters"


def _unhelped(
    file: _File, _shipped: Mapping[str, Code], _languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find own codes of which a digest would give half the help."""
    for id_, code in file.codes.items():
        for language, tried in code.tried.items():
            if len([one for one in tried if 0 < len(one.strip()) <= LONGEST]) != TRIED:
                problem = f"{language} must name {TRIED} things, each of 1 to {LONGEST}"
                yield id_, "tried", f"{problem} characters"
            if not code.ask.get(language, "").strip():
                yield id_, "ask", f"is missing in {language}, where tried is given"


def _unheard(
    file: _File, _shipped: Mapping[str, Code], _languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find words that no text could ever be found by."""
    for id_, code in file.codes.items():
        for language, words in code.words.items():
            entries = plain(words).split()
            if not entries:
                yield id_, "words", f"{language} names none; leave it out"
            for entry in entries:
                bare = entry.removesuffix("*")
                if not WORD.fullmatch(bare) or (bare != entry and len(bare) < HEAD):
                    problem = f"{language}: {entry} cannot be found; write letters"
                    yield id_, "words", f"{problem} only, or two and more before a *"


def _unlinked(
    file: _File, shipped: Mapping[str, Code], _languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find what lies under something that it cannot lie under."""
    looped = circle({id_: code.under for id_, code in file.codes.items()})
    if looped:
        yield looped, "under", "this code lies under itself; break the circle"
    for id_, code in file.codes.items():
        if code.under and code.under not in {*shipped, *file.codes}:
            yield id_, "under", f"there is no code {code.under}"
        if code.sensitivity not in HUSHED and _hushed(code.under, file.codes, shipped):
            yield id_, "sensitivity", "what lies under a sensitive code is so, too"
        if not code.types and not code.under and id_ not in shipped:
            yield id_, "types", "name one, or the code that this one lies under"


def _unfit(
    file: _File, _shipped: Mapping[str, Code], _languages: Sequence[str]
) -> Iterator[Wrong]:
    """Find what no version can have brought, and what must not be told."""
    last = file.book.version
    for number in range(1, last + 1):
        if str(number) not in file.book.dates:
            yield "", "dates", f"has no date of version {number}"
    for id_, code in file.codes.items():
        if code.sensitivity in HUSHED and code.told:
            yield id_, "told", "a sensitive code is never told"
        if not 1 <= code.since <= last:
            yield id_, "since", f"is a version from 1 to {last}"
        if code.closed is not None and not code.since <= code.closed <= last:
            yield id_, "closed", f"is a version from {code.since} to {last}"


def _hushed(id_: str, codes: Mapping[str, _Code], shipped: Mapping[str, Code]) -> bool:
    """Return whether a code is sensitive, in a file or beyond it."""
    code = shipped.get(id_) or codes.get(id_)
    return code is not None and code.sensitivity in HUSHED


def _made(id_: str, code: _Code) -> Code:
    return Code(
        id=id_,
        sensitivity=code.sensitivity,
        told=frozenset(code.told),
        types=code.types,
        category=code.category,
        outcome=code.outcome,
        since=code.since,
        closed=code.closed,
        under=code.under,
    )


def _own(id_: str, codes: Mapping[str, _Code], shipped: Mapping[str, Code]) -> Code:
    """Return a code of a deployment's own, with what it has from those above it."""
    code = above = codes[id_]
    while not above.types and above.under in codes.keys() - shipped:
        above = codes[above.under]
    higher = shipped.get(above.under)
    return replace(
        _made(id_, code),
        types=above.types or (higher.types if higher else ()),
        category=above.category or (higher.category if higher else ()),
        since=EACH * code.since,
        closed=code.closed and EACH * code.closed,
        label=Own(tuple((k, label.strip()) for k, label in code.label.items())),
        texts=tuple((k, _text(code, k)) for k in code.means),
        words=tuple(code.words.items()),
    )


def _text(code: _Code, language: str) -> CodeText:
    return CodeText(
        code.means[language].strip(),
        code.example.get(language, "").strip(),
        code.not_this.get(language, "").strip(),
        tuple(one.strip() for one in code.tried.get(language, ())),
        code.ask.get(language, "").strip(),
    )
