"""What cannot be said of a programme, its posters or its staff."""

from pathlib import Path

from bot.errors import SottoError, UsageError


class ProgrammeIdError(UsageError):
    """A programme's or family's id has a wrong shape: choose another."""

    def __init__(self) -> None:
        super().__init__(
            "a programme's and a family's id is up to 24 small letters, digits and"
            " dashes, beginning with a letter. Choose another one."
        )


class ProgrammeNameError(UsageError):
    """A programme's name cannot stand on a button: shorten it, or name its language."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"a programme's name is 1 to {longest} plain characters, one in each"
            " language (uk=NAME), in the languages of `locales/languages.toml`."
            " Give it once more."
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
            f" family's code. Give it one: `deploy/sotto programme edit {programme}"
            " --family NAME`."
        )


class PostersNameItError(UsageError):
    """A programme would be too small for the posters that name it: revoke those."""

    def __init__(self, programme: str, k: int) -> None:
        super().__init__(
            f"{programme} has posters of its own, and a programme of fewer than {k}"
            " people shares its family's. Take them down, and revoke each code with"
            " `deploy/sotto programme unlink`; then edit again."
        )


class TooManyCodesError(UsageError):
    """So many posters lead to one place that nobody can keep count: revoke some."""

    def __init__(self, programme: str, most: int) -> None:
        super().__init__(
            f"{most} codes lead to {programme} or its family already. Revoke those of"
            " posters that hang no more with `deploy/sotto programme unlink`."
        )


class FontMissingError(SottoError):
    """No font of this machine has a language's letters: install one that has."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"no font on this machine has the letters of {language}, so no page was"
            " made for it; the QR code is there as PNG and SVG."
            " Install one (in Debian, the packages fonts-noto-core and fonts-dejavu)."
        )


class OutFolderError(UsageError):
    """The folder for posters cannot be written: name another."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"nothing can be written into {folder}. Name another folder with --out."
        )


class NoSuchStaffError(UsageError):
    """Nobody of the staff has this id: look at the list."""

    def __init__(self) -> None:
        super().__init__(
            "nobody of the staff has this id."
            " `deploy/sotto staff list` shows those that are there."
        )


class LastAdminError(UsageError):
    """The only admin would go, and nobody could answer alerts: invite another first."""

    def __init__(self) -> None:
        super().__init__(
            "this is the only admin. Invite another with"
            " `deploy/sotto staff invite --role admin`, and wait until that link"
            " was opened."
        )


class NoSuchCodeError(UsageError):
    """There is no such poster code in use: look at the poster again."""

    def __init__(self) -> None:
        super().__init__(
            "there is no such code in use. Look at the poster's link again."
        )


class NoSuchZoneError(UsageError):
    """No time zone has this name: write it as the IANA list does."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no time zone is called {name!r}."
            " Write it as Continent/City, such as Europe/Kyiv, or UTC."
        )


class OrganisationNameError(UsageError):
    """An organisation's name cannot stand in a list: shorten it."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"an organisation's name is 1 to {longest} characters on one line."
            " Write it shorter."
        )
