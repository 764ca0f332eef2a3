"""How letters are written: which way a line runs, and what two writings share.

Wherever a line can run two ways its values are isolated (FSI ... PDI), so that a Latin
name cannot turn an Arabic sentence round, and a right-to-left line that begins with
something else is opened by RLM (`languages.md`, right to left). Rule: marks that turn
lines never come in with a value, only from here.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

MESSAGE = 4096
"""Units that one message of Telegram holds."""
RLM, FSI, PDI, ZWJ = "\u200f", "\u2068", "\u2069", "\u200d"
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
"""Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese, which no space parts."""
_TURNING = dict.fromkeys(
    (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ONE_LETTER = {
    **dict.fromkeys((0x622, 0x623, 0x625, 0x671), "\u0627"),
    0x649: "\u064a",
    0x629: "\u0647",
}
"""Arabic letters that people write for one another: forms of alef, yeh and teh."""
_SPACES = re.compile("[ \t\u2000-\u200a\u3000]+")
_LINKS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2")
"""Signs that write the next consonant into the same letter (UAX 29, rule GB9c)."""
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Mc", "Cf", "Cc"})
_AM = frozenset("\u0e33\u0eb3")
"""Thai and Lao vowels that count as letters and stand on the one before."""
_THAI_OR_LAO = re.compile("[\u0e00-\u0eff]")
_LEADS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
"""Thai and Lao vowels that stand before their consonant: they begin a syllable."""
_JOINING = re.compile("['\u2019\u02bc\u0640\u064b-\u0652\ufe00-\ufe0f\u200b-\u200f]")


def unturned(text: str) -> str:
    """Return words of somebody's own without the marks that turn lines."""
    return text.translate(_TURNING)


def units(text: str) -> int:
    """Count as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int = MESSAGE) -> str:
    """Return a text that is at most so long, with "…" where it was cut."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)]
    return kept.decode("utf-16-le", errors="ignore") + "…"


def runs_left(text: str) -> bool:
    """Tell whether a text has letters that run from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def isolated(text: str, *, turned: bool) -> str:
    """Return a value that cannot turn the sentence it stands in (`turned`: RTL).

    Where sentence and value both run from left to right there is nothing to turn, so
    isolates would change nothing that is seen; but a helpline's number or a secret
    number that is copied out of the message would carry them along, and a dialler or
    a search for it may then refuse it.
    """
    if text and (turned or runs_left(text)):
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

    So that "STOP!", "stop" and "🛑 Stop" are one word, however a phone writes it, and
    digits of any script are one digit.
    """
    bare = text.replace("\u2139", " ")  # a picture that Unicode counts as a letter
    folded = unicodedata.normalize("NFKC", bare).casefold().translate(_ONE_LETTER)
    kept = (
        char if unicodedata.category(char)[0] in "LNM" else " "
        for char in _JOINING.sub("", folded)
    )
    return " ".join(latin("".join(kept)).split())


def latin(text: str) -> str:
    """Return a text with the digits of any script as 0 to 9."""
    return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


def graphemes(text: str) -> int:
    """Count what a reader sees as letters: marks and joined pictures are none.

    A short form of the rules of UAX 29, for the scripts that a phone shows.
    """
    return sum(not _goes_on(before, char) for before, char in pairwise(f"\0{text}"))


def letters(text: str) -> tuple[str, ...]:
    """Cut a text into what a reader sees as letters, each with its marks."""
    return _cut(text, lambda before, char: not _goes_on(before, char))


def pieces(text: str) -> tuple[str, ...]:
    """Cut a text where a line may end: after a space, and where words have none.

    A short form of the rules of UAX 14; together the pieces are the text. No dictionary
    is here: of Thai and Lao only the vowels that begin a syllable are known, words of
    Burmese and Khmer may be cut between any two letters.
    """
    return _cut(text, _may_part)


def _cut(text: str, at: Callable[[str, str], bool]) -> tuple[str, ...]:
    found = [""]
    for before, char in pairwise(f"\0{text}"):
        if at(before, char):
            found.append("")
        found[-1] += char
    return tuple(filter(None, found))


def _goes_on(before: str, char: str) -> bool:
    """Tell whether a sign stands in the letter before it."""
    joined = before == ZWJ or before in _LINKS or char in _AM
    return joined or _is_a_mark(char)


def _may_part(before: str, char: str) -> bool:
    if before.isspace():
        return not char.isspace()
    if _goes_on(before, char) or not UNSPACED.match(char):
        return False
    if _THAI_OR_LAO.match(char):
        return char in _LEADS and before not in _LEADS
    wide = unicodedata.east_asian_width(before) in "WF"
    return wide or UNSPACED.match(before) is not None


def _is_a_mark(char: str) -> bool:
    skin = "\U0001f3fb" <= char <= "\U0001f3ff"
    return skin or (unicodedata.category(char) in _WITHOUT_WIDTH and char != "\n")


def tidied(text: str) -> str:
    """Return a text without stray spaces: at its ends, around lines, two in a row.

    A no-break space stands where somebody put it, as before a French question mark.
    """
    lines = re.sub(r"\r\n?", "\n", text).strip().split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines)
