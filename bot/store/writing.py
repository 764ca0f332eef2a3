"""The one writer of a database: whoever waits shares a transaction.

A durable commit costs a wait for the disk, so up to 64 waiting works are written by
one (`sealing.md`: 14,000 a second, one by one 2,400). Rule: a work is written whole or
not at all, and what is wrong with one is told to its own caller only. Callers may
give up at any moment; what they began is finished without them.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any, TypeVar, cast

import aiosqlite

from bot.errors.databases import StoreClosedError, StoreLockedError
from bot.store.connection import transaction
from bot.store.records import InviteRow, TalkRow, TextWork, Work
from bot.words.versions import Wording

GROUP = 64
"""The most works in one transaction."""

T = TypeVar("T")

SEEN = "SELECT update_id FROM seen WHERE update_id IN (SELECT value FROM json_each(?))"
ADD_SEEN = "INSERT INTO seen (update_id) VALUES (?)"
PUT_TALK = (
    "INSERT INTO talk (place, slot, epoch, state) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (place) DO UPDATE SET"
    " slot = excluded.slot, epoch = excluded.epoch, state = excluded.state"
)
DROP_TALK = "DELETE FROM talk WHERE place = ? AND slot = ?"
ADD_SEALED = "INSERT INTO sealed (id, round, locator, envelope) VALUES (?, ?, ?, ?)"
MOVE_SEALED = "UPDATE sealed SET locator = ? WHERE id = ?"
NOTE_ERASED = (
    "INSERT OR IGNORE INTO erased (id, round) SELECT id, round FROM sealed WHERE id = ?"
)
ERASE_SEALED = "DELETE FROM sealed WHERE id = ?"


ADD_WORDING = (
    "INSERT INTO wording (language, id, version, forms, source, stage, author, week,"
    " back, back_by, approver, reason, english)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
CHANGE_WORDING = (
    "UPDATE wording SET source = ?, stage = ?, week = ?, back = ?, back_by = ?,"
    " approver = ?, reason = ?, english = ?"
    " WHERE language = ? AND id = ? AND version = ?"
)
SIGN = (
    "INSERT INTO signature (language, who, week) VALUES (?, ?, ?)"
    " ON CONFLICT (language) DO UPDATE SET who = excluded.who, week = excluded.week"
)
SPEAK = (
    "INSERT INTO voice (language, screen, heard, file, who, week)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (language, screen) DO UPDATE SET"
    " heard = excluded.heard, file = excluded.file, who = excluded.who,"
    " week = excluded.week"
)
INVITE = (
    "INSERT INTO invite (hash, role, programme, used, ends_week, language,"
    " organisation) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
ANNOUNCE = "INSERT OR IGNORE INTO announced (language, id) VALUES (?, ?)"
SIT = (
    "INSERT INTO desk (staff, state) VALUES (?, ?)"
    " ON CONFLICT (staff) DO UPDATE SET state = excluded.state"
)
DECIDE = (
    "INSERT INTO decision (batch, entry, number, state, reason, next_step, due_week,"
    " week, staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
SETTLE_PARAPHRASE = (
    "UPDATE paraphrase SET state = ?5 WHERE batch = ?1 AND entry = ?2"
    " AND language = ?3 AND words = ?4"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE digest = ?1)"
)
"""Of a digest that began to leave nothing changes any more (`gathering.md` P9)."""
SETTLE_QUOTE = (
    "UPDATE quote SET state = ?5 WHERE batch = ?1 AND entry = ?2"
    " AND words = ?3 AND language = ?4"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE digest = ?1)"
)
WITHDRAW = (
    "DELETE FROM quote WHERE EXISTS (SELECT 1 FROM sealed WHERE id = ?)"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE digest = quote.batch)"
)
"""Nothing here says whose a quote is. So when anybody takes an answer back, all those
that have not left go, until the vault, which knows, offers again what still stands."""
LOOK = (
    "INSERT INTO look (pool, organisation, month, opened, refused)"
    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (pool, organisation, month) DO UPDATE SET"
    " opened = opened + excluded.opened, refused = refused + excluded.refused"
)
ADD_ACT = "INSERT INTO act (id, who, what, week) VALUES (?, ?, ?, ?)"
NEXT_EDITION = (
    "INSERT INTO edition (only, number) VALUES (1, ?)"
    " ON CONFLICT (only) DO UPDATE SET number = number + excluded.number"
)


def place(slot: bytes) -> int:
    """Return where a talk lies: the first 63 bits of its slot, a keyed hash."""
    return int.from_bytes(slot[:8]) >> 1


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A work that waits to be written, and the caller who waits for it."""

    work: Work
    done: asyncio.Future[bool]


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something else to be done with the connection, by itself."""

    act: Callable[[aiosqlite.Connection], Awaitable[Any]]
    done: asyncio.Future[Any]


class Writer:
    """Owns the connection that writes; does what waits, in order of asking."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self._waiting: deque[_Waiting | _Deed] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def commit(self, work: Work) -> bool:
        """Return once the work is durable; False if its update was seen before."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._add(_Waiting(work, done))
        return await done

    async def do(self, act: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        """Return what `act` returns, once nothing else is writing."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._add(_Deed(act, done))
        return await done

    async def close(self) -> None:
        """Finish what waits, then close the connection."""
        self._closed = True
        if self._task is not None:
            await self._task
        await self._db.close()

    def _add(self, one: _Waiting | _Deed) -> None:
        if self._closed:
            raise StoreClosedError
        self._waiting.append(one)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if isinstance(first, _Deed):
                await self._do(first)
            else:
                await self._commit([first, *self._more()])

    def _more(self) -> Iterator[_Waiting]:
        """Take the works that wait behind the first, up to a full group."""
        for _ in range(GROUP - 1):
            if not self._waiting or isinstance(self._waiting[0], _Deed):
                return
            yield cast("_Waiting", self._waiting.popleft())

    async def _do(self, deed: _Deed) -> None:
        try:
            _tell(deed.done, await deed.act(self._db))
        except Exception as failed:  # noqa: BLE001 (it is the caller's, told to them)
            _fail(deed.done, failed)

    async def _commit(self, group: list[_Waiting]) -> None:
        """Write a group; if that fails, each by itself, to find whose fault it is."""
        try:
            fresh = await _write(self._db, [one.work for one in group])
        except Exception as failed:  # noqa: BLE001 (it is the caller's, told to them)
            if len(group) > 1 and not isinstance(failed, StoreLockedError):
                for one in group:
                    await self._commit([one])
                return
            for one in group:
                _fail(one.done, failed)
        else:
            for one, is_fresh in zip(group, fresh, strict=True):
                _tell(one.done, is_fresh)


