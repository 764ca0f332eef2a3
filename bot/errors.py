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


class NotSetUpError(SottoError):
    """There is no deployment here yet: make one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"nothing is set up in {home}."
            " Run `deploy/run` for a trial, or `deploy/sotto migrate` and"
            " `deploy/sotto keys new` for a deployment of your own."
        )


class FingerprintError(SottoError):
    """The vault's public keys are not the pinned ones: find out who changed them."""

    def __init__(self, pin: Path) -> None:
        super().__init__(
            f"the public keys in the database are not the ones pinned in {pin}."
            " Somebody may have swapped a key: compare the fingerprint with the"
            " vault's keeper before anything else."
        )


class NoKeyError(SottoError):
    """No key of an open round is here: bring it, or make a round."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no key of an open round in {folder}."
            " Bring the key file back, or run `deploy/sotto keys new`."
        )


class ProgrammeIdError(UsageError):
    """A programme's or family's id has a wrong shape: choose another."""

    def __init__(self) -> None:
        super().__init__(
            "a programme's and a family's id is up to 24 small letters, digits and"
            " dashes, beginning with a letter. Choose another one."
        )


class ProgrammeExistsError(UsageError):
    """There is a programme of this id: choose another."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            f"there is a programme {programme} already. Choose another id."
        )


class NoSuchProgrammeError(UsageError):
    """There is no programme of this id: look at the list."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            f"there is no programme {programme}."
            " `deploy/sotto programme list` shows those that are there."
        )


class FamilyNeededError(UsageError):
    """A small programme has no family: give it one, or it would name its people."""

    def __init__(self, programme: str, k: int) -> None:
        super().__init__(
            f"{programme} expects fewer than {k} people, so its posters must share a"
            " family's code. Add it again with --family."
        )


class BotNameError(UsageError):
    """The bot's name is not known, and a link needs it: say it."""

    def __init__(self) -> None:
        super().__init__(
            "the link needs the bot's name in Telegram."
            " Set SOTTO_BOT_NAME (without the @), or SOTTO_TELEGRAM_TOKEN."
        )


class TokenMissingError(UsageError):
    """Serving Telegram needs a token: ask BotFather for one."""

    def __init__(self) -> None:
        super().__init__(
            "there is no Telegram token. Set SOTTO_TELEGRAM_TOKEN to the one that"
            " @BotFather gave, or run `deploy/run` without it for the rehearsal."
        )


class StepFailedError(SottoError):
    """A step before the main job failed and has said why: mend that first."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"`sotto {command}` did not finish; its reason stands above."
            " Mend that, then start again. Nothing was changed half-way."
        )


class PassphraseMissingError(UsageError):
    """The vault's passphrase was not given: give it by one of the three ways."""

    def __init__(self) -> None:
        super().__init__(
            "the vault's passphrase is needed. Type it at a terminal, or give it by"
            " --passphrase-fd NUMBER, or as the systemd credential sotto-passphrase."
        )


class NoSuchCodeError(UsageError):
    """There is no such poster code in use: look at the poster again."""

    def __init__(self) -> None:
        super().__init__(
            "there is no such code in use. Look at the poster's link again."
        )


class NoSuchFormError(UsageError):
    """A programme names a form that is not there: name one that is."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"there is no form {form}. `deploy/sotto forms check` lists the forms."
        )


class NothingReleasedError(SottoError):
    """Nothing is released there; the same words whether nobody waits or nine do."""

    def __init__(self) -> None:
        super().__init__(
            "not enough different people yet."
            " Try again next month, or ask for a longer time or a larger group."
        )
