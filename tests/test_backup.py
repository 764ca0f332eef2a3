"""A backup holds no key, was read back before it counts, and restores what it may."""

import asyncio
import errno
import io
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from deployments import Deployment, trial
from store.test_wordings import WORDED
from test_promises import WEEK, crowd, everything_on_disk, rows, send
from two_homes import two_homes

from bot.__main__ import main
from bot.backup import Restoring, back_up, make_key
from bot.errors.carried import (
    BackupKeyMissingError,
    ClockBehindError,
    DamagedParcelError,
    NoSuchFileError,
    NotAParcelError,
    NotEmptyError,
    OtherParcelError,
    OutFileError,
)
from bot.errors.databases import LedgerMissingError
from bot.errors.gathered import OldLedgerError
from bot.errors.keys import NoKeyError, WrongPassphraseError
from bot.flows.seal import NoOpenRoundError
from bot.flows.staff import invite
from bot.keeper import Gathering, ledger_file
from bot.keyring import new_rounds
from bot.leftovers import forget
from bot.settings import CHECKOUT, Settings, load
from bot.store.records import OutboxRow, Work
from bot.store.sqlite import Store
from bot.vault import keys, parcel, ram, secrets
from bot.vault.opening import content_key
from bot.vault.parcel import Purpose
from bot.weeks import DAY, Week, week_begins, week_of
from bot.whole import is_empty

DESIGNER = 5_550_000_001
LATER = Week(500)
"""A week in which nothing of these tests has happened yet."""


@dataclass
class Kept:
    """A backup's key, its passphrase, and where backups of a test go."""

    folder: Path
    phrase: str

    @classmethod
    async def of(cls, d: Deployment, folder: Path) -> "Kept":
        """Make the key of a deployment's backups."""
        made = make_key(d.settings, folder / "backup.key")
        return cls(folder, made)

    @property
    def key(self) -> Path:
        """Return where the key's private half lies."""
        return self.folder / "backup.key"

    async def back_up(self, d: Deployment, name: str = "backup") -> Path:
        """Write a backup."""
        file = self.folder / name
        await back_up(
            d.settings, d.settings.home / "sotto.toml", file, week_of(d.clock.at)
        )
        return file

    async def restore(
        self, file: Path, week: Week, *, secrets: Path | None = None
    ) -> Settings:
        """Restore into a new folder; return its settings."""
        home = self.folder / f"from-{file.name}"
        empty = load({"SOTTO_HOME": str(home)})
        await Restoring(file, self.key, self.phrase, secrets).into(empty, week)
        return load({"SOTTO_HOME": str(home)})

    def members(self, file: Path) -> dict[str, bytes]:
        """Return what a backup holds, as a thief with its key and passphrase would."""
        seed = keys.unwrap(self.key.read_bytes(), self.phrase)
        content = io.BytesIO()
        with file.open("rb") as sealed:
            head = parcel.head(sealed, Purpose.BACKUP)
            parcel.unpack(sealed, content, content_key(head, seed))
        content.seek(0)
        with tarfile.open(fileobj=content) as tar:
            return {m.name: _read(tar, m) for m in tar.getmembers()}


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    assert (member.mtime, member.uid, member.uname) == (0, 0, "")
    found = tar.extractfile(member)
    return b"" if found is None else found.read()


def only_the_key(folder: Path, *beside: str) -> bool:
    """Tell whether no backup is in a folder, whole or broken off, but those."""
    names = {path.name for path in folder.glob("*backup*")}
    return names == {"backup.key", *beside}


def leftovers(home: Path) -> list[Path]:
    """Return what a broken-off copy left in a home."""
    return list(home.glob(".carried-*"))


def gathering(settings: Settings, passphrase: str) -> Gathering:
    """Return one gathering, in this process alone."""
    return Gathering(settings, passphrase, processes=1)


