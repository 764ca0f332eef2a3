"""How far each text of a language is: from missing to live, and what is yet to do.

A text stands on up to three things: what came with the program, the wording that is
live over it, and the one proposed to replace it. Rule: what a state is follows from
these alone and is never written down (`languages.md`, States and roles).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.weeks import Week
from bot.words.languages import SOURCE, Language
from bot.words.po import Entry
from bot.words.versions import PROGRAM, Stage, Wording, mark_of

CRITICAL = frozenset(
    {"S1", "S3", "S4", "C2", "C3", "C4", "C5", "C6", "A2", "A2b", "F0", "N1"}
    | {"R2", "R2a", "R3", "X1", "X1b", "X2", "X3", "X4", "retention", "reader"}
)
"""What the ids begin with of consent, safety, age, the sensitive path, deleting and
the receipt: a mistake there can hurt, so another person translates it back."""


class State(Enum):
    """How far a text is in a language."""

    MISSING = "missing"
    DRAFT = "draft"
    BACK_TRANSLATED = "back-translated"
    REVIEWED = "reviewed"
    LIVE = "live"
    STALE = "stale"
    REJECTED = "rejected"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Standing:
    """One text in one language.

    `source` is the text it is translated from, `shipped` what came with the program,
    if it can be shown, `beside` the source that came along with it; `live` and
    `proposed` are wordings of this deployment, `earlier` the one that was live before,
    `newest` the highest version so far. `trusted`: what came with the program needs
    nobody's word, because it is the source, reviewed, or the deployment's own.
    `signed`: a native reader has signed the language. `unfit`: what is live cannot be
    said, because its English takes other placeholders by now.
    """

    language: Language
    source: Entry
    shipped: Entry | None = None
    beside: tuple[str, ...] = ()
    live: Wording | None = None
    proposed: Wording | None = None
    earlier: Wording | None = None
    newest: int = 0
    trusted: bool = False
    signed: bool = False
    gone: bool = False
    unfit: bool = False

    @property
    def id(self) -> str:
        """The text's id."""
        return self.source.id

    @property
    def critical(self) -> bool:
        """Whether a mistake in it could hurt."""
        return self.id.partition(".")[0] in CRITICAL

    @property
    def needs_back(self) -> bool:
        """Whether another person has to translate it back: English is not."""
        return self.critical and self.language.code != SOURCE

    @property
    def said(self) -> Wording | None:
        """The wording that people read, where they do not read what came along."""
        return None if self.unfit else self.live

    @property
    def forms(self) -> tuple[str, ...]:
        """What people read of it in this language, or () where another stands in."""
        if self.said is not None:
            return self.said.forms
        return self.shipped.forms if self.shipped is not None else ()

    @property
    def approved(self) -> bool:
        """Whether somebody vouches for what people read."""
        return self.said is not None or (self.trusted and self.shipped is not None)

    @property
    def candidate(self) -> Wording | None:
        """What could be approved next: the proposal, else what came with the program.

        What came with the program is version 0 until somebody has done anything to it;
        after an upgrade that words it anew, it begins again. Of a text that is no more
        there is nothing to approve.
        """
        if self.gone:
            return None
        one = self.proposed
        if one is not None and not (one.author == PROGRAM and self._outdated(one)):
            return None if one.stage is Stage.REJECTED else one
        return None if self.approved else self.came

    @property
    def came(self) -> Wording | None:
        """What came with the program, as a wording that nobody has touched yet."""
        if self.shipped is None:
            return None
        source = self.source.forms
        return Wording(
            self.language.code,
            self.id,
            0,
            self.shipped.forms,
            mark_of(source),
            Stage.DRAFT,
            PROGRAM,
            Week(0),
            english=source,
        )

    def _outdated(self, one: Wording) -> bool:
        return self.shipped is None or self.shipped.forms != one.forms

    @property
    def stale(self) -> bool:
        """Whether the English has changed since what people read was vouched for."""
        if self.gone or not self.approved:
            return False
        if self.said is None:
            return self.beside != self.source.forms
        return self.said.source != mark_of(self.source.forms)

    @property
    def was(self) -> tuple[str, ...]:
        """The English that the newest words are for, where it is another by now.

        It is `UNKNOWN` where only its mark was kept.
        """
        one = self.candidate or self.said
        if self.gone:
            return ()
        if one is None:
            return self.beside if self.stale else ()
        return () if one.source == mark_of(self.source.forms) else one.english

    @property
    def state(self) -> State:
        """How far the text is."""
        if self.gone:
            return State.ORPHANED
        if self.approved:
            if self.stale:
                return State.STALE
            return State.LIVE if self.signed or self.trusted else State.REVIEWED
        if (one := self.candidate) is not None:
            return State.BACK_TRANSLATED if one.back else State.DRAFT
        return State.MISSING if self.proposed is None else State.REJECTED

    @property
    def ready(self) -> bool:
        """Whether a person may be spoken to with it and nobody need warn her.

        What is stale may still be said, but for a translation that could hurt.
        """
        state = self.state
        return state is State.LIVE or (state is State.STALE and not self.needs_back)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All texts of one language, in the order of English; orphans stand at the end."""

    language: Language
    standings: Mapping[str, Standing]
    signed: bool

    def counts(self) -> Counter[State]:
        """Count the texts that people who use a service can read, by state."""
        return Counter(s.state for s in self.standings.values() if _for_people(s))

    def open(self, unshown: frozenset[str] = frozenset()) -> tuple[Standing, ...]:
        """Return what keeps people from being spoken to without a warning."""
        return tuple(s for s in self._needed(unshown) if not s.ready)

    def ready(self, unshown: frozenset[str] = frozenset()) -> bool:
        """Tell whether nothing does."""
        return all(s.ready for s in self._needed(unshown))

    def complete(self, unshown: frozenset[str] = frozenset()) -> bool:
        """Tell whether every text is there, if perhaps as a draft."""
        return all(s.forms for s in self._needed(unshown))

    def _needed(self, unshown: frozenset[str]) -> Iterator[Standing]:
        """Walk the texts that this deployment shows; a name stands as it is."""
        return (
            s
            for s in self.standings.values()
            if _for_people(s) and s.id not in unshown and s.source.kind != "Name"
        )


def _for_people(standing: Standing) -> bool:
    return not (standing.source.for_staff or standing.gone)
