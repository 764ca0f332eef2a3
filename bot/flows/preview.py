"""What a coordinator sees before a digest leaves: words below its themes.

They are a reader's own, or one person's who agreed to show exactly these.

Each is let through or dropped with one tap, in the 48 hours at least before the
digest's day begins; then the digest leaves with what was let through, whoever did
nothing. Rule: nothing else of a digest can be changed or held back here, and once its
day has begun nothing can.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.conversation.events import Tapped
from bot.deployment import Deployment
from bot.flows.archive import is_tellable, opened
from bot.flows.doors import Arrival, Door, Outgoing
from bot.flows.presses import Press, pressed
from bot.flows.schedule import calendar_of, day_of
from bot.flows.staff import HostKey, pools_of
from bot.flows.telling import tell
from bot.reports.names import Says, number, place, say, theme
from bot.store.records import (
    ActRow,
    DigestRow,
    ParaphraseRow,
    QuoteRow,
    StaffRow,
    TextWork,
    Work,
)
from bot.themes.gathering import THEMES, Digest
from bot.weeks import Week, week_of
from bot.words.phrases import Msg

APPROVE, DROP = "vy", "vn"
STATES = {APPROVE: "approved", DROP: "dropped"}
SAID = {
    "offered": Msg("preview.offered"),
    "approved": Msg("preview.approved"),
    "dropped": Msg("preview.dropped"),
}
LENT = Msg("preview.lent")
"""In the place of `preview.offered` where the words are a quote."""
LABELS = {APPROVE: Msg("preview.approve"), DROP: Msg("preview.drop")}


_QUOTE, _TAG = 1, 8
"""The step that tells a quote's press from a paraphrase's; letters of its own mark."""


class Store(Protocol):
    """What the preview needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing."""

    async def digests(self) -> list[DigestRow]:
        """Return everything released."""

    async def paraphrases(self) -> list[ParaphraseRow]:
        """Return readers' words for themes."""

    async def quotes(self) -> list[QuoteRow]:
        """Return words that their authors lent."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def told(self, week: Week) -> frozenset[str]:
        """Return what was told in this week."""

    async def tell(self, need: str, week: Week) -> None:
        """Note that something was told."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Words for a theme of a digest that has not left yet."""

    digest: Digest
    row: DigestRow
    words: ParaphraseRow | QuoteRow

    def press(self, verb: str) -> Press:
        """Return the press that lets it through, or drops it."""
        facts = [fact for fact, _ in self.digest.table]
        index = facts.index((THEMES, self.words.entry))
        if isinstance(self.words, ParaphraseRow):
            return Press(verb, self.digest.batch, index, value=self.words.language)
        tag = hashlib.sha256(self.words.words.encode()).hexdigest()[:_TAG]
        return Press(verb, self.digest.batch, index, _QUOTE, tag)

    def said(self) -> Msg:
        """Return what is said of the words as they stand."""
        lent = isinstance(self.words, QuoteRow) and self.words.state == "offered"
        return LENT if lent else SAID[self.words.state]

    def settled(self, verb: str) -> Work:
        """Return the work that lets them through, or drops them."""
        if isinstance(self.words, ParaphraseRow):
            return Work(paraphrases=(replace(self.words, state=STATES[verb]),))
        return Work(quotes=(replace(self.words, state=STATES[verb]),))

    def need(self, member: StaffRow) -> str:
        """Return what stands for having told a member."""
        return f"preview {self.press(APPROVE).data()} {member.id}"


