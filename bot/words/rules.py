"""What is wrong with one translation, as a table of rules (`languages.md`, Checks).

Rule of the rules: what could mislead a person or break a screen blocks, the rest warns.
What needs more than one text is in `keyboards` and `checks`.
"""

from bot.words import shape, wording
from bot.words.pair import Level, Pair, Rule

__all__ = ["RULES", "Level", "Pair", "Rule", "findings", "lacks_back_translation"]

RULES: tuple[tuple[Level, Rule], ...] = (
    (Level.BLOCKS, shape.has_no_markup),
    (Level.BLOCKS, shape.is_short_enough),
    (Level.BLOCKS, shape.has_no_hidden_marks),
    (Level.BLOCKS, shape.closes_what_it_opens),
    (Level.BLOCKS, shape.keeps_addresses),
    (Level.BLOCKS, wording.avoids),
    (Level.BLOCKS, shape.has_words),
    (Level.BLOCKS, shape.is_in_its_script),
    (Level.BLOCKS, shape.keeps_its_emoji),
    (Level.BLOCKS, wording.has_enough_words),
    (Level.WARNS, wording.is_translated),
    (Level.WARNS, shape.is_tidy),
    (Level.WARNS, wording.ends_alike),
    (Level.WARNS, shape.names_values_in_one_order),
    (Level.WARNS, wording.says_nothing_twice),
    (Level.WARNS, wording.uses_the_terms),
    (Level.WARNS, shape.keeps_numbers),
    (Level.WARNS, shape.has_latin_digits),
    (Level.WARNS, wording.is_about_as_long),
    (Level.WARNS, wording.speaks_to_everybody),
    (Level.WARNS, shape.is_a_short_label),
    (Level.WARNS, wording.is_easy_to_read),
)
"""Every rule for one text that fits its English."""


def findings(pair: Pair) -> list[tuple[Level, str]]:
    """Return what is wrong with one text; if it does not fit, that alone."""
    if misfit := shape.fits(pair):
        return [(Level.BLOCKS, misfit)]
    said = ((level, rule(pair)) for level, rule in RULES)
    return [(level, problem) for level, problem in said if problem]


def lacks_back_translation(
    *, critical: bool, author: str, back: str, back_by: str
) -> str:
    """Return why a critical text is not yet translated back, or "" where it need not.

    Who wrote a text reads into it what was meant; another person reads what is there.
    """
    if not critical:
        return ""
    if not back.strip():
        return "has no translation back into English. Ask another person for one."
    same = author == back_by
    return "was translated back by its own author. Ask another person." if same else ""
