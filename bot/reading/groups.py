"""What readers write about released groups: the texts behind a theme, and the words.

Rule: a theme's texts are found again through the ledger each time, from the sealed
answers that are still there; every condition of a paraphrase is looked at when it is
written and once more when it is signed (`themes.paraphrases`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.details.names import shows_names
from bot.errors.coded import NoSuchTextError
from bot.flows import lending, paraphrasing
from bot.flows.paraphrasing import SIGNED, Theme
from bot.questions import Form, Kind, Question
from bot.reading import reasons
from bot.reading.desk import Desk
from bot.reading.search import Member, texts
from bot.reading.sights import Entry, Source, Text, Worded, direction
from bot.reading.ways import Seat
from bot.reports.names import band_name, named_theme, place, say
from bot.responses import Response
from bot.store.records import BatchRow, LentRow, WrittenRow
from bot.themes import paraphrases, quotes
from bot.themes.codes import HUSHED
from bot.themes.codings import SIDE, Chosen, covered, standing
from bot.themes.gathering import NEED, THEMES, Band, Digest
from bot.themes.paraphrases import (
    Draft,
    Paraphrase,
    refusals,
    unsigned,
)
from bot.themes.readings import Wanted
from bot.words.languages import Language
from bot.words.phrases import Msg, Value

_BULLET = "• "
"""What stands before a theme in a digest."""
_SOME_WORDS = "-"
"""Words that nothing is wrong with: what is refused then is the theme's."""


class Shelf(paraphrasing.Shelf, lending.Shelf, Protocol):
    """Where paraphrases and quotes rest."""

    async def write(self, row: WrittenRow) -> bool:
        """Keep a paraphrase; False where a signed one is there."""

    async def drop(self, batch: str, entry: str, language: str) -> None:
        """Delete a paraphrase that nobody signed."""

    async def lend(self, it: LentRow) -> bool:
        """Keep a quote; False where another of this person, or a signed one, is."""

    async def leave(self, person: bytes) -> None:
        """Delete a quote that nobody signed."""


class Said(NamedTuple):
    """A text about a theme: its words, what is shown of it, its language and voice.

    `quote` is what its author agreed to show of it, `member` and `question` say where
    it lies, `hushed` tells whether it was given a code that is never told.
    """

    words: str
    shown: str
    language: str
    voice: bytes
    quote: str
    member: Member
    question: str
    hushed: bool


