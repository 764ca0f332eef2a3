"""A text is read in the language that it is really in, or it is said why it is not.

`tests/themes/refused.tsv` and `written.tsv` were written for this project and are never
used to choose a threshold.
"""

import csv
from pathlib import Path

import pytest

from bot.coder.heard import SCRIPT_OF, Heard, heard
from bot.themes.readings import Why
from bot.words.languages import read_languages

TEXTS = Path(__file__).parent.parent / "themes"
LOCALES = Path(__file__).parent.parent.parent / "locales"


def _rows(name: str) -> list[list[str]]:
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_live_language_is_read() -> None:
    """A language that survivors are offered is one that the coder was prepared for."""
    live = {one.code for one in read_languages(LOCALES / "languages.toml") if one.live}

    assert live <= SCRIPT_OF.keys()


def test_what_should_be_refused_is() -> None:
    """Romanised, foreign, markless and short texts: nineteen in twenty of them."""
    rows = _rows("refused.tsv")
    read = [text for chosen, _, text in rows if heard(chosen, text).why is None]

    assert len(read) <= 0.05 * len(rows), read


def test_what_should_be_read_is() -> None:
    """Of the written texts, at most one in a hundred is refused or heard wrong."""
    rows = _rows("written.tsv")
    wrong = [row for row in rows if heard(row[0], row[4]).language != row[0]]
    refused = [row for row in rows if heard(row[0], row[4]).why]

    assert len(wrong) + len(refused) <= 0.01 * len(rows), (wrong, refused)


def test_another_language_overrules_from_five_words_on() -> None:
    """Who chose English and writes Spanish is read in it; four words are left alone."""
    long = heard("en", "La comida está fría y nadie nos escucha nunca")
    short = heard("uk", "Врача нам очень надо")

    assert (long.language, long.why) == ("es", None)
    assert (short.language, short.why) == ("uk", None)


def test_another_script_overrules_at_once() -> None:
    """Letters that are not those of the chosen language tell more than the choice."""
    assert heard("ar", "I need a doctor").language == "en"
    assert heard("en", "Мне нужен врач").language == "ru"


@pytest.mark.parametrize("chosen", ["ti", "am", "en"])
def test_tigrinya_is_no_amharic(chosen: str) -> None:
    """They share letters; signs that only one has tell them, whatever was chosen."""
    assert heard(chosen, "እቲ መግቢ ዝሑል እዩ ኣብ ገዛ").language == "ti"
    assert heard(chosen, "ምግቡ በጣም ቀዝቃዛ ነው አለ").language == "am"


def test_serbian_may_be_written_in_latin_letters() -> None:
    """It is read from a centre of its own; nothing romanised besides."""
    assert heard("sr", "Hrana je hladna i nema je dovoljno za sve") == Heard(
        "sr_Latn", None, 9
    )


def test_two_halves_of_two_scripts_are_not_analysed() -> None:
    """Where no script has most letters, nothing is guessed."""
    assert heard("en", "the room кімната is very холодна and брудна").why is Why.SCRIPT
