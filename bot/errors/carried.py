"""Files between two machines, and backups."""

from pathlib import Path

from bot.errors import SottoError, UsageError


class OutFileError(UsageError):
    """There is a file of this name already: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and nothing is ever written over."
            " Name another file, or take this one away first."
        )


class NoSuchFileError(UsageError):
    """There is no file of this name: name the one that was carried."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be read. Look at its name, and who owns it.")


class FingerprintRefusedError(UsageError):
    """The numbers differ: these are not the keeper's keys."""

    def __init__(self) -> None:
        super().__init__(
            "these are not the digits on the keeper's screen, so no key was taken."
            " Ask the keeper to read theirs aloud; if they differ, somebody changed the"
            " file on its way."
        )


class OtherVaultError(UsageError):
    """The list lacks a round that is here: it is another vault's."""

    def __init__(self) -> None:
        super().__init__(
            "the list lacks a round that this server has, so it comes from another"
            " vault. If the old vault is lost for good, say --replace: what its keys"
            " locked is then deleted."
        )


class NothingCarriedError(UsageError):
    """There is no key yet to carry answers to: take the vault's keys first."""

    def __init__(self) -> None:
        super().__init__(
            "there is no round yet whose vault could open what is carried."
            " Run `deploy/sotto keys new` on the vault's machine, then"
            " `deploy/sotto keys accept` here."
        )


class OtherRoundsError(SottoError):
    """The server's rounds are not the vault's: find out who changed them."""

    def __init__(self) -> None:
        super().__init__(
            "the server has a round with other dates or another key than this vault"
            " made, so nothing was gathered. Somebody may have changed the server:"
            " compare what `deploy/sotto keys list` says on both."
        )


class StrangeCopyError(SottoError):
    """The carried database holds more than tables: find out who changed the server."""

    def __init__(self) -> None:
        super().__init__(
            "the copy from the server holds more than its tables, and may do more than"
            " be read, so nothing was gathered. Somebody may have changed the server:"
            " look into its database before anything else is carried."
        )


class BackupKeyMissingError(UsageError):
    """There is no key yet to which a backup could be sealed: make one."""

    def __init__(self) -> None:
        super().__init__(
            "there is no key for backups yet. Make one with"
            " `deploy/sotto keys backup --to FILE`, and keep that file and its"
            " passphrase away from this machine."
        )


class NotEmptyError(UsageError):
    """Something is in the folder already: restore into an empty one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} is not empty, and a restore never touches what is there."
            " Move it away first (keep it: its secrets may be needed), or name an"
            " empty folder with SOTTO_HOME."
        )


class StaleCarryError(SottoError):
    """The file is of another week: carry the answers out anew."""

    def __init__(self, monday: str) -> None:
        super().__init__(
            f"the file was written in the week of {monday}. What people took back since"
            " then would still be in it: run `deploy/sotto carry out` on the server"
            " anew; if the date is wrong, look at both machines' clocks."
        )


class LaterReleaseError(SottoError):
    """The release is of a week that has not come: one of the two clocks is wrong."""

    def __init__(self, monday: str) -> None:
        super().__init__(
            f"the release was written in the week of {monday}, which has not come here,"
            " so nothing was taken from it. Set right the clock that is wrong, here or"
            " on the vault's machine."
        )


class OtherReleaseError(SottoError):
    """The release is not signed by this deployment's vault: do not take it."""

    def __init__(self) -> None:
        super().__init__(
            "this is not signed by the vault whose keys this server has accepted, so"
            " nothing was taken from it. Name the right file; if it is the right one,"
            " compare the fingerprint with the keeper."
        )


class NotAParcelError(UsageError):
    """The file is something else: name the one that was carried or backed up."""

    def __init__(self) -> None:
        super().__init__(
            "this is not the kind of file that is wanted here. Name the one that"
            " `deploy/sotto carry out` or `deploy/sotto backup` wrote."
        )


class ParcelVersionError(SottoError):
    """The file was written by a newer program: use that one."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the file has version {found}, which this program does not know."
            " Use the newer program that wrote it."
        )


class DamagedParcelError(SottoError):
    """The file is cut short or was changed: copy it again."""

    def __init__(self) -> None:
        super().__init__(
            "the file is cut short, or it was changed on its way, so nothing was"
            " taken from it. Copy it again, or write it anew."
        )


class OtherParcelError(SottoError):
    """The file is sealed to a key that is not here: it is another deployment's."""

    def __init__(self) -> None:
        super().__init__(
            "the file is sealed to a key that is not here; it belongs to another"
            " deployment, or its key was erased with its round. Name the right file,"
            " or use the machine that has the key."
        )


class ClockBehindError(SottoError):
    """The clock stands before the backup was made: set it, or digests go twice."""

    def __init__(self) -> None:
        super().__init__(
            "this computer's clock stands before the week of the backup, so what was"
            " told since would be sent again, and nothing was restored. Set the clock,"
            " then restore again."
        )


class FileThereError(UsageError):
    """A file of this name is there, perhaps somebody's work: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and may hold a translator's work."
            " Name another file, or move that one away."
        )
