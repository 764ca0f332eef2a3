"""In which language a text really is, or why it is not analysed.

What the person chose is the prior: `py3langid` overrules it only from five words on, or
where the letters are not those of the chosen language; Tigrinya and Amharic, which it
does not tell apart, are told by signs that only one of them has. Rule: rather not
analysed than guessed. Romanised texts, languages that nobody prepared, texts without
the marks that carry their meaning, and two words are said to be so, and counted openly.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.themes.clauses import FEWEST_WORDS, WORD, letter_name
from bot.themes.readings import Why

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "LATIN": (
        *("en", "ro", "sq", "hu", "pl", "vi", "so", "fr", "es"),
        *("pt", "tr", "fil", "uz"),
    ),
    "CYRILLIC": ("uk", "ru", "bg", "sr"),
    "ARABIC": ("ar", "fa", "fa_AF", "ps", "ur"),
    "ETHIOPIC": ("ti", "am"),
    "CJK": ("zh_Hans",),
    "BENGALI": ("bn",),
    "DEVANAGARI": ("hi",),
    "THAI": ("th",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
}
"""The languages that are read, by the first word of their letters' Unicode names."""
SCRIPT_OF = {code: script for script, codes in SCRIPTS.items() for code in codes}
SERBIAN_LATIN = "sr_Latn"
"""Serbian in Latin letters, which its readers write as readily: a language by itself
to the coder, none of the catalogue."""
FEWEST_TO_OVERRULE = 5
SURE = 0.9
"""How likely a language must be to overrule the one that was chosen,"""
LIKELY = 0.55
"""to be read where the letters are none of the chosen one's,"""
HARDLY = 0.01
"""and how unlikely the chosen one must be to be given up for none."""
_UNSPACED = {"THAI": 4, "CJK": 2}
"""Scripts that leave no space between words, and letters to a word of theirs."""
_MOSTLY = 0.7
"""The share of letters that the main script of a text has at least."""
_NAMES = {"zh": "zh_Hans", "wuu": "zh_Hans", "yue": "zh_Hans", "tl": "fil"} | {
    **dict.fromkeys(("bcl", "fil"), "fil"),
    **dict.fromkeys(("ary", "arz"), "ar"),
    **dict.fromkeys(("an", "ext", "gl"), "es"),
    **dict.fromkeys(("hr", "bs", "sr"), "sr"),
    "uzs": "uz",
}
"""Labels of the detector for languages, or near relatives, that are read as one."""
_KIN = {"fa_AF": "fa"}
"""What is read alike though it is chosen under another name."""
_MARKED = 0.08
"""The share of Vietnamese letters that bear a mark; in a text with marks it is .2."""
_TIGRINYA = frozenset("ኣቐቑቒቓቔቕቖኸኹኺኻኼኽዅዀዂ")
_TIGRINYA_WORDS = frozenset(
    {
        "እዩ",
        "እያ",
        "እዮም",
        "እየን",
        "ናይ",
        "ኣብ",
        "ምስ",
        "ከም",
        "እቲ",
        "እታ",
        "እቶም",
        "ኩሉ",
        "ድማ",
        "እዚ",
        "እዛ",
        "ክሳብ",
        "እደሊ",
        "ንሕና",
        "ነዊሕ",
        "ብዙሕ",
        "የለን",
    }
)
_AMHARIC = frozenset("አኧ")
_AMHARIC_WORDS = frozenset(
    {
        "ነው",
        "ናት",
        "ናቸው",
        "እና",
        "ግን",
        "በጣም",
        "ውስጥ",
        "ላይ",
        "ይህ",
        "ያ",
        "ነበር",
        "የለም",
        "ለምን",
        "ሁልጊዜ",
        "እኔ",
        "እኛ",
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The language of a text; or why it is not analysed, with the one that was chosen.

    `words` counts them, letters standing in where no space stands between words.
    """

    language: str
    why: Why | None
    words: int


def heard(chosen: str, text: str) -> Heard:
    """Return in which language to read a text whose writer chose `chosen`."""
    letters = Counter(_scripts(text))
    words = _counted(text, letters)
    script, most = _main(letters)

    def refused(why: Why) -> Heard:
        return Heard(chosen, why, words)

    if words < FEWEST_WORDS:
        return refused(Why.SHORT)
    if script not in SCRIPTS:
        return refused(Why.LANGUAGE)
    if most < _MOSTLY * letters.total():
        return refused(Why.SCRIPT)
    language, why = _weighed(chosen, script, text, words)
    if why is None and language == "vi" and _bare(text):
        why = Why.MARKS
    return refused(why) if why else Heard(language, None, words)


def count(text: str) -> int:
    """Return how many words a text has."""
    return _counted(text, Counter(_scripts(text)))


def _counted(text: str, letters: Counter[str]) -> int:
    script, most = _main(letters)
    spaced = len(WORD.findall(text))
    return max(spaced, most // _UNSPACED[script]) if script in _UNSPACED else spaced


def _main(letters: Counter[str]) -> tuple[str, int]:
    """Return the script that most letters are of, and how many."""
    return letters.most_common(1)[0] if letters else ("", 0)


def _weighed(chosen: str, script: str, text: str, words: int) -> tuple[str, Why | None]:
    """Weigh what was chosen against what the words look like."""
    if script == "ETHIOPIC":
        return _ethiopic(chosen, text), None
    mine = _KIN.get(chosen, chosen)
    ranked = _ranked(text)
    best = max(ranked, key=lambda one: (ranked[one], one))
    if best == "sr" and script == "LATIN":
        best = SERBIAN_LATIN
        ranked[best] = ranked.pop("sr")
        mine = best if mine == "sr" else mine
    here = mine == SERBIAN_LATIN or SCRIPT_OF.get(chosen) == script
    known = best == SERBIAN_LATIN or SCRIPT_OF.get(best) == script
    if here and (best == mine or words < FEWEST_TO_OVERRULE):
        return (mine if mine == SERBIAN_LATIN else chosen), None
    if known and ranked[best] >= (SURE if here else LIKELY):
        return best, None
    if not here and script != "LATIN" and ranked[best] < SURE:
        return max(SCRIPTS[script], key=lambda one: ranked.get(one, 0.0)), None
    if here and ranked[best] < SURE and ranked.get(mine, 0.0) >= HARDLY:
        return chosen, None
    foreign = here or script != "LATIN" or ranked[best] >= SURE
    return chosen, Why.LANGUAGE if foreign else Why.ROMANISED


def _ranked(text: str) -> dict[str, float]:
    """Return how likely each language is, near relatives together."""
    found: Counter[str] = Counter()
    for label, share in _detector().rank(text.lower()):
        found[_NAMES.get(label, label)] += share
    return dict(found)


@cache
def _detector() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _scripts(text: str) -> Iterator[str]:
    """Yield the script of each letter; signs that hang on one are left out."""
    for letter in text:
        if unicodedata.category(letter).startswith("L"):
            yield letter_name(letter).partition(" ")[0]


def _bare(text: str) -> bool:
    """Return whether Vietnamese is written without its marks."""
    letters = [one for one in text if one.isalpha()]
    marked = sum(1 for one in letters if not one.isascii())
    return marked < _MARKED * len(letters)


def _ethiopic(chosen: str, text: str) -> str:
    """Tell Tigrinya from Amharic by signs and words that only one of them has."""
    words = WORD.findall(text)
    tigrinya = sum(one in _TIGRINYA for one in text)
    tigrinya += 2 * sum(word in _TIGRINYA_WORDS for word in words)
    amharic = sum(word[0] in _AMHARIC for word in words)
    amharic += 2 * sum(word in _AMHARIC_WORDS for word in words)
    if tigrinya == amharic:
        return chosen if chosen in SCRIPTS["ETHIOPIC"] else "am"
    return "ti" if tigrinya > amharic else "am"
