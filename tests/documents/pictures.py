"""Pages as small grey pictures, to look at and to compare.

A golden one is a PNG in tests/golden, the sheets one below the other. What is
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
SHADES = 4  # that are kept
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


def kept(shown: Picture) -> Picture:
    """What a file keeps of a picture: of each dot the nearest shade."""
    return Picture(shown.wide, shown.sheets, shown.dots.translate(_NEAREST))


def png(shown: Picture, told: str = "") -> bytes:
    """A picture as a file: grey, two bits a dot. told: a text to be kept in it."""
    wide = shown.wide + -shown.wide % 4
    rows = bytearray()
    for at in range(0, len(shown.dots), shown.wide):
        rows += b"\0" + _packed(shown.dots[at : at + shown.wide].ljust(wide, b"\xff"))
    size = struct.pack(">IIBBBBB", shown.wide, shown.tall, 2, 0, 0, 0, 0)
    texts = [(b"tEXt", b"sheets\0" + str(shown.sheets).encode())]
    texts += [(b"tEXt", b"told\0" + told.encode())] if told else []
    parts = (b"IHDR", size), *texts, (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return HEAD + b"".join(_part(*one) for one in parts)


def _packed(row: bytes) -> bytes:
    """Four dots in a byte: all rows of a picture at once would be too large a number."""
    shades, whole = row.translate(_SHADE), 0
    for n in range(4):
        whole |= int.from_bytes(shades[n::4]) << (6 - 2 * n)
    return whole.to_bytes(len(row) // 4)


_SHADE = bytes(round(dot * (SHADES - 1) / 255) for dot in range(256))
_LIGHT = [bytes((byte >> shift & 3) * 85 for byte in range(256)) for shift in (6, 4, 2, 0)]
_NEAREST = bytes(shade * 85 for shade in _SHADE)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def read_png(data: bytes) -> Picture:
    """A picture that png wrote."""
    found = _parts(data)
    wide, tall = struct.unpack(">II", found[b"IHDR"][:8])
    rows, long = zlib.decompress(found[b"IDAT"]), 1 + -(-wide // 4)
    dots = bytearray()
    for row in range(tall):
        packed = rows[row * long + 1 : (row + 1) * long]
        line = bytearray(4 * len(packed))
        for n in range(4):
            line[n::4] = packed.translate(_LIGHT[n])
        dots += line[:wide]
    return Picture(wide, int(found[b"sheets"]), bytes(dots))


def told_in(data: bytes) -> str:
    """The text that is kept in a picture that png wrote."""
    return _parts(data).get(b"told", b"").decode()


def _parts(data: bytes) -> dict[bytes, bytes]:
    """The parts of a file by name, its texts by theirs."""
    found, at = {}, len(HEAD)
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        name, inside = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if name == b"tEXt":
            name, _, inside = inside.partition(b"\0")
        found[name] = inside
        at += size + 12
    return found


def alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures show the same, as far as an eye can tell."""
    return not unlike(one, other)


def unlike(one: Picture, other: Picture) -> list[int]:
    """Which squares differ, row by row, from 0; [-1] where the sizes do."""
    if (one.wide, one.sheets, one.tall) != (other.wide, other.sheets, other.tall):
        return [-1]
    if kept(one) == kept(other):
        return []
    both = zip(_squares(kept(one)), _squares(kept(other)), strict=True)
    return [at for at, (a, b) in enumerate(both) if abs(a - b) > NEAR]


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
