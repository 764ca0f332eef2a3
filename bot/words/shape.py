"""Rules of how a text is built: its placeholders, marks, script, length and lines.

Each looks at one text beside its English and says what is wrong and what to do, or
nothing. A translator reads that at the end of a day: no jargon, one line.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.words.languages import SCRIPTS
from bot.words.pair import Pair
from bot.words.po import misfit, split
from bot.words.writing import graphemes, latin, plain, tidied, units

LIMITS = {
    "Name": 64,
    "Button": 64,
    "Short": 120,
    "Alert": 200,
    "Menu": 256,
    "Description": 512,
    "Line": 1024,
    "Screen": 2048,
}
"""UTF-16 units by kind; a screen leaves half of Telegram's 4096 for its values.

Telegram counts bytes only in what a button sends back (64), which holds no words.
"""
SOFT_BUTTON = 24
_OWN_SCRIPT = 0.6
_MIRRORED = str.maketrans("⬅➡▶◀", "➡⬅◀▶")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_ALLOWED = frozenset("\n\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]*>?|&#?\w+;|\*\*|__|`|\]\(")
_FIXED = re.compile(
    r"https?://\S+|[\w.+-]*@\w[\w.-]*\w|(?<![\w/])/[a-z_]+\b|\+?\d[\d -]{5,}\d"
)
_DRESS = "\ufe0f"
"""The mark that asks for a coloured picture; some keyboards leave it out."""


def fits(pair: Pair) -> str:
    """Ask for the same placeholders, and a form for each number."""
    return misfit(pair.source, pair.entry, pair.language)


def has_no_markup(pair: Pair) -> str:
    """Refuse all markup, also `<b>` and `<i>`: texts are sent as plain text.

    That is stricter than a list of tags that are allowed. A tag is never needed where
    a screen says one thing, and what is never parsed can neither break a message nor
    turn a person's own words into a link.
    """
    marked = next(filter(None, map(_MARKUP.search, pair.forms)), None)
    if marked is None:
        return ""
    return f"has {marked[0]}, which people would see as it stands. Take it out."


def is_short_enough(pair: Pair) -> str:
    """Ask for what fits the field of Telegram."""
    limit = LIMITS.get(pair.kind, LIMITS["Screen"])
    length = max(map(units, pair.forms))
    too_long = f"is {length} letters long and only {limit} fit. Say it shorter."
    return too_long if length > limit else ""


def has_no_hidden_marks(pair: Pair) -> str:
    """Refuse marks that override direction, control characters, invisible ones."""
    for char in "".join(pair.forms):
        if unicodedata.category(char) in _HIDDEN and char not in _ALLOWED:
            code = f"U+{ord(char):04X}"
            return f"has a hidden character, {code}. Type the text anew around it."
    return ""


def closes_what_it_opens(pair: Pair) -> str:
    """Ask that marks which turn a piece of a line end within the line."""
    lines = (line for form in pair.forms for line in form.split("\n"))
    if all(map(_is_closed, lines)):
        return ""
    return "has a hidden mark that turns a line and does not end. Type it anew."


def _is_closed(line: str) -> bool:
    depth = 0
    for char in line:
        depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        if depth < 0:
            return False
    return depth == 0


def keeps_addresses(pair: Pair) -> str:
    """Ask for the same links, commands, numbers to call and @names in every form."""
    english = _fixed(pair.english)
    for form in map(_fixed, pair.forms):
        for lost in english - form:
            return f"leaves out {lost}. Write it as English does."
        for strange in form - english:
            return f"has {strange}, which English has not. Write it as English does."
    return ""


def _fixed(text: str) -> set[str]:
    return {found.rstrip(".,") for found in _FIXED.findall(latin(text))}


def has_words(pair: Pair) -> str:
    """Ask for words where English has words: a picture or a dot alone says nothing."""
    worded = all(any(map(str.isalnum, form)) for form in pair.forms)
    needed = any(map(str.isalpha, pair.english))
    return "" if worded or not needed else "has no words. Write it in words."


def is_in_its_script(pair: Pair) -> str:
    """Refuse a text most of whose letters are of another script than its language.

    Each plural form is one: among six, a foreign one would hardly show.
    """
    names = SCRIPTS[pair.language.script]
    if all(_is_in(names, x) for x in pair.forms if x not in pair.source.forms):
        return ""
    return f"is mostly in other letters than {pair.language.name}. Is it that language?"


def _is_in(names: tuple[str, ...], form: str) -> bool:
    parts = split(_FIXED.sub("", form))[::2]
    letters = [char for part in parts for char in part if char.isalpha()]
    own = sum(unicodedata.name(char, "").startswith(names) for char in letters)
    return own >= _OWN_SCRIPT * len(letters)


def keeps_its_emoji(pair: Pair) -> str:
    """Ask for the picture a button begins with; arrows turn with the script."""
    if pair.kind != "Button":
        return ""
    wanted = _picture(pair.english)
    turned = {wanted, wanted.translate(_MIRRORED)}
    allowed = turned if pair.language.direction == "rtl" else {wanted}
    bare = {picture.replace(_DRESS, "") for picture in allowed}
    if all(_picture(form).replace(_DRESS, "") in bare for form in pair.forms):
        return ""
    return (
        f"must begin with {wanted} and a space" if wanted else "must begin with words"
    )


def _picture(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return "" if plain(first) or "{" in first else first


def is_tidy(pair: Pair) -> str:
    """Ask about stray spaces and lines; `tidied` takes the spaces out."""
    if any(form != tidied(form) for form in pair.forms):
        return "has a stray space or line at an end, or two spaces. Take them out."
    wanted = pair.english.count("\n") + 1
    for form in pair.forms:
        lines = form.count("\n") + 1
        if lines != wanted:
            return f"has {lines} lines, English has {wanted}. Break it as English does."
    return ""


def names_values_in_one_order(pair: Pair) -> str:
    """Ask about plural forms that tell their values in another order."""
    orders = [[*dict.fromkeys(split(form)[1::2])] for form in pair.forms]
    longest = max(orders, key=len)
    swapped = any([x for x in longest if x in order] != order for order in orders)
    names = ", ".join(f"{{{name}}}" for name in longest)
    return (
        f"has {names} in another order in one plural form. Are two swapped?"
        if swapped
        else ""
    )


def has_latin_digits(pair: Pair) -> str:
    """Ask for 0 to 9, as phones show the numbers of helplines."""
    text = "".join(pair.forms)
    other = next((char for char in text if latin(char) != char), "")
    if not other or not pair.for_people:
        return ""
    return f"has the digit {other}. Write digits as 0 1 2 3 4 5 6 7 8 9."


def keeps_numbers(pair: Pair) -> str:
    """Ask for the same numbers in any digits; one and two are often said in words."""
    wanted = _numbers(pair.source.forms)
    for form in pair.forms:
        if odd := _numbers((form,)) ^ wanted:
            return f"has not the same numbers as English: look at {min(odd)}."
    return ""


def _numbers(forms: Iterable[str]) -> set[int]:
    said_in_words = 2
    numbers = (int(one) for form in forms for one in re.findall(r"\d+", form))
    return {number for number in numbers if number > said_in_words}


def is_a_short_label(pair: Pair) -> str:
    """Ask about a button that a narrow phone may cut off."""
    shown = max(map(graphemes, pair.forms))
    most = max(SOFT_BUTTON, graphemes(pair.english))
    long = pair.kind == "Button" and shown > most
    return f"is {shown} letters long, and a button shows {most}." if long else ""
