"""What happens when somebody writes or taps, in order: recall, walk, commit, answer.

Rule: nothing is answered before its effect is durable, and an update that comes again
changes nothing; it only shows the current card once more (`telegram.md`, decision 3).
The talk, its answers and their row are written in one transaction (`data.md`).
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation import replies as say
from bot.conversation.engine import Engine
from bot.conversation.events import (
    Cleared,
    Event,
    FromPerson,
    Looked,
    Numbered,
    Sealed,
    Sent,
    Tapped,
)
from bot.conversation.replies import Card, Reply, Shown, Stood
from bot.conversation.talk import Talk
from bot.errors import SottoError
from bot.flows.doors import Arrival, Door, Gone, Outgoing
from bot.flows.held import Held, Timer, from_bytes, to_bytes
from bot.flows.seal import OpenRound, sealed_row
from bot.logs import log
from bot.receipts import draw
from bot.store.records import SealedRow, TalkRow, Work
from bot.words.languages import SOURCE
from bot.words.phrases import Phrase
from bot.words.writing import MESSAGE, cut, units


class Store(Protocol):
    """What a talk needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing; False if the update was seen before."""

    async def talk(self, slots: Sequence[bytes]) -> TalkRow | None:
        """Return the first talk that rests under one of the slots."""

    async def row_at(self, locator: bytes) -> int | None:
        """Return the id of the sealed row with this locator."""


class TalkKeys(Protocol):
    """What seals a talk at rest."""

    def slots(self, person: int, now: float) -> tuple[tuple[int, bytes], ...]:
        """Return (epoch, slot) of today's key, then yesterday's."""

    def seal(self, person: int, state: bytes, now: float) -> TalkRow:
        """Seal a state under today's key."""

    def open(self, row: TalkRow) -> bytes | None:
        """Return the state, or None where no key opens it."""

    def rotate(self, now: float) -> int:
        """Make today's key, destroy those past; return the epoch."""


class Receipts(Protocol):
    """What turns a secret number into the place of a row."""

    async def locator_of(self, digits: str) -> bytes:
        """Return the 16 bytes that the number stands for."""

    def allows(self, person: int, now: float) -> bool:
        """Tell whether this account may look up one more number now."""


class Timers(Protocol):
    """What deletes a message when its time has come."""

    def remember(self, chat: int, timer: Timer) -> None:
        """Note that a message is to delete itself."""

    def cancel(self, chat: int, timer: Timer) -> None:
        """Let it stand."""


class Says(Protocol):
    """What turns phrases into text."""

    def say(self, language: str, phrase: Phrase) -> str:
        """Return the sentence in the language."""


@dataclass(frozen=True, slots=True)
class House:
    """One moment's engine, words and rounds: an update never mixes two versions."""

    engine: Engine
    words: Says
    rounds: tuple[OpenRound, ...]


def text_in(words: Says, card: Card, language: str) -> str:
    """Return what stands on a card, in a language, its lines one below the other."""
    return "\n\n".join(words.say(language, line) for line in card.lines)


def rendered(words: Says, card: Card) -> Outgoing:
    """Turn a card into text and buttons that carry the card's number.

    A card whose translation is longer than a message could not be sent at all, and
    whoever waits for it would see nothing: it is said in English.
    """
    text = text_in(words, card, card.language)
    return Outgoing(
        text=text if units(text) <= MESSAGE else cut(text_in(words, card, SOURCE)),
        rows=tuple(
            tuple(
                (words.say(card.language, b.label), f"{card.number}.{b.choice}")
                for b in row
            )
            for row in card.rows
        ),
    )


@dataclass(slots=True)
class _Outcome:
    """What one update leads to: the talk after it, rows to write, things to show."""

    talk: Talk
    shows: list[Shown] = field(default_factory=list)
    rows: list[SealedRow] = field(default_factory=list)
    moves: list[tuple[int, bytes]] = field(default_factory=list)
    erase: list[int] = field(default_factory=list)
    forgotten: bool = False


