"""A database that cannot be used as it is."""

from pathlib import Path

from bot.errors import SottoError


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


class DatabaseMissingError(SottoError):
    """There is no database file: make one, or name the right one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no database at {path}."
            " Make it with `deploy/sotto migrate`, or name another: SOTTO_DATABASE."
        )


class NotADatabaseError(SottoError):
    """The file is something else: it is left alone, name the right one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not a database of Sotto and is left as it is."
            " Name the right file with SOTTO_DATABASE, or move this one away."
        )


class PageSizeError(SottoError):
    """The file's pages would keep the order of arrival: rewrite the file."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the database has pages of {found} bytes, which keep the order of arrival."
            " Stop Sotto and run `deploy/sotto migrate`, which rewrites them."
        )


class StoreFullError(SottoError):
    """The disk is full: free some space, what waits is then taken up by itself."""

    def __init__(self) -> None:
        super().__init__(
            "the disk is full, so nothing more can be kept."
            " Free some space; what waits is then taken up by itself."
        )


class StoreLockedError(SottoError):
    """Another program holds the database: close that one."""

    def __init__(self) -> None:
        super().__init__(
            "another program holds the database (a backup, a database viewer)."
            " Close it; what waits is then taken up by itself."
        )


class StoreUnwritableError(SottoError):
    """The disk or the folder refuses: look at its health, owner and permissions."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"the database cannot be read or written ({code})."
            " Check the disk's health, and who owns the data folder."
        )


class StoreBrokenError(SottoError):
    """The database is damaged: stop, and restore the last backup."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"the database is damaged ({code})."
            " Stop Sotto, keep a copy of the file, and restore the last backup."
        )


class StoreClashError(SottoError):
    """What should be new is already kept: choose another name."""

    def __init__(self) -> None:
        super().__init__(
            "this id is already kept, so nothing was written. Choose another one."
        )


class StoreClosedError(SottoError):
    """The store was closed while something was still to be written: start again."""

    def __init__(self) -> None:
        super().__init__(
            "the database is already closed, so nothing was written. Start again."
        )


class LedgerMissingError(SottoError):
    """The vault's ledger is gone: put it back, or answers would be told twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the vault's ledger {path} is missing; without it answers that were told"
            " would be told again. Put its newest copy back; if it is lost,"
            " `deploy/sotto keys new --now` begins a round with a new ledger, and what"
            " earlier rounds hold is never told."
        )
