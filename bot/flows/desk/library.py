"""All texts as somebody at the desk finds them: shelves, checks, and where texts stand.

Rule: a library is one moment's value, like the edition it is made of; whoever acts
looks at a fresh one afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.contents import worded
from bot.conversation.scenes import Sample, Scene, ids, sampled, scenes
from bot.conversation.screens import read_aloud
from bot.deployment import Deployment
from bot.flows.desk.places import Filter, Spot, digits
from bot.flows.listen import text_in
from bot.words.catalogue import Words
from bot.words.checks import also_called
from bot.words.commands import TYPED
from bot.words.edition import Edition
from bot.words.glossary import Terms
from bot.words.keyboards import is_button, keyboard
from bot.words.languages import Language
from bot.words.pair import Level, Pair
from bot.words.phrases import Msg, Own
from bot.words.po import misfit
from bot.words.pofile import is_called
from bot.words.rules import findings
from bot.words.standing import Shelf, Standing, State
from bot.words.versions import Stage, Wording
from bot.words.writing import MESSAGE, units, unturned


@dataclass(frozen=True)
class Library:
    """`owns` are the deployment's own texts as first written, `chosen` its languages.

    `alone`: one person may do everything, which is written down and shown.
    """

    edition: Edition
    deployment: Deployment
    owns: tuple[Own, ...]
    terms: Mapping[str, Terms]
    chosen: tuple[str, ...]
    unshown: frozenset[str] = frozenset()
    alone: bool = False
    _shelves: dict[str, Shelf] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What turns phrases into text."""
        return self.edition.words

    @property
    def languages(self) -> tuple[Language, ...]:
        """Every language with texts, those that this deployment speaks first."""
        every = self.edition.shipped.languages
        return tuple(sorted(every, key=lambda x: x.code not in self.chosen))

    @property
    def spoken(self) -> frozenset[str]:
        """The languages that settings name, whether people can choose them or not."""
        return frozenset(code for code, _ in self.deployment.language_names)

    def called(self, said: str) -> str:
        """Return the code of the language that somebody names by it or by a tag."""
        every = self.edition.shipped.languages
        if any(language.code == said for language in every):
            return said
        return next((x.code for x in every if said and is_called(x, said)), "")

    def shelf(self, code: str) -> Shelf:
        """Return one language's texts; raise `KeyError` where there are none."""
        if code not in self._shelves:
            self._shelves[code] = self.edition.shelf(code, self.owns)
        return self._shelves[code]

    def after(self, rows: Sequence[Wording]) -> "Library":
        """Return the library as it is once these wordings rest."""
        fresh = {(w.language, w.id, w.version): w for w in rows}
        kept = (
            w
            for w in self.edition.wordings
            if (w.language, w.id, w.version) not in fresh
        )
        edition = replace(self.edition, wordings=(*kept, *rows))
        return replace(self, edition=edition, _shelves={})

    def found(self, code: str, text: str) -> Standing | None:
        """Return the text that an id stands for, or digits that no two texts share."""
        standings = self.shelf(code).standings
        if text in standings:
            return standings[text]
        meant = [s for id_, s in standings.items() if digits(id_) == text]
        return meant[0] if len(meant) == 1 else None

    def left(self, code: str) -> tuple[Standing, ...]:
        """Return what keeps a language from being offered.

        A deployment's own texts do not: where one is missing, its question is asked in
        another language, and people are told so.
        """
        own = {own.id for own in self.owns}
        every = self.shelf(code).open(self.unshown)
        return tuple(standing for standing in every if standing.id not in own)

    def problems(
        self, standing: Standing, forms: Sequence[str]
    ) -> list[tuple[Level, str]]:
        """Return what is wrong with a text as it would be said."""
        entry = replace(standing.source, forms=tuple(forms))
        code, id_ = standing.language.code, standing.id
        terms = self.terms.get(code, Terms())
        found = findings(Pair(standing.language, terms, standing.source, entry))
        if forms:
            live = self.words.entries(code)
            twins = (
                self._twin(standing, forms[-1]),
                also_called(id_, forms[0], live) or self._called(id_, forms[0]),
            )
            found.extend((Level.BLOCKS, twin) for twin in twins if twin)
        if too_long := self._too_long(standing, forms):
            found.append((Level.BLOCKS, too_long))
        return found

    def _twin(self, standing: Standing, text: str) -> str:
        """Return why a button cannot be told from one beside it, or ""."""
        if standing.gone or not is_button(standing.source):
            return ""
        there = self.shelf(standing.language.code).standings
        source = {id_: one.source for id_, one in there.items() if not one.gone}
        live = {i: replace(source[i], forms=there[i].forms) for i in source}
        said = {id_: entry for id_, entry in live.items() if entry.forms}
        return keyboard(standing.id, text, source, said)

    def _called(self, id_: str, text: str) -> str:
        """Return which of the words typed for a command call another elsewhere, or "".

        Words are typed in any language, whichever somebody talks in.
        """
        for word in text.split("|") if id_ in TYPED else ():
            called = self.words.command(word)
            if called not in {None, TYPED[Msg(id_)]}:
                return f"has a word that is a command in another language: {word}."
        return ""

    def fits(self, standing: Standing, forms: Sequence[str]) -> bool:
        """Tell whether a text can be said at all in the place of its English."""
        if standing.id not in self.edition.source:
            return bool(forms)
        entry = replace(standing.source, forms=tuple(forms))
        return not misfit(standing.source, entry, standing.language)

    def blocked(self, standing: Standing) -> bool:
        """Tell whether what could be approved may not be."""
        one = standing.candidate
        if one is None or standing.gone:
            return True
        found = self.problems(standing, one.forms)
        return any(level is Level.BLOCKS for level, _ in found)

    def texts(self, code: str, spot: Spot, who: str) -> tuple[Standing, ...]:
        """Return the texts of a language that somebody goes through."""
        return tuple(s for s in self._of_people(code) if self._picks(s, spot, who))

    def count(self, code: str, which: Filter, who: str) -> int:
        """Return how many texts of a language a filter lets through."""
        return len(self.texts(code, Spot(language=code, filter=which.value), who))

    def _of_people(self, code: str) -> Iterator[Standing]:
        """Walk the texts that are translated: staff's only where the list says so."""
        shelf = self.shelf(code)
        for standing in shelf.standings.values():
            if shelf.language.staff or not standing.source.for_staff or standing.live:
                yield standing

    def _picks(self, standing: Standing, spot: Spot, who: str) -> bool:
        one, which = standing.candidate, Filter(spot.filter)
        if which in _STATES:
            return standing.state in _STATES[which]
        if which is Filter.FOUND:
            return _says(standing, _bare(spot.query))
        if which is Filter.FAILED:
            return self._fails(standing)
        if which is Filter.ALL or one is None:
            return which is Filter.ALL
        mine = one.author == who and not self.alone
        waits = one.stage is Stage.REVIEW and not mine
        untold = standing.needs_back and not one.back
        return {Filter.WAITING: waits, Filter.BACK: untold}.get(which, True)

    def _fails(self, standing: Standing) -> bool:
        one = standing.candidate
        forms = one.forms if one is not None else standing.forms
        if not forms or standing.gone:
            return False
        return any(x is Level.BLOCKS for x, _ in self.problems(standing, forms))

    @cached_property
    def _scenes(self) -> tuple[Scene, ...]:
        first = self.chosen[0] if self.chosen else "en"
        return scenes(self.deployment, first)

    def screens(self, id_: str) -> tuple[Scene, ...]:
        """Return the screens on which a text appears."""
        return tuple(one for one in self._scenes if id_ in ids(one.card))

    def audible(self, id_: str) -> bool:
        """Tell whether a text is said where a screen is read aloud."""
        return any(id_ in aloud(scene) for scene in self._scenes)

    def scene(
        self, standing: Standing, forms: Sequence[str], house: Deployment
    ) -> tuple[Words, Scene | None]:
        """Return words and screen with a text as it would be, for a preview."""
        words, shown = self._tried(standing, forms, house)
        return words, next(iter(shown), None)

    def _tried(
        self, standing: Standing, forms: Sequence[str], house: Deployment
    ) -> tuple[Words, Sequence[Scene]]:
        """Return words and every screen of a text as they would be."""
        code, id_ = standing.language.code, standing.id

        def tried(own: Own) -> Own:
            if own.id != id_:
                return own
            return Own(tuple({**dict(own.texts), code: forms[0]}.items()), own.id)

        words = self.words.trying(code, replace(standing.source, forms=tuple(forms)))
        shown = scenes(worded(house, tried), code)
        return words, [one for one in shown if id_ in ids(one.card)]

    def _too_long(self, standing: Standing, forms: Sequence[str]) -> str:
        """Return which screen no message could hold with a text in it, or "".

        A screen is made of several texts, each of which may fit by itself.
        """
        if max(map(units, forms), default=0) <= _HARMLESS:
            return ""
        house = sampled(self.deployment, Sample.LONG)
        words, shown = self._tried(standing, forms, house)
        code = standing.language.code
        for scene in shown:
            length = units(text_in(words, scene.card, code))
            if length > MESSAGE:
                return (
                    f"makes the screen {scene.id} {length} letters long, and only"
                    f" {MESSAGE} fit. Say it shorter."
                )
        return ""


_STATES = {
    Filter.MISSING: {State.MISSING, State.REJECTED},
    Filter.STALE: {State.STALE, State.ORPHANED},
}


_HARMLESS = 300
"""Units of a text with which no screen is too long, whatever stands beside it."""
_PERSONAL = frozenset({"detail", "digits", "summary"})
"""What a screen says differently to each person."""


def aloud(scene: Scene) -> frozenset[str]:
    """Return the texts that are heard where a screen is read aloud.

    What it says differently to each person nobody can have read aloud beforehand.
    """
    lines = read_aloud(scene.card.lines)
    if any(name in _PERSONAL for line in lines for name, _ in line.values):
        return frozenset()
    return ids(replace(scene.card, lines=lines, rows=()))


def _says(standing: Standing, query: str) -> bool:
    """Tell whether a text has these words, here, in English, or in its id."""
    one = standing.candidate
    said = (standing.id, *standing.source.forms, *standing.forms)
    forms = (*said, *(one.forms if one is not None else ()))
    return any(query in _bare(text) for text in forms)


def _bare(text: str) -> str:
    """Return words to be found, without case and without marks that turn lines.

    What is copied out of a message carries such marks along.
    """
    return unturned(text).casefold()
