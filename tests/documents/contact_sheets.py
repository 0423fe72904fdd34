"""All sheets of a scenario side by side in one picture, each with its name.

A sheet is a small letter page; of a card, what is on the upper half of its sheet, twice as large,
because its letters are small: there is nothing below. Names are kept in the picture, so that a
golden one can be cut into its sheets again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pictures import DOTS, SQUARE, Picture, kept, picture, png, read_png, told_in, unlike

from crisis_cli.documents.forms import SMALL

WIDE, TALL = round(8.5 * DOTS), 11 * DOTS  # of a letter page
ACROSS = 8  # pages side by side
GAP, GREY = 8, b"\xaa"  # dots between two, and how dark they are

Sheets = dict[str, Picture]  # by name: document, form, number of the page


def drawn(papers: Iterable[tuple[str, str, bytes]], folder: Path) -> Sheets:
    """The sheets of PDFs. papers: of each its name, its form and its bytes."""
    found: Sheets = {}
    for name, form, pdf in papers:
        small = form in SMALL
        whole = picture(pdf, folder, DOTS * (1 + small))
        for number, dots in enumerate(_cut(whole.dots, whole.sheets), 1):
            half = WIDE * 2 * TALL  # of a card
            assert not small or not dots[half:].strip(b"\xff"), f"{name}: something is below it"
            one = Picture(whole.wide, 1, dots[:half] if small else dots)
            found[f"{name} {number}"] = kept(one)
    return found


def _cut(dots: bytes, count: int) -> Iterator[bytes]:
    each = len(dots) // count
    return (dots[at : at + each] for at in range(0, len(dots), each))


def as_file(sheets: Sheets) -> bytes:
    """The sheets as one picture. They stand in their order, in rows."""
    told = "\n".join(f"{name}\t{one.wide}" for name, one in sheets.items())
    return png(side_by_side(sheets.values()), told)


def from_file(data: bytes) -> Sheets:
    """The sheets of a picture that as_file wrote."""
    whole, found = read_png(data), {}
    lines = [line.split("\t") for line in told_in(data).split("\n") if line]
    for (name, wide), (left, top) in zip(lines, _places(int(w) for _, w in lines), strict=True):
        starts = (at * whole.wide + left for at in range(top, top + TALL))
        dots = (whole.dots[at : at + int(wide)] for at in starts)
        found[name] = Picture(int(wide), 1, b"".join(dots))
    return found


def side_by_side(sheets: Iterable[Picture]) -> Picture:
    """Sheets in rows, one picture."""
    every = list(sheets)
    places = list(_places(one.wide for one in every))
    wide = ACROSS * (WIDE + GAP) + GAP
    tall = max((top for _, top in places), default=0) + TALL + GAP
    dots = bytearray(GREY * (wide * tall))
    for one, (left, top) in zip(every, places, strict=True):
        for row in range(one.tall):
            at = (top + row) * wide + left
            dots[at : at + one.wide] = one.dots[row * one.wide : (row + 1) * one.wide]
    return Picture(wide, 1, bytes(dots))


def _places(widths: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where sheets of these widths begin, from the left and from the top."""
    column = row = 0
    for wide in widths:
        takes = wide // WIDE
        if column + takes > ACROSS:
            column, row = 0, row + 1
        yield GAP + column * (WIDE + GAP), GAP + row * (TALL + GAP)
        column += takes


def different(golden: Sheets, now: Sheets) -> list[str]:
    """The names of the sheets that do not look alike, or that only one of the two has."""
    return [
        name
        for name in {**golden, **now}
        if name not in golden or name not in now or unlike(golden[name], now[name])
    ]


def shown(names: Iterable[str], golden: Sheets, now: Sheets) -> Picture:
    """To be looked at: of each sheet how it was, how it is, and in black where they differ."""
    return side_by_side(
        one
        for name in names
        for one in (
            *(kind[name] for kind in (golden, now) if name in kind),
            *_marked(name, golden, now),
        )
    )


def _marked(name: str, golden: Sheets, now: Sheets) -> list[Picture]:
    if name not in golden or name not in now or golden[name].wide != now[name].wide:
        return []
    one = now[name]
    dots = bytearray(one.dots.translate(bytes(255 - (255 - n) // 3 for n in range(256))))
    across = -(-one.wide // SQUARE)
    for square in unlike(golden[name], one):
        left, top = square % across * SQUARE, square // across * SQUARE
        wide = min(SQUARE, one.wide - left)
        for row in range(top, min(top + SQUARE, one.tall)):
            dots[row * one.wide + left : row * one.wide + left + wide] = bytes(wide)
    return [Picture(one.wide, 1, bytes(dots))]