def _tell(done: asyncio.Future[T], result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[Any], failed: Exception) -> None:
    if not done.done():
        done.set_exception(failed)


async def _write(db: aiosqlite.Connection, works: Sequence[Work]) -> list[bool]:
    """Write works in one transaction; tell for each whether its update was new."""
    async with transaction(db):
        fresh = await _fresh(db, works)
        new = [work for work, is_fresh in zip(works, fresh, strict=True) if is_fresh]
        for sql, rows in _changes(new):
            if rows:
                await db.executemany(sql, rows)
    return fresh


async def _fresh(db: aiosqlite.Connection, works: Sequence[Work]) -> list[bool]:
    """Tell for each work whether its update is new.

    The same update twice in one group fails at the table's key; written one by one,
    the second is then told as seen.
    """
    updates = json.dumps([work.update for work in works])
    known = {update for (update,) in await db.execute_fetchall(SEEN, (updates,))}
    return [work.update not in known for work in works]


Rows = tuple[str, list[tuple[Any, ...]]]
"""A statement, and the rows that it is carried out for."""


def _changes(works: Sequence[Work]) -> Iterator[Rows]:
    """Return, table by table, what works come to when done one after the other."""
    talks: dict[bytes, TalkRow | None] = {}
    for work in works:
        talks.update(dict.fromkeys(work.drop))
        if work.talk is not None:
            talks[work.talk.slot] = work.talk
    yield ADD_SEEN, [(w.update,) for w in works if w.update is not None]
    yield DROP_TALK, [(place(s), s) for s, talk in talks.items() if talk is None]
    yield (
        PUT_TALK,
        [
            (place(talk.slot), talk.slot, talk.epoch, talk.state)
            for talk in talks.values()
            if talk is not None
        ],
    )
    yield (
        ADD_SEALED,
        [(r.id, r.round, r.locator, r.envelope) for w in works for r in w.sealed],
    )
    yield MOVE_SEALED, [(locator, id_) for w in works for id_, locator in w.moves]
    gone = [(id_,) for w in works for id_ in w.erase]
    yield NOTE_ERASED, gone
    yield WITHDRAW, gone
    yield ERASE_SEALED, gone
    yield DECIDE, [astuple(one) for w in works for one in w.decisions]
    yield SETTLE_PARAPHRASE, [astuple(one) for w in works for one in w.paraphrases]
    yield SETTLE_QUOTE, [astuple(one) for w in works for one in w.quotes]
    yield LOOK, [astuple(one) for w in works for one in w.looks]
    yield from _text_changes([w.texts for w in works if w.texts is not None])


def _text_changes(works: Sequence[TextWork]) -> Iterator[Rows]:
    """Return what changes of the texts; each change of what is read counts one."""
    yield (
        CHANGE_WORDING,
        [
            (
                w.source,
                w.stage.value,
                w.week,
                w.back,
                w.back_by,
                w.approver,
                w.reason,
                _listed(w.english),
                w.language,
                w.id,
                w.version,
            )
            for work in works
            for w in work.changed
        ],
    )
    yield ADD_WORDING, [_row(w) for work in works for w in work.added]
    yield SIGN, [astuple(one) for work in works for one in work.signatures]
    yield SPEAK, [astuple(one) for work in works for one in work.voices]
    yield INVITE, [invited(one) for work in works for one in work.invites]
    yield ANNOUNCE, [pair for work in works for pair in work.announced]
    yield SIT, [work.desk for work in works if work.desk is not None]
    yield (
        ADD_ACT,
        [
            (secrets.randbits(63), act.who, act.what, act.week)
            for work in works
            for act in work.acts
        ],
    )
    yield NEXT_EDITION, [(1,) for work in works if work.shows]


def invited(one: InviteRow) -> tuple[Any, ...]:
    """Return an invitation as it rests."""
    used, ends = int(one.used), one.ends_week
    who_for = one.language, one.organisation
    return one.hash, one.role, one.programme, used, ends, *who_for


def _row(one: Wording) -> tuple[Any, ...]:
    return (
        one.language,
        one.id,
        one.version,
        _listed(one.forms),
        one.source,
        one.stage.value,
        one.author,
        one.week,
        one.back,
        one.back_by,
        one.approver,
        one.reason,
        _listed(one.english),
    )


def _listed(forms: tuple[str, ...]) -> str:
    return json.dumps(forms, ensure_ascii=False)
