"""A sealed copy of what serves, and the way back from it.

    backup = a parcel (`vault.parcel`) of a tar archive: sotto.db without the rows of
             LEFT_OUT, sotto.toml, fingerprint.txt, signer.pub, backup.pub,
             signoff.toml, codebook.toml, helplines/*.toml

It is sealed to a key of its own, whose private half rests elsewhere, wrapped by a
passphrase. No wrapped key, pepper, host secret, talk key or ledger is ever in it. Rule:
it counts as a backup only once the written file itself was read back and found whole; a
restored server sends nothing again that it may have sent.
"""

import asyncio
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot import copies
from bot.carried import opened, place_in
from bot.errors.carried import (
    BackupKeyMissingError,
    ClockBehindError,
    DamagedParcelError,
    NotEmptyError,
    OutFileError,
)
from bot.errors.settings import NotSetUpError
from bot.settings import Settings, load, make_home
from bot.store.migrate import migrate
from bot.store.records import Round
from bot.store.sound import rows_of
from bot.store.sqlite import Store
from bot.vault import keys, parcel, secrets
from bot.vault.files import delete, put_new, sync_folder, write_new
from bot.vault.opening import content_key
from bot.vault.parcel import Purpose
from bot.vault.secrets import HostSecrets
from bot.weeks import Week
from bot.whole import is_empty, whole

LEFT_OUT = ("talk", "seen", "invite", "outbox", "desk")
"""Tables whose rows end with the server: running talks, links, and what was due."""
DATABASE, SETTINGS = "sotto.db", "sotto.toml"
_BESIDE = (
    "fingerprint.txt",
    "signer.pub",
    copies.PUBLIC,
    "signoff.toml",
    "codebook.toml",
)
_FOLDER = "helplines"
_NAMES = re.compile(
    "|".join([*map(re.escape, (DATABASE, SETTINGS, *_BESIDE)), rf"{_FOLDER}/\w+\.toml"])
)
"""What a backup holds, and nothing else is taken from one."""


def make_key(settings: Settings, to: Path) -> str:
    """Make the backup's key pair; return the new passphrase that opens the file `to`.

    Nothing is overwritten: an older key still opens the older backups.
    """
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)
    for path in (to, copies.public_file(settings.home)):
        if path.exists():
            raise OutFileError(path)
    seed, phrase = keys.new_seed(), keys.passphrase()
    keys.write(to, keys.wrap(seed, phrase))
    try:
        write_new(copies.public_file(settings.home), keys.public_half(seed))
    except BaseException:
        delete(to)
        raise
    return phrase


async def back_up(settings: Settings, config: Path, file: Path, week: Week) -> None:
    """Write a backup to a new file in a week; it works beside a running server."""
    public = _public(settings, file)
    with place_in(settings.home) as copy:
        store = await Store.open(settings.database_path)
        try:
            await store.copy_to(copy, without=LEFT_OUT)
        finally:
            await store.close()
        with _new(file) as fresh:
            key = await asyncio.to_thread(_write, settings, config, copy, fresh, public)
            await _check(fresh, key, copy)
    copies.note(settings.home, week)


def _public(settings: Settings, file: Path) -> bytes:
    """Return the key to seal to; refuse before any work is done in vain."""
    if not settings.database_path.exists():
        raise NotSetUpError(settings.home)
    if file.exists():
        raise OutFileError(file)
    try:
        return copies.public_file(settings.home).read_bytes()
    except FileNotFoundError:
        raise BackupKeyMissingError from None


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """Give a file beside the one to be; after the block it becomes that one."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)  # a crash may have left it
    fresh.touch(mode=0o600)
    try:
        yield fresh
        put_new(fresh, file)
    except FileExistsError:
        raise OutFileError(file) from None
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(file.absolute().parent)


def _write(
    settings: Settings, config: Path, copy: Path, fresh: Path, public: bytes
) -> bytes:
    """Seal the archive to a file, durably; return the content key."""
    archive = copy.with_name("archive.tar")
    with tarfile.open(archive, "x") as tar:
        for name, path in _members(settings, config, copy):
            _add(tar, name, path)
    with archive.open("rb") as content, fresh.open("wb") as sealed:
        key = parcel.pack(content, sealed, public, Purpose.BACKUP)
        sealed.flush()
        os.fsync(sealed.fileno())
    archive.unlink()
    return key


def _members(
    settings: Settings, config: Path, copy: Path
) -> Iterator[tuple[str, Path]]:
    """Yield the name in the archive and the path of each file that is there."""
    home = settings.home
    yield DATABASE, copy
    files = [(SETTINGS, config), *((name, home / name) for name in _BESIDE)]
    files += [(f"{_FOLDER}/{p.name}", p) for p in sorted(home.glob("helplines/*.toml"))]
    yield from ((name, path) for name, path in files if path.exists())


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Add a file without its owner or its time."""
    with path.open("rb") as content:
        member = tarfile.TarInfo(name)
        member.size, member.mode = path.stat().st_size, 0o600
        tar.addfile(member, content)


