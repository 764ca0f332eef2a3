"""The desk: what a reader does with one opened text, and where it is kept.

Texts are opened one at a time and live as long as the page shows them; what is held
between two of them says where texts lie and which codes were given, never a word.
Rule: nothing that was read reaches a file but sealed, and nothing is kept of an answer
that was taken back meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

import msgspec

from bot.deployment import Deployment
from bot.details.finding import clean
from bot.errors.coded import NoSuchTextError, TakenBackError
from bot.flows import codings
from bot.flows.codings import Coded
from bot.flows.passes import Rows
from bot.questions import Direction, Question
from bot.reading import agreement, reasons, sights
from bot.reading.search import Shelf, Told, texts
from bot.reading.sights import Sight, Standing, Suggested
from bot.reading.ways import Piece, Seat, second_share, share
from bot.reports.names import Says, theme
from bot.responses import Response
from bot.store.records import ActedRow, CodingRow
from bot.themes.codes import HUSHED, Code, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.coding import Reads
from bot.themes.codings import Chosen, Coding, Span, covered, joined
from bot.themes.gathering import NEED
from bot.themes.readings import Wanted
from bot.weeks import Week
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Phrase

ACTED = "acted"
Shuffle = Callable[[list[Piece]], None]
"""Puts texts into an order that says nothing."""


class Shelves(codings.Shelf, Protocol):
    """Where what a reader wrote rests."""

    async def put_coding(self, row: CodingRow) -> None:
        """Keep what a reader found in a text."""

    async def acted(self, round_id: str) -> list[ActedRow]:
        """Return what was acted on in a round."""

    async def add_acted(self, row: ActedRow) -> None:
        """Note that a reader acted."""


class Acted(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed when a reader acted: who, by which agreed path, in which week."""

    reader: bytes
    path: str
    week: Week


class Opened(NamedTuple):
    """One text that lies open: its words, and the question that they answer."""

    words: str
    question: Question

    @property
    def usual(self) -> Wanted:
        """Return what people want who answer such a question."""
        keep = self.question.direction is Direction.KEEP
        return Wanted.PRAISE if keep else Wanted.NEED


