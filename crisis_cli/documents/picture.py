"""Drawings as PDF and PNG: the sheets come as SVG, and typst prints them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from crisis_cli.documents import fonts
from crisis_cli.documents.inert import code, coded
from crisis_cli.documents.pdf import TRIES, loaded_fonts, undrawn
from crisis_cli.errors import CrisisError

TEMPLATE = b"""
#set document(title: sys.inputs.title, date: none)
#set text(lang: "en")
#set page(width: auto, height: auto, margin: 0pt)
#for sheet in json(bytes(sys.inputs.sheets)) {
  page(image(bytes(sheet.svg), format: "svg", alt: sheet.says))
}
"""
Said = tuple[str, str]  # a sheet as SVG, and what it says to those who cannot see it
FINE, COARSE = 150, 60  # dots to the inch: as a rule, and the least that can be read
MOST = 60_000_000  # dots of one picture
# Nothing by themselves: they join the signs beside them, or choose how one looks.
JOINERS = {0x200C, 0x200D, *range(0xFE00, 0xFE10)}


def pdf(title: str, sheets: Sequence[Said]) -> bytes:
    """A PDF (PDF/UA-1) of sheets. A character that no font here has is drawn as its code."""
    return _settled(title, sheets)[0]


def png(title: str, sheet: Said, width: float, height: float) -> bytes:
    """One sheet as PNG; width and height are in points. CrisisError where it is too long."""
    import typst

    dots = min(FINE, int((MOST / (width * height / 72**2)) ** 0.5))
    if dots < COARSE:
        raise CrisisError(
            "This drawing is too long for one PNG.", "Draw it as PDF or SVG: --format pdf."
        )
    _, sheets = _settled(title, [sheet])  # a PNG would leave out what it cannot draw, unsaid
    with _fonts(sheets) as found:
        inputs = _inputs(title, sheets)
        return typst.compile(
            TEMPLATE, format="png", font_paths=found, sys_inputs=inputs, ppi=float(dots)
        )


def _settled(title: str, sheets: Sequence[Said]) -> tuple[bytes, Sequence[Said]]:
    """The PDF, and the sheets with codes for all that could not be drawn."""
    import typst

    guesses = _guesses("".join(svg for svg, _ in sheets))
    for _ in range(TRIES):
        with _fonts(sheets) as found:
            try:
                inputs = _inputs(title, sheets)
                made = typst.compile(
                    TEMPLATE,
                    format="pdf",
                    font_paths=found,
                    sys_inputs=inputs,
                    pdf_standards="ua-1",
                )
                return made, sheets
            except typst.TypstError as error:
                named = {ord(char): code(char) for char in undrawn(error.diagnostic)}
                if not (codes := named or next(guesses, {})):
                    raise
                sheets = [(svg.translate(codes), says.translate(codes)) for svg, says in sheets]
    raise RuntimeError("typst finds ever more characters that it cannot draw")


def _guesses(text: str) -> Iterator[dict[int, str]]:
    """What to put for what, where typst does not name the character that it cannot draw: nothing
    for joiners, then codes for marks above and below letters, then for all but plain letters."""
    there = sorted(set(text))
    if joiners := {ord(char): "" for char in there if ord(char) in JOINERS}:
        yield joiners
    if marks := {ord(char): code(char) for char in there if unicodedata.category(char)[0] == "M"}:
        yield marks
    yield {ord(char): code(char) for char in there if not char.isascii()}


def _inputs(title: str, sheets: Sequence[Said]) -> dict[str, str]:
    listed = [{"svg": svg, "says": coded(says)} for svg, says in sheets]
    return {"title": coded(title), "sheets": json.dumps(listed, ensure_ascii=False)}


def _fonts(sheets: Sequence[Said]) -> AbstractContextManager[Any]:
    """typst's own fonts, and what the scripts in these sheets need beyond them."""
    return loaded_fonts(fonts.needed("".join(svg for svg, _ in sheets))[1])
