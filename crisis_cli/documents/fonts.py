"""Which font files a text needs beyond the embedded ones, and where this machine has them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Inside typst, alike on every machine. They cover Latin, Vietnamese, Greek, Cyrillic and Hebrew.
EMBEDDED = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class Script:
    """Letters that need a font of their own.

    ranges: first and last code point. families: in the order wanted, each a name and the files
    that hold it (regular, bold): first Debian's, then the ones of macOS and Windows. package: of
    Debian and Ubuntu, that brings the first of them.
    """

    name: str
    ranges: tuple[tuple[int, int], ...]
    families: tuple[tuple[str, tuple[str, ...]], ...]
    package: str = "fonts-noto-core"


def _noto(family: str) -> tuple[str, tuple[str, ...]]:
    stem = family.replace(" ", "")
    return family, (f"{stem}-Regular.ttf", f"{stem}-Bold.ttf")


_CJK = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")

SCRIPTS = (
    Script(
        "Ethiopic (Amharic, Tigrinya)",
        ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
        (
            _noto("Noto Sans Ethiopic"),
            ("Kefa", ("Kefa.ttc",)),
            ("Ebrima", ("ebrima.ttf", "ebrimabd.ttf")),
        ),
    ),
    Script(
        "Korean",
        ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF)),
        (
            ("Noto Sans CJK KR", _CJK),
            ("Apple SD Gothic Neo", ("AppleSDGothicNeo.ttc",)),
            ("Malgun Gothic", ("malgun.ttf", "malgunbd.ttf")),
        ),
        "fonts-noto-cjk",
    ),
    Script(
        "Japanese",
        ((0x3040, 0x30FF),),
        (
            ("Noto Sans CJK JP", _CJK),
            ("Hiragino Sans", ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc")),
            ("Yu Gothic", ("YuGothR.ttc", "YuGothB.ttc")),
        ),
        "fonts-noto-cjk",
    ),
    Script(
        "Chinese",
        (
            (0x2E80, 0x303F),
            (0x3400, 0x9FFF),
            (0xF900, 0xFAFF),
            (0xFF00, 0xFFEF),
            (0x20000, 0x3FFFF),
        ),
        (
            ("Noto Sans CJK SC", _CJK),
            ("Hiragino Sans GB", ("Hiragino Sans GB.ttc",)),
            ("Microsoft YaHei", ("msyh.ttc", "msyhbd.ttc")),
        ),
        "fonts-noto-cjk",
    ),
    Script(
        "Arabic",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
        (
            _noto("Noto Sans Arabic"),
            ("Geeza Pro", ("GeezaPro.ttc",)),
            ("Segoe UI", ("segoeui.ttf", "segoeuib.ttf")),
        ),
    ),
    Script(
        "Devanagari (Hindi, Nepali)",
        ((0x0900, 0x097F),),
        (
            _noto("Noto Sans Devanagari"),
            ("Kohinoor Devanagari", ("Kohinoor.ttc",)),
            ("Nirmala UI", ("Nirmala.ttc", "Nirmala.ttf", "NirmalaB.ttf")),
        ),
    ),
    Script(
        "Bengali",
        ((0x0980, 0x09FF),),
        (
            _noto("Noto Sans Bengali"),
            ("Kohinoor Bangla", ("KohinoorBangla.ttc",)),
            ("Nirmala UI", ("Nirmala.ttc", "Nirmala.ttf", "NirmalaB.ttf")),
        ),
    ),
    Script(
        "Thai",
        ((0x0E00, 0x0E7F),),
        (
            _noto("Noto Sans Thai"),
            ("Thonburi", ("Thonburi.ttc",)),
            ("Leelawadee UI", ("LeelawUI.ttf", "LeelaUIb.ttf")),
        ),
    ),
    Script(
        "signs and pictures",
        ((0x2190, 0x2BFF), (0x1F000, 0x1FAFF)),
        (
            ("Noto Sans Symbols2", ("NotoSansSymbols2-Regular.ttf",)),
            ("Apple Symbols", ("Apple Symbols.ttf",)),
            ("Segoe UI Symbol", ("seguisym.ttf",)),
        ),
    ),
)


def folders() -> tuple[Path, ...]:
    """Where Linux, macOS and Windows keep fonts; none of them is searched, only looked into."""
    home = Path.home()
    windows = os.environ.get("WINDIR", "")
    return (
        home / ".local/share/fonts",
        Path("/usr/share/fonts/truetype/noto"),
        Path("/usr/share/fonts/opentype/noto"),
        Path("/usr/share/fonts/noto"),
        Path("/usr/share/fonts/noto-cjk"),
        home / "Library/Fonts",
        Path("/System/Library/Fonts"),
        Path("/System/Library/Fonts/Supplemental"),
        Path("/Library/Fonts"),
        *([Path(windows) / "Fonts"] if windows else []),
    )


def needed(text: str, where: Iterable[Path] | None = None) -> tuple[list[str], list[Path]]:
    """The families and font files for the scripts in a text, beyond the embedded fonts.

    A script for which this machine has no font is left out: its letters will be missing.
    """
    places = tuple(folders() if where is None else where)
    codes = {ord(char) for char in set(text) if ord(char) > 0x05FF}
    found = [_find(script, places) for script in SCRIPTS if codes and _uses(script, codes)]
    families = [family for family, files in found if files]
    files = dict.fromkeys(file for _, files in found for file in files)
    return families, list(files)


def lacking(text: str, where: Iterable[Path] | None = None) -> list[Script]:
    """The scripts in a text that no font of this machine has."""
    places = tuple(folders() if where is None else where)
    codes = {ord(char) for char in set(text) if ord(char) > 0x05FF}
    return [one for one in SCRIPTS if _uses(one, codes) and not _find(one, places)[1]]


def _uses(script: Script, codes: set[int]) -> bool:
    return any(first <= code <= last for code in codes for first, last in script.ranges)


def _find(script: Script, places: tuple[Path, ...]) -> tuple[str, list[Path]]:
    for family, names in script.families:
        files = [_at(name, places) for name in names]
        if there := [file for file in files if file]:
            return family, there
    return "", []


def _at(name: str, places: tuple[Path, ...]) -> Path | None:
    return next((place / name for place in places if (place / name).is_file()), None)