async def _check(fresh: Path, key: bytes, copy: Path) -> None:
    """Restore the written file beside the copy, and find the same rows in it."""
    place = copy.with_name("tried")
    place.mkdir()
    await asyncio.to_thread(_extract, fresh, key, place)
    if await rows_of(place / DATABASE) != await rows_of(copy):
        raise DamagedParcelError


def _extract(file: Path, key: bytes, to: Path) -> None:
    """Unpack a backup into a folder; nothing of it lands anywhere else."""
    archive = to / "archive.tar"
    with file.open("rb") as sealed, archive.open("xb") as content:
        parcel.head(sealed, Purpose.BACKUP)
        parcel.unpack(sealed, content, key)
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                _take(tar, member, to)
    except tarfile.TarError:  # sealed by somebody else: the key for it is public
        raise DamagedParcelError from None
    archive.unlink()


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> None:
    """Lay one plain file of those that a backup holds; refuse everything else."""
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or not _NAMES.fullmatch(member.name):
        raise DamagedParcelError
    path = to / member.name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)
    path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup, the key that opens it, and what survived of the host's secrets."""

    file: Path
    key: Path
    passphrase: str = field(repr=False)
    secrets: Path | None = None

    async def into(self, settings: Settings, week: Week) -> None:
        """Make a home of the backup, whole or not at all, in a week.

        Without the host's secrets new ones are made, and the staff go: nobody could
        tell any more who they are.
        """
        refuse_full(settings)
        content = await asyncio.to_thread(self._content_key)
        if self.secrets is not None:
            HostSecrets.read(self.secrets)
        with whole(settings.home, settings.database_path):
            make_home(settings.home)
            with place_in(settings.home) as copy:
                place = copy.parent
                await asyncio.to_thread(_extract, self.file, content, place)
                rounds = await self._settle_in(place / DATABASE, week)
                used = {one.pepper_id for one in rounds}
                await asyncio.to_thread(self._lay, place, settings, used)

    def _content_key(self) -> bytes:
        with opened(self.key) as key:
            seed = keys.unwrap(key.read(), self.passphrase)
        with opened(self.file) as sealed:
            return content_key(parcel.head(sealed, Purpose.BACKUP), seed)

    async def _settle_in(self, database: Path, week: Week) -> list[Round]:
        """Find the database whole, of this shape, and note when it was put back."""
        await rows_of(database)
        await asyncio.to_thread(migrate, database)
        store = await Store.open(database)
        try:
            if (await store.newest_week() or week) > week:
                raise ClockBehindError
            await store.restored(week)
            if self.secrets is None:
                await store.forget_staff()
            return await store.rounds()
        finally:
            await store.close()

    def _lay(self, place: Path, settings: Settings, used: set[bytes]) -> None:
        """Put everything where it belongs; the database last, as nothing serves before.

        It goes where the restored settings say, and over no other.
        """
        if self.secrets is None:
            secrets.make(settings.secrets_folder)
        else:
            secrets.copy(self.secrets, settings.secrets_folder, used)
        for name in (SETTINGS, *_BESIDE, _FOLDER):
            if (place / name).exists():
                (place / name).rename(settings.home / name)
        here = load({"SOTTO_HOME": str(settings.home)})
        database = settings.database or here.database_path
        make_home(database.parent)
        with _new(database) as fresh:
            shutil.move(place / DATABASE, fresh)


def refuse_full(settings: Settings) -> None:
    """Raise unless there is nothing yet where a backup is to be restored."""
    if not is_empty(settings.home) or settings.database_path.exists():
        raise NotEmptyError(settings.home)


def told(restoring: Restoring, settings: Settings) -> str:
    """Return what the operator does next."""
    kept = restoring.secrets
    secret = SECRETS_LOST if kept is None else SECRETS_KEPT.format(folder=kept)
    return BACK.format(home=settings.home) + secret + THEN


BACK = """\
{home} is a deployment again. Nothing that may have been sent is sent again; staff read
what they missed with /themes.
Look at `deploy/sotto staff list` and at the poster codes: who was removed, or what was
revoked, after the backup is back.
If the vault lay in this folder, too, put its newest folder `vault` back: nothing is
gathered without its own ledger.
"""
SECRETS_KEPT = """\
The host's secrets were copied. Delete the folder {folder} as soon as all is well here.
"""
SECRETS_LOST = """\
The host's secrets are new: invite the staff again. Secret numbers on paper find nothing
any more. Begin a round with `deploy/sotto keys new --now`, on the vault's own machine
if it has one.
"""
THEN = "Then run `deploy/sotto doctor`."
