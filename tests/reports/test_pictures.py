"""A picture is readable on a phone, in every script, by every eye, and by ear."""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.font_manager import fontManager
from PIL import Image, ImageColor
from released import DECIDED, DEPLOYMENT, FORMS, LEAF, WORDS, YEAR

from bot.errors.gathered import NoFontError
from bot.reports.easel import (
    COLOURS,
    MARGIN,
    SMALL,
    WIDTH,
    Box,
    Easel,
    Hand,
    Writing,
    broken,
    wide,
    widest,
)
from bot.reports.letters import typeface
from bot.reports.pictures import (
    BANDS,
    STATES,
    drawn,
    painted,
)
from bot.reports.plan import LONGEST, Board, Deeds, Themes, Trend, plan
from bot.themes.gathering import Band, facts
from bot.words.writing import pieces

STAFF = [language.code for language in WORDS.languages if language.staff]
SCRIPTS = {
    "Noto Sans Arabic": "می‌خواهم خانه‌ای امن",
    "Noto Sans Ethiopic": "ውሑስን ምቹእን ገዛ",
    "Noto Sans Thai": "ที่อยู่อาศัยที่ปลอดภัย",
    "Noto Sans Bengali": "নিরাপদ ও উপযুক্ত বাসস্থান",
    "Noto Sans Khmer": "ផ្ទះដែលមានសុវត្ថិភាព",
    "Noto Sans CJK SC": "安全、合适的住处",
}
HERE = set(fontManager.get_font_names())
LARGEST = 60_000
"""Bytes of a picture, so that it comes over a slow line, too."""


def needs(family: str) -> pytest.MarkDecorator:
    """Skip where a family of fonts is not on this machine."""
    reason = f"its letters were not drawn: install a font package with {family}"
    return pytest.mark.skipif(family not in HERE, reason=reason)


def board(language: str = "en", **changed: object) -> Board:
    """Return the board of the sample's newest digest."""
    return plan(YEAR, DECIDED, WORDS, language, DEPLOYMENT, **changed)  # type: ignore[arg-type] # as plan() has them


def chunks(png: bytes) -> Iterator[bytes]:
    """Yield the kinds of the parts of a PNG."""
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8]
        at += size + 12


def left_of(png: bytes, height: int) -> int:
    """Return where the first ink stands in the upper part of a picture, in pixels."""
    seen = np.asarray(Image.open(io.BytesIO(png)).convert("L"))[:height]
    return int(np.argmax((seen < 128).any(axis=0)))


# What is shown


def test_a_trend_shows_three_digests_the_newest_last() -> None:
    """Bands stand under the months in which their digests closed, oldest first."""
    trend = board().parts[0]
    assert isinstance(trend, Trend)
    overall = trend.asked[0]
    assert trend.months == ("Jan 2026", "Mar 2026", "May 2026")
    assert (overall.title, overall.lines[0].text) == ("Overall", "Good")
    assert overall.lines[0].bands == (Band.FEW, Band.FEW, Band.MOST)


def test_themes_stand_under_what_they_were_named_as() -> None:
    """Keep, change and needed; most before some, and few is said, not listed."""
    themes = board().parts[1]
    assert isinstance(themes, Themes)
    told = {b.title: [(x.text, *x.bands) for x in b.lines] for b in themes.sides}
    assert told == {
        "Keep": [("kind staff who know about trauma", Band.SOME)],
        "Change": [("waiting too long", Band.MOST), ("food", Band.SOME)],
        "Needed": [
            ("a safe and suitable home", Band.MOST),
            ("something else", Band.SOME),
        ],
    }
    assert themes.rest == "All other themes were named by few people, or by nobody."


def test_what_is_overdue_comes_first() -> None:
    """In a shared picture three decisions have room: the most urgent ones."""
    deeds = board().parts[2]
    assert isinstance(deeds, Deeds)
    assert [deed.said for deed in deeds.deeds] == [
        *("overdue, April 2026", "open", "planned, July 2026")
    ]


