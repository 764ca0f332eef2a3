"""Somebody at the desk: who, with which texts before them, and what comes of it.

Rule: what is decided at the desk is a value (`Answer`); the room alone commits it and
sends it.
"""

from dataclasses import dataclass, field, replace

from bot.flows.desk.cards import Cards
from bot.flows.desk.library import Library
from bot.flows.desk.places import Press, Spot, digits, written
from bot.flows.doors import Outgoing
from bot.store.records import ActRow, StaffRow, TextWork
from bot.words.phrases import Msg, Value
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing

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
    """One member at the desk at one moment, in their language (`tongue`)."""

    library: Library
    member: StaffRow
    tongue: str
    spot: Spot
    hand: Hand

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
        mine = self.member.role == "admin" or self.member.language == code
        return known and mine

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
        return Answer((self.cards.card(standing, self.say(REFUSALS[why])),))

    def moved(self, verb: str, standing: Standing, rows: Rows, note: str) -> Answer:
        """Return a move's rows, what is written down of it, and the card after it."""
        after = replace(self, library=self.library.after(rows))
        stands = after.library.found(standing.language.code, standing.id) or standing
        what = f"words {verb} {standing.language.code} {standing.id}"
        spot = replace(self.spot, asks="", forms=(), id=standing.id)
        spot = replace(spot, language=standing.language.code)
        texts = self.work(standing.language.code, rows, what)
        card = after.cards.card(stands, note)
        return Answer((card,), self.sat(spot, texts))


def at(press: Press, standing: Standing) -> bool:
    """Tell whether a press is about a text as it stands now."""
    one = standing.candidate or standing.live
    version = one.version if one is not None else standing.newest
    return press.text == digits(standing.id) and press.version == version
