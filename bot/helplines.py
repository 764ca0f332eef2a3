"""Whom a person can call: a file for each country, and the date somebody checked it.

`locales/helplines/<country>.toml`. Rule: a number is shown only if it was checked at
its source within the last 180 days, or in a trial if its name says that it is a sample;
the emergency number always stays (`conversation.md`, crisis resources).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.deployment import Country, Helpline
from bot.errors import FileError, HelplinesNeededError, NoCountryError
from bot.files import line_of, read_toml
from bot.words.phrases import Own

OVERDUE_DAYS, HIDDEN_DAYS = 90, 180
"""Days after its check from which a row is due again, and is no longer shown."""
REFUSED = frozenset({"116006"})
"""A European number that many countries never opened: a person would reach nobody."""
_Number = Annotated[str, Meta(pattern=r"^[+*#]?[0-9][0-9 -]{1,19}$")]
_Code = Annotated[str, Meta(pattern=r"^[a-z]{2}$")]
_Texts = dict[str, Annotated[str, Meta(min_length=1, max_length=80)]]


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["emergency", "trafficking", "child", "women", "emotional"]
    name: _Texts
    number: _Number
    languages: tuple[str, ...] = ()
    hours: _Texts = {}
    cost: _Texts = {}
    police: bool = False
    source: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    sample: bool = False


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: _Code
    name: _Texts
    emergency: _Number
    helpline: tuple[_Row, ...] = ()


def read_countries(
    folder: Path, wanted: Sequence[str], *, today: date, trial: bool
) -> tuple[Country, ...]:
    """Return the countries in use with the rows that may be shown today.

    Raise `FileError` for a wrong file, `NoCountryError` if none is in use, and
    `HelplinesNeededError` for a country of which no row was ever checked.
    """
    if not wanted:
        raise NoCountryError
    return tuple(_country(_read(folder, code), today, trial=trial) for code in wanted)


def overdue(
    folder: Path, wanted: Sequence[str], *, today: date
) -> tuple[tuple[str, str], ...]:
    """Return (country, number) of each row whose check is older than 90 days, or none.

    Samples are not listed: nobody can check them.
    """
    return tuple(
        (code, row.number)
        for code in wanted
        for row in _read(folder, code).helpline
        if not row.sample and _age(row, today) > OVERDUE_DAYS
    )


def _read(folder: Path, code: str) -> _File:
    path = folder / f"{code}.toml"
    if not path.exists():
        raise HelplinesNeededError(code)
    file = read_toml(path, _File)
    if file.code != code:
        raise FileError(path, _line(path, "code"), "code", f"must be {code}")
    for number, row in enumerate(file.helpline):
        for field, problem in _wrong(row):
            line = _line(path, field, number)
            raise FileError(path, line, field, problem)
    return file


def _line(path: Path, field: str, number: int | None = None) -> int:
    table = "" if number is None else "helpline"
    return line_of(path.read_text("utf-8"), table, number or 0, field)


def _wrong(row: _Row) -> list[tuple[str, str]]:
    """Return (field, problem) for what a single field's type cannot tell."""
    wrong = []
    if "".join(filter(str.isdigit, row.number)) in REFUSED:
        wrong.append(("number", "many countries never opened it; name another"))
    if row.checked_on and not (row.source.startswith("https://") and row.checked_by):
        wrong.append(("checked_on", "add source (https) and checked_by (a role)"))
    if row.checked_on and row.sample:
        wrong.append(("sample", "a sample cannot have been checked; drop one"))
    return wrong


def _country(file: _File, today: date, *, trial: bool) -> Country:
    """Return a country with the rows that may be shown; raise if none was checked."""
    known = [row for row in file.helpline if row.checked_on or (row.sample and trial)]
    if not known:
        raise HelplinesNeededError(file.code)
    shown = (row for row in known if row.sample or _age(row, today) <= HIDDEN_DAYS)
    rows = tuple(_helpline(file.code, row) for row in shown)
    return Country(file.code, _own(file.name), file.emergency, rows)


def _age(row: _Row, today: date) -> int:
    """Return the days since a row was checked; never checked is older than all.

    A date that is still to come counts as never.
    """
    if row.checked_on is None or row.checked_on > today:
        return HIDDEN_DAYS + 1
    return (today - row.checked_on).days


def _helpline(country: str, row: _Row) -> Helpline:
    return Helpline(
        country=country,
        kind=row.kind,
        name=_own(row.name),
        number=row.number,
        hours=_own(row.hours),
        cost=_own(row.cost),
        languages=row.languages,
        is_police=row.police,
        checked_on=row.checked_on.isoformat() if row.checked_on else "",
        sample=row.sample,
    )


def _own(texts: _Texts) -> Own:
    return Own(tuple(texts.items()))
