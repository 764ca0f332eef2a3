"""Reads a TOML file into a checked value, or says which line to correct.

Rule: whoever wrote the file is told its name, the line, the field and what is wrong
there, in one line (`FileError`); nobody is shown a traceback for a typing slip.
"""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import FileError

T = TypeVar("T")
_HEADER = re.compile(r"\[\[?\s*([\w.-]+)\s*\]\]?")
_PLACE = re.compile(r" - at `\$(.*)`$")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`|missing required field `([^`]*)`")


def read_toml(path: Path, kind: type[T]) -> T:
    """Return the file as a value of `kind`; raise `FileError` for what is wrong."""
    text = text_of(path)
    try:
        return msgspec.convert(tomllib.loads(text), kind)
    except (tomllib.TOMLDecodeError, RecursionError) as broken:
        at = re.search(r"line (\d+)", str(broken))
        line = int(at[1]) if at else text.count("\n") + 1
        raise FileError(path, line, "TOML", "this line cannot be read") from None
    except msgspec.ValidationError as wrong:
        raise _explained(path, text, str(wrong)) from None


def part_of(path: Path, text: str, table: str, value: object, kind: type[T]) -> T:
    """Return one table of a file as a value of `kind`; raise `FileError`."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as wrong:
        place, named = _PLACE.search(str(wrong)), _UNKNOWN.search(str(wrong))
        field = (named[1] or named[2]) if named else ""
        field = field or next(iter(re.findall(r"\w+", place[1] if place else "")), "")
        problem = _PLACE.sub("", str(wrong))
        line = line_of(text, table, 0, field)
        raise FileError(path, line, f"{table} {field}", problem) from None


def line_of(text: str, table: str = "", number: int = 0, field: str = "") -> int:
    """Return the line of a field in the `number`th (from 0) table of that name.

    Without such a field it is the table's own line, without such a table the first. A
    field of the file itself may be a table of its own.
    """
    found, seen, inside = 1, -1, not table
    for line, content in enumerate(text.splitlines(), 1):
        header = _HEADER.match(content.strip())
        if header:
            seen += header[1] == table
            inside = header[1] == table and seen == number
            found = line if inside else found
            if field and not table and header[1].partition(".")[0] == field:
                return line
        elif inside and field and re.match(rf'\s*"?{re.escape(field)}\b', content):
            return line
    return found


def text_of(path: Path) -> str:
    """Return what a file says; raise `FileError` for one that cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")  # Windows puts a mark before it
    except FileNotFoundError:
        raise FileError(path, 1, "file", "it is not there; put it back") from None
    except (OSError, UnicodeDecodeError):
        raise FileError(
            path, 1, "file", "it cannot be read as UTF-8; save it so"
        ) from None


def _explained(path: Path, text: str, wrong: str) -> FileError:
    """Turn msgspec's `... - at $.row[2].name` into a line and a field."""
    place = _PLACE.search(wrong)
    steps = re.findall(r"\w+", place[1]) if place else []
    named = _UNKNOWN.search(wrong)
    field = next((step for step in reversed(steps) if not step.isdigit()), "file")
    if named:
        field = named[1] or named[2]
    table, number = "", 0
    if len(steps) > 1 and steps[1].isdigit():
        table, number = steps[0], int(steps[1])
        field = steps[2] if len(steps) > 2 and not named else field  # noqa: PLR2004 (table, number, field)
    problem = _PLACE.sub("", wrong)
    return FileError(path, line_of(text, table, number, field), field, problem)
