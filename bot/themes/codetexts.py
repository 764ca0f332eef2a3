"""What staff read of a code in their language: `locales/<language>/codebook.toml`.

What it means, an example, what it is not, three things that homes have tried, one
question for a house meeting. Rule: every code that came with the program has all of
them in every language that staff read; a deployment's own brings its texts itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.errors import FileError
from bot.files import read_toml
from bot.themes.codebook import CODEBOOK
from bot.themes.codes import LONGEST, TRIED, Codebook, CodeText

FILE = "codebook.toml"


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code's texts as they are written."""

    means: str = ""
    example: str = ""
    not_this: str = ""
    tried: tuple[str, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class CodeTexts:
    """The texts of every code, by language and code."""

    texts: Mapping[str, Mapping[str, CodeText]]

    def of(self, code: str, language: str) -> CodeText | None:
        """Return what is said of a code: in the language, else in English."""
        for one in (language, "en"):
            if code in self.texts.get(one, {}):
                return self.texts[one][code]
        return None


def read_texts(
    locales: Path, languages: Sequence[str], codebook: Codebook | None = None
) -> CodeTexts:
    """Read the texts of languages, with those of a deployment's own codes.

    A language without a file has none, and English stands in; raise `FileError` for a
    file that cannot be read.
    """
    texts = {
        language: {
            code: CodeText(t.means, t.example, t.not_this, t.tried, t.ask)
            for code, t in read_toml(path, dict[str, _Text]).items()
        }
        for language in dict.fromkeys(("en", *languages))
        if (path := locales / language / FILE).exists()
    }
    for code in codebook.codes if codebook else ():
        for language, text in code.texts:
            texts.setdefault(language, {})[code.id] = text
    return CodeTexts(texts)


def missing(locales: Path, language: str) -> Iterator[str]:
    """Yield what a language does not say of the codes that came with the program."""
    path = locales / language / FILE
    try:
        found = read_toml(path, dict[str, _Text])
    except FileError as wrong:
        yield f"{language}: {wrong}"
        return
    for code in found.keys() - CODEBOOK.keys():
        yield f"{language}: {code} is no code of the codebook"
    for code in CODEBOOK:
        text = found.get(code, _Text())
        for field in ("means", "example", "not_this", "ask"):
            said = getattr(text, field).strip()
            if not 0 < len(said) <= LONGEST:
                yield f"{language}: {code} {field} must have 1 to {LONGEST} characters"
        tried = [one for one in text.tried if 0 < len(one.strip()) <= LONGEST]
        if len(tried) != TRIED:
            yield f"{language}: {code} tried must name {TRIED} things"
