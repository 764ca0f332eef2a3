"""What is wrong with one translation, as a table of rules (`languages.md`, Checks).

Each rule looks at one text beside its English and says what is wrong, or nothing. Rule
of the rules: what could mislead a person or break a screen blocks, the rest warns.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.words import reading
from bot.words.glossary import Terms, found
from bot.words.languages import SOURCE, Language
from bot.words.po import Entry, misfit, split
from bot.words.writing import plain


class Level(Enum):
    """Whether a finding keeps a text from being shown, or only asks for a look."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Pair:
    """One text beside its English, with what its language asks of it."""

    language: Language
    terms: Terms
    source: Entry
    entry: Entry

    @property
    def kind(self) -> str:
        """What the text is (Screen, Button ...), as its English is noted."""
        return self.source.kind

    @property
    def for_people(self) -> bool:
        """Whether people who use a service read it; words they type are no text."""
        return not self.source.for_staff and self.kind != "Words"

    @property
    def text(self) -> str:
        """The last form, which stands for all where one is enough."""
        return self.entry.forms[-1]

    @property
    def english(self) -> str:
        """The last English form."""
        return self.source.forms[-1]


Rule = Callable[[Pair], str]

LIMITS = {
    "Name": 64,
    "Button": 64,
    "Short": 120,
    "Menu": 256,
    "Description": 512,
    "Line": 1024,
    "Screen": 2048,
}
"""UTF-16 units by kind; a screen leaves half of Telegram's 4096 for its values."""
SOFT_BUTTON = 24
SCRIPTS = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Hans": "CJK",
    "Latn": "LATIN",
    "Thai": "THAI",
}
_OWN_SCRIPT = 0.6
_MIRRORED = str.maketrans("⬅➡▶◀", "➡⬅◀▶")
_ALLOWED = frozenset("\n\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")
_FIXED = re.compile(r"https?://\S+|@\w+|\+?\d[\d -]{5,}\d")
_ENDS = (
    (".", ".\u3002\u1362\u0964\u0589\u06d4"),
    ("?", "?\uff1f\u061f\u037e;\u055e"),
    (":", ":\uff1a\u1366"),
    ("!", "!\uff01"),
)
_MOST_SAID_IN_WORDS = 2


def fits(pair: Pair) -> str:
    """Ask for the same placeholders, and a form for each number."""
    return misfit(pair.source, pair.entry, pair.language)


def has_no_markup(pair: Pair) -> str:
    """Ask for plain text: messages are sent without any markup."""
    marked = any(re.search(r"<[/a-zA-Z]|&\w+;", form) for form in pair.entry.forms)
    return "has markup, and messages are plain text" if marked else ""


