"""With which mark a text ends, in the marks of each script.

A question ends with `?` in English, with `؟` in Arabic, with `;` in Greek, and in
Armenian it bears its mark over a vowel; Thai ends a sentence with nothing at all.
Rule: only marks that mean another thing are told apart, never two writings of one.
"""

import unicodedata

_MARKS = {
    ".": ".\u2026\u3002\uff0e\uff61\u1362\u0964\u0965\u0589\u06d4\u104b\u17d4\u1803",
    "?": "?\uff1f\u061f\u037e\u055e\u1367\u2e2e",
    "!": "!\uff01\u055c\u00a1",
    ":": ":\uff1a\u1361\u1365\u1366",
    ",": ",\uff0c\u3001\u060c\u055d\u1363\u104a",
    ";": ";\uff1b\u061b\u1364",
}
_CLOSING = frozenset({"Pe", "Pf", "Pi", "Cf"})
_QUOTES = frozenset("\"'\u201e")
_UNMARKED = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
"""Scripts of languages that end a sentence with a space or nothing."""
_ALSO = {
    ("Grek", ";"): "?",
    ("Armn", ":"): ".",
    ("Armn", "."): ":",
    ("Armn", ","): ":",
}
"""What a mark can mean besides, by script: Armenian has its full stop look like `:`."""
_ARMENIAN_VOWEL_MARKS = {"?": "\u055e", "!": "\u055c"}


def ends_alike(text: str, english: str, script: str) -> bool:
    """Tell whether a text ends with what its English ends with."""
    wanted, found = mark(english), mark(text)
    if wanted in _ARMENIAN_VOWEL_MARKS and script == "Armn":
        return found == wanted or _ARMENIAN_VOWEL_MARKS[wanted] in text
    if script in _UNMARKED and not found:
        return True
    return wanted in {found, _ALSO.get((script, found), found)}


def mark(text: str) -> str:
    """Return the English mark that stands for the one at the end, or "" for none."""
    bare = text.rstrip()
    while bare and (unicodedata.category(bare[-1]) in _CLOSING or bare[-1] in _QUOTES):
        bare = bare[:-1]
    last = bare[-1:] or "-"
    return next((meant for meant, same in _MARKS.items() if last in same), "")