@dataclass(slots=True)
class Preview:
    """Offers coordinators what readers wrote, and does as they tap."""

    store: Store
    host: HostKey
    door: Door
    words: Says
    deployment: Deployment

    async def offer(self, now: float) -> None:
        """Show what waits for a coordinator's word, once a week to each, by day."""
        week = week_of(now)
        offers = [o for o in await self._offers(now) if o.words.state == "offered"]
        if not offers:
            return
        told, staff = await self.store.told(week), await self.store.staff()
        for offer in offers:
            for member in self._coordinators(offer, staff, now):
                need = offer.need(member)
                if need not in told and await self._show(offer, member):
                    await self.store.tell(need, week)

    def _coordinators(
        self, offer: Offer, staff: Sequence[StaffRow], now: float
    ) -> Iterator[StaffRow]:
        if calendar_of(offer.row.pool, self.deployment).is_awake(now):
            yield from (m for m in staff if self._may(m, offer.row.pool))

    def _may(self, member: StaffRow, pool: str) -> bool:
        mine = pools_of(member, self.deployment)
        return member.role == "coordinator" and pool in mine

    async def _offers(self, now: float) -> list[Offer]:
        """Return the words for themes of digests whose day has not begun."""
        written: list[ParaphraseRow | QuoteRow] = [*await self.store.paraphrases()]
        if self.deployment.quotes:
            written += await self.store.quotes()
        batches = {one.batch for one in written}
        found = [row for row in await self.store.digests() if row.batch in batches]
        waiting = {
            row.batch: (digest, row)
            for digest, row in opened(found)
            if calendar_of(row.pool, self.deployment).today(now) < row.leaves
        }
        return [
            Offer(*waiting[one.batch], one)
            for one in written
            if one.batch in waiting and is_tellable(waiting[one.batch][0], one.entry)
        ]

    async def _show(self, offer: Offer, member: StaffRow) -> bool:
        return await tell(
            self.door, self.host, member, lambda tongue: self._card(offer, tongue)
        )

    def _card(self, offer: Offer, tongue: str) -> Outgoing:
        """Return one theme's words, what becomes of them, and two buttons."""
        text = self.words.say(
            tongue,
            say(
                offer.said(),
                place=place(offer.digest.pool, self.deployment),
                number=number(offer.digest),
                theme=theme(offer.words.entry, self.deployment),
                words=offer.words.words,
                date=day_of(offer.row.leaves).isoformat(),
            ),
        )
        row = tuple(
            (self.words.say(tongue, say(label)), offer.press(verb).data())
            for verb, label in LABELS.items()
            if STATES[verb] != offer.words.state
        )
        return Outgoing(text, (row,))

    async def takes(self, arrival: Arrival, member: StaffRow, tongue: str) -> bool:
        """Do as a coordinator taps; False for what is not meant for the preview."""
        event = arrival.event
        press = pressed(event.choice) if isinstance(event, Tapped) else None
        if press is None or press.verb not in STATES:
            return False
        offer = await self._found(press, event.at)
        if offer is None or not self._may(member, offer.row.pool):
            await self.store.commit(Work(update=arrival.update))
            known = offer is not None
            said = Msg("staff.not_allowed") if known else Msg("preview.left")
            await self._answer(arrival, self.words.say(tongue, say(said)))
            return True
        what = _act(offer.words, STATES[press.verb])
        act = ActRow(str(member.id), what, week_of(event.at))
        work = offer.settled(press.verb)
        texts = TextWork(acts=(act,))
        await self.store.commit(replace(work, update=arrival.update, texts=texts))
        offer = await self._found(press, event.at) or offer
        await self._answer(arrival, "", self._card(offer, tongue))
        return True

    async def _found(self, press: Press, at: float) -> Offer | None:
        """Return what a press is about, unless its digest's day has begun."""
        for offer in await self._offers(at):
            if offer.press(press.verb) == press:
                return offer
        return None

    async def _answer(
        self, arrival: Arrival, box: str, card: Outgoing | None = None
    ) -> None:
        if arrival.press is not None:
            await self.door.answer(arrival.press, box)
        live = arrival.live
        if card is None or live is None:
            return
        if not await self.door.edit(arrival.chat, live, card):
            await self.door.send(arrival.chat, card)


def _act(it: ParaphraseRow | QuoteRow, state: str) -> str:
    kind = "quote" if isinstance(it, QuoteRow) else "paraphrase"
    return f"{kind} {state} {it.batch[:8]} {it.entry}"
