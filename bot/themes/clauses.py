"""How a text is cut up before it is read: clauses, words, letters without their frills.

Rule: a cut is a pair of places in the text as it was given, so that whoever suggests a
code can show where it is said.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

LONGEST = 4096
"""Characters of a text that are looked at."""
FEWEST_WORDS = 3
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDS = (
    ".!?;:,\n\u2026"
    "\u060c\u061b\u061f\u06d4"  # Arabic comma, semicolon, question mark, full stop
    "\u0964\u0965"  # danda, double danda
    "\u1362\u1363\u1364\u1365\u1366\u1367"  # Ethiopic (its word space ends none)
    "\u0589\u055d"  # Armenian full stop, comma
    "\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"  # Chinese
)
_CLAUSE_END = re.compile(rf"[{re.escape(_ENDS)}]+|\s[-\u2013\u2014]+\s")
_MARKS = (chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) == "Mn")
_SAME_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_MARKS),
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC TATWEEL}": None,
    }
)

Span = tuple[int, int]
"""Where a part of a text begins and ends."""


def clauses(text: str) -> Iterator[Span]:
    """Yield where each clause of a text begins and ends, without the space around."""
    start = 0
    for cut in (*_CLAUSE_END.finditer(text), None):
        end = cut.start() if cut else len(text)
        part = text[start:end]
        if bare := part.strip():
            begun = start + len(part) - len(part.lstrip())
            yield begun, begun + len(bare)
        start = cut.end() if cut else end


def plain(text: str) -> str:
    """Return a text in small letters, without the marks that many leave out."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(_SAME_LETTERS)


def words(text: str) -> list[str]:
    """Return the words of a text in plain letters."""
    return WORD.findall(plain(text))


letter_name: Callable[[str], str] = cache(lambda letter: unicodedata.name(letter, ""))
"""The Unicode name of a letter, which begins with its script; "" for none."""