def dump(settings: Settings, table: str) -> list[tuple[object, ...]]:
    """Return a table's rows."""
    with closing(sqlite3.connect(settings.database_path)) as db:
        sql = f"SELECT * FROM {table}"  # noqa: S608 (names of ours)
        return db.execute(sql).fetchall()


async def test_what_serves_comes_back_as_it_was(tmp_path: Path) -> None:
    """Answers, services, codes, staff, digests and settings are there again."""
    async with trial(tmp_path) as d:
        await d.phone(DESIGNER).start(
            await invite(d.serving.store, "designer", week_of(d.clock.at))
        )
        await d.serving.store.commit(Work(texts=WORDED))
        await crowd(d, 16)
        d.clock.at += 2 * WEEK
        await d.gather()
        await send(d, 77)
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        secrets = d.settings.secrets_folder
        again = await kept.restore(file, week_of(d.clock.at), secrets=secrets)
        for table in (
            "sealed",
            "programme",
            "code",
            "staff",
            "digest",
            "round",
            "tick",
            *("wording", "signature", "voice", "announced", "edition"),
        ):
            assert dump(again, table) == rows(d, table), table
        assert len(dump(again, "sealed")) == 17
        assert len(dump(again, "wording")) == 1
        assert rows(d, "desk")
        assert dump(again, "desk") == []
        assert again.organisation == d.settings.organisation
        assert again.home.stat().st_mode & 0o777 == 0o700


async def test_no_key_and_no_secret_is_in_a_backup(tmp_path: Path) -> None:
    """Wrapped keys, peppers, host secrets, talk keys, talks, links: none of them."""
    async with trial(tmp_path) as d:
        link = await invite(d.serving.store, "designer", week_of(d.clock.at))
        await send(d)
        kept = await Kept.of(d, tmp_path)
        members = kept.members(await kept.back_up(d))
        assert set(members) == {
            "sotto.db",
            "sotto.toml",
            "fingerprint.txt",
            "backup.pub",
        }
        inside = b"".join(members.values())
        talks = ram.folder_for(d.settings.home, ram.places())
        hidden = [
            *d.settings.secrets_folder.iterdir(),
            *(talks.iterdir() if talks else ()),
        ]
        hidden += d.settings.vault_folder.glob("*.key")
        for path in hidden:
            assert path.read_bytes()[-32:] not in inside, path.name
        assert link.encode() not in inside
        assert rows(d, "talk")
        assert rows(d, "invite")
        copy = tmp_path / "copy.db"
        copy.write_bytes(members["sotto.db"])
        with closing(sqlite3.connect(copy)) as db:
            for table in ("talk", "seen", "invite", "outbox"):
                sql = f"SELECT count(*) FROM {table}"  # noqa: S608 (names from here)
                assert db.execute(sql).fetchone() == (0,), table


async def test_a_restored_server_sends_nothing_again(tmp_path: Path) -> None:
    """What left or may have left is there to be pulled, and is news to nobody."""
    async with trial(tmp_path) as d:
        link = await invite(d.serving.store, "designer", week_of(d.clock.at))
        await d.phone(DESIGNER).start(link)
        kept = await Kept.of(d, tmp_path)
        await crowd(d, 16)
        before = await kept.back_up(d, "before")
        d.clock.at += 2 * WEEK
        await d.gather()
        ((batch, *_, day),) = rows(d, "digest")
        await d.serving.store.plan([OutboxRow(str(batch), 1, "due", 0, 0)])
        due = await kept.back_up(d, "due")
        for file, known, leaves in ((before, 0, 0), (due, 1, day)):
            again = await kept.restore(
                file, week_of(d.clock.at), secrets=d.settings.secrets_folder
            )
            assert len(dump(again, "digest")) == known
            shutil.copytree(d.settings.vault_folder, again.vault_folder)
            await gathering(again, d.passphrase).run(d.clock.at, lambda _: None)
            assert told(dump(again, "digest")) == told(rows(d, "digest"))
            assert [day for *_, day in dump(again, "digest")] == [leaves]
            assert dump(again, "outbox") == []
            assert dump(again, "invite") == []


