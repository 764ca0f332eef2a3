"""Where everything of the serving side rests: one SQLite file, `sotto.db`.

One connection writes (`store.writing`), another reads beside it, so reading never
waits for the disk. Rule: nothing here knows a clock, a person or plain words; rows
come in as values and leave as values (`store.records`).
"""

import json
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import aiosqlite

from bot.deployment import Programme
from bot.errors.databases import NotADatabaseError, StoreLockedError
from bot.store.connection import (
    PAGE,
    checkpoint,
    connect,
    explained,
    log_ahead,
    make_new,
    transaction,
)
from bot.store.records import (
    ActRow,
    DecisionRow,
    DigestRow,
    InviteRow,
    LookRow,
    OutboxRow,
    ParaphraseRow,
    QuoteRow,
    Round,
    StaffRow,
    TalkRow,
    Work,
)
from bot.store.versions import TABLES_SQL, VERSION_SQL, VERSION_TABLE, check
from bot.store.writing import (
    ADD_ACT,
    INVITE,
    Writer,
    invited,
    place,
)
from bot.weeks import Week
from bot.words.phrases import Own
from bot.words.versions import Signature, Stage, Voice, Wording

SMALL = 64 * 2**20
"""Bytes of a file that is rewritten at every settling: half a second's work."""
ERASED_AT_ONCE = 500
"""Rows erased in one transaction at a round's end: some 10 MB of log at most."""


