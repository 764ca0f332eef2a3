"""What is true of a deployment: settings, forms, helplines, and texts as they stand.

Serving, the commands and the vault all begin here. Rule: a language is offered when
every text of it is live and a native reader has signed it; drafts only where that was
decided, and then they wear a mark (`languages.md`, States and roles).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from bot.contents import owns, worded
from bot.deployment import Country, Deployment, Programme
from bot.errors.settings import (
    FreeTextOnlyError,
    NoLanguageError,
    NoSuchFormError,
    UnknownLanguageError,
)
from bot.flows.looks import counted
from bot.flows.rounds import kept_weeks
from bot.helplines import read_countries
from bot.pin import fingerprint_of, signer_beside
from bot.questions import Form, Kind, read_forms
from bot.settings import Settings
from bot.store.records import LookRow, Round
from bot.store.sqlite import Store as Database
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codefile import extended
from bot.themes.codetexts import CodeTexts, read_texts
from bot.words.catalogue import Words
from bot.words.edition import Edition
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Own, Phrase
from bot.words.shipped import Shipped
from bot.words.signoff import signed
from bot.words.standing import Shelf
from bot.words.versions import Signature, Voice, Wording

OWN_CODEBOOK = "codebook.toml"
"""A deployment's own codes, in its data folder."""
QUOTES = tuple(map(Msg, ("C2.quotes", "R1.quote", "R1q", "R1q.yes", "quote.words")))
"""What is said where somebody may let words of hers be shown, and only there."""


class TextStore(Protocol):
    """What knows how texts are worded here."""

    async def edition(self) -> int:
        """Return the number of changes so far."""

    async def wordings(self) -> list[Wording]:
        """Return every wording."""

    async def signatures(self) -> list[Signature]:
        """Return the native readers' signatures."""

    async def voices(self) -> list[Voice]:
        """Return the screens that were read aloud."""


class Store(TextStore, Protocol):
    """What the database says of a deployment."""

    async def rounds(self) -> list[Round]:
        """Return every round."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def codes(self) -> list[tuple[str, str]]:
        """Return the posters' codes and where they lead."""

    async def looks(self) -> list[LookRow]:
        """Return how often what was released was opened, and how often refused."""


