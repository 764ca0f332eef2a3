"""What happens when something needs a person: every admin is told, in Telegram.

`look` sees, `needs` decides from what was seen, the watch sends. Rule: a need is told
once a week while it lasts, in plain words with what to do; never what anybody said,
never how many answered. What goes wrong here is logged, and serving goes on.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Protocol

from bot import copies
from bot.deployment import Deployment
from bot.doctor import CLOCK_SECONDS, SOON_WEEKS
from bot.errors import SottoError
from bot.errors.keys import FingerprintError
from bot.flows.doors import Door, Outgoing
from bot.flows.missing import missed, recent, unnamed
from bot.flows.planning import last_day
from bot.flows.publish import FAR, stuck
from bot.flows.rounds import covered, ungathered
from bot.flows.staff import HostKey, Says, read_contact
from bot.helplines import overdue, read_countries
from bot.logs import log
from bot.pin import check_pin
from bot.settings import Settings
from bot.store.records import DigestRow, OutboxRow, Round, StaffRow
from bot.weeks import Week, monday_of, week_of
from bot.words.phrases import Msg, Phrase

MOST_UNGATHERED = 2
"""Weeks without a gathering after which its keeper is asked for one."""
LEAST_FREE, ENOUGH_FREE = 200 * 2**20, 2 * 2**30
"""Bytes: a disk with less free is nearly full, one with more never is. In between a
twentieth of it decides."""


MOST_NAMED = 5
"""So many digests are named by their numbers."""


class Need(Enum):
    """What needs a person; its value rests, and is never shown."""

    KEYS = "keys"
    NO_ROUND = "no_round"
    ROUND_ENDS = "round_ends"
    CLOCK = "clock"
    DISK = "disk"
    HELPLINES = "helplines"
    UNSENT = "unsent"
    GATHERING = "gathering"
    BACKUP = "backup"
    WORDS = "words"
    MAIL = "mail"
    MISSED = "missed"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a deployment that serves.

    `until` is the first week that no round covers, None where none is open now;
    `ungathered` are the weeks since the last gathering; `countries` those whose
    helplines somebody has to check; `free` and `total` the disk's bytes; `ahead` the
    seconds by which our clock is before Telegram's, None where that is not known;
    `no_backup` whether none was written this week or the last; `unread` the languages
    whose files of texts were changed and cannot be read; `mail` whether letters wait
    for a person to set the mail server right; `missed` the numbers of digests whose day
    is over and that reached nobody, `unnamed` of those that cannot be read, or tell
    what has no name here.
    """

    week: Week
    pinned: bool = True
    until: Week | None = None
    ungathered: int = 0
    countries: tuple[str, ...] = ()
    stuck: bool = False
    free: int = ENOUGH_FREE
    total: int = ENOUGH_FREE
    ahead: float | None = None
    no_backup: bool = False
    unread: tuple[str, ...] = ()
    mail: bool = False
    missed: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def _keys(seen: Seen) -> Phrase | None:
    return None if seen.pinned else _said(Msg("alert.keys"), "sotto doctor")


def _no_round(seen: Seen) -> Phrase | None:
    none = seen.until is None
    return _said(Msg("alert.no_round"), "sotto keys new") if none else None


def _round_ends(seen: Seen) -> Phrase | None:
    if seen.until is None or seen.until - seen.week > SOON_WEEKS:
        return None
    date = monday_of(seen.until)
    return _said(Msg("alert.round_ends"), "sotto keys new", date=date)


def _clock(seen: Seen) -> Phrase | None:
    wrong = is_wrong(seen.ahead)
    return _said(Msg("alert.clock"), "sotto doctor") if wrong else None


