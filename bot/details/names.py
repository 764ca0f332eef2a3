"""Where names would show: in scripts with capitals, if the writer used them.

Rule: what is not known to show names is taken to hide them. There a human who reads the
language looks at every word (`gathering.md`, P10).
"""

import unicodedata

_CAPITALS = frozenset({"Lu", "Lt"})
_NO_CAPITALS_IN_USE = range(0x10A0, 0x1100)
"""Georgian: Unicode calls its letters small ones, but nobody writes their capitals."""


def shows_names(text: str) -> bool:
    """Tell whether a name in this text would begin with a capital letter.

    Every letter is of a script with capitals, and capitals are used, but not for all.
    """
    letters = [sign for sign in text if sign.isalpha()]
    kinds = {unicodedata.category(letter) for letter in letters}
    cased = kinds <= _CAPITALS | {"Ll", "Lm"}
    georgian = any(ord(letter) in _NO_CAPITALS_IN_USE for letter in letters)
    return cased and not georgian and bool(kinds & _CAPITALS) and "Ll" in kinds