def today(d: Deployment) -> int:
    """Return the number of the clock's day."""
    return d.clock.at // DAY


def told(digests: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return rows of digests without the day on which each leaves."""
    return [row[:-1] for row in digests]


async def test_what_closes_after_a_restore_is_sent(tmp_path: Path) -> None:
    """The next batch reaches its designers like any other; nothing is told twice."""
    async with trial(tmp_path) as d:
        link = await invite(d.serving.store, "designer", week_of(d.clock.at))
        await d.phone(DESIGNER).start(link)
        kept = await Kept.of(d, tmp_path)
        await crowd(d, 16)
        d.clock.at += 2 * WEEK
        await d.gather()
        for person in range(16):
            await send(d, 500 + person)
        file = await kept.back_up(d)
        again = await kept.restore(
            file, week_of(d.clock.at), secrets=d.settings.secrets_folder
        )
        shutil.copytree(d.settings.vault_folder, again.vault_folder)
        d.clock.at += 2 * WEEK
        await gathering(again, d.passphrase).run(d.clock.at, lambda _: None)
        days = [int(str(day)) for *_, day in dump(again, "digest")]
        assert len(days) == 2
        assert max(days) > today(d)


async def test_open_rounds_gather_only_with_their_own_ledger(tmp_path: Path) -> None:
    """Without it, or with an older one, nothing of them is told again."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        d.clock.at += WEEK
        await d.gather()
        older = tmp_path / "older.db"
        shutil.copy(ledger_file(d.settings), older)
        await crowd(d, 16)
        d.clock.at += 2 * WEEK
        await d.gather()
        file = await kept.back_up(d)
        again = await kept.restore(
            file, week_of(d.clock.at), secrets=d.settings.secrets_folder
        )
        shutil.copytree(d.settings.vault_folder, again.vault_folder)
        newest = ledger_file(again).read_bytes()
        run = gathering(again, d.passphrase).run
        d.clock.at += WEEK
        ledger_file(again).unlink()
        with pytest.raises(LedgerMissingError):
            await run(d.clock.at, lambda _: None)
        shutil.copy(older, ledger_file(again))
        with pytest.raises(OldLedgerError):
            await run(d.clock.at, lambda _: None)
        ledger_file(again).write_bytes(newest)
        await run(d.clock.at, lambda _: None)
        assert dump(again, "digest") == rows(d, "digest")


async def test_without_the_secrets_a_restored_server_begins_anew(
    tmp_path: Path,
) -> None:
    """Staff go, no old round takes answers, and a new one does; the old is gathered."""
    async with trial(tmp_path) as d:
        link = await invite(d.serving.store, "admin", week_of(d.clock.at))
        await d.phone(DESIGNER).start(link)
        await crowd(d, 16)
        kept = await Kept.of(d, tmp_path)
        again = await kept.restore(await kept.back_up(d), week_of(d.clock.at))
        assert dump(again, "staff") == []
        assert len(list(again.secrets_folder.iterdir())) == 3
        shutil.copytree(d.settings.vault_folder, again.vault_folder)
    place = tmp_path / "elsewhere"
    place.mkdir()
    shutil.copytree(again.home, place / "home")
    settings = load({"SOTTO_HOME": str(place / "home")})
    with pytest.raises(NoOpenRoundError):
        async with trial(place, clock=d.clock):
            pass
    await new_rounds(settings, week_of(d.clock.at), d.passphrase)
    async with trial(place, clock=d.clock) as e:
        await send(e)
        e.clock.at += 2 * WEEK
        await e.gather()
        assert len(rows(e, "digest")) == 1


async def test_a_vault_elsewhere_goes_on_with_a_restored_server(
    tmp_path: Path,
) -> None:
    """The keys are accepted as before; the carry works, and tells nothing twice."""
    async with two_homes(tmp_path) as home:
        d = home.d
        kept = await Kept.of(d, tmp_path)
        await crowd(d, 16)
        file = await kept.back_up(d)
        d.clock.at += 2 * WEEK
        await home.week()
        again = await kept.restore(
            file, week_of(d.clock.at), secrets=d.settings.secrets_folder
        )
        before, d.settings = d.settings, again
        await home.week()
        assert told(dump(again, "digest")) == told(dump(before, "digest"))
        assert dump(again, "outbox") == []


@pytest.mark.parametrize("cut", [0, 20, 5000, -1])
async def test_a_backup_that_is_cut_short_restores_nothing(
    tmp_path: Path, cut: int
) -> None:
    """The folder stays empty, and the whole file still restores."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        whole = file.read_bytes()
        file.write_bytes(whole[:cut])
        with pytest.raises((DamagedParcelError, NotAParcelError)):
            await kept.restore(file, LATER)
        assert not (tmp_path / "from-backup").exists()
        file.write_bytes(whole)
        await kept.restore(file, LATER)


async def test_another_key_passphrase_or_file_is_refused(tmp_path: Path) -> None:
    """Each in its own words; the folder stays as it is."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        other = tmp_path / "other.key"
        phrase = keys.passphrase()
        keys.write(other, keys.wrap(keys.new_seed(), phrase))
        empty = load({"SOTTO_HOME": str(tmp_path / "empty")})
        tries: list[tuple[Restoring, type[Exception]]] = [
            (Restoring(file, other, phrase), OtherParcelError),
            (Restoring(file, kept.key, phrase), WrongPassphraseError),
            (Restoring(tmp_path / "none", kept.key, kept.phrase), NoSuchFileError),
            (Restoring(other, kept.key, kept.phrase), NotAParcelError),
        ]
        for restoring, refusal in tries:
            with pytest.raises(refusal):
                await restoring.into(empty, LATER)
            assert not empty.home.exists()


async def test_a_restore_never_touches_what_is_there(tmp_path: Path) -> None:
    """Into a folder that is not empty nothing is restored."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        before = everything_on_disk(d.settings.home)
        with pytest.raises(NotEmptyError):
            await Restoring(file, kept.key, kept.phrase).into(d.settings, LATER)
        assert everything_on_disk(d.settings.home) == before


async def test_a_restore_that_fails_leaves_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off after the files are laid, it takes them away again."""

    async def refused(*_: object) -> None:
        raise DamagedParcelError

    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        monkeypatch.setattr(Store, "restored", refused)
        home = tmp_path / "from-backup"
        home.mkdir()
        with pytest.raises(DamagedParcelError):
            await kept.restore(file, LATER)
        assert is_empty(home)
        assert home.exists()


async def test_what_a_killed_backup_left_bars_no_way(tmp_path: Path) -> None:
    """The next one of that name is written."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        (tmp_path / ".backup.new").write_bytes(b"half")
        assert (await kept.back_up(d)).exists()
        assert not (tmp_path / ".backup.new").exists()


async def test_a_backup_counts_only_when_it_was_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that wrote something else leaves no file of that name."""
    real = parcel.pack

    def faulty(*given: object) -> bytes:
        key = real(*given)  # type: ignore[arg-type] # handed on as it is
        given[1].seek(200_000)  # type: ignore[attr-defined] # the file written to
        given[1].write(b"x")  # type: ignore[attr-defined] # as above
        return key

    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        monkeypatch.setattr(parcel, "pack", faulty)
        with pytest.raises(DamagedParcelError):
            await kept.back_up(d)
        assert only_the_key(tmp_path)
        assert leftovers(d.settings.home) == []


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither an older backup, nor the key that opens the older ones."""
    async with trial(tmp_path) as d:
        with pytest.raises(BackupKeyMissingError):
            await back_up(d.settings, tmp_path / "none", tmp_path / "backup", Week(1))
        kept = await Kept.of(d, tmp_path)
        await kept.back_up(d)
        with pytest.raises(OutFileError):
            await kept.back_up(d)
        with pytest.raises(OutFileError):
            make_key(d.settings, tmp_path / "another.key")
        assert not (tmp_path / "another.key").exists()


async def test_a_full_disk_leaves_no_backup_and_one_line(tmp_path: Path) -> None:
    """With room for a megabyte, the command says so, and nothing is left."""
    async with trial(tmp_path) as d:
        await Kept.of(d, tmp_path)
        home = d.settings.home

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))

    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "backup", str(tmp_path / "backup")],
        cwd=CHECKOUT,
        env={"SOTTO_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        preexec_fn=little,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("sotto: ")
    assert len(done.stderr.splitlines()) == 1
    assert only_the_key(tmp_path)
    assert leftovers(home) == []


async def test_a_key_whose_public_half_is_not_kept_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left with a key file whose passphrase was never shown."""

    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    async with trial(tmp_path) as d:
        with monkeypatch.context() as patch:
            patch.setattr("bot.backup.write_new", refused)
            with pytest.raises(OSError, match="full"):
                make_key(d.settings, tmp_path / "backup.key")
        await Kept.of(d, tmp_path)


async def test_a_database_elsewhere_is_put_back_there_and_over_nothing(
    tmp_path: Path,
) -> None:
    """A restore beside the deployment that is backed up leaves its database alone."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        elsewhere = tmp_path / "elsewhere" / "sotto.db"
        toml = d.settings.home / "sotto.toml"
        toml.write_text(f'database = "{elsewhere}"\n' + toml.read_text("utf-8"))
        file = await kept.back_up(d)
        elsewhere.parent.mkdir()
        elsewhere.write_bytes(b"in use")
        with pytest.raises(OutFileError):
            await kept.restore(file, week_of(d.clock.at))
        assert elsewhere.read_bytes() == b"in use"
        assert not (tmp_path / "from-backup").exists()
        elsewhere.unlink()
        again = await kept.restore(file, week_of(d.clock.at))
        assert again.database_path == elsewhere
        assert dump(again, "programme") == rows(d, "programme")
        assert not (again.home / "sotto.db").exists()


async def test_a_restore_that_fails_takes_nothing_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that was moved away before is still there."""

    async def refused(*_: object) -> None:
        raise DamagedParcelError

    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        old = tmp_path / "sotto.db.old"
        old.write_bytes(b"kept")
        monkeypatch.setattr(Store, "restored", refused)
        empty = load(
            {
                "SOTTO_HOME": str(tmp_path / "empty"),
                "SOTTO_DATABASE": str(tmp_path / "sotto.db"),
            }
        )
        with pytest.raises(DamagedParcelError):
            await Restoring(file, kept.key, kept.phrase).into(empty, LATER)
        assert old.read_bytes() == b"kept"


async def test_a_pepper_of_no_round_is_not_put_back(tmp_path: Path) -> None:
    """One of a round that the backup does not know would never be destroyed."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        folder = d.settings.secrets_folder
        before = {path.name for path in folder.iterdir()}
        secrets.new_pepper(folder)
        again = await kept.restore(file, week_of(d.clock.at), secrets=folder)
        assert {path.name for path in again.secrets_folder.iterdir()} == before
        assert again.secrets_folder.stat().st_mode & 0o777 == 0o700


async def test_a_clock_that_stands_before_the_backup_restores_nothing(
    tmp_path: Path,
) -> None:
    """By it, what was told since would count as new and be sent again."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        d.clock.at += WEEK
        await d.gather()
        file = await kept.back_up(d)
        week = week_of(d.clock.at)
        with pytest.raises(ClockBehindError):
            await kept.restore(file, Week(week - 1))
        assert not (tmp_path / "from-backup").exists()
        await kept.restore(file, week)


async def test_what_no_backup_of_ours_holds_is_refused(tmp_path: Path) -> None:
    """Whoever knows the public half can seal; a key or a folder does not slip in."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        public = (d.settings.home / "backup.pub").read_bytes()
        file = tmp_path / "forged"
        for name in ("secrets/host-key", "vault/vault.db", "helplines/../sotto.db"):
            content = io.BytesIO()
            with tarfile.open(fileobj=content, mode="w") as tar:
                tar.addfile(tarfile.TarInfo(name))
            with file.open("wb") as sealed:
                parcel.pack(content, sealed, public, Purpose.BACKUP)
            with pytest.raises(DamagedParcelError):
                await kept.restore(file, LATER)
            assert not (tmp_path / "from-forged").exists()
        with file.open("wb") as sealed:
            parcel.pack(io.BytesIO(b"x" * 2000), sealed, public, Purpose.BACKUP)
        with pytest.raises(DamagedParcelError):
            await kept.restore(file, LATER)


async def test_nothing_can_be_served_before_the_restore_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any moment before, it leaves no database where one is looked for."""
    real, home = Store.restored, tmp_path / "from-backup"
    seen: list[bool] = []

    async def watched(store: Store, week: Week) -> None:
        await real(store, week)
        seen.append((home / "sotto.db").exists())

    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        monkeypatch.setattr(Store, "restored", watched)
        await kept.restore(file, LATER)
        assert seen == [False]
        assert (home / "sotto.db").exists()
        assert leftovers(home) == []


@pytest.mark.parametrize("by_forgetting", [True, False])
async def test_a_key_that_the_backup_does_not_know_of_ends_with_its_round(
    tmp_path: Path, *, by_forgetting: bool
) -> None:
    """A later backup may hold what that key opens, so it goes all the same."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
        made = await new_rounds(d.settings, week_of(d.clock.at), d.passphrase)
        again = await kept.restore(
            file, week_of(d.clock.at), secrets=d.settings.secrets_folder
        )
        shutil.copytree(d.settings.vault_folder, again.vault_folder)
        assert len(list(again.vault_folder.glob("*.key"))) == 2
        at = week_begins(Week(made.rounds[-1].closes_week + 4))
        if by_forgetting:
            await forget(again, at)
        else:
            with pytest.raises(NoKeyError):
                await gathering(again, d.passphrase).run(at, lambda _: None)
        assert list(again.vault_folder.glob("*.key")) == []


async def test_the_vaults_passphrase_is_not_taken_for_the_backups(
    tmp_path: Path,
) -> None:
    """Where the vault's lies as a credential, the backup's is still asked for."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        file = await kept.back_up(d)
    (tmp_path / "sotto-passphrase").write_text("six words of the other one")
    done = CliRunner().invoke(
        main,
        ["restore", str(file), "--key", str(kept.key)],
        env={"SOTTO_HOME": f"{tmp_path}/new", "CREDENTIALS_DIRECTORY": str(tmp_path)},
    )
    assert isinstance(done.exception, SystemExit)
    assert "passphrase is needed" in done.output


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../sotto.toml", tarfile.REGTYPE),
        ("/etc/motd", tarfile.REGTYPE),
        ("vault.db", tarfile.REGTYPE),
        ("helplines/../../x.toml", tarfile.REGTYPE),
        ("sotto.toml", tarfile.SYMTYPE),
        ("sotto.db", tarfile.LNKTYPE),
        ("helplines/ro.toml", tarfile.FIFOTYPE),
    ],
)
async def test_a_backup_that_somebody_else_sealed_lays_nothing_elsewhere(
    tmp_path: Path, name: str, kind: bytes
) -> None:
    """The key to seal to is public: only the plain files of a backup are taken."""
    async with trial(tmp_path) as d:
        kept = await Kept.of(d, tmp_path)
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as tar:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member, io.BytesIO())
        public = (d.settings.home / "backup.pub").read_bytes()
        with (tmp_path / "backup").open("wb") as sealed:
            parcel.pack(content, sealed, public, Purpose.BACKUP)
        with pytest.raises(DamagedParcelError):
            await kept.restore(tmp_path / "backup", Week(150))
        assert not (tmp_path / "from-backup").exists()
