"""Pages as small grey pictures, to look at and to compare.

A golden one lies in tests/golden/pictures as a PNG, the sheets one below the other. What is
compared is how dark each small square is: letters may be smoothed in another way, as other
versions of poppler do, but nothing may be missing, added or moved.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

DOTS = 40  # to the inch
SHADES = 8  # that are kept
SQUARE = 8  # dots on each side of what is compared: a fifth of an inch, about a line of letters
# Of 255, by which a square may be lighter or darker. Where letters are smoothed in another way (by
# cairo), it comes to 41 at most; where a line is missing, or all is lower by half a line, to more.
NEAR = 43
HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """Sheets one below the other. dots: from 0, black, to 255, row by row."""

    wide: int
    sheets: int
    dots: bytes

    @property
    def tall(self) -> int:
        return len(self.dots) // self.wide


def can_draw() -> bool:
    return bool(shutil.which("pdftoppm"))


def picture(pdf: bytes, folder: Path, dots: int = DOTS) -> Picture:
    """The sheets of a PDF, with so many dots to the inch."""
    sheets = [_pgm(data) for data in pgm(pdf, folder, "-gray", "-r", str(dots))]
    return Picture(sheets[0][0], len(sheets), b"".join(dots for _, dots in sheets))


def pgm(pdf: bytes, folder: Path, *how: str) -> list[bytes]:
    """The sheets of a PDF as poppler draws them: one file for each."""
    with TemporaryDirectory(dir=folder) as name:
        (Path(name) / "page.pdf").write_bytes(pdf)
        command = ["pdftoppm", *how, f"{name}/page.pdf", f"{name}/sheet"]
        subprocess.run(command, check=True, capture_output=True)
        return [path.read_bytes() for path in sorted(Path(name).glob("sheet-*"))]


def half(shown: Picture) -> Picture:
    """The same with half as many dots to the inch."""
    wide, dots = shown.wide, shown.dots
    small = bytes(
        (dots[at] + dots[at + 1] + dots[at + wide] + dots[at + wide + 1]) // 4
        for row in range(0, shown.tall, 2)
        for at in range(row * wide, (row + 1) * wide, 2)
    )
    return Picture(wide // 2, shown.sheets, small)


def _pgm(data: bytes) -> tuple[int, bytes]:
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    assert head
    return int(head[1]), data[head.end() :]


def png(shown: Picture) -> bytes:
    """A picture as a file: grey, four bits a dot."""
    even = shown.wide + shown.wide % 2
    rows = bytearray()
    for at in range(0, len(shown.dots), shown.wide):
        row = shown.dots[at : at + shown.wide].ljust(even, b"\xff")
        rows += b"\0" + bytes(_kept(row[n]) << 4 | _kept(row[n + 1]) for n in range(0, even, 2))
    size = struct.pack(">IIBBBBB", shown.wide, shown.tall, 4, 0, 0, 0, 0)
    sheets = b"sheets\0" + str(shown.sheets).encode()
    parts = (b"IHDR", size), (b"tEXt", sheets), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return HEAD + b"".join(_part(*one) for one in parts)


def _kept(dot: int) -> int:
    return round(dot * (SHADES - 1) / 255) * 15 // (SHADES - 1)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def read_png(data: bytes) -> Picture:
    """A picture that png wrote."""
    found, at = {}, len(HEAD)
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        found[data[at + 4 : at + 8]] = data[at + 8 : at + 8 + size]
        at += size + 12
    wide, tall = struct.unpack(">II", found[b"IHDR"][:8])
    rows, long = zlib.decompress(found[b"IDAT"]), 1 + (wide + 1) // 2
    dots = bytearray()
    for row in range(tall):
        pairs = rows[row * long + 1 : (row + 1) * long]
        dots += bytes(17 * half for pair in pairs for half in (pair >> 4, pair & 15))[:wide]
    return Picture(wide, int(found[b"tEXt"].split(b"\0")[1]), bytes(dots))


def alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures show the same, as far as an eye can tell."""
    if (one.wide, one.sheets, one.tall) != (other.wide, other.sheets, other.tall):
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(_squares(one), _squares(other), strict=True))


def _squares(shown: Picture) -> list[float]:
    """How light each square is on average, those at the edges included."""
    found = []
    for top in range(0, shown.tall, SQUARE):
        rows = [
            shown.dots[at * shown.wide : (at + 1) * shown.wide]
            for at in range(top, min(top + SQUARE, shown.tall))
        ]
        for left in range(0, shown.wide, SQUARE):
            dots = b"".join(row[left : left + SQUARE] for row in rows)
            found.append(sum(dots) / len(dots))
    return found
