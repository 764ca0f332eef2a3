"""Whom a person can call: a file for each country, and the date somebody checked it.

`helplines/<country>.toml` in the home folder, else in `locales/`. Rule: a number is
shown only if it was checked at its source within the last 180 days, or in a trial if
its name says that it is a sample; the emergency number always stays
(`conversation.md`, crisis resources).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.deployment import Country, Helpline
from bot.errors import FileError, SottoError
from bot.errors.settings import HelplinesNeededError, NoCountryError, SampleCountryError
from bot.files import line_of, read_toml
from bot.words.phrases import Own

OVERDUE_DAYS, HIDDEN_DAYS = 90, 180
"""Days after its check from which a row is due again, and is no longer shown."""
REFUSED = frozenset({"116006"})
"""A European number that many countries never opened: a person would reach nobody."""
SAMPLE = "xx"
"""The country of a trial, whose numbers are samples."""
_Number = Annotated[str, Meta(pattern=r"^([+*#]?[0-9][0-9 -]{1,19})?$")]
_Code = Annotated[str, Meta(pattern=r"^[a-z]{2}$")]
_Texts = dict[str, Annotated[str, Meta(max_length=80)]]

TEMPLATE = """\
# Whom a person in danger can call here. Nothing of it is shown until somebody has
# called a number, was answered, and wrote down the day.

code = "{code}"
# The number for police and ambulance, as a phone dials it:
emergency = ""
# The country's name, in each language that people read:
{names}

