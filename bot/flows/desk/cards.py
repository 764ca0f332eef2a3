"""What is read at the desk: languages with their coverage, and one text at a time.

Rule: a card fits a phone; what a tired person needs rarely lies behind Details. Every
button says which text and which version it is about (`places`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.flows.desk.fitting import joined
from bot.flows.desk.library import Library
from bot.flows.desk.places import Filter, Press, digits
from bot.flows.doors import Outgoing, Tap
from bot.words.pair import Level
from bot.words.phrases import Msg, Phrase, Value
from bot.words.proposals import lacks_back
from bot.words.standing import Shelf, Standing, State
from bot.words.versions import Stage, Wording
from bot.words.writing import MESSAGE, cut, units

BAR = 12
"""Boxes of the bar that shows how much of a language is live."""
MOST_HITS = 8
SHOWN = (3000, 1500, 900, 500, 250, 100)
"""Letters of one text on a card: the most with which the card stays one message."""
MOST_FOUND = 12
LONGEST_FOUND = 200
"""How many findings of the checks a card has, and how many letters of each."""
STATES: dict[State, Msg] = {
    State.MISSING: Msg("desk.state_missing"),
    State.DRAFT: Msg("desk.state_draft"),
    State.BACK_TRANSLATED: Msg("desk.state_back_translated"),
    State.REVIEWED: Msg("desk.state_reviewed"),
    State.LIVE: Msg("desk.state_live"),
    State.STALE: Msg("desk.state_stale"),
    State.REJECTED: Msg("desk.state_rejected"),
    State.ORPHANED: Msg("desk.state_orphaned"),
}
FILTERS: dict[Filter, Msg] = {
    Filter.MISSING: Msg("desk.filter_missing"),
    Filter.STALE: Msg("desk.filter_stale"),
    Filter.WAITING: Msg("desk.filter_waiting"),
    Filter.FAILED: Msg("desk.filter_failed"),
    Filter.BACK: Msg("desk.filter_back"),
    Filter.DRAFT: Msg("desk.filter_draft"),
    Filter.ALL: Msg("desk.filter_all"),
}


@dataclass(frozen=True, slots=True)
class Cards:
    """Draws cards of a library in a member's language (`tongue`); `who` looks."""

    library: Library
    tongue: str
    who: str

    def say(self, says: Msg, **values: Value) -> str:
        """Return a sentence for whoever sits at the desk; `count` picks its form."""
        count = values.get("count")
        number = count if isinstance(count, int) else None
        phrase = Phrase(says, tuple(values.items()), number)
        return self.library.words.say(self.tongue, phrase)

    def tap(self, says: Msg, press: Press, **values: Value) -> Tap:
        """Return a button that leads somewhere at the desk."""
        return self.say(says, **values), press.data()

    def languages(self) -> Outgoing:
        """Show every language with how much of it is live, two a row."""
        taps = []
        for language in self.library.languages:
            live, count = _live(self.library.shelf(language.code))
            press = Press("lang", language.code)
            tap = self.tap(
                Msg("desk.button_language"),
                press,
                name=language.name,
                live=live,
                count=count,
            )
            taps.append(tap)
        lines = [self.say(Msg("desk.home"))]
        if self.library.alone:
            lines.append(self.say(Msg("desk.alone")))
        return Outgoing("\n\n".join(lines), _paired(taps))

    def language(self, code: str, *, heard: tuple[int, int]) -> Outgoing:
        """Show one language: what is done, what is to do, and the ways in.

        `heard` are the screens that can be listened to, and those whose sound no
        longer fits.
        """
        shelf = self.library.shelf(code)
        live, count = _live(shelf)
        counts = shelf.counts()
        full = live * BAR // count if count else 0
        lines = [
            self.say(
                Msg("desk.language"),
                name=shelf.language.name,
                code=code,
                bar="▰" * full + "▱" * (BAR - full),
                live=live,
                count=count,
                missing=counts[State.MISSING] + counts[State.REJECTED],
                stale=counts[State.STALE],
                draft=counts[State.DRAFT] + counts[State.BACK_TRANSLATED],
                heard=heard[0],
                silent=heard[1],
            ),
            self._standing_of(shelf),
        ]
        return Outgoing("\n\n".join(lines), self._ways(code, shelf))

    def _standing_of(self, shelf: Shelf) -> str:
        """Say whether people can choose a language, and what is missing if not."""
        code = shelf.language.code
        left = len(self.library.left(code))
        if not (shelf.signed or shelf.language.state.value != "draft"):
            return self.say(Msg("desk.unsigned"), code=code)
        if left:
            return self.say(Msg("desk.closed"), count=left)
        if code not in self.library.spoken:
            return self.say(Msg("desk.unchosen"))
        return self.say(Msg("desk.open"))

    def _ways(self, code: str, shelf: Shelf) -> tuple[tuple[Tap, ...], ...]:
        filters = [
            self.tap(says, Press("list", code, which.value), count=count)
            for which, says in FILTERS.items()
            if (count := self.library.count(code, which, self.who))
        ]
        more = [
            self.tap(Msg("desk.button_find"), Press("find", code)),
            self.tap(Msg("desk.button_read"), Press("read", code)),
            self.tap(Msg("desk.button_file"), Press("file", code)),
            self.tap(Msg("desk.button_sheet"), Press("sheet", code)),
        ]
        if not shelf.signed and shelf.language.state.value == "draft":
            more.append(self.tap(Msg("desk.button_sign"), Press("sign", code)))
        return (*_paired(filters), *_paired(more), (self._home(),))

    def _home(self) -> Tap:
        return self.tap(Msg("desk.button_languages"), Press("home"))

    def card(self, standing: Standing, note: str = "") -> Outgoing:
        """Show one text: English, what is read now, the draft, and what checks say."""
        said, checked = "", tuple(self._checked(standing))
        for most in SHOWN:
            parts = (note, *self._lines(standing, most), *checked)
            said = "\n\n".join(filter(None, parts))
            if units(said) <= MESSAGE:
                break
        return Outgoing(cut(said), self._buttons(standing))

    def _lines(self, standing: Standing, most: int) -> Iterator[str]:
        """Say everything of a text, with at most so many letters of each wording."""
        code = standing.language.code
        scenes = self.library.screens(standing.id)
        where = scenes[0].says if scenes else "-"
        yield self.say(Msg("desk.card"), code=code, id=standing.id, where=where)
        if standing.critical:
            yield self.say(Msg("desk.critical"))
        if standing.source.forms != standing.forms:
            text = joined(standing.source.forms, most)
            yield self.say(Msg("desk.english"), text=text)
        yield self.now(standing, most)
        yield from self._proposed(standing, most)

    def now(self, standing: Standing, most: int) -> str:
        """Say what people read of a text."""
        state = Phrase(STATES[standing.state])
        if not standing.forms:
            return self.say(Msg("desk.none"), state=state)
        return self.say(Msg("desk.now"), state=state, text=joined(standing.forms, most))

    def _proposed(self, standing: Standing, most: int) -> Iterator[str]:
        one = standing.candidate
        if one is not None and one.forms != standing.forms:
            review = one.stage is Stage.REVIEW
            draft = Msg("desk.in_review") if review else Msg("desk.draft")
            yield self.say(draft, version=one.version, text=joined(one.forms, most))
        elif one is not None and one.stage is Stage.REVIEW:
            yield self.say(Msg("desk.waits"))
        if one is not None and one.back:
            yield self.say(Msg("desk.back"), text=cut(one.back, most))
        last = standing.proposed
        if last is not None and last.stage is Stage.REJECTED:
            text = joined(last.forms, most)
            yield self.say(Msg("desk.rejected"), reason=last.reason, text=text)

    def _checked(self, standing: Standing) -> Iterator[str]:
        one = standing.candidate
        forms = one.forms if one is not None else standing.forms
        if not forms or standing.gone:
            return
        marks = {Level.BLOCKS: "⛔", Level.WARNS: "⚠️"}
        found = self.library.problems(standing, forms)
        if one and (back := lacks_back(standing, one, alone=self.library.alone)):
            found.append((Level.BLOCKS, back))
        found.sort(key=lambda one: one[0] is not Level.BLOCKS)
        lines = [
            f"{marks[level]} {cut(problem, LONGEST_FOUND)}"
            for level, problem in found[:MOST_FOUND]
        ]
        yield "\n".join(lines) or self.say(Msg("desk.good"))

    def _buttons(self, standing: Standing) -> tuple[tuple[Tap, ...], ...]:
        """Offer what can be done with a text as it stands, two a row."""
        one, live = standing.candidate, standing.live
        back = one is not None and standing.needs_back
        compared = bool(standing.forms) and (one is not None or any(standing.was))
        audible = standing.approved and self.library.audible(standing.id)
        offered: tuple[tuple[bool, str, Msg], ...] = (
            (not standing.gone, "write", Msg("desk.button_write")),
            (bool(standing.forms or one), "view", Msg("desk.button_preview")),
            (compared, "diff", Msg("desk.button_compare")),
            (back, "back", Msg("desk.button_back")),
            (_drafted(one), "send", Msg("desk.button_send")),
            (one is not None, "ok", Msg("desk.button_approve")),
            (one is not None, "no", Msg("desk.button_reject")),
            (standing.stale, "same", Msg("desk.button_keep")),
            (live is not None, "undo", Msg("desk.button_undo")),
            (audible, "hear", Msg("desk.button_record")),
            (True, "more", Msg("desk.button_details")),
            (True, "next", Msg("desk.button_next")),
        )
        taps = [self.tap(s, about(standing, v)) for there, v, s in offered if there]
        up = self.tap(Msg("desk.button_up"), Press("lang", standing.language.code))
        return (*_paired(taps), (up,))

    def hits(self, code: str, query: str, found: Sequence[Standing]) -> Outgoing:
        """Show what a search found."""
        up = self.tap(Msg("desk.button_up"), Press("lang", code))
        if not found:
            return Outgoing(self.say(Msg("desk.no_hits"), query=query), ((up,),))
        rows = [
            ((f"{s.id}: {_short(s)}"[:60], about(s, "card").data()),)
            for s in found[:MOST_HITS]
        ]
        said = self.say(Msg("desk.hits"), count=len(found), query=query)
        return Outgoing(said, (*rows, (up,)))


def about(standing: Standing, verb: str) -> Press:
    """Return a press that is about a text as it stands."""
    code, text = standing.language.code, digits(standing.id)
    return Press(verb, code, text, version_of(standing))


def version_of(standing: Standing) -> int:
    """Return the version of a text that somebody looks at: a draft before all."""
    one = standing.candidate or standing.live
    return one.version if one is not None else standing.newest


def _short(standing: Standing) -> str:
    forms = standing.forms or standing.source.forms
    return forms[-1].replace("\n", " ") if forms else ""


def _drafted(one: Wording | None) -> bool:
    return one is not None and one.stage is Stage.DRAFT


def _live(shelf: Shelf) -> tuple[int, int]:
    """Return how many texts of a language people may read unmarked, and of how many."""
    counts = shelf.counts()
    live = counts[State.LIVE] + counts[State.STALE] + counts[State.REVIEWED]
    return live, sum(counts.values())


def _paired(taps: Sequence[Tap]) -> tuple[tuple[Tap, ...], ...]:
    return tuple(tuple(taps[i : i + 2]) for i in range(0, len(taps), 2))
