"""In which fonts of this machine a text is drawn: a family for each script it has.

Letters are joined, stacked and turned by libraqm, which matplotlib hands each text to.
Rule: a text is drawn in fonts that have every one of its letters, or not at all; a
picture with empty boxes is no picture.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from matplotlib.font_manager import FontProperties, fontManager, get_font

from bot.errors.gathered import NoFontError

EVERYWHERE = ("Noto Sans", "DejaVu Sans")
"""Families for what no script has for itself; matplotlib brings the last one along."""
_FAMILIES = {
    "ARABIC": ("Noto Sans Arabic", "Noto Naskh Arabic"),
    "CJK": ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei"),
    "HANGUL": ("Noto Sans CJK KR",),
    "HIRAGANA": ("Noto Sans CJK JP",),
    "KATAKANA": ("Noto Sans CJK JP",),
}
"""Families by how Unicode's names of letters begin, where `Noto Sans` and that word
is not the one."""


@cache
def typeface(text: str, *, bold: bool = False) -> FontProperties:
    """Return what draws every letter of a text; raise `NoFontError`.

    A script's own family comes first, so that marks that join its letters, which other
    fonts have as well, do not part them.
    """
    missing = {char for char in text if _is_seen(char)}
    chosen = []
    for family in _candidates(text):
        if not missing:
            break
        letters = missing & _letters(family, bold=bold)
        if letters:
            chosen.append(family)
            missing -= letters
    if missing:
        raise NoFontError(min(missing))
    weight = "bold" if bold else "normal"
    return FontProperties(family=chosen or [*EVERYWHERE], weight=weight)


def _candidates(text: str) -> Iterator[str]:
    words = dict.fromkeys(_first_word(char) for char in text if _is_lettering(char))
    for word in words:
        if word != "LATIN":
            yield from _FAMILIES.get(word, (f"Noto Sans {word.title()}",))
    yield from EVERYWHERE
    if words:
        families = fontManager.get_font_names()
        yield from sorted(name for name in families if name.startswith("Noto "))


def _first_word(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _is_lettering(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _is_seen(char: str) -> bool:
    """Tell whether a font has to have a letter: no space and no mark of direction."""
    return not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"}


@cache
def _letters(family: str, *, bold: bool) -> frozenset[str]:
    """Return the letters of a family of this machine; none where it is not there."""
    if family not in fontManager.get_font_names():
        return frozenset()
    properties = FontProperties(family=family, weight="bold" if bold else "normal")
    font = get_font(fontManager.findfont(properties))
    return frozenset(map(chr, font.get_charmap()))
