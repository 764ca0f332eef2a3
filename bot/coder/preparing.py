"""Works out what a model knows before anybody taught it: minutes, once a model.

A language's centre is the mean of the same neutral sentences in it, moved by how far
the English examples lie from the English ones. What an example is about, and whether it
is a need, a problem or praise, is learned from all of them, seen from there.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.coder.fitting import fitted
from bot.coder.heard import SERBIAN_LATIN
from bot.coder.knowledge import Knowledge, centred, examples, source_of
from bot.coder.model import Model
from bot.words import po
from bot.words.languages import SOURCE

ABOUT, KINDS = 10.0, 3.0
"""How little what is learned is held back: of codes, and of what is wanted. Chosen on
sentences that were written apart from the examples, and from what is reported."""
_SHORTEST_LINE, _SHORTEST, _LONGEST = 12, 30, 400
"""Characters of a text of the catalogue that is a neutral sentence."""
_LATIN = dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
)
_LATIN |= {"љ": "lj", "њ": "nj", "џ": "dž"}


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
    centres = {code: (mean + shift).astype(np.float32) for code, mean in means.items()}
    languages_of = tuple(one.language for one in said)
    placed = centred(vectors, languages_of, centres)
    sentences = [n for n, one in enumerate(said) if one.wanted]
    return Knowledge(
        source=source_of(fingerprint),
        codes=tuple(one.code for one in said),
        wanted=tuple(one.wanted for one in said),
        languages=languages_of,
        vectors=vectors,
        centres=centres,
        about=fitted(placed, [one.code for one in said], ABOUT),
        kinds=fitted(placed[sentences], [said[n].wanted for n in sentences], KINDS),
    )


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