@dataclass(slots=True)
class Listener:
    """Receives what survivors send, one update of one person at a time."""

    store: Store
    keys: TalkKeys
    receipts: Receipts
    door: Door
    house: House
    timers: Timers

    async def receive(self, arrival: Arrival) -> None:
        """Carry one update through; durable when it returns, however often it comes."""
        house = self.house
        row = await self._resting(arrival)
        held = self._held(row, arrival)
        outcome = await self._led(house, held, arrival)
        held = replace(held, talk=outcome.talk)
        if not await self.store.commit(self._work(arrival, row, held, outcome)):
            await self._show_again(house, arrival)
            return
        try:
            await self._answer(house, arrival, held, outcome)
        except Gone:
            await self.forget(arrival)

    async def _led(self, house: House, held: Held, arrival: Arrival) -> _Outcome:
        """Walk; where that cannot be done, keep the talk as it is and say so (E1)."""
        try:
            return await self._walk(house, held, arrival)
        except SottoError as failed:
            log.error("talk_not_led", error=type(failed).__name__)
            sorry = say.Show(house.engine.sorry(held.talk))
            return _Outcome(held.talk, shows=[sorry])

    async def _resting(self, arrival: Arrival) -> TalkRow | None:
        slots = self.keys.slots(arrival.person, arrival.event.at)
        return await self.store.talk([slot for _, slot in slots])

    def _held(self, row: TalkRow | None, arrival: Arrival) -> Held:
        """Open what rests, or begin anew; the message that came joins what can go.

        A secret number whose time is over is forgotten, so that it is not shown again.
        """
        at = arrival.event.at
        state = self.keys.open(row) if row else None
        held = from_bytes(state) if state is not None else None
        held = held or Held(arrival.person, arrival.chat, Talk())
        if isinstance(arrival.event, FromPerson):
            held = replace(held, talk=replace(held.talk, guess=arrival.event.guess))
        if any(timer.due <= at for timer in held.timers):
            held = replace(held, talk=replace(held.talk, digits=""))
        came = () if arrival.message is None else (arrival.message,)
        return held.with_messages(came, at)

    async def _walk(self, house: House, held: Held, arrival: Arrival) -> _Outcome:
        """Let the engine walk until it asks for nothing more."""
        outcome = _Outcome(held.talk)
        events: list[Event] = [arrival.event]
        while events:
            outcome.talk, replies = house.engine.advance(outcome.talk, events.pop(0))
            for reply in replies:
                back = await self._duty(house, held, arrival, outcome, reply)
                if back is not None:
                    events.append(back)
        return outcome

    async def _duty(
        self,
        house: House,
        held: Held,
        arrival: Arrival,
        outcome: _Outcome,
        reply: Reply,
    ) -> Event | None:
        """Carry out one reply; what it finds comes back as an event."""
        at = arrival.event.at
        match reply:
            case say.Seal():
                row = sealed_row(reply, arrival.person, at, house.rounds)
                outcome.rows.append(row)
                return Sealed(at, row.id)
            case say.Number():
                digits = draw(secrets.randbelow)
                locator = await self.receipts.locator_of(digits)
                outcome.moves.append((reply.row, locator))
                return Numbered(at, digits)
            case say.Look():
                return Looked(at, await self._looked_up(reply.digits, arrival))
            case say.Erase():
                outcome.erase.append(reply.row)
            case say.ClearScreen():
                ids = tuple(message for message, _ in held.messages)
                await self.door.remove(arrival.chat, ids)
                return Cleared(at)
            case say.Forget():
                outcome.forgotten = True
            case say.Show() | say.Alert() | say.Refuse() | say.Receipt() | say.Play():
                outcome.shows.append(reply)
        return None

    async def _looked_up(self, digits: str, arrival: Arrival) -> int | None:
        if not self.receipts.allows(arrival.person, arrival.event.at):
            return None
        return await self.store.row_at(await self.receipts.locator_of(digits))

    def _work(
        self, arrival: Arrival, row: TalkRow | None, held: Held, outcome: _Outcome
    ) -> Work:
        """Gather everything that this update changes into one transaction."""
        fresh = None if outcome.forgotten else self._sealed(held, arrival.event.at)
        stale = row is not None and (fresh is None or fresh.slot != row.slot)
        return Work(
            update=arrival.update,
            talk=fresh,
            drop=(row.slot,) if row and stale else (),
            sealed=tuple(outcome.rows),
            moves=tuple(outcome.moves),
            erase=tuple(outcome.erase),
        )

    def _sealed(self, held: Held, at: int) -> TalkRow:
        return self.keys.seal(held.person, to_bytes(held), at)

    async def _answer(
        self, house: House, arrival: Arrival, held: Held, outcome: _Outcome
    ) -> None:
        """Show what is to be shown, remember where it stands, then delete the old.

        In this order a crash leaves one card too many, never one that is not known to
        "clear my screen".
        """
        alert, after = "", held
        cards: list[Stood] = []
        for reply in outcome.shows:
            match reply:
                case say.Alert():
                    alert = house.words.say(reply.language, reply.says)
                case say.Refuse():
                    after = await self._refused(arrival, after)
                case say.Play():
                    after = await self._played(arrival, after, reply)
                    unheard = after.sounds == held.sounds
                    cards += house.engine.again(held.talk) if unheard else ()
                case say.Show() | say.Receipt():
                    cards.append(reply)
        press = self._pressed(arrival, alert)
        if cards:
            after = replace(after, sounds=())
            shown = self._shown(house, arrival, after, cards[-1])
            after, _ = await asyncio.gather(shown, press)
        else:
            await press
        if after != held and not outcome.forgotten:
            await self.store.commit(Work(talk=self._sealed(after, arrival.event.at)))
        before = (held.live, arrival.live) if cards else ()
        stale = {*before, *held.sounds} - {None, after.live, *after.sounds}
        old = tuple(m for m in stale if m is not None)
        if old:
            await self.door.remove(held.chat, old)

    async def _pressed(self, arrival: Arrival, alert: str = "") -> None:
        """Answer a press on every path (`telegram.md`, Limits)."""
        if arrival.press is not None:
            await self.door.answer(arrival.press, alert)

    async def _refused(self, arrival: Arrival, held: Held) -> Held:
        if arrival.message is None:
            return held
        await self.door.remove(arrival.chat, (arrival.message,))
        return held.without_messages((arrival.message,))

    async def _played(self, arrival: Arrival, held: Held, reply: say.Play) -> Held:
        """Let a sound be heard below the card, in the place of the one before it."""
        sent = await self.door.play(held.chat, reply.file)
        if sent is None:
            return held
        held = replace(held, sounds=(sent,))
        return held.with_messages((sent,), arrival.event.at)

    async def _shown(
        self, house: House, arrival: Arrival, held: Held, show: Stood
    ) -> Held:
        """Edit the live card after a press on it; else send it below, delete the old.

        Only a message young enough to be deleted is edited, so that "clear my screen"
        can reach whatever the card shows. A secret number is always a new message.
        """
        message = rendered(house.words, show.card)
        pressed = arrival.live if isinstance(arrival.event, Tapped) else None
        live = held.live if held.knows(held.live) and held.live == pressed else None
        edits = live is not None and isinstance(show, say.Show)
        if (
            live is not None
            and edits
            and await self.door.edit(held.chat, live, message)
        ):
            return self._untimed(held)
        at = arrival.event.at
        sent = await self.door.send(held.chat, message)
        held = replace(self._untimed(held), live=sent)
        if isinstance(show, say.Receipt):
            timer = Timer(sent, at + show.minutes * 60)
            self.timers.remember(held.chat, timer)
            held = replace(held, timers=(timer,))
        return held.with_messages((sent,), at)

    def _untimed(self, held: Held) -> Held:
        """Stop the timers: what would have deleted itself is gone or changed."""
        for timer in held.timers:
            self.timers.cancel(held.chat, timer)
        return replace(held, timers=())

    async def _show_again(self, house: House, arrival: Arrival) -> None:
        """Heal a crash between commit and answer: show what the talk stands at."""
        row = await self._resting(arrival)
        if row is None:
            await self._pressed(arrival)
            return
        held = self._held(row, arrival)
        again = _Outcome(held.talk, shows=[*house.engine.again(held.talk)])
        if isinstance(arrival.event, Sent):
            again.shows.insert(0, say.Refuse())
        try:
            await self._answer(house, arrival, held, again)
        except Gone:
            await self.forget(arrival)

    async def forget(self, arrival: Arrival) -> None:
        """Drop the talk of an account: its chat is closed, or it became staff."""
        slots = self.keys.slots(arrival.person, arrival.event.at)
        await self.store.commit(Work(drop=tuple(slot for _, slot in slots)))
