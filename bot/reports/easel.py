"""A sheet to draw on, as wide as a phone: words, boxes and patterns.

Lengths are a phone's own points, 390 across; twice as many pixels are drawn. Lines run
down from the top and begin where the language begins: a sheet that is `turned` is the
mirror of one that is not. Rule: the same strokes are the same bytes on one machine;
nothing of the time, the place or the program is in them.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from PIL import Image, ImageColor

from bot.reports.letters import typeface
from bot.words.writing import letters, opened, pieces, runs_left

WIDTH, MARGIN = 390, 14
INNER = WIDTH - 2 * MARGIN
SCALE = 2
"""Pixels to a point."""
SMALL = 14
"""The smallest size of letters, in points."""
LEADING = 1.45
"""Heights of letters from one line to the next: what stacks in Khmer needs it."""
INCH = 72
INK, SOFT, PAPER = "#1c282d", "#4d5b61", "#ffffff"
LIGHT, MIDDLE, DARK = "#c6dbef", "#6baed6", "#08519c"
YELLOW, SKY, GREEN, GREY, RED = "#f0e442", "#56b4e9", "#009e73", "#999999", "#d55e00"
COLOURS = (LIGHT, MIDDLE, DARK, YELLOW, SKY, GREEN, GREY, RED)


@dataclass(frozen=True, slots=True)
class Paint:
    """What fills a box: a colour, and a pattern for whoever does not see colours."""

    face: str
    pattern: str = ""
    ink: str = INK


@dataclass(frozen=True, slots=True)
class Hand:
    """How words are written."""

    size: float = SMALL
    bold: bool = False
    ink: str = INK


@dataclass(frozen=True, slots=True)
class Writing:
    """One line of words; `y` is where its letters stand."""

    text: str
    x: float
    y: float
    hand: Hand
    anchor: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box, by its upper corner."""

    x: float
    y: float
    width: float
    height: float
    paint: Paint


@dataclass(slots=True)
class Easel:
    """Takes strokes from the top down; `y` is where the next line begins."""

    tag: str
    turned: bool
    y: float = MARGIN
    strokes: list[Writing | Box] = field(default_factory=list)

    def write(
        self, text: str, hand: Hand, x: float = MARGIN, anchor: str = "left"
    ) -> None:
        """Write one line at `y` that begins (left), is centred, or ends (right) at x.

        Sides are those of a language that runs from left to right.
        """
        base = self.y + hand.size * 1.12
        turned = self.turned and runs_left(text)
        written = opened(text) if turned else text
        self.strokes.append(Writing(written, x, base, hand, anchor))

    def paragraph(
        self, text: str, hand: Hand, width: float = INNER, x: float = MARGIN
    ) -> None:
        """Write as many lines as the words take, and go below them.

        A sheet may be turned and words that stand in from English not: these stay as
        they run, with their full stop at their end.
        """
        turned = self.turned and runs_left(text)
        for line in broken(text, hand, width):
            self.write(opened(line) if turned else line, hand, x)
            self.down(hand.size * LEADING)

    def box(self, x: float, y: float, size: tuple[float, float], paint: Paint) -> None:
        """Fill a box of (width, height) whose upper corner is at x, y."""
        self.strokes.append(Box(x, y, *size, paint))

    def down(self, by: float) -> None:
        """Go down."""
        self.y += by

    def png(self) -> bytes:
        """Return the picture."""
        height = self.y + MARGIN
        figure = Figure((WIDTH / INCH, height / INCH), INCH * SCALE, facecolor=PAPER)
        canvas = FigureCanvasAgg(figure)
        for stroke in self.strokes:
            match stroke:
                case Writing():
                    self._letter(figure, stroke, height)
                case Box():
                    self._fill(figure, stroke, height)
        file = io.BytesIO()
        canvas.draw()
        seen = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        kept = seen.quantize(palette=_palette(), dither=Image.Dither.NONE)
        kept.save(file, "png", optimize=True)
        return file.getvalue()

    def _letter(self, figure: Figure, it: Writing, height: float) -> None:
        sides = {"left": "right", "right": "left"} if self.turned else {}
        x = WIDTH - it.x if self.turned else it.x
        figure.text(
            x / WIDTH,
            1 - it.y / height,
            it.text,
            ha=sides.get(it.anchor, it.anchor),
            va="baseline",
            color=it.hand.ink,
            fontproperties=_typeface(it.text, it.hand),
            language=self.tag,
            parse_math=False,
        )

    def _fill(self, figure: Figure, it: Box, height: float) -> None:
        x = WIDTH - it.x - it.width if self.turned else it.x
        box = Rectangle(
            (x / WIDTH, 1 - (it.y + it.height) / height),
            it.width / WIDTH,
            it.height / height,
            facecolor=it.paint.face,
            edgecolor=it.paint.ink,
            hatch=it.paint.pattern or None,
            linewidth=1,
            transform=figure.transFigure,
        )
        figure.add_artist(box)


def broken(text: str, hand: Hand, width: float) -> Iterator[str]:
    """Yield the lines of a text that are no wider than `width`.

    A word that no line can hold is parted between two letters.
    """
    line = ""
    for piece in pieces(text):
        fits = wide(piece.rstrip(), hand) <= width
        for part in (piece,) if fits else letters(piece):
            if line and wide(line + part.rstrip(), hand) > width:
                yield line.rstrip()
                line = ""
            line += part
    yield line.rstrip()


def wide(text: str, hand: Hand) -> float:
    """Return how wide a line is, in points."""
    width, _, _ = _measure().get_text_width_height_descent(
        text, _typeface(text, hand), ismath=False
    )
    return float(width) / SCALE


def widest(text: str, hand: Hand) -> float:
    """Return how wide a text's longest word is: what a column has to hold."""
    return max(wide(piece.rstrip(), hand) for piece in pieces(text))


def _typeface(text: str, hand: Hand) -> FontProperties:
    properties = typeface(text, bold=hand.bold).copy()
    properties.set_size(hand.size)
    return properties


@cache
def _palette() -> Image.Image:
    """Return the colours that a picture keeps: its own, and the edges between them.

    A palette that is chosen anew for each picture loses the colours of few boxes.
    """
    letters_ = [(PAPER, ink, 7) for ink in (INK, SOFT, GREY)]
    patterns = [(face, INK, 3) for face in COLOURS]
    mixed = {
        _mixed(face, ink, step / steps)
        for face, ink, steps in (*letters_, *patterns)
        for step in range(steps + 1)
    }
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in sorted(mixed) for value in colour])
    return palette


def _mixed(face: str, ink: str, part: float) -> tuple[int, ...]:
    both = zip(ImageColor.getrgb(face), ImageColor.getrgb(ink), strict=True)
    return tuple(round(a + (b - a) * part) for a, b in both)


@cache
def _measure() -> RendererAgg:
    return RendererAgg(1, 1, INCH * SCALE)
