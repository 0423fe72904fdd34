"""Drawings as PDF and PNG: the sheets come as SVG, and typst prints them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from crisis_cli.documents import fonts
from crisis_cli.documents.pdf import loaded_fonts
from crisis_cli.errors import CrisisError

TEMPLATE = b"""
#set document(title: sys.inputs.title, date: none)
#set text(lang: "en")
#set page(width: auto, height: auto, margin: 0pt)
#for sheet in json(bytes(sys.inputs.sheets)) {
  page(image(bytes(sheet.svg), format: "svg", alt: sheet.says))
}
"""
FINE, COARSE = 150, 60  # dots to the inch: as a rule, and the least that can be read
MOST = 60_000_000  # dots of one picture


def pdf(title: str, sheets: Sequence[tuple[str, str]]) -> bytes:
    """A PDF (PDF/UA-1) of sheets, each an SVG and what it says for those who cannot see it."""
    import typst

    with _fonts(sheets) as found:
        return typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=found,
            sys_inputs=_inputs(title, sheets),
            pdf_standards="ua-1",
        )


def png(title: str, sheet: tuple[str, str], width: float, height: float) -> bytes:
    """One sheet as PNG; width and height are in points. CrisisError where it is too long."""
    import typst

    dots = min(FINE, int((MOST / (width * height / 72**2)) ** 0.5))
    if dots < COARSE:
        raise CrisisError(
            "This drawing is too long for one PNG.", "Draw it as PDF or SVG: --format pdf."
        )
    with _fonts([sheet]) as found:
        inputs = _inputs(title, [sheet])
        return typst.compile(
            TEMPLATE, format="png", font_paths=found, sys_inputs=inputs, ppi=float(dots)
        )


def _inputs(title: str, sheets: Sequence[tuple[str, str]]) -> dict[str, str]:
    listed = [{"svg": svg, "says": says} for svg, says in sheets]
    return {"title": title, "sheets": json.dumps(listed, ensure_ascii=False)}


def _fonts(sheets: Sequence[tuple[str, str]]) -> AbstractContextManager[Any]:
    """typst's own fonts, and what the scripts in these sheets need beyond them."""
    return loaded_fonts(fonts.needed("".join(svg for svg, _ in sheets))[1])
