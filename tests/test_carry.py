"""A vault on a machine of its own: what goes there, what comes back, what is not."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from store.test_wordings import WORDED
from test_promises import HER_ID, WEEK, crowd, everything_on_disk, rows, send, traces
from two_homes import TwoHomes, stays_here, two_homes

from bot import carrier
from bot.carried import (
    LEFT_BEHIND,
    Keys,
    Manifest,
    Release,
    add_manifest,
    pack,
    place_in,
)
from bot.carrier import accept
from bot.errors.carried import (
    DamagedParcelError,
    FingerprintRefusedError,
    LaterReleaseError,
    NoSuchFileError,
    NotAParcelError,
    OtherParcelError,
    OtherReleaseError,
    OtherRoundsError,
    OtherVaultError,
    OutFileError,
    StaleCarryError,
    StrangeCopyError,
)
from bot.errors.databases import LedgerMissingError, StoreLockedError
from bot.errors.gathered import OldLedgerError
from bot.errors.keys import FingerprintError, NoKeyError, VaultElsewhereError
from bot.flows.schedule import day_of
from bot.flows.staff import invite
from bot.keeper import ledger_file
from bot.keyring import new_rounds, new_vault_rounds
from bot.pin import check_pin, fingerprint_of, signer_beside, write_pin
from bot.settings import Settings
from bot.store.ledger import Ledger
from bot.store.records import Work
from bot.store.sqlite import Store
from bot.vault import keys, parcel
from bot.vault.parcel import Purpose
from bot.vault.secrets import HostSecrets
from bot.vault.signed import Kind, sign, verify
from bot.weeks import DAY, Week, week_begins, week_of

DESIGNER = 5_550_000_001


async def told(home: TwoHomes) -> None:
    """Let enough people answer and a week's gathering tell them."""
    await crowd(home.d, 16)
    home.d.clock.at += 2 * WEEK
    await home.week()


def settings_in(home: TwoHomes, name: str) -> Settings:
    """Return the settings of a vault in another folder."""
    return stays_here(home.stick.parent / name)


def ledger_bytes(home: TwoHomes) -> bytes:
    """Return all that the vault's ledger says."""
    with closing(sqlite3.connect(ledger_file(home.vault))) as db:
        return "\n".join(db.iterdump()).encode()


async def test_answers_go_to_the_vault_and_come_back_as_a_digest(
    tmp_path: Path,
) -> None:
    """Sixteen people, two homes and a stick; the digest leaves on its fixed day."""
    async with two_homes(tmp_path) as home:
        d = home.d
        link = await invite(d.serving.store, "designer", week_of(d.clock.at))
        designer = d.phone(DESIGNER)
        await designer.start(link)
        await told(home)
        assert len(rows(d, "digest")) == 1
        waits = designer.screen
        ((*_, day),) = rows(d, "digest")
        assert day_of(int(str(day))).weekday() == 0
        d.clock.at += WEEK + DAY // 6
        await d.serving.publish()
        assert designer.screen != waits


async def test_the_two_homes_share_no_secret(tmp_path: Path) -> None:
    """No private key lies on the server; no pepper and no staff on the vault's disk."""
    async with two_homes(tmp_path) as home:
        await send(home.d, HER_ID)
        await told(home)
        server = {p.name for p in home.d.settings.home.rglob("*")}
        vault = {p.name for p in home.vault.home.rglob("*")}
        assert not any(name.endswith(".key") or name == "vault.db" for name in server)
        assert not any(name.startswith(("pepper", "host", "receipt")) for name in vault)
        peppers = [p.read_bytes() for p in home.d.settings.secrets_folder.iterdir()]
        stick = everything_on_disk(home.stick)
        for found in (everything_on_disk(home.vault.home), stick):
            assert not any(secret in found for secret in peppers)
            assert not any(trace in found for trace in traces(HER_ID, "kitchen"))


async def test_the_file_does_not_tell_how_many_wait(tmp_path: Path) -> None:
    """For nobody and for nine people it has one size, and nothing in it is readable."""
    async with two_homes(tmp_path) as home:
        await home.out()
        nobody = home.file.stat().st_size
        await crowd(home.d, 9)
        await home.out()
        assert home.file.stat().st_size == nobody
        (one, *_) = await home.d.serving.store.rounds()
        assert b"SQLite" not in home.file.read_bytes()
        assert one.id.encode() not in home.file.read_bytes()