@dataclass(frozen=True)
class Facts:
    """What settings and files say of a deployment; the database says the rest."""

    settings: Settings
    edition: Edition
    forms: tuple[Form, ...]
    countries: tuple[Country, ...]
    codebook: Codebook = SHIPPED

    @property
    def words(self) -> Words:
        """What turns phrases into text."""
        return self.edition.words

    @cached_property
    def code_texts(self) -> CodeTexts:
        """What staff read of each code."""
        languages = [code for code, _ in self.words.language_names()]
        return read_texts(self.settings.locales, languages, self.codebook)

    async def deployment(self, store: Store) -> Deployment:
        """Join them to what the database says now."""
        rounds, programmes = await store.rounds(), await store.programmes()
        made = self.joined(rounds, programmes, await store.codes())
        return replace(made, looks=counted(await store.looks()))

    def joined(
        self,
        rounds: Sequence[Round],
        programmes: Sequence[Programme],
        codes: Sequence[tuple[str, str]],
    ) -> Deployment:
        """Join them to what a database says, or to samples."""
        settings, words, languages = self.settings, self.words, self.languages
        names = dict(words.language_names())
        self._check_forms(programmes)
        made = Deployment(
            organisation=settings.organisation,
            contact=settings.contact,
            authority=settings.authority,
            reader=self.reader(),
            k=settings.k,
            retention_weeks=max(map(kept_weeks, rounds), default=settings.round_weeks),
            receipt_minutes=settings.receipt_minutes,
            languages=languages,
            language_names=tuple((code, names[code]) for code in self.spoken),
            drafts=frozenset(self.spoken) - self.ready,
            countries=self.countries,
            programmes=tuple(programmes),
            codes=tuple(codes),
            forms=self.forms,
            fingerprint=fingerprint_of(rounds, signer_beside(settings.pin_file)),
            duty_to_act=settings.duty_to_act,
            numbers=settings.numbers_from is not None,
            trial=settings.trial,
            labels=self.codebook.labels(),
            quotes=settings.quotes,
            signed=signed(self.edition, settings.own("signoff.toml")),
        )
        return worded(made, self.edition.worded)

    @cached_property
    def ready(self) -> frozenset[str]:
        """The languages of which every text is vouched for and signed."""
        return frozenset(
            code for code, shelf in self._shelves.items() if shelf.ready(self.unshown)
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages offered: complete drafts only where that was decided."""
        shown = tuple(
            code
            for code in self.spoken
            if code in self.ready
            or (
                self.settings.show_drafts and self._shelves[code].complete(self.unshown)
            )
        )
        if not shown:
            raise NoLanguageError
        return shown

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that somebody chose, whether they are ready or not."""
        known = dict(self.words.language_names())
        chosen = tuple(dict.fromkeys(self.settings.languages))
        if unknown := [code for code in chosen if code not in known]:
            raise UnknownLanguageError(unknown[0])
        return chosen

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        return {code: self.edition.shelf(code) for code in self.spoken}

    def settle(self) -> None:
        """Work out everything that takes time, where no person waits for it."""
        _ = self.languages, self.words

    @property
    def unshown(self) -> frozenset[str]:
        """The texts that this deployment shows nobody."""
        duty = () if self.settings.duty_to_act else (Msg("C2.duty"), Msg("C5"))
        numbers = () if self.settings.numbers_from else (Msg("C2.numbers"),)
        trial = () if self.settings.trial else (Msg("trial.mark"),)
        quotes = () if self.settings.quotes else QUOTES
        return frozenset({*duty, *numbers, *quotes, *trial})

    async def owns(self, store: Store) -> tuple[Own, ...]:
        """Return the deployment's own texts, as they were written first."""
        parts = (await store.programmes(), self.forms, self.countries)
        return tuple(owns((tuple(parts[0]), *parts[1:])))

    def _check_forms(self, programmes: Sequence[Programme]) -> None:
        """Refuse a programme whose form is not there: its talks could not go on."""
        names = {form.name for form in self.forms}
        for programme in programmes:
            if programme.form not in names:
                raise NoSuchFormError(programme.form)

    def reader(self) -> Own:
        """Name who opens answers; left unsaid, it is the server, and that is said.

        Said in one language only, it stands as it is in the others: there, too, it is
        not the server.
        """
        named, organisation = self.settings.reader, self.settings.organisation
        server = Phrase(Msg("reader.server"), (("organisation", organisation),))
        anyhow = next(iter(named.values()), "")
        return Own(
            tuple(
                (code, named.get(code) or anyhow or self.words.say(code, server))
                for code in self.spoken
            )
        )


def read_facts(settings: Settings, countries: tuple[Country, ...] = ()) -> Facts:
    """Read shipped words and forms; staff's papers need no helplines."""
    locales = settings.locales
    forms = read_forms(locales / "forms")
    if settings.reader_in_programme:
        forms = tuple(map(_without_free_text, forms))
    shipped = Shipped.read(locales)
    codebook = codebook_here(settings, shipped)
    return Facts(settings, Edition(shipped), forms, countries, codebook)


def codebook_here(settings: Settings, shipped: Shipped) -> Codebook:
    """Return the codebook with a deployment's own codes; raise `FileError`.

    They must be said in English and in the languages of its own that staff read.
    """
    staff = {SOURCE, *(one.code for one in shipped.languages if one.staff)}
    spoken = tuple(code for code in settings.languages if code in staff)
    languages = tuple(dict.fromkeys((SOURCE, *spoken)))
    return extended(SHIPPED, settings.home / OWN_CODEBOOK, languages)


async def facts_of(facts: Facts, store: TextStore) -> Facts:
    """Lay what was worded in a deployment over what came with the program."""
    return replace(facts, edition=await edition_of(facts.edition.shipped, store))


async def edition_of(shipped: Shipped, store: TextStore) -> Edition:
    """Return the texts as they are in a database at this moment.

    The number is read first: what changes in between is then read again.
    """
    number = await store.edition()
    found = await store.wordings()
    return Edition(
        shipped, number, found, await store.signatures(), await store.voices()
    )


async def texts_here(settings: Settings) -> Edition:
    """Return the texts of a home; where no database is yet, what came along."""
    shipped = Shipped.read(settings.locales)
    if not settings.database_path.exists():
        return Edition(shipped)
    store = await Database.open(settings.database_path)
    try:
        return await edition_of(shipped, store)
    finally:
        await store.close()


def _without_free_text(form: Form) -> Form:
    """Leave out what a reader would know people by (`gathering.md` P13)."""
    tapped = tuple(q for q in form.questions if q.kind is not Kind.FREE)
    if not tapped:
        raise FreeTextOnlyError(form.name)
    return replace(form, questions=tapped)


def helplines_of(settings: Settings, today: date) -> tuple[Country, ...]:
    """Read the helplines; a country in use without a checked one stops serving."""
    return read_countries(settings.helpline_files, today=today, trial=settings.trial)
