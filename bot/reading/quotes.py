"""What readers do with one person's own words: one proposes them, another signs.

They stand below a theme of a released batch, exactly as their author agreed to them.
Rule: every condition of a quote is looked at when it is proposed and once more when it
is signed (`themes.quotes`); nobody here can change a letter of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bot.details.names import shows_names
from bot.errors.coded import NoSuchTextError
from bot.flows import lending
from bot.flows.lending import Lent, Spot
from bot.flows.paraphrasing import SIGNED, Theme
from bot.questions import Direction
from bot.reading.groups import Groups, Said
from bot.reading.sights import Lendable, Picked, direction
from bot.reading.ways import Seat
from bot.store.records import LentRow
from bot.themes import paraphrases, quotes
from bot.themes.gathering import NEED
from bot.themes.quotes import Quote, Refusal, Review

Resting = Mapping[bytes, tuple[LentRow, Lent]]
"""The quotes of a batch, by the marks of their people in it."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes of the groups that lie open."""

    groups: Groups

    async def candidates(self, seat: Seat, wanted: Theme) -> tuple[Lendable, ...]:
        """Return the words below a theme that their authors agreed to show."""
        said, resting = await self._said(wanted), await self._resting(wanted)
        return tuple(self._candidate(seat, wanted, one, resting) for one in said)

    async def propose(self, seat: Seat, it: Picked) -> tuple[str, ...]:
        """Keep words for a second reader; return what keeps them from that."""
        wanted, said = await self._found(it)
        if why := self._refused(wanted, said, await self._resting(wanted)):
            return (self.groups.refused(seat, why),)
        mark = seat.marks[said.member.round]
        await self._keep(
            wanted, said, Lent(said.quote, said.language, said.question, mark)
        )
        return ()

    async def sign(self, seat: Seat, it: Picked) -> tuple[str, ...]:
        """Sign words that another reader proposed; return what hinders it."""
        wanted, said = await self._found(it)
        resting = await self._resting(wanted)
        own = self._own(wanted, said, resting)
        if own is None or own[0].state == SIGNED:
            raise NoSuchTextError
        signer = seat.marks[said.member.round]
        if own[1].writer == signer:
            return (self.groups.refused(seat, paraphrases.Refusal.SAME),)
        why = self._refused(wanted, said, resting, words=own[1].words, read=it.read)
        if why:
            return (self.groups.refused(seat, why),)
        await self._keep(wanted, said, msgspec.structs.replace(own[1], signer=signer))
        await self.groups.signed()
        return ()

    async def drop(self, it: Picked) -> None:
        """Throw away what nobody signed."""
        wanted, said = await self._found(it)
        await self.groups.shelf.leave(self._person(wanted, said))

    def _candidate(
        self, seat: Seat, wanted: Theme, said: Said, resting: Resting
    ) -> Lendable:
        why = self._refused(wanted, said, resting)
        own = self._own(wanted, said, resting)
        return Lendable(
            id=_id(said),
            words=said.quote,
            language=said.language,
            dir=direction(said.quote),
            why=self.groups.refused(seat, why) if why else "",
            state=own[0].state if own else "",
            own=bool(own and own[1].writer == seat.marks[said.member.round]),
            caseless=not shows_names(said.quote),
        )

    def _refused(
        self,
        wanted: Theme,
        said: Said,
        resting: Resting,
        *,
        words: str | None = None,
        read: bool = True,
    ) -> Refusal | None:
        """Return what keeps words here; as if they were signed, until they are.

        `words` are those that are signed, `read` the signer's word that she reads them.
        """
        side, _, code = wanted.entry.partition(":")
        desk, (digest, _) = self.groups.desk, self.groups.digest(wanted)
        others = self._own(wanted, said, resting) is None
        quoted = {(wanted.batch, m) for m in resting if others}
        found = quotes.quotable(
            quotes.Said(
                batch=wanted.batch,
                voice=self._person(wanted, said),
                direction=Direction(side),
                language=said.language,
                text=said.words,
                agreed=said.quote,
                hidden=said.shown != said.words,
                hushed=said.hushed,
            ),
            Review(said.quote if words is None else words, code, "signs", read),
            {wanted.batch: digest},
            quoted,
            switched_on=desk.deployment.quotes,
            regions=desk.regions,
        )
        return None if isinstance(found, Quote) else found

    async def _keep(self, wanted: Theme, said: Said, it: Lent) -> None:
        keys = self.groups.desk.shelves[said.member.round].keys
        spot = Spot(
            wanted.batch,
            wanted.entry,
            self._person(wanted, said),
            keys.row(said.member.row),
        )
        if not await self.groups.shelf.lend(
            lending.sealed(it, spot, said.member.round, keys)
        ):
            raise NoSuchTextError

    def _own(
        self, wanted: Theme, said: Said, resting: Resting
    ) -> tuple[LentRow, Lent] | None:
        """Return how these very words rest below this theme, if they do."""
        row, it = resting.get(self._person(wanted, said), (None, None))
        if row is None or it is None:
            return None
        keys = self.groups.desk.shelves[said.member.round].keys
        spot = (row.entry, it.question, row.row)
        here = (wanted.entry, said.question, keys.row(said.member.row))
        return (row, it) if spot == here else None

    def _person(self, wanted: Theme, said: Said) -> bytes:
        keys = self.groups.desk.shelves[said.member.round].keys
        return keys.person(wanted.batch, said.voice)

    async def _resting(self, wanted: Theme) -> Resting:
        shelves = self.groups.desk.shelves
        return {
            row.person: (row, lending.opened(row, shelves[row.round].keys))
            for row in await self.groups.shelf.lent()
            if row.batch == wanted.batch and row.round in shelves
        }

    async def _said(self, wanted: Theme) -> Sequence[Said]:
        """Return the texts below a theme that people agreed to show; needs have none.

        A tapped need is told without words.
        """
        self.groups.digest(wanted)
        if wanted.entry.startswith(f"{NEED}:"):
            return ()
        return [one for one in await self.groups.said(wanted) if one.quote]

    async def _found(self, it: Picked) -> tuple[Theme, Said]:
        wanted = Theme(it.batch, it.entry, it.language)
        for said in await self._said(wanted):
            if _id(said) == it.id:
                return wanted, said
        raise NoSuchTextError


def _id(said: Said) -> str:
    return f"{said.member.row}:{said.question}"
