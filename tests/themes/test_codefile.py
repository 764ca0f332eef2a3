"""A deployment adds codes and closes some, and can do nothing else to the codebook."""

from pathlib import Path

import pytest

from bot.errors import FileError
from bot.questions import Direction
from bot.themes.codebook import SHIPPED
from bot.themes.codefile import extended
from bot.themes.codes import Sensitivity, Type, spoken
from bot.themes.coding import KeywordCoder

GLASSES = """
version = 2
dates.1 = 2026-12-01
dates.2 = 2027-02-01

[code.X1]
told = ["keep", "change"]
under = "A6"
since = 2
label = { en = "glasses", uk = "окуляри" }
means = { en = "Seeing well: glasses.", uk = "Добре бачити: окуляри." }
example = { en = "I cannot read the letters.", uk = "Не бачу літер." }
not_this = { en = "Eye illness is A6.", uk = "Хвороба очей: A6." }
words = { en = "glasses optician*" }
"""
HELP = 'tried = { en = ["a", "b", "c"] }'


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_it_is_the_shipped_one(tmp_path: Path) -> None:
    """A deployment that wrote none has the codes that came with the program."""
    assert extended(SHIPPED, tmp_path / "codebook.toml") is SHIPPED


def test_a_link_to_nowhere_is_no_missing_file(tmp_path: Path) -> None:
    """Codes that somebody linked to and moved away are not left out in silence."""
    (tmp_path / "codebook.toml").symlink_to(tmp_path / "moved.toml")

    with pytest.raises(FileError, match="it is not there; put it back"):
        extended(SHIPPED, tmp_path / "codebook.toml")


def test_a_code_of_ones_own(tmp_path: Path) -> None:
    """It is told beside the others, has its types from above, and counts versions."""
    book = extended(SHIPPED, _write(tmp_path, GLASSES), ("en", "uk"))

    own = book.by_id()["X1"]
    assert own.types == (Type.REQUEST,)
    assert dict(book.labels())["X1"].texts == (("en", "glasses"), ("uk", "окуляри"))
    assert book.told(Direction.CHANGE) == (*SHIPPED.told(Direction.CHANGE), "X1")
    assert spoken(book.version) == "1+2"
    assert spoken(SHIPPED.version) == "1"


def test_its_words_are_found(tmp_path: Path) -> None:
    """The keyword coder knows a deployment's own words, and only there."""
    book = extended(SHIPPED, _write(tmp_path, GLASSES), ("en", "uk"))
    text = [("en", "please bring me to an optician")]

    assert KeywordCoder(book).code(text) == [("X1",)]
    assert KeywordCoder().code(text) == [()]


def test_a_closed_code_is_found_no_more(tmp_path: Path) -> None:
    """It stays in the list, so that old digests can be read, and is told no more."""
    text = "version = 1\ndates.1 = 2026-12-01\n[code.C5]\nclosed = 1\n"
    book = extended(SHIPPED, _write(tmp_path, text))

    assert "C5" in book.by_id()
    assert "C5" not in book.told(Direction.CHANGE)
    assert KeywordCoder(book).code([("en", "there is no ramp or lift")]) == [()]


def test_a_sensitive_code_of_ones_own_stays_untold(tmp_path: Path) -> None:
    """It may be made, and is neither told nor found in words."""
    text = GLASSES.replace(
        'told = ["keep", "change"]\nunder = "A6"',
        'sensitivity = "urgent"\nunder = "E1"',
    )
    own = extended(SHIPPED, _write(tmp_path, text), ("en",)).by_id()["X1"]

    assert own.sensitivity is Sensitivity.URGENT
    assert not own.told
    assert not own.suggested


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("version = 2", "version = = 2", "line 2, TOML: this line cannot be read"),
        ('under = "A6"', 'under = "X1"', "line 8, X1 under: this code lies under itse"),
        ('under = "A6"', 'under = "Q9"', "line 8, X1 under: there is no code Q9"),
        ('under = "A6"', 'under = "E1"', "X1 sensitivity: what lies under a sensitive"),
        ('under = "A6"', 'sensitivity = "secret"', "line 8, code.X1 sensitivity: Inva"),
        (
            'under = "A6"',
            'under = "E1"\nsensitivity = "urgent"',
            "line 7, X1 told: a sensitive code",
        ),
        ('under = "A6"', "weight = 3", "line 8, code.X1 weight: Object contains unkn"),
        (
            'under = "A6"',
            "",
            "X1 types: name one, or the code that this one lies under",
        ),
        (', uk = "окуляри"', "", "line 10, X1 label: is missing in uk"),
        (', uk = "Не бачу літер."', "", "X1 example: is missing in uk"),
        ("[code.X1]", "[code.glasses]", "glasses: a code of your own is X and a numb"),
        ("[code.X1]", "[code.A6]", "A6: this code came with the program and keeps its"),
        ("[code.X1]", "[code.C5]\n[code.X1]", "C5 closed: say in which version it wa"),
        ("[code.X1]", "[code.X1]\n[code.X1]", "line 7, X1: this code stands there twi"),
        ("dates.2 = 2027-02-01", "", "dates: has no date of version 2"),
        ("since = 2", "since = 3", "line 9, X1 since: is a version from 1 to 2"),
        ("since = 2", "since = 2\nclosed = 1", "X1 closed: is a version from 2 to 2"),
        ("glasses optician*", " ", "line 14, X1 words: en names none"),
        ("glasses optician*", "o*", "X1 words: en: o* cannot be found"),
        ("glasses optician*", "e-mail", "X1 words: en: e-mail cannot be found"),
        ("Seeing well: glasses.", "so " * 150, "X1 means: en has more than 400 char"),
        ("[code.X1]", f"[code.X1]\n{HELP}", "X1 ask: is missing in en, where tried"),
        (
            "[code.X1]",
            f"[code.X1]\n{HELP}".replace("b", " "),
            "line 7, X1 tried: en must name 3 things, each of 1 to 400 characters",
        ),
        ("dates.1 = 2026-12-01", "[dates]\n1 = 'May'", "line 3, dates: Invalid RFC"),
    ],
)
def test_what_no_deployment_may_do(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    """It is refused by the file's name, the line, the code, and what is wrong there."""
    path = _write(tmp_path, GLASSES.replace(before, after))

    with pytest.raises(FileError) as refused:
        extended(SHIPPED, path, ("en", "uk"))
    assert said in str(refused.value)
    assert str(refused.value).startswith("codebook.toml, line ")


def test_a_longer_circle_is_found(tmp_path: Path) -> None:
    """X1 under X2 under X1 is refused, too."""
    second = GLASSES[GLASSES.index("[code.X1]") :].replace("X1", "X2")
    text = GLASSES.replace('"A6"', '"X2"') + second.replace('"A6"', '"X1"')

    with pytest.raises(FileError, match="this code lies under itself"):
        extended(SHIPPED, _write(tmp_path, text), ("en",))


def test_a_told_code_that_is_gone_is_named() -> None:
    """An own code of an old digest that nobody has any more is found missing."""
    assert SHIPPED.gone(["need:A1", "keep:X3", "need:other", "change:X12"]) == "X12"
    assert not SHIPPED.gone(["need:A1", "keep:D1"])
