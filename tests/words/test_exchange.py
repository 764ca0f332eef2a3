"""What comes back from a translator: nothing is lost, and nothing broken gets in."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import CHECKOUT
from bot.words import po, pofile, sheet
from bot.words.exchange import MOST_BYTES, Proposed, claimed, read_back
from bot.words.glossary import Terms, read_glossary
from bot.words.languages import Language, read_languages
from bot.words.lines import Line, shipped

LOCALES = CHECKOUT / "locales"
LANGUAGES = {x.code: x for x in read_languages(LOCALES / "languages.toml")}
LIVE = [code for code, language in LANGUAGES.items() if language.live]
GLOSSARY = read_glossary(LOCALES)
UK, AR = LANGUAGES["uk"], LANGUAGES["ar"]
UKRAINIAN = shipped(LOCALES, UK)
HEAD = pofile.write(UK, ()).decode()


def back(
    content: bytes,
    name: str = "uk.po",
    language: Language = UK,
    lines: Sequence[Line] = UKRAINIAN,
) -> Proposed:
    """Send a file back, as a translator of a language would."""
    terms = GLOSSARY.get(language.code, Terms())
    return read_back(content, name, language, lines, terms)


def line(id_: str, lines: Sequence[Line] = UKRAINIAN) -> Line:
    """Return one text of a language."""
    return next(one for one in lines if one.source.id == id_)


def edited(texts: dict[str, tuple[str, ...]]) -> Proposed:
    """Send a file back in which only some texts stand, worded anew."""
    lines = [replace(line(id_), forms=forms) for id_, forms in texts.items()]
    return back(pofile.write(UK, lines))


def unchanged(proposed: Proposed) -> bool:
    """Tell whether a dry run would change nothing."""
    return proposed == Proposed(same=proposed.same, left=proposed.left)


def entry(id_: str, english: str, text: str) -> bytes:
    """Write a file of one entry by hand."""
    body = f'\nmsgctxt "{id_}"\nmsgid "{english}"\nmsgstr "{text}"\n'
    return (HEAD + body).encode()


def saved_by_babel(content: bytes, width: int) -> bytes:
    """Open a file and save it, as a tool does that wraps lines at a width."""
    file = io.BytesIO()
    write_po(file, read_po(io.BytesIO(content)), width=width, include_previous=True)
    return file.getvalue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_nobody_touched_changes_nothing(code: str) -> None:
    """Of every language of the list, both kinds of file come back as they went out."""
    language = LANGUAGES[code]
    lines = shipped(LOCALES, language)
    files = {
        "a.po": pofile.write(language, lines),
        "a.xlsx": sheet.write(language, lines),
    }
    done = tuple(one.source.id for one in lines if one.forms)
    left = tuple(one.source.id for one in lines if not one.forms)
    for name, content in files.items():
        assert claimed(content) == code
        assert back(content, name, language, lines) == Proposed(same=done, left=left)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_tool_that_only_saves_changes_nothing(code: str) -> None:
    """Another head, other line breaks, Windows' line ends and its mark do not count."""
    language = LANGUAGES[code]
    lines = shipped(LOCALES, language)
    sent = pofile.write(language, lines)
    for content in (
        saved_by_babel(sent, 76),
        saved_by_babel(sent, 20),
        sent.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + sent.replace(b"\\n", b"\\r\\n"),
    ):
        proposed = back(content, "a.po", language, lines)
        assert proposed.same == tuple(one.source.id for one in lines if one.forms)
        assert unchanged(proposed)