async def test_a_release_says_nothing_of_who_waits(tmp_path: Path) -> None:
    """It is the same, byte for byte, whether nobody or nine people wait."""
    async with two_homes(tmp_path) as home:
        await home.out()
        await home.gather()
        nobody = home.release.read_bytes()
        await crowd(home.d, 9)
        await home.out()
        await home.gather()
        assert home.release.read_bytes() == nobody


async def test_keys_end_on_the_laptop_even_if_their_last_tick_was_missed(
    tmp_path: Path,
) -> None:
    """Coming when every round is over, the keeper's run destroys what is left."""
    async with two_homes(tmp_path) as home:
        await home.out()
        last = (await home.d.serving.store.rounds())[-1]
        home.d.clock.at = week_begins(Week(last.closes_week + 4))
        with pytest.raises(NoKeyError):
            await home.gather()
        left = home.vault.vault_folder.glob("*.key")
        assert [path.stem for path in left] == ["signing"]


async def test_carrying_twice_changes_nothing(tmp_path: Path) -> None:
    """A second gathering in the week and a second carrying in tell nothing anew."""
    async with two_homes(tmp_path) as home:
        await told(home)
        before = rows(home.d, "digest"), rows(home.d, "outbox")
        await home.week()
        await home.back()
        assert (rows(home.d, "digest"), rows(home.d, "outbox")) == before


async def test_a_release_that_was_lost_is_in_the_next_one(tmp_path: Path) -> None:
    """A stick that never arrived loses nothing."""
    async with two_homes(tmp_path) as home:
        await crowd(home.d, 16)
        home.d.clock.at += 2 * WEEK
        await home.out()
        await home.gather()
        home.release.unlink()
        home.d.clock.at += WEEK
        await home.week()
        assert len(rows(home.d, "digest")) == 1


@pytest.mark.parametrize("cut", [0, 10, 1000, 100_000, -1])
async def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    """Nothing is gathered from it, and the whole one can be gathered afterwards."""
    async with two_homes(tmp_path) as home:
        await home.out()
        whole, before = home.file.read_bytes(), ledger_bytes(home)
        home.file.write_bytes(whole[:cut])
        with pytest.raises((DamagedParcelError, NotAParcelError)):
            await home.gather()
        assert ledger_bytes(home) == before
        assert not home.release.exists()
        assert [p.name for p in home.vault.vault_folder.glob(".*")] == []
        home.file.write_bytes(whole)
        await home.gather()


async def test_another_deployments_file_is_refused(tmp_path: Path) -> None:
    """It is sealed to a key that is not here."""
    async with two_homes(tmp_path) as home:
        await home.out()
        home.vault = settings_in(home, "other")
        made = await new_vault_rounds(
            home.vault, week_of(home.d.clock.at), tmp_path / "keys"
        )
        with pytest.raises(OtherParcelError):
            await home.gather(made.passphrase)


async def test_a_file_of_an_older_week_is_refused(tmp_path: Path) -> None:
    """What people took back since then would still be in it."""
    async with two_homes(tmp_path) as home:
        await home.out()
        home.d.clock.at += 2 * WEEK
        with pytest.raises(StaleCarryError):
            await home.gather()
        await home.week()


async def test_what_is_no_file_of_ours_is_refused(tmp_path: Path) -> None:
    """A name that is not there, another file, or a folder: one line each."""
    async with two_homes(tmp_path) as home:
        with pytest.raises(NoSuchFileError):
            await home.gather()
        with pytest.raises(NoSuchFileError):
            await home.back()
        home.file.write_text("my holiday")
        with pytest.raises(NotAParcelError):
            await home.gather()
        home.release.write_text("my holiday")
        with pytest.raises(NotAParcelError):
            await home.back()
        with pytest.raises(OutFileError):
            await home.gather()
        with pytest.raises(OutFileError):
            await home.out()
        assert home.file.read_text() == "my holiday"


async def test_a_release_of_another_signer_is_refused(tmp_path: Path) -> None:
    """Who can write on the stick cannot put words into people's mouths."""
    async with two_homes(tmp_path) as home:
        await told(home)
        _, body = verify(home.release.read_bytes(), Kind.RELEASE)
        forged = sign(keys.new_seed(), Kind.RELEASE, body)
        home.release.write_bytes(forged)
        with pytest.raises(OtherReleaseError):
            await home.back()


