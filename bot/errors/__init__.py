"""Every error that a person who runs Sotto can meet, by what it is about.

A class for each thing the caller does differently; the docstring is what the
operator does next, and the message says it in one line. Messages live in the
class and take only safe values (a path, a line, a field, a command), so no words
of a survivor can enter an exception. Here stand the roots of the family.
"""

from pathlib import Path
from typing import ClassVar

from typing_extensions import override


class SottoError(Exception):
    """The root of the family: one line for a person, and the exit code."""

    exit_code: ClassVar[int] = 1

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Say how it comes out of another process: with its line, not made anew."""
        return _carried, (type(self), *self.args), self.__dict__ or None


def _carried(kind: type[SottoError], *said: object) -> SottoError:
    return kind.__new__(kind, *said)


class UsageError(SottoError):
    """The command was asked for something that it cannot mean: ask again."""

    exit_code: ClassVar[int] = 2


class FileError(SottoError):
    """A file (form, language, helpline) is wrong: correct the line it names."""

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}, {field}: {problem}.")