def test_stray_spaces_are_taken_out_and_are_no_change() -> None:
    """A spreadsheet keeps the space that a hand left behind a word."""
    spaced = replace(line("S2"), forms=(f" {line('S2').forms[0]}  ",))
    anew = replace(line("S5"), forms=(" Добре.  Далі. \n",))
    lines = (spaced, anew)
    for name, content in (
        ("a.po", pofile.write(UK, lines)),
        ("a.xlsx", sheet.write(UK, lines)),
    ):
        found = back(content, name)
        assert found == Proposed(changed=(("S5", ("Добре. Далі.",)),), same=("S2",))


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls file"),
        (b"\xde\x12\x04\x95\x00\x00\x00\x00", "a .mo file"),
        (
            b"PK\x03\x04"
            + bytes(26)
            + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
            "an .ods file",
        ),
    ],
)
def test_a_file_of_another_kind_is_known_by_what_it_holds(
    first: bytes, kind: str
) -> None:
    """A chat brings no name, and people give a file any name they like."""
    for name in ("", "a.po", "a.xlsx"):
        assert kind in back(first + bytes(64), name).refused


def test_what_a_tool_keeps_of_texts_that_are_no_more_is_passed_over() -> None:
    """Poedit and Weblate leave them at the end, with the English that they once had."""
    dead = """
#~ msgctxt "old.id"
#~ msgid "Old"
#~ msgstr "Старе"

#, fuzzy, python-brace-format
#~| msgctxt "older.id"
#~| msgid ""
#~| "Older "
#~| "yet"
#~ msgctxt "other.id"
#~ msgid "Old {one}"
#~ msgid_plural "Old {many}"
#~ msgstr[0] "а"
#~ msgstr[1] "б"
#~ msgstr[2] "в"
"""
    proposed = back(pofile.write(UK, UKRAINIAN) + dead.encode())
    assert unchanged(proposed)
    assert len(proposed.same) == len([one for one in UKRAINIAN if one.forms])


@pytest.mark.parametrize("code", LIVE)
def test_our_own_format_comes_back_too(code: str) -> None:
    """A catalogue with ids for its English, as it lies in the repository, is read."""
    lines = shipped(LOCALES, LANGUAGES[code])
    content = po.path_of(LOCALES, code).read_bytes()
    proposed = back(content, "sotto.po", LANGUAGES[code], lines)
    assert unchanged(proposed)
    assert set(proposed.same) == {one.source.id for one in lines if one.forms}


def test_what_is_new_and_what_is_changed_are_told_apart() -> None:
    """A text that had none is added; what is empty or unsure is left."""
    lines = (
        replace(line("S2"), forms=()),
        line("S4"),
        line("R2"),
        line("X3"),
        line("X4"),
    )
    sent = (
        line("S2"),
        replace(line("S4"), forms=("Інше",)),
        replace(line("R2"), forms=()),
        replace(line("X3"), stale_of=("Old",)),
        line("X4"),
    )
    wanted = Proposed(
        added=(("S2", line("S2").forms),),
        changed=(("S4", ("Інше",)),),
        same=("X4",),
        left=("R2", "X3"),
    )
    assert back(pofile.write(UK, sent), lines=lines) == wanted


class Slip(NamedTuple):
    """What a tired person does to one text, a good wording, and what is said."""

    id: str
    good: str
    bad: str
    said: str


SLIPS = [
    Slip("retention", "тижнів {weeks}", "багато тижнів", "leaves out a placeholder"),
    Slip("retention", "тижнів {weeks}", "{тижні} тижнів", "has a { or }"),
    Slip("retention", "тижнів {weeks}", "{wochen} тижнів", "English has not: {wochen}"),
    Slip("retention", "тижнів {weeks}", "{weeks} з {k} тижнів", "has not: {k}"),
    Slip("retention", "тижнів {weeks}", "{weeks.real} тижнів", "has a { or }"),
    Slip("retention", "тижнів {weeks}", "{weeks!r} тижнів", "has a { or }"),
    Slip("retention", "тижнів {weeks}", " ", "is empty"),
    Slip("S2", "Добре.", "ንጽባሒት ክንቅጽል ኢና።", "in other letters"),
    Slip("S2", "Добре.", "<b>Добре.", "has <b>"),
    Slip("S2", "Добре.", "Добре.\u202e", "U+202E"),
    Slip("S2", "Добре.", "Добре. \u2067тут", "does not end"),
    Slip("S2", "Добре.", "Це анонімно.", "a word to avoid"),
    Slip("S2", "Добре.", "Добре. 0800 000 111", "0800 000 111"),
    Slip("D2", "Без імені.", "Без імені. " * 20, "only 120 fit"),
    Slip("button.skip", "⏭ Оминути", "Оминути", "must begin with ⏭"),
    Slip("button.skip", "⏭ Оминути", "⏭ Далі", "reads like button.next"),
    Slip("word.stop", "стоп|досить", "стоп", "needs two words"),
    Slip("word.stop", "стоп|досить", "стоп|мова", "that word.language has too"),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.bad[:30])