@pytest.mark.parametrize("place", [20, 40, 100, -1])
async def test_a_changed_release_is_refused(tmp_path: Path, place: int) -> None:
    """Signer, signature and body are held together; nothing of it is taken."""
    async with two_homes(tmp_path) as home:
        await crowd(home.d, 16)
        home.d.clock.at += 2 * WEEK
        await home.out()
        await home.gather()
        message = bytearray(home.release.read_bytes())
        message[place] ^= 1
        home.release.write_bytes(message)
        with pytest.raises(DamagedParcelError):
            await home.back()
        assert rows(home.d, "digest") == []


@asynccontextmanager
async def hostile(
    home: TwoHomes, manifest: Manifest | None = None, change: str = ""
) -> AsyncIterator[None]:
    """Write what somebody who rules the server can seal in place of the answers."""
    week = week_of(home.d.clock.at)
    (one, *_) = await home.d.serving.store.rounds()
    with place_in(home.stick) as copy:
        await home.d.serving.store.copy_to(copy, without=LEFT_BEHIND)
        with closing(sqlite3.connect(copy)) as db:
            db.executescript(change)
        add_manifest(
            copy,
            manifest
            or Manifest(week, 10, ("en", "uk", "ar"), reader_in_programme=False),
        )
        with copy.open("rb") as content, home.file.open("wb") as to:
            parcel.pack(content, to, one.public_key, Purpose.CARRY)
    before = ledger_bytes(home)
    yield
    assert ledger_bytes(home) == before
    assert not home.release.exists()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON tick BEGIN DELETE FROM sealed; END",
        "ALTER TABLE sealed RENAME TO other; CREATE VIEW sealed AS SELECT * FROM other",
        "CREATE VIRTUAL TABLE t USING fts5(words)",
    ],
)
async def test_a_database_that_would_act_is_refused(
    tmp_path: Path, change: str
) -> None:
    """Whoever rules the server can run nothing in the vault: a copy is tables alone."""
    async with two_homes(tmp_path) as home:
        await crowd(home.d, 16)
        home.d.clock.at += 2 * WEEK
        async with hostile(home, change=change):
            with pytest.raises(StrangeCopyError):
                await home.gather()


@pytest.mark.parametrize(
    "change",
    [
        "SET sql = 'CREATE VIEW seen AS SELECT 1 AS update_id' WHERE name = 'seen'",
        "SET rootpage = 1 WHERE name = 'i'",
    ],
)
async def test_a_database_that_is_damaged_is_refused(
    tmp_path: Path, change: str
) -> None:
    """A view that is called a table, or an index that says something else than one."""
    change = (
        "CREATE INDEX i ON round (opens_week); PRAGMA writable_schema=ON;"
        f" UPDATE sqlite_schema {change}"
    )
    async with two_homes(tmp_path) as home, hostile(home, change=change):
        with pytest.raises(DamagedParcelError):
            await home.gather()


@pytest.mark.parametrize("week", [10**6, -(10**9), 2**63])
async def test_a_week_of_no_calendar_is_refused(tmp_path: Path, week: int) -> None:
    """In one line: from a carried copy, and from a list of keys."""
    async with two_homes(tmp_path) as home:
        manifest = Manifest(week, 10, ("en",), reader_in_programme=False)
        async with hostile(home, manifest):
            with pytest.raises(DamagedParcelError):
                await home.gather()
        forged = Keys((("00", b"key", week, week + 26),))
        home.file.write_bytes(sign(keys.new_seed(), Kind.KEYS, pack(forged)))
        with pytest.raises(DamagedParcelError):
            await accept(
                home.d.settings,
                home.file,
                week_of(home.d.clock.at),
                lambda _: True,
                vault_lost=True,
            )


async def test_a_lower_threshold_of_the_servers_does_not_count(tmp_path: Path) -> None:
    """The vault's own holds, whatever the server's part of the file says."""
    manifest = Manifest(0, 1, ("en",), reader_in_programme=False)
    assert manifest.over(stays_here(tmp_path)).k == 10


async def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Who shares the folder cannot turn a release against the vault's own files."""
    async with two_homes(tmp_path) as home:
        await told(home)
        home.release.unlink()
        before = ledger_bytes(home)
        for planted in (home.release, home.stick / ".release.new"):
            planted.symlink_to(ledger_file(home.vault))
            with suppress(OutFileError):
                await home.gather()
            planted.unlink(missing_ok=True)
        assert ledger_bytes(home) == before


