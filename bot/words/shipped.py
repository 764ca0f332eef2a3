"""The texts as they came with the program: every live language's file, read once.

Rule: only the list of languages and English can stop the program; any other file that
cannot be read leaves its language to the fallback, and is named in `broken`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.errors import FileError
from bot.words import po
from bot.words.languages import SOURCE, Language, read_languages


@dataclass(frozen=True, eq=False)
class Shipped:
    """Languages in the list's order, and each one's entries by id, as they stand.

    Reading takes a tenth of a second, so what did not change is read once a process.
    """

    languages: tuple[Language, ...]
    texts: Mapping[str, Mapping[str, po.Entry]]
    broken: tuple[str, ...] = ()

    @classmethod
    def read(cls, locales: Path) -> "Shipped":
        """Read every live language; raise `FileError` only for the list or English."""
        return _read(locales, stamp(locales))

    @property
    def source(self) -> Mapping[str, po.Entry]:
        """English, by id."""
        return self.texts[SOURCE]

    def lost(self, before: "Shipped") -> tuple[str, ...]:
        """Return the languages that lack texts which they had, and English still has.

        A file that is being copied is short for a moment, and reads like a whole one.
        English itself may lack none that it had: the code says them.
        """
        wanted = {**before.texts, SOURCE: before.source}
        return tuple(
            code
            for code, had in wanted.items()
            if (had.keys() & before.source.keys()) - self.texts.get(code, {}).keys()
        )

    def language(self, code: str) -> Language | None:
        """Return a live language by its code."""
        return next((one for one in self.languages if one.code == code), None)

    def usable(self, code: str) -> dict[str, po.Entry]:
        """Return a language's entries that can be shown."""
        return dict(self._usable[code])

    @cached_property
    def _usable(self) -> Mapping[str, Mapping[str, po.Entry]]:
        return {language.code: self._fitting(language) for language in self.languages}

    def _fitting(self, language: Language) -> Mapping[str, po.Entry]:
        source = self.source
        if language.code == SOURCE:
            return source
        return {
            id_: entry
            for id_, entry in self.texts[language.code].items()
            if id_ in source and not po.misfit(source[id_], entry, language)
        }


@lru_cache(maxsize=4)
def _read(locales: Path, _stamp: int) -> Shipped:
    listed = read_languages(locales / "languages.toml")
    languages = tuple(language for language in listed if language.live)
    english = po.path_of(locales, SOURCE)
    texts = {SOURCE: po.read(english).entries}
    if lacking := _listed(locales) - texts[SOURCE].keys():
        raise FileError(english, 1, min(lacking), "is missing; put the file back")
    broken = []
    for language in languages:
        try:
            read = po.read(po.path_of(locales, language.code)).entries
        except FileError:
            broken.append(language.code)
            read = {}
        texts.setdefault(language.code, read)
    return Shipped(languages, texts, tuple(broken))


def _listed(locales: Path) -> frozenset[str]:
    """Return what the code says, as far as the list of it is there."""
    path = locales / "messages.pot"
    return frozenset(po.read(path).entries) if path.exists() else frozenset()


def stamp(locales: Path) -> int:
    """Return a number that is another one once any of the files was changed."""
    files = (locales / "languages.toml", *locales.glob("*/LC_MESSAGES/sotto.po"))
    there = ((str(f), f.stat()) for f in sorted(files) if f.exists())
    return hash(tuple((name, one.st_mtime_ns, one.st_size) for name, one in there))