def test_a_slip_is_found_and_said_in_a_sentence(slip: Slip) -> None:
    """Each broken text is rejected with its reason, and a good one there is taken."""
    counted = line(slip.id).source.counted
    first = line(slip.id).forms[:2] if counted else ()
    assert edited({slip.id: (*first, slip.good)}).changed
    proposed = edited({slip.id: (*first, slip.bad)})
    assert not proposed.changed
    [(id_, reason)] = proposed.rejected
    assert id_ == slip.id
    assert slip.said in reason
    assert reason[0].isupper()
    assert reason.endswith((".", "?"))


def test_a_lost_plural_form_is_found() -> None:
    """A text that counts needs a form for each number of its language."""
    assert (
        "The form for 0, 5, 6 is empty."
        in edited({"retention": line("retention").forms[:2]}).rejected[0][1]
    )


def test_labels_may_be_swapped_but_not_by_halves() -> None:
    """Two buttons change places together; if one may not, the other may not either."""
    whole = edited({"answer.yes": ("✅ Ні",), "answer.no": ("❌ Так",)})
    assert [id_ for id_, _ in whole.changed] == ["answer.yes", "answer.no"]
    half = edited({"answer.yes": ("✅ Ні",), "answer.no": ("❌ <i>Так",)})
    assert not half.changed
    assert "reads like answer.no" in dict(half.rejected)["answer.yes"]


def test_a_rejected_label_keeps_its_place() -> None:
    """What it says today is not free for another button that wants to say it."""
    moved = edited({"answer.yes": ("✅ Іноді",), "answer.sometimes": ("↔️ Ні",)})
    assert not moved.changed
    assert [id_ for id_, _ in moved.rejected] == ["answer.sometimes", "answer.yes"]


REFUSED = [
    ("a.zip", b"PK\x05\x06" + bytes(18), "This is a zip. Send the .po file inside it."),
    ("a.zip", b"PK\x03\x04 broken", "cannot be read"),
    ("uk.po", HEAD.encode() + b"#\n" * MOST_BYTES, "larger than 2 MB"),
    ("uk.po", HEAD.encode("utf-16"), "not written in UTF-8"),
    ("uk.po", (HEAD + "# стоп").encode("cp1251", "ignore"), "not written in UTF-8"),
    ("notes.txt", b"Dear all, here it is.", "no .po file and no .xlsx"),
    ("empty.po", b"", "no .po file and no .xlsx"),
    ("uk.mo", b"\xde\x12\x04\x95", "Send the .po file beside it"),
    ("uk.ods", b"PK\x03\x04", "Save the spreadsheet as .xlsx"),
    ("uk.xls", b"\xd0\xcf\x11\xe0", "Save the spreadsheet as .xlsx"),
    ("uk.csv", b"id,text", "as .xlsx"),
    ("uk.xlsx", b"id,text", "is no spreadsheet"),
    ("uk.po", HEAD.encode() + b'\nmsgid "S2"\nmsgstr "a"\nbroken\n', "in line 16"),
    ("uk.po", HEAD.encode() + b'\nmsgid "S2"\nmsgstr[x] "a"\n', "cannot be read"),
    ("uk.po", HEAD.replace("uk\\n", "ru\\n").encode(), "it is in “ru”, and українська"),
    ("uk.po", HEAD.replace("Language:", "X:").encode(), "does not say its language"),
    ("uk.po", b'msgid "S2"\nmsgstr "a"\n', "does not say its language"),
    ("uk.po", HEAD.replace("nplurals=3", "nplurals=2").encode(), "Plural-Forms: npl"),
    ("uk.po", HEAD.replace("n%10==1", "n%10==2").encode(), "by another rule"),
    ("uk.po", HEAD.replace("n%10==1", "n%0==1").encode(), "by another rule"),
    ("uk.po", HEAD.replace("Plural", "X-Plural").encode(), "by another rule"),
    ("uk.po", entry("S2b", "Hello", "Привіт"), "not ours: S2b."),
    ("uk.po", entry("", "Hello", "Привіт"), "not ours: ."),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED)