async def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """A pipe in the place of a file would be waited for, for ever: it is refused."""
    async with two_homes(tmp_path) as home:
        for path in (home.file, home.release):
            os.mkfifo(path)
        async with asyncio.timeout(60):
            for act in (home.out, home.gather, home.back):
                with pytest.raises(NoSuchFileError):
                    await act()
            home.release.unlink()
            with pytest.raises(NoSuchFileError):
                await home.gather()
            home.file.unlink()
            os.mkfifo(home.stick / ".answers.new")
            await home.out()


async def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    """A copy holds what may be taken back; one that is still written stays."""
    with place_in(tmp_path) as live:
        left = tmp_path / ".carried-left"
        left.mkdir()
        (left / "carried.db").write_bytes(b"sealed")
        with place_in(tmp_path):
            assert not left.exists()
            assert live.parent.exists()
    assert everything_on_disk(tmp_path) == b""


async def test_only_what_the_vault_needs_is_carried(tmp_path: Path) -> None:
    """Every other table of the copy is empty, the newest too."""
    async with two_homes(tmp_path) as home, hostile(home):
        await home.d.serving.store.tell("keys", week_of(home.d.clock.at))
        await home.d.serving.store.commit(Work(texts=WORDED))
        copy = tmp_path / "copy.db"
        await home.d.serving.store.copy_to(copy, without=LEFT_BEHIND)
        with closing(sqlite3.connect(copy)) as db:
            for table in ("told", "wording", "signature", "voice", "announced", "desk"):
                counted = f"SELECT count(*) FROM {table}"  # noqa: S608 (names of ours)
                assert db.execute(counted).fetchone() == (0,), table


async def test_wrong_digits_take_no_key(tmp_path: Path) -> None:
    """If the keeper's digits differ, everything stays as it was."""
    async with two_homes(tmp_path) as home:
        made = await new_vault_rounds(
            home.vault, week_of(home.d.clock.at), home.stick / "keys", home.d.passphrase
        )
        before = home.d.settings.pin_file.read_bytes(), rows(home.d, "round")
        with pytest.raises(FingerprintRefusedError):
            await accept(
                home.d.settings,
                home.stick / "keys",
                week_of(home.d.clock.at),
                lambda _: False,
            )
        assert (home.d.settings.pin_file.read_bytes(), rows(home.d, "round")) == before
        await accept(
            home.d.settings,
            home.stick / "keys",
            week_of(home.d.clock.at),
            lambda f: f == made.fingerprint,
        )
        assert len(rows(home.d, "round")) == 3


async def test_a_key_swapped_on_the_stick_changes_the_digits(tmp_path: Path) -> None:
    """Another public key, or another signer, cannot have the keeper's digits."""
    async with two_homes(tmp_path) as home:
        path = tmp_path / "laptop" / "keys"
        shown: list[str] = []

        def refuse(digits: str) -> bool:
            shown.append(digits)
            return False

        _, body = verify(path.read_bytes(), Kind.KEYS)
        first, *others = (await home.d.serving.store.rounds())[:2]
        mine = keys.public_half(keys.new_seed())
        swapped = [replace(first, public_key=mine), *others]
        for forged in (body, body, pack(Keys.of(swapped))):
            path.write_bytes(sign(keys.new_seed(), Kind.KEYS, forged))
            with pytest.raises(FingerprintRefusedError):
                await accept(
                    home.d.settings,
                    path,
                    week_of(home.d.clock.at),
                    refuse,
                    vault_lost=True,
                )
        assert len({*shown, home.d.settings.pin_file.read_text().strip()}) == 4


async def test_another_vaults_list_is_refused_until_the_old_one_is_lost(
    tmp_path: Path,
) -> None:
    """Said to be lost, what its keys locked and its peppers are deleted."""
    async with two_homes(tmp_path) as home:
        await send(home.d)
        other = settings_in(home, "other")
        await new_vault_rounds(other, week_of(home.d.clock.at), home.stick / "keys")
        with pytest.raises(OtherVaultError):
            await accept(
                home.d.settings,
                home.stick / "keys",
                week_of(home.d.clock.at),
                lambda _: True,
            )
        assert len(rows(home.d, "sealed")) == 1
        await accept(
            home.d.settings,
            home.stick / "keys",
            week_of(home.d.clock.at),
            lambda _: True,
            vault_lost=True,
        )
        assert rows(home.d, "sealed") == []
        assert len(rows(home.d, "round")) == 1
        assert len(list(home.d.settings.secrets_folder.glob("pepper-*"))) == 1
        await home.d.serving.reread()
        await send(home.d, 1)


