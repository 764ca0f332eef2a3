"""Composition root of the serving side: builds things, joins rooms to a door.

Rule: only the public half of any vault key passes here. The rehearsal and Telegram
are two doors of the same `Serving`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.conversation.engine import Engine
from bot.conversation.events import Started
from bot.deployment import Deployment
from bot.details.finding import details
from bot.errors import SottoError
from bot.errors.settings import NoLanguageError, NoticeMissingError, NotSetUpError
from bot.facts import (
    Facts,
    edition_of,
    facts_of,
    helplines_of,
    read_facts,
)
from bot.flows.alert import Watch, is_wrong, look
from bot.flows.decisions import Decisions
from bot.flows.desk.library import Library
from bot.flows.desk.news import tell_news
from bot.flows.desk.room import Desk
from bot.flows.doors import Arrival, FileDoor
from bot.flows.forget import Forgetter
from bot.flows.listen import House, Listener
from bot.flows.preview import Preview
from bot.flows.publish import Publisher
from bot.flows.reminding import Reminder
from bot.flows.rounds import end_rounds
from bot.flows.seal import OpenRound, open_round
from bot.flows.staff import StaffRoom
from bot.logs import log
from bot.pin import check_pin
from bot.post.ways import Ways, posts
from bot.settings import Settings
from bot.store.sqlite import Store
from bot.vault.receipt import Receipts
from bot.vault.resting import HostKey, TalkKeys, voice
from bot.vault.sealing import Sealer
from bot.vault.secrets import HostSecrets, destroy_pepper
from bot.weeks import week_of
from bot.words.edition import Edition
from bot.words.glossary import Terms, read_glossary
from bot.words.languages import SOURCE
from bot.words.shipped import Shipped, stamp

HOUR, DAY = 3600, 86_400
WATCH = 600
"""Seconds between two looks for what needs a person."""


@dataclass(slots=True)
class Serving:
    """The serving side, running: hand it what arrives, and let it tend itself.

    `ways` are those that digests go; `memory` is the folder of the talk keys, if there
    is one; `ahead` the seconds by which our clock is before the platform's, as far as
    the door knows; `latest` are the texts as they rest, which the desk shows: also
    those that `facts` cannot speak of, since no new talk could begin in any language.
    `seen` are the files' stamp and the number of the edition last looked at, `unread`
    the languages whose files could not be read, `terms` the glossaries.
    """

    facts: Facts
    latest: Edition
    store: Store
    listener: Listener
    staff: StaffRoom
    publisher: Publisher
    forgetter: Forgetter
    watch: Watch
    ways: Ways
    decisions: Decisions
    preview: Preview
    reminder: Reminder
    now: Callable[[], float]
    memory: Path | None = None
    ahead: float | None = None
    seen: tuple[int, int] = (0, 0)
    terms: Mapping[str, Terms] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def receive(self, arrival: Arrival) -> None:
        """Carry one update through; its effect is durable when this returns."""
        if not await self.staff.takes(arrival):
            await self.listener.receive(arrival)
        elif isinstance(arrival.event, Started):
            await self.listener.forget(arrival)

    async def publish(self) -> None:
        """Send the digests that are due."""
        await self.publisher.publish(int(self.now()))

    async def remind(self) -> None:
        """Show coordinators what waits for them, and tell of dates."""
        await self.preview.offer(self.now())
        await self.reminder.remind(self.now())

    async def begin(self) -> None:
        """Check the keys and take up what a restart left.

        What finds details is read here, so that nobody who writes waits for it.
        """
        await asyncio.to_thread(details, "0")
        rounds = await self._rounds()
        open_round(rounds, week_of(self.now()))
        house = self.listener.house
        self.listener.house = House(house.engine, house.words, rounds)
        await self.staff.reread()
        await self.forgetter.take_up()

    async def reread(self) -> None:
        """Learn what the command line changed: programmes, codes, rounds, staff."""
        async with self._turn:
            await self._learn()

    async def _learn(self) -> None:
        deployment = await self.facts.deployment(self.store)
        await self.staff.reread()
        now = self.staff
        if deployment != now.deployment or self.facts.words is not now.words:
            await self._take(deployment)

    async def refresh(self) -> None:
        """Learn what was worded anew, here or by another process, or in a file.

        One number tells; where nothing changed this costs a look at it. All texts are
        swapped at once, so that no message mixes two editions; where they cannot be
        used, those before are said on, and admins are told.
        """
        async with self._turn:
            stamped = await asyncio.to_thread(stamp, self.facts.settings.locales)
            seen = stamped, await self.store.edition()
            if seen == self.seen:
                return
            shipped = self.facts.edition.shipped
            if stamped != self.seen[0]:
                shipped = await self._read_files(shipped)
            await self._renew(await edition_of(shipped, self.store))
            self.seen = seen
            with suppress(SottoError):  # `reread` tries again, and logs it
                await self._learn()
        if self.untaken:
            log.warning("words_unread", count=len(self.untaken))
            await self.alert()

    @property
    def untaken(self) -> tuple[str, ...]:
        """The languages of which what was changed is not said."""
        used = self.latest is self.facts.edition
        return self.unread or (() if used else self.facts.spoken)

    async def _renew(self, edition: Edition) -> None:
        """Speak of an edition's texts, unless no language would be left to talk in."""
        fresh = replace(self.facts, edition=edition)
        self.latest = edition
        with suppress(NoLanguageError):
            await asyncio.to_thread(fresh.settle)
            self.facts = fresh

    async def library(self) -> Library:
        """Return all texts as the desk shows them at this moment."""
        facts = self.facts
        return Library(
            self.latest,
            self.staff.deployment,
            await facts.owns(self.store),
            self.terms,
            facts.languages,
            facts.unshown,
            facts.settings.single_person,
        )

    async def _read_files(self, before: Shipped) -> Shipped:
        """Read the files of texts anew; while one is broken, all stay as they were."""
        self.unread = ()
        try:
            read = await asyncio.to_thread(Shipped.read, self.facts.settings.locales)
        except SottoError:
            self.unread = (SOURCE,)
        else:
            self.unread = tuple(sorted(read.lost(before)))
            if not self.unread:
                return read
        return before

    async def _take(self, deployment: Deployment) -> None:
        """Let everything that is said from now on be of one edition."""
        rounds, words = await self._rounds(), self.facts.words
        self.watch.words = words
        for room in (
            self.staff,
            self.publisher,
            self.decisions,
            self.preview,
            self.reminder,
        ):
            room.deployment, room.words = deployment, words
        self.listener.house = House(Engine(deployment, words), words, rounds)

    async def _rounds(self) -> tuple[OpenRound, ...]:
        """Join each round of the pinned list to its pepper, where that still exists."""
        settings, rounds = self.facts.settings, await self.store.rounds()
        check_pin(settings.pin_file, rounds)
        peppers = HostSecrets.read(settings.secrets_folder).peppers
        return tuple(
            OpenRound(r, Sealer(r.public_key, r.id), partial(voice, peppers[p]))
            for r in rounds
            if (p := r.pepper_id) in peppers
        )

    async def tend(self) -> None:
        """Do for ever what time asks for, each at its own pace."""
        async with asyncio.TaskGroup() as group:
            for seconds, act in (
                (1, self.refresh),
                (5, self.reread),
                (15, self.publish),
                (10, self._timers),
                (60, self.tell_news),
                (WATCH, self.alert),
                (WATCH, self.remind),
                (HOUR, self._hourly),
                (DAY, self.store.vacuum),
            ):
                group.create_task(_every(seconds, act))

    async def alert(self) -> None:
        """Tell admins what needs a person."""
        deployment, settings = self.staff.deployment, self.facts.settings
        now = self.now()
        seen = await look(self.store, settings, deployment, now, self.ahead)
        mail = self.ways.trouble
        await self.watch.tell(replace(seen, unread=self.untaken, mail=mail))

    async def tell_news(self) -> None:
        """Tell readers of translations which new texts need their language."""
        if isinstance(self.staff.desk, Desk):
            await tell_news(self.store, self.staff.desk, await self.library())

    async def _timers(self) -> None:
        await self.forgetter.delete_due(int(self.now()))

    async def _hourly(self) -> None:
        await self.forgetter.sweep(int(self.now()))
        self.listener.keys.rotate(self.now())
        await self._check_helplines()
        await self.end_rounds()
        await self.store.drop_invites(week_of(self.now()))
        await self.store.settle()

    async def _check_helplines(self) -> None:
        """Learn which numbers may still be shown today; broken files change nothing."""
        today = datetime.fromtimestamp(self.now(), UTC).date()
        try:
            countries = helplines_of(self.facts.settings, today)
        except SottoError as broken:
            log.warning("helplines_unread", error=type(broken).__name__)
        else:
            async with self._turn:
                if countries != self.facts.countries:
                    self.facts = replace(self.facts, countries=countries)
                    await asyncio.to_thread(self.facts.settle)

    async def end_rounds(self) -> None:
        """Destroy what closed rounds leave, on the disk and in this memory.

        Never by a clock that is known to be wrong: what is gone does not come back.
        """
        if is_wrong(self.ahead):
            log.warning("clock_wrong")
            return
        settings = self.facts.settings
        check_pin(settings.pin_file, await self.store.rounds())
        destroy = partial(destroy_pepper, settings.secrets_folder)
        await end_rounds(self.store, week_of(self.now()), destroy)
        rounds = await self._rounds()
        self.listener.house = replace(self.listener.house, rounds=rounds)


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Act for ever; a failure that goes on is logged once."""
    trouble = ""
    while True:
        await asyncio.sleep(seconds)
        before, trouble = trouble, ""
        try:
            await act()
        except Exception as failed:  # noqa: BLE001 (tending goes on; it is logged)
            trouble = type(failed).__name__
            if trouble != before:
                log.warning("tending_failed", error=trouble)


@asynccontextmanager
async def serving(
    settings: Settings,
    door: FileDoor,
    *,
    now: Callable[[], float],
    link: Callable[[str], Awaitable[str]],
) -> AsyncIterator[Serving]:
    """Open a deployment for serving; refuse, in one line, one that is not ready.

    `link` makes the link that opens an invitation's payload.
    """
    kept = settings.pin_file.exists() or settings.secrets_folder.exists()
    if not (kept and settings.database_path.exists()):
        raise NotSetUpError(settings.home)
    if settings.unsaid and not settings.trial:
        raise NoticeMissingError(settings.unsaid)
    today = datetime.fromtimestamp(now(), UTC).date()
    stamped = stamp(settings.locales)
    facts = read_facts(settings, helplines_of(settings, today))
    secrets = HostSecrets.read(settings.secrets_folder)
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_path)
        stack.push_async_callback(store.close)
        keys = TalkKeys.in_memory_or_tmpfs(settings.home)
        host = HostKey(secrets.host_key)
        facts = await facts_of(facts, store)
        words, deployment = facts.words, await facts.deployment(store)
        forgetter = Forgetter(store, keys, door)
        listener = Listener(
            store=store,
            keys=keys,
            receipts=Receipts(secrets.receipt_salt, secrets.receipt_pepper),
            door=door,
            house=House(Engine(deployment, words), words, ()),
            timers=forgetter,
        )
        staff = StaffRoom(
            store,
            host,
            door,
            words,
            deployment,
            book=facts.codebook,
            texts=facts.code_texts,
        )
        ways = posts(settings, door, host, now)
        publisher = Publisher(
            store,
            host,
            ways,
            words,
            deployment,
            helps=facts.code_texts.of,
            book=facts.codebook,
            texts=facts.code_texts,
        )
        watch = Watch(store, host, door, words)
        decisions = Decisions(store, door, words, deployment)
        preview = Preview(store, host, door, words, deployment)
        staff.beside = decisions, preview
        it = Serving(
            facts,
            facts.edition,
            store,
            listener,
            staff,
            publisher,
            forgetter,
            watch,
            ways,
            decisions,
            preview,
            Reminder(store, host, door, words, deployment),
            now,
            keys.folder,
            seen=(stamped, facts.edition.number),
            terms=read_glossary(settings.locales),
        )
        staff.desk = Desk(store, door, host, it, link)
        await it.begin()
        yield it