def test_a_file_that_is_something_else_is_refused(
    name: str, content: bytes, said: str
) -> None:
    """One sentence says why, and nothing of such a file is proposed."""
    proposed = back(content, name)
    assert said in proposed.refused
    assert proposed == Proposed(refused=proposed.refused)


TAKEN = [
    HEAD.replace("uk\\n", "UK\\n"),
    HEAD.replace(
        "; plural=n%10==1 && n%100!=11 ? 0", "; plural=(n%100!=11&&n%10==1?0"
    ).replace(": 2;\\n", ": 2);\\n"),
    HEAD.replace("charset=UTF-8", "charset=nonsense"),
    HEAD + '"PO-Revision-Date: some day\\n"\n',
    HEAD + '"X-Generator: a tool\\n"\n',
    "\ufeff" + HEAD,
]


@pytest.mark.parametrize("head", TAKEN)
def test_a_head_that_means_the_same_is_taken(head: str) -> None:
    """A tool may spell a rule in its own way, and write whatever else into the head."""
    body = '\nmsgid "S2"\nmsgstr "Добре."\n'
    assert back((head + body).encode()) == Proposed(changed=(("S2", ("Добре.",)),))


def test_another_name_of_a_language_is_taken() -> None:
    """Tools call Moldovan Romanian, and write a code with another dash."""
    for code, other in (("ro", "mo"), ("zh_Hans", "zh"), ("fa_AF", "fa-AF")):
        language = LANGUAGES[code]
        head = pofile.write(language, ()).replace(code.encode(), other.encode())
        assert back(head, "a.po", language, ()).refused == ""


CALLED = {
    "uk": ("uk", "uk_UA", "uk-ua", "uk-Cyrl"),
    "zh_Hans": ("zh", "zh_CN", "zh-Hans-SG"),
    "pt": ("pt", "pt_BR", "pt-PT"),
    "fil": ("fil", "tl", "fil_PH"),
    "fa": ("fa", "fa_IR", "pes"),
    "fa_AF": ("fa_AF", "prs"),
    "sr": ("sr", "sr_RS", "sr@cyrillic"),
    "": ("zh_TW", "sr@latin", "sh", "xx", "ukr_UA", ""),
}


@pytest.mark.parametrize(("code", "tag"), [(c, t) for c in CALLED for t in CALLED[c]])
def test_a_country_behind_a_language_says_nothing(code: str, tag: str) -> None:
    """A tag means one language of the list, or none."""
    meant = [x for x, one in LANGUAGES.items() if pofile.is_called(one, tag)]
    assert meant == ([code] if code else [])


def test_one_communitys_language_is_not_anothers() -> None:
    """Dari is not taken for Persian, nor the reverse."""
    persian, dari = LANGUAGES["fa"], LANGUAGES["fa_AF"]
    for language, other in ((persian, dari), (dari, persian)):
        assert (
            "was wanted" in back(pofile.write(other, ()), "a.po", language, ()).refused
        )
        refused = back(sheet.write(other, ()), "a.xlsx", language, ()).refused
        assert refused.startswith(f"The sheet “Sotto {language.code}” was wanted")


def test_of_many_strange_ids_ten_are_named() -> None:
    """The list of what is not ours stays short, and so does each name in it."""
    ids = [f"{number}{'x' * 99}" for number in range(12)]
    body = "".join(f'\nmsgid "{id_}"\nmsgstr ""\n' for id_ in ids)
    refused = back((HEAD + body).encode()).refused
    assert refused.endswith(" and 2 more.")
    assert refused.count("…") == 10
    assert len(refused) < 600