class Store:
    """The serving database, open. Errors are `SottoError`s that say what to do."""

    def __init__(self, reader: aiosqlite.Connection, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, path: Path) -> "Store":
        """Open the database; refuse one that is missing, foreign, behind or ahead."""
        reader = await connect(path)
        try:
            with explained(path):
                check(await _version(reader, path))
                await log_ahead(reader)
                await reader.execute("PRAGMA query_only=ON")
            return cls(reader, Writer(await connect(path)))
        except BaseException:
            await reader.close()
            raise

    async def close(self) -> None:
        """Finish what waits to be written, settle, and close."""
        try:
            with suppress(StoreLockedError):  # who holds it settles when it closes
                await self.settle()
        finally:
            await self._reader.close()
            await self._writer.close()

    async def commit(self, work: Work) -> bool:
        """Return once the work is durable; False, writing nothing, if seen before."""
        return await self._writer.commit(work)

    async def settle(self) -> None:
        """Leave no order of arrival and nothing deleted behind.

        Random ids scatter rows over pages, but inside a page SQLite adds them one
        after the other, so a file of few pages would tell the order. It is rewritten
        by key while it is small; a large one waits for the nightly `vacuum`.
        """
        await self._writer.do(_settle)

    async def vacuum(self) -> None:
        """Rewrite the whole file by key and without holes, however large.

        Raise `StoreLockedError` where a reader keeps the log, and what it holds.
        """
        if not await self._writer.do(_rewrite):
            raise StoreLockedError

    async def copy_to(self, path: Path, without: Sequence[str]) -> None:
        """Write a copy of the database, settled, that lacks the rows of some tables.

        It goes to a new file of mode 0600; raise `OutFileError` if there is one. A
        failure leaves none.
        """
        make_new(path)
        try:
            await self._change("VACUUM INTO ?", str(path))
            copy = await connect(path)
            try:
                await _empty(copy, without)
            finally:
                await copy.close()
        except BaseException:
            path.unlink()  # noqa: ASYNC240 (a name in a folder, no wait)
            raise

    async def seen(self, update: int) -> bool:
        """Tell whether an update was committed."""
        return bool(await self._rows("SELECT 1 FROM seen WHERE update_id = ?", update))

    async def prune_seen(self, upto: int) -> None:
        """Forget the updates up to this one: Telegram will not send them again."""
        await self._change("DELETE FROM seen WHERE update_id <= ?", upto)

    async def talk(self, slots: Sequence[bytes]) -> TalkRow | None:
        """Return the talk under the first of the slots that holds one."""
        rows = await self._rows(
            "SELECT slot, epoch, state FROM talk"
            " WHERE place IN (SELECT value FROM json_each(?))",
            json.dumps([place(slot) for slot in slots]),
        )
        found = {slot: TalkRow(slot, *rest) for slot, *rest in rows}
        return next((found[slot] for slot in slots if slot in found), None)

    async def talks(self) -> list[TalkRow]:
        """Return every talk at rest."""
        rows = await self._rows("SELECT slot, epoch, state FROM talk")
        return [TalkRow(*row) for row in rows]

    async def exchange(self, old: TalkRow, new: TalkRow | None) -> None:
        """Put a talk in the place of one that is still as it was; None deletes it.

        Where somebody wrote meanwhile, what they wrote stands.
        """

        async def act(db: aiosqlite.Connection) -> None:
            async with transaction(db):
                await _exchange(db, old, new)

        await self._writer.do(act)

    async def drop_talks(self, before_epoch: int) -> None:
        """Delete the talks of earlier epochs, whose keys are gone."""
        await self._change("DELETE FROM talk WHERE epoch < ?", before_epoch)

    async def row_at(self, locator: bytes) -> int | None:
        """Return the id of the sealed row with this locator."""
        rows = await self._rows("SELECT id FROM sealed WHERE locator = ?", locator)
        return next((id_ for (id_,) in rows), None)

    async def sealed(
        self, round_id: str, size: int = 500
    ) -> AsyncIterator[list[tuple[int, bytes]]]:
        """Walk a round's (row id, envelope), `size` rows at a time, in random order.

        Rows that come or go meanwhile may be met or not; nothing is held in between.
        """
        last = -1
        while rows := await self._rows(
            "SELECT id, envelope FROM sealed WHERE round = ? AND id > ?"
            " ORDER BY id LIMIT ?",
            round_id,
            last,
            size,
        ):
            yield rows
            last = rows[-1][0]

    async def envelopes(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """Return (row id, envelope) of those ids that still exist."""
        return await self._rows(
            "SELECT id, envelope FROM sealed"
            " WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(ids),
        )

    async def erase_round(self, round_id: str) -> None:
        """Delete every envelope of a round whose key is erased, and who took back."""
        while await self._change(
            "DELETE FROM sealed WHERE id IN"
            " (SELECT id FROM sealed WHERE round = ? LIMIT ?)",
            round_id,
            ERASED_AT_ONCE,
        ):
            pass
        await self._change("DELETE FROM erased WHERE round = ?", round_id)

    async def erased(self, round_id: str) -> list[int]:
        """Return the ids of a round's rows that were taken back."""
        rows = await self._rows("SELECT id FROM erased WHERE round = ?", round_id)
        return [id_ for (id_,) in rows]

    async def rounds(self) -> list[Round]:
        """Return every round, the earliest first."""
        rows = await self._rows(
            "SELECT id, public_key, pepper_id, opens_week, closes_week FROM round"
            " ORDER BY opens_week, id"
        )
        return [Round(*row) for row in rows]

    async def add_rounds(self, new: Sequence[Round], gone: Sequence[str] = ()) -> None:
        """Keep new rounds, and forget those of a lost vault, all at once or nothing."""

        async def act(db: aiosqlite.Connection) -> None:
            async with transaction(db):
                await db.executemany(
                    "DELETE FROM round WHERE id = ?", [(id_,) for id_ in gone]
                )
                await db.executemany(ADD_ROUND, [astuple(one) for one in new])

        await self._writer.do(act)

    async def ticked(self, week: Week) -> None:
        """Note that the vault gathered in this week."""
        await self._change("INSERT OR IGNORE INTO tick (week) VALUES (?)", week)

    async def last_tick(self) -> Week | None:
        """Return the latest week in which the vault gathered, as far as is known."""
        ((week,),) = await self._rows("SELECT max(week) FROM tick")
        return None if week is None else Week(week)

    async def restored(self, week: Week) -> None:
        """Note that an older copy was put back in this week."""
        await self._change("INSERT OR IGNORE INTO restored (week) VALUES (?)", week)

    async def last_restore(self) -> Week | None:
        """Return the latest week in which an older copy was put back."""
        ((week,),) = await self._rows("SELECT max(week) FROM restored")
        return None if week is None else Week(week)

    async def forget_staff(self) -> None:
        """Delete every member: the key that opens who they are is lost."""
        await self._change("DELETE FROM staff")

    async def programmes(self) -> list[Programme]:
        """Return every programme by id, closed ones too."""
        rows = await self._rows(
            "SELECT id, name, family, form, expected_people, digest_day, closed, every,"
            " zone FROM programme ORDER BY id"
        )
        return [
            Programme(
                id=id_,
                name=Own(tuple(json.loads(name).items()), f"programme.{id_}"),
                family=family,
                form=form,
                expected_people=people,
                digest_day=day,
                closed=bool(closed),
                every=every,
                zone=zone,
            )
            for id_, name, family, form, people, day, closed, every, zone in rows
        ]

    async def add_programme(self, it: Programme, kind: str, act: ActRow) -> None:
        """Keep a new programme of a kind (shelter, school, ...)."""
        await self._enact(
            act,
            "INSERT INTO programme (id, family, kind, name, form, expected_people,"
            " digest_day, closed, every, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            it.id,
            it.family,
            kind,
            json.dumps(dict(it.name.texts), ensure_ascii=False),
            it.form,
            it.expected_people,
            it.digest_day,
            int(it.closed),
            it.every,
            it.zone,
        )

    async def change_programme(self, it: Programme, act: ActRow) -> bool:
        """Rewrite a programme; False if there is no such programme."""
        return await self._enact(
            act,
            "UPDATE programme SET family = ?, name = ?, form = ?,"
            " expected_people = ?, digest_day = ?, every = ?, zone = ? WHERE id = ?",
            it.family,
            json.dumps(dict(it.name.texts), ensure_ascii=False),
            it.form,
            it.expected_people,
            it.digest_day,
            it.every,
            it.zone,
            it.id,
        )

    async def close_programme(self, programme: str, act: ActRow) -> bool:
        """Offer a programme no more; False if there is no such programme."""
        return await self._enact(
            act, "UPDATE programme SET closed = 1 WHERE id = ?", programme
        )

    async def codes(self) -> list[tuple[str, str]]:
        """Return (poster code, pool) of the codes that are not revoked."""
        return await self._rows("SELECT code, pool FROM code WHERE revoked = 0")

    async def add_code(self, code: str, pool: str, most: int, act: ActRow) -> bool:
        """Keep a new poster code; False if `most` codes lead to its pool already."""
        return await self._enact(
            act,
            "INSERT INTO code (code, pool, revoked) SELECT ?, ?, 0 WHERE"
            " (SELECT count(*) FROM code WHERE pool = ? AND revoked = 0) < ?",
            code,
            pool,
            pool,
            most,
        )

    async def revoke_code(self, code: str, act: ActRow) -> bool:
        """Make a poster code lead nowhere; False if no such code led anywhere."""
        return await self._enact(
            act, "UPDATE code SET revoked = 1 WHERE code = ? AND revoked = 0", code
        )

    async def staff(self) -> list[StaffRow]:
        """Return everybody of the staff."""
        rows = await self._rows(STAFF)
        return [StaffRow(*row) for row in rows]

    async def staff_at(self, slot: bytes) -> StaffRow | None:
        """Return the member of staff whose account has this slot."""
        rows = await self._rows(f"{STAFF} WHERE slot = ?", slot)
        return next((StaffRow(*row) for row in rows), None)

    async def add_staff(
        self, slot: bytes, contact: bytes, role: str, programme: str
    ) -> int:
        """Keep a new member of staff and return the id that was drawn."""
        id_ = secrets.randbits(63)
        await self._change(ADD_STAFF, id_, slot, contact, role, programme, "", "")
        return id_

    async def add_channel(self, row: StaffRow, act: ActRow) -> bool:
        """Keep a reader that is no account; False if its slot is taken."""
        return await self._enact(
            act, f"{ADD_STAFF} ON CONFLICT (slot) DO NOTHING", *astuple(row)
        )

    async def change_contact(self, staff: int, contact: bytes) -> None:
        """Rewrite where a member of staff is reached."""
        await self._change("UPDATE staff SET contact = ? WHERE id = ?", contact, staff)

    async def change_staff(
        self, staff: int, role: str, programme: str, act: ActRow
    ) -> bool:
        """Give a member another role or programme.

        False, changing nothing, if nobody has this id or the last admin would go.
        """
        return await self._enact(
            act,
            CHANGE_STAFF,
            role,
            programme,
            staff,
            role,
        )

    async def remove_staff(self, staff: int, act: ActRow) -> bool:
        """Remove a member and give up what was to be sent to that account.

        False, changing nothing, if nobody has this id or the last admin would go.
        """

        async def remove(db: aiosqlite.Connection) -> bool:
            async with transaction(db):
                gone = await db.execute(REMOVE_STAFF, (staff,))
                if gone.rowcount:
                    await db.execute(GIVE_UP, (staff,))
                    await db.execute("DELETE FROM desk WHERE staff = ?", (staff,))
                    await _write_down(db, act)
                return bool(gone.rowcount)

        return await self._writer.do(remove)

    async def acts(self) -> list[ActRow]:
        """Return everything that was done, the newest week first."""
        rows = await self._rows("SELECT who, what, week FROM act ORDER BY week DESC")
        return [ActRow(*row) for row in rows]

    async def add_invite(self, it: InviteRow, act: ActRow) -> None:
        """Keep a new invitation."""
        await self._enact(act, INVITE, *invited(it))

    async def end_invites(self, act: ActRow) -> bool:
        """Let no invitation bind anybody any more; False if none was open."""
        return await self._enact(act, "UPDATE invite SET used = 1 WHERE used = 0")

    async def drop_invites(self, week: Week) -> None:
        """Delete the invitations that bind nobody any more: used, or over by a week."""
        await self._change("DELETE FROM invite WHERE used = 1 OR ends_week <= ?", week)

    async def redeem(
        self, hash_: bytes, slot: bytes, contact: bytes, week: Week
    ) -> StaffRow | None:
        """Bind an account to an unused invitation, once, and write it down.

        None, changing nothing, if it is used, over, unknown, or the account is staff.
        """

        async def act(db: aiosqlite.Connection) -> StaffRow | None:
            async with transaction(db):
                return await _redeem(db, hash_, slot, contact, week)

        return await self._writer.do(act)

    async def digests(self) -> list[DigestRow]:
        """Return everything that was released."""
        return [DigestRow(*row) for row in await self._rows(DIGESTS)]

    async def digests_of(self, pools: Sequence[str]) -> list[DigestRow]:
        """Return what was released of some pools."""
        rows = await self._rows(
            f"{DIGESTS} WHERE pool IN (SELECT value FROM json_each(?))",  # noqa: S608 (ours)
            json.dumps(pools),
        )
        return [DigestRow(*row) for row in rows]

    async def release(self, digests: Sequence[DigestRow]) -> int:
        """Record digests, leaving what is there as it is.

        Returns how many were new. Repeating it after a crash heals.
        """
        return await self._add_all(RELEASE, [astuple(digest) for digest in digests])

    async def plan(self, due: Sequence[OutboxRow]) -> int:
        """Record messages to be sent, leaving what is there as it is."""
        return await self._add_all(PLAN, [astuple(one) for one in due])

    async def planned(self, leaves: int) -> list[OutboxRow]:
        """Return the messages of the fixed days from this one on."""
        rows = await self._rows(f"{OUTBOX} WHERE leaves >= ?", leaves)
        return [OutboxRow(*row) for row in rows]

    async def due(self, now: int) -> list[OutboxRow]:
        """Return the messages to be sent by `now` (seconds since 1970)."""
        rows = await self._rows(
            f"{OUTBOX} WHERE state = 'due' AND next_try <= ?",
            now,
        )
        return [OutboxRow(*row) for row in rows]

    async def mark(self, it: OutboxRow) -> None:
        """Write what became of one message: its state, tries and next try."""
        await self._change(
            "UPDATE outbox SET state = ?, tries = ?, next_try = ?"
            " WHERE digest = ? AND staff = ? AND leaves = ?",
            it.state,
            it.tries,
            it.next_try,
            it.digest,
            it.staff,
            it.leaves,
        )

    async def given_up(self) -> list[OutboxRow]:
        """Return the messages that nobody tries to send any more."""
        rows = await self._rows(f"{OUTBOX} WHERE state = 'given_up'")
        return [OutboxRow(*row) for row in rows]

    async def decisions(self) -> list[DecisionRow]:
        """Return what designers answered, each theme's history in its order."""
        rows = await self._rows(
            "SELECT batch, entry, number, state, reason, next_step, due_week, week,"
            " staff FROM decision ORDER BY batch, entry, number"
        )
        return [DecisionRow(*row) for row in rows]

    async def offer_paraphrases(self, rows: Sequence[ParaphraseRow]) -> None:
        """Keep a reader's words for themes, leaving what is there as it is."""
        await self._add_all(OFFER, [astuple(row) for row in rows])

    async def paraphrases(self) -> list[ParaphraseRow]:
        """Return readers' words for themes, whatever became of them."""
        rows = await self._rows(
            "SELECT batch, entry, language, words, state FROM paraphrase"
        )
        return [ParaphraseRow(*row) for row in rows]

    async def offer_quotes(self, rows: Sequence[QuoteRow]) -> None:
        """Keep the words that are lent now, and no others of what has not left yet.

        What is there already stays as it is; what left without a yes goes.
        """
        standing = json.dumps([[it.batch, it.entry, it.words] for it in rows])

        async def act(db: aiosqlite.Connection) -> None:
            async with transaction(db):
                await db.execute(KEEP_QUOTES, (standing,))
                await db.executemany(OFFER_QUOTE, [astuple(it) for it in rows])

        await self._writer.do(act)

    async def quotes(self) -> list[QuoteRow]:
        """Return the words that their authors agreed to."""
        rows = await self._rows(
            "SELECT batch, entry, words, language, state FROM quote"
        )
        return [QuoteRow(*row) for row in rows]

    async def looks(self) -> list[LookRow]:
        """Return how often what was released was opened, and how often refused."""
        rows = await self._rows(
            "SELECT pool, organisation, month, opened, refused FROM look"
        )
        return [LookRow(*row) for row in rows]

    async def told(self, week: Week) -> frozenset[str]:
        """Return the needs that admins were told of in this week."""
        rows = await self._rows("SELECT need FROM told WHERE week = ?", week)
        return frozenset(need for (need,) in rows)

    async def tell(self, need: str, week: Week) -> None:
        """Note that admins were told of a need in this week; forget other weeks."""

        async def act(db: aiosqlite.Connection) -> None:
            async with transaction(db):
                await db.execute("DELETE FROM told WHERE week <> ?", (week,))
                await db.execute(
                    "INSERT OR IGNORE INTO told (need, week) VALUES (?, ?)",
                    (need, week),
                )

        await self._writer.do(act)

    async def edition(self) -> int:
        """Return the number of changes so far of what people read."""
        rows = await self._rows("SELECT number FROM edition")
        return sum(number for (number,) in rows)

    async def wordings(self, language: str = "") -> list[Wording]:
        """Return the wordings of one language, or of all, whatever became of them."""
        rows = await self._rows(
            "SELECT language, id, version, forms, source, stage, author, week, back,"
            " back_by, approver, reason, english FROM wording"
            " WHERE ? IN (language, '')",
            language,
        )
        return list(map(_worded, rows))

    async def signatures(self) -> list[Signature]:
        """Return the native readers' signatures."""
        rows = await self._rows("SELECT language, who, week FROM signature")
        return [Signature(*row) for row in rows]

    async def voices(self) -> list[Voice]:
        """Return the screens that were read aloud."""
        rows = await self._rows(
            "SELECT language, screen, heard, file, who, week FROM voice"
        )
        return [Voice(*row) for row in rows]

    async def announced(self) -> frozenset[tuple[str, str]]:
        """Return (language, id) of the texts that a language's people were told of."""
        return frozenset(await self._rows("SELECT language, id FROM announced"))

    async def desk(self, staff: int) -> str:
        """Return where a member is at the desk, or ""."""
        rows = await self._rows("SELECT state FROM desk WHERE staff = ?", staff)
        return next((state for (state,) in rows), "")

    async def newest_week(self) -> Week | None:
        """Return the latest week that anything here was written down in, or None."""
        ((week,),) = await self._rows(NEWEST_WEEK)
        return None if week is None else Week(week)

    async def _rows(self, sql: str, *values: object) -> list[Any]:
        with explained():
            return list(await self._reader.execute_fetchall(sql, values))

    async def _change(self, sql: str, *values: object) -> int:
        """Carry out one statement by itself and return how many rows it changed."""

        async def act(db: aiosqlite.Connection) -> int:
            with explained():
                return (await db.execute(sql, values)).rowcount

        return await self._writer.do(act)

    async def _add_all(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Carry out a statement for each row, all or none; return how many changed."""

        async def act(db: aiosqlite.Connection) -> int:
            async with transaction(db):
                return (await db.executemany(sql, rows)).rowcount

        return await self._writer.do(act)

    async def _enact(self, act: ActRow, sql: str, *values: object) -> bool:
        """Carry out one statement and write the act down, or neither."""

        async def change(db: aiosqlite.Connection) -> bool:
            async with transaction(db):
                changed = (await db.execute(sql, values)).rowcount > 0
                if changed:
                    await _write_down(db, act)
                return changed

        return await self._writer.do(change)


NEWEST_WEEK = (
    "SELECT max(week) FROM (SELECT week FROM act UNION ALL SELECT week FROM tick"
    " UNION ALL SELECT week FROM told UNION ALL SELECT week FROM restored"
    " UNION ALL SELECT week FROM decision)"
)
"""Rounds may open in weeks to come, and invitations end in them; these lie behind."""
ADD_ROUND = (
    "INSERT INTO round (id, public_key, pepper_id, opens_week, closes_week)"
    " VALUES (?, ?, ?, ?, ?)"
)
REMOVE_STAFF = (
    "DELETE FROM staff WHERE id = ?"
    " AND (role <> 'admin' OR (SELECT count(*) FROM staff WHERE role = 'admin') > 1)"
)
CHANGE_STAFF = (
    "UPDATE staff SET role = ?, programme = ? WHERE id = ? AND (? = 'admin'"
    " OR role <> 'admin' OR (SELECT count(*) FROM staff WHERE role = 'admin') > 1)"
)
"""Neither touches the only admin's being one."""
GIVE_UP = "UPDATE outbox SET state = 'given_up' WHERE staff = ? AND state = 'due'"
STAFF = "SELECT id, slot, contact, role, programme, language, organisation FROM staff"
ADD_STAFF = (
    "INSERT INTO staff (id, slot, contact, role, programme, language, organisation)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
OUTBOX = "SELECT digest, staff, state, tries, next_try, leaves FROM outbox"
DIGESTS = 'SELECT batch, pool, leaf, months, size_band, "table", leaves FROM digest'
RELEASE = (
    "INSERT OR IGNORE INTO digest"
    ' (batch, pool, leaf, months, size_band, "table", leaves)'
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
PLAN = (
    "INSERT OR IGNORE INTO outbox (digest, staff, state, tries, next_try, leaves)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
OFFER = (
    "INSERT OR IGNORE INTO paraphrase (batch, entry, language, words, state)"
    " VALUES (?, ?, ?, ?, ?)"
)
KEEP_QUOTES = (
    "DELETE FROM quote WHERE CASE"
    " WHEN EXISTS (SELECT 1 FROM outbox WHERE digest = quote.batch)"
    " THEN state <> 'approved'"
    " ELSE json_array(batch, entry, words) NOT IN"
    " (SELECT value FROM json_each(?)) END"
)
OFFER_QUOTE = (
    "INSERT OR IGNORE INTO quote (batch, entry, words, language, state)"
    " SELECT ?1, ?2, ?3, ?4, ?5"
    " WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE digest = ?1)"
)


def _worded(row: Sequence[Any]) -> Wording:
    """Return a wording as it rests; what it says is read, whatever stands there."""
    code, id_, version, forms, source, stage, *rest, english = row
    made = Wording(code, id_, version, _forms(forms), source, _stage(stage), *rest)
    return replace(made, english=_forms(english))


def _forms(written: str) -> tuple[str, ...]:
    """Read a text's forms; what cannot be read is empty, and its fallback is said."""
    try:
        forms = json.loads(written)
    except (ValueError, RecursionError):
        return ("",)
    good = isinstance(forms, list) and all(isinstance(form, str) for form in forms)
    return tuple(forms) if good and forms else ("",)


def _stage(written: str) -> Stage:
    """Read a stage; whatever is none is past, so that its version is not given anew."""
    return _STAGES.get(written, Stage.PAST)


_STAGES = {stage.value: stage for stage in Stage}


async def _version(db: aiosqlite.Connection, path: Path) -> str | None:
    tables: Iterable[Any] = await db.execute_fetchall(TABLES_SQL)
    names = {name for (name,) in tables}
    if VERSION_TABLE in names:
        rows: Iterable[Any] = await db.execute_fetchall(VERSION_SQL)
        return next((version for (version,) in rows), None)
    if names:
        raise NotADatabaseError(path)
    return None


async def _rewrite(db: aiosqlite.Connection) -> bool:
    """Write the file anew, between two emptyings of the log, which it would double.

    Tell whether the log was emptied.
    """
    await checkpoint(db)
    try:
        with explained():
            await db.execute("VACUUM")
    finally:
        emptied = await checkpoint(db)
    return emptied


async def _settle(db: aiosqlite.Connection) -> None:
    rows: Iterable[Any] = await db.execute_fetchall("PRAGMA page_count")
    if sum(pages for (pages,) in rows) * PAGE <= SMALL:
        await _rewrite(db)
    else:
        await checkpoint(db)


async def _empty(db: aiosqlite.Connection, tables: Sequence[str]) -> None:
    """Delete all rows of tables, with what is left of them in the file."""
    for table in tables:
        with explained():
            await db.execute(f'DELETE FROM "{table}"')  # noqa: S608 (names of ours)
    with explained():
        await db.execute("VACUUM")


async def _exchange(
    db: aiosqlite.Connection, old: TalkRow, new: TalkRow | None
) -> None:
    gone = await db.execute(
        "DELETE FROM talk WHERE place = ? AND slot = ? AND state = ?",
        (place(old.slot), old.slot, old.state),
    )
    if new is not None and gone.rowcount:
        await db.execute(
            "INSERT INTO talk (place, slot, epoch, state) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (place(new.slot), new.slot, new.epoch, new.state),
        )


async def _write_down(db: aiosqlite.Connection, act: ActRow) -> None:
    await db.execute(ADD_ACT, (secrets.randbits(63), act.who, act.what, act.week))


async def _redeem(
    db: aiosqlite.Connection, hash_: bytes, slot: bytes, contact: bytes, week: Week
) -> StaffRow | None:
    found: Iterable[Any] = await db.execute_fetchall(
        "SELECT role, programme, language, organisation FROM invite"
        " WHERE hash = ? AND used = 0 AND ends_week > ?",
        (hash_, week),
    )
    for role, programme, language, organisation in found:
        id_ = secrets.randbits(63)
        grants = role, programme, language, organisation
        member = StaffRow(id_, slot, contact, *grants)
        added = await db.execute(
            f"{ADD_STAFF} ON CONFLICT (slot) DO NOTHING",
            (id_, slot, contact, *grants),
        )
        if added.rowcount:
            await db.execute("UPDATE invite SET used = 1 WHERE hash = ?", (hash_,))
            what = " ".join(filter(None, ("staff bind", role, programme, language)))
            await _write_down(db, ActRow(str(member.id), what, week))
            return member
    return None
