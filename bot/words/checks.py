"""Checks every catalogue before anybody reads it.

Rule: a finding that blocks fails the build; at run time the same text would already
have fallen back to English.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FileError
from bot.words import po
from bot.words.commands import TYPED
from bot.words.glossary import Terms, read_glossary
from bot.words.keyboards import alike
from bot.words.languages import SOURCE, Language, read_languages
from bot.words.rules import Level, Pair, findings
from bot.words.writing import plain


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `id` is "" for the whole file."""

    level: Level
    language: str
    id: str
    problem: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """One language's texts beside the English ones."""

    language: Language
    terms: Terms
    source: Mapping[str, po.Entry]
    texts: po.Texts


def check(locales: Path) -> list[Finding]:
    """Return everything found in the catalogues of the live languages, in order."""
    source = po.read(po.path_of(locales, SOURCE)).entries
    glossary = read_glossary(locales)
    found: list[Finding] = []
    for language in read_languages(locales / "languages.toml"):
        if not language.live:
            continue
        try:
            texts = po.read(po.path_of(locales, language.code))
        except FileError as broken:
            found.append(Finding(Level.BLOCKS, language.code, "", str(broken)))
            continue
        terms = glossary.get(language.code, Terms())
        found.extend(_all(_Catalogue(language, terms, source, texts)))
    return found


def _all(catalogue: _Catalogue) -> Iterator[Finding]:
    """Yield what is wrong with one language, the whole file first."""
    code = catalogue.language.code
    entries = catalogue.texts.entries
    for problem in _headers(catalogue):
        yield Finding(Level.BLOCKS, code, "", problem)
    for id_ in sorted(entries.keys() ^ catalogue.source.keys()):
        if id_ not in catalogue.source:
            yield Finding(Level.BLOCKS, code, id_, "is not in English")
        elif catalogue.language.staff or not catalogue.source[id_].for_staff:
            yield Finding(Level.BLOCKS, code, id_, "is missing")
    for id_, problem in (*_typed(entries), *alike(catalogue.source, entries)):
        yield Finding(Level.BLOCKS, code, id_, problem)
    for id_, problem in _inconsistent(catalogue):
        yield Finding(Level.WARNS, code, id_, problem)
    for id_, entry in entries.items():
        if id_ in catalogue.source:
            source = catalogue.source[id_]
            pair = Pair(catalogue.language, catalogue.terms, source, entry)
            for level, problem in findings(pair):
                yield Finding(level, code, id_, problem)


def _headers(catalogue: _Catalogue) -> Iterator[str]:
    """Yield where the file's head disagrees with the list of languages."""
    language, headers = catalogue.language, catalogue.texts.headers
    for name, wanted in (
        ("Language", language.code),
        ("Plural-Forms", language.plural),
        ("X-State", language.state.value),
    ):
        if headers.get(name) != wanted:
            yield f"the header must say {name}: {wanted}"


def also_called(id_: str, text: str, live: Mapping[str, po.Entry]) -> str:
    """Return which other command the words of a candidate text call, too, or ""."""
    if id_ not in TYPED:
        return ""
    words = {plain(word) for word in text.split("|")}
    for other in (other for other in TYPED if other != id_ and other in live):
        for word in map(plain, live[other].forms[0].split("|")):
            if word in words:
                return f"has a word that {other} has too: {word}. Take one out."
    return ""


def _typed(entries: Mapping[str, po.Entry]) -> Iterator[tuple[str, str]]:
    """Yield a typed word that calls two commands."""
    before: dict[str, po.Entry] = {}
    for id_ in (id_ for id_ in TYPED if id_ in entries):
        if problem := also_called(id_, entries[id_].forms[0], before):
            yield id_, problem
        before[id_] = entries[id_]


def _inconsistent(catalogue: _Catalogue) -> Iterator[tuple[str, str]]:
    """Yield a text whose English stands elsewhere with another translation."""
    said: dict[tuple[str, ...], str] = {}
    for id_, source in catalogue.source.items():
        if id_ not in catalogue.texts.entries:
            continue
        first = said.setdefault(source.forms, id_)
        if catalogue.texts.entries[first].forms != catalogue.texts.entries[id_].forms:
            yield id_, f"is not said as in {first}, whose English is the same"