def test_a_text_for_another_english_is_rejected() -> None:
    """What was translated before its English changed is not put under the new one."""
    proposed = back(entry("S2", "Old English.", "Добре."))
    [(id_, reason)] = proposed.rejected
    assert (id_, proposed.changed) == ("S2", ())
    assert "is not what it is now" in reason
    content = sheet.write(UK, [_with_english(line("S2"), "Old English.")])
    assert back(content, "a.xlsx").rejected == proposed.rejected


def _with_english(one: Line, english: str) -> Line:
    """Return a line as it was when its English was another, and worded anew."""
    return replace(one, source=replace(one.source, forms=(english,)), forms=("Добре.",))


def test_a_stale_text_is_confirmed_by_taking_its_mark_away() -> None:
    """With the mark it is left; without it, the same words are proposed anew."""
    for old in ("Old", ""):
        stale = replace(line("S2"), stale_of=(old,))
        marked = pofile.write(UK, [stale])
        assert b"fuzzy" in marked
        assert back(marked, lines=[stale]) == Proposed(left=("S2",))
        confirmed = back(marked.replace(b"fuzzy, ", b""), lines=[stale])
        assert confirmed == Proposed(changed=(("S2", stale.forms),))


def test_a_sheet_cannot_confirm_a_stale_text() -> None:
    """It has no mark to take away, so an untouched row is left as it is."""
    stale = replace(line("S2"), stale_of=("Old",))
    content = sheet.write(UK, [stale])
    assert back(content, "a.xlsx", lines=[stale]) == Proposed(left=("S2",))


def test_a_text_that_stands_twice_is_rejected() -> None:
    """Which of the two was meant is the translator's to say."""
    twice = '\nmsgid "S2"\nmsgstr "Добре."\n\nmsgid "S2"\nmsgstr "Гаразд."\n'
    [(id_, reason)] = back((HEAD + twice).encode()).rejected
    assert id_ == "S2"
    assert reason.startswith("This text stands more than once")


def test_a_second_head_changes_nothing() -> None:
    """What a file says further down about its forms is not believed."""
    second = '\nmsgid ""\nmsgstr "Plural-Forms: nplurals=999999999; plural=0;\\n"\n'
    forms = "".join(f'msgstr[{n}] "{{weeks}} т."\n' for n in range(3))
    body = f'{second}\nmsgid "retention"\nmsgid_plural "retention"\n{forms}'
    assert back((HEAD + body).encode()).changed == (("retention", ("{weeks} т.",) * 3),)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.sampled_from(
    (
        *('msgid "S2"', 'msgid ""', 'msgid "retention"', 'msgid_plural "retention"'),
        *('msgstr "Добре."', 'msgstr[0] "a"', 'msgstr[-1] "a"', "msgstr", "msgstr[9]"),
        *(
            'msgctxt "S2"',
            "#, fuzzy",
            "#~ msgid",
            "#: \u2068",
            "#| msgid",
            '"{0}"',
            '"',
        ),
    )
)


@given(st.binary(max_size=200), st.sampled_from(["a.po", "a.xlsx", "a", ""]))
def test_any_bytes_have_an_answer(content: bytes, name: str) -> None:
    """Whatever somebody sends is read or refused, and never breaks anything."""
    for start in (b"", b"PK\x03\x04", HEAD.encode()):
        assert isinstance(back(start + content, name), Proposed)
        claimed(start + content)


@given(st.lists(PIECES | WORDS, max_size=12))
def test_any_lines_of_a_po_file_have_an_answer(lines: list[str]) -> None:
    """Also what looks like a .po file and is none."""
    for head in ("", HEAD):
        assert isinstance(back((head + "\n".join(lines)).encode()), Proposed)


SHEET = sheet.write(UK, UKRAINIAN[:3])


@settings(max_examples=60)
@given(st.data())
def test_any_damage_to_a_sheet_has_an_answer(data: st.DataObject) -> None:
    """A spreadsheet in which a few bytes are others is read or refused."""
    content = bytearray(SHEET)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    assert isinstance(back(bytes(content), "a.xlsx"), Proposed)
