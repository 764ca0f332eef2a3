"""Texts and the people who word them, for tests of a text's whole life.

Moves are made as the desk makes them: on the text as it stands, and their rows are
kept. Rule: nothing here decides what a move does or may; `bot.words` does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Concatenate, ParamSpec

from bot.settings import CHECKOUT
from bot.weeks import Week
from bot.words.edition import Edition
from bot.words.languages import SOURCE
from bot.words.phrases import Own
from bot.words.po import Entry
from bot.words.proposals import (
    Hand,
    Refusal,
    Rows,
    approve,
    translate_back,
    write,
)
from bot.words.shipped import Shipped
from bot.words.standing import Standing
from bot.words.versions import Signature, Stage, Voice, Wording

P = ParamSpec("P")
WHOLE = Shipped.read(CHECKOUT / "locales")
"""The texts as they came, all of them."""
CRITICAL, PLAIN, VALUED = "S1", "S2", "Q.head"
"""Ids of a text that can hurt, of one that cannot, and of one with two placeholders."""
CODE = "uk"
WEEK = Week(2900)
ANNA, BORYS, CLARA = (Hand(who, WEEK) for who in ("11", "12", "13"))
"""Three people of the staff."""


def few(**more: tuple[str, ...]) -> Shipped:
    """Return three texts in English and Ukrainian; `more` replaces Ukrainian ones."""
    ids = (CRITICAL, PLAIN, VALUED)
    texts = {
        code: {id_: WHOLE.texts[code][id_] for id_ in ids} for code in (SOURCE, CODE)
    }
    languages = tuple(x for x in WHOLE.languages if x.code in texts)
    shipped = Shipped(languages, texts)
    for id_, forms in more.items():
        shipped = upgraded(shipped, CODE, id_.replace("_", "."), *forms)
    return shipped


def upgraded(shipped: Shipped, code: str, id_: str, *forms: str) -> Shipped:
    """Return what a newer program brings: a text worded anew, or none of this id."""
    mine: dict[str, Entry] = dict(shipped.texts[code])
    old = mine.pop(id_, None) or WHOLE.texts[code].get(id_) or Entry(id_, ())
    if forms:
        mine[id_] = replace(old, id=id_, forms=forms)
    return replace(shipped, texts={**shipped.texts, code: mine})


def signed_by(who: str = "13", code: str = CODE) -> Signature:
    """Return a native reader's word for a language."""
    return Signature(code, who, WEEK)


@cache
def all_live(code: str = CODE) -> tuple[Wording, ...]:
    """Return what rests once Borys approved all that came with the program."""
    return tuple(
        approved(standing)
        for standing in Edition(WHOLE).shelf(code).standings.values()
        if not standing.source.for_staff
    )


def approved(standing: Standing) -> Wording:
    """Return a text of the program as Anna translates it back and Borys approves it."""
    rows = translate_back(standing, ANNA, "So it says.")
    assert not isinstance(rows, Refusal)
    (one,) = rows
    again = approve(
        replace(standing, proposed=one, newest=one.version), BORYS, blocked=False
    )
    assert not isinstance(again, Refusal)
    (live,) = again
    return live


@dataclass
class Room:
    """Wordings as they rest, and the texts that came with the program."""

    shipped: Shipped = field(default_factory=few)
    rows: dict[tuple[str, str, int], Wording] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    voices: tuple[Voice, ...] = ()
    owns: tuple[Own, ...] = ()

    @property
    def edition(self) -> Edition:
        """The texts as they are now."""
        rows = tuple(self.rows.values())
        return Edition(self.shipped, len(rows), rows, self.signatures, self.voices)

    def stands(self, id_: str = CRITICAL, code: str = CODE) -> Standing:
        """Return how far a text is."""
        return self.edition.shelf(code, self.owns).standings[id_]

    def do(
        self,
        move: Callable[Concatenate[Standing, Hand, P], Rows | Refusal],
        hand: Hand,
        id_: str = CRITICAL,
        code: str = CODE,
        /,
        *args: P.args,
        **more: P.kwargs,
    ) -> Refusal | None:
        """Make a move and keep its rows; return why it was refused, if it was."""
        done = move(self.stands(id_, code), hand, *args, **more)
        if isinstance(done, Refusal):
            return done
        self.rows |= {(row.language, row.id, row.version): row for row in done}
        return None

    def goes_live(
        self,
        id_: str,
        *forms: str,
        code: str = CODE,
        hands: tuple[Hand, Hand] = (ANNA, BORYS),
    ) -> None:
        """Let a text be written by the first hand, and be live by the other."""
        author, other = hands
        assert self.do(write, author, id_, code, forms) is None
        if self.stands(id_, code).needs_back:
            assert self.do(translate_back, other, id_, code, "So it says.") is None
        assert self.do(approve, other, id_, code, blocked=False) is None

    def history(self, id_: str = CRITICAL, code: str = CODE) -> list[Wording]:
        """Return every version of a text, the first one first."""
        mine = (w for w in self.rows.values() if (w.id, w.language) == (id_, code))
        return sorted(mine, key=lambda w: w.version)

    def live(self) -> Mapping[tuple[str, str], Wording]:
        """Return what is live of each text; fail where two of one are."""
        found: dict[tuple[str, str], Wording] = {}
        for w in self.rows.values():
            if w.stage is Stage.LIVE:
                assert (w.language, w.id) not in found
                found[w.language, w.id] = w
        return found
