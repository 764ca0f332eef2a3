"""A text's codes follow from its meaning, and from nothing else.

Most here is shown with a model of eleven words; what the real one does, at the end.
"""

import pickle
import subprocess
import sys

import lettered
import pytest

from bot.coder.composed import composed
from bot.coder.embedding import EmbeddingCoder
from bot.coder.engine import SHA256
from bot.coder.knowledge import SHIPPED, Knowledge, examples, source_of
from bot.coder.preparing import in_latin
from bot.errors.coded import ModelError
from bot.settings import CHECKOUT
from bot.themes.clauses import LONGEST
from bot.themes.codebook import CODEBOOK
from bot.themes.codebook import SHIPPED as BOOK
from bot.themes.codes import HUSHED
from bot.themes.readings import MOST_CODES, Reading, Wanted, Why


def _read(text: str, language: str = "en") -> Reading:
    return lettered.coder().read([(language, text)])[0]


def test_each_clause_speaks_for_its_code() -> None:
    """Two matters in one text are two codes, each with the place where it is said."""
    text = "well, the food is bad. but the room here is good!"
    found = {f.code: text[f.start : f.end] for f in _read(text).codes}

    assert found["D1"] == "the food is bad"
    assert found["D3"] == "but the room here is good"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("i really need a doctor", Wanted.NEED),
        ("all the food is bad", Wanted.PROBLEM),
        ("all the food is good", Wanted.PRAISE),
    ],
)
def test_wanted_and_unwanted_are_told_apart(text: str, wanted: Wanted) -> None:
    """The same matter may be asked for, complained of, or praised."""
    assert _read(text).codes[0].wanted is wanted


def test_what_is_like_nothing_has_no_code() -> None:
    """Rain, and a word that the model does not know, are about none of the codes."""
    assert _read("there was rain and rain again") == Reading("en", why=Why.UNSURE)
    assert _read("quite another matter altogether").why is Why.UNSURE


def test_sensitive_codes_are_never_suggested() -> None:
    """Even where an example of one were there, it would not be laid beside a text."""
    assert _read("the bicycle is really bad").codes == ()


def test_only_what_won_is_counted() -> None:
    """What stands beside the winner is suggested to a reader, and not counted."""
    text = "the food is bad, bad, bad"
    coder = lettered.coder()

    assert [f.code for f in coder.read([("en", text)])[0].codes] != ["D1"]
    assert coder.code([("en", text)]) == [("D1",)]


def test_most_codes() -> None:
    """A text about everything has three codes."""
    text = (
        "the food is bad, the room is bad, I need doctor, I need lawyer, I need money"
    )

    assert len(_read(text).codes) == len(lettered.coder().code([("en", text)])[0])
    assert len(_read(text).codes) == MOST_CODES


def test_capitals_are_read_in_small_letters() -> None:
    """Who shouts says the same."""
    loud, low = _read("THE FOOD IS BAD HERE"), _read("the food is bad here")

    assert loud == low


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x01\x02\x03",
        "👍🏽🙏❤️ 👍🏽🙏❤️ 👍🏽🙏❤️",
        "\ud800 \udc00 \ud800",
        "🇺🇦" * 5000,
        "1234 5678 9012 3456",
        "\u202e\u200b\u200d\ufeff",
    ],
)
def test_what_is_no_text_is_not_analysed(text: str) -> None:
    """Signs without words are short, and never reach the model."""
    assert _read(text) == Reading("en", why=Why.SHORT)


def test_a_broken_letter_or_an_end_inside_changes_nothing() -> None:
    """A lone surrogate and a NUL are no letters; what stands after them is read."""
    text = "\ud800 here \x00 the food is bad, the room is good"
    codes = {f.code for f in _read(text).codes}

    assert {"D1", "D3"} <= codes


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    """Words past the limit are not looked at, however many there are."""
    assert _read("quite other " * 10_000 + "food bad").why is Why.UNSURE
    assert LONGEST == 4096


def test_what_is_said_twice_is_worked_out_once() -> None:
    """The model is asked for each piece once a call."""
    coder, model = lettered.coder(), lettered.MODEL
    model.asked.clear()
    coder.read([("en", "the food is bad")] * 50)

    assert model.asked == [1]


def test_what_no_code_fits_has_a_place() -> None:
    """Where such a text lies is told for clustering; nothing of the others."""
    coder = lettered.coder()
    found = coder.missed([("en", "I like to swim a lot"), ("en", "all food is bad")])

    assert [bool(vector) for vector in found] == [True, False]


def test_no_example_is_of_a_sensitive_code() -> None:
    """The file has sentences for codes that may be suggested, and for none besides."""
    found = {one.code for one in examples()} - {"other"}

    assert all(CODEBOOK[code].sensitivity not in HUSHED for code in found)


def test_what_the_model_knows_is_of_the_examples() -> None:
    """The file beside the examples was made from them, by the pinned model."""
    content = SHIPPED.read_bytes()
    found = Knowledge.from_bytes(content, source_of(SHA256))

    assert found.codes == tuple(one.code for one in examples())
    with pytest.raises(ModelError, match="was made for other examples"):
        Knowledge.from_bytes(content, source_of("another"))
    with pytest.raises(ModelError, match="cannot be read"):
        Knowledge.from_bytes(content[:5000], source_of(SHA256))


def test_serbian_in_latin_letters() -> None:
    """A neutral sentence of Serbian is made into Latin letters for its centre."""
    assert in_latin("Љубав, њега и џак") == "ljubav, njega i džak"


SIX = [
    ("en", "The soup is cold and there is never enough"),
    ("uk", "Мені потрібен адвокат для суду"),
    ("ar", "أنتظر منذ شهور ولا أحد يجيب"),
    ("ti", "ሰራሕተኛታት ሕያዋት እዮም፣ ይሰምዑና"),
    ("hi", "मेरे बच्चों के खेलने की जगह नहीं है"),
    ("th", "ห้องน้ำสกปรกมากและเหม็น"),
]
MEANT = ["D1", "B1", "C1", "A4", "C6", "D3"]


@pytest.fixture(scope="module")
def real() -> EmbeddingCoder:
    """Return the coder as the vault makes it, with the model that comes along."""
    return composed(BOOK, None, ())


def test_six_scripts(real: EmbeddingCoder) -> None:
    """The first code of an outspoken sentence is right in each of them."""
    assert [codes[0] for codes in real.code(SIX)] == MEANT


def test_alone_or_beside_others_a_text_is_read_alike(real: EmbeddingCoder) -> None:
    """Neither the batch nor the order changes a number, to the last digit."""
    together = real.read(SIX + SIX[:1] * 20)[:6]

    assert [real.read([one])[0] for one in SIX] == together
    assert real.read(SIX[::-1])[::-1] == together


OFFLINE = """
import pickle, socket, sys

class Refused(socket.socket):
    def __init__(self, *_: object, **__: object) -> None:
        raise SystemExit("a socket was asked for")

socket.socket = Refused
coder, texts = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(coder.read(texts)))
"""


def test_another_process_reads_alike_where_no_socket_can_be_made(
    real: EmbeddingCoder,
) -> None:
    """A worker's copy gives the same numbers, and never asks for a network."""
    done = subprocess.run(  # noqa: S603 (this very program)
        [sys.executable, "-c", OFFLINE],
        input=pickle.dumps((real, SIX)),
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    assert pickle.loads(done.stdout) == real.read(SIX)  # noqa: S301 (our own bytes)