def _disk(seen: Seen) -> Phrase | None:
    least = min(max(seen.total // 20, LEAST_FREE), ENOUGH_FREE)
    return _said(Msg("alert.disk"), "sotto status") if seen.free < least else None


def _helplines(seen: Seen) -> Phrase | None:
    if not seen.countries:
        return None
    countries = ", ".join(seen.countries)
    said = Msg("alert.helplines")
    return _said(said, "sotto helplines check", countries=countries)


def _unsent(seen: Seen) -> Phrase | None:
    return _said(Msg("alert.unsent"), "sotto staff list") if seen.stuck else None


def _gathering(seen: Seen) -> Phrase | None:
    late = seen.ungathered > MOST_UNGATHERED
    return _said(Msg("alert.gathering"), "sotto gather") if late else None


def _backup(seen: Seen) -> Phrase | None:
    return _said(Msg("alert.backup"), "sotto backup") if seen.no_backup else None


def _words(seen: Seen) -> Phrase | None:
    if not seen.unread:
        return None
    languages = ", ".join(seen.unread)
    return _said(Msg("alert.words"), "sotto words check", languages=languages)


def _mail(seen: Seen) -> Phrase | None:
    return _said(Msg("alert.mail"), "sotto staff channel test") if seen.mail else None


def _missed(seen: Seen) -> Phrase | None:
    if not seen.missed:
        return None
    numbers = ", ".join(seen.missed[:MOST_NAMED])
    return _said(Msg("alert.missed"), "sotto staff list", numbers=numbers)


def _unnamed(seen: Seen) -> Phrase | None:
    if not seen.unnamed:
        return None
    numbers = ", ".join(seen.unnamed[:MOST_NAMED])
    return _said(Msg("alert.unnamed"), "sotto forms check", numbers=numbers)


NEEDS: dict[Need, Callable[[Seen], Phrase | None]] = {
    Need.KEYS: _keys,
    Need.NO_ROUND: _no_round,
    Need.ROUND_ENDS: _round_ends,
    Need.CLOCK: _clock,
    Need.DISK: _disk,
    Need.HELPLINES: _helplines,
    Need.UNSENT: _unsent,
    Need.GATHERING: _gathering,
    Need.BACKUP: _backup,
    Need.WORDS: _words,
    Need.MAIL: _mail,
    Need.MISSED: _missed,
    Need.UNNAMED: _unnamed,
}
"""What is said of each need, the most urgent first; None where all is well."""


def _said(says: Msg, command: str, **values: str) -> Phrase:
    return Phrase(says, (("command", command), *values.items()))


def needs(seen: Seen) -> list[tuple[Need, Phrase]]:
    """Return what needs a person now, with what is said of it."""
    found = ((need, said(seen)) for need, said in NEEDS.items())
    return [(need, phrase) for need, phrase in found if phrase is not None]


def is_wrong(ahead: float | None) -> bool:
    """Tell whether a clock that is so many seconds ahead of Telegram's is wrong."""
    return ahead is not None and abs(ahead) > CLOCK_SECONDS


class Store(Protocol):
    """What watching needs of the database."""

    async def rounds(self) -> list[Round]:
        """Return every round."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def due(self, now: int) -> list[OutboxRow]:
        """Return what is to be sent by now."""

    async def given_up(self) -> list[OutboxRow]:
        """Return what nobody tries to send any more."""

    async def planned(self, leaves: int) -> list[OutboxRow]:
        """Return the messages of the fixed days from one on."""

    async def last_restore(self) -> Week | None:
        """Return the latest week in which an older copy was put back."""

    async def last_tick(self) -> Week | None:
        """Return the latest week in which the vault gathered."""

    async def told(self, week: Week) -> frozenset[str]:
        """Return what admins were told of in this week."""

    async def tell(self, need: str, week: Week) -> None:
        """Note that admins were told of a need."""


async def look(
    store: Store,
    settings: Settings,
    deployment: Deployment,
    now: float,
    ahead: float | None,
) -> Seen:
    """Return what is seen at the moment `now`; looking changes nothing."""
    week, rounds = week_of(now), await store.rounds()
    disk = shutil.disk_usage(settings.database_path.parent)
    outbox = await store.due(FAR), await store.given_up()
    released, staff = await store.digests(), await store.staff()
    planned, restored = await store.planned(1), await store.last_restore()
    news = recent(released, deployment, now)
    return Seen(
        week=week,
        pinned=_pinned(settings, rounds),
        until=covered(rounds, week),
        ungathered=ungathered(rounds, await store.last_tick(), week),
        countries=_unchecked(settings, now),
        stuck=stuck(*outbox, released, staff, deployment, int(now)),
        free=disk.free,
        total=disk.total,
        ahead=ahead,
        no_backup=not settings.trial and copies.is_late(settings.home, week),
        missed=missed(news, planned, deployment, now, last_day(restored)),
        unnamed=unnamed(news, deployment),
    )


def _pinned(settings: Settings, rounds: Sequence[Round]) -> bool:
    try:
        check_pin(settings.pin_file, rounds)
    except FingerprintError:
        return False
    return True


def _unchecked(settings: Settings, now: float) -> tuple[str, ...]:
    """Return the countries of which a number is overdue, or which cannot be shown."""
    today, found = datetime.fromtimestamp(now, UTC).date(), []
    for country, file in settings.helpline_files.items():
        one = {country: file}
        try:
            read_countries(one, today=today, trial=settings.trial)
            if overdue(one, today=today):
                found.append(country)
        except SottoError:
            found.append(country)
    return tuple(found)


@dataclass(slots=True)
class Watch:
    """Tells admins, each in their language; remembers what this week was told."""

    store: Store
    host: HostKey
    door: Door
    words: Says
    _told: set[tuple[Need, Week]] = field(default_factory=set)

    async def tell(self, seen: Seen) -> None:
        """Tell what was not told this week; what reached nobody is tried again."""
        known = await self.store.told(seen.week)
        for need, phrase in needs(seen):
            once = need, seen.week
            if need.value in known or once in self._told:
                continue
            if await self._reach(phrase):
                self._told.add(once)  # on a full disk, what follows fails for days
                await self.store.tell(need.value, seen.week)

    async def _reach(self, phrase: Phrase) -> bool:
        """Send to every admin; tell whether it reached anybody."""
        admins = [one for one in await self.store.staff() if one.role == "admin"]
        return any([await self._send(admin, phrase) for admin in admins])

    async def _send(self, admin: StaffRow, phrase: Phrase) -> bool:
        try:
            contact = read_contact(self.host, admin)
            again = Phrase(Msg("alert.again"))
            said = (self.words.say(contact.language, x) for x in (phrase, again))
            await self.door.send(contact.chat, Outgoing("\n\n".join(said)))
        except Exception as failed:  # noqa: BLE001 (one admin who cannot be reached keeps no other from knowing; it is logged)
            log.warning("alert_not_sent", error=type(failed).__name__)
            return False
        return True