async def test_a_crash_while_keys_are_taken_bars_no_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not the rounds were written, serving goes on and a next try works."""

    def refused(*_: object, **__: object) -> None:
        raise StoreLockedError

    async with two_homes(tmp_path) as home:
        other, settings = settings_in(home, "other"), home.d.settings
        await new_vault_rounds(other, week_of(home.d.clock.at), home.stick / "keys")
        for broken in (Store, carrier):
            name = "add_rounds" if broken is Store else "write_signer"
            with monkeypatch.context() as patch:
                patch.setattr(broken, name, refused)
                with pytest.raises(StoreLockedError):
                    await accept(
                        settings,
                        home.stick / "keys",
                        week_of(home.d.clock.at),
                        lambda _: True,
                        vault_lost=True,
                    )
            check_pin(settings.pin_file, await home.d.serving.store.rounds())
        await accept(
            settings,
            home.stick / "keys",
            week_of(home.d.clock.at),
            lambda _: True,
            vault_lost=True,
        )
        check_pin(settings.pin_file, await home.d.serving.store.rounds())
        assert len(settings.pin_file.read_text().splitlines()) == 1


async def test_an_older_copy_of_the_ledger_is_refused(tmp_path: Path) -> None:
    """It would tell again what was told since; the newest one gathers."""
    async with two_homes(tmp_path) as home:
        home.d.clock.at += WEEK
        await home.week()
        older = tmp_path / "older.db"
        shutil.copy(ledger_file(home.vault), older)
        await told(home)
        newest = tmp_path / "newest.db"
        shutil.copy(ledger_file(home.vault), newest)
        shutil.copy(older, ledger_file(home.vault))
        home.d.clock.at += WEEK
        await home.out()
        with pytest.raises(OldLedgerError):
            await home.gather()
        shutil.copy(newest, ledger_file(home.vault))
        await home.gather()
        await home.back()
        assert len(rows(home.d, "digest")) == 1


async def test_a_lost_ledger_ends_its_rounds_and_no_more(tmp_path: Path) -> None:
    """Nothing waiting is told again; new rounds begin at once with a new ledger."""
    async with two_homes(tmp_path) as home:
        await told(home)
        ledger_file(home.vault).unlink()
        await home.out()
        with pytest.raises(LedgerMissingError):
            await home.gather()
        week, keys_file = week_of(home.d.clock.at), home.stick / "keys"
        with pytest.raises(LedgerMissingError):
            await new_vault_rounds(home.vault, week, keys_file, home.d.passphrase)
        await new_vault_rounds(
            home.vault, week, keys_file, home.d.passphrase, at_once=True
        )
        with pytest.raises(OtherVaultError):
            await accept(
                home.d.settings, keys_file, week_of(home.d.clock.at), lambda _: True
            )
        await accept(
            home.d.settings,
            keys_file,
            week_of(home.d.clock.at),
            lambda _: True,
            vault_lost=True,
        )
        await home.d.serving.reread()
        await crowd(home.d, 16)
        home.d.clock.at += 5 * WEEK
        await home.week()
        assert len(rows(home.d, "digest")) == 2


async def test_rounds_open_and_close_by_week(tmp_path: Path) -> None:
    """Two made at once follow each other; what each locks is told by its own key."""
    async with two_homes(tmp_path) as home:
        first, second = await home.d.serving.store.rounds()
        assert first.closes_week == second.opens_week
        await send(home.d, 1)
        home.d.clock.at = week_begins(second.opens_week)
        await send(home.d, 2)
        rounds = {str(row[1]) for row in rows(home.d, "sealed")}
        assert rounds == {first.id, second.id}
        await home.week()


async def test_a_round_ends_on_both_machines(tmp_path: Path) -> None:
    """The pepper goes at its end; key, ledger and envelopes three ticks later."""
    async with two_homes(tmp_path) as home:
        await told(home)
        first, second = await home.d.serving.store.rounds()
        for weeks, left in ((0, 1), (2, 1), (3, 0)):
            home.d.clock.at = week_begins(Week(first.closes_week + weeks))
            await home.week()
            await home.d.serving.end_rounds()
            peppers = list(home.d.settings.secrets_folder.glob("pepper-*"))
            assert [p.name.removeprefix("pepper-") for p in peppers] == [
                second.pepper_id.hex()
            ]
            key = home.vault.vault_folder / f"{first.id}.key"
            assert key.exists() == bool(left)
            with closing(sqlite3.connect(ledger_file(home.vault))) as db:
                (marks,) = db.execute("SELECT count(*) FROM ledger").fetchone()
            assert bool(marks) == bool(left)
        home.d.clock.at += WEEK
        await home.d.serving.end_rounds()
        assert rows(home.d, "sealed") == []
        assert len(rows(home.d, "digest")) == 1


async def test_a_server_with_a_vault_elsewhere_makes_no_keys(tmp_path: Path) -> None:
    """A private key beside the pepper would undo what two machines are for."""
    async with two_homes(tmp_path) as home:
        with pytest.raises(VaultElsewhereError):
            await new_rounds(home.d.settings, week_of(home.d.clock.at))


async def test_a_signer_swapped_on_the_server_is_noticed(tmp_path: Path) -> None:
    """The key that signs releases is pinned with the rounds."""
    async with two_homes(tmp_path) as home:
        signer = home.d.settings.pin_file.with_name("signer.pub")
        for forged in ("00" * 32, "no digits"):
            signer.write_text(forged)
            with pytest.raises(FingerprintError):
                check_pin(home.d.settings.pin_file, await home.d.serving.store.rounds())
            with pytest.raises(FingerprintError):
                await home.out()


async def test_a_round_that_the_server_prolonged_is_not_gathered(
    tmp_path: Path,
) -> None:
    """The vault knows its own dates; whoever rules the server cannot change them."""
    async with two_homes(tmp_path) as home:
        settings = home.d.settings
        with closing(sqlite3.connect(settings.database_path)) as db, db:
            db.execute("UPDATE round SET closes_week = closes_week + 9")
        forged = await home.d.serving.store.rounds()
        signer = signer_beside(settings.pin_file)
        write_pin(settings.pin_file, fingerprint_of(forged, signer))
        await home.out()
        with pytest.raises(OtherRoundsError):
            await home.gather()


async def test_a_vault_without_its_keys_says_so(tmp_path: Path) -> None:
    """Neither answers nor ledger are touched."""
    async with two_homes(tmp_path) as home:
        await home.out()
        for path in home.vault.vault_folder.glob("*.key"):
            path.rename(tmp_path / path.name)
        with pytest.raises(NoKeyError):
            await home.gather()


async def test_a_release_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every field of a batch survives the way, so that its bytes stay frozen."""
    async with two_homes(tmp_path) as home:
        await told(home)
        ledger = await Ledger.open(ledger_file(home.vault))
        batches = await ledger.batches()
        await ledger.close()
        assert Release.of(Week(1), batches).to_batches() == batches
        (digest,) = await home.d.serving.store.digests()
        assert digest.table == batches[0].table


