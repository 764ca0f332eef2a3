"""Words to avoid and words to use are found as whole words of their script."""

import pytest

from bot.words.glossary import found

FOUND = [
    ("анонімн*", "Це анонімно."),
    ("торгівл* людьми", "Торгівля людьми"),
    ("*ضحية*", "للضحيةِ"),
    ("sans papiers", "Sans-papiers !"),
    ("don't worry", "Don’t worry."),
    ("पीड़ित*", "पीड़ितों के लिए"),
    ("เหยื่อ", "ช่วยเหยื่อได้"),
    ("受害者", "你是受害者吗"),
    ("num* sekret*", "numrin sekret"),
]
APART = [
    ("раб", "работа"),
    ("case", "in most cases"),
    ("कर", "करा दो"),
    ("কর", "করি"),
    ("торгівл* людьми", "торгівля з людьми"),
    ("ضحية", "الضحية"),
]


@pytest.mark.parametrize(("term", "text"), FOUND)
def test_a_term_is_found_however_it_is_written(term: str, text: str) -> None:
    """Case, hyphens, vowel marks, endings for `*`, and no space where none is used."""
    assert term == found(("nothing", term), text)


@pytest.mark.parametrize(("term", "text"), APART)
def test_a_part_of_a_word_is_another_word(term: str, text: str) -> None:
    """Neither letters nor vowel signs may follow, unless the term says so."""
    assert found((term,), text) == ""
