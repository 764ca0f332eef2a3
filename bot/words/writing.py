"""How letters are written: which way a line runs, and what two writings share.

Values that run the other way are isolated (FSI ... PDI), so that a Latin name cannot
turn an Arabic sentence round, and a right-to-left line that begins with something
else is opened by RLM (`languages.md`, right to left). Rule: marks that turn lines
never come in with a value, only from here.
"""

import re
import unicodedata

RLM, FSI, PDI = "\u200f", "\u2068", "\u2069"
_TURNING = dict.fromkeys(
    (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ONE_LETTER = {
    **dict.fromkeys((0x622, 0x623, 0x625, 0x671), "\u0627"),
    0x649: "\u064a",
    0x629: "\u0647",
}
"""Arabic letters that people write for one another: forms of alef, yeh and teh."""
_JOINING = re.compile("['\u2019\u02bc\u0640\u064b-\u0652\ufe00-\ufe0f\u200b-\u200f]")


def unturned(text: str) -> str:
    """Return words of somebody's own without the marks that turn lines."""
    return text.translate(_TURNING)


def isolated(text: str, *, turned: bool) -> str:
    """Return a value that cannot turn the sentence it stands in (`turned`: RTL)."""
    if text and (turned or _RIGHT_TO_LEFT.search(text)):
        return "\n".join(f"{FSI}{line}{PDI}" for line in text.split("\n"))
    return text


def opened(text: str) -> str:
    """Return right-to-left text, no line of which a first emoji or name can turn."""
    return "\n".join(map(_opened, text.split("\n")))


def _opened(line: str) -> str:
    depth = 0
    for char in line:
        kind = unicodedata.bidirectional(char)
        if kind in {"FSI", "LRI", "RLI"}:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif depth == 0 and kind in {"R", "AL"}:
            return line
        elif depth == 0 and kind == "L":
            break
    return RLM + line if line else line


def plain(text: str) -> str:
    """Return words without case, marks of punctuation, emoji and Arabic vowel signs.

    So that "STOP!", "stop" and "🛑 Stop" are one word, however a phone writes it.
    """
    bare = text.replace("\u2139", " ")  # a picture that Unicode counts as a letter
    folded = unicodedata.normalize("NFKC", bare).casefold().translate(_ONE_LETTER)
    kept = (
        char if unicodedata.category(char)[0] in "LNM" else " "
        for char in _JOINING.sub("", folded)
    )
    return " ".join("".join(kept).split())
