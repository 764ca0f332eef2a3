"""How a digest's parts are called: places, questions, themes and bands, as phrases.

Rule: what no catalogue names any more is told by its bare id, never left out.
"""

from collections.abc import Iterable
from typing import Protocol

from bot.deployment import NETWORK, Deployment
from bot.questions import Question
from bot.themes.gathering import THEMES, Band, Digest, Fact
from bot.words.phrases import Msg, Own, Phrase, Value

_FAMILY = "family:"
_BANDS = {
    Band.FEW: Msg("digest.few"),
    Band.SOME: Msg("digest.some"),
    Band.MOST: Msg("digest.most"),
}
_SCALE = {
    "low": Msg("digest.low"),
    "middle": Msg("digest.middle"),
    "high": Msg("digest.high"),
}
HEADINGS = {
    Band.MOST: Msg("digest.themes_most"),
    Band.SOME: Msg("digest.themes_some"),
}
"""Above the themes of a band; those of few are not listed."""
_SIDES = {
    "need": Msg("digest.need"),
    "keep": Msg("digest.keep"),
    "change": Msg("digest.change"),
}
_THEMES = {
    "A1": Msg("theme.A1"),
    "A2": Msg("theme.A2"),
    "A3": Msg("theme.A3"),
    "A4": Msg("theme.A4"),
    "A5": Msg("theme.A5"),
    "A6": Msg("theme.A6"),
    "A7": Msg("theme.A7"),
    "B1": Msg("theme.B1"),
    "B2": Msg("theme.B2"),
    "B3": Msg("theme.B3"),
    "B4": Msg("theme.B4"),
    "B5": Msg("theme.B5"),
    "B6": Msg("theme.B6"),
    "C1": Msg("theme.C1"),
    "C2": Msg("theme.C2"),
    "C3": Msg("theme.C3"),
    "C4": Msg("theme.C4"),
    "C5": Msg("theme.C5"),
    "C6": Msg("theme.C6"),
    "C7": Msg("theme.C7"),
    "C8": Msg("theme.C8"),
    "D1": Msg("theme.D1"),
    "D2": Msg("theme.D2"),
    "D3": Msg("theme.D3"),
    "D4": Msg("theme.D4"),
    "D5": Msg("theme.D5"),
    "E1": Msg("theme.E1"),
    "E2": Msg("theme.E2"),
    "E3": Msg("theme.E3"),
    "E4": Msg("theme.E4"),
    "E5": Msg("theme.E5"),
    "E6": Msg("theme.E6"),
    "E7": Msg("theme.E7"),
    "E8": Msg("theme.E8"),
    "F1": Msg("theme.F1"),
    "F2": Msg("theme.F2"),
    "F3": Msg("theme.F3"),
    "F4": Msg("theme.F4"),
    "G1": Msg("theme.G1"),
    "G2": Msg("theme.G2"),
    "G3": Msg("theme.G3"),
    "H1": Msg("theme.H1"),
    "H2": Msg("theme.H2"),
    "H3": Msg("theme.H3"),
    "other": Msg("theme.other"),
}
"""Labels of the codes: those of E are seen by trained readers alone."""


class Says(Protocol):
    """What turns phrases into text."""

    def say(self, language: str, phrase: Phrase) -> str:
        """Return the sentence in the language."""

    def month(self, language: str, month: str) -> str:
        """Return a month (`2026-03`) by its name and year."""

    def month_short(self, language: str, month: str) -> str:
        """Return a month's short name and the year, for a narrow place."""

    def direction(self, language: str) -> str:
        """Return `ltr` or `rtl`."""

    def language_names(self) -> tuple[tuple[str, str], ...]:
        """Return (code, own name) of every language."""


def number(digest: Digest) -> str:
    """Return the number a reader sees: the same twice is one digest sent twice."""
    return number_of(digest.batch)


def number_of(batch: str) -> str:
    """Return the number of a batch's digest."""
    return f"{batch[:4]}-{batch[4:8]}".upper()


def say(says: Msg | Own, **values: Value) -> Phrase:
    """Return a phrase with its values."""
    return Phrase(says, tuple(values.items()))


def place(pool: str, deployment: Deployment) -> Phrase:
    """Return the name of a programme, a family or the whole network."""
    programme = deployment.programme(pool)
    if programme is not None:
        return Phrase(programme.name)
    if pool == NETWORK:
        return say(Msg("staff.network"))
    if pool.startswith(_FAMILY):
        return say(Msg("staff.family"), family=pool.removeprefix(_FAMILY))
    return bare(pool)


def questions_of(digest: Digest, deployment: Deployment) -> dict[str, Question]:
    """Return the questions of the digest's forms by id, as they stand now."""
    names = {name for name, _ in digest.forms}
    forms = (form for form in deployment.forms if form.name in names)
    return {question.id: question for form in forms for question in form.questions}


def band_name(band: Band) -> Phrase:
    """Return a band by its name."""
    return say(_BANDS[band])


def label(id_: str, asked: dict[str, Question]) -> Phrase:
    """Return a question's short name, or its bare id if no form asks it any more."""
    question = asked.get(id_)
    return bare(id_) if question is None else say(question.short or question.words)


def named(fact: Fact, asked: dict[str, Question]) -> Phrase:
    """Return what was told of a question: an end of its scale, or a choice's words."""
    id_, told = fact
    question = asked.get(id_)
    choices = question.choices if question else ()
    words = {choice.told: choice.words for choice in choices}
    if told in _SCALE and told not in {choice.id for choice in choices}:
        return say(_SCALE[told])
    return say(words[told]) if told in words else bare(told)


def bare(text: str) -> Phrase:
    """Return a code that no catalogue names, as it is."""
    return say(Own((("en", text),)))


def theme(entry: str, deployment: Deployment) -> Phrase:
    """Return the label of an entry of the list: a codebook's, or the form's own."""
    own: dict[str, Msg | Own] = {
        choice.told: choice.words
        for form in deployment.forms
        for question in form.questions
        for choice in question.choices
    }
    own |= dict(deployment.labels)
    return theme_of(entry.partition(":")[2], own.items())


def theme_of(code: str, own: Iterable[tuple[str, Msg | Own]]) -> Phrase:
    """Return the label of a code; `own` are a deployment's."""
    labels = {**dict(own), **_THEMES}
    return say(labels[code]) if code in labels else bare(code)


def named_theme(entry: str, deployment: Deployment) -> Phrase:
    """Return an entry of the list with what it was named as: need, keep or change."""
    return say(_SIDES[entry.partition(":")[0]], theme=theme(entry, deployment))


def has_names(digest: Digest, deployment: Deployment) -> bool:
    """Tell whether everything that a digest tells has a name here, and its form."""
    versions = {form.name: form.version for form in deployment.forms}
    if any(version > versions.get(name, -1) for name, version in digest.forms):
        return False
    asked = questions_of(digest, deployment)
    return all(
        theme(told, deployment) != bare(told.partition(":")[2])
        if id_ == THEMES
        else id_ in asked and named((id_, told), asked) != bare(told)
        for (id_, told), _ in digest.table
    )


def kind_of(pool: str) -> str:
    """Return what a pool is: programme, family or network."""
    if pool == NETWORK:
        return "network"
    return "family" if pool.startswith(_FAMILY) else "programme"