def test_a_digest_of_one_language_has_its_own_trend() -> None:
    """Its columns are digests of the same language, and it says which that is."""
    it = plan([*YEAR, LEAF], (), WORDS, "en", DEPLOYMENT, of=LEAF)
    trend = it.parts[0]
    assert isinstance(trend, Trend)
    assert trend.months == ("May 2026",)
    assert "українська" in " ".join(it.under)


def test_the_order_of_digests_changes_nothing() -> None:
    """Nor does a repeat; and without a name the newest digest of all is meant."""
    again = plan([LEAF, *reversed(YEAR), YEAR[0]], DECIDED, WORDS, "en", DEPLOYMENT)
    assert again == board()


@pytest.mark.parametrize("language", STAFF)
def test_a_caption_says_what_the_picture_shows(language: str) -> None:
    """Every word that is drawn is in it, months of older digests aside; it fits."""
    it = board(language)
    trend, themes, deeds = it.parts
    assert isinstance(trend, Trend)
    assert isinstance(themes, Themes)
    assert isinstance(deeds, Deeds)
    said = [
        line.text for block in (*trend.asked, *themes.sides) for line in block.lines
    ]
    said += [block.title for block in trend.asked]
    said += [deed.text for deed in deeds.deeds]
    assert [text for text in said if text not in it.caption] == []
    assert len(it.caption.encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize("language", STAFF)
def test_the_fullest_digest_still_has_a_caption(language: str) -> None:
    """Where everything was named and everything moved, whole lines are left out."""
    digests = [
        replace(digest, table=tuple((fact, band) for fact in facts(FORMS)))
        for digest, band in zip(YEAR, [*Band, Band.SOME], strict=True)
    ]
    it = plan(digests, DECIDED, WORDS, language, DEPLOYMENT)
    assert len(it.caption.encode("utf-16-le")) // 2 <= LONGEST
    assert it.caption.endswith("\n…")


# How it is shown


@pytest.mark.parametrize("language", STAFF)
def test_every_word_is_large_enough_and_on_the_sheet(language: str) -> None:
    """At 390 points across no letter is under 14, and no line leaves the sheet."""
    for stroke in painted(board(language)).strokes:
        if isinstance(stroke, Box):
            continue
        half = wide(stroke.text, stroke.hand) * (stroke.anchor == "center") / 2
        end = stroke.x + (half or wide(stroke.text, stroke.hand))
        assert stroke.hand.size >= SMALL == 14
        assert 0 <= stroke.x - half <= end <= WIDTH, stroke.text


def test_a_picture_is_light_and_tells_nothing_of_its_making() -> None:
    """It has no moment, no place and no program in it, only what is seen."""
    png = drawn(board("ru"))
    assert set(chunks(png)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert len(png) <= LARGEST
    assert Image.open(io.BytesIO(png)).width == 2 * WIDTH


def test_a_right_to_left_picture_is_the_mirror() -> None:
    """Arabic begins on the right: nothing of its head stands on the left."""
    arabic, english = (drawn(board(language)) for language in ("ar", "en"))
    assert left_of(english, 80) < 2 * MARGIN + 8
    assert left_of(arabic, 80) > WIDTH


def test_words_that_stand_in_from_english_keep_their_full_stop() -> None:
    """On a turned sheet they end on their right; an Arabic line ends on its left."""
    easel = Easel("fa", turned=True)
    for text in ("More themes.", "البيت الأزرق في Kyiv Blue House.", "2026"):
        easel.paragraph(text, Hand(), 100)
    written = [one.text for one in easel.strokes if isinstance(one, Writing)]
    assert written == [
        *("More themes.", "البيت الأزرق في"),
        *("\u200fKyiv Blue", "\u200fHouse.", "2026"),
    ]


def test_bands_and_states_differ_without_colours() -> None:
    """Each has a pattern of its own; bands also grow darker, step by step."""
    for paints in (BANDS, STATES):
        assert len({paint.pattern for paint in paints.values()}) == len(paints)
    light = [_luminance(BANDS[band].face) for band in Band]
    assert all(a > 1.8 * b for a, b in pairwise(light))


def test_colours_stay_what_they_are() -> None:
    """Few colours are kept, and all those that mean something are among them."""
    for one in DECIDED:
        png = drawn(plan(YEAR[-1:], [one], WORDS, "en", DEPLOYMENT))
        seen = Image.open(io.BytesIO(png)).convert("RGB").getcolors(100_000)
        shown = {colour for _, colour in seen or ()}
        assert ImageColor.getrgb(STATES[one.state].face) in shown
        assert len(shown) < 64
    assert len(COLOURS) == len(BANDS) + len(STATES)


# Letters


@pytest.mark.parametrize(
    ("family", "text"),
    [pytest.param(f, t, marks=needs(f), id=f) for f, t in SCRIPTS.items()],
)
def test_each_script_is_drawn_in_its_own_family(family: str, text: str) -> None:
    """First stands the font that knows how its letters join and stack."""
    assert typeface(text).get_family()[0] == family


@pytest.mark.parametrize(
    ("family", "whole", "parts"),
    [
        pytest.param("Noto Sans Arabic", "ببب", "ب ب ب", id="joined"),
        pytest.param("Noto Sans Bengali", "ক্ষ", "ক ষ", id="conjunct"),
        pytest.param("Noto Sans Khmer", "ខ្មែ", "ខ ម ែ", id="below"),
        pytest.param("Noto Sans Thai", "ที่", "ท", id="above"),
    ],
)
def test_letters_join_and_stack(family: str, whole: str, parts: str) -> None:
    """What stands in one place takes no more room than that: libraqm shapes it."""
    if family not in HERE:
        pytest.skip(f"its letters were not drawn: install a font with {family}")
    hand = Hand(40)
    alone = sum(wide(letter, hand) for letter in parts.split())
    assert wide(whole, hand) <= (alone if len(parts) == 1 else 0.93 * alone)


def test_a_letter_that_no_font_has_is_refused() -> None:
    """A picture with empty boxes is no picture; the error names the letter."""
    with pytest.raises(NoFontError, match="U\\+F0000"):
        painted(replace(board(), head="\U000f0000", parts=()))


def test_a_line_is_parted_where_words_end() -> None:
    """After a space; before the vowel that begins a Thai syllable; between Chinese."""
    assert pieces("a safe home") == ("a ", "safe ", "home")
    assert pieces("เจ้าหน้าที่ใจดี") == ("เจ้าหน้าที่", "ใจดี")
    assert pieces("安全的家") == ("安", "全", "的", "家")
    assert "".join(pieces("ផ្ទះ ដែល")) == "ផ្ទះ ដែល"


def test_a_word_that_no_line_holds_is_parted_between_letters() -> None:
    """Nothing is lost, nothing is too wide, and no letter loses its marks."""
    lines = [*broken("Zusammengehörigkeitsgefühl", Hand(), 60)]
    assert "".join(lines) == "Zusammengehörigkeitsgefühl"
    assert all(wide(line, Hand()) <= 60 for line in lines)
    assert widest("a safe home", Hand()) == wide("home", Hand())


def test_a_dollar_is_a_dollar() -> None:
    """A service's own name is never read as a formula to be set."""
    easel = Easel("en", turned=False)
    easel.paragraph("$x^2$ & \\frac", Hand())
    assert Image.open(io.BytesIO(easel.png())).width == 2 * WIDTH


def _luminance(colour: str) -> float:
    """Return how light a colour is to every eye (WCAG 2, relative luminance)."""
    parts = (value / 255 for value in ImageColor.getrgb(colour))
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
