"""A sheet as SVG: no scripts, no links, no fonts of its own; all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from crisis_cli.workshop.draw.shapes import Dot, Frame, Group, Line, Shape, Sheet, Words
from crisis_cli.workshop.draw.text import safe

FONTS = "'Libertinus Serif', Georgia, 'Noto Serif', 'Times New Roman', serif"
FRAMES = {
    "plain": 'fill="#fff" stroke="#000" stroke-width="0.7"',
    "thick": 'fill="#fff" stroke="#000" stroke-width="1.8"',
    "dashed": 'fill="#fff" stroke="#000" stroke-width="0.7" stroke-dasharray="3 2"',
    "grey": 'fill="#ddd"',
    "black": 'fill="#000"',
}
LINES = {
    "plain": 'stroke="#000" stroke-width="0.8"',
    "dashed": 'stroke="#000" stroke-width="0.8" stroke-dasharray="3 2"',
}
LETTERS = {
    "plain": "",
    "strong": ' font-weight="bold"',
    "slanted": ' font-style="italic"',
    "white": ' font-weight="bold" fill="#fff"',
}
HALO = ' stroke="#fff" stroke-width="2.5" paint-order="stroke"'  # lines pass behind the words
DOTS = {"full": 'fill="#000"', "open": 'fill="#fff" stroke="#000" stroke-width="0.8"'}


def svg(sheet: Sheet) -> str:
    """The sheet as one SVG file."""
    size = f'width="{_n(sheet.width)}pt" height="{_n(sheet.height)}pt"'
    box = f'viewBox="0 0 {_n(sheet.width)} {_n(sheet.height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} font-family="{FONTS}" role="img">'
    ground = f'<rect width="{_n(sheet.width)}" height="{_n(sheet.height)}" fill="#fff"/>'
    lines = [head, f"<title>{_text(sheet.title)}</title>", ground, *_drawn(sheet.shapes), "</svg>"]
    return "\n".join(lines) + "\n"


def _drawn(shapes: Iterable[Shape]) -> Iterator[str]:
    for shape in shapes:
        yield from _one(shape)


def _one(shape: Shape) -> Iterator[str]:
    match shape:
        case Group(title, inner):
            yield f"<g><title>{_text(title)}</title>"
            yield from _drawn(inner)
            yield "</g>"
        case Frame(x, y, width, height, style):
            size = f'width="{_n(width)}" height="{_n(height)}"'
            yield f'<rect x="{_n(x)}" y="{_n(y)}" {size} {FRAMES[style]}/>'
        case Line():
            yield from _line(shape)
        case Dot(x, y, style):
            yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2" {DOTS[style]}/>'
        case Words(x, y, text, size, style, turned):
            turn = f' transform="rotate(90 {_n(x)} {_n(y)})"' if turned else ""
            where = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"'
            halo = HALO if turned else ""
            yield f"<text {where}{LETTERS[style]}{turn}{halo}>{_text(text)}</text>"


def _line(line: Line) -> Iterator[str]:
    ends = f'x1="{_n(line.x1)}" y1="{_n(line.y1)}" x2="{_n(line.x2)}" y2="{_n(line.y2)}"'
    yield f"<line {ends} {LINES[line.style]}/>"
    if line.arrow:
        back = 5 if line.x1 > line.x2 else -5
        x, y = line.x2, line.y2
        points = f"{_n(x)},{_n(y)} {_n(x + back)},{_n(y - 2.5)} {_n(x + back)},{_n(y + 2.5)}"
        yield f'<polygon points="{points}"/>'


def _n(value: float) -> str:
    """A length, short and always alike."""
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    """Text that no reader of XML stumbles over or obeys."""
    return escape(safe(text))