@dataclass(slots=True)
class Groups:
    """The released batches of the rounds that are open here; `languages` are staff's.

    `signed` is called when a second reader signed: what may leave then can.
    """

    desk: Desk
    shelf: Shelf
    batches: Mapping[str, BatchRow]
    members: Mapping[str, Sequence[Member]]
    languages: tuple[Language, ...]
    signed: Callable[[], Awaitable[None]]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of those languages."""
        return tuple(one.code for one in self.languages)

    async def entries(self, seat: Seat, language: str) -> tuple[Entry, ...]:
        """Return every theme that may be paraphrased, in the order of the batches."""
        rows = await self.shelf.written()
        states = {(r.batch, r.entry): r.state for r in rows if r.language == language}
        return tuple(
            self._entry(seat, Digest.from_bytes(batch.table), entry, band, states)
            for batch in self.batches.values()
            for entry, band in _told(Digest.from_bytes(batch.table))
        )

    def _entry(
        self,
        seat: Seat,
        digest: Digest,
        entry: str,
        band: Band,
        states: Mapping[tuple[str, str], str],
    ) -> Entry:
        words, of = self.desk.words, self.desk.deployment
        named = named_theme(entry, of)
        months = (words.month(seat.speaks, m) for m in dict.fromkeys(digest.months))
        where: dict[str, Value] = {
            "place": place(digest.pool, of),
            "months": " \N{EN DASH} ".join(months),
        }
        label = words.say(seat.speaks, named).removeprefix(_BULLET)
        about = say(Msg("reading.group_theme"), **where, theme=label)
        return Entry(
            batch=digest.batch,
            entry=entry,
            group=words.say(seat.speaks, say(Msg("reading.group"), **where)),
            about=words.say(seat.speaks, about),
            label=label,
            band=words.say(seat.speaks, band_name(band)),
            state=states.get((digest.batch, entry), ""),
        )

    async def source(self, seat: Seat, wanted: Theme) -> Source:
        """Return what a paraphrase is written from, and what stands written."""
        self.digest(wanted)
        said = await self.said(wanted)
        row, it = await self._written(wanted)
        words = it.words if it else ""
        return Source(
            texts=tuple(Text(s.shown, s.language, direction(s.shown)) for s in said),
            missing=self._refusals(seat, wanted, _SOME_WORDS, said, ()),
            words=words,
            dir=direction(words),
            state=row.state if row else "",
            own=bool(row and it and it.writer == seat.marks[row.round]),
            caseless=not shows_names(words),
        )

    async def write(self, seat: Seat, it: Worded) -> tuple[str, ...]:
        """Keep a paraphrase for a second reader; return what keeps it from that."""
        wanted = Theme(it.batch, it.entry, it.language)
        _, batch = self.digest(wanted)
        words = it.words.strip()
        found = await self._against(seat, wanted, words)
        if not found:
            await self._keep(batch, wanted, Paraphrase(words, seat.marks[batch.round]))
        return found

    async def sign(self, seat: Seat, it: Worded) -> tuple[str, ...]:
        """Sign what another reader wrote, so that it leaves; return what hinders it."""
        wanted = Theme(it.batch, it.entry, it.language)
        _, batch = self.digest(wanted)
        row, written = await self._written(wanted)
        if row is None or written is None or row.state == SIGNED:
            raise NoSuchTextError
        signer = seat.marks[batch.round]
        if why := unsigned(written.words, written.writer, signer, read=it.read):
            return (self.refused(seat, why),)
        found = await self._against(seat, wanted, written.words)
        if not found:
            both = Paraphrase(written.words, written.writer, signer)
            await self._keep(batch, wanted, both)
            await self.signed()
        return found

    async def drop(self, it: Theme) -> None:
        """Throw away what nobody signed."""
        await self.shelf.drop(it.batch, it.entry, it.language)

    async def _keep(self, batch: BatchRow, wanted: Theme, it: Paraphrase) -> None:
        keys = self.desk.shelves[batch.round].keys
        row = paraphrasing.sealed(it, wanted, batch.round, keys)
        if not await self.shelf.write(row):
            raise NoSuchTextError

    async def _written(
        self, wanted: Theme
    ) -> tuple[WrittenRow, Paraphrase] | tuple[None, None]:
        place_ = (wanted.batch, wanted.entry, wanted.language)
        for row in await self.shelf.written():
            if (row.batch, row.entry, row.language) == place_:
                keys = self.desk.shelves[row.round].keys
                return row, paraphrasing.opened(row, keys)
        return None, None

    def digest(self, wanted: Theme) -> tuple[Digest, BatchRow]:
        """Return what a theme was told in; raise for what was not told here."""
        batch = self.batches.get(wanted.batch)
        if batch is None or wanted.language not in self.codes:
            raise NoSuchTextError
        return Digest.from_bytes(batch.table), batch

    async def _against(self, seat: Seat, wanted: Theme, words: str) -> tuple[str, ...]:
        """Return all that keeps words here: nobody of the batch may have said them."""
        every = await self._every(wanted.batch)
        return self._refusals(seat, wanted, words, await self.said(wanted), every)

    async def _every(self, batch: str) -> list[str]:
        """Return all texts of a batch, whatever they are about."""
        forms = {form.name: form for form in self.desk.deployment.forms}
        opened = [await self.desk.response(*m) for m in self.members.get(batch, ())]
        return [
            words
            for it in opened
            if it is not None and it.form in forms
            for words in texts(forms[it.form], it).values()
        ]

    def _refusals(
        self,
        seat: Seat,
        wanted: Theme,
        words: str,
        said: Sequence[Said],
        every: Sequence[str],
    ) -> tuple[str, ...]:
        """Return, as sentences, all that keeps words about a theme in the vault."""
        digest, _ = self.digest(wanted)
        draft = Draft(
            words=words,
            band=dict(digest.table).get((THEMES, wanted.entry), Band.FEW),
            leaf=digest.leaf,
            people=len({one.voice for one in said}),
            texts=tuple(every),
            regions=self.desk.regions,
        )
        return tuple(self.refused(seat, why) for why in refusals(draft))

    def refused(self, seat: Seat, why: paraphrases.Refusal | quotes.Refusal) -> str:
        """Return, as a sentence in her language, why words stay in the vault."""
        return self.desk.words.say(seat.speaks, reasons.refused(why))

    async def said(self, wanted: Theme) -> list[Said]:
        """Return the texts that people of a batch wrote about a theme."""
        found: list[Said] = []
        forms = {form.name: form for form in self.desk.deployment.forms}
        for member in self.members.get(wanted.batch, ()):
            it = await self.desk.response(*member)
            if it is not None and it.form in forms:
                about = asyncio.to_thread(
                    self._about, member, it, forms[it.form], wanted.entry
                )
                found.extend(await about)
        return found

    def _about(
        self, member: Member, it: Response, form: Form, entry: str
    ) -> list[Said]:
        """Return which of an answer's texts are about an entry."""
        lent = {answer.question: answer.quote for answer in reversed(it.answers)}
        mark = self.desk.shelves[member.round].keys.answer(it.answer_id)
        asked = {question.id: question for question in form.questions}
        found: list[Said] = []
        for question, words in texts(form, it).items():
            coding = standing(self.desk.done.get((mark, question), {}).values())
            given = coding.codes if coding else self._guessed(it.language, words)
            if not speaks(entry, asked[question], given, tapped(form, it)):
                continue
            hidden = coding.hidden if coding else self.desk.details(words)
            shown, hushed = covered(words, hidden), self._hushed(given)
            who = it.language, it.voice, lent[question], member, question
            found.append(Said(words, shown, *who, hushed))
        return found

    def _hushed(self, given: Sequence[Chosen]) -> bool:
        known = self.desk.codebook.by_id()
        return any(known[one.code].sensitivity in HUSHED for one in given)

    def _guessed(self, language: str, words: str) -> tuple[Chosen, ...]:
        """Return what gathering counts a text for that no reader coded."""
        (reading,) = self.desk.coder.read([(language, words)])
        return tuple(Chosen(found.code, Wanted.NEED) for found in reading.codes)


def _told(digest: Digest) -> Iterator[tuple[str, Band]]:
    """Yield the themes of a digest that may be paraphrased; of a leaf, none."""
    for (question, entry), band in digest.table:
        if question == THEMES and band is not Band.FEW and not digest.leaf:
            yield entry, band


def tapped(form: Form, response: Response) -> frozenset[str]:
    """Return the needs that were tapped in a response, as entries of the list."""
    needs = {
        (question.id, choice.id): f"{NEED}:{choice.theme or choice.told}"
        for question in form.questions
        if question.kind is Kind.SEVERAL
        for choice in question.choices
    }
    chosen = ((a.question, choice) for a in response.answers for choice in a.choices)
    return frozenset(needs[one] for one in chosen if one in needs)


def speaks(
    entry: str, asked: Question, given: Sequence[Chosen], taps: frozenset[str]
) -> bool:
    """Tell whether a text with these codes is about an entry of the list.

    About a tapped need speaks the text of somebody who tapped it and wrote of it.
    """
    side, _, code = entry.partition(":")
    if side == NEED:
        return entry in taps and code in {one.code for one in given}
    sides = {one.code: SIDE.get(one.wanted, asked.direction) for one in reversed(given)}
    found = sides.get(code)
    return found is not None and found.value == side