@dataclass(slots=True)
class Desk:
    """Everything that reading needs; `shelves` open the rounds, by id.

    `path` is what was agreed to be done where a reader must act, None where nobody
    must.
    """

    rows: Rows
    told: Told
    rest: Shelves
    shelves: Mapping[str, Shelf]
    deployment: Deployment
    words: Says
    codebook: Codebook
    explained: CodeTexts
    coder: Reads
    week: Week
    path: Phrase | None = None
    pieces: Sequence[Piece] = ()
    done: dict[tuple[bytes, str], dict[bytes, Coding]] = field(default_factory=dict)
    urgent: set[tuple[str, bytes]] = field(default_factory=set)
    _gone: set[int] = field(default_factory=set)

    async def begin(self, pieces: Sequence[Piece], shuffle: Shuffle) -> None:
        """Put the texts into an order of no meaning, and learn what was read before."""
        order = list(pieces)
        shuffle(order)
        self.pieces = order
        for id_, shelf in self.shelves.items():
            for one in await codings.opened(self.rest, id_, shelf.keys):
                self._note(one)
            rows = await self.rest.acted(id_)
            self.urgent.update((row.round, row.row) for row in rows)

    def seat(self, name: str, languages: Iterable[str], speaks: str = "en") -> Seat:
        """Give a reader her place, by her short name, for texts in these languages."""
        marks = {id_: shelf.keys.reader(name) for id_, shelf in self.shelves.items()}
        return Seat(marks, frozenset(languages), speaks)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the texts that may be read."""
        return tuple(sorted({piece.language for piece in self.pieces}))

    def codes(self, speaks: str) -> list[sights.Code]:
        """Return the codes that may be given, as a language of staff explains them."""
        return [self._code(it, speaks) for it in self.codebook.codes if not it.closed]

    def _code(self, it: Code, speaks: str) -> sights.Code:
        text = self.explained.of(it.id, speaks)
        return sights.Code(
            id=it.id,
            label=self.words.say(speaks, theme(f"{NEED}:{it.id}", self.deployment)),
            sensitive=it.sensitivity in HUSHED,
            means=text.means if text else "",
            not_this=text.not_this if text else "",
        )

    async def forward(self, seat: Seat) -> Sight | None:
        """Open the next text for a reader; None where nothing waits for her."""
        while True:
            place = seat.forward(len(self.pieces), lambda n: self._waits(seat, n))
            if place is None or (sight := await self._sight(seat, place)):
                return sight if place is not None else None

    async def back(self, seat: Seat) -> Sight | None:
        """Open the text before; None where it is there no more."""
        place = seat.back()
        return None if place is None else await self._sight(seat, place)

    async def here(self, seat: Seat) -> Sight | None:
        """Open the text that lies open once more."""
        return None if seat.here is None else await self._sight(seat, seat.here)

    def _waits(self, seat: Seat, place: int) -> bool:
        return place not in self._gone and seat.waits(self.pieces[place], self.done)

    async def keep(self, seat: Seat, it: sights.Coded) -> None:
        """Keep what a reader found, sealed; raise where the answer is gone by now."""
        piece, opened = await self._reopened(seat, it.place)
        hidden = _within(opened.words, it.hidden)
        before = self.done.get(piece.text, {})
        own = before.get(seat.mark(piece))
        coding = Coding(
            language=piece.language,
            text=covered(opened.words, hidden),
            codes=self._given(it.given),
            hidden=hidden,
            blind=own.blind if own else bool(before),
        )
        coded = Coded(piece.answer, piece.question, seat.mark(piece), coding)
        keys = self.shelves[piece.round].keys
        await self.rest.put_coding(codings.sealed(coded, piece.round, piece.row, keys))
        self._note(coded)

    async def act(self, seat: Seat, place: int) -> None:
        """Note, sealed, that a reader goes the agreed path for an answer."""
        piece, _ = await self._reopened(seat, place)
        if self.path is None:
            raise NoSuchTextError
        keys = self.shelves[piece.round].keys
        row = keys.row(piece.row)
        path = self.words.say(SOURCE, self.path)
        said = msgspec.msgpack.encode(Acted(seat.mark(piece), path, self.week))
        sealed = keys.seal(said, ACTED, row)
        await self.rest.add_acted(ActedRow(piece.round, row, sealed))
        self.urgent.add((piece.round, row))

    def standing(self, seat: Seat) -> Standing:
        """Return how far the reading is, and how well readers agree."""
        both = agreement.pairs(self.done.values())
        codes = [code.id for code in self.codebook.codes]
        found = {"": agreement.alpha(both, codes)} if both else {}
        found |= agreement.by_language(both, codes)
        return Standing(
            share=share(self.pieces, self.done, seat.languages),
            second=second_share(self.pieces, self.done, seat.languages),
            agreement=tuple((w, self._figure(seat, n)) for w, n in found.items()),
        )

    def _figure(self, seat: Seat, value: float | None) -> str:
        if value is None:
            return self.words.say(seat.speaks, Phrase(reasons.NOT_YET))
        return f"{value:.2f}"

    def _note(self, one: Coded) -> None:
        """Remember which codes were given, and none of the words."""
        by = self.done.setdefault((one.answer, one.question), {})
        by[one.reader] = replace(one.coding, text="")

    def _given(self, given: Sequence[sights.Given]) -> tuple[Chosen, ...]:
        known = self.codebook.by_id()
        if any(code not in known for code, _ in given):
            raise NoSuchTextError
        return tuple(Chosen(code, wanted) for code, wanted in dict(given).items())

    async def _reopened(self, seat: Seat, place: int) -> tuple[Piece, Opened]:
        """Open a text that she has open; raise where it is not hers, or gone."""
        if place != seat.here:
            raise NoSuchTextError
        piece = self.pieces[place]
        opened = await self.open(piece)
        if opened is None:
            raise TakenBackError
        return piece, opened

    async def open(self, piece: Piece) -> Opened | None:
        """Return a text; None where its answer was taken back or told by now."""
        response = await self.response(piece.round, piece.row)
        if response is None or await self.told.batches_among([piece.answer]):
            return None
        forms = {form.name: form for form in self.deployment.forms}
        form = forms[response.form]
        asked = next(q for q in form.questions if q.id == piece.question)
        return Opened(texts(form, response)[piece.question], asked)

    async def response(self, round_id: str, row: int) -> Response | None:
        """Open one answer; None where it was taken back."""
        rows = await self.rows.envelopes([row])
        return self.shelves[round_id].open(rows[0][1]) if rows else None

    async def _sight(self, seat: Seat, place: int) -> Sight | None:
        piece = self.pieces[place]
        opened = await self.open(piece)
        if opened is None:
            self._gone.add(place)
            return None
        own = self.done.get(piece.text, {}).get(seat.mark(piece))
        suggested, why = await self._suggested(piece, opened)
        said = self.words.say(seat.speaks, Phrase(why)) if why else ""
        marked = self.shelves[piece.round].keys.row(piece.row)
        return Sight(
            place=place,
            text=opened.words,
            language=piece.language,
            dir=sights.direction(opened.words),
            question=self.words.say(seat.speaks, Phrase(opened.question.words)),
            usual=opened.usual,
            suggested=suggested,
            why=said,
            given=tuple((c.code, c.wanted) for c in own.codes) if own else (),
            hidden=own.hidden if own else self.details(opened.words),
            coded=own is not None,
            drawn=piece.doubled,
            acted=(piece.round, marked) in self.urgent,
        )

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the countries whose telephone numbers may stand without a prefix."""
        return tuple(country.code.upper() for country in self.deployment.countries)

    def details(self, words: str) -> tuple[Span, ...]:
        """Return where a text may show who somebody is."""
        return joined((d.start, d.end) for d in clean(words, self.regions))

    async def _suggested(
        self, piece: Piece, opened: Opened
    ) -> tuple[tuple[Suggested, ...], Msg | None]:
        """Return what the coder finds, and why it finds nothing; a drawn text: none.

        What is needed in an answer about what is good is what is good.
        """
        if piece.doubled:
            return (), reasons.DRAWN
        text = (piece.language, opened.words)
        (reading,) = await asyncio.to_thread(self.coder.read, [text])
        found = (
            Suggested(
                f.code,
                opened.usual if f.wanted is Wanted.NEED else f.wanted,
                f.start,
                f.end,
            )
            for f in reading.codes
        )
        return tuple(found), reasons.WHY[reading.why] if reading.why else None


def _within(words: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the stretches that lie in a text, those that touch as one."""
    cut = ((start, min(end, len(words))) for start, end in spans)
    return joined(cut)
