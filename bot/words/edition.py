"""All texts at one moment: as they came, as they are worded here, as they are signed.

An edition is made anew whenever a wording goes live, and swapped whole, so that one
message never mixes two of them. Rule: it is a value; what changes is which edition is
looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.words import po
from bot.words.catalogue import Words, unsayable
from bot.words.glossary import Terms
from bot.words.languages import SOURCE, State
from bot.words.pair import Pair
from bot.words.phrases import Own, note_of
from bot.words.shipped import Shipped
from bot.words.standing import Shelf, Standing
from bot.words.versions import AS_IT_CAME, Signature, Stage, Voice, Wording

TRUSTED = frozenset({State.SOURCE, State.REVIEWED})
"""Languages whose shipped texts need nobody's word."""


@dataclass(frozen=True)
class Edition:
    """`wordings` are this deployment's, whatever became of them."""

    shipped: Shipped
    number: int = 0
    wordings: Sequence[Wording] = ()
    signatures: Sequence[Signature] = ()
    voices: Sequence[Voice] = ()

    @cached_property
    def words(self) -> Words:
        """What turns phrases into text."""
        if not (self._live or self.voices):
            return _plain(self.shipped)
        return Words.of(self.shipped, self._live, self.voices)

    @cached_property
    def _live(self) -> Sequence[Wording]:
        """The wordings that people are to read: the newest, should two be live."""
        live = (w for w in self.wordings if w.stage is Stage.LIVE)
        newest = {(w.language, w.id): w for w in sorted(live, key=lambda w: w.version)}
        return tuple(newest.values())

    @cached_property
    def signed(self) -> Mapping[str, Signature]:
        """The signature of each language that has one."""
        return {one.language: one for one in self.signatures}

    @cached_property
    def source(self) -> Mapping[str, po.Entry]:
        """English by id, as it is worded here."""
        english = any(w.language == SOURCE for w in self.wordings)
        return self.words.english if english else self.shipped.source

    def worded(self, own: Own) -> Own:
        """Return a deployment's own text with what was worded anew while serving."""
        texts = self._contents.get(own.id)
        return (
            Own(tuple({**dict(own.texts), **texts}.items()), own.id) if texts else own
        )

    @cached_property
    def _contents(self) -> Mapping[str, Mapping[str, str]]:
        """Live texts of a deployment's own, by id and language."""
        found: dict[str, dict[str, str]] = {}
        for w in self._live:
            own = w.id and w.id not in self.shipped.source
            if own and self._can_be_said(_as_it_is(w), w):
                found.setdefault(w.id, {})[w.language] = w.forms[0]
        return found

    def shelf(self, code: str, owns: Iterable[Own] = ()) -> Shelf:
        """Return one language's texts; raise `KeyError` for one that is not live.

        `owns` are the deployment's own texts, before anything was worded anew.
        """
        language = self.shipped.language(code)
        if language is None:
            raise KeyError(code)
        source = self.shipped.source if code == SOURCE else self.source
        shipped = self.shipped.usable(code)
        trusted = language.state in TRUSTED
        base = Standing(language, po.Entry("", ()), trusted=trusted)
        base = replace(base, signed=code in self.signed)
        standings = {
            id_: replace(
                base,
                source=english,
                shipped=shipped.get(id_),
                beside=self.shipped.source[id_].forms,
            )
            for id_, english in source.items()
        }
        standings |= {
            own.id: _of_content(base, own, self.worded(own)) for own in owns if own.id
        }
        for id_, worded in self._worded(code).items():
            standing = standings.get(id_) or _orphan(base, worded[-1])
            standings[id_] = self._fitted(_laid(standing, worded))
        return Shelf(language, standings, base.signed)

    def _fitted(self, standing: Standing) -> Standing:
        """Tell of a live wording that another text stands in for it."""
        one = standing.live
        if one is None or standing.gone:
            return standing
        source = self.shipped.source.get(standing.id) or _as_it_is(one)
        fits = self._can_be_said(source, one)
        return standing if fits else replace(standing, unfit=True)

    def _can_be_said(self, source: po.Entry, one: Wording) -> bool:
        """Tell whether a wording is said as it rests: by the rule of `laid_over`."""
        language = self.shipped.language(one.language)
        if language is None:
            return False
        entry = replace(source, forms=one.forms)
        return not unsayable(Pair(language, Terms(), source, entry))

    def _worded(self, code: str) -> dict[str, list[Wording]]:
        """Return a language's wordings by id, each in the order of versions."""
        found: dict[str, list[Wording]] = {}
        mine = (w for w in self.wordings if w.language == code)
        for one in sorted(mine, key=lambda w: w.version):
            found.setdefault(one.id, []).append(one)
        return found


@lru_cache(maxsize=4)
def _plain(shipped: Shipped) -> Words:
    """Return the words of a deployment that has worded nothing anew."""
    return Words.of(shipped)


def _as_it_is(one: Wording) -> po.Entry:
    """Return a deployment's own text as an entry; its names hold no placeholders."""
    return po.Entry(one.id, one.forms, notes=(note_of(one.id),))


def _laid(standing: Standing, worded: Sequence[Wording]) -> Standing:
    """Lay the versions of a text over what came with the program."""

    def last(*stages: Stage) -> Wording | None:
        return next((w for w in reversed(worded) if w.stage in stages), None)

    live = last(Stage.LIVE)
    proposed = last(Stage.DRAFT, Stage.REVIEW, Stage.REJECTED)
    if proposed and live and proposed.version < live.version:
        proposed = None
    before = [w for w in worded if w.stage is Stage.PAST and w.approver]
    last_said = before[-1] if before else None
    if last_said is not None and last_said.reason == AS_IT_CAME:
        last_said = None
    return replace(
        standing,
        live=live,
        proposed=proposed,
        earlier=last_said,
        newest=worded[-1].version,
    )


def _of_content(base: Standing, own: Own, asked: Own) -> Standing:
    """Return how a deployment's own text stands: what it wrote itself is trusted.

    `asked` are its words as they are now; it is translated from English, else from the
    first language that it is in, which itself is held against what was written first.
    """
    texts = dict(own.texts)
    code = SOURCE if SOURCE in texts else next(iter(texts), SOURCE)
    first = code == base.language.code
    came = texts.get(code, own.id)
    english = came if first else dict(asked.texts).get(code, own.id)
    source = po.Entry(own.id, (english,), notes=(note_of(own.id),))
    mine = texts.get(base.language.code)
    shipped = replace(source, forms=(mine,)) if mine else None
    return replace(base, source=source, shipped=shipped, beside=(came,), trusted=True)


def _orphan(base: Standing, worded: Wording) -> Standing:
    """Return a wording of a text that is no more, so that it is not lost."""
    entry = po.Entry(worded.id, worded.forms, len(worded.forms) > 1)
    return replace(base, source=entry, gone=True)