def is_short_enough(pair: Pair) -> str:
    """Ask for what fits the field of Telegram."""
    limit = LIMITS.get(pair.kind, LIMITS["Screen"])
    units = max(len(form.encode("utf-16-le")) // 2 for form in pair.entry.forms)
    return f"is {units} long, at most {limit}" if units > limit else ""


def has_no_hidden_marks(pair: Pair) -> str:
    """Refuse marks that override direction, control characters, invisible ones."""
    for char in "".join(pair.entry.forms):
        if unicodedata.category(char) in {"Cc", "Cf"} and char not in _ALLOWED:
            return f"has a hidden character, U+{ord(char):04X}"
    return ""


def keeps_addresses(pair: Pair) -> str:
    """Ask for the same links, numbers to call and @names."""
    kept = sorted(_FIXED.findall(pair.text)) == sorted(_FIXED.findall(pair.english))
    return "" if kept else "a link, number or @name differs from English"


def avoids(pair: Pair) -> str:
    """Refuse the words that hurt or promise too much."""
    term = found(pair.terms.avoid, " ".join(pair.entry.forms))
    return f"uses a word to avoid: {term}" if pair.for_people and term else ""


def is_in_its_script(pair: Pair) -> str:
    """Refuse a text most of whose letters are of another script than its language."""
    letters = [c for part in split(pair.text)[::2] for c in part if c.isalpha()]
    if not letters or pair.text == pair.english:
        return ""
    script = SCRIPTS[pair.language.script]
    own = sum(script in unicodedata.name(char, "") for char in letters)
    return "" if own >= _OWN_SCRIPT * len(letters) else "is in another script"


def keeps_its_emoji(pair: Pair) -> str:
    """Ask for the picture a button begins with; arrows turn with the script."""
    if pair.kind != "Button":
        return ""
    wanted = _picture(pair.english)
    turned = {wanted, wanted.translate(_MIRRORED)}
    allowed = turned if pair.language.direction == "rtl" else {wanted}
    return (
        "" if _picture(pair.text) in allowed else f"must begin with {wanted or 'words'}"
    )


def _picture(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return "" if plain(first) or "{" in first else first


def has_enough_words(pair: Pair) -> str:
    """Ask for at least two ways to type a command."""
    if pair.kind != "Words":
        return ""
    words = {plain(word) for word in pair.text.split("|")} - {""}
    return "" if len(words) > 1 else "needs two words at least, parted by |"


def is_translated(pair: Pair) -> str:
    """Ask about a text that stands in English, unless a note says that it should."""
    same = pair.text == pair.english and re.search(
        r"\w", "".join(split(pair.text)[::2])
    )
    noted = "the same in" in " ".join((*pair.source.notes, *pair.entry.notes))
    alike = pair.language.code == SOURCE or noted
    return "is the same as English" if same and not alike else ""


def is_tidy(pair: Pair) -> str:
    """Ask about stray spaces and lines."""
    text = pair.text
    if text != text.strip() or "  " in text or " \n" in text or "\n " in text:
        return "has a stray space"
    lines = text.count("\n") == pair.english.count("\n")
    return "" if lines else "has another number of lines than English"


def ends_alike(pair: Pair) -> str:
    """Ask about another punctuation mark at the end."""
    ends = [
        next((a for a, b in _ENDS if t[-1] in b), "") for t in (pair.text, pair.english)
    ]
    return "" if ends[0] == ends[1] else "ends with another mark than English"


def says_nothing_twice(pair: Pair) -> str:
    """Ask about a word that stands twice in a row."""
    twice = re.search(r"\b(\w{2,})\s+\1\b", pair.text, re.IGNORECASE)
    return "says a word twice in a row" if twice and pair.kind != "Words" else ""


def keeps_numbers(pair: Pair) -> str:
    """Ask about numbers; one and two are often said in words."""
    return "" if _numbers(pair.text) == _numbers(pair.english) else "a number differs"


def _numbers(text: str) -> list[int]:
    found_ = (int(number) for number in re.findall(r"\d+", text))
    return sorted(number for number in found_ if number > _MOST_SAID_IN_WORDS)


def is_about_as_long(pair: Pair) -> str:
    """Ask about a text much longer or shorter than English."""
    long, short = 2.2, 0.4
    ratio = len(pair.text) / len(pair.english)
    odd = len(pair.english) > SOFT_BUTTON and not short < ratio < long
    return f"is {ratio:.1f} times as long as English" if odd else ""


def speaks_to_everybody(pair: Pair) -> str:
    """Ask about a form that speaks to one gender only."""
    term = found(pair.terms.gendered, " ".join(pair.entry.forms))
    return f"may speak to one gender only: {term}" if pair.for_people and term else ""


def is_a_short_label(pair: Pair) -> str:
    """Ask about a button that a narrow phone may cut off."""
    shown = [c for c in pair.text if not unicodedata.combining(c) and c != "\ufe0f"]
    long = pair.kind == "Button" and len(shown) > max(SOFT_BUTTON, len(pair.english))
    return f"is {len(shown)} letters long for a button" if long else ""


def is_easy_to_read(pair: Pair) -> str:
    """Ask about hard English."""
    if pair.language.code != SOURCE or pair.kind not in {"Screen", "Line"}:
        return ""
    level = reading.read(pair.text)
    if level.words > reading.MOST_WORDS:
        return f"has {level.words} words, at most {reading.MOST_WORDS}"
    if level.longest > reading.MOST_IN_SENTENCE:
        return f"has a sentence of {level.longest} words"
    return f"reads like grade {level.grade:.1f}" if _hard(level) else ""


def _hard(level: reading.Reading) -> bool:
    """Tell whether a text of more than a few words is above the grade."""
    few = 12
    return level.words > few and level.grade > reading.HARDEST_GRADE


RULES: tuple[tuple[Level, Rule], ...] = (
    (Level.BLOCKS, fits),
    (Level.BLOCKS, has_no_markup),
    (Level.BLOCKS, is_short_enough),
    (Level.BLOCKS, has_no_hidden_marks),
    (Level.BLOCKS, keeps_addresses),
    (Level.BLOCKS, avoids),
    (Level.BLOCKS, is_in_its_script),
    (Level.BLOCKS, keeps_its_emoji),
    (Level.BLOCKS, has_enough_words),
    (Level.WARNS, is_translated),
    (Level.WARNS, is_tidy),
    (Level.WARNS, ends_alike),
    (Level.WARNS, says_nothing_twice),
    (Level.WARNS, keeps_numbers),
    (Level.WARNS, is_about_as_long),
    (Level.WARNS, speaks_to_everybody),
    (Level.WARNS, is_a_short_label),
    (Level.WARNS, is_easy_to_read),
)
"""Every rule for one text. A text that does not fit is told of that alone."""
