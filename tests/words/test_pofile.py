"""How a language's texts look to a translator's tool, and that nothing gets lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CHECKOUT
from bot.words import pofile
from bot.words.languages import read_languages
from bot.words.lines import Line, Row, line_of
from bot.words.po import Entry

LOCALES = CHECKOUT / "locales"
LANGUAGES = {x.code: x for x in read_languages(LOCALES / "languages.toml")}
UK, AR = LANGUAGES["uk"], LANGUAGES["ar"]
SKIP = Entry("Q1.skip", ("⏭ Skip",), notes=("Button on Q1 and Q6b.",))
WEEKS = Entry(
    "retention",
    ("{weeks} week", "{weeks} weeks"),
    counted=True,
    notes=("Line inside other texts.",),
)


def written(*lines: Line) -> str:
    """Return what stands below the head of a Ukrainian file."""
    return pofile.write(UK, lines).decode().partition("\n\n")[2]


def test_a_tool_shows_the_english_and_where_it_stands() -> None:
    """Poedit and Weblate show msgid; our id, screens, limit and notes stand by it."""
    assert (
        written(line_of(SKIP, ("⏭ Далі",)))
        == """\
#. Button on Q1 and Q6b. At most 24 letters.
#: Q1 Q6b
#, max-length:24
msgctxt "Q1.skip"
msgid "⏭ Skip"
msgstr "⏭ Далі"
"""
    )


def test_what_counts_has_all_forms_and_its_earlier_english() -> None:
    """A stale text is marked as unsure and shows what it was written for."""
    stale = line_of(WEEKS, ("а", "б", "в"), stale_of=("a\n{weeks} week", "{weeks}"))
    assert (
        written(stale)
        == """\
#. Line inside other texts. At most 1024 letters.
#, fuzzy, max-length:1024, python-brace-format
#| msgid ""
#| "a\\n"
#| "{weeks} week"
#| msgid_plural "{weeks}"
msgctxt "retention"
msgid "{weeks} week"
msgid_plural "{weeks} weeks"
msgstr[0] "а"
msgstr[1] "б"
msgstr[2] "в"
"""
    )


def test_what_is_not_there_yet_has_an_empty_form_for_each_number() -> None:
    """A text without a translation is offered to be written, and is never stale."""
    empty = written(line_of(WEEKS, (), stale_of=("Old", "Old")))
    assert 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in empty
    assert "fuzzy" not in empty
    assert "#|" not in empty


def test_the_head_says_what_the_file_is() -> None:
    """Two lines for the person, then our frozen rule; the same texts, the same file."""
    head = pofile.write(AR, ()).decode()
    assert head.startswith("# Texts of Sotto in العربية (ar).")
    assert "send this file back" in head.splitlines()[1]
    for field in (
        "Language: ar",
        "Content-Type: text/plain; charset=UTF-8",
        f"Plural-Forms: {AR.plural}",
        "X-State: draft",
    ):
        assert f'"{field}\\n"\n' in head
    assert pofile.write(AR, ()).decode() == head


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@given(TEXT.filter(str.strip), TEXT.filter(str.strip))
def test_every_text_comes_back_letter_by_letter(english: str, text: str) -> None:
    """Quotes, backslashes, breaks of lines and rare letters stand as they were."""
    line = line_of(replace(SKIP, forms=(english,)), (text,))
    wanted = (Row("Q1.skip", (text,), (english,), vouched=True),)
    assert pofile.read(pofile.write(UK, [line]).decode(), UK) == wanted
