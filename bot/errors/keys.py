"""Keys, secrets and passphrases: missing, damaged, or another's."""

import shlex
from pathlib import Path

from bot.errors import SottoError, UsageError


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


class PassphraseMissingError(UsageError):
    """The vault's passphrase was not given: give it by one of the three ways."""

    def __init__(self) -> None:
        super().__init__(
            "the vault's passphrase is needed. Type it at a terminal, or give it by"
            " --passphrase-fd NUMBER, or as the systemd credential sotto-passphrase."
        )


class NoPostQuantumError(SottoError):
    """The cryptography library cannot do ML-KEM: install the one that is locked."""

    def __init__(self) -> None:
        super().__init__(
            "this computer's cryptography library has no ML-KEM-768, and nothing"
            " weaker is used. Install deploy/requirements.txt again, then start."
        )


class PublicKeyError(SottoError):
    """A round's public key cannot seal: find out who changed it."""

    def __init__(self) -> None:
        super().__init__(
            "the public key of a round in the database is damaged."
            " Compare the fingerprint with the vault's keeper, then make a new round."
        )


class NotAKeyFileError(SottoError):
    """The file is something else: name the key file."""

    def __init__(self) -> None:
        super().__init__(
            "this is not a vault key file."
            " Name the one that `deploy/sotto keys new` wrote; its name ends in .key."
        )


class KeyFileVersionError(SottoError):
    """The key file was written by a newer program: use that one."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the vault key file has version {found}, which this program does not know."
            " Use the newer program that wrote it."
        )


class TruncatedKeyFileError(SottoError):
    """The key file is not all there: copy it again."""

    def __init__(self) -> None:
        super().__init__(
            "the vault key file ends too early. Copy it again from where it is whole."
        )


class DamagedKeyFileError(SottoError):
    """The key file says what no program of ours wrote: use another copy."""

    def __init__(self) -> None:
        super().__init__(
            "the vault key file is damaged, or somebody changed it."
            " Use another copy of it."
        )


class WrongPassphraseError(SottoError):
    """The passphrase does not open the key file: type it again."""

    def __init__(self) -> None:
        super().__init__(
            "the key file does not open with this passphrase. Type it again;"
            " if it is surely the right one, the file is damaged: use another copy."
        )


class OtherPassphraseError(UsageError):
    """An older round's key, still needed, has another passphrase: give that one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is still needed, and its passphrase is another one."
            " Give that one. If it is lost, move the file away: what that key locks"
            " can then never be opened."
        )


class ShortPassphraseError(UsageError):
    """The passphrase can be guessed: take more words."""

    def __init__(self, fewest: int) -> None:
        super().__init__(
            f"the passphrase has fewer than {fewest} words, so it can be guessed."
            " Take more, or let `deploy/sotto keys new` draw one."
        )


class SmallMemoryError(SottoError):
    """There is too little memory to try a passphrase: free some, or go elsewhere."""

    def __init__(self, mebibytes: int) -> None:
        super().__init__(
            f"trying a passphrase needs {mebibytes} MiB of free memory."
            " Stop other programs, or use a larger machine."
        )


class SecretExistsError(SottoError):
    """A secret is there already and is never overwritten: decide about it first."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and secrets are never overwritten."
            " Move it away first, if you are sure that nothing needs it."
        )


class MissingSecretError(SottoError):
    """A secret is not there or cannot be read: put it back, or set up anew."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the secret {path} is missing or cannot be read."
            " Put it back from where secrets are kept, as the user who runs Sotto."
        )


class DamagedSecretError(SottoError):
    """A secret is not what was written: put the right one back."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the secret {path} is not 32 bytes that belong to its name."
            " Put it back from where secrets are kept."
        )


class OpenFolderError(SottoError):
    """Other users can look into a folder of secrets: close it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"other users can look into {folder}."
            f" Close it: chmod -R go= {shlex.quote(str(folder))}"
        )


class WhichHomeError(UsageError):
    """It is not clear where the keys should go: say which home this is."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"there is no server's database in {home}. On the vault's own machine, name"
            " a file for the server with --to; on the server, run"
            " `deploy/sotto setup` first."
        )


class ServerHomeError(UsageError):
    """This folder is the server's, and the keys would lie beside it: choose."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} has a server's database, so keys for another server cannot be made"
            " in it. Name a folder of the vault's own with SOTTO_HOME, or leave --to"
            " out, and the vault is on this machine."
        )


class VaultElsewhereError(UsageError):
    """The vault has a machine of its own: make the keys there."""

    def __init__(self) -> None:
        super().__init__(
            "this server's vault has a machine of its own. Run `deploy/sotto keys new"
            " --to FILE` there, then `deploy/sotto keys accept FILE` here."
        )
