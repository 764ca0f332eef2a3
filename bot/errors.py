"""Every error that a person who runs Sotto can meet, on one screen.

A class for each thing the caller does differently; the docstring is what the
operator does next, and the message says it in one line. Messages live in the
class and take only safe values (a path, a line, a field, a command), so no words
of a survivor can enter an exception.
"""

from pathlib import Path
from typing import ClassVar


class SottoError(Exception):
    """The root of the family: one line for a person, and the exit code."""

    exit_code: ClassVar[int] = 1


class UsageError(SottoError):
    """The command was asked for something that it cannot mean: ask again."""

    exit_code: ClassVar[int] = 2


class SettingError(UsageError):
    """A setting is missing or wrong: correct the line that it names."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"setting {name}: {problem}. {remedy}")


class SettingsFileError(UsageError):
    """The settings file is not there or cannot be read: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the settings file {path} is missing or cannot be read."
            " Name one with SOTTO_CONFIG, or leave SOTTO_CONFIG empty."
        )


class FileError(SottoError):
    """A file (form, language, helpline) is wrong: correct the line it names."""

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}, {field}: {problem}.")


class DatabaseBehindError(SottoError):
    """The database has an older shape than this program: migrate it."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"the database is at version {found}, this program needs {wanted}."
            " Run `deploy/sotto migrate`, then start again."
        )


class DatabaseAheadError(SottoError):
    """The database was made by a newer program: use that one."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the database is at version {found}, which this program does not know."
            " Start the newer program that made it."
        )
