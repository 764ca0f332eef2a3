"""The one picture that goes with a digest: its board, drawn.

Few, some and most are one, two and three steps of a bar, a light, a middle and a dark
blue (ColorBrewer's Blues, which people see apart whatever colours they see: Harrower
and Brewer 2003), and dots, stripes and plain. What became of a theme is a place in a
row, a colour of Okabe and Ito (Wong 2011, Nature Methods 8, 441) and a pattern. Rule: a
picture tells the bands of a table and nothing else, and what it says is never in a
colour alone.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from bot.reports.easel import (
    DARK,
    GREEN,
    GREY,
    INNER,
    LEADING,
    LIGHT,
    MARGIN,
    MIDDLE,
    PAPER,
    RED,
    SKY,
    SMALL,
    SOFT,
    WIDTH,
    YELLOW,
    Easel,
    Hand,
    Paint,
    wide,
    widest,
)
from bot.reports.plan import Board, Deeds, Themes, Trend
from bot.reports.table import State
from bot.themes.gathering import Band

BANDS: Final = {
    Band.FEW: Paint(LIGHT, "..."),
    Band.SOME: Paint(MIDDLE, "////"),
    Band.MOST: Paint(DARK),
}
STATES: Final = {
    State.OPEN: Paint(YELLOW, ".."),
    State.PLANNED: Paint(SKY, "////"),
    State.DONE: Paint(GREEN),
    State.IMPOSSIBLE: Paint(GREY, "xxx"),
    State.OVERDUE: Paint(RED, "---"),
}
EMPTY: Final = Paint(PAPER, ink=GREY)
HEAD, TITLE = Hand(18, bold=True), Hand(15, bold=True)
SAID, ASKED, SAID_SOFTLY = Hand(), Hand(bold=True), Hand(ink=SOFT)
STEP, STEPS, GAP = (13, 12), 3, 8
"""How large a step is, how many make a bar, and what stands between two bars."""
BAR = STEPS * STEP[0]


def drawn(board: Board) -> bytes:
    """Return the PNG of a board; raise `NoFontError`."""
    return painted(board).png()


def painted(board: Board) -> Easel:
    """Return a board as strokes, measured and placed; raise `NoFontError`."""
    easel = Easel(board.tag, board.turned)
    easel.paragraph(board.head, HEAD)
    for line in board.under:
        easel.paragraph(line, SAID_SOFTLY)
    _legend(easel, board.bands)
    for part in board.parts:
        easel.down(10)
        match part:
            case Trend():
                _trend(easel, part)
            case Themes():
                _themes(easel, part)
            case Deeds():
                _deeds(easel, part)
            case _ as unreachable:
                assert_never(unreachable)
    return easel


def _legend(easel: Easel, names: tuple[str, ...]) -> None:
    """Say what one, two and three steps mean, on one line where it fits."""
    easel.down(6)
    x: float = MARGIN
    for band, name in zip(Band, names, strict=True):
        width = BAR + GAP + wide(name, SAID)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            easel.down(SMALL * LEADING)
            x = MARGIN
        _bar(easel, x, band)
        easel.write(name, SAID, x + BAR + GAP)
        x += width + 2 * GAP
    easel.down(SMALL * LEADING)


def _trend(easel: Easel, it: Trend) -> None:
    """Draw a row for each fact of each question, and a bar in it for each digest."""
    columns = [
        WIDTH - MARGIN - (BAR + GAP) * place + GAP
        for place in range(len(it.months), 0, -1)
    ]
    room = columns[0] - MARGIN - GAP
    _title(easel, it.title, room)
    _months(easel, it.months, columns)
    column, beside = _answers(it, room)
    for block in it.asked:
        top = easel.y
        easel.paragraph(block.title, ASKED, column - MARGIN - GAP if beside else INNER)
        below, easel.y = easel.y, top if beside else easel.y
        for line in block.lines:
            _bars(easel, line.bands, columns)
            easel.paragraph(line.text, SAID, columns[0] - column - GAP, column)
        easel.y = max(below, easel.y)
        easel.down(4)


def _answers(it: Trend, room: float) -> tuple[float, bool]:
    """Return where answers begin, and whether that is beside their questions.

    They stand below where the longest word of a question would not fit.
    """
    answers = [line.text for block in it.asked for line in block.lines]
    longest = max(wide(text, SAID) for text in answers)
    column = MARGIN + room - min(longest, room / 2)
    words = max(widest(block.title, ASKED) for block in it.asked)
    fits = words <= column - MARGIN - GAP
    return (column, True) if fits else (MARGIN, False)


def _months(easel: Easel, months: tuple[str, ...], columns: Sequence[float]) -> None:
    top, lowest = easel.y - TITLE.size * LEADING, easel.y
    for month, x in zip(months, columns, strict=True):
        easel.y = top
        for part in month.split():
            easel.write(part, SAID_SOFTLY, x + BAR / 2, "center")
            easel.down(SMALL * LEADING)
        lowest = max(lowest, easel.y)
    easel.y = lowest


def _bars(easel: Easel, bands: Sequence[Band | None], columns: Sequence[float]) -> None:
    for band, x in zip(bands, columns, strict=True):
        if band is not None:
            _bar(easel, x, band)


def _bar(easel: Easel, x: float, band: Band) -> None:
    width, height = STEP
    steps = [*Band].index(band) + 1
    for step in range(STEPS):
        paint = BANDS[band] if step < steps else EMPTY
        easel.box(x + step * width, easel.y + 4, (width, height), paint)


def _themes(easel: Easel, it: Themes) -> None:
    """Draw what was named by most and some, under what it was named as."""
    room = BAR + GAP
    for block in it.sides:
        _title(easel, block.title)
        for text, bands in ((line.text, line.bands) for line in block.lines):
            for band in filter(None, bands):
                _bar(easel, MARGIN, band)
            easel.paragraph(text, SAID, INNER - room, MARGIN + room)
        easel.down(4)
    easel.paragraph(it.rest, SAID_SOFTLY)


def _deeds(easel: Easel, it: Deeds) -> None:
    """Draw a row of places for each theme, of which its state fills one."""
    _title(easel, it.title)
    width, room = STEP[0] + 3, len(State) * (STEP[0] + 3) + GAP
    for deed in it.deeds:
        for place, state in enumerate(State):
            paint = STATES[state] if state is deed.state else EMPTY
            easel.box(MARGIN + place * width, easel.y + 4, STEP, paint)
        easel.paragraph(deed.text, SAID, INNER - room, MARGIN + room)
        easel.paragraph(deed.said, SAID_SOFTLY, INNER - room, MARGIN + room)


def _title(easel: Easel, text: str, width: float = INNER) -> None:
    easel.paragraph(text, TITLE, width)