async def test_a_release_of_a_week_to_come_is_refused(tmp_path: Path) -> None:
    """A vault whose clock is ahead ends no week of the server's; set right, it goes."""
    async with two_homes(tmp_path) as home:
        await crowd(home.d, 16)
        home.d.clock.at += 2 * WEEK
        await home.out()
        await home.gather()
        home.d.clock.at -= WEEK
        with pytest.raises(LaterReleaseError):
            await home.back()
        assert rows(home.d, "digest") == []
        home.d.clock.at += WEEK
        await home.back()
        assert len(rows(home.d, "digest")) == 1


async def test_a_round_that_lost_its_pepper_before_it_opened_gets_another(
    tmp_path: Path,
) -> None:
    """With new keys after a loss, no later round is without a pepper."""
    async with two_homes(tmp_path) as home:
        settings, week = home.d.settings, week_of(home.d.clock.at)
        first, second = await home.d.serving.store.rounds()
        for path in settings.secrets_folder.glob("pepper-*"):
            path.unlink()
        keys_file = home.stick / "keys"
        await new_vault_rounds(
            home.vault, week, keys_file, home.d.passphrase, at_once=True
        )
        await accept(settings, keys_file, week, lambda _: True)
        peppers = HostSecrets.read(settings.secrets_folder).peppers
        now = {r.id: r for r in await home.d.serving.store.rounds()}
        assert now[first.id].pepper_id not in peppers
        assert now[second.id].pepper_id in peppers
        assert now[second.id].pepper_id != second.pepper_id
        home.d.clock.at = week_begins(second.opens_week)
        await home.d.serving.begin()
        await send(home.d)
