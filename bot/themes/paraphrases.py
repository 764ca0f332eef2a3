"""What a paraphrase must be before it may leave the vault (`gathering.md` P10).

A trained reader says in her own words what several people of a released batch said
about one theme; a second reader signs it. Each condition below stands alone, and one
that does not hold is enough. Rule: nothing in a paraphrase points at one person: no
event, name, place, number or date, and no run of anybody's own words.

Names are looked for by their capital letters. Where there are none (`shows_names`), the
second reader says that every word was read by somebody who reads the language.
"""

import enum
import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import msgspec

from bot.details.finding import clean
from bot.details.names import shows_names
from bot.errors.gathered import BrokenReadingError
from bot.themes.gathering import Band

FEWEST_PEOPLE = 3
LONGEST = 300
"""Characters of a paraphrase."""
RUN_WORDS, RUN_LETTERS = 5, 20
"""So many words in a row, or letters of a script without spaces, are somebody's own."""


class Refusal(enum.Enum):
    """Why a paraphrase may not leave, by a name; the desk says it in words."""

    FEW = "few"
    LEAF = "leaf"
    PEOPLE = "people"
    EMPTY = "empty"
    LONG = "long"
    PLAIN = "plain"
    DETAIL = "detail"
    NUMBER = "number"
    WHEN = "when"
    COPIED = "copied"
    SAME = "same"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Draft:
    """A paraphrase, what was told of its theme, and the texts it is drawn from.

    `people` is how many different people wrote the texts.
    """

    words: str
    band: Band
    leaf: str
    people: int
    texts: tuple[str, ...] = field(repr=False)
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """What is sealed: the words, and the marks of who wrote and who signed them."""

    words: str
    writer: bytes
    signer: bytes = b""

    def to_bytes(self) -> bytes:
        """Return the paraphrase as it is sealed."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Paraphrase":
        """Return what `to_bytes` wrote; raise `BrokenReadingError` for all else."""
        try:
            return msgspec.msgpack.decode(content, type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            pass
        raise BrokenReadingError


def refusals(draft: Draft) -> tuple[Refusal, ...]:
    """Return everything that keeps a paraphrase here; none: a second may sign it."""
    return tuple(refusal for refusal, holds in _CONDITIONS.items() if holds(draft))


def unsigned(words: str, writer: bytes, signer: bytes, *, read: bool) -> Refusal | None:
    """Return why a second reader's name does not sign these words, if it does not.

    `read` is her word that she reads the language and has checked every word.
    """
    if writer == signer:
        return Refusal.SAME
    return None if read or shows_names(words) else Refusal.UNREAD


def _hidden_sign(words: str) -> bool:
    return any(unicodedata.category(c) in _UNSEEN for c in words)


def _says_number(words: str) -> bool:
    return any(unicodedata.category(c).startswith("N") for c in words)


def _copies(words: str, texts: Sequence[str]) -> bool:
    """Tell whether a run of words, or of letters without spaces, is in a text."""
    own = _runs(words)
    return any(own & _runs(text) for text in texts)


def _runs(text: str) -> set[str]:
    plain = _plain(text)
    words = _WORD.findall(plain)
    letters = "".join(words)
    rows = (words[n : n + RUN_WORDS] for n in range(len(words)))
    spans = (letters[n : n + RUN_LETTERS] for n in range(len(letters)))
    return {
        *(" ".join(row) for row in rows if len(row) == RUN_WORDS),
        *(span for span in spans if _UNSPACED.fullmatch(span)),
    }


def _plain(text: str) -> str:
    """Return a text in small letters without marks, so that no spelling hides a run."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return "".join(c for c in bare if unicodedata.category(c) not in {"Mn", "Cf"})


_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u02bc", "'"))
_ENDING = r"\w*"
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff"
    f"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{{{RUN_LETTERS}}}"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, kana and Chinese characters."""


@cache
def _when() -> re.Pattern[str]:
    """Return what finds a day or a month, as `_plain` would write it."""
    text = files("bot.themes").joinpath("days.toml").read_text(encoding="utf-8")
    listed = _plain(" ".join(tomllib.loads(text).values())).split()
    return re.compile("|".join(rf"\b{w.replace('*', _ENDING)}\b" for w in listed))


def _says_when(words: str) -> bool:
    return _when().search(_plain(words)) is not None


_CONDITIONS: dict[Refusal, Callable[[Draft], bool]] = {
    Refusal.FEW: lambda it: it.band is Band.FEW,
    Refusal.LEAF: lambda it: it.leaf != "",
    Refusal.PEOPLE: lambda it: it.people < FEWEST_PEOPLE,
    Refusal.EMPTY: lambda it: not it.words.strip(),
    Refusal.LONG: lambda it: len(it.words) > LONGEST,
    Refusal.PLAIN: lambda it: _hidden_sign(it.words),
    Refusal.DETAIL: lambda it: bool(clean(it.words, it.regions)),
    Refusal.NUMBER: lambda it: _says_number(it.words),
    Refusal.WHEN: lambda it: _says_when(it.words),
    Refusal.COPIED: lambda it: _copies(it.words, it.texts),
}