# One block for each line that people can call; copy it for the next one.
[[helpline]]
# trafficking, women, child, emotional or emergency:
kind = "trafficking"
# How the line calls itself; name.uk = "..." and so on for other languages:
name.en = ""
number = ""
# When somebody answers, and what a call costs, each ending with a full stop:
hours.en = ""
cost.en = ""
# The languages that are spoken there, by two letters, such as ["en", "uk"]:
languages = []
# true, if the police answers:
police = false
# The page that names the number (https://...):
source = ""
# Who called it: a role such as coordinator, never a person's name:
checked_by = ""
# The day of the call, without the mark in front:
# checked_on = 2026-03-02
"""


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
    files: Mapping[str, Path], *, today: date, trial: bool
) -> tuple[Country, ...]:
    """Return the countries in use with the rows that may be shown today.

    `files` is a file for each country's two letters. Raise `FileError` for a wrong one,
    `NoCountryError` if there is none, and `HelplinesNeededError` or
    `SampleCountryError` for a country of which no row was ever checked.
    """
    if not files:
        raise NoCountryError
    return tuple(
        _country(_read(path, code), path, today, trial=trial)
        for code, path in files.items()
    )


def overdue(files: Mapping[str, Path], *, today: date) -> tuple[tuple[str, str], ...]:
    """Return (country, number) of each row whose check is older than 90 days, or none.

    Samples are not listed: nobody can check them.
    """
    return tuple(
        (code, row.number)
        for code, path in files.items()
        for row in _read(path, code).helpline
        if not row.sample and _age(row, today) > OVERDUE_DAYS
    )


def checked(files: Mapping[str, Path], *, today: date) -> Iterator[tuple[bool, str]]:
    """Say of each country and number whether it is well, and if not, what to do."""
    for code, path in files.items():
        try:
            file = _read(path, code)
        except SottoError as wrong:
            yield False, f"{code}: {wrong}"
            continue
        if not file.emergency:
            yield False, f"{code}: the emergency number is missing. Write it in {path}."
        if not file.helpline:
            yield False, f"{code}: there is no helpline. Write one into {path}."
        for row in file.helpline:
            yield _told(code, row, path, today)


def _told(code: str, row: _Row, path: Path, today: date) -> tuple[bool, str]:
    """Say how one number stands."""
    name, age = f"{code}: {row.number or row.kind}", _age(row, today)
    remedy = f"Call it, then write the day as checked_on into {path}."
    if row.sample:
        return code == SAMPLE, f"{name} is a sample, which a trial alone shows."
    if not row.checked_on:
        return False, f"{name} was never checked, and is not shown. {remedy}"
    if age > HIDDEN_DAYS:
        shown = f"was checked on {row.checked_on}, and is not shown"
        return False, f"{name} {shown}. {remedy}"
    if age > OVERDUE_DAYS:
        gone = row.checked_on + timedelta(days=HIDDEN_DAYS)
        shown = f"was checked on {row.checked_on}, and is shown until {gone}"
        return False, f"{name} {shown}. {remedy}"
    due = row.checked_on + timedelta(days=OVERDUE_DAYS)
    return True, f"{name} was checked on {row.checked_on}; call it again by {due}."


def template(code: str, names: Mapping[str, str]) -> str:
    """Return a country's file to be filled in; `names` are the country's own."""
    said = (
        f"name.{language} = {json.dumps(name, ensure_ascii=False)}"
        for language, name in names.items()
    )
    return TEMPLATE.format(code=code, names="\n".join(said))


def _read(path: Path, code: str) -> _File:
    if not path.exists():
        raise HelplinesNeededError(code, path)
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
    named = row.number and any(row.name.values())
    if (row.checked_on or row.sample) and not named:
        wrong.append(("number", "fill in number and name"))
    if "".join(filter(str.isdigit, row.number)) in REFUSED:
        wrong.append(("number", "many countries never opened it; name another"))
    if row.checked_on and not (row.source.startswith("https://") and row.checked_by):
        wrong.append(("checked_on", "add source (https) and checked_by (a role)"))
    if row.checked_on and row.sample:
        wrong.append(("sample", "a sample cannot have been checked; drop one"))
    return wrong


def _country(file: _File, path: Path, today: date, *, trial: bool) -> Country:
    """Return a country with the rows that may be shown; raise if none was checked."""
    known = [row for row in file.helpline if row.checked_on or (row.sample and trial)]
    if file.code == SAMPLE and not known:
        raise SampleCountryError(file.code)
    if not known or not file.emergency:
        raise HelplinesNeededError(file.code, path)
    rows = tuple(
        _helpline(file.code, row, id_)
        for row, id_ in zip(file.helpline, _ids(file), strict=True)
        if row in known
        if row.sample or _age(row, today) <= HIDDEN_DAYS
    )
    name = _own(file.name, f"country.{file.code}")
    return Country(file.code, name, file.emergency, rows)


def _age(row: _Row, today: date) -> int:
    """Return the days since a row was checked; never checked is older than all.

    A date that is still to come counts as never.
    """
    if row.checked_on is None or row.checked_on > today:
        return HIDDEN_DAYS + 1
    return (today - row.checked_on).days


def _ids(file: _File) -> Iterator[str]:
    """Name each row by its number, the second one with the same number by 2 behind it.

    Police and ambulance may share a number, and are not to share their names.
    """
    met: Counter[str] = Counter()
    for row in file.helpline:
        digits = "".join(filter(str.isdigit, row.number))
        met[digits] += 1
        again = f".{met[digits]}" if met[digits] > 1 else ""
        yield f"helpline.{file.code}.{digits}{again}"


def _helpline(country: str, row: _Row, id_: str) -> Helpline:
    return Helpline(
        country=country,
        kind=row.kind,
        name=_own(row.name, f"{id_}.name"),
        number=row.number,
        hours=_own(row.hours, f"{id_}.hours"),
        cost=_own(row.cost, f"{id_}.cost"),
        languages=row.languages,
        is_police=row.police,
        checked_on=row.checked_on.isoformat() if row.checked_on else "",
        sample=row.sample,
    )


def _own(texts: _Texts, id_: str) -> Own:
    said = tuple((language, text) for language, text in texts.items() if text)
    return Own(said, id_ if said else "")
