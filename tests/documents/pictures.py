"""Pages as pictures of letters: how dark each part of a sheet is, so that a change can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

SHADES = " .:-=+*#%@"  # from white to black
ACROSS, DOWN = 10, 5  # dots to the inch
NEAR = 2  # shades by which a dot may differ: other versions of poppler draw a bit otherwise
FEW = 0.008  # of the dots that are not white, how many may differ by more


def can_draw() -> bool:
    return bool(shutil.which("pdftoppm"))


def picture(pdf: bytes, folder: Path) -> str:
    """The sheets of a PDF, a line of shades for each row of dots."""
    (folder / "page.pdf").write_bytes(pdf)
    size = ["-rx", str(ACROSS), "-ry", str(DOWN)]
    command = ["pdftoppm", "-gray", *size, str(folder / "page.pdf"), str(folder / "sheet")]
    subprocess.run(command, check=True, capture_output=True)
    sheets = sorted(
        folder.glob("sheet*.pgm"), key=lambda path: int(re.findall(r"\d+", path.stem)[-1])
    )
    return "\n\f\n".join(_shaded(path.read_bytes()) for path in sheets) + "\n"


def _shaded(data: bytes) -> str:
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    wide, dots = int(head[1]), data[head.end() :]
    rows = [dots[at : at + wide] for at in range(0, len(dots), wide)]
    return "\n".join("".join(map(_shade, row)).rstrip() for row in rows)


def _shade(dot: int) -> str:
    return SHADES[round(((255 - dot) / 255) ** 0.5 * (len(SHADES) - 1))]


def alike(one: str, other: str) -> bool:
    """Whether two pictures show the same, as far as an eye can tell."""
    mine, theirs = one.split("\f"), other.split("\f")
    return len(mine) == len(theirs) and all(map(_sheets_alike, mine, theirs))


def _sheets_alike(one: str, other: str) -> bool:
    mine, theirs = one.splitlines(), other.splitlines()
    rows = max(len(mine), len(theirs))
    wide = max(map(len, [*mine, *theirs]), default=1)
    pairs = [
        (_at(mine, row, column), _at(theirs, row, column))
        for row in range(rows)
        for column in range(wide)
    ]
    drawn = [pair for pair in pairs if any(pair)]
    return sum(abs(a - b) > NEAR for a, b in drawn) <= FEW * len(drawn)


def _at(lines: list[str], row: int, column: int) -> int:
    line = lines[row] if row < len(lines) else ""
    return SHADES.index(line[column]) if column < len(line) else 0
