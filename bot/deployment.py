"""What is true of one deployment, as far as people are told of it.

One frozen value, made once when serving starts and again when a programme
changes; the conversation and the digests read it, nothing here is secret.
"""

from dataclasses import dataclass
from typing import Literal

from bot.questions import Form
from bot.words.phrases import Own

NETWORK = "network"
"""The pool of everybody, and of people who are not sure which service they mean."""

Rhythm = Literal["week", "month", "quarter"]
"""How often a digest leaves."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A service that people talk about. `name` is neutral: it never says its topic.

    Its digest leaves on the weekday `digest_day` (0 is Monday) of every week, or the
    first one of a month or quarter (`every`), by the clock of `zone` (an IANA name).
    """

    id: str
    name: Own
    family: str = ""
    form: str = "default"
    expected_people: int = 30
    digest_day: int = 0
    closed: bool = False
    every: Rhythm = "week"
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Helpline:
    """A checked number. `kind`: emergency, trafficking, child, women, emotional."""

    country: str
    kind: str
    name: str | Own
    number: str
    hours: str | Own = ""
    cost: str | Own = ""
    languages: tuple[str, ...] = ()
    is_police: bool = False
    checked_on: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """A country's emergency number and helplines; its name by language."""

    code: str
    name: Own
    emergency: str
    helplines: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """How often digests were opened, by how many organisations, how often refused."""

    opened: int = 0
    organisations: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Deployment:
    """Who runs this, what is kept, who reads it, in which languages, with which forms.

    `k` is the real threshold, `retention_weeks` a round until its last tick is over.
    `signed` are the languages whose wording survivor advisers have signed.
    `quotes` says whether somebody may let words of hers be shown as she wrote them.
    `codes` are pairs (poster code, pool): a programme's id or `family:<id>`;
    `language_names` are pairs (language, its own name for itself), of languages that
    are not offered now, too: a talk that began in one goes on; `labels`
    are pairs (code, label) of codes of the deployment's own.
    """

    organisation: str
    contact: str
    authority: str
    reader: Own
    k: int
    retention_weeks: int
    receipt_minutes: int
    languages: tuple[str, ...]
    drafts: frozenset[str]
    countries: tuple[Country, ...]
    programmes: tuple[Programme, ...]
    codes: tuple[tuple[str, str], ...]
    forms: tuple[Form, ...]
    fingerprint: str
    duty_to_act: bool = False
    numbers: bool = False
    trial: bool = False
    quotes: bool = False
    signed: frozenset[str] = frozenset()
    language_names: tuple[tuple[str, str], ...] = ()
    looks: Looks = Looks()
    labels: tuple[tuple[str, Own], ...] = ()

    @property
    def spoken(self) -> frozenset[str]:
        """The languages in which a talk may go on: those offered, and those named."""
        return frozenset((*self.languages, *dict(self.language_names)))

    @property
    def regions(self) -> tuple[str, ...]:
        """The countries in use, by the two letters of their telephone numbers."""
        return tuple(country.code for country in self.countries)

    def form_of(self, pool: str) -> Form:
        """Return the form of a pool: its programme's, else the default one."""
        named = {form.name: form for form in self.forms}
        for programme in self.programmes:
            if programme.id == pool:
                return named[programme.form]
        return named["default"]

    def programme(self, pool: str) -> Programme | None:
        """Return the programme a pool names, or None for a family or the network."""
        return next((p for p in self.programmes if p.id == pool), None)

    def offered(self, family: str = "") -> tuple[Programme, ...]:
        """Return the open programmes, of one family where one is named."""
        return tuple(
            p
            for p in self.programmes
            if not p.closed and (not family or p.family == family)
        )
