"""Somebody at the desk: who, with which texts before them, and what comes of it.

Rule: what is decided at the desk is a value (`Answer`); the room alone commits it and
sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.flows.desk.cards import Cards, version_of
from bot.flows.desk.library import Library
from bot.flows.desk.places import Filter, Press, Spot, digits, written
from bot.flows.doors import Outgoing
from bot.store.records import ActRow, StaffRow, TextWork
from bot.words.phrases import Msg, Value
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing
from bot.words.versions import Stage

REFUSALS: dict[Refusal, Msg] = {
    Refusal.NOTHING: Msg("desk.no_nothing"),
    Refusal.BLOCKED: Msg("desk.no_blocked"),
    Refusal.OWN: Msg("desk.no_own"),
    Refusal.NO_BACK: Msg("desk.no_back"),
    Refusal.SAME: Msg("desk.no_same"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody else is told that a text waits: all of a language but who calls."""

    language: str
    id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes of a press or a message: messages, rows, a file, people to be told.

    `anew` asks for messages below instead of a change of the pressed one; `alert` is
    said in a box.
    """

    shows: tuple[Outgoing, ...] = ()
    texts: TextWork = field(default_factory=TextWork)
    file: tuple[str, bytes, str] | None = None
    call: Call | None = None
    alert: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """One member at the desk at one moment, in their language (`tongue`).

    `staff` is everybody, the member too.
    """

    library: Library
    member: StaffRow
    tongue: str
    spot: Spot
    hand: Hand
    staff: Sequence[StaffRow] = ()

    @property
    def cards(self) -> Cards:
        """What draws for this member."""
        return Cards(self.library, self.tongue, self.hand.who)

    def say(self, says: Msg, **values: Value) -> str:
        """Return a sentence in this member's language."""
        return self.cards.say(says, **values)

    def may(self, code: str) -> bool:
        """Tell whether this member looks after a language."""
        known = self.library.edition.shipped.language(code) is not None
        return known and _looks_after(self.member, code)

    def lonely(self, code: str) -> bool:
        """Tell whether nobody is there who could approve what this member writes."""
        others = (m for m in self.staff if m.id != self.member.id)
        return not self.hand.alone and not any(_looks_after(m, code) for m in others)

    def answer(self, *shows: Outgoing, spot: Spot | None = None) -> Answer:
        """Return messages, with where the member is afterwards."""
        return Answer(shows, self.sat(spot)) if spot else Answer(shows)

    def work(self, code: str, rows: Rows, *what: str) -> TextWork:
        """Return rows of one language as they are written, and what is written down."""
        standings = self.library.shelf(code).standings
        fresh = tuple(r for r in rows if r.version > standings[r.id].newest)
        return TextWork(
            added=fresh,
            changed=tuple(r for r in rows if r not in fresh),
            acts=tuple(ActRow(self.hand.who, one, self.hand.week) for one in what),
        )

    def sat(self, spot: Spot, texts: TextWork | None = None) -> TextWork:
        """Return rows with where the member is afterwards."""
        desk = self.member.id, written(spot)
        return replace(texts or TextWork(), desk=desk)

    def told(self, says: Msg, **values: Value) -> Answer:
        """Return one sentence."""
        return Answer((Outgoing(self.say(says, **values)),))

    def refused(self, why: Refusal, standing: Standing) -> Answer:
        """Say why a move is not made, above the text as it stands."""
        code = standing.language.code
        note = self.say(REFUSALS[why])
        if why is Refusal.OWN and self.lonely(code):
            note = self.say(Msg("desk.nobody"), code=code)
        return self.shown(standing, note)

    def shown(self, standing: Standing, note: str = "") -> Answer:
        """Show a text as it stands, and ask nothing more."""
        spot = self.on(standing, "")
        return self.answer(self.cards.card(standing, note), spot=spot)

    def on(self, standing: Standing, asks: str) -> Spot:
        """Return where a member is who is asked something about a text."""
        return replace(
            self.spot,
            language=standing.language.code,
            id=standing.id,
            version=version_of(standing),
            asks=asks,
            forms=(),
            heard="",
        )

    def among(self, code: str, which: Filter, query: str = "") -> Spot:
        """Return where a member is who goes through some texts of a language.

        Words that come now are searched for.
        """
        spot = replace(self.spot, language=code, filter=which.value, query=query)
        return replace(spot, asks="find", id="", forms=(), heard="")

    def moved(self, verb: str, standing: Standing, rows: Rows, note: str) -> Answer:
        """Return a move's rows, what is written down of it, and the card after it.

        That nobody else looked at a text is written down as well.
        """
        after = replace(self, library=self.library.after(rows))
        stands = after.library.found(standing.language.code, standing.id) or standing
        live = (row for row in rows if row.stage is Stage.LIVE)
        own = self.hand.alone and any(row.author == row.approver for row in live)
        what = f"words {verb} {standing.language.code} {standing.id}"
        what += " alone" if own else ""
        texts = self.work(standing.language.code, rows, what)
        card = after.cards.card(stands, note)
        return Answer((card,), self.sat(self.on(stands, ""), texts))


def at(press: Press, standing: Standing) -> bool:
    """Tell whether a press is about a text as it stands now."""
    return press.text == digits(standing.id) and press.version == version_of(standing)


def _looks_after(member: StaffRow, code: str) -> bool:
    if member.role == "reader":
        return member.language == code
    return member.role == "admin"
